"""A smaller amount to close a file, and giving up: never before an offer, never under a dispute."""

from datetime import timedelta

from encours.ground.kernel.money import Money
from encours.ground.kernel.reason import N_, Reason
from encours.method.cases.rules.contact import HoldKind
from encours.method.strategy.rules.advise.answer import ASKING, Advice
from encours.method.strategy.rules.advise.history import unanswered_of
from encours.method.strategy.rules.advise.reading import Reading
from encours.method.strategy.rules.advise.situation import EventKind
from encours.method.strategy.rules.advise.words import AdviceChannel, AdviceSender, Forbidden, NextAction
from encours.method.strategy.rules.settlement.allowed import allowed, is_silent
from encours.method.strategy.rules.settlement.facts import SettlementAsked

F, A, C, S = Forbidden, NextAction, AdviceChannel, AdviceSender
_PRIVATE = frozenset({F.OFFER_BELOW_FLOOR, F.REVEAL_FLOOR})


def offers(reading: Reading) -> int:
    """How many settlements were offered so far."""
    return sum(e.kind is EventKind.SETTLEMENT_OFFERED for e in reading.situation.events)


def may_offer(reading: Reading) -> bool:
    """Whether a settlement may be offered at all. Source: method 2f and the rulings on it."""
    return allowed(_asked(reading), reading.thresholds.closing).is_allowed


def _asked(reading: Reading) -> SettlementAsked:
    """The file as the settlement advisor reads it: only what its preconditions look at."""
    known = reading.features
    return SettlementAsked(
        amount=reading.open_total,
        days_past_due=reading.balance.days_past_due,
        broken=reading.broken,
        silence_days=known.silence_days or 0,
        contacts=max(known.unanswered or 0, unanswered_of(reading.contacts)),
        is_ending=reading.situation.context.relation_ending is True,
        is_hardship=bool(reading.hardship),
        is_disputed=bool(reading.dispute and reading.dispute.is_open),
        is_insolvent=reading.held(HoldKind.INSOLVENCY) is not None,
        is_plan_on_time=bool(reading.promised.on_time),
        offers=offers(reading),
        reasons_asked=reading.situation.context.reasons_asked,
    )


def offer(reading: Reading) -> Advice:
    """The offer: written, approved by the owner, with an end, beside «100 % in instalments»."""
    why = Reason(N_("Peu d'espoir ou relation qui se termine : une offre écrite avant de renoncer"))
    refused = _PRIVATE | {F.WRITE_OFF, F.WRITE_OFF_BEFORE_OFFER}
    if offers(reading):
        why = Reason(N_("Une seconde et dernière offre est possible, après la fin de la première"))
    return Advice(A.SETTLEMENT_OFFER, C.LETTER_AND_EMAIL, S.OWNER, tone=3, forbidden=refused, why=(why,))


def write_off_asked(reading: Reading) -> Advice | None:
    """Somebody wants to cancel the debt: an offer first where it is allowed, else a review.

    Source: requirements R117 and R122.
    """
    if reading.dispute and reading.dispute.is_open:
        return None
    if may_offer(reading) and not offers(reading):
        return offer(reading).refusing(F.WRITE_OFF_WITHOUT_ATTEMPT)
    refused = frozenset({F.WRITE_OFF_WITHOUT_ATTEMPT})
    most = Money(reading.thresholds.closing.write_off_minor, reading.situation.currency)
    if not offers(reading) and reading.open_total > most:
        refused |= {F.WRITE_OFF, F.WRITE_OFF_BEFORE_OFFER}
    why = Reason(N_("Avant de renoncer : une offre faite ou un motif de droit, puis l'accord du dirigeant"))
    return Advice(A.WRITE_OFF_REVIEW, C.NONE, S.OWNER, forbidden=refused, why=(why,))


def time_barred(reading: Reading) -> Advice | None:
    """Past the limitation nothing is asked for; the owner looks at writing it off."""
    if not reading.is_time_barred:
        return None
    why = Reason(N_("Créance prescrite : plus aucune demande, le solde est à étudier"))
    refused = ASKING | {F.COURT_FILING, F.AGENCY_HANDOFF, F.FORMAL_NOTICE, F.THREATEN_LEGAL, F.CALL_TO_DEMAND}
    return Advice(A.WRITE_OFF_REVIEW, C.NONE, S.OWNER, forbidden=refused, why=(why,))


def settlement(reading: Reading) -> Advice | None:
    """An offer that runs, was accepted or refused."""
    last = reading.last(
        EventKind.SETTLEMENT_OFFERED, EventKind.SETTLEMENT_ACCEPTED, EventKind.SETTLEMENT_REFUSED
    )
    if last is None:
        return None
    if last.kind is EventKind.SETTLEMENT_ACCEPTED:
        why = Reason(N_("Offre acceptée : la confirmer par écrit, avec montant et date"))
        refused = ASKING | _PRIVATE | {F.SETTLEMENT_OFFER, F.CREDIT_SALE_OLD_TERMS, F.OPEN_TERMS}
        return Advice(
            A.CONFIRM_PROMISE_IN_WRITING,
            C.EMAIL,
            S.OWNER,
            tone=2,
            forbidden=refused,
            why=(why,),
            due_today=True,
        )
    ends = last.promised_for or last.on + timedelta(days=reading.thresholds.closing.offer_days)
    if last.kind is EventKind.SETTLEMENT_REFUSED or reading.today > ends:
        return _after_an_offer(reading, is_expired=last.kind is EventKind.SETTLEMENT_OFFERED)
    why = Reason(N_("Offre en cours jusqu'au {ends} : rien d'autre ne se demande"), ends=ends)
    refused = ASKING | _PRIVATE | {F.SETTLEMENT_OFFER, F.AGENCY_HANDOFF, F.COURT_FILING}
    return Advice(A.WAIT, C.NONE, S.SYSTEM, earliest=ends + timedelta(days=1), forbidden=refused, why=(why,))


def _after_an_offer(reading: Reading, *, is_expired: bool) -> Advice | None:
    """The offer is over: a second and last one after an expiry, else outside help; the debt stands in full."""
    if is_expired and may_offer(reading):
        return offer(reading)
    why = Reason(N_("L'offre est close, le solde reste dû : l'aide d'un tiers, devis d'abord"))
    refused = _PRIVATE | {
        F.SETTLEMENT_OFFER,
        F.WRITE_OFF_WITHOUT_ATTEMPT,
        F.HANDOFF_WITHOUT_QUOTE,
        F.HANDOFF_WITHOUT_FILE,
    }
    refused |= {F.AUTO_HANDOFF}
    if reading.last(EventKind.QUOTE_RECORDED):
        return Advice(A.AGENCY_HANDOFF, C.AGENCY, S.OWNER, tone=5, forbidden=refused, why=(why,))
    return Advice(
        A.GET_QUOTE_FIRST, C.QUOTE, S.OWNER, tone=5, forbidden=refused | {F.AGENCY_HANDOFF}, why=(why,)
    )


def little_hope(reading: Reading) -> Advice | None:
    """An old debt in silence, or a relation that ends: an offer is worth more than giving up."""
    ending = reading.situation.context.relation_ending is True
    if (
        offers(reading)
        or not may_offer(reading)
        or not (is_silent(_asked(reading), reading.thresholds.closing) or ending)
    ):
        return None
    return offer(reading)
