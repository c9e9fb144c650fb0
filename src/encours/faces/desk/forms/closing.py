"""Forms of the owner: an offer for less, giving up, why an offer is taken back."""

from collections.abc import Sequence
from typing import Any

from django.utils.translation import gettext_lazy as _

from encours.ground.plumbing import form_fields
from encours.ground.plumbing.plain_form import PlainForm
from encours.method.agreements.rules.acceptance import ACCEPTED_BY_LABELS, AcceptedBy
from encours.method.agreements.rules.settlement import MOST_PARTS
from encours.method.strategy.rules.write_off import LOSS_LABELS

PART, WHOLE, NO = "part", "whole", "no"
_ANSWERS = (
    (PART, _("A, la somme pour solde")),
    (WHOLE, _("B, la totalité en plusieurs fois")),
    (NO, _("non")),
)
_WAYS = {way: label for way, label in ACCEPTED_BY_LABELS.items() if way is not AcceptedBy.LINK}
Options = Sequence[tuple[str, str]]


class OfferForm(PlainForm):
    """The two possibilities of an offer and the day on which it ends."""

    def __init__(self, *args: Any, currency: str, **options: Any) -> None:
        super().__init__(*args, **options)
        self.fields |= {
            "amount": form_fields.threshold_amount(
                _("A : somme pour solde de tout compte"), currency=currency
            ),
            "ends_on": form_fields.day(_("L'offre prend fin le"), help_text=_("Dans 10 à 20 jours.")),
            "pay_by": form_fields.day(_("A se paie au plus tard le")),
            "parts": form_fields.count(_("B : la totalité, en combien de fois"), least=2, most=MOST_PARTS),
            "parts_from_on": form_fields.day(_("B : premier versement le")),
            "is_ending": form_fields.flag(_("La relation avec ce client se termine")),
        }


class AnswerForm(PlainForm):
    """What the customer answered in writing: one of the two possibilities, or no."""

    def __init__(self, *args: Any, **options: Any) -> None:
        super().__init__(*args, **options)
        self.fields |= {
            "answer": form_fields.pick(_("Sa réponse"), _ANSWERS, is_open=True),
            "how": form_fields.choice(_("Comment"), _WAYS),
            "words": form_fields.text(
                _("Sa réponse écrite"), most=1000, lines=4, required=False,
                help_text=_("Le texte reçu, avec sa date."),
            ),
            "document": form_fields.pdf(_("Document signé"), required=False),
        }  # fmt: skip


class WriteOffForm(PlainForm):
    """What is given up, why, and the papers that are kept with it."""

    def __init__(self, *args: Any, currency: str, invoices: Options, papers: Options, **options: Any) -> None:
        super().__init__(*args, **options)
        self.fields |= {
            "invoices": form_fields.picks(_("Factures"), invoices),
            "ground": form_fields.choice(_("Pourquoi"), LOSS_LABELS),
            "words": form_fields.text(
                _("Ce qui a été tenté"), most=160, help_text=_("Une phrase, pour vous et pour le comptable.")
            ),
            "papers": form_fields.picks(_("Pièces au dossier"), papers, required=False),
            "vat": form_fields.threshold_amount(
                _("Dont TVA"),
                currency=currency,
                required=False,
                help_text=_("Vide : le comptable la calcule."),
            ),
        }
