"""A customer is forgotten: the books keep what was owed and paid, no room keeps who it was."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date

from django.db import transaction

from encours.books.creditor import queries as creditor_queries
from encours.books.receivables import actions as receivables_actions
from encours.books.receivables import queries as receivables_queries
from encours.books.receivables.rules.retention import Retention, kept_until, retention_of
from encours.flows.calling import voices
from encours.ground.documents import actions as documents_actions
from encours.ground.evidence import actions as evidence_actions
from encours.ground.evidence import queries as evidence_queries
from encours.ground.evidence.acts import Act
from encours.ground.kernel.reason import N_, Reason, Refused
from encours.method.agreements import actions as agreements_actions
from encours.method.agreements import queries as agreements_queries
from encours.method.agreements.rules.words import OPEN
from encours.method.calls import actions as calls_actions
from encours.method.cases import actions as cases_actions
from encours.method.cases import queries as cases_queries
from encours.method.disputes import actions as disputes_actions
from encours.method.disputes import queries as disputes_queries
from encours.method.inbox import actions as inbox_actions
from encours.method.inbox import queries as inbox_queries
from encours.method.insight import actions as insight_actions
from encours.method.outreach import actions as outreach_actions
from encours.method.outreach import queries as outreach_queries
from encours.method.outreach.rules.outbox import AWAITS_A_PERSON
from encours.method.outreach.rules.states import MessageState
from encours.method.strategy.actions import erasing as strategy_erasing

ERASURE = "evidence.texts_erased"
LEAST_WHY = 3
_ON_ITS_WAY = frozenset({MessageState.READY, MessageState.SENDING, *AWAITS_A_PERSON})
_ALL = 10**9


@dataclass(frozen=True, slots=True)
class Keeping:
    """Until when the books of a customer are kept. `until`: the last day; None when nothing was ever booked."""

    customer_id: int
    name: str
    until: date | None
    retention: Retention | None

    def is_over(self, today: date) -> bool:
        """Whether nothing has to be kept any more."""
        return self.until is None or self.until < today


def keeping_of(act: Act, customer_ids: Iterable[int]) -> list[Keeping]:
    """Until when some customers are kept, in their order."""
    entity = creditor_queries.entity(act.entity_id)
    own = receivables_queries.own_retention(act.entity_id)
    retention = retention_of(entity.country, own_years=own)
    ids = list(customer_ids)
    last, names = receivables_queries.last_movements_of(ids), receivables_queries.customers_by_id(ids)
    return [Keeping(pk, names[pk].name, kept_until(last.get(pk), retention), retention) for pk in ids]


def may_be_forgotten(act: Act) -> list[Keeping]:
    """The customers whose period is over and with whom nothing is open."""
    ids = [row.pk for row in receivables_queries.not_anonymised(act.entity_id)]
    over = [keeping for keeping in keeping_of(act, ids) if keeping.until and keeping.is_over(act.today)]
    owing = receivables_queries.open_items_of([keeping.customer_id for keeping in over])
    return [keeping for keeping in over if not owing.get(keeping.customer_id)]


def what_is_open(act: Act, customer_id: int) -> list[Reason]:
    """Why a customer cannot be forgotten yet; empty when nothing is open."""
    ids = [customer_id]
    promises = agreements_queries.promises_of(ids).get(customer_id, [])
    owed = agreements_queries.own_of(ids).get(customer_id, [])
    disputes = disputes_queries.disputes_of(ids).get(customer_id, [])
    messages = outreach_queries.messages_of(customer_id, limit=_ALL)
    found = {
        N_("des factures sont ouvertes"): receivables_queries.open_items_of(ids).get(customer_id),
        N_("un règlement ou un avoir n'est pas affecté"): any(
            key[0] == customer_id for key in receivables_queries.free_credits_of(ids)
        ),
        N_("un dossier est ouvert"): cases_queries.open_cases_of(ids).get(customer_id),
        N_("une promesse court"): [promise for promise in promises if promise.state in OPEN],
        N_("vous lui devez une réponse"): [promise for promise in owed if promise.done_on is None],
        N_("un litige est ouvert"): [d for d in disputes if d.closed_on is None],
        N_("un message reçu n'est pas lu"): inbox_queries.unread_of(ids).get(customer_id),
        N_("un message attend"): [m for m in messages if MessageState(m.state) in _ON_ITS_WAY],
    }
    return [Reason(text) for text, what in found.items() if what]


@transaction.atomic
def forget(act: Act, *, customer_id: int, why: str, early: bool = False) -> Refused | None:
    """Takes a customer's name and words out of every room and out of the journal, for good.

    early: also before the books' period is over, which the company then answers for.
    """
    if len(why.strip()) < LEAST_WHY:
        return Refused(Reason(N_("Dites pourquoi en quelques mots : le journal le garde.")), "why")
    if standing := what_is_open(act, customer_id):
        return Refused(Reason(N_("Pas encore : {why}."), why=standing[0]))
    (keeping,) = keeping_of(act, [customer_id])
    if not early and not keeping.is_over(act.today):
        return Refused(_too_early(keeping), "early")
    refused = receivables_actions.anonymise_customer(act, customer_id=customer_id, why=why.strip())
    if refused is None:
        letters = outreach_queries.documents_of(customer_id)
        _erase_words(customer_id)
        documents_actions.remove(owner=act.chain, document_ids=letters)
        _erase_texts(act, customer_id, why.strip())
    return refused


@transaction.atomic
def forget_contact(act: Act, *, contact_id: int, why: str) -> Refused | None:
    """Takes a person at a customer's out of the books and of the journal, for good.

    What was written to them stays with the customer's messages, as long as those are kept.
    """
    if len(why.strip()) < LEAST_WHY:
        return Refused(Reason(N_("Dites pourquoi en quelques mots : le journal le garde.")), "why")
    row = receivables_queries.contact(act.entity_id, contact_id)
    assert row is not None
    refused = receivables_actions.erase_contact(act, contact_id=contact_id, why=why.strip())
    if refused is None:
        subject = f"customer:{row.customer_id}"
        lines = evidence_queries.lines_about(act.chain, [subject], limit=_ALL)
        about = [
            line.sequence
            for line in lines
            if line.kind.startswith("receivables.contact_")
            and line.kind != "receivables.contact_erased"
            and line.payload.get("contact") == contact_id
            and not line.is_erased
        ]
        _erase_numbers(act, subject, about, why.strip())
    return refused


def _too_early(keeping: Keeping) -> Reason:
    if keeping.until in (None, date.max) or keeping.retention is None:
        return Reason(N_("Aucun délai de conservation n'est fixé pour votre société : fixez-le d'abord."))
    text = N_("Les pièces de ce client se gardent jusqu'au {until} ({years} ans, {source}).")
    source = keeping.retention.source or Reason(N_("votre réglage"))
    return Reason(text, until=keeping.until, years=keeping.retention.years, source=source)


def _erase_words(customer_id: int) -> None:
    for erase in (
        agreements_actions.erase_words,
        calls_actions.erase_words,
        disputes_actions.erase_words,
        insight_actions.erase_words,
        outreach_actions.erase_words,
    ):
        erase(customer_id=customer_id)
    documents_actions.let_go(inbox_actions.erase_words(customer_id=customer_id))
    documents_actions.let_go(strategy_erasing.erase_words(customer_id=customer_id))
    documents_actions.let_go(cases_actions.erase_words(customer_id=customer_id))
    voices.forget(customer_id=customer_id)


def _erase_texts(act: Act, customer_id: int, why: str) -> None:
    """Every text of the journal about the customer but the two that tell of the erasure."""
    subject = f"customer:{customer_id}"
    lines = evidence_queries.lines_about(act.chain, [subject], limit=_ALL)
    told = {line.sequence for line in lines if line.kind == "receivables.customer_anonymised"}
    numbers = [line.sequence for line in lines if not line.is_erased and line.sequence not in told]
    _erase_numbers(act, subject, numbers, why)


def _erase_numbers(act: Act, subject: str, numbers: list[int], why: str) -> None:
    entry = act.entry(
        ERASURE,
        subject,
        Reason(N_("{count} textes du journal effacés"), count=len(numbers)),
        payload={"customer": int(subject.partition(":")[2])},
        details={"why": why},
    )
    evidence_actions.erase(entry, numbers=numbers)
