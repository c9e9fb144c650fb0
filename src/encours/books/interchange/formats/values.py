"""Texts, addresses, identifiers and words of closed lists, read from one cell each."""

import re
from collections.abc import Callable
from functools import lru_cache
from typing import TypeVar

import phonenumbers
from babel import Locale
from babel.core import get_global
from email_validator import EmailNotValidError, validate_email

from encours.books.interchange.formats.cells import Cell, cell_text
from encours.books.interchange.formats.issues import Code
from encours.books.receivables.rules.party import ContactRole, CustomerKind, PaymentMethod
from encours.ground.kernel import identifiers
from encours.ground.kernel.text import search_key

_FORMULA = re.compile(r"=|[@+-].*(?:\w\(|\||!)|@(?:sum|somme)\b", re.IGNORECASE | re.DOTALL)
_DAYS = re.compile(r"(?:net )?(\d{1,3})(?: ?(?:j|jours?|days?|d))?(?: net)?")
_AT_ONCE = (
    "a reception",
    "comptant",
    "immediat",
    "due on receipt",
    "immediate",
    "on receipt",
    "reception de facture",
)

Meaning = TypeVar("Meaning")

_YES = frozenset({"oui", "o", "yes", "y", "vrai", "true", "1", "x"})
_NO = frozenset({"non", "n", "no", "faux", "false", "0"})
_LANGUAGES = {
    "fr": ("fr", "francais", "french", "fr fr", "fr be", "fr ch", "fr ca"),
    "en": ("en", "anglais", "english", "en gb", "en us", "en ca"),
}
_KINDS = {
    CustomerKind.BUSINESS: (
        "entreprise",
        "societe",
        "professionnel",
        "pro",
        "b2b",
        "business",
        "company",
        "personne morale",
    ),
    CustomerKind.CONSUMER: (
        "particulier",
        "consommateur",
        "b2c",
        "consumer",
        "individual",
        "person",
        "personne physique",
    ),
    CustomerKind.PUBLIC: (
        "public",
        "administration",
        "collectivite",
        "mairie",
        "b2g",
        "organisme public",
        "secteur public",
    ),
}
_METHODS = {
    PaymentMethod.TRANSFER: ("virement", "vir", "transfer", "bank transfer", "wire", "sepa", "vir sepa"),
    PaymentMethod.DIRECT_DEBIT: ("prelevement", "pre", "plv", "direct debit", "sdd"),
    PaymentMethod.CARD: ("carte", "cb", "card", "credit card", "carte bancaire", "tpe", "stripe", "vad"),
    PaymentMethod.CHEQUE: ("cheque", "chq", "check", "cheques", "remise de cheque"),
    PaymentMethod.CASH: ("especes", "espece", "liq", "cash", "liquide"),
    PaymentMethod.BILL_OF_EXCHANGE: ("lcr", "traite", "effet", "bill of exchange", "boe", "bor"),
}
_ROLES = {
    ContactRole.ACCOUNTING: re.compile(r"compta|factur|financ|daf\b|raf\b|account|billing|payable|tresor"),
    ContactRole.PURCHASING: re.compile(r"achat|acheteu|approvision|purchas|buyer|procurement"),
    ContactRole.MANAGEMENT: re.compile(
        r"direct|gerant|dirigeant|president|patron|associe|chef d entreprise|pdg|ceo|owner|manag|maire"
    ),
}
_NOT_ISSUED = (
    "draft",
    "brouillon",
    "void",
    "voided",
    "annulee",
    "annule",
    "cancel",
    "cancelled",
    "canceled",
    "abandonnee",
    "deleted",
    "supprimee",
    "proforma",
    "devis",
    "quote",
    "estimate",
    "a valider",
    "in invoice",
    "in refund",
    "in receipt",
    "entry",
    "accpay",
    "accpaycredit",
    "facture fournisseur",
    "avoir fournisseur",
    "vendor bill",
    "vendor credit note",
    "purchase invoice",
    "bill",
    "submitted",
)
_PAID = (
    "paid",
    "payee",
    "paye",
    "reglee",
    "regle",
    "soldee",
    "encaissee",
    "in payment",
    "en paiement",
    "oui",
    "yes",
    "1",
)
_CREDIT = (
    "avoir",
    "credit note",
    "creditnote",
    "credit memo",
    "out refund",
    "note de credit",
    "accreccredit",
    "facture avoir",
    "avoir client",
    "customer credit note",
    "sales credit note",
)


def read_text(cell: Cell, *, limit: int) -> str | Code:
    """A cell's text; refuses a formula and what is longer than `limit` characters."""
    text = cell_text(cell)
    if len(text) > limit:
        return Code.TEXT_TOO_LONG
    return Code.FORMULA if _FORMULA.match(text) else text


def read_email(text: str) -> str | Code:
    """An address whose form is right; nothing is asked of the network."""
    try:
        return validate_email(text, check_deliverability=False).normalized
    except EmailNotValidError:
        return Code.EMAIL_INVALID


def read_phone(text: str, country: str) -> str | Code:
    """A telephone number in its international form (E.164)."""
    try:
        number = phonenumbers.parse(text, country)
    except phonenumbers.NumberParseException:
        return Code.PHONE_UNREADABLE
    if not phonenumbers.is_possible_number(number):
        return Code.PHONE_UNREADABLE
    return str(phonenumbers.format_number(number, phonenumbers.PhoneNumberFormat.E164))


def read_identifier(text: str, check: Callable[[str], str]) -> str | Code:
    """A SIREN, SIRET or VAT number, by one of the checks of `kernel.identifiers`.

    A workbook drops the zeros in front of a number: they are given back where the key then holds.
    """
    digits = re.sub(r"\s", "", text)
    width = 9 if check is identifiers.siren else 14 if check is identifiers.siret else 0
    try:
        return check(digits.zfill(width) if digits.isdecimal() else digits)
    except identifiers.InvalidIdentifier:
        return Code.IDENTIFIER_INVALID


def read_country(text: str) -> str | Code:
    """The two-letter code of a country given by code or by its French or English name."""
    return _countries().get(search_key(text), Code.VALUE_UNKNOWN)


def read_language(text: str) -> str | Code:
    """`fr` or `en`."""
    return _word(search_key(text), _LANGUAGES)


def read_customer_kind(text: str) -> CustomerKind | Code:
    """Business, consumer or public."""
    return _word(search_key(text), _KINDS)


def read_method(text: str) -> PaymentMethod:
    """How it was paid; `unknown` for words that are not known."""
    found = _word(search_key(text), _METHODS)
    return PaymentMethod.UNKNOWN if isinstance(found, Code) else found


def read_role(text: str) -> ContactRole | None:
    """What a person does there, by the first word that says it; None for an empty cell."""
    key = search_key(text)
    found = next((role for role, words in _ROLES.items() if words.search(key)), ContactRole.OTHER)
    return found if key else None


def read_yes_no(text: str) -> bool | Code:
    """Yes or no, in both languages."""
    key = search_key(text)
    return key in _YES if key in _YES | _NO else Code.VALUE_UNKNOWN


def read_term_days(text: str) -> int | Code:
    """A plain number of days. «30 jours fin de mois» has two readings and is left to a person."""
    key = search_key(text)
    if key in _AT_ONCE:
        return 0
    days = _DAYS.fullmatch(key)
    return int(days[1]) if days and int(days[1]) <= 180 else Code.TERMS_NOT_UNDERSTOOD


def is_not_issued(text: str) -> bool:
    """Whether a status or a kind says that this is no invoice owed to us."""
    return _word_key(text) in _NOT_ISSUED


def is_paid(text: str) -> bool:
    """Whether a status says that all was paid."""
    return _word_key(text) in _PAID


def is_credit(text: str) -> bool:
    """Whether a kind says credit note."""
    return _word_key(text) in _CREDIT


def _word_key(text: str) -> str:
    """A word of a closed list, also where a program joins its parts: «in_invoice»."""
    return search_key(text.replace("_", " "))


def _word(key: str, known: dict[Meaning, tuple[str, ...]]) -> Meaning | Code:
    return next((meaning for meaning, words in known.items() if key in words), Code.VALUE_UNKNOWN)


@lru_cache(maxsize=1)
def _countries() -> dict[str, str]:
    names: dict[str, str] = {}
    for language in ("fr", "en"):
        for code, name in Locale(language).territories.items():
            if len(code) == 2 and code.isalpha():
                names[search_key(name)] = code
                names[code.lower()] = code
    for three, codes in get_global("territory_aliases").items():
        if len(three) == 3 and three.isalpha() and len(codes) == 1 and len(codes[0]) == 2:
            names[three.lower()] = codes[0]
    return names
