"""What remains to be done after a call by a person and a day; visits are by appointment, at a place of business."""

from dataclasses import dataclass
from datetime import date, datetime
from enum import StrEnum

from encours.books.creditor.rules.roles import Role
from encours.ground.kernel.reason import N_, Reason, Refused


class FollowUpKind(StrEnum):
    """What is to be done."""

    FIND_NUMBER = "find_number"
    FIND_PERSON = "find_person"
    RESUME_CALMLY = "resume_calmly"
    OPEN_DISPUTE = "open_dispute"
    WRITE_PLAN = "write_plan"
    CHECK_BANK = "check_bank"
    OWNER_DECIDES = "owner_decides"
    SETTLEMENT = "settlement"
    MEDIATION = "mediation"
    OUTSIDE_HELP = "outside_help"
    TALK_BUSINESS = "talk_business"
    CREDIT_NOTE = "credit_note"
    VISIT = "visit"
    OTHER = "other"


FOLLOW_UP_LABELS = {
    FollowUpKind.FIND_NUMBER: N_("trouver le bon numéro"),
    FollowUpKind.FIND_PERSON: N_("trouver la bonne personne"),
    FollowUpKind.RESUME_CALMLY: N_("reprendre l'échange au calme, par une autre voix"),
    FollowUpKind.OPEN_DISPUTE: N_("ouvrir le litige et en accuser réception"),
    FollowUpKind.WRITE_PLAN: N_("écrire la proposition d'échéancier"),
    FollowUpKind.CHECK_BANK: N_("chercher le virement à la banque"),
    FollowUpKind.OWNER_DECIDES: N_("décision du dirigeant"),
    FollowUpKind.SETTLEMENT: N_("examiner un règlement partiel"),
    FollowUpKind.MEDIATION: N_("proposer une médiation"),
    FollowUpKind.OUTSIDE_HELP: N_("examiner une aide extérieure (médiateur, agence, avocat)"),
    FollowUpKind.TALK_BUSINESS: N_("en parler au prochain rendez-vous commercial"),
    FollowUpKind.CREDIT_NOTE: N_("préparer l'avoir"),
    FollowUpKind.VISIT: N_("rendez-vous chez le client"),
    FollowUpKind.OTHER: N_("à faire"),
}
WHO = {
    FollowUpKind.OWNER_DECIDES: Role.OWNER,
    FollowUpKind.SETTLEMENT: Role.OWNER,
    FollowUpKind.OUTSIDE_HELP: Role.OWNER,
    FollowUpKind.MEDIATION: Role.MANAGER,
    FollowUpKind.CREDIT_NOTE: Role.MANAGER,
    FollowUpKind.TALK_BUSINESS: Role.ACCOUNT_MANAGER,
}
"""Whose it is; the caller's own where nothing is said."""
_HOMES = ("domicile", "chez lui", "chez elle", "maison", "appartement", "at home", "private home")


@dataclass(frozen=True, slots=True)
class FollowUpDraft:
    """Something to be done. `due_at`, `place` and `person` belong to a visit."""

    customer_id: int
    kind: FollowUpKind
    due_on: date
    what: str = ""
    case_id: int | None = None
    note_id: int | None = None
    member_id: int | None = None
    due_at: datetime | None = None
    place: str = ""
    contact_id: int | None = None
    person: str = ""


def problem_of_follow_up(draft: FollowUpDraft, *, today: date) -> Refused | None:
    """A day to come, and words where the kind says nothing."""
    if draft.due_on < today:
        return Refused(Reason(N_("Cette date est déjà passée.")), "due_on")
    if draft.kind is FollowUpKind.OTHER and not draft.what.strip():
        return Refused(Reason(N_("Dites en quelques mots ce qui est à faire.")), "what")
    return None


def problem_of_visit(
    draft: FollowUpDraft, *, is_business: bool, is_place_of_business: bool, now: datetime
) -> Refused | None:
    """Only by appointment, only where they work: never at anybody's home. Source: method G11."""
    if not is_business:
        return Refused(Reason(N_("Personne ne se rend chez un particulier pour une facture.")))
    if any(word in draft.place.casefold() for word in _HOMES):
        return Refused(Reason(N_("Jamais à un domicile : seulement à l'adresse de l'entreprise.")), "place")
    if not is_place_of_business:
        return Refused(
            Reason(N_("Confirmez que c'est l'adresse de l'entreprise, pas un domicile.")),
            "is_place_of_business",
        )
    if not draft.place.strip():
        return Refused(Reason(N_("Indiquez l'adresse de l'entreprise.")), "place")
    if not draft.person.strip():
        return Refused(
            Reason(N_("Indiquez qui a accepté le rendez-vous : personne ne vient sans être attendu.")),
            "person",
        )
    if draft.due_at is None or draft.due_at <= now:
        return Refused(Reason(N_("Indiquez le jour et l'heure convenus, à venir.")), "due_on")
    return None
