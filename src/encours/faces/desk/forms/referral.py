"""Forms of outside help: a partner, its fee, its secret, a quote, what it tells."""

from collections.abc import Sequence
from typing import Any

from django.utils.translation import gettext_lazy as _

from encours.ground.plumbing import form_fields
from encours.ground.plumbing.plain_form import PlainForm
from encours.method.referral.rules.news import MOST_WORDS
from encours.method.referral.rules.words import (
    NEWS_KIND_LABELS,
    PARTNER_KIND_LABELS,
    PLACEMENT_STATE_LABELS,
    NewsKind,
    PlacementState,
)

Options = Sequence[tuple[str, str]]
TOLD = {
    kind: NEWS_KIND_LABELS[kind]
    for kind in (
        NewsKind.STATUS,
        NewsKind.NOTE,
        NewsKind.DOCUMENT,
        NewsKind.COLLECTED,
        NewsKind.REMITTED,
        NewsKind.FEE,
    )
}
_STATES = (
    ("contacted", PLACEMENT_STATE_LABELS[PlacementState.CONTACTED]),
    ("in_discussion", PLACEMENT_STATE_LABELS[PlacementState.IN_DISCUSSION]),
    ("plan", PLACEMENT_STATE_LABELS[PlacementState.PLAN]),
    ("legal_advised", PLACEMENT_STATE_LABELS[PlacementState.LEGAL_ADVISED]),
    ("complaint", PLACEMENT_STATE_LABELS[PlacementState.PAUSED]),
    ("returned", PLACEMENT_STATE_LABELS[PlacementState.RETURNED]),
)


class PartnerForm(PlainForm):
    """The file of a partner, with what it has proved."""

    kind = form_fields.choice(_("Genre"), PARTNER_KIND_LABELS)
    name = form_fields.text(_("Nom"), most=160)
    registration = form_fields.text(
        _("Numéro d'inscription"),
        most=80,
        required=False,
        help_text=_("Registre, barreau, chambre ou autorité."),
    )
    registered_until_on = form_fields.day(_("Inscription valable jusqu'au"), required=False)
    insurance = form_fields.text(
        _("Assurance professionnelle"), required=False, help_text=_("Assureur et numéro.")
    )
    insured_until_on = form_fields.day(_("Assuré jusqu'au"), required=False)
    has_segregated_account = form_fields.flag(_("Compte séparé pour les fonds des clients"))
    account_checked_on = form_fields.day(_("Compte vérifié le"), required=False)
    languages = form_fields.text(
        _("Langues"), most=80, required=False, help_text=_("Par exemple\u00a0: FR, EN.")
    )
    countries = form_fields.text(
        _("Pays"), required=False, help_text=_("Par exemple\u00a0: FR, BE. Vide\u00a0: partout.")
    )
    contact_name = form_fields.text(_("Interlocuteur"), most=120, required=False)
    email = form_fields.email(_("Courriel"), required=False)
    phone = form_fields.text(_("Téléphone"), most=40, required=False)
    reports_credit = form_fields.flag(
        _("Signale réellement les impayés à un fichier de crédit, et en a le droit")
    )
    notes = form_fields.text(_("Remarques"), most=2000, lines=3, required=False)


class FeeForm(PlainForm):
    """What a partner takes from a day on."""

    def __init__(self, *args: Any, currency: str, **options: Any) -> None:
        super().__init__(*args, **options)
        self.fields |= {
            "from_on": form_fields.day(_("À partir du")),
            "success_percent": form_fields.rate(_("Part des sommes encaissées, en\u00a0%")),
            "fixed": form_fields.threshold_amount(_("Montant fixe par dossier"), currency=currency),
        }


class PartnerSecretForm(PlainForm):
    """The secret that signs what a partner's service tells."""

    secret = form_fields.secret(
        _("Secret partagé"),
        is_new=True,
        required=False,
        help_text=_("Au moins 16 caractères. Vide\u00a0: ce service n'est plus entendu."),
    )


class AskPartnerForm(PlainForm):
    """Which partner is asked for a quote."""

    def __init__(self, *args: Any, partners: Options, **options: Any) -> None:
        super().__init__(*args, **options)
        self.fields |= {"partner": form_fields.pick(_("Partenaire"), partners, is_open=True)}


class QuoteForm(PlainForm):
    """What a partner asks for one case."""

    def __init__(self, *args: Any, currency: str, **options: Any) -> None:
        super().__init__(*args, **options)
        self.fields |= {
            "success_percent": form_fields.rate(_("Part des sommes encaissées, en\u00a0%")),
            "fixed": form_fields.threshold_amount(_("Montant fixe"), currency=currency),
            "valid_until_on": form_fields.day(_("Devis valable jusqu'au"), required=False),
        }


class NewsForm(PlainForm):
    """One thing told of a file that a partner has."""

    def __init__(self, *args: Any, currency: str, **options: Any) -> None:
        super().__init__(*args, **options)
        self.fields |= {
            "key": form_fields.hidden(),
            "kind": form_fields.choice(_("Nouvelle"), TOLD),
            "state": form_fields.pick(
                _("État du dossier"),
                [("", "—"), *((key, _(label)) for key, label in _STATES)],
                required=False,
                help_text=_("Pour une nouvelle de genre «\u00a0état\u00a0»."),
            ),
            "happened_on": form_fields.day(_("Date")),
            "amount": form_fields.threshold_amount(
                _("Montant encaissé ou reversé"), currency=currency, required=False,
                help_text=_("La somme entière que le débiteur a payée, avant honoraires."),
            ),
            "fee": form_fields.threshold_amount(_("Honoraires retenus"), currency=currency, required=False),
            "words": form_fields.text(_("Remarque"), most=MOST_WORDS, lines=3, required=False),
            "papers": form_fields.files(_("Document (PDF ou photo)"), required=False),
        }  # fmt: skip


class PartnerFileForm(PlainForm):
    """A CSV of news."""

    papers = form_fields.files(_("Fichier CSV"))
