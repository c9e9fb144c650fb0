"""Today, because of calls: summaries to send first, then what has its hour, then what has its day."""

from collections.abc import Mapping
from datetime import datetime
from typing import Any

from django.urls import reverse
from django.utils.translation import get_language

from encours.books.creditor import queries as creditor_queries
from encours.books.creditor.rules.roles import Permission
from encours.faces.desk.who import Desk
from encours.flows.calling import agenda as agendas
from encours.ground.kernel.clock import local_time
from encours.ground.kernel.reason import N_, Reason
from encours.ground.plumbing.formats import hour_text
from encours.method.calls.queries.under_way import FollowUpFact
from encours.method.calls.rules.follow_up import FOLLOW_UP_LABELS, FollowUpKind


def agenda_parts(desk: Desk) -> dict[str, list[dict[str, Any]]]:
    """Summaries that have not left, and what calls left to do today, by hour."""
    found = agendas.agenda(desk.act)
    may_contact = desk.may(Permission.CONTACT)
    names = names_of_team(desk) if found.follow_ups else {}
    return {
        "summaries": [_summary(each, may_contact=may_contact) for each in found.summaries],
        "agenda": [
            *(_call_back(desk, each, may_contact=may_contact) for each in found.call_backs),
            *(follow_up_row(desk, each, names) for each in found.follow_ups if each.due_at),
            *(follow_up_row(desk, each, names) for each in found.follow_ups if not each.due_at),
        ],
    }


def _summary(waiting: agendas.Waiting, *, may_contact: bool) -> dict[str, Any]:
    text = N_("résumé de l'appel d'aujourd'hui, à relire et envoyer")
    if waiting.is_late:
        text = N_("résumé d'un appel d'un autre jour : il devait partir le jour même")
    note = reverse("desk:call_note", args=[waiting.due.customer_id, waiting.due.note_id])
    url = reverse("desk:message", args=[waiting.message_id]) if waiting.message_id else note
    return {
        "name": waiting.due.customer_name,
        "what": Reason(text),
        "is_late": waiting.is_late,
        "url": url if may_contact else None,
        "note_url": note,
    }


def _call_back(desk: Desk, each: agendas.CallBack, *, may_contact: bool) -> dict[str, Any]:
    return {
        "at": each.at,
        "hour": _hour(desk, each.at),
        "name": each.customer_name,
        "what": Reason(N_("rappel demandé par le client")),
        "who": "",
        "is_late": False,
        "url": reverse("desk:brief", args=[each.customer_id]) if may_contact else None,
        "verb": Reason(N_("Préparer l'appel")),
        "entry_url": reverse("desk:call_back_entry", args=[each.customer_id]),
        "customer_url": reverse("desk:customer", args=[each.customer_id]),
    }


def names_of_team(desk: Desk) -> dict[int, str]:
    """The people of the entity by number."""
    return {member.id: member.name for member in creditor_queries.team(desk.entity.id)}


def follow_up_row(desk: Desk, each: FollowUpFact, names: Mapping[int, str]) -> dict[str, Any]:
    """One thing to be done, and by whom where it is somebody else's."""
    is_visit = each.kind is FollowUpKind.VISIT
    label = Reason(FOLLOW_UP_LABELS[each.kind])
    what = Reason("{label}\u00a0: {what}", label=label, what=each.what) if each.what else label
    if each.place:
        what = Reason("{what}, {place}", what=what, place=each.place)
    return {
        "at": each.due_at,
        "hour": _hour(desk, each.due_at),
        "on": each.due_on,
        "name": each.customer_name,
        "what": what,
        "who": names.get(each.member_id or 0, "") if each.member_id != desk.member.id else "",
        "is_late": each.due_on < desk.act.today,
        "is_done": each.done_at is not None,
        "outcome": each.outcome,
        "url": reverse("desk:follow_up", args=[each.id])
        if desk.may(Permission.CONTACT) and each.done_at is None
        else None,
        "verb": Reason(N_("Tenir le rendez-vous") if is_visit else N_("C'est fait")),
        "entry_url": reverse("desk:follow_up_entry", args=[each.id]) if each.due_at else None,
        "customer_url": reverse("desk:customer", args=[each.customer_id]),
    }


def _hour(desk: Desk, at: datetime | None) -> str:
    """By the clock on our wall."""
    if at is None:
        return ""
    return hour_text(local_time(at, desk.entity.time_zone), language=get_language() or "fr")
