"""A debt is given up by the owner, asked for again, or comes back with money; the tax in it by the law of the place."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass

from django.db import transaction

from encours.books.creditor import queries as creditor_queries
from encours.books.receivables import actions as receivables_actions
from encours.books.receivables import queries as receivables_queries
from encours.books.receivables.queries import waivers as waiver_queries
from encours.books.receivables.rules.open_item import OpenItem
from encours.books.receivables.rules.party import CreditKind
from encours.books.receivables.rules.waivers import Waived, WaiverDraft
from encours.flows.closing.advising import Closing, closing_of
from encours.flows.concessions import problem_of_concession
from encours.flows.legal.in_force import law_in_force
from encours.flows.review.refresh import refresh
from encours.ground.evidence.acts import Act
from encours.ground.kernel.money import Money
from encours.ground.kernel.reason import N_, Reason, Refused
from encours.ground.law.rules.vat_relief import VatRelief, VatReliefAsked, vat_relief
from encours.ground.law.unknown import LawUnknown
from encours.ground.plumbing.say import say
from encours.method.agreements.rules.settlement_states import SETTLEMENT_MADE
from encours.method.agreements.rules.words import ON_TIME
from encours.method.cases.rules.contact import Direction, HoldKind
from encours.method.strategy.rules.write_off import (
    LOSS_LABELS,
    VAT_GROUNDS,
    LossGround,
    WriteOffAsked,
    problem_of_write_off,
)
from encours.method.strategy.thresholds import thresholds_now

_NOTHING = Reason(N_("Rien n'est échu chez ce client : il n'y a rien à abandonner."))
_GONE = Reason(N_("Cet abandon est déjà repris."))


@dataclass(frozen=True, slots=True)
class GivingUp:
    """What the owner fills in: which due dates, why, in their words, the papers there are, the tax where known."""

    due_ids: tuple[int, ...]
    ground: LossGround
    words: str
    papers: tuple[str, ...] = ()
    vat: Money | None = None


@transaction.atomic
def write_off(act: Act, *, customer_id: int, wish: GivingUp, currency: str = "") -> int | Refused:
    """The owner gives up what is late; from then on the customer pays with the order. Returns the booking's id.

    Refused until an offer was made or a ground of law is given (R117), and on the day of a difficult exchange.
    """
    found = closing_of(act, customer_id, currency=currency)
    chosen = [item for item in found.items if item.due_id in wish.due_ids] if found else []
    if found is None or not chosen:
        return Refused(_NOTHING)
    refused = problem_of_concession(act, customer_id) or problem_of_write_off(
        asked_of(found, chosen, wish.ground), thresholds_now(act).closing
    )
    if refused:
        return refused
    made = receivables_actions.waive(act, draft=_draft(act, customer_id, chosen, wish))
    if not isinstance(made, Refused):
        receivables_actions.set_prepaying(act, customer_id=customer_id, since=act.today)
        refresh(act, [customer_id])
    return made


@transaction.atomic
def ask_again(act: Act, *, customer_id: int, waiver_id: int) -> Refused | None:
    """What was given up is owed again, as before."""
    one = waiver_queries.waiver(act.entity_id, waiver_id)
    if one is None or one.is_cancelled or one.customer_id != customer_id:
        return Refused(_GONE)
    refused = receivables_actions.cancel_credit_note(act, credit_note_id=waiver_id)
    refresh(act, [customer_id])
    return refused


@transaction.atomic
def usual_terms(act: Act, *, customer_id: int) -> None:
    """The owner grants the usual terms again."""
    receivables_actions.set_prepaying(act, customer_id=customer_id, since=None)


def recover_all(act: Act) -> list[int]:
    """Money that came from customers whose debt was given up pays it; returns those customers.

    One statement where nothing was given up.
    """
    return recover(act, waiver_queries.given_up(act.entity_id))


@transaction.atomic
def recover(act: Act, customer_ids: Iterable[int]) -> list[int]:
    """Free money of some customers opens what was given up again, pays it, and what is left is given up anew."""
    changed = []
    for customer, rows in waiver_queries.waived_of(customer_ids).items():
        lost = [one for one in rows if one.kind is CreditKind.WRITE_OFF]
        free = (
            {payment.currency for payment in receivables_queries.free_payments_of(customer)} if lost else ()
        )
        lost = [one for one in lost if one.amount.currency in free]
        if lost:
            _recover(act, customer, lost)
            changed.append(customer)
    return changed


def asked_of(found: Closing, items: Sequence[OpenItem], ground: LossGround) -> WriteOffAsked:
    """A debt to be given up as the rules read it."""
    a = found.assessment
    currency = items[0].currency
    return WriteOffAsked(
        amount=Money(sum(item.open_minor for item in items), currency),
        ground=ground,
        offers=sum(one.state in SETTLEMENT_MADE for one in found.offers),
        contacts=sum(c.direction is Direction.OUTBOUND for c in a.facts.contacts),
        is_disputed=bool(a.balance.disputed.minor),
        is_agreed=any(one.state in ON_TIME for one in a.facts.agreements) or found.running is not None,
        is_placed=any(hold.kind is HoldKind.PLACED for hold in a.facts.holds),
    )


def relief_of_waiver(act: Act, one: Waived) -> VatRelief | LawUnknown | None:
    """When the tax of something given up comes back, and how, where we are; None where nothing is to be asked."""
    known = VAT_GROUNDS.get(LossGround(one.ground)) if one.ground else None
    due_on = waiver_queries.oldest_due_of_waiver(one.id)
    if known is None or due_on is None or one.is_cancelled:
        return None
    nothing = Money.zero(one.amount.currency)
    vat = Money(one.vat_minor, one.amount.currency) if one.vat_minor else nothing
    place = creditor_queries.entity(act.entity_id).country
    asked = VatReliefAsked(place, known, one.on, vat, one.amount - vat, due_on)
    return vat_relief(asked, law_in_force(act.entity_id))


def _draft(act: Act, customer_id: int, chosen: Sequence[OpenItem], wish: GivingUp) -> WaiverDraft:
    label = say(Reason(LOSS_LABELS[wish.ground]), act.language)
    words = [label, wish.words.strip(), *wish.papers]
    return WaiverDraft(
        customer_id=customer_id,
        kind=CreditKind.WRITE_OFF,
        currency=chosen[0].currency,
        dues=tuple((item.due_id, item.open_minor) for item in chosen),
        reason=" · ".join(filter(None, words)),
        vat_minor=wish.vat.minor if wish.vat else None,
        ground=wish.ground.value,
    )


def _recover(act: Act, customer_id: int, lost: Sequence[Waived]) -> None:
    """The oldest first: opened again, paid with what is free, and what nothing pays given up under the same reason."""
    for one in reversed(lost):
        receivables_actions.cancel_credit_note(act, credit_note_id=one.id)
        receivables_actions.spend_free_money(
            act, customer_id=customer_id, due_ids=[due for due, _ in one.dues]
        )
        items = receivables_queries.open_items_of([customer_id], entity_id=act.entity_id)
        named = {due for due, _ in one.dues}
        left = [item for item in items.get(customer_id, []) if item.due_id in named]
        share = sum(item.open_minor for item in left)
        if left:
            vat = one.vat_minor * share // one.amount.minor if one.vat_minor else None
            draft = WaiverDraft(
                customer_id=customer_id,
                kind=CreditKind.WRITE_OFF,
                currency=one.amount.currency,
                dues=tuple((item.due_id, item.open_minor) for item in left),
                reason=one.reason,
                vat_minor=vat,
                ground=one.ground,
            )
            receivables_actions.waive(act, draft=draft)
    refresh(act, [customer_id])
