"""What is known of a customer as a payer: the features of the classifier and the facts behind them."""

from dataclasses import dataclass
from datetime import date
from decimal import Decimal
from enum import StrEnum

from encours.ground.kernel.facts import quick_dataclass
from encours.ground.kernel.reason import N_
from encours.method.cases.rules.contact import Channel


class DebtorType(StrEnum):
    """How a customer has paid so far. Internal: never shown to the debtor, hidden during a call (R068)."""

    RELIABLE = "RELIABLE"
    NEW = "NEW"
    SPORADIC = "SPORADIC"
    STRAINED = "STRAINED"
    AVOIDS = "AVOIDS"
    UNKNOWN = "UNKNOWN"
    INSOLVENCY = "INSOLVENCY"


TYPE_LABELS = {
    DebtorType.RELIABLE: N_("paie bien"),
    DebtorType.NEW: N_("nouveau client"),
    DebtorType.SPORADIC: N_("paie par à-coups"),
    DebtorType.STRAINED: N_("traverse une difficulté"),
    DebtorType.AVOIDS: N_("ne donne pas suite"),
    DebtorType.UNKNOWN: N_("pas encore connu"),
    DebtorType.INSOLVENCY: N_("procédure collective"),
}


class Observed(StrEnum):
    """A fact that somebody at the customer said, or that was observed, with its date and source."""

    REFUSED_WRITING = "refused_writing"
    UNREACHABLE = "unreachable"
    PAYMENT_STOPPED = "payment_stopped"
    ABLE_NOT_PAYING = "able_not_paying"
    LATE_DISPUTE_REJECTED = "late_dispute_rejected"
    DISPUTE_UPHELD = "dispute_upheld"
    HARDSHIP = "hardship"
    ASKED_PLAN = "asked_plan"
    SCORE_FELL = "score_fell"
    LIEN_FILED = "lien_filed"
    PAYMENT_RETURNED = "payment_returned"
    ACCOUNTS_LATE = "accounts_late"


OBSERVED_LABELS = {
    Observed.REFUSED_WRITING: N_("a préféré ne pas confirmer par écrit"),
    Observed.UNREACHABLE: N_("injoignable aux coordonnées connues"),
    Observed.PAYMENT_STOPPED: N_("paiement arrêté avant de nous parvenir"),
    Observed.ABLE_NOT_PAYING: N_("dit pouvoir payer, rien n'est arrivé"),
    Observed.LATE_DISPUTE_REJECTED: N_("litige tardif, non fondé après examen"),
    Observed.DISPUTE_UPHELD: N_("litige fondé"),
    Observed.HARDSHIP: N_("difficulté déclarée"),
    Observed.ASKED_PLAN: N_("échéancier demandé"),
    Observed.SCORE_FELL: N_("note de crédit en baisse d'au moins deux classes"),
    Observed.LIEN_FILED: N_("inscription de privilège"),
    Observed.PAYMENT_RETURNED: N_("paiement rejeté par la banque"),
    Observed.ACCOUNTS_LATE: N_("comptes annuels déposés en retard"),
}
SIGNALS = frozenset(
    {Observed.SCORE_FELL, Observed.LIEN_FILED, Observed.PAYMENT_RETURNED, Observed.ACCOUNTS_LATE}
)
"""Signals from outside that resemble the way to an insolvency."""
SOURCE_LENGTH = 200
"""The most characters in which the source of an observed fact is told."""


@dataclass(frozen=True, slots=True)
class Observation:
    """One observed fact: what, when, and who or what says so (R032, R087)."""

    fact: Observed
    on: date
    source: str = ""


@quick_dataclass(frozen=True, slots=True)
class PayerFeatures:
    """The features of method 2a, under its names; None is unknown, which never counts for anything.

    Shares are fractions from 0 to 1; `sd`, `trend`, `dpd` and `silence_days` are days. Beside the
    table of 2a stand what its points also need: an open or upheld dispute, whether anything was
    ever paid, and how many open invoices are more than 30 days late.
    """

    n: int | None = None
    otr: Decimal | None = None
    otr_before: Decimal | None = None
    sd: Decimal | None = None
    trend: Decimal | None = None
    bulk: Decimal | None = None
    partial: Decimal | None = None
    rem: Decimal | None = None
    skips: bool | None = None
    all_paid: bool | None = None
    open_invoices: int | None = None
    dpd: int | None = None
    pk: int | None = None
    pb: int | None = None
    unanswered: int | None = None
    silence_days: int | None = None
    channels: int | None = None
    reasons_changed: int | None = None
    late_dispute_rejected: bool | None = None
    refused_writing: int | None = None
    unreachable: bool | None = None
    payment_stopped: bool | None = None
    able_not_paying: bool | None = None
    hardship: bool | None = None
    asked_plan: bool | None = None
    answered_5d: bool | None = None
    partial_30d: bool | None = None
    orders_drop: bool | None = None
    signals: int | None = None
    insolvency: bool | None = None
    dispute_open: bool | None = None
    dispute_upheld: bool | None = None
    ever_paid: bool | None = None
    open_over_30d: int | None = None


@quick_dataclass(frozen=True, slots=True)
class PayerDetails:
    """Dates, sources and channels behind the features: they fill the sentences, they never score."""

    broken_on: tuple[date, ...] = ()
    silent_since: date | None = None
    silent_channels: tuple[Channel, ...] = ()
    late_before_days: int | None = None
    late_recently_days: int | None = None
    observations: tuple[Observation, ...] = ()

    def of(self, fact: Observed) -> Observation | None:
        """The latest observation of a fact, or None."""
        found = [o for o in self.observations if o.fact is fact]
        return max(found, key=lambda o: o.on) if found else None


NO_DETAILS = PayerDetails()
NOTHING_KNOWN = PayerFeatures()
