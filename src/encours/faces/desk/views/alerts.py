"""Alerts that people keep: their list with counts, the customers of one, made, changed, removed."""

from collections.abc import Mapping
from typing import Any

from django.core.exceptions import PermissionDenied
from django.http import HttpResponseBase
from django.shortcuts import render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_GET, require_POST

from encours.books.creditor.rules.roles import Permission
from encours.faces.desk.addresses import number_in
from encours.faces.desk.forms.alerts import AlertForm
from encours.faces.desk.pages import alerts as page
from encours.faces.desk.undo import remember, undoes
from encours.faces.desk.views.back import said, show_form
from encours.faces.desk.views.refusing import refuse
from encours.faces.desk.who import Desk, DeskRequest, allowed, found
from encours.ground.kernel.money import Money
from encours.ground.kernel.reason import Refused
from encours.method.cases import actions as cases_actions
from encours.method.cases.queries import KeptAlert
from encours.method.cases.rules.alert import AlertDraft


@require_GET
@allowed(Permission.READ)
def customer_alerts(request: DeskRequest) -> HttpResponseBase:
    """Each alert and how many customers it means today."""
    context = {"alerts": page.counted_alerts(request.desk), "may_make": request.desk.may(Permission.CONTACT)}
    return render(request, "desk/customers/alerts.html", context)


@require_GET
@allowed(Permission.READ)
def customer_alert(request: DeskRequest, alert_id: int) -> HttpResponseBase:
    """The customers that an alert means."""
    alert = found(page.alert_of(request.desk, alert_id))
    last = number_in(request.GET.get("apres", ""))
    after = None if last is None else (request.GET.get("nom", ""), last)
    return render(request, "desk/customers/alert.html", page.alert_page(request.desk, alert, after=after))


@allowed(Permission.CONTACT)
def customer_alert_new(request: DeskRequest) -> HttpResponseBase:
    """Conditions under a name."""
    return _form(request, None)


@allowed(Permission.CONTACT)
def customer_alert_change(request: DeskRequest, alert_id: int) -> HttpResponseBase:
    """Other conditions for an alert of one's own, or, for who decides, of everybody."""
    alert = found(page.alert_of(request.desk, alert_id))
    if not page.may_change(request.desk, alert):
        raise PermissionDenied
    return _form(request, alert)


@require_POST
@allowed(Permission.CONTACT)
def customer_alert_remove(request: DeskRequest, alert_id: int) -> HttpResponseBase:
    """An alert is kept no longer."""
    alert = found(page.alert_of(request.desk, alert_id))
    if not page.may_change(request.desk, alert):
        raise PermissionDenied
    cases_actions.remove_alert(request.desk.act, alert_id=alert_id)
    remember(request, "alert_removed", _as_json(alert.draft), reverse("desk:customer_alerts"))
    return said(request, _("Alerte retirée."), reverse("desk:customer_alerts"))


@undoes("alert_removed", Permission.CONTACT)
def _undo_removed(desk: Desk, values: Mapping[str, Any]) -> Refused | None:
    made = cases_actions.keep_alert(desk.act, draft=_from_json(values), currency=desk.entity.currency)
    return made if isinstance(made, Refused) else None


@undoes("alert_kept", Permission.CONTACT)
def _undo_kept(desk: Desk, values: Mapping[str, Any]) -> Refused | None:
    return cases_actions.remove_alert(desk.act, alert_id=values["id"])


@undoes("alert_changed", Permission.CONTACT)
def _undo_changed(desk: Desk, values: Mapping[str, Any]) -> Refused | None:
    draft, currency = _from_json(values["draft"]), desk.entity.currency
    made = cases_actions.keep_alert(desk.act, draft=draft, currency=currency, alert_id=values["id"])
    return made if isinstance(made, Refused) else None


def _form(request: DeskRequest, alert: KeptAlert | None) -> HttpResponseBase:
    desk, to = request.desk, reverse("desk:customer_alerts")
    form = AlertForm(request.POST or None, currency=desk.entity.currency, initial=_start(alert))
    if request.method == "POST" and form.is_valid():
        draft, alert_id = AlertDraft(**form.cleaned_data), alert.id if alert else None
        made = cases_actions.keep_alert(
            desk.act, draft=draft, currency=desk.entity.currency, alert_id=alert_id
        )
        if not isinstance(made, Refused):
            if alert is None:
                remember(request, "alert_kept", {"id": made}, to)
            else:
                remember(request, "alert_changed", {"id": made, "draft": _as_json(alert.draft)}, to)
            return said(request, _("Alerte gardée."), reverse("desk:customer_alert", args=[made]))
        refuse(request, form, made)
    return show_form(
        request,
        form,
        back_url=to,
        back_label=_("Alertes"),
        heading=alert.draft.name if alert else _("Nouvelle alerte"),
        verb=_("Garder l'alerte"),
    )


def _start(alert: KeptAlert | None) -> dict[str, Any]:
    names = ("name", "late_days", "over", "untouched_days", "is_shared")
    return {name: getattr(alert.draft, name) for name in names} if alert else {}


def _as_json(draft: AlertDraft) -> dict[str, Any]:
    over = [draft.over.minor, draft.over.currency] if draft.over else None
    return {
        "name": draft.name,
        "late_days": draft.late_days,
        "over": over,
        "untouched_days": draft.untouched_days,
        "is_shared": draft.is_shared,
    }


def _from_json(kept: Mapping[str, Any]) -> AlertDraft:
    return AlertDraft(**{**kept, "over": Money(*kept["over"]) if kept["over"] else None})
