"""Forms of letters: the day they were posted, how an entity writes on paper."""

from typing import Any

from django import forms
from django.core.exceptions import ValidationError
from django.core.files.uploadedfile import UploadedFile
from django.utils.translation import gettext_lazy as _

from encours.ground.kernel.reason import Refused
from encours.ground.plumbing import form_fields
from encours.ground.plumbing.plain_form import PlainForm
from encours.ground.plumbing.say import say
from encours.method.outreach.rules.batches import POST_WAY_LABELS
from encours.method.outreach.rules.letter import COVER_LABELS
from encours.method.outreach.rules.pictures import MOST_BYTES, picture_of
from encours.method.outreach.rules.windows import NORM_LABELS


class PostedForm(PlainForm):
    """The day on which letters were posted."""

    posted_on = form_fields.day(_("Postées le"))


class PictureField(forms.FileField):
    """One small PNG or JPEG; gives its name, content and type, or None."""

    def clean(self, data: Any, initial: Any = None) -> Any:
        """Refuses what is too large or is no such picture, whatever its name."""
        file: UploadedFile[Any] | None = super().clean(data, initial)
        if not file:
            return None
        content = file.read(MOST_BYTES + 1)
        found = picture_of(content)
        if isinstance(found, Refused):
            raise ValidationError(say(found.reason))
        return str(file.name), content, found.media_type


def _picture(label: Any) -> PictureField:
    widget = forms.FileInput(attrs={"accept": "image/png,image/jpeg"})
    help_text = _("PNG ou JPEG, 500 ko au plus. Elle ne paraît que sur les lettres.")
    return PictureField(label=label, widget=widget, required=False, help_text=help_text)


class PaperForm(PlainForm):
    """Envelopes, what travels with letters, pictures, and how letters reach the post."""

    norm = form_fields.pick(
        _("Enveloppe"),
        [(key, _(label)) for key, label in NORM_LABELS.items()],
        help_text=_(
            "L'adresse se place pour cette fenêtre. Imprimez une feuille d'essai avant le premier lot."
        ),
    )
    cover = form_fields.choice(_("Avec chaque lettre"), COVER_LABELS)
    is_duplex = form_fields.flag(_("J'imprime recto verso : chaque lettre commence sur un recto"))
    has_payment_code = form_fields.flag(_("Imprimer le code de paiement (QR) et la référence"))
    signature = _picture(_("Signature"))
    logo = _picture(_("Logo"))
    way = form_fields.choice(_("Remise à la poste"), POST_WAY_LABELS)
    webhook_url = form_fields.text(
        _("Adresse web du service postal"),
        most=300,
        required=False,
        help_text=_("Elle commence par https://"),
    )
    secret = form_fields.secret(
        _("Secret partagé avec le service"),
        is_new=True,
        required=False,
        help_text=_("Il signe chaque lettre remise. Vide : celui qui est enregistré reste."),
    )

    def clean(self) -> dict[str, Any]:
        """A web address is needed where letters are handed to one, and is never in clear."""
        given = super().clean() or {}
        url = given.get("webhook_url", "")
        if url and not url.startswith("https://"):
            self.add_error("webhook_url", str(_("Une adresse qui commence par https:// est nécessaire.")))
        if given.get("way") == "webhook" and not url:
            self.add_error("webhook_url", str(_("À remplir.")))
        return given
