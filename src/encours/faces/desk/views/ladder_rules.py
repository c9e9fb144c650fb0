"""The rules that give ladders: written in a draft, looked at («who changes»), then published with a reason."""

from collections.abc import Sequence

from django.http import HttpResponseBase
from django.shortcuts import render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_GET, require_POST

from encours.books.creditor.rules.roles import Permission
from encours.faces.desk.forms.contacting import WhyForm
from encours.faces.desk.forms.ladder_rules import RuleForm
from encours.faces.desk.pages import ladder_rules as page
from encours.faces.desk.views.back import is_done, said, show_form
from encours.faces.desk.who import Desk, DeskRequest, allowed, found
from encours.flows import ladder_rules as rules_flow
from encours.ground.kernel.reason import Reason
from encours.method.strategy import actions as strategy_actions
from encours.method.strategy.procedures import RULES
from encours.method.strategy.rules.assignment import (
    CONDITION_LABELS,
    MOST_RULES,
    AssignmentRule,
    Condition,
    written_rules,
)


@require_GET
@allowed(Permission.READ)
def rules(request: DeskRequest) -> HttpResponseBase:
    """The rules in their order, as a draft or in force."""
    return render(request, "desk/ladders/rules.html", page.rules_page(request.desk))


@allowed(Permission.DECIDE)
def rule_new(request: DeskRequest, condition: str) -> HttpResponseBase:
    """A rule more, at the end."""
    desk, to = request.desk, reverse("desk:ladder_rules")
    kind = found(next((one for one in Condition if one.value == condition), None))
    form = RuleForm(request.POST or None, condition=kind, desk_entity=desk.entity, ladders=page.givable(desk))
    now = page.standing(desk)
    if request.method == "POST" and form.is_valid() and len(now) < MOST_RULES:
        _keep(desk, [*now, form.rule()])
        return said(request, _("Règle ajoutée au brouillon."), to)
    return show_form(
        request,
        form,
        back_url=to,
        back_label=_("Qui suit quel scénario"),
        heading=_("Ajouter une règle"),
        intro=Reason("{condition}", condition=Reason(CONDITION_LABELS[kind])),
        verb=_("Ajouter au brouillon"),
    )


@require_POST
@allowed(Permission.DECIDE)
def rule_change(request: DeskRequest, place: int) -> HttpResponseBase:
    """A rule is taken away, or comes before the one above it."""
    desk, now = request.desk, list(page.standing(request.desk))
    if place >= len(now):
        found(None)
    rule = now.pop(place)
    if request.POST.get("to") == "up":
        now.insert(max(0, place - 1), rule)
    _keep(desk, now)
    return said(request, _("Règles changées dans le brouillon."), reverse("desk:ladder_rules"))


@require_POST
@allowed(Permission.DECIDE)
def rules_drop(request: DeskRequest) -> HttpResponseBase:
    """The draft is given up."""
    strategy_actions.drop_draft(request.desk.act, key=RULES)
    return said(request, _("Brouillon abandonné\u00a0: rien n'a changé."), reverse("desk:ladder_rules"))


@allowed(Permission.DECIDE)
def rules_publish(request: DeskRequest) -> HttpResponseBase:
    """Who changes, then the rules are in force."""
    desk, to = request.desk, reverse("desk:ladder_rules")
    drafted = found(page.draft(desk))
    form = WhyForm(request.POST or None)
    if is_done(request, form, lambda given: rules_flow.publish(desk.act, why=given["why"])):
        return said(request, _("Règles en vigueur."), to)
    changes = rules_flow.who_changes(desk.act, drafted)
    context = {"form": form, "back_url": to, **page.changes_page(desk, changes)}
    status = 422 if form.is_bound and form.errors else 200
    return render(request, "desk/ladders/rules_preview.html", context, status=status)


def _keep(desk: Desk, changed: Sequence[AssignmentRule]) -> None:
    strategy_actions.save_draft(desk.act, key=RULES, body=written_rules(changed))
