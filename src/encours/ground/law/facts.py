"""A fact of law as it is stored: what it says, since when, until when it is known, where it comes from."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import date
from enum import StrEnum


class Basis(StrEnum):
    """What was read to know a fact."""

    OFFICIAL = "official_seen"
    SECONDARY = "secondary_seen"
    CODE = "third_party_code_seen"
    COMPUTED = "computed"
    BACKGROUND = "background_knowledge"


class Confidence(StrEnum):
    """How sure whoever researched it is."""

    HIGH = "high"
    MEDIUM = "medium"
    LOW = "low"


class Debtor(StrEnum):
    """Who owes."""

    BUSINESS = "business"
    CONSUMER = "consumer"
    PUBLIC = "public"


@dataclass(frozen=True, slots=True)
class Source:
    """Where a fact was read; `href_is` says how far its address can be trusted."""

    id: str
    title: str
    kind: str
    was_seen: bool
    href: str = ""
    href_is: str = ""


@dataclass(frozen=True, slots=True)
class Standing:
    """How well something is known: shown wherever it is used. Sourced and validated are two flags."""

    basis: Basis
    confidence: Confidence
    sources: tuple[str, ...]
    known_through: date
    last_checked_on: date
    is_sourced: bool
    is_lawyer_validated: bool
    validated_by: str = ""
    validated_on: date | None = None

    @property
    def is_unverified(self) -> bool:
        """Known from general knowledge only: computed with under a warning, and under no formal step."""
        return self.basis is Basis.BACKGROUND and not self.is_lawyer_validated


@dataclass(frozen=True, slots=True)
class Fact:
    """One statement of law, with the texts that have to be used word for word."""

    id: str
    subject: str
    statement: str
    standing: Standing
    in_force_on: date | None = None
    in_force_until: date | None = None
    note: str = ""
    statement_fr: str = ""
    """The statement for a French reader; the figures are those of `statement`."""
    texts: tuple[str, ...] = ()
    data: Mapping[str, object] = field(default_factory=dict)
    """The figures of the statement, each under a key that says its unit."""
