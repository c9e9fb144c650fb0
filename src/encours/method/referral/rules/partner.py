"""What a partner must prove before anything is handed to it, and what is missing. Source: R129, method 2j."""

from dataclasses import dataclass, field
from datetime import date
from decimal import Decimal

from encours.ground.kernel.facts import quick_dataclass
from encours.ground.kernel.money import Money
from encours.ground.kernel.reason import N_, Reason, Refused
from encours.method.referral.rules.words import PartnerKind

HANDLES_MONEY = frozenset({PartnerKind.AGENCY, PartnerKind.LAWYER, PartnerKind.BAILIFF})
"""Who collects for us and must keep our money apart."""
REGISTERED = HANDLES_MONEY | {PartnerKind.MEDIATOR}
WARN_DAYS = 30
MOST_PERCENT = Decimal(60)


@dataclass(frozen=True, slots=True, kw_only=True)
class PartnerDraft:
    """A partner as the owner writes it down; `languages` and `countries` in capitals or small, apart by commas."""

    kind: PartnerKind
    name: str
    registration: str = ""
    registered_until_on: date | None = None
    insurance: str = ""
    insured_until_on: date | None = None
    has_segregated_account: bool = False
    account_checked_on: date | None = None
    languages: str = ""
    countries: str = ""
    contact_name: str = ""
    email: str = ""
    phone: str = ""
    reports_credit: bool = False
    notes: str = ""


@quick_dataclass(frozen=True, slots=True)
class FeeTerms:
    """What a partner takes from a day on: a share of what comes in, in percent, and a fixed sum for each file."""

    from_on: date
    success_percent: Decimal
    fixed: Money


@dataclass(frozen=True, slots=True)
class Proof:
    """One thing that is missing or expires; `is_grave`: nothing is handed over before it is put right."""

    reason: Reason
    is_grave: bool


@dataclass(frozen=True, slots=True)
class Wanted:
    """What a case asks of a partner."""

    country: str
    language: str
    kind: PartnerKind | None = None


@dataclass(frozen=True, slots=True)
class Match:
    """How a partner fits a case: what speaks against it. Empty lists: it fits."""

    against: tuple[Reason, ...] = field(default=())


def codes(text: str) -> tuple[str, ...]:
    """«fr, EN» as («FR», «EN»)."""
    return tuple(
        dict.fromkeys(part.strip().upper() for part in text.replace(";", ",").split(",") if part.strip())
    )


def problem_of_partner(draft: PartnerDraft) -> Refused | None:
    """What a partner's file must have to be kept at all: a name, and codes that are codes."""
    if not draft.name.strip():
        return Refused(Reason(N_("Indiquez le nom du partenaire.")), "name")
    for name, text in (("languages", draft.languages), ("countries", draft.countries)):
        if any(len(code) != 2 or not code.isascii() or not code.isalpha() for code in codes(text)):
            return Refused(
                Reason(N_("Deux lettres par code, séparées par des virgules\u00a0: FR, BE.")), name
            )
    return None


def problem_of_fee(fee: FeeTerms) -> Refused | None:
    """A share between nothing and sixty percent, and a fixed sum that is none below nothing."""
    if not Decimal(0) <= fee.success_percent <= MOST_PERCENT:
        return Refused(
            Reason(N_("Entre 0 et {most}\u00a0% des sommes encaissées."), most=MOST_PERCENT),
            "success_percent",
        )
    if fee.fixed.minor < 0:
        return Refused(Reason(N_("Un montant fixe n'est jamais négatif.")), "fixed")
    return None


def fee_in_force(terms: list[FeeTerms], on: date) -> FeeTerms | None:
    """The terms that hold on a day: the latest that began."""
    begun = [fee for fee in terms if fee.from_on <= on]
    return max(begun, key=lambda fee: fee.from_on) if begun else None


def proofs(draft: PartnerDraft, *, today: date) -> list[Proof]:
    """What is missing or has expired, the grave first. A court proves nothing to us."""
    found: list[Proof] = []
    if draft.kind in REGISTERED:
        if not draft.registration.strip():
            found.append(Proof(Reason(N_("Le numéro d'inscription manque.")), is_grave=True))
        found += _until(draft.registered_until_on, N_("Inscription"), today)
        if not draft.insurance.strip():
            found.append(Proof(Reason(N_("L'assurance professionnelle manque.")), is_grave=True))
        found += _until(draft.insured_until_on, N_("Assurance"), today)
        if draft.insurance.strip() and draft.insured_until_on is None:
            found.append(Proof(Reason(N_("La fin de l'assurance n'est pas connue.")), is_grave=False))
    if draft.kind in HANDLES_MONEY and not draft.has_segregated_account:
        found.append(Proof(Reason(N_("Le compte séparé pour les fonds des clients manque.")), is_grave=True))
    return sorted(found, key=lambda one: not one.is_grave)


def match(draft: PartnerDraft, wanted: Wanted, *, today: date) -> Match:
    """What speaks against a partner for a case: its kind, its proofs, country, language. Source: R127, R129."""
    against = [one.reason for one in proofs(draft, today=today) if one.is_grave]
    if draft.countries and wanted.country.upper() not in codes(draft.countries):
        against.append(Reason(N_("Ne travaille pas dans ce pays ({country})."), country=wanted.country))
    if draft.languages and wanted.language.upper() not in codes(draft.languages):
        against.append(Reason(N_("Ne parle pas cette langue ({language})."), language=wanted.language))
    return Match(tuple(against))


def _until(until_on: date | None, label: str, today: date) -> list[Proof]:
    if until_on is None:
        return []
    if until_on < today:
        text = N_("{what}\u00a0: expirée depuis le {on}.")
        return [Proof(Reason(text, what=Reason(label), on=until_on), is_grave=True)]
    if (until_on - today).days <= WARN_DAYS:
        text = N_("{what}\u00a0: expire le {on}.")
        return [Proof(Reason(text, what=Reason(label), on=until_on), is_grave=False)]
    return []
