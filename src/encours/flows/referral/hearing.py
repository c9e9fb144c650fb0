"""What a partner tells, by whichever way: kept once, the money in the books, the hold lifted at the end."""

from dataclasses import dataclass
from enum import Enum

from django.db import transaction

from encours.books.creditor import queries as creditor_queries
from encours.books.receivables import actions as receivables_actions
from encours.books.receivables import queries as receivables_queries
from encours.books.receivables.queries import booked
from encours.books.receivables.rules.booked import BookedCredit
from encours.books.receivables.rules.drafts import PaymentDraft
from encours.books.receivables.rules.party import PaymentMethod
from encours.flows import recording
from encours.flows.referral.placing import GONE, lift
from encours.ground.documents import actions as documents_actions
from encours.ground.evidence.acts import Act
from encours.ground.kernel.clock import Clock, local_date, technical_now
from encours.ground.kernel.reason import N_, Reason, Refused
from encours.method.disputes.rules.papers import SentFile, problem_of_files
from encours.method.outreach.actions.text_service import is_signed
from encours.method.referral import actions as referral_actions
from encours.method.referral import queries as referral_queries
from encours.method.referral.actions.news import Taken, Teller
from encours.method.referral.queries import PlacementFact
from encours.method.referral.rules.news import NewsDraft, Unread, is_fresh, read_call, read_file, reference
from encours.method.referral.rules.states import BLOCKS_US
from encours.method.referral.rules.words import NewsKind, NewsSource

PARTNER = "partner"
"""Who acts by a partner's service or page: somebody outside, whom the journal names beside."""


class Answer(Enum):
    """What is answered to a partner's service, as an HTTP status."""

    TAKEN = 204
    UNREADABLE = 400
    NOT_SIGNED = 401
    NOT_THEIRS = 404
    REFUSED = 422


@dataclass(frozen=True, slots=True)
class PartnerCall:
    """A call as it came: when it was signed, its signature, its body."""

    stamp: str
    signature: str
    body: bytes


@dataclass(frozen=True, slots=True)
class FileHeard:
    """What became of a CSV of news: how many were new, how many known, and each line that was refused."""

    new: int
    known: int
    refused: tuple[tuple[int, Reason], ...]


@transaction.atomic
def take(
    act: Act, news: NewsDraft, *, source: NewsSource, by: str = "", file: SentFile | None = None
) -> Taken | Refused:
    """One thing told: kept, its money booked, the list made anew. Refused whole or taken whole."""
    found = referral_queries.placement(act.entity_id, news.placement_id)
    if found is None:
        return GONE
    if file is not None and (refused := problem_of_files([file])):
        return refused
    document = _kept(act, file) if file is not None else None
    taken = referral_actions.take_news(act, news=news, teller=Teller(source, by, document))
    if isinstance(taken, Refused) or not taken.is_new:
        return taken
    if news.kind is NewsKind.REMITTED:
        refused = _book(act, found, news)
        if refused is not None:
            transaction.set_rollback(True)
            return refused
    if taken.was in BLOCKS_US and taken.state not in BLOCKS_US:
        lift(act, found.customer_id)
    return taken


def hear_call(clock: Clock, *, hook: str, call: PartnerCall) -> Answer:
    """What a partner's service tells: its instant, its signature, its words, whose file it is, in this order."""
    at = referral_queries.partner_at(hook)
    if not is_fresh(call.stamp, technical_now()):
        return Answer.NOT_SIGNED
    if at is None or not is_signed(at[2], call.stamp, call.body, call.signature):
        return Answer.NOT_SIGNED
    entity_id, partner_id, _secret = at
    act = creditor_queries.act(entity_id, PARTNER, clock)
    news = read_call(call.body, today=act.today)
    if isinstance(news, Unread):
        return Answer.UNREADABLE
    found = referral_queries.placement(entity_id, news.placement_id)
    if found is None or found.partner_id != partner_id:
        return Answer.NOT_THEIRS
    taken = take(act, news, source=NewsSource.SERVICE, by=found.partner_name)
    return Answer.REFUSED if isinstance(taken, Refused) else Answer.TAKEN


def hear_file(act: Act, *, content: bytes, partner_id: int) -> FileHeard:
    """A partner's CSV: each line once; what is refused is told by its line and stops nothing else."""
    new = known = 0
    refused: list[tuple[int, Reason]] = []
    for place, news in enumerate(read_file(content, today=act.today), 1):
        if isinstance(news, Unread):
            refused.append((news.line or place, news.reason))
            continue
        found = referral_queries.placement(act.entity_id, news.placement_id)
        if found is None or found.partner_id != partner_id:
            refused.append((place, Reason(N_("Ce dossier n'est pas chez ce partenaire."))))
            continue
        taken = take(act, news, source=NewsSource.CSV, by=found.partner_name)
        if isinstance(taken, Refused):
            refused.append((place, taken.reason))
        elif taken.is_new:
            new += 1
        else:
            known += 1
    return FileHeard(new, known, tuple(refused))


def direct_payments(act: Act, found: PlacementFact) -> list[BookedCredit]:
    """Money that came to us while a partner has the file, of which it was not told yet."""
    if found.handed_over_at is None:
        return []
    zone = creditor_queries.entity(act.entity_id).time_zone
    told = {news.key for news in referral_queries.news_of([found.id]).get(found.id, [])}
    since = local_date(found.handed_over_at, zone)
    rows = booked.booked_payments(act.entity_id, since, act.today, customer_ids=[found.customer_id])
    return [
        row
        for row in rows
        if row.currency == found.placed.currency
        and not row.is_cancelled
        and not row.key.startswith("referral:")
        and f"direct:{row.id}" not in told
    ]


def _book(act: Act, found: PlacementFact, news: NewsDraft) -> Refused | None:
    """The debtor paid the whole sum, the partner kept its fee of it: the ledger holds the first, accounts both."""
    assert news.amount is not None
    draft = PaymentDraft(
        customer_id=found.customer_id,
        received_on=news.happened_on,
        currency=news.amount.currency,
        amount_minor=news.amount.minor,
        method=PaymentMethod.TRANSFER,
        reference=f"{reference(found.id)} {found.partner_name}"[:140],
        source_key=f"referral:{found.id}:{news.key}",
    )
    made = recording.add_payment(act, draft)
    if isinstance(made, Refused):
        return made
    credit = receivables_queries.payment(act.entity_id, made)
    assert credit is not None
    if credit.unallocated_minor:  # the partner was given all that is late: a part pays the oldest of it
        recording.change_books(
            act, found.customer_id, lambda: receivables_actions.allocate_oldest_first(act, credit=credit)
        )
    return None


def _kept(act: Act, file: SentFile) -> int:
    return documents_actions.store(
        owner=act.chain, name=file.name, content=file.content, media_type=file.media_type, at=act.at
    )
