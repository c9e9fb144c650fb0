"""The form of what leaves by itself: the ceiling, and how each step leaves."""

from collections.abc import Mapping, Sequence
from typing import Any

from django.utils.translation import gettext_lazy as _

from encours.ground.plumbing import checks, form_fields
from encours.ground.plumbing.plain_form import PlainForm
from encours.method.outreach.rules.states import MODE_LABELS, Mode


class SendingForm(PlainForm):
    """A ceiling, and one mode per stage; a stage nobody chose for follows the ladder."""

    def __init__(
        self, *args: Any, currency: str, stages: Mapping[str, Sequence[Mode]], **options: Any
    ) -> None:
        super().__init__(*args, **options)
        self.fields["ceiling"] = form_fields.threshold_amount(
            _("Faire confirmer au-delà de"),
            currency=currency,
            required=False,
            help_text=_("Au-delà de ce montant, un message attend votre accord. Vide : pas de plafond."),
        )
        for stage, modes in stages.items():
            labels = {mode: MODE_LABELS[mode] for mode in modes}
            self.fields[stage] = form_fields.choice(
                stage, labels, required=False, empty=_("comme le scénario le prévoit")
            )


class SelectorForm(PlainForm):
    """Under which name one's provider publishes its DKIM key."""

    selector = form_fields.identifier(
        _("Sélecteur DKIM"),
        checks.selector,
        required=False,
        help_text=_("Votre fournisseur le donne. Vide : les plus courants sont essayés."),
    )
