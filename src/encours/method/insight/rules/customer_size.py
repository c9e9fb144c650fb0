"""Who counts as a key customer, and which invoices are small or large for whom (O1, O2)."""

from decimal import Decimal

from encours.method.insight.rules.thresholds import DEFAULT_THRESHOLDS, Thresholds


def is_key(
    revenue_12m_minor: int | None,
    our_revenue_12m_minor: int | None,
    *,
    in_top_decile: bool = False,
    limits: Thresholds = DEFAULT_THRESHOLDS,
) -> bool:
    """A customer of 5 % or more of our revenue of 12 months, or among the tenth that buys most."""
    if in_top_decile:
        return True
    if not revenue_12m_minor or not our_revenue_12m_minor or our_revenue_12m_minor < 0:
        return False
    return revenue_12m_minor >= our_revenue_12m_minor * limits.key_revenue_share


def is_small_for_key(
    overdue_minor: int, revenue_12m_minor: int | None, *, limits: Thresholds = DEFAULT_THRESHOLDS
) -> bool:
    """For a key customer: overdue under the larger of 500 € and 2 % of what it buys in 12 months (O1)."""
    return overdue_minor < max(
        Decimal(limits.key_small_minor), (revenue_12m_minor or 0) * limits.key_small_share
    )


def is_first_large(
    overdue_minor: int,
    *,
    ever_paid: bool | None,
    median_invoice_minor: int | None = None,
    limits: Thresholds = DEFAULT_THRESHOLDS,
) -> bool:
    """No invoice was ever paid and what is overdue reaches the larger of 2 000 € and three median invoices (O2).

    Unknown whether anything was ever paid: no.
    """
    floor = max(limits.first_large_minor, limits.first_large_medians * (median_invoice_minor or 0))
    return ever_paid is False and overdue_minor >= floor
