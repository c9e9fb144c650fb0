"""Brings an address, a phone number or an identifier to its one form, or refuses it in a sentence."""

import re
from collections.abc import Callable

import phonenumbers
from email_validator import EmailNotValidError, validate_email

from encours.ground.kernel import identifiers
from encours.ground.kernel.identifiers import InvalidIdentifier
from encours.ground.kernel.reason import N_, Reason
from encours.ground.plumbing.typed import Unreadable

Check = Callable[[str], str]

_EMAIL = Reason(N_("Cette adresse n'est pas complète. Écrivez par exemple compta@exemple.fr."))
_PHONE = Reason(
    N_("Ce numéro n'est pas complet. Écrivez par exemple 01 99 00 12 34, ou +32 … pour l'étranger.")
)


def email(text: str) -> str:
    """An address of the right form; nothing is asked of the network. Raises Unreadable."""
    try:
        found = validate_email(
            text, check_deliverability=False, globally_deliverable=False, test_environment=True
        )
    except EmailNotValidError:
        raise Unreadable(_EMAIL) from None
    if "." not in found.domain:
        raise Unreadable(_EMAIL)
    return str(found.normalized)


def phone_in(country: str) -> Check:
    """A check for numbers as one dials them in a country; gives «+33 1 99 00 12 34»."""

    def check(text: str) -> str:
        try:
            number = phonenumbers.parse(text, country)
        except phonenumbers.NumberParseException:
            raise Unreadable(_PHONE) from None
        if not phonenumbers.is_possible_number(number):
            raise Unreadable(_PHONE)
        return str(phonenumbers.format_number(number, phonenumbers.PhoneNumberFormat.INTERNATIONAL))

    return check


def text_number(text: str, country: str) -> str:
    """The number as networks write it (E.164), for a text; empty for none, and for a line that takes no texts.

    Source: ITU-T E.164.
    """
    try:
        number = phonenumbers.parse(text, country or None)
    except phonenumbers.NumberParseException:
        return ""
    is_fixed = phonenumbers.number_type(number) == phonenumbers.PhoneNumberType.FIXED_LINE
    if is_fixed or not phonenumbers.is_possible_number(number):
        return ""
    return str(phonenumbers.format_number(number, phonenumbers.PhoneNumberFormat.E164))


def siren(text: str) -> str:
    """Nine digits whose key holds. Raises Unreadable."""
    return _held(
        identifiers.siren, text, Reason(N_("Ce SIREN n'existe pas : un chiffre est peut-être inversé."))
    )


def siret(text: str) -> str:
    """Fourteen digits whose key holds. Raises Unreadable."""
    return _held(
        identifiers.siret, text, Reason(N_("Ce SIRET n'existe pas : un chiffre est peut-être inversé."))
    )


def vat_number(text: str) -> str:
    """A European VAT number with its country. Raises Unreadable."""
    refusal = Reason(N_("Ce numéro de TVA n'est pas valable. Il commence par le pays, FR par exemple."))
    return _held(identifiers.vat_number, text, refusal)


def iban(text: str) -> str:
    """An IBAN whose key holds, without spaces. Raises Unreadable."""
    return _held(
        identifiers.iban, text, Reason(N_("Cet IBAN n'est pas valable : un caractère manque ou est inversé."))
    )


def bic(text: str) -> str:
    """Eight or eleven characters. Raises Unreadable. Source: ISO 9362."""
    bare = re.sub(r"\s", "", text).upper()
    if not re.fullmatch(r"[A-Z]{6}[A-Z0-9]{2}([A-Z0-9]{3})?", bare):
        raise Unreadable(Reason(N_("Un BIC a huit ou onze caractères.")))
    return bare


def host(text: str) -> str:
    """The name of a server, without what a browser puts before it. Raises Unreadable."""
    bare = text.strip().lower()
    if not re.fullmatch(r"[a-z0-9](?:[a-z0-9.-]*[a-z0-9])?|\[[0-9a-f:]+\]", bare):
        raise Unreadable(Reason(N_("Écrivez le nom du serveur seul, par exemple smtp.votre-fournisseur.fr.")))
    return bare


def selector(text: str) -> str:
    """The first word of a DKIM record's name. Raises Unreadable."""
    bare = text.strip().lower().partition("._domainkey")[0]
    if not re.fullmatch(r"[a-z0-9](?:[a-z0-9._-]{0,60}[a-z0-9])?", bare):
        raise Unreadable(Reason(N_("Écrivez le sélecteur seul, par exemple selector1.")))
    return bare


def _held(check: Check, text: str, refusal: Reason) -> str:
    try:
        return check(text)
    except InvalidIdentifier:
        raise Unreadable(refusal) from None
