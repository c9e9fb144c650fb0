"""The days of the law that a company has to look at: those of its own country and of its debtors'."""

from django.utils.translation import get_language

from encours.books.creditor import queries as creditor_queries
from encours.books.receivables.queries.aged import laws_of_debtors
from encours.flows.legal.in_force import law_in_force
from encours.flows.while_unchanged import while_unchanged
from encours.ground.evidence.acts import Act
from encours.ground.kernel.reason import Reason
from encours.ground.law.pack import Library
from encours.ground.law.rules.watching import Near, dates_to_watch
from encours.ground.law.unknown import LawUnknown

DAYS_AHEAD = 45
"""Rates of a semester are published in its first days: six weeks before leaves time to look."""


def near_dates(act: Act) -> list[Near]:
    """What to look at now, the first first."""
    return while_unchanged(act.entity_id, "law_dates", act.today, lambda: _near(act))


def words_of(near: Near) -> str | Reason:
    """What to look at, in the language spoken now."""
    if near.words is None:
        return near.reason or ""
    return near.words.get((get_language() or "fr")[:2], near.words["fr"])


def codes_in_use(entity_id: int, law: Library) -> set[str]:
    """The jurisdictions of a company and of whoever owes it."""
    entity = creditor_queries.entity(entity_id)
    sought = {(of.jurisdiction, of.region) for of in laws_of_debtors(entity_id)}
    return {code for sign in {*sought, (entity.country, entity.region)} if (code := _code(law, *sign))}


def _near(act: Act) -> list[Near]:
    law = law_in_force(act.entity_id)
    return dates_to_watch(law, today=act.today, days=DAYS_AHEAD, codes=codes_in_use(act.entity_id, law))


def _code(law: Library, country: str, region: str) -> str:
    try:
        return law.of_country(country, region).code
    except LawUnknown:
        return ""
