"""The eight parts of the priority, each in points and in words (table of method 2b)."""

from math import log, log1p

from encours.ground.kernel.money import Money
from encours.ground.kernel.reason import N_, Reason
from encours.method.insight.rules.customer_size import is_first_large, is_small_for_key
from encours.method.insight.rules.payer import DebtorType
from encours.method.insight.rules.priority_facts import Event, EventKind, PriorityFacts, kept_rate
from encours.method.insight.rules.thresholds import Thresholds

Counted = tuple[float, Reason]
"""Points before rounding, and why."""

_AMOUNT_MOST, _MOVED_MOST, _COST_MOST, _KEY_SMALL_COST = 25, 12, 10, 10
_SHAPE = log(21)
_AGE = ((0, 0), (7, 6), (15, 8), (30, 10), (60, 13), (120, 15), (180, 12), (365, 8))
_VERY_OLD = 4
_STEP_MOST = 15
_OFTEN_PERCENT = 30
_AGREEMENTS_THAT_TELL = 2
_EVENT_POINTS = {
    EventKind.AGREEMENT_BROKEN: 20,
    EventKind.INSTALMENT_BROKEN: 20,
    EventKind.APPOINTMENT: 20,
    EventKind.WE_OWE_ANSWER: 18,
    EventKind.OWN_PROMISE_DUE: 18,
    EventKind.DISPUTE_ANSWER_DUE: 18,
    EventKind.STEP_DUE: 10,
    EventKind.PROMISE_DUE: 8,
}
_FIRST_LARGE_POINTS, _RARELY_KEPT_POINTS = 12, 8
_SIGNAL_POINTS, _EXPOSURE_POINTS = 8, 5
_KEY_POINTS, _LONG_POINTS = 8, 6


def amount_points(actionable_minor: int, limits: Thresholds) -> float:
    """25·min(1, ln(1 + amount/median)/ln 21): doubling a small amount counts, doubling a large one hardly."""
    return _AMOUNT_MOST * min(1.0, log1p(max(0, actionable_minor) / limits.median_open_minor) / _SHAPE)


def amount(facts: PriorityFacts, limits: Thresholds) -> Counted:
    """How much can be asked for."""
    due = Money(facts.actionable_minor, facts.currency)
    return amount_points(facts.actionable_minor, limits), Reason(N_("{amount} exigibles"), amount=due)


def age(facts: PriorityFacts) -> Counted:
    """How old the oldest is: rising to four months, then falling, since the chance falls."""
    days = facts.dpd
    points = next((points for upto, points in _AGE if days <= upto), _VERY_OLD)
    if days <= 0:
        return points, _NOT_DUE
    return points, _ONE_DAY if days == 1 else Reason(N_("{days} jours de retard"), days=days)


def event(facts: PriorityFacts) -> Counted:
    """The weightiest thing that happened or falls due; several do not add up."""
    if not facts.events:
        return 0, _NO_EVENT
    points, weightiest = max(((_points_of(e), e) for e in facts.events), key=lambda pair: pair[0])
    return points, event_reason(weightiest)


def history(facts: PriorityFacts, limits: Thresholds) -> Counted:
    """What the past asks of us."""
    if is_first_large_for(facts, limits):
        return _FIRST_LARGE_POINTS, _FIRST_PURCHASE
    if facts.type is not DebtorType.AVOIDS and _rarely_kept(facts, limits):
        kept, total = facts.kept, facts.kept + facts.partly_kept + facts.broken
        return _RARELY_KEPT_POINTS, Reason(N_("accords tenus : {kept} sur {total}"), kept=kept, total=total)
    return limits.history_points[facts.type], _HISTORY[facts.type]


def moved(facts: PriorityFacts, limits: Thresholds) -> Counted:
    """How much a contact today changes the chance of being paid within 30 days."""
    percent = uplift_percent(facts, limits)
    points = _MOVED_MOST * min(1.0, percent / limits.full_uplift_percent)
    if facts.minor_fix_pending:
        return points, _MINOR_FIX
    return points, _OFTEN_MOVES if percent >= _OFTEN_PERCENT else _SELDOM_MOVES


def risk(facts: PriorityFacts) -> Counted:
    """What may get worse by waiting."""
    if facts.insolvency_signal:
        return _SIGNAL_POINTS, _SIGNAL
    if facts.limit_exceeded:
        return _EXPOSURE_POINTS, _OVER_LIMIT
    if facts.new_order_on_terms:
        return _EXPOSURE_POINTS, _NEW_ORDER
    return 0, _NO_RISK


def relationship(facts: PriorityFacts, limits: Thresholds) -> Counted:
    """What is worth keeping, when the amount is worth a word."""
    if facts.key and not is_key_small(facts, limits):
        return _KEY_POINTS, _KEY
    long_term = (facts.since_months or 0) >= limits.long_term_months
    pays = facts.otr is not None and facts.otr >= limits.good_share
    if not (long_term and pays and facts.actionable_minor >= limits.median_open_minor):
        return 0, _NO_RELATIONSHIP
    if facts.since_on is None:
        return _LONG_POINTS, Reason(N_("client depuis {months} mois"), months=facts.since_months)
    return _LONG_POINTS, Reason(N_("client depuis {year}"), year=facts.since_on.year)


def cost(facts: PriorityFacts, limits: Thresholds) -> Counted:
    """What a call costs against what it may bring; always a call's cost (ruling 14). To be taken off."""
    gain = max(0, facts.actionable_minor) * uplift_percent(facts, limits)
    points = _COST_MOST * min(1.0, limits.call_cost_minor * 100 / gain) if gain else float(_COST_MOST)
    if is_key_small(facts, limits):
        return points + _KEY_SMALL_COST, _KEY_SMALL
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


def _points_of(happened: Event) -> int:
    points = _EVENT_POINTS[happened.kind]
    if happened.kind is EventKind.STEP_DUE:
        return min(_STEP_MOST, points + max(0, happened.late_days))
    return points


def _rarely_kept(facts: PriorityFacts, limits: Thresholds) -> bool:
    if facts.kept + facts.partly_kept + facts.broken < _AGREEMENTS_THAT_TELL:
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
