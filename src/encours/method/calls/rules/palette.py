"""The ways out that a caller may offer, sized to the case; what needs more than a call is told as such."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, datetime, timedelta
from enum import StrEnum

from encours.ground.kernel.money import Money
from encours.ground.kernel.reason import N_, Reason
from encours.method.calls.rules.follow_up import FollowUpKind
from encours.method.cases.rules.calendar import Calendar

PARTS_FROM_MINOR = 20_000
LEAST_INSTALMENT_MINOR = 5_000
MOST_INSTALMENTS = 6
FIRST_WITHIN_DAYS = 7
"""Source: method 2e, Plans."""


class Option(StrEnum):
    """One way out. Source: R048, R088."""

    FULL = "full"
    TWO_PARTS = "two_parts"
    PLAN = "plan"
    PART_NOW = "part_now"
    DATE = "date"
    RESEND = "resend"
    DISPUTE = "dispute"
    CREDIT_NOTE = "credit_note"
    HOLD = "hold"
    CALL_BACK = "call_back"
    MEDIATION = "mediation"
    SETTLEMENT = "settlement"


MONEY = frozenset({Option.FULL, Option.TWO_PARTS, Option.PLAN, Option.PART_NOW, Option.DATE})
TASKS = {
    Option.TWO_PARTS: FollowUpKind.WRITE_PLAN,
    Option.PLAN: FollowUpKind.WRITE_PLAN,
    Option.CREDIT_NOTE: FollowUpKind.CREDIT_NOTE,
    Option.MEDIATION: FollowUpKind.MEDIATION,
    Option.SETTLEMENT: FollowUpKind.SETTLEMENT,
}
"""What a person still has to write or decide after the call."""
CONCESSIONS = frozenset({Option.CREDIT_NOTE, Option.SETTLEMENT})


@dataclass(frozen=True, slots=True)
class PaletteFacts:
    """The case as the palette reads it. `locked_until`: concessions rest after an emotional exchange (R073)."""

    due: Money
    today: date
    calendar: Calendar
    now: datetime
    broken_agreements: int = 0
    locked_until: datetime | None = None
    has_copy: bool = False
    is_strained: bool = False


@dataclass(frozen=True, slots=True)
class Offer:
    """An option with its figures. `amount` and `on` are those of the first payment.

    `is_task`: nothing is decided in the call, somebody does it by a day. `locked`: why it cannot be had now.
    """

    option: Option
    title: Reason
    detail: Reason
    amount: Money | None = None
    on: date | None = None
    is_task: bool = False
    locked: Reason | None = None


def palette(facts: PaletteFacts) -> tuple[Offer, ...]:
    """The options of a case, money first. Source: method 2e (table of broken agreements), R048, R073, R088."""
    return (*_money(facts), *_help(facts), *_decided_by_others(facts))


def offer_of(offers: Sequence[Offer], option: str) -> Offer | None:
    """One of the options; None when it is not offered or cannot be had now."""
    return next((o for o in offers if o.option.value == option and o.locked is None), None)


def first_part(facts: PaletteFacts) -> Money:
    """The first payment of a plan, at least 50, at most all; `is_strained` asks for a tenth.

    A fifth; after two broken agreements three tenths, whoever it is. Source: method 2e, Plans.
    """
    share = 3 if facts.broken_agreements >= 2 else 1 if facts.is_strained else 2
    wanted = max(-(-facts.due.minor * share // 10), min(LEAST_INSTALMENT_MINOR, facts.due.minor))
    return Money(min(wanted, facts.due.minor), facts.due.currency)


def _money(facts: PaletteFacts) -> list[Offer]:
    due, soon = facts.due, _within(facts, 5 if facts.broken_agreements >= 2 else FIRST_WITHIN_DAYS)
    if due.minor <= 0:
        return []
    detail = Reason(N_("{amount} d'ici le {on}"), amount=due, on=soon)
    found = [Offer(Option.FULL, Reason(N_("En une fois")), detail, due, soon)]
    if facts.broken_agreements >= 3:
        return found
    later = _within(facts, 10)
    known = N_("{amount} à une date sûre, au plus tard le {on}")
    found.append(
        Offer(Option.DATE, Reason(N_("Une date plus tard")), Reason(known, amount=due, on=later), due, later)
    )
    if due.minor < PARTS_FROM_MINOR:
        return found
    half, rest = due.split(2)
    month = facts.calendar.next_open(facts.today + timedelta(days=30))
    two = N_("{first} d'ici le {on}, {rest} d'ici le {month}")
    found.append(
        Offer(
            Option.TWO_PARTS,
            Reason(N_("En deux fois")),
            Reason(two, first=half, on=soon, rest=rest, month=month),
            half,
            soon,
        )
    )
    first = first_part(facts)
    count = min(MOST_INSTALMENTS, max(2, (due.minor - first.minor) // LEAST_INSTALMENT_MINOR + 1))
    plan = N_("{first} d'ici le {on}, puis des dates égales sur 90 jours au plus, {count} versements au plus")
    found.append(
        Offer(
            Option.PLAN,
            Reason(N_("Un échéancier")),
            Reason(plan, first=first, on=soon, count=count),
            first,
            soon,
        )
    )
    part = N_("{first} aujourd'hui ou demain, une date écrite pour le reste")
    found.append(
        Offer(
            Option.PART_NOW, Reason(N_("Une part maintenant")), Reason(part, first=first), first, facts.today
        )
    )
    return found


def _help(facts: PaletteFacts) -> list[Offer]:
    copy = N_("la copie part aujourd'hui, pendant l'appel")
    no_copy = N_("aucune copie n'est jointe à la facture")
    week = _within(facts, FIRST_WITHIN_DAYS)
    return [
        Offer(
            Option.RESEND,
            Reason(N_("Renvoyer la facture")),
            Reason(copy if facts.has_copy else no_copy),
            locked=None if facts.has_copy else Reason(N_("joignez d'abord la copie")),
        ),
        Offer(
            Option.DISPUTE,
            Reason(N_("Ouvrir un litige")),
            Reason(N_("la partie contestée attend notre réponse, le reste garde sa date")),
        ),
        Offer(
            Option.CALL_BACK,
            Reason(N_("Convenir d'un rappel")),
            Reason(N_("un jour et une heure, au plus tard le {on}"), on=week),
            on=week,
        ),
        Offer(
            Option.HOLD,
            Reason(N_("Mettre en attente")),
            Reason(N_("plus aucun contact jusqu'à une date, avec son motif")),
        ),
    ]


def _decided_by_others(facts: PaletteFacts) -> list[Offer]:
    wait = None
    if facts.locked_until and facts.now < facts.locked_until:
        wait = Reason(N_("pas avant {until} : l'échange était difficile"), until=facts.locked_until)
    return [
        Offer(
            Option.CREDIT_NOTE,
            Reason(N_("Un avoir")),
            Reason(N_("se prépare après l'appel : ne l'annoncez pas encore")),
            is_task=True,
            locked=wait,
        ),
        Offer(
            Option.MEDIATION,
            Reason(N_("Une médiation")),
            Reason(N_("gratuite et confidentielle ; une tâche datée la prépare")),
            is_task=True,
        ),
        Offer(
            Option.SETTLEMENT,
            Reason(N_("Un règlement partiel")),
            Reason(N_("le dirigeant seul en décide, plus tard : rien n'est promis aujourd'hui")),
            is_task=True,
            locked=wait,
        ),
    ]


def _within(facts: PaletteFacts, days: int) -> date:
    return facts.calendar.next_open(facts.today + timedelta(days=days))
