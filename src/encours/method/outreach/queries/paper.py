"""How an entity writes on paper, its batches, and the letters that wait, are printed or were posted."""

from dataclasses import dataclass

from django.db.models import Count, Q, QuerySet

from encours.books.creditor import queries as creditor_queries
from encours.books.receivables.queries.gaps import up_to_most
from encours.books.receivables.rules.counted import Counted
from encours.ground.plumbing.secrets import unseal
from encours.method.cases.rules.contact import Channel
from encours.method.outreach.models import Message, PaperStyle, PrintBatch, PrintedLetter
from encours.method.outreach.rules.batches import LIVE, BatchState, LetterState, PostWay
from encours.method.outreach.rules.letter import Cover
from encours.method.outreach.rules.states import MessageState
from encours.method.outreach.rules.windows import Norm, norms, usual_norm

LIVE_VALUES = sorted(state.value for state in LIVE)


@dataclass(frozen=True, slots=True)
class Style:
    """How an entity writes on paper; the usual of its country where nobody chose."""

    norm: Norm
    cover: Cover
    is_duplex: bool
    has_payment_code: bool
    logo_id: int | None
    signature_id: int | None
    way: PostWay
    webhook_url: str
    has_secret: bool


def style_of(entity_id: int) -> Style:
    """What is set for an entity."""
    row = PaperStyle.objects.filter(entity_id=entity_id).first()
    country = creditor_queries.entity(entity_id).country
    row = row or PaperStyle(entity_id=entity_id, norm=usual_norm(country))
    return Style(
        norm=norms().get(row.norm) or norms()[usual_norm(country)],
        cover=Cover(row.cover),
        is_duplex=row.is_duplex,
        has_payment_code=row.has_payment_code,
        logo_id=row.logo_id,
        signature_id=row.signature_id,
        way=PostWay(row.way),
        webhook_url=row.webhook_url,
        has_secret=bool(row.sealed_secret),
    )


def webhook_secret(entity_id: int) -> str:
    """What signs letters handed to a service, in clear: for the post alone. Raises SecretUnreadable."""
    row = PaperStyle.objects.filter(entity_id=entity_id).first()
    return unseal(row.sealed_secret) if row else ""


def letters_waiting(entity_id: int) -> QuerySet[Message]:
    """Letters of an entity that are in no batch yet, the oldest first."""
    rows = Message.objects.filter(
        entity_id=entity_id, state=MessageState.BY_HAND.value, channel=Channel.LETTER.value
    ).exclude(pk__in=_in_a_batch(entity_id))
    return (
        rows.select_related("customer", "contact")
        .prefetch_related("lines", "attachments__document")
        .order_by("pk")
    )


def batches_in(entity_id: int, states: tuple[BatchState, ...]) -> QuerySet[PrintBatch]:
    """Batches of an entity in some states, the latest first, each with how many letters it has and posted."""
    rows = PrintBatch.objects.filter(entity_id=entity_id, state__in=[state.value for state in states])
    in_it = Count("letters", filter=~Q(letters__state=LetterState.OUT.value))
    posted = Count("letters", filter=Q(letters__state=LetterState.POSTED.value))
    return rows.annotate(count=in_it, posted=posted).order_by("-number")


def batch(entity_id: int, batch_id: int) -> PrintBatch | None:
    """One batch of an entity, or None."""
    return PrintBatch.objects.filter(entity_id=entity_id, pk=batch_id).first()


def letters_of(batch_id: int) -> list[PrintedLetter]:
    """The letters of a batch in their order, those taken out too."""
    rows = PrintedLetter.objects.filter(batch_id=batch_id).select_related(
        "message__customer", "message__contact", "document", "batch"
    )
    return list(
        rows.prefetch_related("message__lines", "message__attachments__document").order_by("place", "pk")
    )


def letter(entity_id: int, letter_id: int) -> PrintedLetter | None:
    """One letter of an entity's batches, or None."""
    rows = PrintedLetter.objects.filter(batch__entity_id=entity_id, pk=letter_id)
    return rows.select_related("message__customer", "batch", "document").first()


def print_of(message_id: int) -> PrintedLetter | None:
    """The letter that a message is or was on paper, if it is in a batch."""
    rows = PrintedLetter.objects.filter(message_id=message_id).exclude(state=LetterState.OUT.value)
    return rows.select_related("batch").first()


def letters_handed_over(entity_id: int) -> list[PrintedLetter]:
    """The letters of an entity that a postal service has, or may have, and has not said to be posted."""
    states = [LetterState.HANDED_OVER.value, LetterState.UNKNOWN.value]
    rows = PrintedLetter.objects.filter(batch__entity_id=entity_id, state__in=states)
    return list(rows.select_related("message__customer", "batch", "document").order_by("pk")[:500])


def entities_with_letters_away() -> list[int]:
    """The entities whose postal service has letters, may have some, or was given one that was cut short."""
    states = [LetterState.HANDED_OVER.value, LetterState.UNKNOWN.value, LetterState.SENDING.value]
    rows = PrintedLetter.objects.filter(state__in=states).values_list("batch__entity_id", flat=True)
    return sorted(set(rows.order_by().distinct()))


def documents_of(customer_id: int) -> list[int]:
    """The copies of letters to a customer, taken out of their batch or not."""
    rows = PrintedLetter.objects.filter(message__customer_id=customer_id, document__isnull=False)
    return list(rows.values_list("document_id", flat=True))


def paper_counts(entity_id: int) -> dict[str, Counted]:
    """How many letters and batches are to be printed, and how many batches to be posted, as far as a page tells."""
    counted = dict(
        PrintBatch.objects.filter(entity_id=entity_id)
        .exclude(state=BatchState.POSTED.value)
        .values_list("state")
        .annotate(count=Count("pk"))
    )
    return {
        "to_print": up_to_most(letters_waiting(entity_id)) + Counted(counted.get(BatchState.MADE.value, 0)),
        "to_post": Counted(counted.get(BatchState.PRINTED.value, 0)),
    }


def _in_a_batch(entity_id: int) -> QuerySet[PrintedLetter, int]:
    rows = PrintedLetter.objects.filter(batch__entity_id=entity_id).exclude(state=LetterState.OUT.value)
    return rows.values_list("message_id", flat=True)
