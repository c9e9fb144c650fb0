"""The form of an erasure: why, and who answers for it when it comes early."""

from typing import Any

from django.utils.translation import gettext_lazy as _

from encours.ground.plumbing import form_fields
from encours.ground.plumbing.plain_form import PlainForm


class ForgetForm(PlainForm):
    """Why a customer is forgotten; before the end of the period, a person says that the books are kept elsewhere."""

    def __init__(self, *args: Any, is_early: bool, **options: Any) -> None:
        super().__init__(*args, **options)
        self.fields["why"] = form_fields.text(
            _("Pourquoi"),
            most=240,
            help_text=_("Par exemple : demande du client du 3 mars. Le journal le garde."),
        )
        if is_early:
            self.fields["early"] = form_fields.flag(
                _("Le délai de conservation court encore : je garde les pièces ailleurs et j'en réponds.")
            )
