"""Settings: one address, one subject at a time; everybody reads, who may configure writes."""

from collections.abc import Callable

from django.core.exceptions import PermissionDenied
from django.http import HttpResponseBase
from django.shortcuts import redirect
from django.views.decorators.http import require_GET

from encours.books.creditor.rules.roles import Permission
from encours.faces.desk.views import (
    grounds,
    ladders,
    law,
    settings_access,
    settings_calls,
    settings_company,
    settings_data,
    settings_mail,
    settings_mailbox,
    settings_online,
    settings_paper,
    settings_sending,
    settings_sms,
    settings_team,
    texts,
    thresholds,
)
from encours.faces.desk.who import DeskRequest, allowed, found

SECTIONS: dict[str, Callable[[DeskRequest], HttpResponseBase]] = {
    "entity": settings_company.entity,
    "terms": settings_company.terms,
    "hours": settings_company.hours,
    "ladders": ladders.ladders,
    "texts": texts.texts,
    "clauses": grounds.clauses,
    "thresholds": thresholds.thresholds,
    "law": law.law,
    "sending": settings_sending.sending,
    "calls": settings_calls.calls,
    "mail": settings_mail.mail,
    "mailbox": settings_mailbox.mailbox,
    "sms": settings_sms.sms,
    "paper": settings_paper.paper,
    "accounts": settings_company.accounts,
    "online": settings_online.online,
    "rates": settings_company.rates,
    "people": settings_team.people,
    "access": settings_access.access,
    "data": settings_data.data,
}


@require_GET
@allowed(Permission.READ)
def settings(request: DeskRequest) -> HttpResponseBase:
    """The first subject."""
    return redirect("desk:settings_section", "entity")


@allowed(Permission.READ)
def section(request: DeskRequest, name: str) -> HttpResponseBase:
    """One subject."""
    view = found(SECTIONS.get(name))
    if request.method == "POST" and not request.desk.may(Permission.CONFIGURE):
        raise PermissionDenied
    return view(request)
