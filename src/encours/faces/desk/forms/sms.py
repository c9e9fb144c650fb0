"""The form of the service through which texts leave."""

import re
from typing import Any

from django.utils.translation import gettext_lazy as _

from encours.ground.kernel.reason import N_, Reason
from encours.ground.plumbing import form_fields
from encours.ground.plumbing.plain_form import PlainForm
from encours.ground.plumbing.say import say

LEAST_SECRET = 16
_SENDER = re.compile(r"[A-Za-z0-9 ]{1,11}|\+[0-9]{6,15}")


class SmsForm(PlainForm):
    """On or off, where texts go, who they say they are from, and the shared secret."""

    is_on = form_fields.flag(_("Envoyer les SMS par un service"))
    url = form_fields.text(
        _("Adresse web du service"), most=300, required=False, help_text=_("Elle commence par https://")
    )
    sender = form_fields.text(
        _("Expéditeur affiché"),
        most=16,
        required=False,
        help_text=_(
            "Onze lettres ou chiffres au plus, ou un numéro qui commence par +. Vide : celui du service."
        ),
    )
    secret = form_fields.secret(
        _("Secret partagé avec le service"),
        is_new=True,
        required=False,
        help_text=_(
            "Seize caractères au moins. Il signe ce qui part et ce qui revient ; il est gardé chiffré."
        ),
    )

    def __init__(self, *args: Any, has_secret: bool, **more: Any) -> None:
        super().__init__(*args, **more)
        self._has_secret = has_secret
        if has_secret:
            text = N_("Un secret est enregistré, chiffré. Vide : il reste.")
            self.fields["secret"].help_text = say(Reason(text))

    def clean(self) -> dict[str, Any]:
        """On wants an address and a secret; neither is ever in clear or guessable."""
        given = super().clean() or {}
        url, secret, sender = (given.get(name) or "" for name in ("url", "secret", "sender"))
        if url and not url.startswith("https://"):
            self.add_error("url", str(_("Une adresse qui commence par https:// est nécessaire.")))
        if secret and len(secret) < LEAST_SECRET:
            self.add_error("secret", str(_("Seize caractères au moins : un secret court se devine.")))
        if sender and not _SENDER.fullmatch(sender):
            self.add_error("sender", str(_("Onze lettres ou chiffres sans accent, ou un numéro avec +.")))
        if given.get("is_on"):
            if not url:
                self.add_error("url", str(_("À remplir.")))
            if not secret and not self._has_secret:
                self.add_error("secret", str(_("À remplir.")))
        return given
