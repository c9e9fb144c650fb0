"""What a customer commits to, from its page or from the desk: proposed, shown word for word, accepted, declined."""

from collections.abc import Sequence
from dataclasses import dataclass, replace
from datetime import date

from django.db import transaction

from encours.books.creditor import queries as creditor_queries
from encours.books.receivables import queries as receivables_queries
from encours.flows.agreeing import letters
from encours.flows.closing import following
from encours.flows.review.refresh import refresh
from encours.ground.evidence.acts import Act
from encours.ground.kernel.money import Money
from encours.ground.kernel.reason import N_, Reason, Refused
from encours.ground.plumbing.say import say
from encours.method.agreements import actions as agreements_actions
from encours.method.agreements.actions import PlanOffer
from encours.method.agreements.queries.offers import OpenOffer, open_offers
from encours.method.agreements.rules.acceptance import AcceptanceDraft, AcceptedBy, text_digest
from encours.method.agreements.rules.agreement_text import Offered, text_of
from encours.method.agreements.rules.customer_offer import needs_us, plan_of_parts
from encours.method.agreements.rules.drafts import PromiseDraft
from encours.method.agreements.rules.plan import PlanDraft, PlanWish, build_plan
from encours.method.agreements.rules.words import AgreementKind, PromiseSource
from encours.method.cases import queries as cases_queries
from encours.method.cases.queries import CaseFact
from encours.method.cases.rules.calendar import Calendar
from encours.method.strategy.thresholds import thresholds_now

_CHANGED = Reason(N_("Ce qui était proposé a changé entre-temps : relisez avant d'accepter."))
_NOTHING_LATE = Reason(N_("Rien n'est échu : il n'y a rien à convenir pour l'instant."))
_TRANSFER = N_("virement")


@dataclass(frozen=True, slots=True)
class ToRead:
    """An open agreement with the exact text that accepting it accepts, in the customer's language."""

    offer: OpenOffer
    text: str


@transaction.atomic
def propose_promise_from_customer(
    act: Act, *, customer_id: int, amount: Money, on: date, words: str = ""
) -> int | Refused:
    """The customer says by itself that it pays an amount on a day; returns the id of what is then to be accepted.

    What goes beyond our terms waits for us first. `words`: what it wrote beside, kept with the note.
    """
    case = _case(customer_id, amount.currency)
    if case is None:
        return Refused(_NOTHING_LATE)
    draft = PromiseDraft(
        customer_id=customer_id,
        case_id=case.id,
        amount=amount,
        promised_for=on,
        means=say(Reason(_TRANSFER), _language(customer_id)),
        person=_name(customer_id),
        source=PromiseSource.PAGE,
        awaits_us=needs_us(
            on, broken=case.broken_agreements, today=act.today, terms=thresholds_now(act).plans
        ),
    )
    made = agreements_actions.note_promise(act, draft=draft, words=words)
    refresh(act, [customer_id])
    return made


@transaction.atomic
def propose_plan_from_customer(
    act: Act, *, customer_id: int, wish: PlanWish, parts: Sequence[tuple[date, Money]] = (), words: str = ""
) -> int | Refused:
    """The customer asks for a plan: equal parts as `wish` says, or the `parts` it names, which add up to its balance.

    Returns the id of the plan, to be accepted as a whole; beyond our terms it waits for us, or for the owner.
    """
    case = _case(customer_id, wish.balance.currency)
    if case is None:
        return Refused(_NOTHING_LATE)
    draft = _plan(act, wish, parts)
    if isinstance(draft, Refused):
        return draft
    offer = PlanOffer(
        customer_id=customer_id,
        case_id=case.id,
        draft=draft,
        means=say(Reason(_TRANSFER), _language(customer_id)),
        person=_name(customer_id),
        source=PromiseSource.PAGE,
        awaits_us=bool(draft.owner) or case.broken_agreements > 0,
    )
    made = agreements_actions.propose_plan(act, offer=offer, words=words)
    refresh(act, [customer_id])
    return made


def to_read(act: Act, customer_id: int) -> list[ToRead]:
    """The open agreements of one customer, each with the text that accepting it accepts."""
    offers = open_offers(customer_id, today=act.today)
    named = [invoice for offer in offers for invoice, _minor in offer.invoices]
    rows = receivables_queries.invoices_by_id(act.entity_id, named) if named else {}
    numbers = {invoice: row.number for invoice, row in rows.items()}
    return [ToRead(offer, _text(act, customer_id, offer, numbers)) for offer in offers]


@transaction.atomic
def accept_by_link(
    act: Act, *, customer_id: int, agreement_id: int, identity: str, text: str
) -> Refused | None:
    """A click on the customer's page: `text` is what was shown, `identity` the link's id or the person, never an IP.

    Refused where what is proposed is no longer what was shown.
    """
    agreements_actions.lock(act, agreement_id=agreement_id)
    shown = _shown(act, customer_id, agreement_id)
    if shown is None or shown.text != text:
        return Refused(_CHANGED)
    acceptance = AcceptanceDraft(AcceptedBy.LINK, text=text, address=identity, person=_name(customer_id))
    refusal = agreements_actions.accept(act, agreement_id=agreement_id, acceptance=acceptance)
    if refusal is None:
        _confirm(act, customer_id, shown.offer)
        following.answered(act, customer_id, agreement_id)
    refresh(act, [customer_id])
    return refusal


@transaction.atomic
def accept_in_writing(
    act: Act, *, customer_id: int, agreement_id: int, written: AcceptanceDraft, seen: str = ""
) -> Refused | None:
    """A reply, a letter or a signed copy accepts what was proposed; its text is kept beside the customer's words.

    seen: the digest of the text that the person had before their eyes; where it has become another one meanwhile,
    they are told what it is now.
    """
    agreements_actions.lock(act, agreement_id=agreement_id)
    shown = _shown(act, customer_id, agreement_id)
    if shown is not None and seen and text_digest(shown.text) != seen:
        return Refused(Reason(N_("L'accord a changé entre-temps. Il est maintenant : {now}"), now=shown.text))
    acceptance = replace(written, text=shown.text if shown else written.text)
    refusal = agreements_actions.accept(act, agreement_id=agreement_id, acceptance=acceptance)
    if refusal is None and shown is not None:
        _confirm(act, customer_id, shown.offer)
        following.answered(act, customer_id, agreement_id)
    return refusal


@transaction.atomic
def accepted(
    act: Act, *, customer_id: int, agreement_id: int, written: AcceptanceDraft, seen: str = ""
) -> Refused | None:
    """The same from the desk; the list follows."""
    refusal = accept_in_writing(
        act, customer_id=customer_id, agreement_id=agreement_id, written=written, seen=seen
    )
    refresh(act, [customer_id])
    return refusal


def seen_of(act: Act, customer_id: int, agreement_id: int) -> str:
    """The digest of the text that somebody who opens a form has before their eyes; empty where nothing waits."""
    shown = _shown(act, customer_id, agreement_id)
    return text_digest(shown.text) if shown else ""


@transaction.atomic
def decline(act: Act, *, customer_id: int, agreement_id: int, words: str) -> Refused | None:
    """The customer says no to what was proposed."""
    agreements_actions.lock(act, agreement_id=agreement_id)
    if not any(offer.id == agreement_id for offer in open_offers(customer_id, today=act.today)):
        return Refused(_CHANGED)
    refusal = agreements_actions.decline(act, agreement_id=agreement_id, words=words)
    if refusal is None:
        following.answered(act, customer_id, agreement_id)
    refresh(act, [customer_id])
    return refusal


@transaction.atomic
def approve(act: Act, *, customer_id: int, agreement_id: int) -> Refused | None:
    """Our side agrees to what waited for us."""
    refusal = agreements_actions.approve(act, agreement_id=agreement_id)
    refresh(act, [customer_id])
    return refusal


def _confirm(act: Act, customer_id: int, offer: OpenOffer) -> None:
    """A plan that was accepted is confirmed the same day (T15); a promise has been read back already (T09, T10)."""
    if offer.kind is AgreementKind.PLAN:
        letters.prepare_confirmation(act, customer_id, offer.id)


def _plan(act: Act, wish: PlanWish, parts: Sequence[tuple[date, Money]]) -> PlanDraft | Refused:
    terms, calendar = thresholds_now(act).plans, _calendar(act)
    if parts:
        return plan_of_parts(parts, balance=wish.balance, today=act.today, calendar=calendar, terms=terms)
    return build_plan(wish, today=act.today, calendar=calendar, terms=terms)


def _shown(act: Act, customer_id: int, agreement_id: int) -> ToRead | None:
    return next((one for one in to_read(act, customer_id) if one.offer.id == agreement_id), None)


def _text(act: Act, customer_id: int, offer: OpenOffer, numbers: dict[int, str]) -> str:
    offered = Offered(
        kind=offer.kind,
        creditor=creditor_queries.entity(act.entity_id).name,
        customer=_name(customer_id),
        parts=offer.parts,
        means=offer.means,
        invoices=[numbers[invoice] for invoice, _minor in offer.invoices if invoice in numbers],
        waives_interest=offer.waives_interest,
        balance=offer.balance,
        answer_by=offer.answer_by if offer.may_accept else None,
    )
    language = _language(customer_id)
    return "\n".join(say(line, language) for line in text_of(offered))


def _case(customer_id: int, currency: str) -> CaseFact | None:
    cases = cases_queries.open_cases_of([customer_id]).get(customer_id, [])
    return next((case for case in cases if case.currency == currency), None)


def _calendar(act: Act) -> Calendar:
    entity = creditor_queries.entity(act.entity_id)
    return Calendar(entity.country, entity.region, creditor_queries.closed_periods(act.entity_id))


def _name(customer_id: int) -> str:
    return receivables_queries.customers_by_id([customer_id])[customer_id].name


def _language(customer_id: int) -> str:
    return receivables_queries.customers_by_id([customer_id])[customer_id].language
