"""The outbox in any order of events: workers that crash anywhere, people who decide, facts that change meanwhile."""

from collections import Counter
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from datetime import UTC, datetime, timedelta
from typing import Any, ClassVar

import pytest
from django.db import connection, transaction
from hypothesis import settings as hypothesis_settings
from hypothesis import strategies as st
from hypothesis.stateful import RuleBasedStateMachine, initialize, invariant, rule, run_state_machine_as_test

from encours.books.creditor import queries as creditor_queries
from encours.books.creditor.models import CreditorEntity
from encours.books.receivables import actions as receivables_actions
from encours.books.receivables.models import Contact, InvoiceDue
from encours.books.receivables.rules.drafts import ContactDraft, PaymentDraft
from encours.flows import dispatch, holds, outbox, recording
from encours.flows.night.run import run as run_night
from encours.flows.review.gathered import house_of
from encours.ground.evidence import queries as evidence_queries
from encours.ground.evidence.acts import SYSTEM, Act
from encours.ground.evidence.models import JournalEntry
from encours.ground.kernel.clock import FixedClock
from encours.method.cases.models import Hold
from encours.method.cases.rules.contact import HoldKind, Occasion
from encours.method.cases.rules.holds import HoldDraft
from encours.method.outreach import actions as outreach_actions
from encours.method.outreach import queries as outreach_queries
from encours.method.outreach.actions import Claim
from encours.method.outreach.adapters.envelope import Outcome, Receipt
from encours.method.outreach.models import Message
from encours.method.outreach.rules.states import ALLOWED_MOVES, MessageState
from tests.factories import TODAY, a_contact, a_customer, an_invoice, euros
from tests.faults import subjects

S = MessageState
MORNING = datetime(2026, 11, 23, 8, 30, tzinfo=UTC)
LEASE = timedelta(seconds=301)
WHERE = st.integers(0, 12)
"""Before which write of a transaction a worker crashes; where there are fewer, it does not."""
WHICH = st.integers(0, 5)


class Crash(BaseException):
    """A process is gone: what it had not committed is taken back, nothing after it is done."""


@dataclass
class Server:
    """A mail server as the outside world sees it: what it took, by Message-ID."""

    taken: Counter[str] = field(default_factory=Counter)

    def answers(self, message: Message, outcome: str) -> Receipt:
        if outcome in ("accepts", "takes and hangs up"):
            self.taken[message.message_id] += 1
        match outcome:
            case "accepts":
                return Receipt(Outcome.ACCEPTED, "250 ok")
            case "not now":
                return Receipt(Outcome.REFUSED, "451 later")
            case "never":
                return Receipt(Outcome.REFUSED, "550 no", permanent=True)
            case "is not there":
                return Receipt(Outcome.NOT_REACHED, "no route")
        return Receipt(Outcome.UNKNOWN, "the line was cut")


OUTCOMES = st.sampled_from(
    ["accepts", "accepts", "not now", "never", "is not there", "hangs up", "takes and hangs up"]
)


@contextmanager
def crashing(before: int) -> Iterator[None]:
    """Ends the block before its write number `before`, as a power cut would."""
    left = [before]

    def watched(execute: Any, sql: str, params: Any, many: bool, context: Any) -> Any:
        if sql.startswith(("INSERT", "UPDATE")):
            left[0] -= 1
            if left[0] < 0:
                raise Crash
        return execute(sql, params, many, context)

    try:
        with connection.execute_wrapper(watched):
            yield
    except Crash:
        pass


class Outbox(RuleBasedStateMachine):
    """One company on one day. What `rules/states.py` draws is all that may happen."""

    entity_id: ClassVar[int]

    @initialize()
    def begins(self) -> None:
        self.savepoint = transaction.savepoint()
        self.now = self.real = MORNING
        self.server = Server()
        self.claims: list[Claim] = []
        self.before = self.seen()
        self.told = self.entries()
        self.by_worker = False

    def teardown(self) -> None:
        assert [s for s in evidence_queries.verify() if s.broken_at is not None] == []
        transaction.savepoint_rollback(self.savepoint)

    # --- workers ----------------------------------------------------------------------------

    @rule(crash=st.none() | WHERE)
    def a_worker_claims(self, crash: int | None) -> None:
        """The claim and the facts, in one transaction; a crash in it leaves nothing."""
        self.by_worker = True
        claim = None
        with crashing(1 << 30 if crash is None else crash), transaction.atomic():
            claim = self.claimed()
        if claim is not None and self.state_of(claim.message.pk) is S.SENDING:
            self.may_go(claim.message)
            self.claims.append(claim)

    def claimed(self) -> Claim | None:
        clock = FixedClock(self.now)
        if not dispatch.may_send(self.entity_id, clock):
            return None
        lease = f"worker-{len(self.claims)}-{self.real}"
        claim = outreach_actions.claim_next(
            self.entity_id, lease=lease, now=self.now, technical_now=self.real
        )
        if claim is not None:
            dispatch._may_leave(self.act(SYSTEM), claim, house_of(self.entity_id, TODAY, clock))
        return claim

    def may_go(self, message: Message) -> None:
        """What is handed to a server now is right by the facts of this instant."""
        assert outreach_queries.standing_stop(self.entity_id) is None
        assert message.contact is not None
        assert message.to_email == Contact.objects.get(pk=message.contact_id).email
        if message.occasion == Occasion.LADDER:
            assert InvoiceDue.objects.filter(customer_id=message.customer_id, open_minor__gt=0).exists()
            assert not Hold.objects.filter(customer_id=message.customer_id, released_at__isnull=True).exists()

    @rule(outcome=OUTCOMES, crash=st.none() | WHERE, which=WHICH)
    def a_server_answers(self, outcome: str, crash: int | None, which: int) -> None:
        """And the worker writes it down, unless it crashes before or in the middle."""
        self.by_worker = True
        if self.claims:
            claim = self.claims.pop(which % len(self.claims))
            receipt = self.server.answers(claim.message, outcome)
            with crashing(1 << 30 if crash is None else crash):
                dispatch._conclude(self.act(SYSTEM), claim, receipt)

    @rule(which=WHICH)
    def a_worker_dies_before_it_has_spoken(self, which: int) -> None:
        if self.claims:
            self.claims.pop(which % len(self.claims))

    @rule()
    def leases_run_out(self) -> None:
        """Another worker finds them; the slow one may still get its answer."""
        self.real += LEASE
        self.by_worker = True
        outreach_actions.mark_lost(self.act(SYSTEM), technical_now=self.real)

    @rule(minutes=st.sampled_from([10, 45, 120]))
    def time_passes(self, minutes: int) -> None:
        self.now += timedelta(minutes=minutes)

    @rule()
    def the_night_runs_again(self) -> None:
        run_night(self.entity_id, FixedClock(self.now))

    # --- people -----------------------------------------------------------------------------

    @rule(which=WHICH)
    def somebody_approves(self, which: int) -> None:
        outbox.approve(self.act(), message_id=self.message(which))

    @rule(which=WHICH)
    def somebody_withholds(self, which: int) -> None:
        outbox.withhold_many(self.act(), message_ids=[self.message(which)], why="pas maintenant")

    @rule(which=WHICH)
    def somebody_takes_over(self, which: int) -> None:
        outbox.take_over(self.act(), message_id=self.message(which))

    @rule(which=WHICH)
    def somebody_looks_in_the_mailbox(self, which: int) -> None:
        message = Message.objects.get(pk=self.message(which))
        was_sent = bool(self.server.taken[message.message_id])
        outbox.clear_up(self.act(), message_id=message.pk, was_sent=was_sent)

    @rule(which=WHICH)
    def somebody_tries_again(self, which: int) -> None:
        outbox.try_again(self.act(), message_id=self.message(which))

    @rule()
    def somebody_presses_stop_or_goes_on(self) -> None:
        stop = outreach_queries.standing_stop(self.entity_id)
        if stop is None:
            outreach_actions.stop_sending(self.act(), why="incident")
        else:
            outreach_actions.lift_stop(self.act(), stop_id=stop.pk)

    # --- facts ------------------------------------------------------------------------------

    @rule(which=WHICH)
    def a_customer_pays(self, which: int) -> None:
        customer = Message.objects.get(pk=self.message(which)).customer_id
        due = (
            InvoiceDue.objects.filter(customer_id=customer, open_minor__gt=0)
            .select_related("invoice")
            .first()
        )
        if due is not None:
            draft = PaymentDraft(
                customer_id=customer, received_on=TODAY, currency=due.currency, amount_minor=due.open_minor
            )
            recording.add_payment(self.act(), draft, named=due.invoice.number)

    @rule(which=WHICH, number=st.integers(0, 9))
    def an_address_changes(self, which: int, number: int) -> None:
        contact = Message.objects.get(pk=self.message(which)).contact_id
        if contact is not None:
            draft = ContactDraft(name="Anne Petit", email=f"autre{number}@client.test", is_main=True)
            receivables_actions.change_contact(self.act(), contact_id=contact, draft=draft)

    @rule(which=WHICH)
    def a_customer_is_left_in_peace(self, which: int) -> None:
        customer = Message.objects.get(pk=self.message(which)).customer_id
        draft = HoldDraft(customer, HoldKind.MANUAL, "à sa demande", TODAY + timedelta(days=5))
        holds.place(self.act(), draft)

    # --- what always holds --------------------------------------------------------------------

    @invariant()
    def no_server_takes_a_message_twice(self) -> None:
        if hasattr(self, "server"):
            assert max(self.server.taken.values(), default=0) <= 1

    @invariant()
    def what_was_taken_is_never_forgotten(self) -> None:
        """It has left, or a person is asked, or somebody is still at it; it is not ready to leave again."""
        if hasattr(self, "server"):
            states = dict(Message.objects.values_list("message_id", "state"))
            for name in self.server.taken:
                assert states[name] in {S.ACCEPTED, S.UNKNOWN, S.SENDING, S.SENT_BY_HAND, S.CANCELLED}, name

    @invariant()
    def each_move_is_an_arrow_and_is_told_once(self) -> None:
        if not hasattr(self, "before"):
            return
        seen, told = self.seen(), self.entries()
        for message, state in seen.items():
            former, news = self.before.get(message), told[message] - self.told[message]
            if former in (None, state):
                # Prepared, or put off by the guard to a later hour; a claim taken back leaves no trace.
                assert news <= 1, (former, state)
            elif (former, state) == (S.READY, S.SENDING):
                assert news == 0
            else:
                arrows = ALLOWED_MOVES[former] | (ALLOWED_MOVES[S.SENDING] if self.by_worker else frozenset())
                assert state in arrows, (former, state)
                assert news == 1, (former, state)
            if former is S.UNKNOWN and self.by_worker:
                assert state is S.UNKNOWN, "only a person clears a doubt"
        self.before, self.told, self.by_worker = seen, told, False

    # --- words ------------------------------------------------------------------------------

    def act(self, actor: str = "user:1") -> Act:
        return creditor_queries.act(self.entity_id, actor, FixedClock(self.now))

    def message(self, which: int) -> int:
        found = list(Message.objects.order_by("pk").values_list("pk", flat=True))
        return found[which % len(found)]

    def state_of(self, message: int) -> MessageState:
        return S(Message.objects.values_list("state", flat=True).get(pk=message))

    def seen(self) -> dict[int, MessageState]:
        return {pk: S(state) for pk, state in Message.objects.values_list("pk", "state")}

    def entries(self) -> Counter[int]:
        """How often the journal speaks of each message's moves."""
        rows = JournalEntry.objects.filter(kind__startswith="outreach.message_", payload__has_key="message")
        return Counter(payload["message"] for payload in rows.values_list("payload", flat=True))


@pytest.fixture
def company(db: None) -> int:
    """Three messages ready to leave, one above the ceiling that waits for a yes."""
    entity_id = subjects.seed(3, is_sending=True)
    CreditorEntity.objects.filter(pk=entity_id).update(ceiling_minor=500_000)
    large = a_customer(CreditorEntity.objects.get(pk=entity_id), "Grand Client")
    a_contact(large, email="grand@client.test")
    an_invoice(large, euros("9000"))
    run_night(entity_id, subjects.NIGHT)
    assert sorted(Message.objects.values_list("state", flat=True)) == [
        S.READY,
        S.READY,
        S.READY,
        S.TO_CONFIRM,
    ]
    return entity_id


def play(company: int, *, examples: int, steps: int) -> None:
    Outbox.entity_id = company
    chosen = hypothesis_settings(max_examples=examples, stateful_step_count=steps)
    run_state_machine_as_test(Outbox, settings=chosen)  # type: ignore[no-untyped-call]


def test_whatever_happens_nothing_leaves_twice_and_every_move_is_told(company: int) -> None:
    play(company, examples=8, steps=15)


@pytest.mark.long
def test_whatever_happens_for_long_nothing_leaves_twice_and_every_move_is_told(company: int) -> None:
    play(company, examples=60, steps=40)
