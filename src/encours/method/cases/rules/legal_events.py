"""What may move a limitation, as people write it down; which of it counts is the law's to say."""

from dataclasses import dataclass
from datetime import date
from enum import StrEnum

from encours.ground.kernel.reason import N_, Reason, Refused


class LegalEventKind(StrEnum):
    """Named as the packs of the law name them."""

    ACKNOWLEDGEMENT = "acknowledgement"
    PAYMENT_PLAN_REQUEST = "payment_plan_request"
    PART_PAYMENT = "part_payment"
    REGISTERED_LETTER = "registered_letter"
    LAWYER_NOTICE = "lawyer_notice"
    BAILIFF_NOTICE = "bailiff_notice"
    MEDIATION = "mediation"
    CONCILIATION = "conciliation"
    NEGOTIATION = "negotiation"
    COURT_CLAIM = "court_claim"
    ORDER_APPLICATION = "order_application"
    SERVICE_OF_ORDER = "service_of_order"
    DEBT_ENFORCEMENT_REQUEST = "debt_enforcement_request"
    MAHNBESCHEID = "mahnbescheid"
    CONSERVATORY_MEASURE = "conservatory_measure"
    ENFORCEMENT_ACT = "enforcement_act"
    INSOLVENCY_DECLARATION = "insolvency_declaration"
    JUDGMENT = "judgment"


LEGAL_EVENT_LABELS = {
    LegalEventKind.ACKNOWLEDGEMENT: N_("reconnaissance écrite de la dette"),
    LegalEventKind.PAYMENT_PLAN_REQUEST: N_("demande de délai ou d'échéancier par le débiteur"),
    LegalEventKind.PART_PAYMENT: N_("paiement partiel, hors de ces livres"),
    LegalEventKind.REGISTERED_LETTER: N_("notre lettre recommandée"),
    LegalEventKind.LAWYER_NOTICE: N_("mise en demeure par un avocat"),
    LegalEventKind.BAILIFF_NOTICE: N_("mise en demeure par un huissier"),
    LegalEventKind.MEDIATION: N_("médiation"),
    LegalEventKind.CONCILIATION: N_("conciliation"),
    LegalEventKind.NEGOTIATION: N_("négociation"),
    LegalEventKind.COURT_CLAIM: N_("demande en justice"),
    LegalEventKind.ORDER_APPLICATION: N_("requête en injonction de payer"),
    LegalEventKind.SERVICE_OF_ORDER: N_("signification d'une ordonnance"),
    LegalEventKind.DEBT_ENFORCEMENT_REQUEST: N_("réquisition de poursuite"),
    LegalEventKind.MAHNBESCHEID: N_("Mahnbescheid"),
    LegalEventKind.CONSERVATORY_MEASURE: N_("mesure conservatoire"),
    LegalEventKind.ENFORCEMENT_ACT: N_("acte d'exécution forcée"),
    LegalEventKind.INSOLVENCY_DECLARATION: N_("déclaration à une procédure collective"),
    LegalEventKind.JUDGMENT: N_("jugement ou titre exécutoire"),
}


@dataclass(frozen=True, slots=True)
class LegalEventDraft:
    """What a person writes down: without an invoice, of everything that the customer owes."""

    customer_id: int
    kind: LegalEventKind
    on: date
    until: date | None = None
    invoice_id: int | None = None
    proof: str = ""


def problem_of_event(draft: LegalEventDraft, *, today: date) -> Refused | None:
    """Why it cannot be written down: a day to come, an end before the start, no proof."""
    if draft.on > today or (draft.until and draft.until > today):
        return Refused(Reason(N_("Cette date est à venir : notez-la quand elle sera passée")))
    if draft.until and draft.until < draft.on:
        return Refused(Reason(N_("La fin ne peut pas précéder le début")))
    if not draft.proof.strip():
        return Refused(Reason(N_("Dites où est la preuve : sans elle, la date ne vaut rien")))
    return None
