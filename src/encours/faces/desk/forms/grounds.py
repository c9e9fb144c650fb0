"""The form of what some sentences rest on: where each stands, in words."""

from collections.abc import Sequence
from typing import Any

from django.utils.translation import gettext as _

from encours.ground.kernel.reason import N_, Reason
from encours.ground.plumbing import form_fields
from encours.ground.plumbing.plain_form import PlainForm
from encours.ground.plumbing.say import say
from encours.method.outreach.rules.grounds import GROUND_LABELS, Ground

LEAST_WORDS = 8
_HELP = {
    Ground.FEES_CLAUSE: N_(
        "Où elle se trouve : «\u00a0CGV du 1er mars 2024, article 9\u00a0». Vide : non connu."
    ),
    Ground.SUSPENSION_CLAUSE: N_("Où elle se trouve, et son préavis. Vide : non connu."),
    Ground.COURT_TITLE: N_("Quel acte, quel tribunal, signifié quand et par qui. Vide : non connu."),
    Ground.WRITE_OFF: N_("Qui l'a décidé, quand, pour quelle part. Vide : non connu."),
}


class GroundsForm(PlainForm):
    """One line for each ground that may be noted here."""

    def __init__(self, *args: Any, grounds: Sequence[Ground], **more: Any) -> None:
        super().__init__(*args, **more)
        for one in grounds:
            self.fields[one.value] = form_fields.text(
                say(Reason(GROUND_LABELS[one])), most=240, required=False, help_text=say(Reason(_HELP[one]))
            )

    def clean(self) -> dict[str, Any]:
        """A source in a few words, or nothing: «oui» says neither where nor when."""
        given = super().clean() or {}
        for name, words in list(given.items()):
            if words and len(words.strip()) < LEAST_WORDS:
                self.add_error(name, _("Dites où cela se trouve, en quelques mots."))
        return given

    def told(self) -> dict[Ground, str]:
        """What was written."""
        return {Ground(name): words for name, words in self.cleaned_data.items()}
