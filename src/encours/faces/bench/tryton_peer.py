"""The peer at its best: Tryton's account_dunning creates and processes its reminders, under `python -O`, in memory.

Run by the Python in which the extra `bench` is installed; nothing of Encours is needed or loaded.
Its own test helpers make company, chart and fiscal year. Ten open lines to a party, all seventeen
days late, three levels: as the steps due of our own books. Prints one JSON object.
"""

import datetime as dt
import json
import os
import sys
import time
from collections.abc import Callable
from decimal import Decimal
from typing import Any

os.environ.setdefault("DB_NAME", ":memory:")
os.environ.setdefault("TRYTOND_DATABASE_URI", "sqlite://")

from trytond.modules.account.tests import create_chart, get_fiscalyear
from trytond.modules.company.tests import create_company, set_company
from trytond.pool import Pool
from trytond.tests.test_tryton import CONTEXT, DB_NAME, USER, activate_module
from trytond.transaction import Transaction, TransactionError

TODAY, DUE_ON = dt.date(2026, 3, 17), dt.date(2026, 2, 28)
EACH = 10


def measure(lines: int) -> dict[str, object]:
    """Makes the books, not timed; then one run of the reminders."""
    activate_module(["account_dunning"])
    company = _work(lambda: _books(lines))
    found: dict[str, object] = _work(lambda: _reminders(company))
    return found


def _work(job: Callable[[], Any]) -> Any:
    """Does a job in a transaction, again with the locks that it turns out to need: Tryton's own way."""
    needed: dict[str, Any] = {}
    while True:
        with Transaction().start(DB_NAME, USER, context=CONTEXT, **needed) as transaction:
            try:
                done = job()
                transaction.commit()
            except TransactionError as missing:
                transaction.rollback()
                missing.fix(needed)
            else:
                return done


def _books(lines: int) -> int:
    pool, company = Pool(), create_company()
    with set_company(company):
        create_chart(company)
        year = get_fiscalyear(company, today=TODAY)
        year.save()
        year.create_period([year])
        accounts = pool.get("account.account")
        (receivable,) = accounts.search([("type.receivable", "=", True), ("closed", "=", False)], limit=1)
        (revenue,) = accounts.search([("type.revenue", "=", True), ("closed", "=", False)], limit=1)
        (journal,) = pool.get("account.journal").search([("code", "=", "REV")])
        levels = [
            {"sequence": number, "overdue": dt.timedelta(days)} for number, days in enumerate((1, 17, 36))
        ]
        (procedure,) = pool.get("account.dunning.procedure").create(
            [{"name": "ladder", "levels": [("create", levels)]}]
        )
        parties = pool.get("party.party").create(
            [
                {
                    "name": f"Client {number}",
                    "addresses": [("create", [{}])],
                    "dunning_procedure": procedure.id,
                }
                for number in range(lines // EACH)
            ]
        )
        period = year.periods[1]
        head = {"period": period.id, "journal": journal.id, "date": period.start_date, "company": company.id}
        pool.get("account.move").create(
            [
                {
                    **head,
                    "lines": [("create", _lines(receivable, revenue, parties[i // EACH], 100 + i % 900))],
                }
                for i in range(lines)
            ]
        )
        return int(company.id)


def _lines(receivable: Any, revenue: Any, party: Any, amount: int) -> list[dict[str, object]]:
    owed = {"account": receivable.id, "party": party.id, "debit": Decimal(amount), "maturity_date": DUE_ON}
    return [owed, {"account": revenue.id, "credit": Decimal(amount)}]


def _reminders(company: int) -> dict[str, object]:
    pool = Pool()
    with set_company(pool.get("company.company")(company)):
        reminders = pool.get("account.dunning")
        started, worked = time.perf_counter(), time.process_time()
        reminders.generate_dunnings(date=TODAY)
        found = reminders.search([("state", "=", "draft")])
        reminders.process(found)
        Transaction().commit()
        return {
            "lines": len(found),
            "seconds": round(time.perf_counter() - started, 3),
            "processor_seconds": round(time.process_time() - worked, 3),
            "is_optimised": not __debug__,
        }


if __name__ == "__main__":
    print(json.dumps(measure(int(sys.argv[1]) if len(sys.argv) > 1 else 10_000)))
