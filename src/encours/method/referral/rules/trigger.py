"""When outside help is proposed, and when never. Source: method 2j, R123, R124, R132."""

from dataclasses import dataclass
from decimal import Decimal

from encours.ground.kernel.money import Money
from encours.ground.kernel.reason import N_, Reason

HOURS_PER_MILLION, CASES_PER_PERSON, RECOVERY_RATE = 6, 15, Decimal("0.30")
ENOUGH_REASONS = 2
ASK_FROM_DAYS = 1
"""Help may be asked for from the first day late (R132)."""


@dataclass(frozen=True, slots=True, kw_only=True)
class HelpFacts:
    """What is known of a case and of the house; None is unknown and proves nothing."""

    balance: Money
    least_minor: int
    days_past_due: int
    has_refused: bool = False
    is_plan_b_due: bool = False
    is_agency_best: bool = False
    is_language_unspoken: bool = False
    is_disputed: bool = False
    is_insolvent: bool = False
    is_time_barred: bool = False
    is_key: bool = False
    hours_week: Decimal | None = None
    revenue: Money | None = None
    open_cases: int | None = None
    staff: int | None = None
    recovered_rate: Decimal | None = None


@dataclass(frozen=True, slots=True)
class Help:
    """Whether help may be asked for, whether it is proposed, and why. `never`: what forbids a hand-over today."""

    may_ask: bool
    is_proposed: bool
    reasons: tuple[Reason, ...]
    never: tuple[Reason, ...]


def help_of(facts: HelpFacts) -> Help:
    """Any two reasons propose help; a refusal does alone (R124); what forbids it always wins."""
    reasons, never = tuple(_reasons(facts)), tuple(_never(facts))
    is_enough = len(reasons) >= ENOUGH_REASONS or facts.has_refused
    return Help(facts.days_past_due >= ASK_FROM_DAYS, is_enough and not never, reasons, never)


def _reasons(facts: HelpFacts) -> list[Reason]:
    found: list[Reason] = []
    if facts.has_refused:
        found.append(Reason(N_("Le client refuse de payer.")))
    if facts.is_plan_b_due:
        found.append(Reason(N_("La mesure annoncée arrive à son jour.")))
    if facts.is_agency_best:
        found.append(Reason(N_("Une société de recouvrement rapporterait le plus, tous frais déduits.")))
    if facts.is_language_unspoken:
        found.append(Reason(N_("Personne ici ne parle la langue de ce client.")))
    return found + _of_the_house(facts)


def _of_the_house(facts: HelpFacts) -> list[Reason]:
    """Collecting costs too much: hours, cases, what still comes in."""
    found: list[Reason] = []
    hours, revenue = facts.hours_week, facts.revenue
    if hours is not None and revenue is not None and hours > HOURS_PER_MILLION * revenue.decimal / 1_000_000:
        text = N_("{hours} heures de relance par semaine\u00a0: plus de {most} par million de ventes.")
        found.append(Reason(text, hours=hours, most=HOURS_PER_MILLION))
    cases, staff = facts.open_cases, facts.staff
    if cases is not None and staff and cases > CASES_PER_PERSON * staff:
        text = N_("{cases} dossiers ouverts\u00a0: plus de {most} par personne.")
        found.append(Reason(text, cases=cases, most=CASES_PER_PERSON))
    if facts.recovered_rate is not None and facts.recovered_rate < RECOVERY_RATE:
        found.append(Reason(N_("Moins de 30\u00a0% des dossiers anciens rentrent en 90 jours.")))
    return found


def _never(facts: HelpFacts) -> list[Reason]:
    found: list[Reason] = []
    if facts.balance.minor < facts.least_minor:
        text = N_("Solde trop faible\u00a0: rien n'est transmis sous {least}.")
        found.append(Reason(text, least=Money(facts.least_minor, facts.balance.currency)))
    if facts.is_disputed:
        found.append(Reason(N_("Un litige est ouvert\u00a0: y répondre d'abord.")))
    if facts.is_insolvent:
        found.append(
            Reason(N_("Procédure collective\u00a0: la créance se déclare, elle ne se transmet pas."))
        )
    if facts.is_time_barred:
        found.append(Reason(N_("La créance est prescrite.")))
    return found
