"""Promises and plans: written before they count, silent while they run, one contact when they break."""

from datetime import date, timedelta

from encours.ground.kernel.business_days import add_business_days, next_business_day, previous_business_day
from encours.ground.kernel.reason import N_, Reason
from encours.method.agreements.rules.words import AgreementState
from encours.method.strategy.rules.advise.answer import ASKING, CREDIT, HARSH, PENALTIES, WAITING, Advice
from encours.method.strategy.rules.advise.commitments import Commitment
from encours.method.strategy.rules.advise.hand_over import has_quote
from encours.method.strategy.rules.advise.reading import Reading
from encours.method.strategy.rules.advise.situation import EventKind
from encours.method.strategy.rules.advise.words import AdviceChannel, AdviceSender, Forbidden, NextAction
from encours.method.strategy.rules.agreement_step import DAYS_IN_TRANSIT, DAYS_TO_ACCEPT

F, A, C, S = Forbidden, NextAction, AdviceChannel, AdviceSender
_St = AgreementState
_RUNNING = ASKING | PENALTIES | HARSH | {
    F.FIRM_LETTER, F.AGENCY_HANDOFF, F.SETTLEMENT_OFFER, F.COUNT_AS_BROKEN_PROMISE, F.DISCLOSE_PLAN_B, F.CALL_TO_DEMAND,
}  # fmt: skip
_NOT_YET = {F.COUNT_AS_BROKEN_PROMISE, F.DISCLOSE_PLAN_B}


def broken(reading: Reading) -> Advice | None:
    """An agreement without its money: same day, once; what may be offered depends on the count (2e)."""
    told = reading.promised
    if told.on_time or reading.is_paid:
        return None
    if told.disclosed_for is not None:
        return _disclosed(reading, told.disclosed_for)
    if told.current is None or told.current.state is not _St.BROKEN:
        return None
    if reading.broken >= 3:
        return _execute(reading)
    if reading.broken == 2:
        return _second(reading)
    return _first(reading) if told.break_open else _plan_after_break(reading)


def _first(reading: Reading) -> Advice:
    why = Reason(
        N_("Premier accord non suivi d'un paiement : contact le jour même, question ouverte, sans reproche")
    )
    refused = WAITING | HARSH | PENALTIES | {
        F.DISCLOSE_PLAN_B, F.NEW_PROMISE_WITHOUT_COUNTERPART, F.AGENCY_HANDOFF, F.AGENCY_HANDOFF_FIRST, F.SET_BAD_INTENT,
        F.CLASSIFY_AVOIDS, F.ARGUE,
    }  # fmt: skip
    return Advice(
        A.BROKEN_PROMISE_CONTACT, C.PHONE_OR_EMAIL, S.AR, tone=2, earliest=_soon(reading), forbidden=refused, why=(why,), due_today=True
    )  # fmt: skip


def _plan_after_break(reading: Reading) -> Advice | None:
    if (
        reading.position
        and reading.promised.answered_on
        and reading.today > reading.promised.answered_on + timedelta(days=10)
    ):
        return None  # the ladder goes on when nothing came of it
    why = Reason(
        N_("Après un accord non tenu : un échéancier court, premier versement sous sept jours, contrepartie")
    )
    refused = HARSH | {
        F.NEW_PROMISE_WITHOUT_COUNTERPART,
        F.DISCLOSE_PLAN_B,
        F.WAIT_LONG,
        F.AGENCY_HANDOFF_FIRST,
    }
    return Advice(A.PROPOSE_PLAN, C.PHONE_OR_EMAIL, S.AR, tone=2, forbidden=refused, why=(why,))


def _second(reading: Reading) -> Advice:
    refused = WAITING | {
        F.ANOTHER_PROMISE, F.NEW_PROMISE_WITHOUT_COUNTERPART, F.PUBLIC_SHAMING, F.AUTO_HANDOFF, F.SET_BAD_INTENT_AUTOMATICALLY, F.ARGUE,
    }  # fmt: skip
    if reading.situation.customer.plan_b_ready is False:
        why = Reason(
            N_("Deux accords non tenus, mais le plan B n'est pas prêt : le préparer avant de le nommer")
        )
        refused |= {F.DISCLOSE_PLAN_B, F.THREATEN_LEGAL, F.AGENCY_HANDOFF}
        return Advice(
            A.BROKEN_PROMISE_CONTACT, C.PHONE_OR_EMAIL, S.MANAGER, tone=3, earliest=_soon(reading), forbidden=refused, why=(why,),
            due_today=True,
        )  # fmt: skip
    why = Reason(N_("Deux accords non tenus : nommer le plan B et sa date, avec un appel du responsable"))
    return Advice(
        A.DISCLOSE_PLAN_B, C.PHONE_OR_EMAIL, S.MANAGER, tone=3, earliest=_soon(reading), forbidden=refused, why=(why,), due_today=True
    )  # fmt: skip


def _disclosed(reading: Reading, ends: date) -> Advice | None:
    if reading.today <= ends:
        if reading.promised.break_open and reading.broken >= 3:
            return _execute(reading)
        why = Reason(N_("Plan B annoncé pour le {ends} : ce délai appartient au client"), ends=ends)
        refused = ASKING | {
            F.ANOTHER_LAST_NOTICE,
            F.AGENCY_HANDOFF,
            F.AUTO_HANDOFF,
            F.COURT_FILING,
            F.SETTLEMENT_OFFER,
        }
        return Advice(
            A.WAIT, C.NONE, S.SYSTEM, earliest=ends + timedelta(days=1), forbidden=refused, why=(why,)
        )
    return _execute(reading)


def _execute(reading: Reading) -> Advice:
    refused = WAITING | {
        F.ANOTHER_PROMISE, F.ANOTHER_LAST_NOTICE, F.PAYMENT_PLAN, F.NEW_PROMISE_WITHOUT_COUNTERPART, F.HANDOFF_WITHOUT_FILE,
        F.HANDOFF_WITHOUT_QUOTE, F.PUBLIC_SHAMING,
    } | CREDIT  # fmt: skip
    if reading.situation.customer.plan_b_ready is False and not has_quote(reading):
        why = Reason(N_("Le plan B est dû et n'est pas prêt : le devis d'un partenaire d'abord, aujourd'hui"))
        return Advice(
            A.GET_QUOTE_FIRST,
            C.QUOTE,
            S.OWNER,
            tone=5,
            forbidden=refused | {F.AGENCY_HANDOFF},
            why=(why,),
            due_today=True,
        )
    why = Reason(N_("Le moment annoncé est passé : le plan B s'exécute, sinon il ne sera plus cru"))
    return Advice(
        A.EXECUTE_PLAN_B, C.AGENCY, S.OWNER, tone=5, earliest=reading.today, forbidden=refused, why=(why,), due_today=True
    )  # fmt: skip


def running(reading: Reading) -> Advice | None:
    """An agreement that runs: a word the day before, a thank-you, otherwise silence."""
    made = reading.promised.current
    if made is None or not reading.promised.on_time:
        return None
    if made.state is _St.IN_TRANSIT:
        until = _in_transit_until(reading, made)
        if reading.today > until:
            return None
        why = Reason(N_("Virement en route, preuve à l'appui : trois jours ouvrés avant de conclure"))
        return Advice(
            A.WAIT, C.NONE, S.SYSTEM, earliest=until + timedelta(days=1), forbidden=_RUNNING, why=(why,)
        )
    if made.state is _St.DUE:
        why = Reason(N_("Paiement attendu aujourd'hui : la banque se lit demain matin, rien n'est rompu"))
        return Advice(
            A.WAIT, C.NONE, S.SYSTEM, earliest=_after(reading, made.for_on), forbidden=_RUNNING, why=(why,)
        )
    if made.is_plan:
        return _plan(reading, made)
    return _promise(reading, made)


def _promise(reading: Reading, made: Commitment) -> Advice:
    customer, today = reading.situation.customer, reading.today
    if made.for_on is None:
        why = Reason(N_("Accord en cours : aucune relance"))
        return Advice(A.WAIT, C.NONE, S.SYSTEM, forbidden=_RUNNING, why=(why,))
    eve = previous_business_day(made.for_on, customer.country, customer.region)
    wanted = reading.situation.context.promise_reminder is not False and not made.reminded
    if wanted and eve <= today < made.for_on:
        why = Reason(N_("Promesse pour le {on} : un mot la veille"), on=made.for_on)
        return Advice(
            A.PROMISE_REMINDER,
            C.EMAIL,
            S.AR,
            tone=1,
            earliest=today,
            forbidden=_RUNNING - ASKING | {F.DUN},
            why=(why,),
        )
    why = Reason(N_("Accord en cours jusqu'au {on} : aucune relance"), on=made.for_on)
    coming = eve if wanted and today < eve else _after(reading, made.for_on)
    return Advice(
        A.WAIT, C.NONE, S.SYSTEM, earliest=coming, forbidden=_RUNNING | {F.PROMISE_REMINDER}, why=(why,)
    )


def _plan(reading: Reading, made: Commitment) -> Advice:
    refused = _RUNNING | CREDIT | {F.CREDIT_SALE_OLD_TERMS}
    if made.paid_on == reading.today:
        why = Reason(N_("Versement reçu : remercier ; le plan suit son cours, sans relance ni supplément"))
        return Advice(A.THANK_YOU, C.EMAIL, S.AR, tone=0, forbidden=refused, why=(why,))
    accepted = reading.last(EventKind.PLAN_ACCEPTED)
    if accepted and made.confirmed_on is None and made.paid_on is None:
        why = Reason(N_("Plan accepté par écrit : le confirmer, dates et montants à l'appui"))
        return Advice(
            A.CONFIRM_PLAN, C.EMAIL, S.AR, tone=1, earliest=reading.today, forbidden=refused, why=(why,)
        )
    why = Reason(N_("Plan en cours, à l'heure : aucune relance, aucun supplément"))
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
        why = Reason(N_("Dit de vive voix : un résumé écrit aujourd'hui, qui demande un « d'accord »"))
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
    until = add_business_days(made.summary_on, DAYS_TO_ACCEPT, customer.country, customer.region)
    if reading.today <= until:
        why = Reason(N_("Proposition envoyée : réponse attendue jusqu'au {until}"), until=until)
        refused = not_accepted | ASKING | {F.PROMISE_REMINDER}
        return Advice(
            A.WAIT, C.NONE, S.SYSTEM, earliest=until + timedelta(days=1), forbidden=refused, why=(why,)
        )
    if _called_since(reading, made.summary_on):
        return None
    why = Reason(N_("Proposition restée sans réponse : un appel, un seul"))
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
    why = Reason(N_("Un engagement sans date n'en est pas un : demander date, montant et moyen"))
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
        why = Reason(N_("Promesse tenue : remercier"))
        refused = ASKING | HARSH | PENALTIES | {F.COUNT_AS_BROKEN_PROMISE}
        return Advice(A.THANK_YOU, C.EMAIL, S.AR, tone=0, forbidden=refused, why=(why,))
    if made.state is _St.PARTLY_KEPT:
        why = Reason(N_("Une partie est arrivée : appeler pour convenir du reste"))
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
    return add_business_days(made.since, DAYS_IN_TRANSIT, customer.country, customer.region)


def _after(reading: Reading, day: date | None) -> date | None:
    customer = reading.situation.customer
    return add_business_days(day, 1, customer.country, customer.region) if day else None


def _soon(reading: Reading) -> date:
    """Today, or the next business day."""
    customer = reading.situation.customer
    return next_business_day(reading.today, customer.country, customer.region)
