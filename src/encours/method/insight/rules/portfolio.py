"""Shares customers out by type so that the shares add to 100 % (R022)."""

from collections.abc import Mapping

from encours.method.insight.rules.payer import DebtorType


def shares(counts: Mapping[DebtorType, int]) -> dict[DebtorType, int]:
    """Whole percents per type that add to 100, largest remainder first; empty when there is nobody.

    What is left over by rounding down goes to the largest remainders, then in the order of the
    types. Source: R022.
    """
    total = sum(counts.values())
    if not total:
        return {}
    found = {kind: counts[kind] for kind in DebtorType if counts.get(kind)}
    percents = {kind: count * 100 // total for kind, count in found.items()}
    by_remainder = sorted(found, key=lambda kind: -(found[kind] * 100 % total))
    for kind in by_remainder[: 100 - sum(percents.values())]:
        percents[kind] += 1
    return percents
