"""The form of a paper that proves a debt: what it is, of when, for which invoice, the file."""

from collections.abc import Sequence
from typing import Any

from django.utils.translation import gettext_lazy as _

from encours.ground.plumbing import form_fields
from encours.ground.plumbing.plain_form import PlainForm
from encours.method.cases.rules.papers import PAPER_KIND_LABELS


class PaperForm(PlainForm):
    """One paper, or several of one kind."""

    folded = ("invoice", "dated_on")
    fold_label = _("Facture et date")

    def __init__(self, *args: Any, invoices: Sequence[tuple[str, str]], **options: Any) -> None:
        super().__init__(*args, **options)
        self.fields |= {
            "kind": form_fields.choice(_("Nature"), PAPER_KIND_LABELS),
            "title": form_fields.text(
                _("Titre"), help_text=_("Tel qu'il figurera au bordereau : « Bon de livraison n° 4512 ».")
            ),
            "papers": form_fields.files(_("PDF ou photos")),
            "invoice": form_fields.pick(
                _("Facture"), [("", _("toutes")), *invoices], required=False
            ),
            "dated_on": form_fields.day(_("Datée du"), required=False),
        }  # fmt: skip
