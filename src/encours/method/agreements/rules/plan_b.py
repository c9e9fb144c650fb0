"""Plan B of an agreement: its measure, when it is ready, when it may be named, why it may be withdrawn."""

from dataclasses import dataclass
from datetime import date
from enum import StrEnum

from encours.ground.kernel.reason import N_, Reason, Refused
from encours.method.agreements.rules.words import AgreementKind
from encours.method.cases.rules.calendar import Calendar

NAMED_FROM_BROKEN = 2
"""From how many broken agreements on plan B is named to the customer. Source: method 2e, G6."""


class Measure(StrEnum):
    """What we do when the agreement is not kept, mildest first."""

    SHORT_PLAN = "short_plan"
    NEW_ORDERS_PREPAID = "new_orders_prepaid"
    MEDIATION = "mediation"
    AGENCY = "agency"
    LAWYER = "lawyer"
    COURT = "court"


MEASURE_LABELS = {
    Measure.SHORT_PLAN: N_("un échéancier court"),
    Measure.NEW_ORDERS_PREPAID: N_("les commandes payées d'avance"),
    Measure.MEDIATION: N_("une médiation"),
    Measure.AGENCY: N_("la société de recouvrement"),
    Measure.LAWYER: N_("notre avocat"),
    Measure.COURT: N_("le tribunal"),
}
PLAN_B_SENTENCES = {
    Measure.SHORT_PLAN: N_("nous vous demanderons un échéancier court"),
    Measure.NEW_ORDERS_PREPAID: N_("les nouvelles commandes se règleront à la commande"),
    Measure.MEDIATION: N_("nous vous proposerons une médiation"),
    Measure.AGENCY: N_("le dossier sera confié à notre société de recouvrement partenaire {partner}"),
    Measure.LAWYER: N_("le dossier sera confié à notre avocat {partner}"),
    Measure.COURT: N_("nous saisirons le tribunal"),
}
"""How each measure is named to the customer, once it may be; `partner` is who carries it out."""
OUTSIDE = frozenset({Measure.AGENCY, Measure.LAWYER, Measure.COURT})
"""Measures that a third party carries out: an account or a mandate, a quote, and the whole file come first."""


class Readiness(StrEnum):
    """What must be true before plan B may be named: four facts, each with its day."""

    ACCOUNT = "account"
    QUOTE = "quote"
    EVIDENCE = "evidence"
    APPROVAL = "approval"


READINESS_LABELS = {
    Readiness.ACCOUNT: N_("le partenaire est choisi et le compte ouvert"),
    Readiness.QUOTE: N_("le devis est reçu"),
    Readiness.EVIDENCE: N_("le dossier de preuve est complet"),
    Readiness.APPROVAL: N_("le dirigeant est d'accord"),
}


class Withdrawal(StrEnum):
    """The only reasons for which a plan B that was named does not take place. Source: method 2e."""

    PAYMENT = "payment"
    AGREEMENT = "agreement"
    DISPUTE_VALID = "dispute_valid"
    HARDSHIP = "hardship"
    INSOLVENCY = "insolvency"
    BEREAVEMENT = "bereavement"


WITHDRAWAL_LABELS = {
    Withdrawal.PAYMENT: N_("tout est payé"),
    Withdrawal.AGREEMENT: N_("un accord écrit, premier versement reçu"),
    Withdrawal.DISPUTE_VALID: N_("le litige est fondé"),
    Withdrawal.HARDSHIP: N_("les difficultés sont prouvées"),
    Withdrawal.INSOLVENCY: N_("procédure collective"),
    Withdrawal.BEREAVEMENT: N_("deuil"),
}
_MAY_BE_NAMED_AGAIN = frozenset(
    {Withdrawal.DISPUTE_VALID, Withdrawal.HARDSHIP, Withdrawal.INSOLVENCY, Withdrawal.BEREAVEMENT}
)
"""After these the facts are others. After a payment or an agreement the word was given: it is not given twice."""


@dataclass(frozen=True, slots=True)
class PlanBDraft:
    """What is to happen if the agreement is not kept: the measure, how many days after its date, who carries it out.

    `owner_id`: the user who is ready to do it.
    """

    measure: Measure
    after_days: int
    owner_id: int | None
    words: str = ""


@dataclass(frozen=True, slots=True)
class PlanB:
    """One plan B as it stands. `due_on`: the day it is to be carried out, once named."""

    id: int
    customer_id: int
    case_id: int
    measure: Measure
    after_days: int
    owner_id: int | None
    words: str = ""
    ready: frozenset[Readiness] = frozenset()
    named_on: date | None = None
    due_on: date | None = None
    executed_on: date | None = None
    withdrawn_on: date | None = None
    withdrawal: Withdrawal | None = None

    @property
    def needed(self) -> frozenset[Readiness]:
        """What must be ready: inside measures need only the owner's word."""
        return frozenset(Readiness) if self.measure in OUTSIDE else frozenset({Readiness.APPROVAL})

    @property
    def missing(self) -> tuple[Readiness, ...]:
        """What is not ready yet, in order."""
        return tuple(one for one in Readiness if one in self.needed and one not in self.ready)

    @property
    def is_ready(self) -> bool:
        """Whether it may be named as far as preparation goes."""
        return not self.missing

    @property
    def stands(self) -> bool:
        """Whether it was named and is still to be carried out."""
        return self.named_on is not None and self.executed_on is None and self.withdrawn_on is None


def default_plan_b(kind: AgreementKind, *, broken: int, owner_id: int | None) -> PlanBDraft:
    """The next measure of the chain: a new date, then a plan, then the agency. Source: R103."""
    is_last = kind is AgreementKind.PLAN or broken >= 1
    return PlanBDraft(Measure.AGENCY if is_last else Measure.SHORT_PLAN, 10 if is_last else 1, owner_id)


def problem_of_plan_b(draft: PlanBDraft) -> Refused | None:
    """What a plan B lacks: somebody ready to carry it out, a sensible number of days. Source: R102."""
    if draft.owner_id is None:
        return Refused(Reason(N_("Indiquez qui est prêt à exécuter le plan B.")), "plan_b_owner")
    if not 0 <= draft.after_days <= MOST_DAYS:
        return Refused(Reason(N_("Entre 0 et {most} jours après la date."), most=MOST_DAYS), "plan_b_days")
    return None


MOST_DAYS = 60
"""A plan B further away than that is none."""


@dataclass(frozen=True, slots=True)
class Naming:
    """When plan B would be named: after how many broken agreements, at a formal stage or not, for which day."""

    broken: int
    due_on: date
    is_formal: bool = False


def problem_of_naming(
    plan_b: PlanB, former: tuple[PlanB, ...], naming: Naming, *, today: date
) -> Refused | None:
    """What forbids naming plan B to the customer: too early, not ready, already named, no day to come.

    former: the other plans B of the case. Source: R104, R106; method 2e; ruling 2.
    """
    if plan_b.stands or any(_was_named(one) for one in former):
        return Refused(Reason(N_("Le plan B a déjà été annoncé : un second dernier avis n'existe pas.")))
    if plan_b.withdrawn_on or plan_b.executed_on:
        return Refused(Reason(N_("Ce plan B n'est plus en vigueur.")))
    if naming.broken < NAMED_FROM_BROKEN and not naming.is_formal:
        return Refused(
            Reason(N_("Le plan B reste privé : il se nomme après deux accords non suivis d'un paiement."))
        )
    if missing := plan_b.missing:
        parts = [Reason(READINESS_LABELS[one]) for one in missing]
        return Refused(Reason(N_("Le plan B n'est pas prêt. Il manque : {parts}."), parts=parts))
    if naming.due_on <= today:
        return Refused(Reason(N_("Indiquez une autre date à venir.")), "due_on")
    return None


def _was_named(one: PlanB) -> bool:
    return one.named_on is not None and one.withdrawal not in _MAY_BE_NAMED_AGAIN


def problem_of_withdrawal(plan_b: PlanB, because: Withdrawal | None) -> Refused | None:
    """What forbids withdrawing a plan B that was named: it does not stand, or no fact of the list. Source: 2e."""
    if not plan_b.stands:
        return Refused(Reason(N_("Ce plan B n'est pas annoncé.")))
    if because is None:
        return Refused(
            Reason(N_("Un plan B annoncé ne se retire que pour un fait de la liste.")), "withdrawal"
        )
    return None


def is_late(plan_b: PlanB, *, today: date, calendar: Calendar) -> bool:
    """Whether the business day after its day has passed and nobody carried it out: the owner is alerted (R107)."""
    return plan_b.stands and plan_b.due_on is not None and today > calendar.after(plan_b.due_on, 1)
