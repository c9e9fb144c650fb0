"""Who of the team is signed in and who tried to be: for who answers for the company."""

from django.http import HttpResponseBase
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST

from encours.books.creditor import actions as creditor_actions
from encours.books.creditor import door as creditor_door
from encours.books.creditor import queries as creditor_queries
from encours.books.creditor.queries import Member
from encours.books.creditor.rules.roles import Permission
from encours.faces.desk.addresses import number_in
from encours.faces.desk.pages import account as page
from encours.faces.desk.views.back import ask_first, said, told
from encours.faces.desk.views.section import show_section
from encours.faces.desk.visitor import visitor_of
from encours.faces.desk.who import Desk, DeskRequest, allowed, found
from encours.flows import door
from encours.ground.kernel.reason import N_, Reason, Refused
from encours.ground.plumbing.say import say


def access(request: DeskRequest) -> HttpResponseBase:
    """Sessions and sign-ins of the team; others see where their own are."""
    shown = {}
    if request.desk.may(Permission.CONFIGURE):
        shown = page.team_access(request.desk, before=number_in(request.GET.get("avant", "")))
    return show_section(
        request,
        "access",
        template="access",
        intro=_("Qui est connecté, et qui a essayé. Gardé un an ; l'adresse réseau l'est sans sa fin."),
        **shown,
    )


@require_POST
@allowed(Permission.CONFIGURE)
def factor_wanted(request: DeskRequest) -> HttpResponseBase:
    """Wants a second factor of everybody in the company, or leaves it to each; who wants it has one first."""
    desk, to, page_url = request.desk, request.POST.get("on") == "yes", _page()
    if to and not creditor_door.has_second_factor(desk.user_id):
        text = N_("Ajoutez d'abord le vôtre : Compte et sécurité.")
        return told(request, Refused(Reason(text)), "", page_url)
    creditor_actions.change_entity(desk.act, fields={"requires_second_factor": to})
    if to:
        return said(
            request, _("Second facteur exigé : qui n'en a pas l'ajoute à sa prochaine page."), page_url
        )
    return said(request, _("Second facteur laissé au choix de chacun."), page_url)


@allowed(Permission.CONFIGURE)
def member_sessions_end(request: DeskRequest, member_id: int) -> HttpResponseBase:
    """Ends every session of somebody of the team."""
    to, desk, row, user_id = _whose(request, member_id)
    if refused := _not_ours(desk, row):
        return told(request, refused, "", to)
    if request.method == "POST":
        here = request.session.session_key
        numbers = [seat.id for seat in creditor_door.seats([user_id]) if seat.key != here]
        door.end_sessions(
            desk.clock, user_id=user_id, actor=desk.actor, numbers=numbers, visitor=visitor_of(request)
        )
        return said(request, Reason(N_("Sessions de {name} fermées."), name=row.name), to)
    return ask_first(
        request,
        back_url=to,
        heading=say(Reason(N_("Fermer les sessions de {name} ?"), name=row.name)),
        consequence=_("Cette personne se connecte à nouveau, avec le même mot de passe."),
        verb=_("Fermer les sessions"),
    )


@allowed(Permission.CONFIGURE)
def member_factor_remove(request: DeskRequest, member_id: int) -> HttpResponseBase:
    """Takes the second factor away from somebody who lost telephone and codes."""
    to, desk, row, user_id = _whose(request, member_id)
    if refused := _not_ours(desk, row):
        return told(request, refused, "", to)
    if request.method == "POST":
        creditor_actions.remove_second_factor(desk.clock, user_id=user_id, actor=desk.actor)
        return said(request, Reason(N_("Second facteur de {name} retiré."), name=row.name), to)
    return ask_first(
        request,
        back_url=to,
        heading=say(Reason(N_("Retirer le second facteur de {name} ?"), name=row.name)),
        consequence=_(
            "Application, clés d'accès et codes de secours partent : le mot de passe suffit alors pour se "
            "connecter. Assurez-vous de vive voix que c'est bien cette personne qui le demande."
        ),
        verb=_("Retirer le second facteur"),
        is_grave=True,
    )


def _whose(request: DeskRequest, member_id: int) -> tuple[str, Desk, Member, int]:
    team = creditor_queries.team(request.desk.entity.id)
    row = found(next((m for m in team if m.id == member_id), None))
    return _page(), request.desk, row, found(row.user_id)


def _page() -> str:
    return reverse("desk:settings_section", args=["access"])


def _not_ours(desk: Desk, row: Member) -> Refused | None:
    """Who also works for a company that the asker does not configure is not the asker's to change."""
    if row.user_id in page.only_ours(desk, [row.user_id or 0]):
        return None
    text = N_("{name} travaille aussi pour une société qui n'est pas la vôtre : cela ne se change pas d'ici.")
    return Refused(Reason(text, name=row.name))
