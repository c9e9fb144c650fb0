"""A contested point: acknowledged the same day, answered in time, never asked for meanwhile."""

from encours.ground.kernel.business_days import add_business_days
from encours.ground.kernel.reason import N_, Reason
from encours.method.disputes.rules.words import DisputeState
from encours.method.strategy.rules.advise.answer import ASKING, HARSH, PENALTIES, Advice
from encours.method.strategy.rules.advise.contested import Contested
from encours.method.strategy.rules.advise.phrases import Intent
from encours.method.strategy.rules.advise.reading import Reading
from encours.method.strategy.rules.advise.words import (
    AdviceChannel,
    AdviceSender,
    Forbidden,
    Motive,
    NextAction,
)

F, A, C, S = Forbidden, NextAction, AdviceChannel, AdviceSender
_FROZEN = (
    PENALTIES
    | HARSH
    | {
        F.DUN_DISPUTED_AMOUNT,
        F.REMINDER_ON_AMOUNT,
        F.CLASSIFY_AVOIDS,
        F.SETTLEMENT_OFFER,
        F.AGENCY_HANDOFF,
        F.ARGUE,
        F.SET_BAD_INTENT,
    }
)


def disputed(reading: Reading) -> Advice | None:
    """What a dispute asks for. None when the rest of the debt may be looked at.

    Source: method 2k (Dispute), requirements R086, R089; K12.
    """
    dispute = reading.dispute
    if dispute is None:
        if reading.intent is not Intent.DISPUTE:
            return None
        return _acknowledge(reading, _FROZEN | ASKING)
    refused = _FROZEN | (ASKING | {F.CALL_TO_DEMAND} if dispute.amount is None else frozenset())
    if not dispute.is_open:
        return _answered(reading, dispute)
    if dispute.again:
        why = Reason(N_("Notre réponse est contestée avec des faits : proposer une médiation"))
        return Advice(
            A.MEDIATION,
            C.MEETING,
            S.MANAGER,
            tone=2,
            motive=Motive.DISSATISFIED,
            forbidden=refused,
            why=(why,),
        )
    if not dispute.acknowledged:
        return _acknowledge(reading, refused)
    return _answer(reading, dispute, refused)


def _acknowledge(reading: Reading, refused: frozenset[Forbidden]) -> Advice:
    customer = reading.situation.customer
    days = reading.thresholds.disputes.answer_days
    by = add_business_days(reading.today, days, customer.country, customer.region)
    why = Reason(
        N_("Accuser réception aujourd'hui, nommer qui s'en occupe et répondre au plus tard le {by}"), by=by
    )
    return Advice(
        A.ACKNOWLEDGE_DISPUTE,
        C.EMAIL,
        S.DISPUTE_OWNER,
        tone=1,
        earliest=reading.today,
        motive=Motive.DISSATISFIED,
        forbidden=refused,
        why=(why,),
        due_today=True,
    )


def _answer(reading: Reading, dispute: Contested, refused: frozenset[Forbidden]) -> Advice | None:
    due_on = dispute.answer_due_on
    late = due_on is not None and due_on <= reading.today
    if dispute.amount is not None and not late:
        return None  # the undisputed part follows its way; the disputed one rests
    why = Reason(N_("Le point contesté attend notre réponse"))
    if due_on:
        why = Reason(N_("Le point contesté attend notre réponse, promise pour le {on}"), on=due_on)
    return Advice(
        A.ANSWER_DISPUTE,
        C.EMAIL_OR_PHONE,
        S.DISPUTE_OWNER,
        tone=1,
        earliest=reading.today if late else None,
        motive=Motive.DISSATISFIED,
        forbidden=refused | ({F.WAIT_LONG} if late else frozenset()),
        why=(why,),
        due_today=late,
    )


def _answered(reading: Reading, dispute: Contested) -> Advice | None:
    customer = reading.situation.customer
    assert dispute.answered_on is not None
    if dispute.upheld:
        if dispute.state is DisputeState.CLOSED:
            return None  # what was wrong has been put right
        why = Reason(
            N_("Le client avait raison : avoir ou facture corrigée, nouvelle échéance, remerciements")
        )
        refused = (
            ASKING
            | PENALTIES
            | HARSH
            | {F.CLASSIFY_AVOIDS, F.SET_BAD_INTENT, F.SETTLEMENT_OFFER, F.DUN_DISPUTED_AMOUNT}
        )
        return Advice(
            A.RESEND_INVOICE,
            C.INVOICE,
            S.DISPUTE_OWNER,
            tone=1,
            earliest=reading.today,
            motive=Motive.OUR_FAULT,
            forbidden=refused,
            why=(why,),
            due_today=True,
        )
    assert dispute.rests_until_on is not None
    free_on = add_business_days(dispute.rests_until_on, 1, customer.country, customer.region)
    if reading.today > dispute.rests_until_on or (dispute.amount is not None and reading.balance.actionable):
        return None  # what is not contested follows its way
    why = Reason(N_("Réponse donnée : le client peut objecter, les relances reprennent le {on}"), on=free_on)
    refused = ASKING | PENALTIES | {F.SET_BAD_INTENT, F.SET_BAD_INTENT_AUTOMATICALLY}
    return Advice(A.WAIT, C.NONE, S.SYSTEM, earliest=free_on, forbidden=refused, why=(why,))
