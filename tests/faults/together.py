"""Nights that several processes decide, each a function that a forked process runs (`test_nights_together.py`)."""

import json
import os
import random
import signal
import threading
import time
from collections.abc import Iterator
from dataclasses import replace
from datetime import datetime, timedelta
from typing import Any

from django.conf import settings

from encours.books.creditor import queries as creditor_queries
from encours.books.creditor.models import CreditorEntity
from encours.books.receivables.models import Contact, Customer
from encours.books.receivables.rules.drafts import PaymentDraft
from encours.flows import holds, recording
from encours.flows.night import ahead, run
from encours.flows.night.ahead import Ahead
from encours.ground.evidence import actions as evidence_actions
from encours.ground.evidence.models import JournalEntry
from encours.ground.kernel.clock import FixedClock
from encours.ground.kernel.reason import Reason
from encours.ground.plumbing.crew import Crew
from encours.method.cases.rules.contact import HoldKind
from encours.method.cases.rules.holds import HoldDraft
from encours.method.outreach.models import Message
from encours.method.strategy.models import CaseProgress, WorkItem
from tests.factories import TODAY
from tests.faults import subjects

CUSTOMERS = 14
NEXT_NIGHT = FixedClock(datetime.fromisoformat("2026-11-24T02:45:00+01:00"))
NEXT_DAY = FixedClock(datetime.fromisoformat("2026-11-24T02:46:00+01:00"))


def prepare() -> None:
    """A night has been; since then addresses changed, others are late, and every case is to be looked at."""
    subjects.seed(CUSTOMERS)
    subjects.night()
    Contact.objects.filter(customer__name__in=["Client 1", "Client 8"]).update(email="ailleurs@morel.test")
    for place in range(CUSTOMERS, 2 * CUSTOMERS):
        subjects.add_customer(CreditorEntity.objects.get(), place)
    CaseProgress.objects.update(review_on=TODAY + timedelta(days=1))


def night(
    processes: int, *, changes_at: int | None = None, is_busy: bool = False, patience: float = 30
) -> None:
    """The night after, by some processes; prints how many chunks this one decided itself.

    changes_at: before that step others have changed the books. is_busy: others write all the time.
    """
    run.CHUNK, settings.ENCOURS_LEASE_SECONDS, settings.ENCOURS_NIGHT_PROCESSES = 3, 60, processes
    ahead.FEWEST_CASES, ahead.PATIENCE_SECONDS = 0, patience
    decided: list[int] = []
    for name in ("REVIEWS", "WORDS", "PAYERS"):
        setattr(run, name, _counting(getattr(run, name), decided))
    steps = Ahead.steps

    def disturbed(self: Ahead, *about: Any, **more: Any) -> Iterator[ahead.Step]:
        for place, step in enumerate(steps(self, *about, **more)):
            if place == changes_at and about[0].name == "reviews":
                _change()
            if is_busy:
                _note(place)
            yield step

    Ahead.steps = disturbed  # type: ignore[method-assign]
    run.run(CreditorEntity.objects.get().pk, NEXT_NIGHT)
    print(json.dumps(sum(decided)))  # noqa: T201 - whoever started this process reads it


def killing(seed: int, *, accidents: int, sign: int = signal.SIGKILL) -> None:
    """The same while the processes beside it are killed (or stopped for ever) at any moment."""
    chance, started = random.Random(seed), []
    begin = Crew.__init__

    def begun(self: Crew, *about: Any, **more: Any) -> None:
        begin(self, *about, **more)
        started.extend(self.pids)
        threading.Thread(target=kill, daemon=True).start()

    def kill() -> None:
        for pid in chance.sample(started, accidents):
            time.sleep(chance.uniform(0, 3))
            os.kill(pid, sign)

    Crew.__init__ = begun  # type: ignore[method-assign]
    _slowly()
    night(2, patience=2)


def resting() -> None:
    """A night that tells the numbers of the processes beside it and then goes on for a very long time."""
    begin = Crew.__init__

    def begun(self: Crew, *about: Any, **more: Any) -> None:
        begin(self, *about, **more)
        print(json.dumps(self.pids), flush=True)  # noqa: T201 - the same

    Crew.__init__ = begun  # type: ignore[method-assign]
    run.REVIEWS = replace(run.REVIEWS, write=lambda *_about: time.sleep(600))
    night(2)


def in_order() -> list[Any]:
    """The journal, the messages and the lines in the order in which they were written, without what is by chance."""
    entries = JournalEntry.objects.select_related("words").order_by("chain", "sequence")
    told = [
        (e.chain, e.sequence, e.kind, e.subject, str(e.recorded_at), e.payload, e.words.summary)
        for e in entries
    ]
    messages = Message.objects.order_by("pk").values_list("pk", "step_key", "state", "subject", "text")
    lines = WorkItem.objects.order_by("pk").values_list("customer_id", "currency", "action", "order_key")
    return [told, list(messages), list(lines)]


def _slowly() -> None:
    """So that an accident can find it at any point."""
    write = run.REVIEWS.write
    run.REVIEWS = replace(run.REVIEWS, write=lambda *about: (time.sleep(0.2), write(*about)))


def _counting(work: Any, decided: list[int]) -> Any:
    def decide(*about: Any, **more: Any) -> object:
        decided.append(1)
        return work.decide(*about, **more)

    return replace(work, decide=decide)


def _change() -> None:
    """Somebody pays, and somebody is to be left alone, whom a later chunk would have written to."""
    entity = creditor_queries.entities()[0]
    act = creditor_queries.act(entity.id, "user:1", NEXT_DAY)
    paying, left_alone = _numbered("Client 15"), _numbered("Client 22")
    made = recording.add_payment(act, PaymentDraft(paying, TODAY, "EUR", 1_000_000))
    assert isinstance(made, int), made
    made = holds.place(act, HoldDraft(left_alone, HoldKind.MANUAL, "voir Paul", TODAY + timedelta(days=9)))
    assert isinstance(made, int), made


def _note(place: int) -> None:
    """Somebody writes something down that is nobody's business here."""
    entity = creditor_queries.entities()[0]
    act = creditor_queries.act(entity.id, "user:1", NEXT_DAY)
    evidence_actions.append(act.entry("test.noted", f"entity:{entity.id}", Reason("{n}", n=place)))


def _numbered(name: str) -> int:
    return Customer.objects.get(name=name).pk
