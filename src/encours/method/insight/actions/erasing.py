"""Forgets every opinion on a customer."""

from django.db import transaction

from encours.method.insight.models import DebtorOpinion, ObservedFact, TypeConfirmation


@transaction.atomic
def erase_words(*, customer_id: int) -> None:
    """An opinion without a name is of no use: it goes; whoever erases tells the journal once for all rooms."""
    for model in (DebtorOpinion, ObservedFact, TypeConfirmation):
        model._default_manager.filter(customer_id=customer_id).delete()
