"""Forms about one's own company: who it is, its terms, its hours, its accounts, its rates."""

from collections.abc import Sequence
from typing import Any

from django.utils.translation import gettext_lazy as _

from encours.books.creditor.rules.roles import ROLE_LABELS
from encours.books.creditor.rules.terms import TERM_RULE_LABELS
from encours.ground.plumbing import checks, form_fields
from encours.ground.plumbing.plain_form import PlainForm

LANGUAGES = (("fr", "français"), ("en", "English"))
SECURITIES = (
    ("starttls", _("STARTTLS (port 587, le plus courant)")),
    ("tls", _("TLS dès la connexion (port 465)")),
    ("none", _("aucune (serveur sur cette machine)")),
)


BOX_SECURITIES = (
    ("tls", _("TLS dès la connexion (port 993, le plus courant)")),
    ("starttls", _("STARTTLS (port 143)")),
    ("none", _("aucune (serveur sur cette machine)")),
)


class FirstEntityForm(PlainForm):
    """What a company needs to begin with."""

    def __init__(self, *args: Any, **options: Any) -> None:
        super().__init__(*args, **options)
        country = str(self.data.get("country") or self.initial.get("country") or "FR")
        self.fields |= {
            "name": form_fields.text(
                _("Nom de la société"), attrs={"autocomplete": "organization", "autofocus": True}
            ),
            "siren": form_fields.identifier(
                _("SIREN"), checks.siren, required=False, help_text=_("Neuf chiffres, vérifiés à la saisie.")
            ),
            "email": form_fields.email(
                _("E-mail de la société"), help_text=_("Vos messages partent de cette adresse.")
            ),
            "phone": form_fields.phone(_("Téléphone"), country=country, required=False),
            "country": form_fields.country(_("Pays")),
            "currency": form_fields.currency(_("Devise")),
            "term_days": form_fields.count(
                _("Délai de paiement, en jours"),
                most=365,
                help_text=_("Sert quand une facture ne dit pas son échéance."),
            ),
            "term_rule": form_fields.choice(_("Ce délai se compte en"), TERM_RULE_LABELS),
        }


class EntityForm(PlainForm):
    """Who the company is; its currency stands once books have begun."""

    folded = ("vat_number", "region", "time_zone", "language", "currency")
    fold_label = _("TVA, langue, fuseau horaire, devise")

    def __init__(self, *args: Any, has_books: bool, **options: Any) -> None:
        super().__init__(*args, **options)
        country = str(self.data.get("country") or self.initial.get("country") or "FR")
        self.fields |= {
            "name": form_fields.text(_("Nom")),
            "siren": form_fields.identifier(
                _("SIREN"), checks.siren, required=False, help_text=_("Neuf chiffres, vérifiés à la saisie.")
            ),
            "address": form_fields.text(_("Adresse"), most=240, required=False),
            "postcode": form_fields.text(_("Code postal"), most=12, required=False),
            "city": form_fields.text(_("Ville"), most=80, required=False),
            "country": form_fields.country(_("Pays")),
            "email": form_fields.email(_("E-mail"), help_text=_("Vos messages partent de cette adresse.")),
            "phone": form_fields.phone(_("Téléphone"), country=country, required=False),
            "vat_number": form_fields.identifier(_("N° de TVA"), checks.vat_number, required=False),
            "language": form_fields.pick(_("Langue du journal"), LANGUAGES),
            "time_zone": form_fields.zone(_("Fuseau horaire")),
        }
        if not has_books:
            self.fields["currency"] = form_fields.currency(_("Devise"))


class TermsForm(PlainForm):
    """When an invoice falls due that does not say so."""

    term_days = form_fields.count(_("Délai de paiement, en jours"), most=365)
    term_rule = form_fields.choice(_("Ce délai se compte en"), TERM_RULE_LABELS)


class HoursForm(PlainForm):
    """Between which hours messages leave, and how long calls may take a day."""

    send_from = form_fields.hour(_("Envois à partir de"))
    send_until = form_fields.hour(_("Jusqu'à"))
    capacity_minutes = form_fields.count(
        _("Temps pour les appels, en minutes par jour"),
        least=0,
        most=600,
        help_text=_("La liste du jour dit combien de ce temps elle prend."),
    )

    def clean(self) -> dict[str, Any]:
        """The end comes after the beginning."""
        given = self.cleaned_data
        if given.get("send_from") and given.get("send_until") and given["send_until"] <= given["send_from"]:
            self.add_error("send_until", _("La fin vient après le début."))
        return given


class AbsenceForm(PlainForm):
    """Somebody is away, and who does their tasks meanwhile."""

    def __init__(self, *args: Any, team: Sequence[tuple[str, str]], **options: Any) -> None:
        super().__init__(*args, **options)
        self.fields |= {
            "member": form_fields.pick(_("Personne absente"), team),
            "first_on": form_fields.day(_("Du")),
            "last_on": form_fields.day(_("Au"), help_text=_("Dernier jour d'absence, compris.")),
            "deputy": form_fields.pick(
                _("Remplacée par"),
                [("", _("personne")), *team],
                required=False,
                help_text=_("Sans remplaçant, ses clients sont signalés au responsable et au dirigeant."),
            ),
        }


class ClosureForm(PlainForm):
    """Days on which nobody is contacted."""

    first_on = form_fields.day(_("Du"))
    last_on = form_fields.day(_("Au"), help_text=_("Dernier jour fermé, compris."))
    label = form_fields.text(_("Motif"), most=80, required=False)

    def clean(self) -> dict[str, Any]:
        """In order."""
        given = self.cleaned_data
        if given.get("first_on") and given.get("last_on") and given["last_on"] < given["first_on"]:
            self.add_error("last_on", _("La fin ne peut pas précéder le début."))
        return given


class UsualClosuresForm(PlainForm):
    """Which of the usual closures are kept."""

    def __init__(self, *args: Any, offered: list[tuple[str, str]], **options: Any) -> None:
        super().__init__(*args, **options)
        self.fields["kept"] = form_fields.picks(
            _("Fermetures habituelles"), offered, missing=_("Cochez au moins une période.")
        )


class MailForm(PlainForm):
    """The server through which the company writes."""

    folded = ("daily_cap",)
    host = form_fields.identifier(
        _("Serveur d'envoi (SMTP)"),
        checks.host,
        help_text=_("Votre fournisseur de messagerie le donne : smtp.…"),
    )
    security = form_fields.pick(_("Sécurité"), SECURITIES)
    port = form_fields.count(_("Port"), least=1, most=65535)
    username = form_fields.text(
        _("Identifiant"),
        most=200,
        required=False,
        help_text=_("Le plus souvent, l'adresse complète."),
        attrs={"autocomplete": "off", "autocapitalize": "none"},
    )
    password = form_fields.secret(
        _("Mot de passe"),
        required=False,
        help_text=_("Gardé chiffré. Vide : celui qui est enregistré reste."),
        attrs={"autocomplete": "new-password"},
    )
    daily_cap = form_fields.count(_("Messages par jour, au plus"), least=1, most=100_000)


class MailboxForm(PlainForm):
    """The mailbox where customers' answers arrive."""

    folded = ("folder", "address", "has_signed_addresses", "trusted_server", "since_on")
    fold_label = _("Dossier, adresse signée, contrôle de l'expéditeur")

    def __init__(self, *args: Any, **options: Any) -> None:
        super().__init__(*args, **options)
        self.fields |= {
            "host": form_fields.identifier(
                _("Serveur de réception (IMAP)"),
                checks.host,
                help_text=_("Votre fournisseur de messagerie le donne : imap.…"),
            ),
            "security": form_fields.pick(_("Sécurité"), BOX_SECURITIES),
            "port": form_fields.count(_("Port"), least=1, most=65535),
            "username": form_fields.text(
                _("Identifiant"),
                most=200,
                help_text=_("Le plus souvent, l'adresse complète."),
                attrs={"autocomplete": "off", "autocapitalize": "none"},
            ),
            "password": form_fields.secret(
                _("Mot de passe"),
                required=False,
                help_text=_("Gardé chiffré. Vide : celui qui est enregistré reste."),
                attrs={"autocomplete": "new-password"},
            ),
            "folder": form_fields.text(_("Dossier à relever"), most=200),
            "since_on": form_fields.day(
                _("À partir du"),
                required=False,
                help_text=_("Les courriers d'avant restent dans votre messagerie. Vide : depuis 30 jours."),
            ),
            "address": form_fields.email(
                _("Adresse de cette boîte"),
                required=False,
                help_text=_("Vos propres envois y sont reconnus et mis de côté."),
            ),
            "has_signed_addresses": form_fields.flag(
                _("Demander les réponses à une adresse signée"),
                help_text=_("Si votre messagerie accepte « + » dans les adresses : compta+…@votre-domaine."),
            ),
            "trusted_server": form_fields.text(
                _("Serveur qui contrôle les expéditeurs"),
                most=200,
                required=False,
                help_text=_(
                    "Le premier mot de l'en-tête Authentication-Results de vos courriers. "
                    "Vide : aucun expéditeur n'est tenu pour vérifié."
                ),
            ),
        }


class AccountForm(PlainForm):
    """A bank account on which to be paid."""

    folded = ("bic", "currency")

    def __init__(self, *args: Any, **options: Any) -> None:
        super().__init__(*args, **options)
        self.fields |= {
            "iban": form_fields.identifier(
                _("IBAN"), checks.iban, help_text=_("Il paraît dans vos messages ; vérifié à la saisie.")
            ),
            "label": form_fields.text(_("Nom de la banque"), most=80),
            "bic": form_fields.identifier(_("BIC"), checks.bic, required=False),
            "currency": form_fields.currency(_("Devise du compte")),
        }


class RateForm(PlainForm):
    """What one unit of another currency is worth from a day on."""

    def __init__(self, *args: Any, own: str, **options: Any) -> None:
        super().__init__(*args, **options)
        self.own = own
        self.fields |= {
            "currency": form_fields.currency(_("Devise")),
            "rate": form_fields.rate(
                _("Une unité vaut, dans votre devise"), help_text=_("Par exemple 1,06.")
            ),
            "from_on": form_fields.day(_("À partir du")),
        }

    def clean_currency(self) -> str:
        """Another than one's own."""
        currency = str(self.cleaned_data["currency"])
        if currency == self.own:
            self.add_error("currency", _("C'est votre propre devise."))
        return currency


class MemberForm(PlainForm):
    """A person of the team."""

    def __init__(self, *args: Any, country: str, is_new: bool, **options: Any) -> None:
        super().__init__(*args, **options)
        self.fields |= {
            "name": form_fields.text(_("Nom"), most=120),
            "role": form_fields.choice(_("Rôle"), ROLE_LABELS),
            "email": form_fields.email(_("E-mail"), required=False),
            "phone": form_fields.phone(_("Téléphone"), country=country, required=False),
        }
        if is_new:
            self.fields["signs_in"] = form_fields.flag(
                _("Cette personne se connecte à Encours"),
                help_text=_(
                    "Un mot de passe provisoire vous sera montré une fois. Un intermédiaire peut s'en passer."
                ),
            )
        else:
            self.fields["capacity_minutes"] = form_fields.count(
                _("Temps pour les appels, en minutes par jour"),
                most=600,
                required=False,
                help_text=_("Vide : celui de la société."),
            )

    def clean(self) -> dict[str, Any]:
        """Who signs in does so by an address."""
        given = self.cleaned_data
        if given.get("signs_in") and not given.get("email") and not self.has_error("email"):
            self.add_error("email", _("Une personne qui se connecte a besoin d'une adresse."))
        return given


class StopForm(PlainForm):
    """Why everything stops."""

    why = form_fields.text(
        _("Pourquoi"), most=240, help_text=_("Quelques mots : le journal les garde, la page les montre.")
    )
