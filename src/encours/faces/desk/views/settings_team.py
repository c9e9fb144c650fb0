"""The team: who is in it, in which role, with or without a login."""

from collections.abc import Mapping
from typing import Any

from django.db import transaction
from django.http import HttpResponseBase
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_GET

from encours.books.creditor import actions as creditor_actions
from encours.books.creditor import queries as creditor_queries
from encours.books.creditor.queries import Member
from encours.books.creditor.rules.roles import MemberDraft, Permission, Role, may
from encours.faces.desk.forms.creditor import MemberForm
from encours.faces.desk.one_time import show_once, shown_once
from encours.faces.desk.pages.settings import people as team_of
from encours.faces.desk.undo import remember, undoes
from encours.faces.desk.views.back import ask_first, said, show_form, told
from encours.faces.desk.views.refusing import refuse
from encours.faces.desk.views.section import show_section
from encours.faces.desk.who import Desk, DeskRequest, allowed, found
from encours.ground.kernel.reason import N_, Reason, Refused
from encours.ground.plumbing.secrets import one_time_password


def people(request: DeskRequest) -> HttpResponseBase:
    """Who may do what."""
    return show_section(
        request,
        "people",
        template="people",
        people=team_of(request.desk),
        new_url=reverse("desk:member_new"),
        absences=creditor_queries.absences(request.desk.entity.id, today=request.desk.act.today),
        may_decide=request.desk.may(Permission.DECIDE),
        intro=_("Un intermédiaire ou un chargé de clientèle peut figurer ici sans se connecter."),
    )


@allowed(Permission.CONFIGURE)
def member_new(request: DeskRequest) -> HttpResponseBase:
    """A person joins, with or without a login; their first password is shown once."""
    form = MemberForm(
        request.POST or None,
        country=request.desk.entity.country,
        is_new=True,
        initial={"role": Role.AR.value, "signs_in": True},
    )
    if request.method == "POST" and form.is_valid():
        made = _join(request, form.cleaned_data)
        if not isinstance(made, Refused):
            remember(request, "member_left", {"id": made, "to": False}, _page())
            text = Reason(N_("{name} rejoint l'équipe."), name=form.cleaned_data["name"])
            has_password = "password_once" in request.session
            return said(request, text, reverse("desk:member_password") if has_password else _page())
        refuse(request, form, made)
    return show_form(
        request,
        form,
        back_url=_page(),
        back_label=_("Équipe"),
        heading=_("Ajouter une personne"),
        verb=_("Ajouter la personne"),
    )


@allowed(Permission.CONFIGURE)
def member(request: DeskRequest, member_id: int) -> HttpResponseBase:
    """A person's role and how to reach them."""
    row = _row(request.desk, member_id)
    start = {name: getattr(row, name) for name in ("name", "role", "email", "phone", "capacity_minutes")}
    form = MemberForm(request.POST or None, initial=start, country=request.desk.entity.country, is_new=False)
    if request.method == "POST" and form.is_valid():
        values = {**form.cleaned_data, "role": form.cleaned_data["role"].value}
        refused = creditor_actions.change_member(request.desk.act, member_id=member_id, fields=values)
        if refused is None:
            remember(request, "member_changed", {"id": member_id, "fields": start}, _page())
            return said(request, Reason(N_("{name} : modifié."), name=row.name), _page())
        refuse(request, form, refused)
    return show_form(
        request,
        form,
        back_url=_page(),
        back_label=_("Équipe"),
        heading=row.name,
        verb=_("Enregistrer la personne"),
        aside=_links(row),
    )


@allowed(Permission.CONFIGURE)
def member_remove(request: DeskRequest, member_id: int) -> HttpResponseBase:
    """A person leaves the team; what they did stays theirs."""
    row = _row(request.desk, member_id)
    if request.method == "POST":
        refused = creditor_actions.remove_member(request.desk.act, member_id=member_id)
        if refused is None:
            remember(request, "member_left", {"id": member_id, "to": True}, _page())
        return told(request, refused, Reason(N_("{name} a quitté l'équipe."), name=row.name), _page())
    return ask_first(
        request,
        back_url=_page(),
        heading=_("Retirer {name} de l'équipe ?").format(name=row.name),
        verb=_("Retirer de l'équipe"),
        consequence=_("Cette personne n'entre plus dans cette société. Ce qu'elle a fait reste à son nom."),
        is_grave=True,
    )


@allowed(Permission.CONFIGURE)
def member_reset(request: DeskRequest, member_id: int) -> HttpResponseBase:
    """A new one-time password for somebody who lost theirs; their sessions end."""
    row = _row(request.desk, member_id)
    user_id = found(row.user_id)
    if not _answers_for(request, user_id):
        refusal = N_(
            "{name} travaille aussi pour une société qui n'est pas la vôtre : cette "
            "personne change elle-même son mot de passe."
        )
        return told(request, Refused(Reason(refusal, name=row.name)), "", _page())
    if request.method == "POST":
        password = one_time_password()
        act = request.desk.act
        creditor_actions.set_password(request.desk.clock, user_id=user_id, password=password, actor=act.actor)
        show_once(request, name=row.name, email=row.email, password=password)
        return redirect("desk:member_password")
    return ask_first(
        request,
        back_url=_page(),
        heading=_("Donner un nouveau mot de passe à {name} ?").format(name=row.name),
        consequence=_("L'ancien ne vaut plus, ses sessions se ferment. Le nouveau vous est montré une fois."),
        verb=_("Donner un mot de passe"),
    )


@require_GET
@allowed(Permission.CONFIGURE)
def member_password(request: DeskRequest) -> HttpResponseBase:
    """The one-time password, shown once."""
    shown = shown_once(request)
    if shown is None:
        return redirect(_page())
    return render(request, "desk/settings/password_once.html", {**shown, "back_url": _page()})


@undoes("member_left", Permission.CONFIGURE)
def _undo_left(desk: Desk, values: Mapping[str, Any]) -> Refused | None:
    if values["to"]:
        creditor_actions.restore_member(desk.act, member_id=values["id"])
        return None
    return creditor_actions.remove_member(desk.act, member_id=values["id"])


@undoes("member_changed", Permission.CONFIGURE)
def _undo_changed(desk: Desk, values: Mapping[str, Any]) -> Refused | None:
    return creditor_actions.change_member(desk.act, member_id=values["id"], fields=values["fields"])


@transaction.atomic
def _join(request: DeskRequest, given: dict[str, Any]) -> int | Refused:
    user_id = _account(request, given) if given["signs_in"] else None
    draft = MemberDraft(given["name"], given["role"], given["email"], given["phone"], user_id)
    made = creditor_actions.add_member(request.desk.act, draft=draft)
    if isinstance(made, Refused):
        transaction.set_rollback(True)
        request.session.pop("password_once", None)
    return made


def _account(request: DeskRequest, given: dict[str, Any]) -> int:
    """The account of an address: the one that exists already, else a new one with a one-time password."""
    known = creditor_queries.user_named(given["email"])
    if known is not None:
        return int(known.pk)
    password, clock, actor = one_time_password(), request.desk.clock, request.desk.act.actor
    language = request.desk.entity.language
    user = creditor_actions.create_user(
        clock, email=given["email"], name=given["name"], password=password, language=language
    )
    assert not isinstance(user, Refused)
    # Told once more, by whom: a password that somebody else gave is one to replace.
    creditor_actions.set_password(clock, user_id=user.pk, password=password, actor=actor)
    show_once(request, name=given["name"], email=given["email"], password=password)
    return int(user.pk)


def _answers_for(request: DeskRequest, user_id: int) -> bool:
    """Whether every company of a person is one that the asker configures: a password opens them all."""
    theirs = {member.entity_id for member in creditor_queries.memberships(user_id)}
    own = creditor_queries.memberships(request.desk.user_id)
    return theirs <= {member.entity_id for member in own if may(member.role, Permission.CONFIGURE)}


def _row(desk: Desk, member_id: int) -> Member:
    return found(next((m for m in creditor_queries.team(desk.entity.id) if m.id == member_id), None))


def _links(row: Member) -> list[dict[str, Any]]:
    leave = {
        "url": reverse("desk:member_remove", args=[row.id]),
        "label": _("Retirer de l'équipe"),
        "icon": "user-minus",
    }
    reset = {
        "url": reverse("desk:member_reset", args=[row.id]),
        "label": _("Nouveau mot de passe"),
        "icon": "key-round",
    }
    return [reset, leave] if row.user_id else [leave]


def _page() -> str:
    return reverse("desk:settings_section", args=["people"])
