"""What is known of a case when its words are held against the rules of wording; facts gathered for many."""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace
from datetime import date
from decimal import Decimal
from functools import lru_cache
from typing import TypedDict

from encours.books.creditor.queries import Member
from encours.books.creditor.rules.roles import Role
from encours.flows.case_words import also_true
from encours.flows.review.assess import Assessment
from encours.flows.review.case_ledger import Line, ledger_of
from encours.flows.review.gathered import Gathered
from encours.ground.kernel.clock import local_date
from encours.ground.kernel.money import Money
from encours.ground.kernel.reason import N_, Reason
from encours.ground.wording.facts import Fact, Register
from encours.ground.wording.findings import Finding, Severity
from encours.ground.wording.linter.context import Context, InvoiceFact
from encours.ground.wording.linter.lint import Kind, lint
from encours.ground.wording.linter.rulebook import DUNNING, HEATED
from encours.ground.wording.stages import Stage
from encours.method.cases.rules.contact import Direction, HoldKind
from encours.method.disputes.rules.words import DisputeOutcome
from encours.method.insight.rules.payer import DebtorType
from encours.method.outreach.models import Message
from encours.method.outreach.rules.grounds import Ground, known_for

_KEPT = 512
"""A page shows the same letters again and again; the sentence of an answer is asked for twice."""
_AFTER_PAYMENT = frozenset({Stage.THANKS, Stage.PRE_SALE, Stage.CONDOLENCE, Stage.DISMISSAL})


class _Contested(TypedDict):
    """The keys of a context about contested points."""

    dispute_open: bool
    disputed_number: str
    disputed_amount: Decimal | None
    dispute_upheld: bool


@dataclass(frozen=True, slots=True)
class About:
    """What some words are about: the invoices, the stage, names that are never judged, what travels with them."""

    lines: tuple[Line, ...] = ()
    due_ids: frozenset[int] = frozenset()
    stage: Stage | None = None
    names: tuple[str, ...] = ()
    attachments: bool | None = None

    @classmethod
    def of(cls, message: Message) -> "About":
        """What a message is about."""
        rows, currency = list(message.lines.all()), message.currency
        return cls(
            lines=tuple((x.number, x.issued_on, x.due_on, Money(x.open_minor, currency)) for x in rows),
            due_ids=frozenset(x.due_id for x in rows),
            stage=Stage(message.stage),
            names=tuple(filter(None, (message.to_name, message.from_name))),
            attachments=bool(message.attachments.all()),
        )


def context_of(known: Gathered, a: Assessment, about: About) -> Context:
    """What is known of a customer's case on this day, with every figure of it."""
    return replace(flags_of(known, a, about), ledger=ledger_of(known, a, about.lines))


def flags_of(known: Gathered, a: Assessment, about: About) -> Context:
    """The same without the figures of the books. Source: method 3, `ctx`; ruling 15.

    A court's title, clauses of the contract on fees or on suspension, a write-off that was decided are known where
    somebody noted them with their source; else their rule holds. A plan B that was agreed on is known, not known
    to be ready.
    """
    customer, since = known.customers[a.customer_id], a.case.opened_on if a.case else known.house.today
    kinds = {hold.kind for hold in known.holds.get(a.customer_id, ())}
    is_ready = a.facts.prepared.plan_b_ready
    grounds = known_for(known.house.grounds, a.customer_id)
    agreed_b = any(
        p.plan_b for p in known.promises.get(a.customer_id, ()) if a.case and p.case_id == a.case.id
    )
    return Context(
        today=known.house.today,
        country=customer.country,
        invoices=tuple(
            InvoiceFact(no, due, money.decimal, money.currency) for no, _, due, money in about.lines
        ),
        names=tuple(filter(None, [customer.name, known.house.entity.name, *about.names])),
        attachments=about.attachments,
        hardship=Fact.HARDSHIP in also_true(known, a),
        broken_agreements=a.facts.broken_agreements,
        plan_b=is_ready or agreed_b,
        plan_b_ready=True if is_ready else None if agreed_b else False,
        insolvency=HoldKind.INSOLVENCY in kinds,
        bereavement=HoldKind.BEREAVEMENT in kinds,
        paid=_is_paid(known, a, about),
        agreement_on_time=_is_covered(a, about),
        our_promise_open=any(o.done_on is None and not o.outcome for o in known.own.get(a.customer_id, ())),
        customer="regular_reliable" if a.opinion.type is DebtorType.RELIABLE else "",
        tutoiement=Register(customer.register) is Register.TU,
        suspension_allowed=Ground.SUSPENSION_CLAUSE in grounds,
        fees_in_contract=Ground.FEES_CLAUSE in grounds,
        court_title=Ground.COURT_TITLE in grounds,
        writeoff_approved=Ground.WRITE_OFF in grounds,
        final_already_sent=_has_sent_last_notice(known, a, since),
        **_contested(known, a, since),
    )


def _contested(known: Gathered, a: Assessment, since: date) -> _Contested:
    """Points under examination, and whether we granted one in this case."""
    disputes = known.disputes.get(a.customer_id, ())
    still_open = [d for d in disputes if d.is_open]
    one = still_open[0] if len(still_open) == 1 else None
    items = {item.invoice_id: item.number for item in known.items.get(a.customer_id, ())}
    granted = {DisputeOutcome.UPHELD, DisputeOutcome.PARTLY}
    return {
        "dispute_open": bool(still_open),
        "disputed_number": items.get(one.invoice_id, "") if one else "",
        "disputed_amount": one.amount.decimal if one else None,
        "dispute_upheld": any(
            d.outcome in granted and d.answered_on and d.answered_on >= since for d in disputes
        ),
    }


def _is_paid(known: Gathered, a: Assessment, about: About) -> bool:
    """Whether nothing that the words ask for is open any more; to thank for a payment is another matter."""
    if about.stage in _AFTER_PAYMENT:
        return False
    still_open = {item.due_id for item in known.items.get(a.customer_id, ())}
    return bool(about.due_ids) and not about.due_ids & still_open


def _is_covered(a: Assessment, about: About) -> bool:
    """Whether an agreement on time covers all that a reminder is about."""
    asked = [item for item in a.facts.items if item.due_id in about.due_ids]
    is_reminder = about.stage in DUNNING or about.stage is Stage.PRE_DUE
    return is_reminder and bool(asked) and all(x.promised and x.promised == x.open for x in asked)


def _has_sent_last_notice(known: Gathered, a: Assessment, since: date) -> bool:
    zone = known.house.entity.time_zone
    return any(
        contact.direction is Direction.OUTBOUND
        and contact.stage == Stage.LAST_NOTICE
        and local_date(contact.at, zone) >= since
        for contact in known.contacts.get(a.customer_id, ())
    )


def words_that_stop(known: Gathered, a: Assessment, message: Message) -> Reason | None:
    """Why a message may not leave as it is worded, whoever wrote it: a finding that nobody may override."""
    for words, found in _found_in(known, a, message):
        if found.severity is Severity.BLOCK:
            text = N_(
                "Ces mots ne peuvent pas partir : « {words} ». {why}. Modifiez le texte, puis confirmez-le."
            )
            return Reason(text, words=words[found.start : found.end], why=found.why)
    return None


def words_of_anger(message: Message, *, sent_by: str, team: Sequence[Member]) -> Reason | None:
    """Why a message waits as it is worded: anger that the owner has not let leave. Source: R008, ruling 15."""
    if any(m.role is Role.OWNER and m.user_id and f"user:{m.user_id}" == sent_by for m in team):
        return None
    names = tuple(filter(None, (message.customer.name, message.to_name, message.from_name)))
    context, stage = Context(names=names), Stage(message.stage)
    found = _findings(message.text, message.language, stage, context)
    worst = next((one for one in found if one.rule in HEATED), None)
    if worst is None:
        return None
    text = N_(
        "Ces mots portent de la colère : « {words} ». Réécrivez-les ; le dirigeant peut les laisser partir."
    )
    return Reason(text, words=message.text[worst.start : worst.end])


def _found_in(known: Gathered, a: Assessment, message: Message) -> Iterator[tuple[str, Finding]]:
    context, stage = context_of(known, a, About.of(message)), Stage(message.stage)
    for words in (message.text, message.subject):
        yield from ((words, found) for found in _findings(words, message.language, stage, context))


@lru_cache(maxsize=_KEPT)
def _findings(text: str, language: str, stage: Stage, context: Context) -> tuple[Finding, ...]:
    return tuple(lint(text, lang=language, stage=stage, kind=Kind.SENTENCE, context=context))
