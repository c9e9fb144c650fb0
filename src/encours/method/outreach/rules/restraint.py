"""What shows whether we kept our measure: limits passed over by the owner, and complaints of customers."""

from dataclasses import dataclass
from datetime import date, datetime
from enum import StrEnum

from encours.ground.kernel.reason import N_


class ComplaintAbout(StrEnum):
    """What a customer reproaches us with."""

    TOO_OFTEN = "too_often"
    TONE = "tone"
    WRONG_PERSON = "wrong_person"
    WRONG_FACTS = "wrong_facts"
    OTHER = "other"


COMPLAINT_LABELS = {
    ComplaintAbout.TOO_OFTEN: N_("trop de contacts"),
    ComplaintAbout.TONE: N_("le ton ou les mots"),
    ComplaintAbout.WRONG_PERSON: N_("la personne contactée"),
    ComplaintAbout.WRONG_FACTS: N_("une demande inexacte"),
    ComplaintAbout.OTHER: N_("autre chose"),
}
RULE_LABELS = {
    "K1": N_("trop tôt après le dernier contact"),
    "K2": N_("assez d'appels sans réponse"),
    "K3": N_("nombre de contacts atteint"),
    "K4": N_("personne non autorisée, ou déjà assez contactée"),
    "K5": N_("un seul contact par événement"),
    "K6": N_("un seul message de service"),
    "K7": N_("heure, moyen ou personne que le client ne souhaite pas"),
    "K8": N_("jour non ouvré chez le client"),
    "K9": N_("jamais deux jours de suite"),
    "K10": N_("repos après un échange difficile"),
    "K11": N_("pause de l'appelant"),
    "K12": N_("attente, litige ou réponse due"),
    "K13": N_("trop de contacts sans réponse"),
    "K14": N_("limite de la loi"),
    "K15": N_("motif ou personne qui ne permet pas de passer outre"),
    "FACTS": N_("les faits ont changé entre-temps"),
    "TEXT": N_("le texte ne pouvait pas être vrai"),
}
"""What each rule of the guard keeps from happening, in a few words. Source: method 2d."""


@dataclass(frozen=True, slots=True)
class PassedOver:
    """The owner's word that one contact with a customer may break our own limits on a day (K15)."""

    customer_id: int
    valid_on: date
    granted_at: datetime
    granted_by: str
    why: str
    rules: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class ComplaintFact:
    """A complaint about how we contacted a customer."""

    id: int
    customer_id: int
    received_on: date
    about: ComplaintAbout
    words: str
    noted_by: str
