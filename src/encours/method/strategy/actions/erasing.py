"""Forgets the words of the day's list, of skipped steps and of formal acts."""

from django.db import transaction

from encours.method.strategy.models import CourtFile, FormalAct, StepSkip, WorkItem

ERASED = "–"


@transaction.atomic
def erase_words(*, customer_id: int) -> list[int]:
    """Takes a customer off the list, blanks why steps were skipped and what formal acts said; gives their files.

    Whoever erases tells the journal once.
    """
    WorkItem.objects.filter(customer_id=customer_id).delete()
    StepSkip.objects.filter(case__customer_id=customer_id).update(reason=ERASED)
    acts = FormalAct.objects.filter(case__customer_id=customer_id)
    files = [pk for row in acts.values_list("statement", "posting_proof", "receipt") for pk in row if pk]
    acts.update(
        subject=ERASED, text=ERASED, note="", why="", statement=None, posting_proof=None, receipt=None
    )
    acts.exclude(tracking="").update(tracking=ERASED)
    courts = CourtFile.objects.filter(case__customer_id=customer_id)
    files += [pk for pk in courts.values_list("document", flat=True) if pk]
    courts.update(document=None)
    return files
