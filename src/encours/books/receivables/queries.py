

def search_invoices(entity_id: int, text: str, *, limit: int = 12) -> list[Invoice]:
    """Invoices whose number begins with a text."""
    rows = Invoice.objects.filter(entity_id=entity_id, number__istartswith=text.strip()).select_related("customer")
    return list(rows.order_by("-issued_on", "-id")[:limit])
