"""Forms of the yearly review: a vote, a customer's true margin, what is decided, how a relationship ends."""

from typing import Any

from django.utils.translation import gettext_lazy as _

from encours.ground.plumbing import form_fields
from encours.ground.plumbing.plain_form import PlainForm
from encours.method.insight.rules.yearly_review import ALTERNATIVES, DECISION_LABELS, ReviewDecision

_STRESS = [("0", _("0, rien")), ("1", _("1, un peu")), ("2", _("2, beaucoup")), ("3", _("3, trop"))]


class VoteForm(PlainForm):
    """How much a customer weighs."""

    stress = form_fields.pick(_("Combien ce client pèse-t-il sur vous ?"), _STRESS, is_open=True)


class MarginForm(PlainForm):
    """What a customer really brings, and whether a contract binds us."""

    def __init__(self, *args: Any, currency: str, **options: Any) -> None:
        super().__init__(*args, **options)
        self.fields |= {
            "margin": form_fields.threshold_amount(_("Marge brute de douze mois"), currency=currency),
            "is_bound": form_fields.flag(_("Un contrat nous engage avec ce client")),
        }


class DecisionForm(PlainForm):
    """What the owner decides, short of parting."""

    decision = form_fields.choice(
        _("Décision"),
        {one: label for one, label in DECISION_LABELS.items() if one is not ReviewDecision.PART},
    )


class PartingForm(PlainForm):
    """How a relationship is ended: with notice, with an alternative, without a reproach."""

    tried = form_fields.choice(
        _("Autre voie regardée d'abord"), {one: DECISION_LABELS[one] for one in ALTERNATIVES}
    )
    ends_on = form_fields.day(_("Fin du préavis"))
    is_grave = form_fields.flag(_("Factures impayées graves : un préavis plus court est possible"))
    supplier = form_fields.text(_("Un confrère à proposer"), most=120, required=False)
    orders = form_fields.text(_("Commandes en cours à honorer"), most=120, required=False)
    is_free_of_grounds = form_fields.flag(
        _("Aucun motif protégé (origine, sexe, santé, opinions…) n'entre en compte")
    )
