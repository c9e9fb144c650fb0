"""Forgets the words of holds, papers and files of proof; that and when there was one stays."""

from django.db import transaction

from encours.method.cases.models import CasePaper, Hold, LegalEvent, ProofFile

ERASED = "–"


@transaction.atomic
def erase_words(*, customer_id: int) -> list[int]:
    """Blanks why a customer was not contacted and what proved its debts; gives the files that nobody needs now.

    Whoever erases tells the journal once for all rooms.
    """
    Hold.objects.filter(customer_id=customer_id).update(reason=ERASED)
    LegalEvent.objects.filter(customer_id=customer_id).update(proof=ERASED)
    papers, proofs = (
        CasePaper.objects.filter(customer_id=customer_id),
        ProofFile.objects.filter(case__customer_id=customer_id),
    )
    files = [*papers.values_list("document_id", flat=True), *proofs.values_list("document_id", flat=True)]
    papers.update(title=ERASED, document=None)
    proofs.update(document=None)
    return [pk for pk in files if pk is not None]
