"""What the accountant is told of what was given up: the entry of each, the reversal of what was taken back."""

import csv
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date
from io import StringIO

from encours.books.creditor import queries as creditor_queries
from encours.books.interchange.formats.export import harmless
from encours.books.receivables import queries as receivables_queries
from encours.books.receivables.queries import waivers as waiver_queries
from encours.books.receivables.rules.waiver_entries import ENTRY_ROLE_LABELS, EntryLine, entry_lines
from encours.books.receivables.rules.waivers import Waived
from encours.flows.legal.in_force import law_in_force
from encours.ground.evidence.acts import Act
from encours.ground.kernel.reason import Reason
from encours.ground.law.unknown import LawUnknown
from encours.ground.plumbing.say import say

TITLES = ("date", "piece", "account", "label", "debit", "credit", "currency", "customer", "reason")


@dataclass(frozen=True, slots=True)
class Booking:
    """One thing given up with its entry, the invoices it closed and who they were for."""

    waived: Waived
    lines: tuple[EntryLine, ...]
    customer: str
    invoices: tuple[str, ...]
    prepays_since: date | None


def booking(act: Act, waiver_id: int) -> Booking | None:
    """One booking of the entity; None for anything else."""
    one = waiver_queries.waiver(act.entity_id, waiver_id)
    if one is None:
        return None
    customer = receivables_queries.customers_by_id([one.customer_id])[one.customer_id]
    numbers = tuple(waiver_queries.invoices_of_waiver(one.id))
    lines = entry_lines(one, accounts_of(act))
    return Booking(one, lines, customer.name, numbers, customer.prepays_since)


def given_up_in(act: Act, year: int) -> list[tuple[Waived, str]]:
    """What was given up in a year, each with its customer's name."""
    rows = waiver_queries.waived_between(act.entity_id, date(year, 1, 1), date(year, 12, 31))
    names = receivables_queries.customers_by_id({one.customer_id for one in rows})
    return [(one, names[one.customer_id].name) for one in rows]


def entries_file(act: Act, year: int) -> str:
    """The entries of a year as a CSV sheet, decimal point, ISO dates."""
    out = StringIO()
    writer = csv.writer(out)
    writer.writerow(TITLES)
    accounts = accounts_of(act)
    for one, name in reversed(given_up_in(act, year)):
        writer.writerows(_rows(act, one, name, entry_lines(one, accounts)))
    return out.getvalue()


def accounts_of(act: Act) -> dict[str, str]:
    """The accounts of the chart of the entity's country, as the law pack has them; empty where it has none."""
    entity = creditor_queries.entity(act.entity_id)
    library = law_in_force(act.entity_id)
    try:
        pack = library.pack(entity.country)
    except LawUnknown:
        return {}
    named = next((regime.accounts for regime in pack.vat_relief if regime.accounts), "")
    if not named:
        return {}
    return {key: value for key, value in library.fact(named).data.items() if isinstance(value, str)}


def _rows(act: Act, one: Waived, name: str, lines: Sequence[EntryLine]) -> list[list[str]]:
    return [
        [
            line.on.isoformat(),
            line.piece,
            line.account,
            say(Reason(ENTRY_ROLE_LABELS[line.role]), act.language),
            str(line.debit.decimal),
            str(line.credit.decimal),
            line.debit.currency,
            harmless(name),
            harmless(one.reason),
        ]
        for line in lines
    ]
