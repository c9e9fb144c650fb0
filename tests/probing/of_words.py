"""Rows about our measure and our words: complaints, limits passed over, texts of one's own, what they rest on."""

from collections.abc import Iterator
from datetime import timedelta

from encours.books.receivables.models import Customer
from encours.ground.evidence.acts import Act
from encours.ground.wording.edit import written
from encours.ground.wording.templates import shipped
from encours.method.outreach.models import (
    Complaint,
    GuardOverride,
    Message,
    TextDelivery,
    TextService,
    TextVersion,
    WordGround,
)

_DAY = timedelta(days=1)


def restraint(act: Act, customer: Customer, word: Iterator[str]) -> None:
    """A complaint of a customer, and a limit that was passed over for it."""
    Complaint.objects.create(
        entity_id=act.entity_id,
        customer=customer,
        received_on=act.today - _DAY,
        about="tone",
        words=next(word),
        noted_by=act.actor,
        noted_at=act.at,
    )
    GuardOverride.objects.create(
        entity_id=act.entity_id,
        customer=customer,
        valid_on=act.today - _DAY,
        granted_at=act.at - _DAY,
        granted_by=act.actor,
        why=next(word),
        rules=["K1"],
    )


def a_text(act: Act, word: Iterator[str]) -> None:
    """A draft of the courtesy mail in words of the house."""
    TextVersion.objects.create(
        entity_id=act.entity_id,
        template="T05",
        language="fr",
        register="vous",
        body=written(shipped("T05", "fr")).replace("Bonjour", f"Bonjour {next(word)}"),
        saved_at=act.at,
        saved_by=act.actor,
    )


def a_service_and_a_ground(act: Act, customer: Customer, word: Iterator[str]) -> None:
    """Through whom texts leave, and on what a sentence about a customer rests."""
    TextService.objects.get_or_create(
        entity_id=act.entity_id, defaults={"url": "https://sms.example/send", "sender": next(word)[:11]}
    )
    WordGround.objects.create(entity_id=act.entity_id, customer=customer, court_title=next(word))


def arrived(message: Message, word: str) -> None:
    """What a service said of the arrival of a message."""
    TextDelivery.objects.create(
        message=message, key=f"{word}cle", number="+33600000000", words=f"{word}arrivee"
    )
