"""Promises and plans: written before they count, silent while they run, one contact when they break."""

from datetime import date, timedelta

from encours.ground.kernel.business_days import add_business_days, next_business_day
from encours.ground.kernel.reason import N_, Reason
from encours.method.agreements.rules.words import AgreementState
from encours.method.strategy.rules.advise.agreed import agreed
from encours.method.strategy.rules.advise.answer import ASKING, CREDIT, HARSH, PENALTIES, Advice
from encours.method.strategy.rules.advise.commitment import Commitment
from encours.method.strategy.rules.advise.reading import Reading
from encours.method.strategy.rules.advise.words import AdviceChannel, AdviceSender, Forbidden, NextAction
from encours.method.strategy.rules.decision import Call, CheckBank, Send, Wait

F, A, C, S = Forbidden, NextAction, AdviceChannel, AdviceSender
_St = AgreementState
_RUNNING = (
    ASKING
    | PENALTIES
    | HARSH
    | {
        F.FIRM_LETTER,
        F.AGENCY_HANDOFF,
        F.SETTLEMENT_OFFER,
        F.COUNT_AS_BROKEN_PROMISE,
        F.DISCLOSE_PLAN_B,
        F.CALL_TO_DEMAND,
    }
)
_NOT_YET = {F.COUNT_AS_BROKEN_PROMISE, F.DISCLOSE_PLAN_B}


def running(reading: Reading) -> Advice | None:
    """An agreement that runs: a word the day before, a thank-you, otherwise silence; None where more is late."""
    made = reading.promised.current
    if made is None or not reading.promised.on_time:
        return None
    if made.is_plan and (said := _of_plan(reading, made)):
        return said
    refused = _RUNNING | (CREDIT | {F.CREDIT_SALE_OLD_TERMS} if made.is_plan else frozenset())
    if made.for_on is None and made.state is not _St.IN_TRANSIT:
        text = N_("Échéancier en cours, à l'heure : aucune relance, aucun supplément")
        why = Reason(text if made.is_plan else N_("Accord en cours : aucune relance"))
        return Advice(A.WAIT, C.NONE, S.SYSTEM, forbidden=refused, why=(why,))
    if made.state is _St.IN_TRANSIT and reading.today > _in_transit_until(reading, made):
        return None
    match agreed(reading):
        case Send(reasons=reasons):
            refused = refused - ASKING | {F.DUN}
            return Advice(
                A.PROMISE_REMINDER,
                C.EMAIL,
                S.AR,
                tone=1,
                earliest=reading.today,
                forbidden=refused,
                why=reasons,
            )
        case Wait(until=until, reasons=reasons):
            refused |= {F.PROMISE_REMINDER} if made.state is _St.ACCEPTED else frozenset()
            return Advice(A.WAIT, C.NONE, S.SYSTEM, earliest=until, forbidden=refused, why=reasons)
        case CheckBank(reasons=reasons):
            earliest = _after(reading, made.for_on)
            return Advice(A.WAIT, C.NONE, S.SYSTEM, earliest=earliest, forbidden=refused, why=reasons)
        case _:
            return None


def _of_plan(reading: Reading, made: Commitment) -> Advice | None:
    """What a plan asks for besides its dates: thanks for a part that came today, its confirmation in writing."""
    refused = _RUNNING | CREDIT | {F.CREDIT_SALE_OLD_TERMS}
    if made.paid_on == reading.today:
        why = Reason(
            N_("Versement reçu : remercier ; l'échéancier suit son cours sans relance ni supplément")
        )
        return Advice(A.THANK_YOU, C.EMAIL, S.AR, tone=0, forbidden=refused, why=(why,))
    if made.confirmed_on is None and made.paid_on is None and made.state is _St.ACCEPTED:
        why = Reason(N_("Échéancier accepté par écrit : le confirmer, dates et montants à l'appui"))
        return Advice(
            A.CONFIRM_PLAN, C.EMAIL, S.AR, tone=1, earliest=reading.today, forbidden=refused, why=(why,)
        )
    return None


def proposed(reading: Reading) -> Advice | None:
    """Said but not written: a summary that asks for a yes; three business days later one call."""
    made = reading.promised.current
    if made is None or made.state not in {_St.PROPOSED, _St.UNCONFIRMED}:
        return None
    not_accepted = frozenset({F.MARK_PLAN_ACCEPTED if made.is_plan else F.MARK_PROMISE_ACCEPTED} | _NOT_YET)
    if made.is_vague:
        return _vague(reading, not_accepted)
    if made.summary_on is None:
        action = A.CONFIRM_PROMISE_IN_WRITING if made.was_moved else A.SEND_SUMMARY_REQUEST_ACCEPTANCE
        why = Reason(N_("Dit de vive voix : un résumé écrit aujourd'hui, qui demande un « d'accord »"))
        refused = not_accepted | HARSH | {F.WAIT, F.PROMISE_REMINDER}
        return Advice(
            action,
            C.EMAIL,
            S.AR,
            tone=1,
            earliest=reading.today,
            forbidden=refused,
            why=(why,),
            due_today=True,
        )
    match agreed(reading):
        case Wait(until=until, reasons=reasons):
            refused = not_accepted | ASKING | {F.PROMISE_REMINDER}
            return Advice(A.WAIT, C.NONE, S.SYSTEM, earliest=until, forbidden=refused, why=reasons)
        case Call(reasons=reasons):
            return Advice(
                A.CALL,
                C.PHONE,
                S.AR,
                tone=2,
                earliest=_soon(reading),
                forbidden=not_accepted,
                why=reasons,
                due_today=True,
            )
        case _:
            return None


def _vague(reading: Reading, refused: frozenset[Forbidden]) -> Advice | None:
    if reading.today > reading.promised.current.since + timedelta(days=10):  # type: ignore[union-attr]
        return None
    why = Reason(N_("Un engagement sans date n'en est pas un : demander date, montant et moyen"))
    refused |= HARSH | {F.WAIT, F.WAIT_LONG, F.PROMISE_REMINDER}
    return Advice(
        A.ASK_DATE_AMOUNT_METHOD,
        C.PHONE_OR_EMAIL,
        S.AR,
        tone=1,
        forbidden=refused,
        why=(why,),
        due_today=True,
    )


def kept(reading: Reading) -> Advice | None:
    """A promise kept today: thank, even when something else stays open."""
    made = reading.promised.current
    if made is None or made.paid_on != reading.today:
        return None
    if made.state is _St.KEPT:
        why = Reason(N_("Promesse tenue : remercier"))
        refused = ASKING | HARSH | PENALTIES | {F.COUNT_AS_BROKEN_PROMISE}
        return Advice(A.THANK_YOU, C.EMAIL, S.AR, tone=0, forbidden=refused, why=(why,))
    return None


def _in_transit_until(reading: Reading, made: Commitment) -> date:
    customer = reading.situation.customer
    days = reading.thresholds.promises.transit_days
    return add_business_days(made.since, days, customer.country, customer.region)


def _after(reading: Reading, day: date | None) -> date | None:
    customer = reading.situation.customer
    return add_business_days(day, 1, customer.country, customer.region) if day else None


def _soon(reading: Reading) -> date:
    """Today, or the next business day."""
    customer = reading.situation.customer
    return next_business_day(reading.today, customer.country, customer.region)
