"""The yearly look at every customer: what each costs and weighs, and who may be proposed: never more than two."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date
from decimal import Decimal
from enum import StrEnum

from encours.ground.kernel.money import Money
from encours.ground.kernel.months import add_months
from encours.ground.kernel.reason import N_, Reason, Refused


@dataclass(frozen=True, slots=True)
class ReviewTerms:
    """The terms of the review, in minor units, minutes and whole percents. Source: method 2i."""

    hour_minor: int = 4_000
    call_minutes: int = 15
    message_minutes: int = 3
    money_percent: int = 10
    margin_percent: int = 30
    dispute_minor: int = 8_000
    emotional_minor: int = 6_000
    least_stress: int = 2
    least_months: int = 12
    most_proposed: int = 2
    notice_months_a_year: int = 1
    most_notice_months: int = 18


DEFAULT_REVIEW = ReviewTerms()
MOST_STRESS = 3


class Exclusion(StrEnum):
    """Why a customer is never proposed."""

    UPHELD = "upheld"
    ON_TIME = "on_time"
    HELD = "held"
    BOUND = "bound"


EXCLUSION_LABELS = {
    Exclusion.UPHELD: N_("au moins la moitié de ses litiges étaient fondés : c'est à nous de changer"),
    Exclusion.ON_TIME: N_("un accord est en cours et à l'heure"),
    Exclusion.HELD: N_("deuil ou procédure collective"),
    Exclusion.BOUND: N_("un contrat nous engage"),
}


class ReviewDecision(StrEnum):
    """What the owner decided; parting comes last."""

    KEEP = "keep"
    PREPAY = "prepay"
    MINIMUM = "minimum"
    PRICE = "price"
    CONTACT = "contact"
    PART = "part"


DECISION_LABELS = {
    ReviewDecision.KEEP: N_("rien ne change"),
    ReviewDecision.PREPAY: N_("paiement à la commande"),
    ReviewDecision.MINIMUM: N_("commande minimale"),
    ReviewDecision.PRICE: N_("nouveau prix"),
    ReviewDecision.CONTACT: N_("un autre interlocuteur"),
    ReviewDecision.PART: N_("fin de la relation"),
}
ALTERNATIVES = (
    ReviewDecision.PREPAY,
    ReviewDecision.MINIMUM,
    ReviewDecision.PRICE,
    ReviewDecision.CONTACT,
)
"""Tried before parting. Source: method 2i."""


@dataclass(frozen=True, slots=True, kw_only=True)
class ServiceCost:
    """What serving a customer cost in twelve months."""

    chasing: Money
    lateness: Money
    disputes: Money
    emotional: Money
    losses: Money

    @property
    def total(self) -> Money:
        """All of it."""
        return self.chasing + self.lateness + self.disputes + self.emotional + self.losses


@dataclass(frozen=True, slots=True, kw_only=True)
class Worked:
    """What is counted of a customer over twelve months. `late_days_minor`: amount times days late, summed."""

    calls: int = 0
    messages: int = 0
    late_days_minor: int = 0
    groundless: int = 0
    emotional: int = 0
    losses_minor: int = 0


@dataclass(frozen=True, slots=True, kw_only=True)
class Reviewed:
    """One customer of the review. `votes`: 0 to 3 each; `mean`: theirs, where only it is told."""

    id: int
    name: str
    margin: Money
    cost: Money
    votes: tuple[int, ...] = ()
    mean: Decimal | None = None
    months: int | None = None
    disputes: int = 0
    upheld: int = 0
    exclusions: frozenset[Exclusion] = frozenset()

    @property
    def net(self) -> Money:
        """What is left of the margin once service is paid."""
        return self.margin - self.cost

    @property
    def stress(self) -> Decimal | None:
        """The mean vote; None before anybody voted."""
        if self.mean is not None:
            return self.mean
        return Decimal(sum(self.votes)) / len(self.votes) if self.votes else None


def cost_of(worked: Worked, currency: str, terms: ReviewTerms = DEFAULT_REVIEW) -> ServiceCost:
    """What serving a customer cost. Source: method 2i."""
    minutes = worked.calls * terms.call_minutes + worked.messages * terms.message_minutes
    lateness = worked.late_days_minor * terms.money_percent // 100 // 365
    return ServiceCost(
        chasing=Money(minutes * terms.hour_minor // 60, currency),
        lateness=Money(lateness, currency),
        disputes=Money(worked.groundless * terms.dispute_minor, currency),
        emotional=Money(worked.emotional * terms.emotional_minor, currency),
        losses=Money(worked.losses_minor, currency),
    )


def excluded(one: Reviewed) -> frozenset[Exclusion]:
    """Why a customer is never proposed, upheld disputes counted. Source: method 2i; R134."""
    was_right = one.disputes > 0 and one.upheld * 2 >= one.disputes
    return one.exclusions | (frozenset({Exclusion.UPHELD}) if was_right else frozenset())


def is_candidate(one: Reviewed, terms: ReviewTerms = DEFAULT_REVIEW) -> bool:
    """Whether parting may be thought of: it costs more than it brings, weighs on the team, for a year at least."""
    weighs = one.stress is not None and one.stress >= terms.least_stress
    return one.net.minor < 0 and weighs and (one.months or 0) >= terms.least_months and not excluded(one)


def proposed(lines: Sequence[Reviewed], terms: ReviewTerms = DEFAULT_REVIEW) -> tuple[Reviewed, ...]:
    """The worst first, two at most. Source: method 2i; R134."""
    found = sorted((one for one in lines if is_candidate(one, terms)), key=lambda one: one.net.minor)
    return tuple(found[: terms.most_proposed])


def notice_ends_on(since_on: date | None, today: date, terms: ReviewTerms = DEFAULT_REVIEW) -> date:
    """The end of a fair notice: a month for each year of the relationship, at least one. Source: method 2i."""
    years = (today.year - since_on.year) if since_on else 1
    months = min(max(1, years * terms.notice_months_a_year), terms.most_notice_months)
    return add_months(today, months)


@dataclass(frozen=True, slots=True, kw_only=True)
class Parting:
    """How a relationship is ended: when, with which alternative, that nothing forbidden plays a part."""

    ends_on: date
    is_grave: bool = False
    is_free_of_grounds: bool = False
    tried: ReviewDecision | None = None


def problem_of_parting(
    one: Reviewed, all_lines: Sequence[Reviewed], parting: Parting, *, earliest: date, terms: ReviewTerms
) -> Refused | None:
    """What forbids ending a relationship: not proposed, no notice, no alternative looked at, a forbidden ground."""
    if one.id not in {x.id for x in proposed(all_lines, terms)}:
        return Refused(Reason(N_("La revue ne propose pas de se séparer de ce client.")))
    if parting.tried is None:
        return Refused(Reason(N_("Dites quelle autre voie a été regardée d'abord.")), "tried")
    if not parting.is_free_of_grounds:
        text = N_("Confirmez qu'aucun motif protégé n'entre en compte.")
        return Refused(Reason(text), "is_free_of_grounds")
    if parting.ends_on < earliest and not parting.is_grave:
        text = N_("Le préavis va au moins jusqu'au {earliest}, sauf manquement grave.")
        return Refused(Reason(text, earliest=earliest), "ends_on")
    return None
