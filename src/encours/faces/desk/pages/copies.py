"""Copies of invoices before they are attached: which PDF goes to which invoice, and which to none."""

from collections.abc import Mapping
from typing import Any

from django.urls import reverse

from encours.books.receivables import queries as receivables_queries
from encours.faces.desk.who import Desk
from encours.flows.importing import FileAnswer
from encours.ground.kernel.reason import N_, Reason


def unmatched(answer: FileAnswer) -> Reason:
    """PDFs that go to no invoice: some of them, or all."""
    if answer.accepted or answer.already_known:
        return Reason(
            N_("Des copies n'ont pas trouvé leur facture. Nommez chaque PDF par le numéro de sa facture.")
        )
    text = N_(
        "Aucune copie n'a trouvé sa facture : rien n'est joint. "
        "Nommez chaque PDF par le numéro de sa facture."
    )
    return Reason(text)


def copies_to_attach(desk: Desk, copies: Mapping[str, int], *, most: int) -> list[dict[str, Any]]:
    """Which PDF would go to which invoice, before it does."""
    shown = dict(list(copies.items())[:most])
    invoices = receivables_queries.invoices_by_id(desk.entity.id, shown.values())
    return [
        {
            "name": name,
            "number": invoices[pk].number,
            "customer": invoices[pk].customer.name,
            "url": reverse("desk:invoice", args=[pk]),
        }
        for name, pk in shown.items()
        if pk in invoices
    ]
