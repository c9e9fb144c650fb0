"""Forms of formal acts: by which way, the owner's word, posting with its proof, receipt, plan B, withdrawal."""

from typing import Any

from django.utils.translation import gettext_lazy as _

from encours.ground.plumbing import form_fields
from encours.ground.plumbing.plain_form import PlainForm
from encours.method.agreements.rules.plan_b import MEASURE_LABELS
from encours.method.strategy.rules.formal_acts import FORMAL_MEANS_LABELS


class MeansForm(PlainForm):
    """By which way the act travels."""

    means = form_fields.choice(_("Voie"), FORMAL_MEANS_LABELS)


class ApproveForm(PlainForm):
    """The owner's word."""

    note = form_fields.text(
        _("Pourquoi maintenant"),
        most=400,
        lines=2,
        required=False,
        help_text=_("Demandé pour un client de longue date ; gardé au journal."),
    )


class PostedForm(PlainForm):
    """When, under which number, with which proof of posting."""

    on = form_fields.day(_("Posté le"))
    tracking = form_fields.text(_("Numéro de suivi"), most=60)
    papers = form_fields.files(_("Preuve de dépôt (PDF ou photo)"))


class ReceiptForm(PlainForm):
    """What came back, and when."""

    def __init__(self, *args: Any, **options: Any) -> None:
        super().__init__(*args, **options)
        offered = [
            ("yes", _("remis au débiteur")),
            ("no", _("refusé, non réclamé ou revenu")),
        ]
        self.fields |= {
            "outcome": form_fields.pick(_("Issue"), offered),
            "on": form_fields.day(_("Le")),
            "papers": form_fields.files(_("Avis de réception ou enveloppe (PDF ou photo)")),
        }


class ChoosePlanBForm(PlainForm):
    """What happens when the act stays without effect."""

    measure = form_fields.choice(_("Mesure"), MEASURE_LABELS)
    words = form_fields.text(
        _("Avec qui"),
        most=120,
        required=False,
        help_text=_("Le nom du partenaire, tel qu'il sera annoncé."),
    )


class WithdrawForm(PlainForm):
    """Why it does not leave."""

    why = form_fields.text(_("Motif"), most=240)
