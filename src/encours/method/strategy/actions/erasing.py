"""Forgets the words of the day's list and of skipped steps."""

from django.db import transaction

from encours.method.strategy.models import StepSkip, WorkItem

ERASED = "–"


@transaction.atomic
def erase_words(*, customer_id: int) -> None:
    """Takes a customer off the list and blanks why steps were skipped; whoever erases tells the journal once."""
    WorkItem.objects.filter(customer_id=customer_id).delete()
    StepSkip.objects.filter(case__customer_id=customer_id).update(reason=ERASED)
