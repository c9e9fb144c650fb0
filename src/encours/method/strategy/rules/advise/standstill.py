"""Situations in which nobody asks for money: paid, insolvency, grief, a difficult exchange, our own debts."""

from datetime import timedelta

from encours.ground.kernel.reason import N_, Reason
from encours.method.cases.rules.contact import CallOutcome, HoldKind
from encours.method.strategy.rules.advise.answer import (
    ASKING,
    CREDIT,
    HARSH,
    PENALTIES,
    TOUCHING,
    WAITING,
    Advice,
)
from encours.method.strategy.rules.advise.phrases import Intent
from encours.method.strategy.rules.advise.reading import Reading
from encours.method.strategy.rules.advise.situation import EventKind
from encours.method.strategy.rules.advise.words import (
    AdviceChannel,
    AdviceSender,
    Forbidden,
    Motive,
    NextAction,
)

F, A, C, S = Forbidden, NextAction, AdviceChannel, AdviceSender
NOTHING_ASKED = ASKING | PENALTIES | {F.CALL_TO_DEMAND, F.EMAIL_DEMAND}


def paid(reading: Reading) -> Advice | None:
    """Everything is paid: thank once, ask nothing."""
    if not reading.is_paid:
        return None
    last = reading.last(EventKind.PAYMENT, EventKind.INSTALMENT_PAID)
    thanked = any(e.stage == "thanks" for e in reading.situation.events)
    refused = NOTHING_ASKED | HARSH | {F.FIRM_LETTER, F.AGENCY_HANDOFF}
    if last is None or thanked:
        why = Reason(N_("Tout est payé : rien à demander"))
        return Advice(A.WAIT, C.NONE, S.SYSTEM, forbidden=refused, why=(why,))
    why = Reason(N_("Tout est payé : remercier, clore, annuler ce qui était prévu"))
    return Advice(A.THANK_YOU, C.EMAIL, S.AR, tone=0, forbidden=refused, why=(why,))


def insolvency(reading: Reading) -> Advice | None:
    """Court proceedings: the claim is declared, nothing is asked for. Source: method 0, K12."""
    if reading.held(HoldKind.INSOLVENCY) is None and reading.intent is not Intent.INSOLVENCY:
        return None
    refused = (
        NOTHING_ASKED
        | HARSH
        | CREDIT
        | {
            F.FIRM_LETTER,
            F.AGENCY_HANDOFF,
            F.SETTLEMENT_OFFER,
            F.PAYMENT_PLAN,
            F.ANOTHER_PROMISE,
            F.CREDIT_SALE_OLD_TERMS,
            F.WAIT_LONG,
        }
    )
    why = Reason(
        N_("Procédure collective publiée : déclarer la créance dans les deux mois, ne rien demander")
    )
    published = reading.last(EventKind.INSOLVENCY_PUBLISHED)
    ends = published.on + timedelta(days=60) if published else None
    more = (Reason(N_("Déclaration au plus tard vers le {ends} (à vérifier)"), ends=ends),) if ends else ()
    return Advice(
        A.DECLARE_CLAIM,
        C.REGISTERED_LETTER,
        S.OWNER_OR_LAWYER,
        tone=5,
        motive=Motive.FINANCIAL,
        forbidden=refused,
        why=(why, *more),
        due_today=True,
    )


def grief(reading: Reading) -> Advice | None:
    """A death holds everything for 30 days, another serious event for 14. Source: K12, T29."""
    bereaved, serious = reading.held(HoldKind.BEREAVEMENT), reading.held(HoldKind.SERIOUS_EVENT)
    hold = bereaved or serious
    if hold is None:
        return None
    free_on = hold.until_on + timedelta(days=1) if hold.until_on else None
    refused = (
        NOTHING_ASKED
        | HARSH
        | {F.CALL, F.SMS, F.VOICEMAIL, F.FIRM_LETTER, F.AGENCY_HANDOFF, F.MESSAGE_WITHOUT_EMPATHY}
    )
    refused |= {F.SETTLEMENT_OFFER, F.CLASSIFY_AVOIDS}
    why = Reason(N_("Deuil : un mot de condoléances, rien n'est demandé"))
    if bereaved:
        return Advice(
            A.HOLD, C.CONDOLENCE_LETTER, S.MANAGER, tone=0, earliest=free_on, forbidden=refused, why=(why,)
        )
    why = Reason(N_("Événement grave : un mot d'attention, rien n'est demandé"))
    return Advice(
        A.HOLD, C.EMAIL_WITH_EMPATHY, S.MANAGER, tone=0, earliest=free_on, forbidden=refused, why=(why,)
    )


def difficult_exchange(reading: Reading) -> Advice | None:
    """After an emotional call: two full business days of calm, then facts, by another voice (K10, T27)."""
    emotional = next(
        (e for e in reversed(reading.situation.events) if e.outcome is CallOutcome.EMOTIONAL), None
    )
    if emotional is None:
        return None
    refused = (
        ASKING
        | TOUCHING
        | {F.GRANT_CONCESSION, F.ARGUE, F.CALL_TO_DEMAND, F.EMAIL_DEMAND, F.THREATEN_LEGAL, F.WRITE_OFF}
    )
    refused |= {F.CLASSIFY_AVOIDS}
    if reading.cool_until:
        why = Reason(N_("Échange difficile : deux jours ouvrés pleins de calme, rien n'est accordé ni exigé"))
        return Advice(A.WAIT, C.NONE, S.SYSTEM, earliest=reading.cool_until, forbidden=refused, why=(why,))
    if not reading.is_latest(emotional):
        return None
    why = Reason(N_("Le calme est revenu : reprendre avec les faits, de préférence par une autre personne"))
    now = frozenset({F.ARGUE, F.THREATEN_LEGAL, F.WAIT_LONG, F.CALL_TO_DEMAND}) | PENALTIES
    return Advice(
        A.RESTART_WITH_FACTS,
        C.EMAIL_OR_PHONE,
        S.MANAGER_OR_AR,
        tone=1,
        forbidden=now,
        why=(why,),
        due_today=True,
    )


def we_owe(reading: Reading) -> Advice | None:
    """Our own promise, an unanswered question, a small problem on our side: those come first.

    Source: requirements R069, R085, R090; questionnaire of method 5.
    """
    owed = reading.owed
    refused = NOTHING_ASKED | HARSH | WAITING | {F.FIRM_LETTER, F.AGENCY_HANDOFF, F.CLASSIFY_AVOIDS}
    if owed.has_open_promise:
        why = Reason(N_("Nous avions promis quelque chose : le faire d'abord, en présentant nos excuses"))
        return Advice(
            A.REPAIR_OWN_PROMISE,
            C.EMAIL_OR_PHONE,
            S.ACCOUNT_MANAGER,
            tone=1,
            earliest=reading.today,
            motive=Motive.OUR_FAULT,
            forbidden=refused,
            why=(why,),
            due_today=True,
        )
    if owed.minor:
        return _minor(reading, refused)
    if owed.answer_due_on:
        why = Reason(
            N_("Une question attend notre réponse : la donner vite, au plus tard le {on}"),
            on=owed.answer_due_on,
        )
        return Advice(
            A.CALL_BACK,
            C.PHONE_OR_EMAIL,
            S.AR,
            tone=1,
            earliest=reading.today,
            forbidden=refused,
            why=(why,),
            due_today=True,
        )
    if owed.paused_until and reading.items:
        why = Reason(N_("Réglé de notre côté : pas de relance avant le {on}"), on=owed.paused_until)
        refused = NOTHING_ASKED | HARSH
        return Advice(
            A.WAIT,
            C.NONE,
            S.SYSTEM,
            earliest=owed.paused_until,
            motive=Motive.OUR_FAULT,
            forbidden=refused,
            why=(why,),
        )
    return None


def _minor(reading: Reading, refused: frozenset[Forbidden]) -> Advice:
    if reading.owed.minor is Intent.NOT_RECEIVED:
        why = Reason(
            N_("Facture non reçue : la renvoyer tout de suite, à la bonne personne, et demander une date")
        )
        action = A.RESEND_INVOICE
    else:
        why = Reason(N_("Il manque une information pour payer : la donner aujourd'hui"))
        action = A.FIX_MINOR_ISSUE
    return Advice(
        action,
        C.EMAIL,
        S.AR,
        tone=1,
        earliest=reading.today,
        motive=Motive.ADMIN,
        forbidden=refused,
        why=(why,),
        due_today=True,
    )
