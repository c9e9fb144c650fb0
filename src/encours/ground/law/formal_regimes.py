"""What a pack says of formal steps: notices, procedures with their delays and fees, insolvency, VAT relief."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date
from decimal import Decimal
from enum import StrEnum

from encours.ground.law.facts import Debtor
from encours.ground.law.regimes import CountsFrom
from encours.ground.law.spans import Span

ONCE = Decimal(1)


class NoticeKind(StrEnum):
    """Which paper is meant."""

    FORMAL_NOTICE = "formal_notice"
    FIRST_REMINDER = "first_reminder"
    LETTER_BEFORE_CLAIM = "letter_before_claim"
    COLLECTOR_LETTER = "collector_letter"


class Means(StrEnum):
    """How a notice is brought to the debtor."""

    REGISTERED_LETTER = "registered_letter"
    REGISTERED_ELECTRONIC = "registered_electronic"
    BAILIFF = "bailiff"
    WRITING = "writing"


@dataclass(frozen=True, slots=True)
class NoticeRegime:
    """What a notice must hold and how long it must leave; without spans the law leaves it open or is not known."""

    kind: NoticeKind
    debtors: frozenset[Debtor]
    facts: tuple[str, ...]
    mentions: tuple[str, ...] = ()
    means: tuple[Means, ...] = ()
    consent_for: tuple[Means, ...] = ()
    least: Span | None = None
    usual: tuple[Span, ...] = ()
    counts_from_receipt: bool = True
    texts: str = ""


@dataclass(frozen=True, slots=True)
class FeeStep:
    """A step of a fee: up to an amount claimed, so much or a share of it."""

    up_to: Decimal | None
    amount: Decimal = Decimal(0)
    percent: Decimal = Decimal(0)


@dataclass(frozen=True, slots=True)
class FeeRegime:
    """What one act costs: a sum, a range where sources differ, or steps by the amount claimed."""

    id: str
    names: Mapping[str, str]
    facts: tuple[str, ...]
    lowest: Decimal | None = None
    highest: Decimal | None = None
    steps: tuple[FeeStep, ...] = ()
    times: Decimal = ONCE
    at_least: Decimal = Decimal(0)
    excludes_vat: bool = False


@dataclass(frozen=True, slots=True)
class DelayRegime:
    """A delay of a procedure, and for which acts where the law changed: `since` and `until` are days of the act."""

    id: str
    names: Mapping[str, str]
    within: Span
    facts: tuple[str, ...]
    since: date | None = None
    until: date | None = None
    is_at_least: bool = False


@dataclass(frozen=True, slots=True)
class ProcedureRegime:
    """A way to a title: for whom, up to how much, before whom, with which form, delays and fees."""

    id: str
    names: Mapping[str, str]
    debtors: frozenset[Debtor]
    facts: tuple[str, ...]
    courts: Mapping[str, str]
    form: str = ""
    href: str = ""
    at_most: Decimal | None = None
    counts_interest: bool = False
    lawyer_above: Decimal | None = None
    costs_on: str = ""
    is_cross_border: bool = False
    is_flagged: bool = False
    delays: tuple[DelayRegime, ...] = ()
    fees: tuple[FeeRegime, ...] = ()


@dataclass(frozen=True, slots=True)
class InsolvencyRegime:
    """Until when and to whom a claim is declared. Without a span it is the judgment that says it."""

    facts: tuple[str, ...]
    to: Mapping[str, str]
    counts_from_publication: bool = True
    within: Span | None = None
    within_abroad: Span | None = None
    is_set_by_court: bool = False
    relief_within: Span | None = None
    goods_within: Span | None = None
    goods_facts: tuple[str, ...] = ()
    stops_interest: bool = False


class VatGround(StrEnum):
    """Why a claim counts as lost."""

    CERTAIN_LOSS = "certain_loss"
    INSOLVENCY_OPENED = "insolvency_opened"
    LIQUIDATION = "liquidation"
    PLAN = "plan"
    WRITTEN_OFF = "written_off"


@dataclass(frozen=True, slots=True)
class VatReliefRegime:
    """When the tax of an unpaid invoice comes back, until when, and what has to be done for it."""

    grounds: frozenset[VatGround]
    facts: tuple[str, ...]
    waits: Span | None = None
    within: Span | None = None
    counts_from: CountsFrom = CountsFrom.DAY
    counts_from_due: bool = False
    is_careful_reading: bool = False
    mention: str = ""
    accounts: str = ""
    documents: tuple[str, ...] = ()
    repay_if_paid: bool = False
