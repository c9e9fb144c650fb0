"""The night over the demonstration: as many questions for a few customers as for all, dry as for real."""

from dataclasses import replace
from datetime import timedelta

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext

from encours.books.receivables.models import InvoiceDue
from encours.faces.demo.company import ZONE
from encours.flows.night.pre_due import NOTICE_DAYS
from encours.flows.night.report import NightReport
from encours.flows.night.run import run as run_night
from encours.ground.evidence.models import JournalEntry
from encours.ground.kernel.clock import InstallationClock
from encours.method.cases.models import Case
from encours.method.outreach.models import Message
from tests.demo.conftest import Evening

pytestmark = pytest.mark.either

# Each kind of decision keeps somebody: only how many there are changes.
STAYING = {
    "LUMEN", "VIDAL", "MOREL", "LACOMBE", "DIGIPLAN", "GRANDLARGE", "BAZIN", "SEVERIN", "GUILBAUD", "MARSAC", "ROZAVEL",
    "KERVADEC", "QUAIVERT", "FAUCHER", "TEISSIER", "CARTOJURA", "ESTEVE", "TROISMOULINS", "ORVEAU", "PAMPILLE",
}  # fmt: skip


def test_a_dry_run_decides_and_writes_what_the_real_one_does(
    evening: Evening, night: InstallationClock
) -> None:
    before = JournalEntry.objects.count()
    dry = run_night(evening.entity_id, night, dry_run=True)
    assert (JournalEntry.objects.count(), Message.objects.filter(state="ready").count()) == (before, 0)

    real = run_night(evening.entity_id, night)

    assert _told(dry) == _told(real)
    prepared = Message.objects.exclude(state__in=["accepted", "sent_by_hand", "cancelled"])
    prepared = prepared.exclude(level="promise_to_confirm")  # made when the promise was noted
    assert sorted(prepared.values_list("subject", "text")) == sorted(
        (planned.subject, planned.text) for planned in dry.planned if planned.text
    )


def test_the_night_asks_as_many_questions_for_half_of_the_customers_as_for_all(
    evening: Evening, night: InstallationClock
) -> None:
    leaving = [pk for code, pk in evening.cast.customers.items() if code not in STAYING]
    everybody = _questions(evening, night, without=[])

    half = _questions(evening, night, without=leaving)

    assert half.cases < everybody.cases - 10
    assert len(half.statements) == len(everybody.statements)


class _Asked:
    def __init__(self, cases: int, statements: list[str]) -> None:
        self.cases = cases
        self.statements = statements


def _questions(evening: Evening, clock: InstallationClock, *, without: list[int]) -> _Asked:
    """The statements of the night, as if some customers owed nothing that is due."""
    today = clock.today(ZONE)
    soon = today + timedelta(days=NOTICE_DAYS)
    owing = InvoiceDue.objects.filter(customer_id__in=without, open_minor__gt=0, due_on__lte=soon)
    owing.update(open_minor=0, closed_on=today)
    Case.objects.filter(customer_id__in=without).update(closed_on=today)
    with CaptureQueriesContext(connection) as captured:
        report = run_night(evening.entity_id, clock, dry_run=True)
    return _Asked(report.cases, [query["sql"] for query in captured.captured_queries])


def _told(report: NightReport) -> NightReport:
    return replace(report, seconds=0.0)
