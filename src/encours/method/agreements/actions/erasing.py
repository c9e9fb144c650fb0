"""Forgets the words of promises; amounts, dates and outcomes stay."""

from django.db import transaction

from encours.method.agreements.models import Acceptance, Agreement, OwnPromise, PlanB

ERASED = "–"


@transaction.atomic
def erase_words(*, customer_id: int) -> None:
    """Blanks who promised what in which words; whoever erases tells the journal once for all rooms."""
    rows = Agreement.objects.filter(customer_id=customer_id)
    rows.exclude(acceptance="").update(acceptance=ERASED)
    rows.update(person="", means="", plan_b="")
    Acceptance.objects.filter(agreement__customer_id=customer_id).update(
        person="", address="", text=ERASED, words=""
    )
    PlanB.objects.filter(customer_id=customer_id).update(words="")
    OwnPromise.objects.filter(customer_id=customer_id).update(what=ERASED, outcome="")
