"""Forms at the door: sign in, one's password, the first account."""

from typing import Any

from django.contrib.auth.password_validation import validate_password
from django.utils.translation import gettext_lazy as _

from encours.ground.plumbing import form_fields
from encours.ground.plumbing.plain_form import PlainForm


class LoginForm(PlainForm):
    """Address and password."""

    username = form_fields.email(_("E-mail"), attrs={"autocomplete": "username", "autofocus": True})
    password = form_fields.secret(_("Mot de passe"))


class PasswordForm(PlainForm):
    """A new password, typed twice, by somebody who knows the present one."""

    present = form_fields.secret(_("Mot de passe actuel"))
    wished = form_fields.secret(
        _("Nouveau mot de passe"), is_new=True, help_text=_("Dix caractères au moins.")
    )
    again = form_fields.secret(_("Le même, une seconde fois"), is_new=True)

    def __init__(self, *args: Any, user: Any, **options: Any) -> None:
        super().__init__(*args, **options)
        self.user = user

    def clean_present(self) -> str:
        """The present password proves who is sitting there."""
        present = str(self.cleaned_data["present"])
        if not self.user.check_password(present):
            self.add_error("present", _("Ce n'est pas votre mot de passe actuel."))
        return present

    def clean_wished(self) -> str:
        """Long enough, not common, not one's name."""
        wished = str(self.cleaned_data["wished"])
        validate_password(wished, self.user)
        return wished

    def clean(self) -> dict[str, Any]:
        """Both are the same."""
        given = self.cleaned_data
        if given.get("again") and given.get("wished") and given["again"] != given["wished"]:
            self.add_error("again", _("Les deux ne sont pas identiques."))
        return given


_CODE = {"autocomplete": "one-time-code", "autofocus": True, "autocapitalize": "none", "spellcheck": "false"}


class CodeForm(PlainForm):
    """The second factor."""

    code = form_fields.text(
        _("Code"), most=40, attrs=_CODE, help_text=_("Celui de l'application, ou un code de secours.")
    )


class NewFactorForm(PlainForm):
    """The first code of an application shows that it has taken the secret."""

    code = form_fields.text(
        _("Code que montre l'application"), most=12, attrs={**_CODE, "inputmode": "numeric"}
    )


class PresentForm(PlainForm):
    """The present password proves who is sitting there."""

    present = form_fields.secret(_("Mot de passe actuel"), attrs={"autofocus": True})

    def __init__(self, *args: Any, user: Any, **options: Any) -> None:
        super().__init__(*args, **options)
        self.user = user

    def clean_present(self) -> str:
        """The password of who sits there."""
        present = str(self.cleaned_data["present"])
        if not self.user.check_password(present):
            self.add_error("present", _("Ce n'est pas votre mot de passe actuel."))
        return present


class NewPasskeyForm(PresentForm):
    """What a passkey is called, and who sits there."""

    name = form_fields.text(
        _("Nom de la clé"), most=60, help_text=_("Ce qui la garde : «Téléphone», «Clé du trousseau»…")
    )
    field_order = ("name", "present")


class ForgottenForm(PlainForm):
    """Whose password is lost."""

    email = form_fields.email(_("E-mail"), attrs={"autocomplete": "username", "autofocus": True})


class NewPasswordForm(PlainForm):
    """A new password, typed twice, by who holds the link of a mail."""

    wished = form_fields.secret(
        _("Nouveau mot de passe"),
        is_new=True,
        help_text=_("Dix caractères au moins."),
        attrs={"autofocus": True, "autocomplete": "new-password"},
    )
    again = form_fields.secret(_("Le même, une seconde fois"), is_new=True)

    def __init__(self, *args: Any, user: Any, **options: Any) -> None:
        super().__init__(*args, **options)
        self.user = user

    def clean_wished(self) -> str:
        """Long enough, not common, not one's name."""
        wished = str(self.cleaned_data["wished"])
        validate_password(wished, self.user)
        return wished

    def clean(self) -> dict[str, Any]:
        """Both are the same."""
        given = self.cleaned_data
        if given.get("again") and given.get("wished") and given["again"] != given["wished"]:
            self.add_error("again", _("Les deux ne sont pas identiques."))
        return given


class FirstAccountForm(PlainForm):
    """The person who sets an empty installation up."""

    name = form_fields.text(_("Votre nom"), most=120, attrs={"autocomplete": "name", "autofocus": True})
    email = form_fields.email(
        _("Votre e-mail"), help_text=_("Il sert à se connecter."), attrs={"autocomplete": "username"}
    )
    password = form_fields.secret(_("Mot de passe"), is_new=True, help_text=_("Dix caractères au moins."))

    def clean_password(self) -> str:
        """Long enough and not common."""
        password = str(self.cleaned_data["password"])
        validate_password(password)
        return password
