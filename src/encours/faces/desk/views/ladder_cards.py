"""The cards of a ladder: changed, added, moved, removed; each change is kept in the draft."""

from django.http import HttpResponseBase
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST

from encours.books.creditor.rules.roles import Permission, Role
from encours.faces.desk.forms.ladders import AddStepForm, CardForm
from encours.faces.desk.pages.ladders import Shown, ladder_of
from encours.faces.desk.views.back import said, show_form
from encours.faces.desk.who import Desk, DeskRequest, allowed, found
from encours.ground.kernel.reason import N_, Reason
from encours.ground.plumbing.say import say
from encours.method.strategy import actions as strategy_actions
from encours.method.strategy.procedures import shipped_procedures
from encours.method.strategy.rules import ladder_edit
from encours.method.strategy.rules.ladder_edit import CardChange, way_of_level
from encours.method.strategy.rules.ladder_words import way_words
from encours.method.strategy.rules.procedure_gates import senders_of
from encours.method.strategy.rules.procedure_text import written
from encours.method.strategy.rules.step import GATE_LABELS, Level, Procedure


@allowed(Permission.DECIDE)
def step(request: DeskRequest, key: str, level: str) -> HttpResponseBase:
    """One card, to be changed."""
    shown = ladder_of(request.desk, key)
    here, to = _level(shown, level), reverse("desk:ladder", args=[key])
    form = _card_form(request, here)
    if request.method == "POST" and form.is_valid():
        given = form.cleaned_data
        change = CardChange(
            label=given["label"],
            day=given["day"],
            sender=given["sender"],
            mode=given.get("mode", here.mode),
            gap_days=given["gap_days"],
            deadline_days=given.get("deadline_days", here.deadline_days),
            way=form.ways[given["way"]],
        )
        _keep(request.desk, shown, ladder_edit.with_card(shown.procedure, level, change))
        return said(request, _("Étape changée dans le brouillon."), f"{to}#{level}")
    return show_form(
        request,
        form,
        back_url=to,
        back_label=say(Reason(shown.procedure.label)),
        heading=say(Reason(here.label)),
        intro=_always_asked(here),
        verb=_("Garder dans le brouillon"),
    )


@allowed(Permission.DECIDE)
def add(request: DeskRequest, key: str) -> HttpResponseBase:
    """A step more, of a kind that the method knows."""
    shown, to = ladder_of(request.desk, key), reverse("desk:ladder", args=[key])
    models = ladder_edit.steps_to_add(shipped_procedures().values())
    offered = [(code, _offered(model)) for code, model in models.items()]
    form = AddStepForm(request.POST or None, offered=offered)
    if request.method == "POST" and form.is_valid():
        model = models[form.cleaned_data["model"]]
        taken = {x.key for kept in shown.ladders.kept.values() if kept.key == key for x in kept.levels}
        changed, made = ladder_edit.with_step(
            shown.procedure, model, day=form.cleaned_data["day"], taken=taken
        )
        _keep(request.desk, shown, changed)
        return said(request, _("Étape ajoutée au brouillon."), f"{to}#{made}")
    return show_form(
        request,
        form,
        back_url=to,
        back_label=say(Reason(shown.procedure.label)),
        heading=_("Ajouter une étape"),
        intro=_(
            "Elle vient avec son texte, ses conditions et ce qu'elle demande\u00a0; vous les ajustez ensuite."
        ),
        verb=_("Ajouter au brouillon"),
    )


@require_POST
@allowed(Permission.DECIDE)
def remove(request: DeskRequest, key: str, level: str) -> HttpResponseBase:
    """A step less."""
    shown = ladder_of(request.desk, key)
    _level(shown, level)
    _keep(request.desk, shown, ladder_edit.without_step(shown.procedure, level))
    return said(request, _("Étape retirée du brouillon."), reverse("desk:ladder", args=[key]))


@require_POST
@allowed(Permission.DECIDE)
def move(request: DeskRequest, key: str, level: str) -> HttpResponseBase:
    """A step exchanges its day with the one before or after it."""
    shown = ladder_of(request.desk, key)
    _level(shown, level)
    places = -1 if request.POST.get("to") == "earlier" else 1
    _keep(request.desk, shown, ladder_edit.exchanged(shown.procedure, level, places=places))
    return said(
        request, _("Étape déplacée dans le brouillon."), f"{reverse('desk:ladder', args=[key])}#{level}"
    )


def _card_form(request: DeskRequest, level: Level) -> CardForm:
    senders = [role for role in Role if role in senders_of(level.stage)]
    ways = ladder_edit.ways_for(level, shipped_procedures().values())
    modes = list(dict.fromkeys(mode for way in ways for mode in ladder_edit.modes_for(way.kind)))
    start = {
        "day": level.day,
        "label": say(Reason(level.label)),
        "way": way_of_level(level).code,
        "sender": level.sender.value,
        "mode": level.mode.value,
        "gap_days": level.gap_days,
        "deadline_days": level.deadline_days,
    }
    return CardForm(
        request.POST or None, initial=start, stage=level.stage, ways=ways, senders=senders, modes=modes
    )


def _level(shown: Shown, key: str) -> Level:
    place = found(shown.procedure).index(key)
    return shown.procedure.levels[found(place)]


def _keep(desk: Desk, shown: Shown, changed: Procedure) -> None:
    strategy_actions.save_draft(desk.act, key=shown.key, body=written(changed))


def _offered(model: Level) -> str:
    words = N_("{label} – {way}")
    return say(Reason(words, label=Reason(model.label), way=way_words(way_of_level(model))))


def _always_asked(level: Level) -> Reason | None:
    """What the stage of a step asks for, whatever one changes."""
    if not level.gates:
        return None
    gates = [Reason(GATE_LABELS[gate]) for gate in level.gates]
    return Reason(N_("Cette étape demande toujours\u00a0: {gates}."), gates=gates)
