"""What somebody types to find a customer or an invoice: names are looked through, numbers by how they begin.

A number is also found by its middle where it is among the latest ones: in books of ordinary size, that is all.
"""

from django.db.models import Exists, Max, OuterRef, Q, QuerySet

from encours.books.receivables.models import Customer, Invoice
from encours.ground.kernel.text import search_key

LATEST = 20_000
"""So many invoices, the last written, are looked through whatever their numbers."""
_FEW = 1_000
"""Up to so many things found are named one by one; beyond, the list meets one soon enough."""
_LAST = "z" * 8


def customers_holding(text: str) -> Q:
    """Customers whose name holds a text, or whose code, city or SIREN begins with it."""
    bare, key = text.strip(), search_key(text)
    digits = "".join(c for c in bare if c.isdigit())
    found = Q(code__istartswith=bare) | Q(city__istartswith=bare)
    if key:
        found |= Q(search_key__contains=key)
    return found | Q(siren__startswith=digits) if len(digits) >= 3 else found


def dues_holding(entity_id: int, text: str) -> Q:
    """Due dates whose customer's name or whose invoice's number holds a text."""
    words = text.strip()
    named = Customer.objects.filter(entity_id=entity_id, search_key__contains=search_key(words) or words)
    customers = list(named.values_list("pk", flat=True)[: _FEW + 1])
    found = Q(customer_id__in=customers)
    if len(customers) > _FEW:  # a frequent name is soon met: due dates are gone through in order
        found = Q(Exists(named.filter(pk=OuterRef("customer_id"))))
    invoices = numbered(entity_id, words, limit=_FEW + 1)
    if len(invoices) > _FEW:
        return found | Q(invoice__number__icontains=words)
    return found | Q(invoice_id__in=invoices)


def numbered(entity_id: int, text: str, *, limit: int, is_beginning: bool = False) -> list[int]:
    """Some invoices whose number holds a text, the last written first; is_beginning: it begins with it."""
    everything = Invoice.objects.filter(entity_id=entity_id)
    held = Q(number__istartswith=text) if is_beginning else Q(number__icontains=text)
    last = everything.aggregate(last=Max("pk"))["last"] or 0
    found = _ids(everything.filter(held, pk__gt=last - LATEST).order_by("-pk"), limit)
    if last <= LATEST or len(found) >= limit or not text:
        return found
    for is_standing in (True, False):
        rows = everything.filter(cancelled_at__isnull=is_standing)
        for written in sorted({text, text.upper(), text.lower()}):
            begins = rows.filter(number__gte=written, number__lte=written + _LAST, number__startswith=written)
            found += _ids(begins.order_by("-number"), limit)
    return list(dict.fromkeys(found))[:limit]


def _ids(rows: QuerySet[Invoice], limit: int) -> list[int]:
    return list(rows.values_list("pk", flat=True)[:limit])
