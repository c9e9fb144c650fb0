"""Forgets the words of messages; that and when one left stays."""

from django.db import transaction

from encours.method.outreach.models import (
    Complaint,
    GuardOverride,
    Message,
    PrintedLetter,
    TextDelivery,
    WordGround,
)

ERASED = "–"


@transaction.atomic
def erase_words(*, customer_id: int) -> None:
    """Blanks who was written to in which words; whoever erases tells the journal once for all rooms."""
    rows = Message.objects.filter(customer_id=customer_id)
    rows.update(
        to_name="", to_email="", subject=ERASED, text=ERASED, html="", receipt="", refusal={}, reasons=[]
    )
    Complaint.objects.filter(customer_id=customer_id).update(words=ERASED)
    GuardOverride.objects.filter(customer_id=customer_id).update(why=ERASED)
    letters = PrintedLetter.objects.filter(message__customer_id=customer_id)
    letters.update(document=None, recipient=[], tracking="", answer="", why="")
    TextDelivery.objects.filter(message__customer_id=customer_id).update(number="", words="")
    WordGround.objects.filter(customer_id=customer_id).delete()
