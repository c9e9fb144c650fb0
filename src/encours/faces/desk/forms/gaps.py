"""One field for each thing that is missing: an address, a due date, a copy."""

from typing import Any

from django.utils.translation import gettext_lazy as _

from encours.faces.desk.forms.files import FilesField, ManyFiles
from encours.ground.plumbing import form_fields
from encours.ground.plumbing.plain_form import PlainForm


class AddressForm(PlainForm):
    """Where to write to one customer."""

    field_name = "email"

    def __init__(self, *args: Any, **more: Any) -> None:
        super().__init__(*args, **more)
        self.fields["email"] = form_fields.email(_("E-mail de"), required=False)


class DueDateForm(PlainForm):
    """The true due date of one invoice."""

    field_name = "due_on"

    def __init__(self, *args: Any, **more: Any) -> None:
        super().__init__(*args, **more)
        self.fields["due_on"] = form_fields.day(_("Échéance de"), required=False)


class CopyForm(PlainForm):
    """The PDF of one invoice."""

    field_name = "file"

    def __init__(self, *args: Any, **more: Any) -> None:
        super().__init__(*args, **more)
        self.fields["file"] = form_fields.pdf(_("PDF de"), required=False)


class DropForm(PlainForm):
    """PDFs, or a ZIP of them, matched by their names."""

    files = FilesField(  # type: ignore[assignment]  # a field of that name, as the pages post it
        label=_("Fichiers"),
        widget=ManyFiles(attrs={"accept": ".pdf,.zip"}),
        error_messages={"required": _("Choisissez un fichier."), "empty": _("Ce fichier est vide.")},
    )
