"""One's own account: password, sessions and what happened at the door in one's name."""

from django.http import HttpResponseBase
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import ngettext
from django.views.decorators.http import require_GET, require_POST

from encours.books.creditor import door as creditor_door
from encours.books.creditor.rules.roles import Permission
from encours.faces.desk.pages import account as page
from encours.faces.desk.views.back import said
from encours.faces.desk.visitor import visitor_of
from encours.faces.desk.who import DeskRequest, allowed, found
from encours.flows import door


@require_GET
@allowed(Permission.READ, is_own=True)
def account(request: DeskRequest) -> HttpResponseBase:
    """How one signs in, and where one is signed in."""
    context = {
        "sessions": page.own_sessions(request, request.desk),
        "lines": page.own_lines(request.desk),
        "email": request.user.get_username(),
        "has_application": creditor_door.has_application(request.desk.user_id),
        "passkeys": page.own_passkeys(request.desk),
        "required_by": creditor_door.who_requires_a_factor(request.desk.user_id),
        "codes_left": creditor_door.recovery_codes_left(request.desk.user_id),
    }
    return render(request, "desk/account.html", context)


@require_POST
@allowed(Permission.READ, is_own=True)
def session_end(request: DeskRequest, session_id: int) -> HttpResponseBase:
    """Ends one session of one's own; this very one is left by signing out."""
    own = {row["number"]: row for row in page.own_sessions(request, request.desk)}
    row = found(own.get(session_id))
    if row["is_here"]:
        return redirect("desk:account")
    _end(request, [session_id])
    return said(request, _("Session fermée."), reverse("desk:account"))


@require_POST
@allowed(Permission.READ, is_own=True)
def others_end(request: DeskRequest) -> HttpResponseBase:
    """Ends every session of one's own but this one."""
    others = [row["number"] for row in page.own_sessions(request, request.desk) if not row["is_here"]]
    ended = _end(request, others)
    text = ngettext("{count} session fermée.", "{count} sessions fermées.", ended).format(count=ended)
    return said(request, text, reverse("desk:account"))


def _end(request: DeskRequest, numbers: list[int]) -> int:
    desk = request.desk
    return door.end_sessions(
        desk.clock, user_id=desk.user_id, actor=desk.actor, numbers=numbers, visitor=visitor_of(request)
    )
