"""Forms of ladders: the card of a step, a step more, who gets which ladder, a trial on a customer."""

from collections.abc import Mapping, Sequence
from typing import Any

from django.utils.translation import gettext_lazy as _

from encours.books.creditor.rules.roles import ROLE_LABELS, Role
from encours.faces.desk.forms.whose import WhoseForm
from encours.ground.kernel.reason import Reason, Refused
from encours.ground.plumbing import form_fields
from encours.ground.plumbing.plain_form import PlainForm
from encours.ground.plumbing.say import say
from encours.method.outreach.rules.states import MODE_LABELS, Mode
from encours.method.strategy.rules.ladder_edit import LABEL_LENGTH, Way, label_refused
from encours.method.strategy.rules.ladder_import import MOST_CHARACTERS
from encours.method.strategy.rules.ladder_words import way_words
from encours.method.strategy.rules.procedure_gates import LATEST_DAY, PRE_DUE_DAYS
from encours.method.strategy.rules.step import WITH_DEADLINE, Stage

MOST_DAYS = 120
BY_RULES = "by_rules"
"""Stands in a form for «no ladder chosen by hand»."""


class CardForm(PlainForm):
    """The card of a step: when, by which way, by whom, how it leaves."""

    def __init__(
        self,
        *args: Any,
        stage: Stage,
        ways: Sequence[Way],
        senders: Sequence[Role],
        modes: Sequence[Mode],
        **options: Any,
    ) -> None:
        super().__init__(*args, **options)
        self.ways = {way.code: way for way in ways}
        self.fields["day"] = _day_field(stage)
        self.fields["label"] = form_fields.text(_("Nom de l'étape"), most=LABEL_LENGTH)
        self.fields["way"] = form_fields.pick(
            _("Canal et texte"), [(way.code, say(way_words(way))) for way in ways]
        )
        self.fields["sender"] = form_fields.choice(_("Par"), {role: ROLE_LABELS[role] for role in senders})
        if len(modes) > 1:  # what a person does is manual, whatever one would choose
            self.fields["mode"] = form_fields.choice(_("Départ"), {mode: MODE_LABELS[mode] for mode in modes})
        self.fields["gap_days"] = form_fields.count(
            _("Jours au moins après l'étape d'avant"), least=1, most=MOST_DAYS
        )
        if stage in WITH_DEADLINE:
            self.fields["deadline_days"] = form_fields.count(
                _("Jours laissés au client pour répondre"), least=0, most=MOST_DAYS
            )

    def clean(self) -> dict[str, Any]:
        """The name as it can be kept."""
        given: dict[str, Any] = self.cleaned_data
        if "label" in given and (wrong := label_refused(given["label"])):
            self.refuse(Refused(wrong, "label"))
        return given


class AddStepForm(PlainForm):
    """Which step, on which day."""

    def __init__(self, *args: Any, offered: Sequence[tuple[str, str]], **options: Any) -> None:
        super().__init__(*args, **options)
        self.fields["model"] = form_fields.pick(_("Étape"), offered)
        self.fields["day"] = _day_field(None)


class FileTextForm(PlainForm):
    """A ladder as its file writes it."""

    text = form_fields.text(_("Contenu du fichier"), most=MOST_CHARACTERS, lines=16, strip=False)


class LadderChoiceForm(PlainForm):
    """The ladder of one customer, and why."""

    def __init__(self, *args: Any, offered: Sequence[tuple[str, str]], **options: Any) -> None:
        super().__init__(*args, **options)
        self.fields["key"] = form_fields.pick(_("Scénario"), offered, is_open=True)
        self.fields["why"] = form_fields.text(
            _("Pourquoi"), most=200, help_text=_("Quelques mots : le journal les garde.")
        )

    def chosen(self) -> str:
        """The key of the ladder; empty when the rules decide again."""
        key: str = self.cleaned_data["key"]
        return "" if key == BY_RULES else key


class TrialForm(WhoseForm):
    """On which customer a ladder is tried, and from when."""

    def __init__(self, *args: Any, starts: Mapping[str, Reason], **options: Any) -> None:
        super().__init__(*args, **options)
        offered = [(code, say(label)) for code, label in starts.items()]
        self.fields["start"] = form_fields.pick(_("À partir"), offered)


def _day_field(stage: Stage | None) -> Any:
    if stage is Stage.PRE_DUE:
        words = _("Négatif : avant l'échéance.")
        return form_fields.count(
            _("Jour par rapport à l'échéance"), least=-PRE_DUE_DAYS, most=-1, help_text=words
        )
    least = 1 if stage else -PRE_DUE_DAYS
    return form_fields.count(_("Jours après l'échéance"), least=least, most=LATEST_DAY)
