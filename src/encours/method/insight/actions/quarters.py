"""Keeps how many customers are of a type at the end of each quarter (R022)."""

from collections import Counter
from collections.abc import Mapping, Sequence
from datetime import date

from django.db import transaction
from django.db.models import QuerySet

from encours.ground.evidence.acts import Act
from encours.method.insight.models import DebtorOpinion, QuarterCount
from encours.method.insight.queries import counted_types
from encours.method.insight.rules.payer import DebtorType
from encours.method.insight.rules.portfolio import quarter_of

Quarter = tuple[date, DebtorType]
"""The first day of a quarter, and a customer's type at its end."""


@transaction.atomic
def count_past(act: Act, *, found: Mapping[int, Sequence[Quarter]]) -> int:
    """Adds customers to the quarters before they were first read, each customer once; returns how many.

    As many statements for one as for hundreds.
    """
    rows = DebtorOpinion.objects.select_for_update().filter(
        customer_id__in=list(found), is_past_counted=False
    )
    new = list(rows.values_list("customer_id", flat=True))
    if not new:
        return 0
    DebtorOpinion.objects.filter(customer_id__in=new).update(is_past_counted=True)
    more = Counter(quarter for customer in new for quarter in found[customer])
    before = {(row.quarter_on, row.debtor_type): row.customers for row in _kept(act, more)}
    QuarterCount.objects.bulk_create(
        [
            _row(act, on, kind, before.get((on, kind.value), 0) + customers)
            for (on, kind), customers in more.items()
        ],
        update_conflicts=True,
        unique_fields=["entity", "quarter_on", "debtor_type"],
        update_fields=["customers"],
    )
    return len(new)


@transaction.atomic
def count_quarter(act: Act) -> None:
    """Counts the running quarter as it stands tonight, in place of what was counted before."""
    quarter = quarter_of(act.today)
    QuarterCount.objects.filter(entity_id=act.entity_id, quarter_on=quarter).delete()
    counted = counted_types(act.entity_id)
    QuarterCount.objects.bulk_create(
        [_row(act, quarter, kind, customers) for kind, customers in counted.items()]
    )


def _kept(act: Act, quarters: Mapping[Quarter, int]) -> QuerySet[QuarterCount]:
    days = {on for on, _kind in quarters}
    return QuarterCount.objects.select_for_update().filter(entity_id=act.entity_id, quarter_on__in=days)


def _row(act: Act, on: date, kind: DebtorType, customers: int) -> QuarterCount:
    return QuarterCount(entity_id=act.entity_id, quarter_on=on, debtor_type=kind.value, customers=customers)
