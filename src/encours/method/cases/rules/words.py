"""The names under which contacts, holds and reasons are shown."""

from enum import StrEnum

from encours.ground.kernel.reason import N_
from encours.method.cases.rules.contact import CallOutcome, Direction, HoldKind, Occasion


class CaseReason(StrEnum):
    """Why this payment is late, learnt by asking (ruling 13). Not the customer's type."""

    UNKNOWN = "UNKNOWN"
    FINANCIAL = "FINANCIAL"
    DISSATISFIED = "DISSATISFIED"
    ADMIN = "ADMIN"
    OUR_FAULT = "OUR_FAULT"
    BAD_INTENT = "BAD_INTENT"


CASE_REASON_LABELS = {
    CaseReason.UNKNOWN: N_("pas encore connue"),
    CaseReason.FINANCIAL: N_("difficulté de trésorerie"),
    CaseReason.DISSATISFIED: N_("insatisfaction"),
    CaseReason.ADMIN: N_("circuit administratif"),
    CaseReason.OUR_FAULT: N_("de notre fait"),
    CaseReason.BAD_INTENT: N_("ne souhaite pas payer, confirmé"),
}
DIRECTION_LABELS = {Direction.OUTBOUND: N_("de nous"), Direction.INBOUND: N_("du client")}
OCCASION_LABELS = {
    Occasion.LADDER: N_("étape prévue"),
    Occasion.AGREEMENT_BROKEN: N_("accord non suivi d'un paiement"),
    Occasion.INSTALMENT_MISSED: N_("mensualité non reçue"),
    Occasion.CALL_BACK_REQUESTED: N_("rappel demandé"),
    Occasion.WE_OWE_ANSWER: N_("réponse due"),
    Occasion.PROPOSAL_UNACCEPTED: N_("proposition sans réponse"),
    Occasion.REPLY: N_("réponse"),
    Occasion.SERVICE: N_("message de service"),
}
OUTCOME_LABELS = {
    CallOutcome.NO_ANSWER: N_("pas de réponse"),
    CallOutcome.VOICEMAIL_LEFT: N_("message vocal laissé"),
    CallOutcome.WRONG_NUMBER: N_("mauvais numéro"),
    CallOutcome.SOMEONE_ELSE: N_("une autre personne a répondu"),
    CallOutcome.ANSWERED_NO_PROMISE: N_("échange sans engagement"),
    CallOutcome.ORAL_PROMISE: N_("date et montant annoncés"),
    CallOutcome.VAGUE_PROMISE: N_("engagement sans date"),
    CallOutcome.ALREADY_PAID: N_("déclaré payé"),
    CallOutcome.DISPUTE_RAISED: N_("point contesté"),
    CallOutcome.PLAN_ASKED: N_("échéancier demandé"),
    CallOutcome.CALL_BACK_REQUESTED: N_("rappel demandé"),
    CallOutcome.QUESTION_UNANSWERED: N_("question restée sans réponse de notre part"),
    CallOutcome.REFUSED: N_("refus de payer"),
    CallOutcome.EMOTIONAL: N_("échange difficile"),
}
HOLD_KIND_LABELS = {
    HoldKind.MANUAL: N_("attente décidée"),
    HoldKind.BEREAVEMENT: N_("deuil"),
    HoldKind.SERIOUS_EVENT: N_("événement grave"),
    HoldKind.INSOLVENCY: N_("procédure collective"),
    HoldKind.PLACED: N_("dossier transmis"),
    HoldKind.UNREAD_REPLY: N_("réponse à lire"),
    HoldKind.SETTLEMENT: N_("offre pour solde en cours"),
}
