"""Thresholds in the settings: the subjects, one of them, one number seen, tried, changed and taken back."""

from collections.abc import Mapping
from typing import Any

from django.core.exceptions import PermissionDenied
from django.http import HttpResponseBase
from django.shortcuts import render
from django.urls import reverse
from django.views.decorators.http import require_GET, require_POST

from encours.books.creditor.rules.roles import Permission
from encours.books.creditor.rules.threshold import Family, Threshold
from encours.faces.desk.forms.thresholds import ThresholdForm
from encours.faces.desk.pages import thresholds as page
from encours.faces.desk.undo import remember, undoes
from encours.faces.desk.views.back import is_done, said, told
from encours.faces.desk.views.refusing import refuse
from encours.faces.desk.who import Desk, DeskRequest, allowed, found
from encours.flows import thresholds as thresholds_flow
from encours.ground.kernel.reason import N_, Reason, Refused
from encours.method.strategy.rules.thresholds import FAMILY_OF


def thresholds(request: DeskRequest) -> HttpResponseBase:
    """The subjects of thresholds; a subject of the settings."""
    return render(request, "desk/thresholds/index.html", page.index(request.desk))


@require_GET
@allowed(Permission.READ)
def family_page(request: DeskRequest, family: str) -> HttpResponseBase:
    """The thresholds of one subject."""
    shown = found(page.family_named(family))
    return render(request, "desk/thresholds/family.html", page.subject(request.desk, shown))


@allowed(Permission.READ)
def threshold_page(request: DeskRequest, family: str, threshold: str) -> HttpResponseBase:
    """One threshold: what it means; another value is tried first, or kept at once."""
    desk = request.desk
    kind, one = _named(family, threshold)
    if request.method == "POST" and not page.may_change(desk, one):
        raise PermissionDenied
    now = page.value_of(desk, one)
    form = ThresholdForm(request.POST or None, threshold=one, currency=desk.entity.currency, now=now)
    seen = _tried(request, form, one)
    if seen is None and is_done(request, form, lambda _given: _changed(request, one, form.value(), now)):
        return said(request, _saved(one), _url(kind))
    context = {**page.one_threshold(desk, kind, one), "form": form, "seen": seen}
    status = 422 if form.is_bound and form.errors else 200
    return render(request, "desk/thresholds/one.html", context, status=status)


@require_POST
@allowed(Permission.DECIDE)
def threshold_default(request: DeskRequest, family: str, threshold: str) -> HttpResponseBase:
    """A threshold goes back to its default."""
    desk = request.desk
    kind, one = _named(family, threshold)
    if not page.may_change(desk, one):
        raise PermissionDenied
    now, default = page.value_of(desk, one), one.default_in(desk.entity.currency)
    outcome = _changed(request, one, default, now)
    return told(request, outcome, Reason(N_("Valeur par défaut remise.")), _url(kind))


@undoes("threshold_changed", Permission.DECIDE)
def _undo(desk: Desk, values: Mapping[str, Any]) -> Refused | None:
    one = FAMILY_OF[values["key"]].threshold(values["key"])
    if one is None or not page.may_change(desk, one):
        raise PermissionDenied
    return thresholds_flow.change(desk.act, key=one.key, value=values["value"])


def _tried(request: DeskRequest, form: ThresholdForm, one: Threshold) -> dict[str, Any] | None:
    """What the typed value would change, where that is asked for and can be said."""
    if "look" not in request.POST or not form.is_valid():
        return None
    outcome = thresholds_flow.what_changes(request.desk.act, key=one.key, value=form.value())
    if isinstance(outcome, Refused):
        refuse(request, form, outcome)
        return {}
    return page.preview(outcome)


def _changed(request: DeskRequest, one: Threshold, value: int, before: int) -> Refused | None:
    refused = thresholds_flow.change(request.desk.act, key=one.key, value=value)
    if refused is None:
        remember(request, "threshold_changed", {"key": one.key, "value": before}, _url(FAMILY_OF[one.key]))
    return refused


def _saved(one: Threshold) -> Reason:
    return Reason(N_("« {label} » est modifié."), label=Reason(one.label))


def _named(family: str, threshold: str) -> tuple[Family, Threshold]:
    kind = found(page.family_named(family))
    return kind, found(page.threshold_named(kind, threshold))


def _url(family: Family) -> str:
    return reverse("desk:threshold_family", args=[family.key])
