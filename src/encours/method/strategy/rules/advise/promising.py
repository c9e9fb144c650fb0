"""Promises and plans: written before they count, silent while they run, one contact when they break."""

from datetime import date, timedelta

from encours.ground.kernel.business_days import add_business_days, next_business_day, previous_business_day
from encours.ground.kernel.reason import N_, Reason
from encours.method.agreements.rules.words import AgreementState
from encours.method.strategy.rules.advise.answer import ASKING, CREDIT, HARSH, PENALTIES, Advice
from encours.method.strategy.rules.advise.commitments import Commitment
from encours.method.strategy.rules.advise.reading import Reading
from encours.method.strategy.rules.advise.situation import EventKind
from encours.method.strategy.rules.advise.words import AdviceChannel, AdviceSender, Forbidden, NextAction

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
    """An agreement that runs: a word the day before, a thank-you, otherwise silence."""
    made = reading.promised.current
    if made is None or not reading.promised.on_time:
        return None
    if made.state is _St.IN_TRANSIT:
        until = _in_transit_until(reading, made)
        if reading.today > until:
            return None
        why = Reason(N_("Virement en route, preuve à l'appui : trois jours ouvrés avant de conclure"))
        return Advice(
            A.WAIT, C.NONE, S.SYSTEM, earliest=until + timedelta(days=1), forbidden=_RUNNING, why=(why,)
        )
    if made.state is _St.DUE:
        why = Reason(N_("Paiement attendu aujourd'hui : la banque se vérifie demain matin, rien n'est rompu"))
        return Advice(
            A.WAIT, C.NONE, S.SYSTEM, earliest=_after(reading, made.for_on), forbidden=_RUNNING, why=(why,)
        )
    if made.is_plan:
        return _plan(reading, made)
    return _promise(reading, made)


def _promise(reading: Reading, made: Commitment) -> Advice | None:
    """A word the day before, else silence about what it covers; None where more than that is late."""
    customer, today = reading.situation.customer, reading.today
    if made.for_on is None:
        why = Reason(N_("Accord en cours : aucune relance"))
        return Advice(A.WAIT, C.NONE, S.SYSTEM, forbidden=_RUNNING, why=(why,))
    eve = previous_business_day(made.for_on, customer.country, customer.region)
    wanted = reading.situation.context.promise_reminder is not False and not made.reminded
    if wanted and eve <= today < made.for_on:
        why = Reason(N_("Promesse pour le {on} : un mot la veille"), on=made.for_on)
        return Advice(
            A.PROMISE_REMINDER,
            C.EMAIL,
            S.AR,
            tone=1,
            earliest=today,
            forbidden=_RUNNING - ASKING | {F.DUN},
            why=(why,),
        )
    if reading.balance.actionable:
        return None
    why = Reason(N_("Accord en cours jusqu'au {on} : aucune relance"), on=made.for_on)
    coming = eve if wanted and today < eve else _after(reading, made.for_on)
    return Advice(
        A.WAIT, C.NONE, S.SYSTEM, earliest=coming, forbidden=_RUNNING | {F.PROMISE_REMINDER}, why=(why,)
    )


def _plan(reading: Reading, made: Commitment) -> Advice:
    refused = _RUNNING | CREDIT | {F.CREDIT_SALE_OLD_TERMS}
    if made.paid_on == reading.today:
        why = Reason(
            N_("Versement reçu : remercier ; l'échéancier suit son cours sans relance ni supplément")
        )
        return Advice(A.THANK_YOU, C.EMAIL, S.AR, tone=0, forbidden=refused, why=(why,))
    if made.confirmed_on is None and made.paid_on is None:
        why = Reason(N_("Échéancier accepté par écrit : le confirmer, dates et montants à l'appui"))
        return Advice(
            A.CONFIRM_PLAN, C.EMAIL, S.AR, tone=1, earliest=reading.today, forbidden=refused, why=(why,)
        )
    why = Reason(N_("Échéancier en cours, à l'heure : aucune relance, aucun supplément"))
    return Advice(
        A.WAIT, C.NONE, S.SYSTEM, earliest=_after(reading, made.for_on), forbidden=refused, why=(why,)
    )


def proposed(reading: Reading) -> Advice | None:
    """Said but not written: a summary that asks for a yes; three business days later one call."""
    made = reading.promised.current
    if made is None or made.state is not _St.PROPOSED:
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
    customer = reading.situation.customer
    days = reading.thresholds.promises.acceptance_days
    until = add_business_days(made.summary_on, days, customer.country, customer.region)
    if reading.today <= until:
        why = Reason(N_("Proposition envoyée : réponse attendue jusqu'au {until}"), until=until)
        refused = not_accepted | ASKING | {F.PROMISE_REMINDER}
        return Advice(
            A.WAIT, C.NONE, S.SYSTEM, earliest=until + timedelta(days=1), forbidden=refused, why=(why,)
        )
    if _called_since(reading, made.summary_on):
        return None
    why = Reason(N_("Proposition restée sans réponse : un appel, un seul"))
    return Advice(
        A.CALL,
        C.PHONE,
        S.AR,
        tone=2,
        earliest=_soon(reading),
        forbidden=not_accepted,
        why=(why,),
        due_today=True,
    )


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
    """A promise kept today: thank, even when something else stays open; part of it: talk it over."""
    made = reading.promised.current
    if made is None or made.paid_on != reading.today:
        return None
    if made.state is _St.KEPT:
        why = Reason(N_("Promesse tenue : remercier"))
        refused = ASKING | HARSH | PENALTIES | {F.COUNT_AS_BROKEN_PROMISE}
        return Advice(A.THANK_YOU, C.EMAIL, S.AR, tone=0, forbidden=refused, why=(why,))
    if made.state is _St.PARTLY_KEPT:
        why = Reason(N_("Une partie est arrivée : appeler pour convenir du reste"))
        refused = HARSH | {F.COUNT_AS_BROKEN_PROMISE, F.DISCLOSE_PLAN_B, F.CLASSIFY_AVOIDS}
        return Advice(
            A.CALL,
            C.PHONE,
            S.AR,
            tone=2,
            earliest=_soon(reading),
            forbidden=refused,
            why=(why,),
            due_today=True,
        )
    return None


def _called_since(reading: Reading, day: date) -> bool:
    return any(e.kind is EventKind.CALL and e.on > day for e in reading.situation.events)


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
