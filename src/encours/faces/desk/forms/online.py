"""The form of the page on which customers pay."""

from django.utils.text import format_lazy
from django.utils.translation import gettext_lazy as _

from encours.books.creditor.rules.online_payment import LEAST_SECRET, PLACES
from encours.ground.plumbing import form_fields
from encours.ground.plumbing.plain_form import PlainForm

_KNOWN = " ".join(f"{{{name}}}" for name in PLACES)


class OnlineForm(PlainForm):
    """Where customers pay, and the secret under which that page tells us so."""

    label = form_fields.text(_("Nom du prestataire"), most=60, help_text=_("Comme vos clients le liront."))
    link_pattern = form_fields.text(
        _("Modèle du lien"),
        most=500,
        help_text=format_lazy(_("Il commence par https://. Emplacements : {places}"), places=_KNOWN),
    )
    secret = form_fields.secret(
        _("Secret partagé"),
        is_new=True,
        required=False,
        help_text=format_lazy(
            _("Au moins {least} caractères. Vide : celui qui est enregistré reste."), least=LEAST_SECRET
        ),
    )
