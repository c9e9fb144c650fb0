"""How many points each fact gives for or against a type: the table of method 2a."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from decimal import Decimal
from enum import StrEnum
from types import MappingProxyType

from encours.method.insight.rules.payer import PayerFeatures


class Rule(StrEnum):
    """One line of the table, or one fact that decided without points."""

    # For AVOIDS
    BROKEN_AGREEMENTS = "broken_agreements"
    SILENCE = "silence"
    LONG_SILENCE = "long_silence"
    NOTHING_PAID = "nothing_paid"
    UNREACHABLE = "unreachable"
    PAYMENT_STOPPED = "payment_stopped"
    GROUNDLESS_DISPUTE = "groundless_dispute"
    CHANGING_REASONS = "changing_reasons"
    REFUSES_WRITING = "refuses_writing"
    ABLE_NOT_PAYING = "able_not_paying"
    # Against AVOIDS
    PAID_A_PART = "paid_a_part"
    ANSWERED = "answered"
    DISPUTE_UPHELD = "dispute_upheld"
    KEPT_AGREEMENTS = "kept_agreements"
    HARDSHIP = "hardship"
    GOOD_PAST = "good_past"
    # For SPORADIC
    SEVERAL_AT_ONCE = "several_at_once"
    UNEVEN_DELAYS = "uneven_delays"
    PAYS_WHEN_REMINDED = "pays_when_reminded"
    SOMETIMES_ON_TIME = "sometimes_on_time"
    PAYS_IN_PARTS = "pays_in_parts"
    SKIPS_OLDER = "skips_older"
    ALL_FINALLY_PAID = "all_finally_paid"
    # For STRAINED
    PAID_WELL_BEFORE = "paid_well_before"
    HARDSHIP_DECLARED = "hardship_declared"
    EXTERNAL_SIGNALS = "external_signals"
    SLOWING_DOWN = "slowing_down"
    SEEKS_A_WAY = "seeks_a_way"
    ANSWERS_SOON = "answers_soon"
    ORDERS_FALL = "orders_fall"
    # Without points
    INSOLVENCY_PUBLISHED = "insolvency_published"
    DISPUTE_OPEN = "dispute_open"
    TOO_EARLY = "too_early"
    PAYS_ON_TIME = "pays_on_time"
    LABEL_EXPIRED = "label_expired"


POINTS: Mapping[Rule, int] = MappingProxyType({
    Rule.BROKEN_AGREEMENTS: 15, Rule.SILENCE: 20, Rule.LONG_SILENCE: 30, Rule.NOTHING_PAID: 20,
    Rule.UNREACHABLE: 20, Rule.PAYMENT_STOPPED: 15, Rule.GROUNDLESS_DISPUTE: 15,
    Rule.CHANGING_REASONS: 10, Rule.REFUSES_WRITING: 10, Rule.ABLE_NOT_PAYING: 10,
    Rule.PAID_A_PART: -20, Rule.ANSWERED: -10, Rule.DISPUTE_UPHELD: -20, Rule.KEPT_AGREEMENTS: -10,
    Rule.HARDSHIP: -25, Rule.GOOD_PAST: -20,
    Rule.SEVERAL_AT_ONCE: 25, Rule.UNEVEN_DELAYS: 20, Rule.PAYS_WHEN_REMINDED: 20,
    Rule.SOMETIMES_ON_TIME: 15, Rule.PAYS_IN_PARTS: 15, Rule.SKIPS_OLDER: 10, Rule.ALL_FINALLY_PAID: 10,
    Rule.PAID_WELL_BEFORE: 30, Rule.HARDSHIP_DECLARED: 30, Rule.EXTERNAL_SIGNALS: 20,
    Rule.SLOWING_DOWN: 15, Rule.SEEKS_A_WAY: 15, Rule.ANSWERS_SOON: 10, Rule.ORDERS_FALL: 10,
})  # fmt: skip
"""Starting values (default): no empirical finding stands behind them."""


@dataclass(frozen=True, slots=True)
class TypeThresholds:
    """From where a feature counts and a type is held to be reached (defaults of method 2a).

    Declared with their meaning and bounds in `declared_payer`.
    """

    avoids_from: int = 60
    avoids_kinds: int = 3
    sporadic_from: int = 50
    strained_from: int = 50
    enough_invoices: int = 4
    few_invoices: int = 3
    good_share: Decimal = Decimal("0.80")
    poor_share: Decimal = Decimal("0.20")
    bulk_share: Decimal = Decimal("0.30")
    reminded_share: Decimal = Decimal("0.50")
    parts_share: Decimal = Decimal("0.20")
    uneven_days: int = 12
    slowing_days: int = 10
    silence_contacts: int = 3
    silence_days: int = 21
    silence_channels: int = 2
    long_silence_contacts: int = 6
    long_silence_days: int = 45
    reasons_given: int = 3
    unpaid_days: int = 60
    broken_most: int = 45
    refusals_most: int = 20
    ladder_confidence: Decimal = Decimal("0.60")
    unpaid_several_days: int = 30
    window_months: int = 24
    window_invoices: int = 12
    window_most_months: int = 36
    fact_months: int = 12
    label_months: int = 12
    on_time_days: int = 5
    recent_days: int = 90
    part_days: int = 30
    answer_days: int = 5
    credited_percent: int = 20
    orders_fall_percent: int = 40
    clear_margin: int = 20
    to_confirm_below: Decimal = Decimal("0.50")
    solid_above: Decimal = Decimal("0.75")
    points: Mapping[Rule, int] = field(default_factory=lambda: POINTS)


DEFAULT_TYPE_THRESHOLDS = TypeThresholds()
Fired = tuple[Rule, int]


def for_avoids(known: PayerFeatures, limits: TypeThresholds) -> list[Fired]:
    """The lines of AVOIDS that the facts support, each once: one line is one kind of evidence."""
    points, fired = limits.points, list[Fired]()
    if known.pb:
        fired.append(
            (Rule.BROKEN_AGREEMENTS, min(limits.broken_most, points[Rule.BROKEN_AGREEMENTS] * known.pb))
        )
    silence = _silence(known, limits)
    if silence is not None:
        fired.append((silence, points[silence]))
    if nothing_ever_paid(known, limits):
        fired.append((Rule.NOTHING_PAID, points[Rule.NOTHING_PAID]))
    if known.unreachable:
        fired.append((Rule.UNREACHABLE, points[Rule.UNREACHABLE]))
    if known.payment_stopped:
        fired.append((Rule.PAYMENT_STOPPED, points[Rule.PAYMENT_STOPPED]))
    if known.late_dispute_rejected:
        fired.append((Rule.GROUNDLESS_DISPUTE, points[Rule.GROUNDLESS_DISPUTE]))
    if (known.reasons_changed or 0) >= limits.reasons_given:
        fired.append((Rule.CHANGING_REASONS, points[Rule.CHANGING_REASONS]))
    if known.refused_writing:
        refusals = points[Rule.REFUSES_WRITING] * known.refused_writing
        fired.append((Rule.REFUSES_WRITING, min(limits.refusals_most, refusals)))
    if known.able_not_paying:
        fired.append((Rule.ABLE_NOT_PAYING, points[Rule.ABLE_NOT_PAYING]))
    return fired


def against_avoids(known: PayerFeatures, limits: TypeThresholds) -> list[Fired]:
    """The lines that speak against AVOIDS, with negative points."""
    points, fired = limits.points, list[Fired]()
    if known.partial_30d:
        fired.append((Rule.PAID_A_PART, points[Rule.PAID_A_PART]))
    if known.answered_5d:
        fired.append((Rule.ANSWERED, points[Rule.ANSWERED]))
    if known.dispute_upheld:
        fired.append((Rule.DISPUTE_UPHELD, points[Rule.DISPUTE_UPHELD]))
    if known.pk:
        fired.append((Rule.KEPT_AGREEMENTS, points[Rule.KEPT_AGREEMENTS] * known.pk))
    if known.hardship:
        fired.append((Rule.HARDSHIP, points[Rule.HARDSHIP]))
    if pays_well(known, limits):
        fired.append((Rule.GOOD_PAST, points[Rule.GOOD_PAST]))
    return fired


def for_sporadic(known: PayerFeatures, limits: TypeThresholds) -> list[Fired]:
    """The lines of SPORADIC that the facts support."""
    points, fired = limits.points, list[Fired]()
    if known.bulk is not None and known.bulk >= limits.bulk_share:
        fired.append((Rule.SEVERAL_AT_ONCE, points[Rule.SEVERAL_AT_ONCE]))
    if known.sd is not None and known.sd >= limits.uneven_days:
        fired.append((Rule.UNEVEN_DELAYS, points[Rule.UNEVEN_DELAYS]))
    if known.rem is not None and known.rem >= limits.reminded_share:
        fired.append((Rule.PAYS_WHEN_REMINDED, points[Rule.PAYS_WHEN_REMINDED]))
    if known.otr is not None and limits.poor_share <= known.otr < limits.good_share:
        fired.append((Rule.SOMETIMES_ON_TIME, points[Rule.SOMETIMES_ON_TIME]))
    if known.partial is not None and known.partial >= limits.parts_share:
        fired.append((Rule.PAYS_IN_PARTS, points[Rule.PAYS_IN_PARTS]))
    if known.skips:
        fired.append((Rule.SKIPS_OLDER, points[Rule.SKIPS_OLDER]))
    if known.all_paid:
        fired.append((Rule.ALL_FINALLY_PAID, points[Rule.ALL_FINALLY_PAID]))
    return fired


def for_strained(known: PayerFeatures, limits: TypeThresholds) -> list[Fired]:
    """The lines of STRAINED that the facts support. Without `otr_before`, `otr` tells of the past."""
    points, fired = limits.points, list[Fired]()
    past = known.otr if known.otr_before is None else known.otr_before
    if past is not None and past >= limits.good_share and (known.n or 0) >= limits.enough_invoices:
        fired.append((Rule.PAID_WELL_BEFORE, points[Rule.PAID_WELL_BEFORE]))
    if known.hardship:
        fired.append((Rule.HARDSHIP_DECLARED, points[Rule.HARDSHIP_DECLARED]))
    if known.signals:
        fired.append((Rule.EXTERNAL_SIGNALS, points[Rule.EXTERNAL_SIGNALS]))
    if known.trend is not None and known.trend >= limits.slowing_days:
        fired.append((Rule.SLOWING_DOWN, points[Rule.SLOWING_DOWN]))
    if known.partial_30d or known.asked_plan:
        fired.append((Rule.SEEKS_A_WAY, points[Rule.SEEKS_A_WAY]))
    if known.answered_5d:
        fired.append((Rule.ANSWERS_SOON, points[Rule.ANSWERS_SOON]))
    if known.orders_drop:
        fired.append((Rule.ORDERS_FALL, points[Rule.ORDERS_FALL]))
    return fired


def pays_well(known: PayerFeatures, limits: TypeThresholds = DEFAULT_TYPE_THRESHOLDS) -> bool:
    """At least four paid invoices, at least 80 % of them on time."""
    return (
        (known.n or 0) >= limits.enough_invoices and known.otr is not None and known.otr >= limits.good_share
    )


def nothing_ever_paid(known: PayerFeatures, limits: TypeThresholds = DEFAULT_TYPE_THRESHOLDS) -> bool:
    """Nothing paid to this day, one invoice being more than 60 days late or two more than 30 (`open_over_30d`)."""
    if known.n != 0 or known.ever_paid or known.partial_30d:
        return False
    late, oldest = known.open_invoices or 0, known.dpd or 0
    many = late if oldest > limits.unpaid_several_days else 0
    over_30 = many if known.open_over_30d is None else known.open_over_30d
    return (late >= 1 and oldest > limits.unpaid_days) or over_30 >= 2


def pays_when_reminded(known: PayerFeatures, limits: TypeThresholds = DEFAULT_TYPE_THRESHOLDS) -> bool:
    """Half of the invoices were paid only after a reminder: write before the date and on the first day (R044)."""
    return known.rem is not None and known.rem >= limits.reminded_share


def _silence(known: PayerFeatures, limits: TypeThresholds) -> Rule | None:
    unanswered, days = known.unanswered or 0, known.silence_days or 0
    # One channel alone proves nothing: six e-mails may all have ended in the same unread folder.
    if (known.channels or 0) < limits.silence_channels:
        return None
    if unanswered >= limits.long_silence_contacts and days >= limits.long_silence_days:
        return Rule.LONG_SILENCE
    if unanswered >= limits.silence_contacts and days >= limits.silence_days:
        return Rule.SILENCE
    return None
