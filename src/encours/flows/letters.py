"""A message on paper: what it says and where, drawn; which letters may be printed today, and why others may not."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date
from functools import lru_cache

from encours.books.creditor import queries as creditor_queries
from encours.books.creditor.queries import Entity
from encours.books.receivables.models import Customer
from encours.flows.page_links import page_in
from encours.flows.review.gathered import House, house_of
from encours.flows.review.recheck import recheck_many
from encours.ground.documents import queries as documents_queries
from encours.ground.evidence.acts import Act
from encours.ground.kernel.clock import FixedClock
from encours.ground.kernel.money import Money
from encours.ground.kernel.reason import N_, Reason
from encours.ground.plumbing.pdf_pages import PdfUnreadable, pages_of
from encours.ground.wording.stages import Stage
from encours.method.outreach import queries as outreach_queries
from encours.method.outreach.actions import paper
from encours.method.outreach.models import Message
from encours.method.outreach.queries import Style
from encours.method.outreach.rules.contact_facts import Decision, GuardRule, Verdict
from encours.method.outreach.rules.letter import (
    LetterFacts,
    Letterhead,
    StatementLine,
    enclosed_mark,
    paper_words,
)
from encours.method.outreach.rules.payment_codes import (
    PaymentCode,
    PayTo,
    is_qr_iban,
    letter_reference,
    payment_code,
    qr_reference,
)
from encours.method.outreach.rules.pictures import as_svg
from encours.method.outreach.rules.postal_address import Postal, address_lines

_PDF = "application/pdf"
_ASKS_NOTHING = frozenset({Stage.THANKS.value})
INCOMPLETE = Reason(N_("L'adresse postale du client n'est pas complète : rue, code postal et ville."))


@dataclass(frozen=True, slots=True)
class Paper:
    """What letters of an entity have in common on a day: read once for a whole batch."""

    house: House
    style: Style
    logo: str
    signature: str

    @property
    def entity(self) -> Entity:
        """Who writes."""
        return self.house.entity


@dataclass(frozen=True, slots=True)
class Waiting:
    """A letter that waits to be printed; `why_not`: what keeps it from being printed today, if anything does."""

    message: Message
    why_not: Reason | None


def paper_of(act: Act) -> Paper:
    """How an entity writes on paper today."""
    style = outreach_queries.style_of(act.entity_id)
    house = house_of(act.entity_id, act.today, FixedClock(act.at))
    return Paper(house, style, _picture(style.logo_id), _picture(style.signature_id))


def waiting_letters(act: Act) -> list[Waiting]:
    """The letters that wait, each with what keeps it from being printed today."""
    rows = list(outreach_queries.letters_waiting(act.entity_id)[:200])
    if not rows:
        return []
    found = against(house_of(act.entity_id, act.today, FixedClock(act.at)), rows)
    return [Waiting(row, found.get(row.pk)) for row in rows]


def against(house: House, messages: Sequence[Message]) -> dict[int, Reason]:
    """Why letters may not be posted today (a hold, money that came, an address), by message; not those that may.

    A day on which nobody works at the customer's is no reason: the letter waits in a box.
    """
    whole = [message for message in messages if postal_of(message.customer).is_complete]
    verdicts = recheck_many(house, whole) if whole else {}
    found = {pk: verdict.reason for pk, verdict in verdicts.items() if not _may_be_posted(verdict)}
    return found | {message.pk: INCOMPLETE for message in messages if message not in whole}


def _may_be_posted(verdict: Verdict) -> bool:
    is_only_closed = verdict.decision is Decision.DELAY and verdict.rule in {GuardRule.K7, GuardRule.K8}
    return verdict.is_allowed or is_only_closed


def facts_of(paper: Paper, message: Message, *, on: date | None = None) -> LetterFacts:
    """Everything that a letter says and shows, as of today; `on`: the day written on it."""
    entity, customer = paper.entity, message.customer
    lines = tuple(
        StatementLine(x.number, x.issued_on, x.due_on, Money(x.open_minor, message.currency))
        for x in message.lines.all()
    )
    pay = _pay_to(paper, message, customer, lines)
    to = postal_of(customer)
    contact = message.to_name
    return LetterFacts(
        norm=paper.style.norm,
        language=message.language,
        sender=_head(paper),
        recipient=address_lines(to, contact=contact, sent_from=entity.country, language=message.language),
        written_on=on or paper.house.today,
        subject=message.subject,
        text=message.text,
        reference=pay.reference if pay else letter_reference([], message_id=message.pk),
        pay=pay if paper.style.has_payment_code else None,
        lines=lines,
        enclosed=_enclosed(message),
        handling=_handling(message),
        debtor=to,
        page=page_in(message.text),
    )


def drawn(act: Act, paper_today: Paper, message: Message) -> bytes:
    """The letter as a PDF. Raises PdfError."""
    return paper.letter_pdf(facts_of(paper_today, message), made_at=act.at)


def copies_of(message: Message) -> list[bytes]:
    """The enclosed PDFs that can be printed with a letter."""
    kept = [piece.document for piece in message.attachments.all()]
    return [documents_queries.content(d.pk) for d in kept if _prints(d.sha256, d.media_type)]


def to_add_by_hand(message: Message) -> list[Reason]:
    """A sentence for each enclosed file that a person must add: no PDF, or one that is damaged or locked."""
    kept = [piece.document for piece in message.attachments.all()]
    text = N_("À joindre à la main : {name}")
    return [Reason(text, name=d.name) for d in kept if not _prints(d.sha256, d.media_type)]


@lru_cache(maxsize=2048)
def _prints(sha256: str, media_type: str) -> bool:
    """Whether a kept file can be joined to a letter; read once, since what has this hash never changes."""
    if media_type != _PDF:
        return False
    try:
        pages_of(documents_queries.place_of(sha256).read_bytes())
    except (PdfUnreadable, OSError):
        return False
    return True


def mark_of(message: Message) -> str:
    """What the envelope says: that an invoice is in it, where one is, and only to whom that tells no debt.

    A private person's envelope stays neutral for anything but the invoice itself. Source: R026, R027; FR-CON-06.
    """
    has_copy = bool(message.attachments.all())
    is_neutral = message.customer.kind == "consumer" and message.stage != Stage.INVOICE.value
    return enclosed_mark(message.language) if has_copy and not is_neutral else ""


def postal_of(customer: Customer) -> Postal:
    """A customer's postal address as it is kept."""
    return Postal(
        customer.name, customer.address, customer.postcode, customer.city, customer.country, customer.region
    )


def _head(paper: Paper) -> Letterhead:
    entity = paper.entity
    postal = Postal(entity.name, entity.address, entity.postcode, entity.city, entity.country, entity.region)
    return Letterhead(
        postal, entity.siren, entity.vat_number, entity.email, entity.phone, paper.logo, paper.signature
    )


def _pay_to(
    paper: Paper, message: Message, customer: Customer, lines: Sequence[StatementLine]
) -> PayTo | None:
    account = creditor_queries.account_for(paper.house.accounts, message.currency)
    asked = Money(sum(line.open.minor for line in lines), message.currency)
    if account is None or message.stage in _ASKS_NOTHING or not lines:
        return None
    code = payment_code(account.iban, asked, debtor_country=customer.country)
    reference = letter_reference([line.number for line in lines], message_id=message.pk)
    if code is PaymentCode.QR_BILL and is_qr_iban(account.iban):
        reference = qr_reference(message.pk)
    return PayTo(code, account.iban, account.bic, asked, reference)


def _enclosed(message: Message) -> tuple[str, ...]:
    """The names of what is enclosed, unless the words name them themselves."""
    names = (piece.document.name for piece in message.attachments.all())
    return tuple(name for name in names if name not in message.text)


def _handling(message: Message) -> str:
    words = str(paper_words(message.language)["registered"])
    is_registered = message.stage == Stage.FORMAL_NOTICE.value
    return words if is_registered and words.casefold() not in message.text.casefold() else ""


def _picture(document_id: int | None) -> str:
    return as_svg(documents_queries.content(document_id)) if document_id else ""
