"""Before the sale and at delivery: check first, then terms that fit the risk; invoice at once."""

from collections.abc import Mapping
from decimal import Decimal
from enum import StrEnum

from encours.ground.kernel.money import Money
from encours.ground.kernel.reason import N_, Reason
from encours.method.cases.rules.contact import HoldKind
from encours.method.insight.rules.payer import DebtorType
from encours.method.strategy.rules.advise.answer import CREDIT, WAITING, Advice
from encours.method.strategy.rules.advise.reading import Reading
from encours.method.strategy.rules.advise.situation import Event, EventKind
from encours.method.strategy.rules.advise.words import (
    AdviceChannel,
    AdviceSender,
    Forbidden,
    NextAction,
    Terms,
)

F, A, C, S = Forbidden, NextAction, AdviceChannel, AdviceSender


class Size(StrEnum):
    """An order beside our monthly revenue."""

    SMALL = "small"
    MEDIUM = "medium"
    LARGE = "large"


_OPEN, _DEPOSIT, _PREPAY = Terms.OPEN_TERMS_WITH_LIMIT, Terms.DEPOSIT_OR_MILESTONES, Terms.PREPAY_OR_DECLINE
MATRIX: Mapping[tuple[Size, str], Terms] = {
    (Size.SMALL, "A"): _OPEN,
    (Size.SMALL, "B"): _OPEN,
    (Size.SMALL, "C"): _OPEN,
    (Size.SMALL, "?"): _PREPAY,
    (Size.MEDIUM, "A"): _OPEN,
    (Size.MEDIUM, "B"): _OPEN,
    (Size.MEDIUM, "C"): _DEPOSIT,
    (Size.MEDIUM, "?"): _DEPOSIT,
    (Size.LARGE, "A"): _OPEN,
    (Size.LARGE, "B"): _DEPOSIT,
    (Size.LARGE, "C"): _DEPOSIT,
    (Size.LARGE, "?"): _DEPOSIT,
    (Size.SMALL, "D"): _PREPAY,
    (Size.MEDIUM, "D"): _PREPAY,
    (Size.LARGE, "D"): _PREPAY,
}
"""Source: method 2h."""


def selling(reading: Reading) -> Advice | None:
    """The answer to an order, or to something delivered and not yet invoiced."""
    last = reading.last(EventKind.ORDER_REQUEST, EventKind.MILESTONE_REACHED)
    if last is None or not reading.is_latest(last):
        return None
    return _invoice() if last.kind is EventKind.MILESTONE_REACHED else _order(reading, last)


def _invoice() -> Advice:
    why = Reason(N_("Livré ou étape atteinte : la facture part maintenant, pas à la fin du mois"))
    refused = WAITING | {F.WAIT_MONTH_END}
    return Advice(A.ISSUE_INVOICE, C.INVOICE, S.AR, tone=0, forbidden=refused, why=(why,), due_today=True)


def _order(reading: Reading, order: Event) -> Advice:
    grade = _grade(reading)
    if grade == "D" or _must_prepay(reading):
        return _with_terms(reading, _PREPAY)
    why = _check_needed(reading, order)
    if why is not None:
        refused = CREDIT | {F.SKIP_CREDIT_CHECK, F.OPEN_TERMS_WITHOUT_CHECK}
        if _is_known(reading):
            refused |= {F.CREDIT_SALE_OLD_TERMS}
        else:
            refused |= {F.SKIP_POLICY_NOTICE}
        return Advice(A.CREDIT_CHECK, C.PUBLIC_REGISTERS, S.AR, forbidden=refused, why=(why,), due_today=True)
    terms = MATRIX[_size(reading, order), grade or "?"]
    if not grade and _is_known(reading):
        terms = _OPEN  # a known customer within its limit and its habits
    small = Money(reading.thresholds.selling.unknown_open_minor, reading.situation.currency)
    if grade == "?" and order.amount and order.amount <= small:
        terms = _OPEN
    return _with_terms(reading, terms)


def _with_terms(reading: Reading, terms: Terms) -> Advice:
    if terms is _OPEN:
        why = Reason(N_("Contrôle fait : délai de paiement dans la limite fixée"))
        refused = frozenset({F.SKIP_POLICY_NOTICE}) if not _is_known(reading) else frozenset[Forbidden]()
        return Advice(
            A.CREDIT_CHECK_DONE_OPEN_TERMS, C.EMAIL, S.AR, tone=0, terms=terms, forbidden=refused, why=(why,)
        )
    why = Reason(N_("Paiement à la commande, ou pas de vente : refus dit avec des mots neutres"))
    refused = CREDIT | {F.OPEN_TERMS_WITHOUT_CHECK}
    if terms is _DEPOSIT:
        why = Reason(N_("Acompte à la commande et paiement par étapes"))
    if _is_known(reading):
        refused |= {F.CREDIT_SALE_OLD_TERMS}
    return Advice(A.PREPAY_REQUIRED, C.EMAIL, S.OWNER, tone=0, terms=terms, forbidden=refused, why=(why,))


def _must_prepay(reading: Reading) -> bool:
    """Plan running, avoidance confirmed, proceedings, nothing ever paid of much, accords broken twice."""
    plan = (
        reading.promised.current is not None and reading.promised.current.is_plan and reading.promised.on_time
    )
    opinion, settled = reading.opinion, reading.last(EventKind.SETTLEMENT_ACCEPTED) is not None
    bad = (
        opinion.type is DebtorType.INSOLVENCY
        or opinion.confirmed
        or reading.held(HoldKind.INSOLVENCY) is not None
    )
    return (
        plan
        or bad
        or settled
        or reading.is_first_large
        or reading.broken >= 2
        or reading.held(HoldKind.PLACED) is not None
    )


def _check_needed(reading: Reading, order: Event) -> Reason | None:
    customer, amount, terms = reading.situation.customer, order.amount, reading.thresholds.selling
    if amount and customer.limit and _exposure(reading) + amount > customer.limit:
        return Reason(
            N_("Encours et commande dépassent la limite de {limit} : contrôle"), limit=customer.limit
        )
    if amount and customer.median_order and amount.minor > terms.usual_orders * customer.median_order.minor:
        return Reason(N_("Commande de plus de {times} fois l'habitude : contrôle"), times=terms.usual_orders)
    if amount and customer.revenue_12m and not customer.grade and amount > customer.revenue_12m:
        return Reason(N_("Commande plus forte que les achats d'une année : contrôle"))
    if reading.features.signals:
        return Reason(N_("Signal extérieur : contrôle avant toute nouvelle vente"))
    if reading.promised.broken:
        return Reason(N_("Accord non suivi d'un paiement : contrôle avant toute nouvelle vente"))
    if reading.balance.days_past_due > terms.late_days:
        text = N_("Une facture a plus de {days} jours de retard : contrôle avant toute nouvelle vente")
        return Reason(text, days=terms.late_days)
    if customer.grade or _is_known(reading):
        return None
    return Reason(N_("Nouveau client : contrôle avant la première vente"))


def _exposure(reading: Reading) -> Money:
    return reading.situation.customer.exposure or reading.open_total


def _is_known(reading: Reading) -> bool:
    """Somebody who has bought and paid before."""
    return (reading.features.n or 0) > 0


def _grade(reading: Reading) -> str:
    """A to D, «?» for no information, empty when no check was made; own experience of late payment is C."""
    known, told, terms = reading.features, reading.situation.customer.grade, reading.thresholds.selling
    enough = (known.n or 0) >= terms.enough_invoices
    if not told and enough and known.otr is not None and known.otr * 100 < terms.poor_percent:
        return "C"
    return told


def _size(reading: Reading, order: Event) -> Size:
    terms = reading.thresholds.selling
    units = Money(terms.small_minor, reading.situation.currency)
    ours = reading.situation.customer.our_revenue
    if order.amount is None:
        return Size.MEDIUM
    if ours is None:
        return Size.SMALL if order.amount <= units else Size.MEDIUM
    share = Decimal(order.amount.minor) * 12 / max(1, ours.minor)
    if share * 100 <= terms.small_percent and order.amount <= units:
        return Size.SMALL
    return Size.MEDIUM if share * 100 <= terms.medium_percent else Size.LARGE
