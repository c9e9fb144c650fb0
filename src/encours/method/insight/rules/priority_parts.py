"""The eight parts of the priority, each in points and in words (table of method 2b)."""

from bisect import bisect_left
from math import log, log1p

from encours.ground.kernel.money import Money
from encours.ground.kernel.reason import N_, Reason
from encours.method.insight.rules.customer_size import is_first_large, is_small_for_key
from encours.method.insight.rules.payer import DebtorType
from encours.method.insight.rules.priority_facts import Event, EventKind, PriorityFacts, kept_rate
from encours.method.insight.rules.thresholds import AGE_DAYS, Thresholds

Counted = tuple[float, Reason]
"""Points before rounding, and why."""

_SHAPE = log(21)
_OFTEN_PERCENT = 30


def amount_points(actionable_minor: int, limits: Thresholds) -> float:
    """25·min(1, ln(1 + amount/median)/ln 21): doubling a small amount counts, doubling a large one hardly."""
    return limits.amount_most * min(1.0, log1p(max(0, actionable_minor) / limits.median_open_minor) / _SHAPE)


def amount(facts: PriorityFacts, limits: Thresholds) -> Counted:
    """How much can be asked for."""
    due = Money(facts.actionable_minor, facts.currency)
    return amount_points(facts.actionable_minor, limits), Reason(N_("{amount} exigibles"), amount=due)


def age(facts: PriorityFacts, limits: Thresholds) -> Counted:
    """How old the oldest is: rising to four months, then falling, since the chance falls."""
    days = facts.dpd
    if days <= 0:
        return 0, _NOT_DUE
    points = limits.age_points[bisect_left(AGE_DAYS, days)]
    return points, _ONE_DAY if days == 1 else Reason(N_("{days} jours de retard"), days=days)


def event(facts: PriorityFacts, limits: Thresholds) -> Counted:
    """The weightiest thing that happened or falls due; several do not add up."""
    if not facts.events:
        return 0, _NO_EVENT
    points, weightiest = max(((_points_of(e, limits), e) for e in facts.events), key=lambda pair: pair[0])
    return points, event_reason(weightiest)


def history(facts: PriorityFacts, limits: Thresholds) -> Counted:
    """What the past asks of us."""
    if is_first_large_for(facts, limits):
        return limits.first_large_points, _FIRST_PURCHASE
    if facts.type is not DebtorType.AVOIDS and _rarely_kept(facts, limits):
        kept, total = facts.kept, facts.kept + facts.partly_kept + facts.broken
        why = Reason(N_("accords tenus : {kept} sur {total}"), kept=kept, total=total)
        return limits.rarely_kept_points, why
    return limits.history_points[facts.type], _HISTORY[facts.type]


def moved(facts: PriorityFacts, limits: Thresholds) -> Counted:
    """How much a contact today changes the chance of being paid within 30 days."""
    percent = uplift_percent(facts, limits)
    points = limits.moved_most * min(1.0, percent / limits.full_uplift_percent)
    if facts.minor_fix_pending:
        return points, _MINOR_FIX
    return points, _OFTEN_MOVES if percent >= _OFTEN_PERCENT else _SELDOM_MOVES


def risk(facts: PriorityFacts, limits: Thresholds) -> Counted:
    """What may get worse by waiting."""
    if facts.insolvency_signal:
        return limits.signal_points, _SIGNAL
    if facts.limit_exceeded:
        return limits.exposure_points, _OVER_LIMIT
    if facts.new_order_on_terms:
        return limits.exposure_points, _NEW_ORDER
    return 0, _NO_RISK


def relationship(facts: PriorityFacts, limits: Thresholds) -> Counted:
    """What is worth keeping, when the amount is worth a word."""
    if facts.key and not is_key_small(facts, limits):
        return limits.key_points, _KEY
    long_term = (facts.since_months or 0) >= limits.long_term_months
    pays = facts.otr is not None and facts.otr >= limits.good_share
    if not (long_term and pays and facts.actionable_minor >= limits.median_open_minor):
        return 0, _NO_RELATIONSHIP
    if facts.since_on is None:
        return limits.long_term_points, Reason(N_("client depuis {months} mois"), months=facts.since_months)
    return limits.long_term_points, Reason(N_("client depuis {year}"), year=facts.since_on.year)


def cost(facts: PriorityFacts, limits: Thresholds) -> Counted:
    """What a call costs against what it may bring; always a call's cost (ruling 14). To be taken off."""
    gain = max(0, facts.actionable_minor) * uplift_percent(facts, limits)
    most = float(limits.cost_most)
    points = most * min(1.0, limits.call_cost_minor * 100 / gain) if gain else most
    if is_key_small(facts, limits):
        return points + limits.key_small_cost, _KEY_SMALL
    return points, _SMALL_AMOUNT if points >= 1 else _WORTH_A_CALL


def uplift_percent(facts: PriorityFacts, limits: Thresholds) -> int:
    """Points of chance that a contact today adds."""
    return limits.minor_fix_uplift_percent if facts.minor_fix_pending else limits.uplift_percent[facts.type]


def is_key_small(facts: PriorityFacts, limits: Thresholds) -> bool:
    """A key customer that owes little for its size (O1)."""
    return facts.key and is_small_for_key(facts.all_overdue_minor, facts.revenue_12m_minor, limits=limits)


def is_first_large_for(facts: PriorityFacts, limits: Thresholds) -> bool:
    """A customer that never paid anything yet and owes much (O2)."""
    return facts.dpd > 0 and is_first_large(
        facts.all_overdue_minor,
        ever_paid=facts.ever_paid,
        median_invoice_minor=facts.median_invoice_minor,
        limits=limits,
    )


def event_reason(happened: Event) -> Reason:
    """An event in words, with its day when it is known."""
    if happened.kind is EventKind.STEP_DUE and happened.late_days == 1:
        return _STEP_SINCE_YESTERDAY
    if happened.kind is EventKind.STEP_DUE and happened.late_days > 1:
        return Reason(N_("étape prévue depuis {days} jours"), days=happened.late_days)
    if happened.on is None:
        return _EVENTS[happened.kind]
    return Reason(_DATED_EVENTS[happened.kind], on=happened.on)


def _points_of(happened: Event, limits: Thresholds) -> int:
    points = limits.event_points[happened.kind]
    if happened.kind is EventKind.STEP_DUE:
        return min(limits.step_most, points + max(0, happened.late_days))
    return points


def _rarely_kept(facts: PriorityFacts, limits: Thresholds) -> bool:
    if facts.kept + facts.partly_kept + facts.broken < limits.agreements_that_tell:
        return False
    return kept_rate(facts.kept, facts.broken, partly_kept=facts.partly_kept) < limits.poor_kept_rate


_NOT_DUE = Reason(N_("pas encore échu"))
_ONE_DAY = Reason(N_("1 jour de retard"))
_NO_EVENT = Reason(N_("rien de prévu aujourd'hui"))
_STEP_SINCE_YESTERDAY = Reason(N_("étape prévue hier"))
_FIRST_PURCHASE = Reason(N_("premier achat, rien encore payé"))
_MINOR_FIX = Reason(N_("un détail à régler de notre côté débloque le paiement"))
_OFTEN_MOVES = Reason(N_("un appel change souvent l'issue"))
_SELDOM_MOVES = Reason(N_("un appel change peu l'issue"))
_SIGNAL = Reason(N_("signal extérieur d'une situation tendue"))
_OVER_LIMIT = Reason(N_("encours autorisé dépassé"))
_NEW_ORDER = Reason(N_("nouvelle commande à crédit"))
_NO_RISK = Reason(N_("aucun risque signalé"))
_KEY = Reason(N_("grand compte"))
_NO_RELATIONSHIP = Reason(N_("rien de particulier dans la relation"))
_KEY_SMALL = Reason(N_("grand compte, petite facture"))
_SMALL_AMOUNT = Reason(N_("petit montant"))
_WORTH_A_CALL = Reason(N_("un appel coûte peu au regard du montant"))
_HISTORY = {
    DebtorType.RELIABLE: Reason(N_("paie bien d'habitude")),
    DebtorType.NEW: Reason(N_("nouveau client")),
    DebtorType.UNKNOWN: Reason(N_("habitudes encore mal connues")),
    DebtorType.SPORADIC: Reason(N_("paie par à-coups")),
    DebtorType.STRAINED: Reason(N_("traverse une difficulté")),
    DebtorType.AVOIDS: Reason(N_("ne donne pas suite")),
    DebtorType.INSOLVENCY: Reason(N_("procédure collective")),
}
_EVENTS = {
    EventKind.AGREEMENT_BROKEN: Reason(N_("accord non suivi d'un paiement")),
    EventKind.INSTALMENT_BROKEN: Reason(N_("mensualité non reçue")),
    EventKind.APPOINTMENT: Reason(N_("rendez-vous aujourd'hui")),
    EventKind.WE_OWE_ANSWER: Reason(N_("nous devons une réponse")),
    EventKind.OWN_PROMISE_DUE: Reason(N_("notre engagement arrive à échéance")),
    EventKind.DISPUTE_ANSWER_DUE: Reason(N_("réponse due sur un litige")),
    EventKind.STEP_DUE: Reason(N_("étape prévue aujourd'hui")),
    EventKind.PROMISE_DUE: Reason(N_("paiement promis aujourd'hui, banque pas encore vérifiée")),
}
_DATED_EVENTS = {
    EventKind.AGREEMENT_BROKEN: N_("accord du {on} non suivi d'un paiement"),
    EventKind.INSTALMENT_BROKEN: N_("mensualité du {on} non reçue"),
    EventKind.APPOINTMENT: N_("rendez-vous du {on}"),
    EventKind.WE_OWE_ANSWER: N_("réponse due le {on}"),
    EventKind.OWN_PROMISE_DUE: N_("notre engagement pour le {on}"),
    EventKind.DISPUTE_ANSWER_DUE: N_("réponse due le {on} sur un litige"),
    EventKind.STEP_DUE: N_("étape prévue le {on}"),
    EventKind.PROMISE_DUE: N_("paiement promis pour le {on}, banque pas encore vérifiée"),
}
