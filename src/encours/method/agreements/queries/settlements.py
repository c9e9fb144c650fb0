"""Reads offers to close a file for less, in the plural; the floor goes to the owner's screen alone."""

from collections import defaultdict
from collections.abc import Iterable
from datetime import date

from encours.ground.kernel.money import Money
from encours.ground.plumbing.among import Among
from encours.method.agreements.models import Settlement as SettlementRow
from encours.method.agreements.models import SettlementInvoice
from encours.method.agreements.rules.settlement import Settlement
from encours.method.agreements.rules.settlement_states import SettlementChoice, SettlementState

_SETTLED = [SettlementState.ACCEPTED, SettlementState.PAID, SettlementState.CLOSED, SettlementState.DEFAULTED]


def settlements_of(customer_ids: Iterable[int]) -> dict[int, list[Settlement]]:
    """All offers of some customers, the latest first. One statement."""
    found: dict[int, list[Settlement]] = defaultdict(list)
    for row in SettlementRow.objects.filter(Among("customer_id", customer_ids)).order_by("-pk"):
        found[row.customer_id].append(settlement_from(row))
    return dict(found)


def settlements_by_agreement(agreement_ids: Iterable[int]) -> dict[int, Settlement]:
    """Offers by the id of their smaller amount."""
    rows = SettlementRow.objects.filter(agreement_id__in=sorted(set(agreement_ids)))
    return {row.agreement_id: settlement_from(row) for row in rows if row.agreement_id is not None}


def settled_since(customer_id: int, since: date) -> bool:
    """Whether a customer took an offer from a day on."""
    states = [state.value for state in _SETTLED]
    rows = SettlementRow.objects.filter(customer_id=customer_id, state__in=states, answered_on__gte=since)
    return rows.exists()


def invoices_of_settlement(settlement_id: int) -> dict[int, int]:
    """The invoices that an offer closes, with how much of each in minor units."""
    rows = SettlementInvoice.objects.filter(settlement_id=settlement_id).order_by("pk")
    return dict(rows.values_list("invoice_id", "amount_minor"))


def settlement_from(row: SettlementRow) -> Settlement:
    """A row as the rules read it."""
    return Settlement(
        id=row.pk,
        customer_id=row.customer_id,
        case_id=row.case_id,
        state=SettlementState(row.state),
        place=row.place,
        balance=Money(row.balance_minor, row.currency),
        amount=Money(row.amount_minor, row.currency),
        floor=Money(row.floor_minor, row.currency),
        ends_on=row.ends_on,
        pay_by=row.pay_by,
        parts=row.parts,
        parts_from_on=row.parts_from_on,
        approved_on=row.approved_on,
        offered_on=row.offered_on,
        answered_on=row.answered_on,
        judged_on=row.judged_on,
        choice=SettlementChoice(row.choice) if row.choice else None,
        agreement_id=row.agreement_id,
        plan_id=row.plan_id,
        waiver_id=row.waiver_id,
    )
