"""Who the demonstration's creditor is, and the day its story has reached."""

from dataclasses import dataclass
from datetime import date, datetime, time

from encours.books.creditor.rules.roles import Role
from encours.ground.kernel.business_days import Period, is_business_day
from encours.ground.kernel.clock import at

ZONE = "Europe/Paris"
TODAY = date(2026, 3, 17)
NOW: datetime = at(TODAY, time(9), ZONE)
SET_UP_AT: datetime = at(date(2026, 3, 16), time(18, 5), ZONE)
"""The evening before: the company is entered, its books are taken in, the bank is read."""
BOOKS_FROM = date(2024, 3, 18)
BANK_READ_TO = date(2026, 3, 16)
FORESEEN_TO = date(2026, 6, 30)
"""How far the story goes on: what comes in later is not told."""
SEED = "encours"
ACCOUNTS = "sophie"
"""The login that chases and files what no account manager does."""


@dataclass(frozen=True, slots=True)
class Member:
    """A person of the team, with the login of the demonstration."""

    name: str
    login: str
    email: str
    phone: str
    role: Role


@dataclass(frozen=True, slots=True)
class Company:
    """The creditor: everything an invoice or a letter of ours must say."""

    name: str
    short_name: str
    trade: str
    legal_form: str
    siren: str
    siret: str
    vat_number: str
    registry: str
    address: str
    postcode: str
    city: str
    country: str
    phone: str
    email: str
    website: str
    bank: str
    iban: str
    late_interest: str
    team: tuple[Member, ...]


# SIREN: an old, nearly empty block, so that no living company is meant. IBAN: of a bank that does
# not exist. Telephones: the ranges kept for fiction. Addresses: under «.example» (RFC 2606).
COMPANY = Company(
    name="Imprimerie Besnard-Lorieux SAS",
    short_name="Imprimerie Besnard-Lorieux",
    trade="Impression, étuis, enseignes",
    legal_form="SAS au capital de 120 000 €",
    siren="649459575",
    siret="64945957500019",
    vat_number="FR71649459575",
    registry="RCS Angers 649 459 575",
    address="12 rue des Presses",
    postcode="49000",
    city="Angers",
    country="FR",
    phone="02 61 91 12 00",
    email="comptabilite@besnard-lorieux.example",
    website="www.besnard-lorieux.example",
    bank="Banque de l'Authion",
    iban="FR7699999001490001234567820",
    late_interest="trois fois le taux d'intérêt légal",
    team=(
        Member(
            "Claire Besnard", "claire", "claire.besnard@besnard-lorieux.example", "02 61 91 12 01", Role.OWNER
        ),
        Member(
            "Sophie Marchand", "sophie", "sophie.marchand@besnard-lorieux.example", "02 61 91 12 03", Role.AR
        ),
        Member(
            "Julien Roy",
            "julien",
            "julien.roy@besnard-lorieux.example",
            "02 61 91 12 07",
            Role.ACCOUNT_MANAGER,
        ),
        Member(
            "Nadia Benali",
            "nadia",
            "nadia.benali@besnard-lorieux.example",
            "02 61 91 12 08",
            Role.ACCOUNT_MANAGER,
        ),
        Member(
            "Hubert Lorieux",
            "hubert",
            "hubert.lorieux@besnard-lorieux.example",
            "02 61 91 12 02",
            Role.INTERMEDIARY,
        ),
    ),
)
CLOSED = (
    Period(date(2024, 8, 1), date(2024, 8, 21)),
    Period(date(2024, 12, 24), date(2025, 1, 1)),
    Period(date(2025, 8, 1), date(2025, 8, 21)),
    Period(date(2025, 12, 24), date(2026, 1, 1)),
    Period(date(2026, 8, 1), date(2026, 8, 21)),
    Period(date(2026, 12, 24), date(2027, 1, 1)),
)
PASSWORD = "faire-part-2026"  # noqa: S105 - shown to everybody who comes to look
"""Of every login; the page where one signs in says so."""


def login_of(name: str) -> str:
    """The login of a member of the team. Raises StopIteration for a name that is not of the team."""
    return next(member.login for member in COMPANY.team if member.name == name)


def is_open_day(day: date) -> bool:
    """Whether somebody works at the company that day: only then is an invoice issued."""
    return is_business_day(day, COMPANY.country, closed=CLOSED)
