"""The forms of the law: what moved a limitation, a lawyer's mark, an update, the sector."""

from collections.abc import Collection, Sequence
from typing import Any

from django.utils.translation import gettext_lazy as _

from encours.ground.kernel.reason import Reason
from encours.ground.plumbing import form_fields
from encours.ground.plumbing.plain_form import PlainForm
from encours.ground.plumbing.say import say
from encours.method.cases.rules.legal_events import LEGAL_EVENT_LABELS

EVERYTHING = ""


class LegalEventForm(PlainForm):
    """What happened, when, about which invoice, and where the proof is."""

    def __init__(
        self, *args: Any, kinds: Collection[str], invoices: Sequence[tuple[str, str]], **options: Any
    ) -> None:
        super().__init__(*args, **options)
        known = [(k.value, say(Reason(label))) for k, label in LEGAL_EVENT_LABELS.items() if k.value in kinds]
        everything = (EVERYTHING, _("Tout ce qui est ouvert"))
        self.fields |= {
            "kind": form_fields.pick(_("Ce qui est arrivé"), known),
            "on": form_fields.day(_("Le")),
            "until": form_fields.day(
                _("Jusqu'au"), required=False, help_text=_("Pour une médiation ou une négociation terminée.")
            ),
            "invoice": form_fields.pick(_("Facture"), [everything, *invoices], required=False),
            "proof": form_fields.text(
                _("Où est la preuve"),
                most=240,
                help_text=_("Par exemple : lettre signée du 4 mars, classeur 12."),
            ),
        }


class ValidationForm(PlainForm):
    """Who checked a fact, and when."""

    def __init__(self, *args: Any, **options: Any) -> None:
        super().__init__(*args, **options)
        self.fields |= {
            "person": form_fields.text(
                _("Validé par"), most=120, help_text=_("Nom et qualité : Me Durand, avocate à Lyon.")
            ),
            "on": form_fields.day(_("Le")),
        }


class UpdateForm(PlainForm):
    """The text of an update."""

    def __init__(self, *args: Any, **options: Any) -> None:
        super().__init__(*args, **options)
        self.fields["text"] = form_fields.text(
            _("Contenu du fichier"),
            most=1_000_000,
            lines=12,
            help_text=_(
                "Un fichier TOML, comme la page de documentation le décrit. Rien ne change avant la vérification."
            ),
        )


class SectorForm(PlainForm):
    """What the company sells, where a shorter limitation hangs on it."""

    def __init__(self, *args: Any, sectors: Sequence[tuple[str, str]], **options: Any) -> None:
        super().__init__(*args, **options)
        self.fields["sector"] = form_fields.pick(
            _("Ce que vous vendez"), [("", _("Autre, ou plusieurs choses")), *sectors], required=False,
            help_text=_("Certains secteurs ont une prescription plus courte : un an pour le transport en France."),
        )  # fmt: skip
