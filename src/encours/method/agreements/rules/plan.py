"""Builds a payment plan: its instalments, their dates, what only the owner may agree to. Sums to the cent."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, timedelta
from enum import StrEnum
from itertools import pairwise

from encours.ground.kernel.clock import days_between
from encours.ground.kernel.money import Money
from encours.ground.kernel.months import add_months
from encours.ground.kernel.reason import N_, Reason, Refused
from encours.method.agreements.rules.terms import DEFAULT_PLAN_TERMS, PlanTerms
from encours.method.cases.rules.calendar import Calendar

_WHOLE = 100
_FEWEST = 2


class Rhythm(StrEnum):
    """How far apart instalments lie."""

    WEEKLY = "weekly"
    FORTNIGHTLY = "fortnightly"
    MONTHLY = "monthly"


RHYTHM_LABELS = {
    Rhythm.WEEKLY: N_("chaque semaine"),
    Rhythm.FORTNIGHTLY: N_("toutes les deux semaines"),
    Rhythm.MONTHLY: N_("chaque mois"),
}
_DAYS = {Rhythm.WEEKLY: 7, Rhythm.FORTNIGHTLY: 14}


@dataclass(frozen=True, slots=True)
class PlanWish:
    """What is asked for: `first` is the amount of the first instalment, None where all are equal."""

    balance: Money
    first_on: date
    instalments: int
    rhythm: Rhythm = Rhythm.MONTHLY
    first: Money | None = None


@dataclass(frozen=True, slots=True)
class Part:
    """One part of a plan: what falls due, on which business day."""

    place: int
    due_on: date
    amount: Money


@dataclass(frozen=True, slots=True)
class PlanDraft:
    """A plan that adds up. `owner`: why only the owner may agree to it; empty where anybody may."""

    instalments: tuple[Part, ...]
    owner: tuple[Reason, ...] = ()

    @property
    def total(self) -> Money:
        """The sum of all instalments: the balance, to the cent."""
        amounts = [instalment.amount for instalment in self.instalments]
        return sum(amounts[1:], amounts[0])


def build_plan(
    wish: PlanWish,
    *,
    today: date,
    calendar: Calendar,
    terms: PlanTerms = DEFAULT_PLAN_TERMS,
    is_strained: bool = False,
) -> PlanDraft | Refused:
    """The instalments of a plan, on business days; the last one takes the rounding.

    A first part that is named leaves the rest to be shared equally. `is_strained`: the customer struggles, and
    a smaller first part is enough. What goes beyond the terms needs the owner; what cannot be a plan is refused.
    Source: method 2e.
    """
    if refused := _impossible(wish, today=today):
        return refused
    amounts = _amounts(wish)
    days = [calendar.next_open(_on(wish, place)) for place in range(wish.instalments)]
    if any(later <= sooner for sooner, later in pairwise(days)):
        return Refused(Reason(N_("Deux échéances tomberaient le même jour ouvré : espacez-les.")), "rhythm")
    lines = tuple(
        Part(place, day, Money(minor, wish.balance.currency))
        for place, (day, minor) in enumerate(zip(days, amounts, strict=True), start=1)
    )
    return PlanDraft(lines, beyond_terms(lines, wish, today=today, terms=terms, is_strained=is_strained))


def _impossible(wish: PlanWish, *, today: date) -> Refused | None:
    if wish.balance.minor <= 0:
        return Refused(Reason(N_("Rien n'est dû : il n'y a pas d'échéancier à faire.")), "balance")
    if wish.instalments < _FEWEST:
        return Refused(
            Reason(N_("Un échéancier a deux échéances au moins : sinon, notez une promesse.")), "instalments"
        )
    if wish.first_on < today:
        return Refused(
            Reason(N_("La première échéance est passée : choisissez un jour à venir.")), "first_on"
        )
    if wish.first is not None and wish.first.currency != wish.balance.currency:
        return Refused(Reason(N_("La première échéance est dans une autre devise que la dette.")), "first")
    if wish.first is not None and not 0 < wish.first.minor < wish.balance.minor:
        return Refused(Reason(N_("La première échéance est plus que rien et moins que le tout.")), "first")
    left = wish.balance.minor - (wish.first.minor if wish.first else 0)
    if left < wish.instalments - (1 if wish.first else 0):
        return Refused(Reason(N_("La dette est trop petite pour tant d'échéances.")), "instalments")
    return None


def _amounts(wish: PlanWish) -> list[int]:
    """Equal parts in minor units; the last takes what rounding leaves."""
    head = [] if wish.first is None else [wish.first.minor]
    left, parts = wish.balance.minor - sum(head), wish.instalments - len(head)
    each = left // parts
    return [*head, *([each] * (parts - 1)), left - each * (parts - 1)]


def _on(wish: PlanWish, place: int) -> date:
    if wish.rhythm is Rhythm.MONTHLY:
        return add_months(wish.first_on, place)
    return wish.first_on + timedelta(days=_DAYS[wish.rhythm] * place)


def beyond_terms(
    lines: Sequence[Part],
    wish: PlanWish,
    *,
    today: date,
    terms: PlanTerms = DEFAULT_PLAN_TERMS,
    is_strained: bool = False,
) -> tuple[Reason, ...]:
    """What of a plan goes beyond the terms that anybody may agree to. Source: method 2e."""
    least_percent = terms.strained_first_percent if is_strained else terms.first_percent
    found = []
    if len(lines) > terms.most_instalments:
        found.append(Reason(N_("Plus de {most} échéances"), most=terms.most_instalments))
    if days_between(today, lines[-1].due_on) > terms.longest_days:
        found.append(Reason(N_("Plus de {days} jours jusqu'à la dernière échéance"), days=terms.longest_days))
    if days_between(today, wish.first_on) > terms.first_within_days:
        found.append(Reason(N_("Première échéance dans plus de {days} jours"), days=terms.first_within_days))
    if lines[0].amount.minor * _WHOLE < wish.balance.minor * least_percent:
        found.append(
            Reason(N_("Première échéance de moins de {percent} % de la dette"), percent=least_percent)
        )
    if min(line.amount.minor for line in lines) < terms.least_minor:
        least = Money(terms.least_minor, wish.balance.currency)
        found.append(Reason(N_("Une échéance de moins de {least}"), least=least))
    return tuple(found)
