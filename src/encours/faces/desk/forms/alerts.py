"""The form of an alert: a name and a closed list of conditions."""

from typing import Any

from django.utils.translation import gettext_lazy as _

from encours.ground.plumbing import form_fields
from encours.ground.plumbing.plain_form import PlainForm


class AlertForm(PlainForm):
    """Conditions that must all hold; those left empty ask nothing."""

    def __init__(self, *args: Any, currency: str, **options: Any) -> None:
        super().__init__(*args, **options)
        self.fields |= {
            "name": form_fields.text(_("Nom"), most=80, help_text=_("Par exemple : gros retards oubliés.")),
            "late_days": form_fields.count(_("Plus de tant de jours de retard"), most=3650, required=False),
            "over": form_fields.threshold_amount(_("Plus de tant d'échu"), currency=currency, required=False),
            "untouched_days": form_fields.count(
                _("Sans contact depuis plus de tant de jours"),
                most=3650,
                required=False,
                help_text=_(
                    "Ni message ni appel de notre part. Les conditions remplies doivent toutes tenir."
                ),
            ),
            "is_shared": form_fields.flag(_("Pour toute l'équipe")),
        }
