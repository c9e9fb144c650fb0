"""Whose customers are whose today: mine with those I stand in for, and those that nobody looks after."""

from dataclasses import dataclass
from typing import Any

from django.urls import reverse

from encours.books.creditor import queries as creditor_queries
from encours.books.creditor.rules.roles import Permission
from encours.faces.desk.addresses import with_query
from encours.faces.desk.who import Desk
from encours.ground.kernel.reason import N_, Reason
from encours.method.strategy import queries as strategy_queries


@dataclass(frozen=True, slots=True)
class Portfolios:
    """The account managers whose customers are those of the person at the desk, and those of nobody."""

    mine: frozenset[int]
    unattended: frozenset[int]


def portfolios(desk: Desk) -> Portfolios:
    """Read anew: an absence noted a minute ago counts."""
    duty = creditor_queries.duty(desk.entity.id, today=desk.act.today)
    own = frozenset({desk.member.id, *duty.for_whom.get(desk.member.id, ())})
    return Portfolios(own, frozenset(duty.unattended))


def duty_notes(desk: Desk) -> list[dict[str, Any]]:
    """For whom one stands in today, and, for who decides, whose customers nobody looks after."""
    today, duty = desk.act.today, creditor_queries.duty(desk.entity.id, today=desk.act.today)
    notes = []
    away = {kept.draft.member_id: kept for kept in creditor_queries.absences(desk.entity.id, today=today)}
    for member in sorted(duty.for_whom.get(desk.member.id, set()) - {desk.member.id}):
        if kept := away.get(member):
            text = N_("Vous remplacez {name} jusqu'au {until}.")
            said = Reason(text, name=kept.member_name, until=kept.draft.last_on)
            notes.append(_note("press", "user-check", said, "mine"))
    if desk.may(Permission.DECIDE) and duty.unattended:
        count = strategy_queries.customers_listed_for(desk.entity.id, duty.unattended)
        if count:
            text = N_("Clients à suivre que personne ne suit aujourd'hui : {count} ({names}).")
            said = Reason(text, count=count, names=", ".join(sorted(duty.unattended.values())))
            notes.append(_note("today", "user-x", said, "unattended"))
    return notes


def _note(tone: str, icon: str, text: Reason, shown: str) -> dict[str, Any]:
    return {"tone": tone, "icon": icon, "text": text, "url": with_query(reverse("desk:customers"), vue=shown)}
