"""Forms of what is typed into the books by hand: customers, contacts, invoices, payments, credit notes."""

from collections.abc import Callable, Sequence
from typing import Any, ClassVar

from django.core.exceptions import ValidationError
from django.utils.translation import gettext_lazy as _

from encours.books.receivables import queries as receivables_queries
from encours.books.receivables.rules.party import (
    CONTACT_ROLE_LABELS,
    CUSTOMER_KIND_LABELS,
    PAYMENT_METHOD_LABELS,
    PaymentMethod,
)
from encours.faces.desk.forms.creditor import LANGUAGES
from encours.faces.desk.forms.whose import WhoseForm
from encours.ground.kernel.money import Money
from encours.ground.plumbing import checks, form_fields, places
from encours.ground.plumbing.plain_form import PlainForm
from encours.ground.plumbing.say import say
from encours.ground.plumbing.typed import Unreadable, read_amount, read_day
from encours.ground.wording.facts import REGISTER_LABELS

_METHODS = {m: label for m, label in PAYMENT_METHOD_LABELS.items() if m is not PaymentMethod.OTHER_CREDIT}
Options = Sequence[tuple[str, str]]
_TERMS = _("Vide : comme pour les autres clients.")


class CustomerForm(PlainForm):
    """A customer; of a new one, a name and an address are enough."""

    folded: ClassVar[Sequence[str]] = (
        "kind",
        "siren",
        "siret",
        "vat_number",
        "code",
        "address",
        "postcode",
        "city",
        "country",
        "jurisdiction",
        "language",
        "register",
        "term_days",
        "since_on",
        "account_manager_id",
        "to_be_kept",
        "note",
    )
    fold_label = _("SIREN, adresse, délai, langue…")

    def __init__(self, *args: Any, country: str, team: list[tuple[str, str]], **options: Any) -> None:
        super().__init__(*args, **options)
        at = str(self.data.get("country") or self.initial.get("country") or country)
        self.fields |= {
            "name": form_fields.text(
                _("Nom du client"), missing=_("Indiquez le nom du client."), attrs={"autofocus": True}
            ),
            **self._first_contact(at),
            "kind": form_fields.choice(_("Nature"), CUSTOMER_KIND_LABELS),
            "siren": form_fields.identifier(_("SIREN"), checks.siren, required=False),
            "siret": form_fields.identifier(_("SIRET"), checks.siret, required=False),
            "vat_number": form_fields.identifier(_("N° de TVA"), checks.vat_number, required=False),
            "code": form_fields.text(_("Code client"), most=40, required=False),
            "address": form_fields.text(_("Adresse"), most=240, required=False),
            "postcode": form_fields.text(_("Code postal"), most=12, required=False),
            "city": form_fields.text(_("Ville"), most=80, required=False),
            "country": form_fields.country(_("Pays")),
            "jurisdiction": form_fields.country(_("Droit applicable")),
            "language": form_fields.pick(_("Langue des messages"), LANGUAGES),
            "register": form_fields.choice(
                _("Forme d'adresse"),
                REGISTER_LABELS,
                help_text=_("En français ; les lettres formelles disent toujours « vous »."),
            ),
            "term_days": form_fields.count(
                _("Délai de paiement, en jours"), most=365, required=False, help_text=_TERMS
            ),
            "since_on": form_fields.day(_("Client depuis le"), required=False),
            "account_manager_id": form_fields.pick(_("Suivi par"), [("", "—"), *team], required=False),
            "to_be_kept": form_fields.flag(
                _("Client à préserver"), help_text=_("Les étapes restent douces ; vous décidez du reste.")
            ),
            "note": form_fields.text(_("Note"), most=4000, lines=3, required=False),
        }

    def clean_account_manager_id(self) -> int | None:
        """The id, or None."""
        return (
            int(self.cleaned_data["account_manager_id"]) if self.cleaned_data["account_manager_id"] else None
        )

    def _first_contact(self, country: str) -> dict[str, Any]:
        del country
        return {}


class NewCustomerForm(CustomerForm):
    """A new customer with the person to write to."""

    fold_label = _("Téléphone, SIREN, adresse, délai, langue…")

    folded = ("phone", "contact_name", *CustomerForm.folded)

    def __init__(self, *args: Any, entity_id: int, **options: Any) -> None:
        super().__init__(*args, **options)
        name = str(self.data.get("name", "")).strip()
        self.is_known = bool(name and receivables_queries.customers_named(entity_id, name))
        if self.is_known:
            self.fields["another"] = form_fields.flag(_("C'est un autre client, qui porte le même nom"))
            self.order_fields(["name", "another"])

    def clean(self) -> dict[str, Any]:
        """A name that is known already is asked about, not entered twice by accident."""
        if self.is_known and not self.cleaned_data.get("another"):
            self.add_error("name", _("Un client porte déjà ce nom."))
        return self.cleaned_data

    def _first_contact(self, country: str) -> dict[str, Any]:
        return {
            "email": form_fields.email(
                _("E-mail de la comptabilité"),
                required=False,
                help_text=_("Sans adresse, rien ne peut lui être écrit."),
            ),
            "contact_name": form_fields.text(_("Personne à qui écrire"), most=120, required=False),
            "phone": form_fields.phone(_("Téléphone"), country=country, required=False),
        }


class ContactForm(PlainForm):
    """A person at a customer's, and how they like to be reached."""

    folded = (
        "is_phone_private",
        "accepts_email",
        "accepts_calls",
        "reachable_from",
        "reachable_until",
        "language",
    )
    fold_label = _("Préférences : heures, appels, langue")

    def __init__(self, *args: Any, country: str, **options: Any) -> None:
        super().__init__(*args, **options)
        self.fields |= {
            "name": form_fields.text(_("Nom"), most=120, required=False, attrs={"autofocus": True}),
            "role": form_fields.choice(_("Rôle"), CONTACT_ROLE_LABELS),
            "email": form_fields.email(_("E-mail"), required=False),
            "phone": form_fields.phone(_("Téléphone"), country=country, required=False),
            "is_main": form_fields.flag(
                _("Interlocuteur principal"), help_text=_("Les messages lui sont adressés.")
            ),
            "is_phone_private": form_fields.flag(
                _("Numéro privé"), help_text=_("Jamais composé pour une facture.")
            ),
            "accepts_email": form_fields.flag(_("Accepte les e-mails")),
            "accepts_calls": form_fields.flag(_("Accepte les appels")),
            "reachable_from": form_fields.hour(_("Joignable à partir de"), required=False),
            "reachable_until": form_fields.hour(_("Joignable jusqu'à"), required=False),
            "language": form_fields.pick(
                _("Langue"), [("", _("celle du client")), *LANGUAGES], required=False
            ),
        }

    def clean(self) -> dict[str, Any]:
        """Somebody who can be named or reached; the last hour comes after the first."""
        given = self.cleaned_data
        start, end = given.get("reachable_from"), given.get("reachable_until")
        if start and end and end <= start:
            self.add_error("reachable_until", _("La fin vient après le début."))
        if not (given.get("name") or given.get("email") or given.get("phone")) and not self.errors:
            self.add_error("name", _("Indiquez un nom, une adresse ou un numéro."))
        return given


class _InCurrency(WhoseForm):
    """A form with an amount whose currency is the company's, unless a folded choice says otherwise."""

    def __init__(self, *args: Any, own_currency: str, **options: Any) -> None:
        super().__init__(*args, **options)
        chosen = str(self.data.get("currency") or self.initial.get("currency") or own_currency)
        field = form_fields.currency(_("Devise"))
        codes = {code for code, _name in places.currencies()}
        self.currency = chosen if chosen in codes else own_currency
        self.currency_field = field
        self.initial.setdefault("currency", own_currency)


class InvoiceForm(_InCurrency):
    """An invoice already issued elsewhere."""

    folded = ("currency", "po_number", "instalments")
    fold_label = _("Plusieurs échéances, bon de commande, autre devise")
    may_be_new = True

    def __init__(self, *args: Any, due_help: str, **options: Any) -> None:
        super().__init__(*args, **options)
        self.fields |= {
            "number": form_fields.text(
                _("Numéro de facture"), most=60, missing=_("Indiquez le numéro de la facture.")
            ),
            "issued_on": form_fields.day(_("Date de facture")),
            "due_on": form_fields.day(_("Échéance"), required=False, help_text=due_help),
            "total": form_fields.amount(_("Montant TTC"), currency=self.currency),
            "pdf": form_fields.pdf(
                _("PDF de la facture"), required=False, help_text=_("Il accompagne vos messages.")
            ),
            "instalments": form_fields.text(
                _("Plusieurs échéances"),
                most=1000,
                lines=3,
                required=False,
                help_text=_("Une par ligne : date et montant, par exemple 30/04/2026 1 000,00."),
            ),
            "po_number": form_fields.text(_("Bon de commande"), most=60, required=False),
            "currency": self.currency_field,
        }
        self.order_fields(["customer", "which", "new_email"])

    def clean_instalments(self) -> tuple[tuple[Any, Money], ...]:
        """Days and amounts, one a line."""
        lines = [line for line in str(self.cleaned_data["instalments"]).splitlines() if line.strip()]
        return tuple(self._instalment(line) for line in lines)

    def _instalment(self, line: str) -> tuple[Any, Money]:
        day, _space, amount = line.strip().replace("\t", " ").partition(" ")
        try:
            return read_day(day), read_amount(amount, self.currency)
        except Unreadable as problem:
            raise ValidationError(f"{line} : {say(problem.reason)}") from None


class PaymentForm(_InCurrency):
    """Money that came."""

    folded = ("method", "reference", "currency")
    fold_label = _("Moyen, référence, autre devise")

    def __init__(self, *args: Any, **options: Any) -> None:
        super().__init__(*args, **options)
        self.fields |= {
            "amount": form_fields.amount(_("Montant reçu"), currency=self.currency),
            "received_on": form_fields.day(_("Reçu le")),
            "invoice": form_fields.text(
                _("Facture réglée"),
                most=60,
                required=False,
                help_text=_(
                    "Son numéro. Vide : affecté si le montant ne laisse pas de doute, sinon vous déciderez."
                ),
            ),
            "method": form_fields.choice(_("Moyen"), _METHODS),
            "reference": form_fields.text(_("Référence"), most=140, required=False),
            "currency": self.currency_field,
        }
        self.order_fields(["customer", "which"])


class CreditNoteForm(_InCurrency):
    """A credit granted."""

    folded = ("reason", "currency")
    fold_label = _("Motif, autre devise")

    def __init__(self, *args: Any, disputes: Callable[[int], Options], **options: Any) -> None:
        super().__init__(*args, **options)
        self.fields |= {
            "number": form_fields.text(
                _("Numéro de l'avoir"), most=60, missing=_("Indiquez le numéro de l'avoir.")
            ),
            "issued_on": form_fields.day(_("Date")),
            "total": form_fields.amount(_("Montant TTC"), currency=self.currency),
            "invoice": form_fields.text(
                _("Facture corrigée"),
                most=60,
                required=False,
                help_text=_("Son numéro, si l'avoir en corrige une."),
            ),
            **self._dispute(disputes),
            "reason": form_fields.text(_("Motif"), most=200, required=False),
            "currency": self.currency_field,
        }
        self.order_fields(["customer", "which"])

    def _dispute(self, disputes: Callable[[int], Options]) -> dict[str, Any]:
        """Which dispute it ends, where the customer is known and has some that wait for one."""
        named = self.named or receivables_queries.customers_named(
            self.entity_id, str(self.initial.get("customer", ""))
        )
        found = disputes(named[0].pk) if len(named) == 1 else ()
        if not found:
            return {}
        help_text = _("Vide : celui de la facture corrigée, si le montant est exactement le sien.")
        offered = [("", "—"), *found]
        return {
            "dispute": form_fields.pick(_("Clôt le litige"), offered, required=False, help_text=help_text)
        }


class PartForm(PlainForm):
    """How much of a credit pays one due date."""

    def __init__(self, *args: Any, currency: str, **options: Any) -> None:
        super().__init__(*args, **options)
        self.currency = currency
        self.fields["amount"] = form_fields.amount(_("Montant à affecter"), currency=currency)

    def clean_amount(self) -> Money:
        """Money pays in its own currency only."""
        amount: Money = self.cleaned_data["amount"]
        if amount.currency != self.currency:
            raise ValidationError(_("Le montant s'écrit dans la devise du règlement."))
        return amount


class DueForm(PlainForm):
    """Another due date."""

    due_on = form_fields.day(_("Échéance"))


class CopyForm(PlainForm):
    """The PDF of an invoice."""

    pdf = form_fields.pdf(_("PDF de la facture"), missing=_("Choisissez un PDF."))


class OrderNumberForm(PlainForm):
    """The customer's own order number of one invoice."""

    def __init__(self, *args: Any, **options: Any) -> None:
        super().__init__(*args, **options)
        self.fields["po_number"] = form_fields.text(
            _("Numéro de commande du client"), most=60, missing=_("Indiquez le numéro de commande.")
        )
