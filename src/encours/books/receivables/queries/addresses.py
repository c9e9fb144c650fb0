"""Whose an e-mail address is, as far as the books know."""

from encours.books.receivables.models import Contact

_MOST = 20


def contacts_at(entity_id: int, address: str) -> list[tuple[int, int]]:
    """The customers in use, each with the person, that are reached at an address."""
    rows = Contact.objects.filter(
        customer__entity_id=entity_id, customer__archived_at__isnull=True, removed_at__isnull=True,
        email__iexact=address.strip(),
    )  # fmt: skip
    found = (
        rows.order_by("customer_id", "-is_main", "pk").values_list("customer_id", "pk")[:_MOST]
        if address.strip()
        else []
    )
    first: dict[int, int] = {}
    for customer_id, contact_id in found if address.strip() else ():
        first.setdefault(customer_id, contact_id)
    return list(first.items())


def customers_at_domain(entity_id: int, domain: str) -> list[int]:
    """The customers in use that have a person at a domain."""
    if not domain.strip():
        return []
    rows = Contact.objects.filter(
        customer__entity_id=entity_id, customer__archived_at__isnull=True, removed_at__isnull=True,
        email__iendswith=f"@{domain.strip()}",
    )  # fmt: skip
    return list(rows.order_by("customer_id").values_list("customer_id", flat=True).distinct()[:_MOST])


def is_a_debtors(address: str) -> bool:
    """Whether anybody at any customer of this installation is reached at an address, even one put away."""
    return bool(address.strip()) and Contact.objects.filter(email__iexact=address.strip()).exists()
