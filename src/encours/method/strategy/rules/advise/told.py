"""What the customer just said or wrote, when it is neither a dispute nor an agreement."""

from encours.ground.kernel.reason import N_, Reason
from encours.method.cases.rules.contact import CallOutcome
from encours.method.strategy.rules.advise.answer import ASKING, HARSH, PENALTIES, TRACING, Advice
from encours.method.strategy.rules.advise.phrases import Intent
from encours.method.strategy.rules.advise.reading import Reading
from encours.method.strategy.rules.advise.situation import Event, EventKind
from encours.method.strategy.rules.advise.words import (
    AdviceChannel,
    AdviceSender,
    Forbidden,
    Motive,
    NextAction,
)

F, A, C, S = Forbidden, NextAction, AdviceChannel, AdviceSender
EMPATHY = PENALTIES | HARSH | {F.MESSAGE_WITHOUT_EMPATHY, F.CLASSIFY_AVOIDS, F.ARGUE}


def told(reading: Reading) -> Advice | None:
    """The answer to the last text that nothing of ours has answered yet."""
    match reading.intent:
        case Intent.HARDSHIP | Intent.PLAN:
            return propose_plan(reading)
        case Intent.ALREADY_PAID:
            return _already_paid(reading)
        case Intent.DATED_PROMISE:
            return _dated(reading)
        case Intent.VAGUE_PROMISE:
            return _vague()
        case Intent.CALL_BACK:
            return _call_back(reading, reading.open_text)
        case Intent.REFUSAL:
            return refused(reading)
        case _:
            return None


def spoken(reading: Reading) -> Advice | None:
    """The outcome of the last call, when it names what it was about."""
    last = reading.last(EventKind.CALL)
    if last is None or not reading.is_latest(last):
        return None
    match last.outcome:
        case CallOutcome.ALREADY_PAID:
            return _already_paid(reading)
        case CallOutcome.PLAN_ASKED if not last.is_plan:
            return propose_plan(reading)
        case CallOutcome.WRONG_NUMBER:
            why = Reason(
                N_("Mauvais numéro : corriger l'interlocuteur, par les registres publics s'il le faut")
            )
            return Advice(
                A.LAWFUL_ADDRESS_SEARCH,
                C.PUBLIC_REGISTERS,
                S.AR,
                forbidden=TRACING,
                why=(why,),
                due_today=True,
            )
        case CallOutcome.REFUSED:
            return refused(reading)
        case _:
            return None


def asked_to_call_back(reading: Reading) -> Advice | None:
    """A call-back at the hour the customer named, not before (K5)."""
    last = reading.last(EventKind.CALL)
    if last is None or last.outcome is not CallOutcome.CALL_BACK_REQUESTED:
        return None
    return _call_back(reading, last)


def refused(reading: Reading) -> Advice:
    """Outside help is proposed; nothing is threatened, nothing handed over by itself."""
    why = Reason(
        N_(
            "Refus de payer : demander l'aide d'un avocat, d'un médiateur ou d'une société de "
            "recouvrement, au dirigeant de choisir"
        )
    )
    refusals = frozenset(
        {
            F.ARGUE,
            F.PUBLIC_SHAMING,
            F.AUTO_HANDOFF,
            F.HANDOFF_WITHOUT_QUOTE,
            F.HANDOFF_WITHOUT_FILE,
            F.SET_BAD_INTENT_AUTOMATICALLY,
            F.SET_BAD_INTENT,
            F.CALL_TO_DEMAND,
        }
    )
    if reading.broken < 2:
        refusals |= {F.THREATEN_LEGAL, F.DISCLOSE_PLAN_B}
    return Advice(A.SUGGEST_AGENCY, C.QUOTE, S.OWNER, tone=5, forbidden=refusals, why=(why,), due_today=True)


def propose_plan(reading: Reading) -> Advice:
    """Money is short: empathy first, then a plan that can be kept (T14)."""
    short = reading.hardship
    why = Reason(
        N_(
            "Difficulté dite : de l'attention d'abord, puis un échéancier tenable, premier versement "
            "sous sept jours"
        )
    )
    if not short:
        why = Reason(N_("Échéancier demandé : le proposer par écrit, premier versement sous sept jours"))
    refusals = (
        frozenset({F.MARK_PLAN_ACCEPTED, F.WAIT_LONG, F.AGENCY_HANDOFF_FIRST, F.CREDIT_SALE_OLD_TERMS})
        | HARSH
    )
    channel = C.EMAIL_WITH_EMPATHY if short else C.PHONE_OR_EMAIL
    return Advice(
        A.PROPOSE_PLAN,
        channel,
        S.AR,
        tone=1,
        motive=Motive.FINANCIAL,
        forbidden=refusals | (EMPATHY if short else frozenset()),
        why=(why,),
        due_today=True,
    )


def short_of_money(reading: Reading) -> Advice | None:
    """Hardship was declared or a plan asked for, and nothing is agreed yet."""
    known = reading.features
    if not reading.items or not (known.hardship or known.asked_plan) or not _was_talked_to(reading):
        return None
    return propose_plan(reading) if reading.promised.current is None else None


def _was_talked_to(reading: Reading) -> bool:
    """A declaration is itself a conversation: a courtesy note would come too late."""
    last = reading.last(EventKind.EMAIL_SENT)
    return last is None or last.stage != "plan"


def unreachable(reading: Reading) -> Advice | None:
    """Nobody can be reached at the known addresses: look for one, by lawful ways only (G7)."""
    if not reading.features.unreachable or not reading.items:
        return None
    why = Reason(
        N_("Injoignable : chercher une adresse dans les registres publics, ou par un commissaire de justice")
    )
    refusals = frozenset(
        {
            F.COLLECT_SSN,
            F.CONTACT_NEIGHBOURS,
            F.CONTACT_THIRD_PARTY,
            F.SOCIAL_MEDIA_INVESTIGATION,
            F.PUBLIC_SHAMING,
        }
    )
    return Advice(
        A.LAWFUL_ADDRESS_SEARCH, C.PUBLIC_REGISTERS, S.AR, forbidden=refusals, why=(why,), due_today=True
    )


def _call_back(reading: Reading, event: Event | None) -> Advice:
    at = event.appointment if event else None
    why = Reason(N_("Le client a demandé à être rappelé : à son heure, pas avant"))
    refusals = frozenset({F.CALL_BEFORE_APPOINTMENT, F.WAIT_7_DAYS, F.WAIT_LONG})
    if at and at > reading.situation.now:
        refusals |= ASKING | {F.CALL, F.EMAIL, F.SMS, F.VOICEMAIL}
    return Advice(
        A.CALL_BACK,
        C.PHONE,
        S.AR,
        tone=1,
        earliest=at or reading.today,
        forbidden=refusals,
        why=(why,),
        due_today=True,
    )


def _dated(reading: Reading) -> Advice:
    why = Reason(N_("Date et montant écrits par le client : les confirmer et demander un « d'accord »"))
    refusals = (
        HARSH | PENALTIES | {F.MARK_PROMISE_ACCEPTED, F.DISCLOSE_PLAN_B, F.COUNT_AS_BROKEN_PROMISE, F.WAIT}
    )
    return Advice(
        A.CONFIRM_PROMISE_IN_WRITING,
        C.EMAIL,
        S.AR,
        tone=1,
        earliest=reading.today,
        forbidden=refusals,
        why=(why,),
        due_today=True,
    )


def _vague() -> Advice:
    why = Reason(N_("Un engagement sans date n'en est pas un : demander date, montant et moyen"))
    refusals = HARSH | {
        F.MARK_PROMISE_ACCEPTED,
        F.COUNT_AS_BROKEN_PROMISE,
        F.DISCLOSE_PLAN_B,
        F.WAIT,
        F.WAIT_LONG,
        F.PROMISE_REMINDER,
    }
    return Advice(
        A.ASK_DATE_AMOUNT_METHOD,
        C.EMAIL_OR_PHONE,
        S.AR,
        tone=1,
        forbidden=refusals,
        why=(why,),
        due_today=True,
    )


def _already_paid(reading: Reading) -> Advice:
    why = Reason(N_("Déclaré payé : demander date et référence, chercher en banque, trois jours ouvrés"))
    refusals = ASKING | HARSH | PENALTIES | {F.COUNT_AS_BROKEN_PROMISE, F.ARGUE, F.CALL_TO_DEMAND}
    return Advice(
        A.ASK_DATE_AMOUNT_METHOD,
        C.EMAIL,
        S.AR,
        tone=1,
        earliest=reading.today,
        motive=Motive.ADMIN,
        forbidden=refusals,
        why=(why,),
    )
