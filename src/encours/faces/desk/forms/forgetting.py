"""The forms of an erasure: why, the name once more, and who answers for it when it comes early; the period."""

from typing import Any

from django.utils.translation import gettext_lazy as _

from encours.ground.kernel.text import search_key
from encours.ground.plumbing import form_fields
from encours.ground.plumbing.plain_form import PlainForm


class ErasureForm(PlainForm):
    """Why somebody is erased; the name typed once more is the second yes, since nothing brings it back."""

    why = form_fields.text(
        _("Pourquoi"),
        most=240,
        help_text=_("Par exemple : demande du client du 3 mars. Le journal le garde."),
    )
    name = form_fields.text(_("Tapez le nom à effacer, pour confirmer"), most=160)

    def __init__(self, *args: Any, name: str, is_early: bool = False, **options: Any) -> None:
        super().__init__(*args, **options)
        self.wanted = name
        if is_early:
            self.fields["early"] = form_fields.flag(
                _("Le délai de conservation court encore : je garde les pièces ailleurs et j'en réponds.")
            )

    def clean_name(self) -> str:
        """The same name, whatever its case and accents."""
        typed = str(self.cleaned_data["name"])
        if search_key(typed) != search_key(self.wanted):
            self.add_error("name", _("Ce n'est pas ce nom. Rien n'est effacé."))
        return typed


class PeriodForm(PlainForm):
    """The company's own period."""

    years = form_fields.count(
        _("Votre délai, en années"), least=1, most=100, required=False, help_text=_("Vide : celui du pays.")
    )
