"""The forms of a call: what is written while one speaks, how it ends, what is done afterwards."""

from collections.abc import Sequence
from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from encours.flows.next_contact import NEXT_WAY_LABELS, NextWay
from encours.ground.plumbing import form_fields
from encours.ground.plumbing.plain_form import PlainForm
from encours.method.calls.rules.minutes import MOST_MINUTES
from encours.method.calls.rules.recording import MOST_DAYS
from encours.method.calls.rules.steps import Step
from encours.method.calls.rules.words import MOOD_LABELS
from encours.method.cases.rules.words import CASE_REASON_LABELS, OUTCOME_LABELS, CaseReason

_REASONS = {
    reason: label
    for reason, label in CASE_REASON_LABELS.items()
    if reason not in {CaseReason.BAD_INTENT, CaseReason.UNKNOWN}
}
_OTHER_WAYS = {way: label for way, label in NEXT_WAY_LABELS.items() if way is not NextWay.OURS}
_RATINGS = (("", "—"), *((str(n), str(n)) for n in range(1, 6)))
NOTES = ("facts", "reason_words", "constraints", "promises", "hardship")
AGREEMENT = ("agreed_amount", "agreed_on", "agreed_by", "agreed_person", "our_action", "our_action_on")
ENDING = (
    "outcome", "next_step", "next_on", "next_way", "call_back_hour", "mood", "contact", "spoken_by", "reason",
    "owed", "friendly", "firm", "factual",
)  # fmt: skip
SHOWN = {
    Step.OPEN: (),
    Step.LISTEN: NOTES,
    Step.ASK: NOTES,
    Step.SUM_UP: ("summary", "is_confirmed", *NOTES),
    Step.REQUEST: NOTES,
    Step.AGREE: AGREEMENT,
    Step.CLOSE: ENDING,
    Step.CALM: (*NOTES, "next_step", "next_on", "mood", "contact"),
    Step.ABSENT: ("contact", "next_step", "next_on", "next_way", "call_back_hour", "facts", "mood"),
}
"""What is written at each step; the rest stays on the sheet."""
LEAVES = ("summary", "our_action", "agreed_by")
"""What is written during a call and stands in its written summary: the customer reads it."""
Options = Sequence[tuple[str, str]]


def step_with(field: str, here: Step) -> Step:
    """The step at which a field is written; the present one where it is, or where no step has it."""
    if field in SHOWN[here]:
        return here
    return next((step for step, names in SHOWN.items() if field in names and step is not Step.CALM), here)


class SheetForm(PlainForm):
    """Everything that a sheet may hold; a step shows a part of it."""

    folded = (
        "next_way",
        "call_back_hour",
        "contact",
        "spoken_by",
        "reason",
        "owed",
        "friendly",
        "firm",
        "factual",
    )
    fold_label = _("Rappel demandé, personne, raison, comment était mon ton…")

    def __init__(
        self,
        *args: Any,
        currency: str,
        people: Options,
        voices: Options,
        possible_from: str = "",
        **options: Any,
    ) -> None:
        super().__init__(*args, **options)
        self.fields |= _notes() | _summary() | _agreement(currency) | _ending(people, voices, possible_from)

    def only(self, step: Step) -> "SheetForm":
        """The same form with the fields of a step."""
        self.fields = {name: self.fields[name] for name in SHOWN[step]}
        for field in self.fields.values():
            field.required = True  # checked already; nothing is marked as optional while one speaks
        return self

    @property
    def leaving(self) -> list[forms.BoundField]:
        """The fields shown whose words the customer will read."""
        return [self[name] for name in LEAVES if name in self.fields]


def _notes() -> dict[str, forms.Field]:
    return {
        "facts": form_fields.text(_("Faits"), most=4000, lines=3, required=False),
        "reason_words": form_fields.text(
            _("La raison, dans ses mots"),
            most=400,
            lines=2,
            required=False,
            help_text=_("Tel que la personne l'a dit, sans commentaire."),
        ),
        "constraints": form_fields.text(_("Contraintes"), most=1000, lines=2, required=False),
        "promises": form_fields.text(
            _("Ce qui est promis, par eux, par nous"), most=1000, lines=2, required=False
        ),
        "hardship": form_fields.flag(_("Une difficulté m'a été confiée")),
    }


def _summary() -> dict[str, forms.Field]:
    return {
        "summary": form_fields.text(
            _("Donc, si je comprends bien, la situation chez vous est…"),
            most=600,
            lines=3,
            required=False,
            help_text=_("Une phrase, dans ses mots. Elle part dans le résumé écrit."),
        ),
        "is_confirmed": form_fields.flag(_("Dit à voix haute, et la personne l'a confirmé")),
    }


def _agreement(currency: str) -> dict[str, forms.Field]:
    return {
        "agreed_amount": form_fields.amount(_("Montant"), currency=currency, required=False),
        "agreed_on": form_fields.day(_("Pour le"), required=False),
        "agreed_by": form_fields.text(_("Par quel moyen"), most=40, required=False),
        "agreed_person": form_fields.text(_("Qui s'y engage"), most=120, required=False),
        "our_action": form_fields.text(_("De notre côté"), most=240, required=False),
        "our_action_on": form_fields.day(_("Au plus tard le"), required=False),
    }


def _ending(people: Options, voices: Options, possible_from: str) -> dict[str, forms.Field]:
    rated = {"required": False}
    return {
        "outcome": form_fields.choice(_("Issue"), OUTCOME_LABELS),
        "next_step": form_fields.text(
            _("Suite prévue"),
            required=False,
            help_text=_("Par exemple : envoyer le résumé, rappeler. « clos » s'il n'y a plus rien à faire."),
        ),
        "next_on": form_fields.day(_("Le"), required=False, help_text=possible_from),
        "next_way": form_fields.choice(
            _("Ce jour-là"), _OTHER_WAYS, required=False, empty=_(NEXT_WAY_LABELS[NextWay.OURS])
        ),
        "call_back_hour": form_fields.hour(_("Heure du rappel demandé"), required=False),
        "contact": form_fields.pick(_("Personne au bout du fil"), people, required=False),
        "spoken_by": form_fields.pick(_("Qui a parlé pour nous"), voices, required=False),
        "reason": form_fields.choice(
            _("Raison du retard"), _REASONS, required=False, empty=_("pas encore connue")
        ),
        "owed": form_fields.text(_("Question à laquelle nous devons une réponse"), most=240, required=False),
        "mood": form_fields.choice(
            _("Comment êtes-vous après cet appel ?"), MOOD_LABELS, required=False, empty="—"
        ),
        "friendly": form_fields.pick(_("J'ai été amical (1 à 5)"), _RATINGS, **rated),
        "firm": form_fields.pick(_("J'ai été ferme (1 à 5)"), _RATINGS, **rated),
        "factual": form_fields.pick(_("Je m'en suis tenu aux faits (1 à 5)"), _RATINGS, **rated),
    }


class MinutesForm(PlainForm):
    """How long a call really took."""

    minutes = form_fields.count(_("Minutes passées"), most=MOST_MINUTES)


class SummaryForm(PlainForm):
    """The summary left by another way, or none is needed."""

    why = form_fields.text(_("Comment le résumé est parti, ou pourquoi il n'en faut pas"), most=240)


class SoundForm(PlainForm):
    """The sound of a call that the person agreed to have kept."""

    sound = forms.FileField(label=_("Fichier audio"))


class RecordingTermsForm(PlainForm):
    """Whether a company keeps voices, and how long."""

    is_allowed = form_fields.flag(
        _("Permettre l'enregistrement, avec l'accord de la personne à chaque appel")
    )
    days = form_fields.count(_("Effacer au bout de (jours)"), least=1, most=MOST_DAYS)


class VisitForm(PlainForm):
    """An appointment at a customer's place of business."""

    def __init__(self, *args: Any, people: Options, **options: Any) -> None:
        super().__init__(*args, **options)
        self.fields |= {
            "due_on": form_fields.day(_("Jour convenu")),
            "hour": form_fields.hour(_("Heure convenue")),
            "place": form_fields.text(_("Adresse de l'entreprise"), most=240),
            "is_place_of_business": form_fields.flag(_("C'est l'adresse de l'entreprise, pas un domicile")),
            "person": form_fields.text(_("Attendu par"), most=120),
            "contact": form_fields.pick(_("Personne"), people, required=False),
            "what": form_fields.text(_("But du rendez-vous"), most=240, required=False),
        }
