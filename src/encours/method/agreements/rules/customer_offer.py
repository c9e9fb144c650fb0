"""Reads what a customer proposes by itself: whether it keeps to our terms, or waits for us."""

from collections.abc import Sequence
from datetime import date
from itertools import pairwise

from encours.ground.kernel.clock import days_between
from encours.ground.kernel.money import Money
from encours.ground.kernel.reason import N_, Reason, Refused
from encours.method.agreements.rules.plan import Part, PlanDraft, PlanWish, beyond_terms
from encours.method.agreements.rules.terms import DEFAULT_PLAN_TERMS, PlanTerms
from encours.method.cases.rules.calendar import Calendar


def needs_us(on: date, *, broken: int, today: date, terms: PlanTerms = DEFAULT_PLAN_TERMS) -> bool:
    """Whether a promise made on the customer's page waits for us: far away, or after an agreement that broke.

    Source: method 5, «date ≤ 10 d → promise».
    """
    return broken > 0 or days_between(today, on) > terms.promise_within_days


def plan_of_parts(
    parts: Sequence[tuple[date, Money]],
    *,
    balance: Money,
    today: date,
    calendar: Calendar,
    terms: PlanTerms = DEFAULT_PLAN_TERMS,
) -> PlanDraft | Refused:
    """A plan in the parts that somebody names: in order of days, from today on, adding up to the balance.

    Days on which banks are closed move to the next business day.
    """
    lines = tuple(
        Part(place, calendar.next_open(day), amount) for place, (day, amount) in enumerate(parts, start=1)
    )
    if len(lines) < 2:
        return Refused(
            Reason(N_("Un échéancier a deux échéances au moins : sinon, notez une promesse.")), "instalments"
        )
    if any(line.amount.currency != balance.currency or line.amount.minor <= 0 for line in lines):
        return Refused(
            Reason(N_("Chaque échéance est un montant positif, dans la devise de la dette.")), "parts"
        )
    if lines[0].due_on < today or any(b.due_on <= a.due_on for a, b in pairwise(lines)):
        return Refused(Reason(N_("Les échéances se suivent, à partir d'aujourd'hui.")), "parts")
    draft = PlanDraft(lines)
    if draft.total != balance:
        text = N_("Les échéances font {total}, la dette est de {balance}.")
        return Refused(Reason(text, total=draft.total, balance=balance), "parts")
    wish = PlanWish(balance, lines[0].due_on, len(lines))
    return PlanDraft(lines, beyond_terms(lines, wish, today=today, terms=terms))
