"""Whole lives of agreements, told day by day: kept, in part, broken, moved, a plan to its end, plan B carried out."""

from datetime import date, timedelta

import pytest

from encours.flows import commitments, contacting, plan_b, promises, steps
from encours.flows.importing import ImportOptions, import_files
from encours.ground.kernel.clock import local_date
from encours.ground.kernel.money import Money
from encours.ground.kernel.reason import Refused
from encours.method.agreements import queries as agreements_queries
from encours.method.agreements.models import Agreement, PlanB
from encours.method.agreements.queries.plan_bs import plan_bs_of
from encours.method.agreements.rules.plan import PlanWish, Rhythm
from encours.method.agreements.rules.plan_b import Readiness, Withdrawal
from encours.method.cases.rules.contact import CallOutcome, HoldKind
from encours.method.cases.rules.words import CaseReason
from encours.method.outreach.rules.states import MessageState
from encours.method.strategy.rules.decision import Task
from tests.interchange.fec_made import NAMES, entry, written
from tests.story import ZONE, Debtor, Story, day, minor, plain

READY = frozenset(Readiness)


@pytest.fixture
def dupont(story: Story) -> Debtor:
    dupont = story.customer("Dupont SARL", phone="01 44 00 00 00")
    story.invoice("F-1", dupont, "1 200,00 €", due="2026-02-27")
    story.lives("2026-03-02", "2026-03-03")
    return dupont


def plan(
    story: Story, customer: Debtor, amount: str, *, first: str, parts: int, on: str, accepted: bool = True
) -> int:
    act = story.act(on)
    wish = PlanWish(Money(minor(amount), "EUR"), day(first), parts, Rhythm.FORTNIGHTLY)
    made = commitments.propose_plan_from_customer(act, customer_id=customer.id, wish=wish)
    assert isinstance(made, int), made
    Agreement.objects.filter(pk=made).update(awaits_us=False)
    if accepted:
        shown = next(one for one in commitments.to_read(act, customer.id) if one.offer.id == made)
        ids = {"customer_id": customer.id, "agreement_id": made, "identity": "lien 7f3a"}
        assert commitments.accept_by_link(act, **ids, text=shown.text) is None
    return made


def state(agreement: int) -> str:
    return Agreement.objects.get(pk=agreement).state


def levels(story: Story, customer: Debtor) -> list[str]:
    return [step.level for step in story.left(customer, services=True)]


def test_a_promise_is_kept(story: Story, dupont: Debtor) -> None:
    made = story.promise(dupont, "1 200,00 €", on="2026-03-13", made_on="2026-03-06", accepted=True)
    story.lives("2026-03-09", "2026-03-12")
    assert "promise_reminder" in levels(story, dupont)
    story.pay(dupont, "1 190,00 €", on="2026-03-13", number="F-1")
    story.lives("2026-03-14", "2026-03-20")
    assert state(made) == "kept"
    assert story.messages(dupont, MessageState.TO_CONFIRM) == []


def test_a_promise_is_kept_in_part_and_the_rest_is_agreed_anew(story: Story, dupont: Debtor) -> None:
    made = story.promise(dupont, "1 200,00 €", on="2026-03-13", made_on="2026-03-06", accepted=True)
    story.pay(dupont, "500,00 €", on="2026-03-13", number="F-1")
    story.lives("2026-03-14", "2026-03-16")
    assert state(made) == "partly_kept"
    assert story.level(dupont) == "partly_kept"
    case = story.case(dupont)
    assert case is not None and case.broken_agreements == 0


def test_a_broken_promise_is_answered_on_the_same_day_and_paid_late_stays_broken(
    story: Story, dupont: Debtor
) -> None:
    made = story.promise(dupont, "1 200,00 €", on="2026-03-13", made_on="2026-03-06", accepted=True)
    story.lives("2026-03-09", "2026-03-16")
    assert state(made) == "broken"
    (word,) = story.messages(dupont, MessageState.TO_CONFIRM)
    assert word.level == "broken_first" and "tribunal" not in word.text and "recouvrement" not in word.text
    story.pay(dupont, "1 200,00 €", on="2026-03-17", number="F-1")
    story.night("2026-03-18")
    assert state(made) == "broken_then_paid"


def test_a_promise_is_moved_once_and_accepted_anew(story: Story, dupont: Debtor) -> None:
    made = story.promise(dupont, "1 200,00 €", on="2026-03-13", made_on="2026-03-06", accepted=True)
    ids = {"customer_id": dupont.id, "agreement_id": made, "why": "paie décalée"}
    assert promises.move(story.act("2026-03-11"), **ids, to=day("2026-03-18")) is None
    assert state(made) == "proposed"
    story.accept(dupont, made, on="2026-03-11", hour="10:00")
    assert promises.move(story.act("2026-03-12"), **ids, to=day("2026-03-25")) is None
    assert state(made) == "broken"
    case = story.case(dupont)
    assert case is not None and case.broken_agreements == 1


def test_money_that_came_after_the_reminder_was_prepared_stops_it(story: Story, dupont: Debtor) -> None:
    made = story.promise(dupont, "1 200,00 €", on="2026-03-13", made_on="2026-03-06", accepted=True)
    story.night("2026-03-12")
    story.queued("promise_reminder", to=dupont)
    story.pay(dupont, "1 200,00 €", on="2026-03-12", number="F-1", hour="08:45")
    story.dispatch("2026-03-12")
    assert state(made) == "kept"
    assert "promise_reminder" not in levels(story, dupont)


def test_money_that_comes_back_breaks_the_promise_it_had_kept(story: Story, dupont: Debtor) -> None:
    made = story.promise(dupont, "1 200,00 €", on="2026-03-13", made_on="2026-03-06", accepted=True)
    paid = story.pay(dupont, "1 200,00 €", on="2026-03-12", number="F-1")
    story.night("2026-03-16")
    assert state(made) == "kept"
    story.payment_comes_back(paid, on="2026-03-18")
    assert state(made) == "broken"
    story.night("2026-03-19")
    case = story.case(dupont)
    assert case is not None and case.broken_agreements == 1
    assert any("revenu impayé" in line for line in story.journal(dupont))


def test_a_plan_is_kept_to_its_end_and_silent_meanwhile(story: Story, dupont: Debtor) -> None:
    made = plan(story, dupont, "1 200,00 €", first="2026-03-11", parts=3, on="2026-03-04")
    before = len(story.left(dupont))
    days = [part.promised_for for part in agreements_queries.plans_of([dupont.id])[dupont.id][0].parts]
    today = date(2026, 3, 5)
    while today <= days[-1] + timedelta(days=3):
        if today in days:
            story.pay(dupont, "400,00 €", on=today, number="F-1")
        story.night(today)
        story.dispatch(today)
        today += timedelta(days=1)
    assert state(made) == "completed"
    reminded = [level for level in levels(story, dupont) if level == "promise_reminder"]
    assert len(reminded) == 3
    assert len(story.left(dupont)) == before


def test_what_a_plan_does_not_cover_goes_on(story: Story, dupont: Debtor) -> None:
    story.invoice("F-2", dupont, "700,00 €", due="2026-03-02")
    act, case = story.act("2026-03-04"), story.case(dupont)
    assert case is not None
    made = plan(story, dupont, "1 200,00 €", first="2026-03-11", parts=3, on="2026-03-04")
    story.night("2026-03-05")
    file = contacting.refresh(act, [dupont.id])
    assert [a.balance.actionable.minor for a in file] == [700_00]
    assert state(made) == "accepted"


def test_two_agreements_broken_plan_b_is_named_once_and_carried_out(story: Story, dupont: Debtor) -> None:
    story.promise(dupont, "1 200,00 €", on="2026-03-13", made_on="2026-03-06", accepted=True)
    story.lives("2026-03-09", "2026-03-16")
    story.approve(dupont, on="2026-03-16", hour="10:00")
    story.dispatch("2026-03-16", "10:05")
    told = {"reason": CaseReason.FINANCIAL, "next_on": "2026-03-24"}
    story.call(dupont, CallOutcome.PLAN_ASKED, on="2026-03-17", **told)  # type: ignore[arg-type]
    made = plan(story, dupont, "1 200,00 €", first="2026-03-20", parts=2, on="2026-03-17")
    story.lives("2026-03-18", "2026-03-23")
    assert state(made) == "instalment_missed"
    case = story.case(dupont)
    assert case is not None and case.broken_agreements == 2
    refused = steps.done_by_hand(story.act("2026-03-23"), customer_id=dupont.id)
    assert isinstance(refused, Refused)
    (standing, *_former) = plan_bs_of([dupont.id])[dupont.id]
    plan_b.prepare(story.act("2026-03-23"), customer_id=dupont.id, plan_b_id=standing.id, ready=READY)
    done = steps.done_by_hand(story.act("2026-03-23", "11:00"), customer_id=dupont.id)
    assert isinstance(done, steps.Done), done
    named = PlanB.objects.get(pk=standing.id)
    assert (named.named_on, named.due_on) == (day("2026-03-23"), day("2026-04-04"))
    again = plan_b.name(story.act("2026-03-24"), case, due_on=day("2026-04-20"), is_formal=True)
    assert isinstance(again, Refused)
    story.lives("2026-03-24", "2026-04-03")
    assert state(made) == "accelerated"
    story.night("2026-04-06")
    (a,) = contacting.refresh(story.act("2026-04-06"), [dupont.id])
    assert isinstance(a.decision, Task) and a.decision.level.key == "broken_third"
    assert isinstance(steps.done_by_hand(story.act("2026-04-06"), customer_id=dupont.id), steps.Done)
    named.refresh_from_db()
    assert named.executed_on == day("2026-04-06")


def test_what_was_named_is_withdrawn_by_payment_and_by_nothing_else(story: Story, dupont: Debtor) -> None:
    story.promise(dupont, "1 200,00 €", on="2026-03-13", made_on="2026-03-06", accepted=True)
    case = story.case(dupont)
    assert case is not None
    (standing,) = plan_bs_of([dupont.id])[dupont.id]
    act = story.act("2026-03-16")
    plan_b.prepare(act, customer_id=dupont.id, plan_b_id=standing.id, ready=READY)
    assert isinstance(plan_b.name(act, case, due_on=day("2026-03-30")), Refused)
    assert plan_b.name(act, case, due_on=day("2026-03-30"), is_formal=True) == standing.id
    assert isinstance(plan_b.withdraw(act, plan_b_id=standing.id, because=None, note="non"), Refused)
    story.pay(dupont, "1 200,00 €", on="2026-03-18", number="F-1")
    story.night("2026-03-19")
    row = PlanB.objects.get(pk=standing.id)
    assert (row.withdrawn_on, row.withdrawal) == (day("2026-03-18"), Withdrawal.PAYMENT)


def test_our_forgotten_promise_stops_the_reminders_until_it_is_kept(story: Story, dupont: Debtor) -> None:
    owed = story.owe(dupont, "numéro de commande", on="2026-03-04")
    before = levels(story, dupont)
    story.lives("2026-03-05", "2026-03-16")
    assert levels(story, dupont) == before
    assert story.action(dupont, "2026-03-16") == "repair_own_promise" or story.line(dupont, "2026-03-16")
    ids = {"customer_id": dupont.id, "own_promise_id": owed}
    assert contacting.fulfil(story.act("2026-03-16"), **ids, outcome="envoyé par e-mail") is None
    story.night("2026-03-17")
    assert story.action(dupont, "2026-03-17") not in {"", "repair_own_promise"}, "kept, the ladder goes on"


def test_bereavement_pauses_the_plan_and_cancels_the_promise(story: Story, dupont: Debtor) -> None:
    story.invoice("F-2", dupont, "700,00 €", due="2026-03-02")
    made = plan(story, dupont, "1 200,00 €", first="2026-03-11", parts=2, on="2026-03-04")
    word = story.promise(dupont, "700,00 €", on="2026-03-13", made_on="2026-03-04", accepted=True)
    story.hold(dupont, on="2026-03-06", until="2026-03-31", kind=HoldKind.BEREAVEMENT)
    assert (state(made), state(word)) == ("paused", "cancelled")
    story.lives("2026-03-30", "2026-04-01")
    assert state(made) == "running"
    (first, *_rest) = agreements_queries.plans_of([dupont.id])[dupont.id][0].parts
    assert first.promised_for == day("2026-04-07")
    assert story.case(dupont).broken_agreements == 0  # type: ignore[union-attr]


def test_a_credit_note_takes_the_debt_and_the_promise_with_it_without_a_break(
    story: Story, dupont: Debtor
) -> None:
    made = story.promise(dupont, "1 200,00 €", on="2026-03-13", made_on="2026-03-06", accepted=True)
    story.credit(dupont, "1 200,00 €", on="2026-03-10", against="F-1")
    assert state(made) == "cancelled"
    story.lives("2026-03-11", "2026-03-17")
    assert (state(made), levels(story, dupont)[-1:]) == ("cancelled", ["courtesy"])
    assert any("ni tenu, ni rompu" in line for line in story.journal(dupont))


def test_a_debit_of_the_bank_in_a_file_breaks_the_promise_that_its_payment_had_kept(
    story: Story,
) -> None:
    payer = story.customer(NAMES["C1"])
    story.invoice("F-9", payer, "1 200,00 €", due="2026-02-27")
    story.night("2026-03-03")
    made = story.promise(payer, "1 200,00 €", on="2026-03-13", made_on="2026-03-06", accepted=True)
    story.pay(payer, "1 200,00 €", on="2026-03-12", number="F-9")
    story.night("2026-03-16")
    assert state(made) == "kept"
    parts = (("411000", 1_200_00, "C1", ""), ("512000", -1_200_00, "", ""))
    file = written(entry("BQ", "1", "20260317", *parts, piece="REJET"))
    answer = import_files(story.act("2026-03-18"), [("FEC.txt", file)], ImportOptions())
    assert answer.files[0].is_taken, answer
    assert state(made) == "broken"
    story.night("2026-03-19")
    case = story.case(payer)
    assert case is not None and case.broken_agreements == 1
    assert [m.level for m in story.messages(payer, MessageState.TO_CONFIRM)] == ["broken_first"]
    import_files(story.act("2026-03-19"), [("FEC.txt", file)], ImportOptions())
    assert story.case(payer).broken_agreements == 1  # type: ignore[union-attr]


def test_a_plan_that_was_accepted_is_confirmed_on_the_same_day(story: Story, dupont: Debtor) -> None:
    plan(story, dupont, "1 200,00 €", first="2026-03-11", parts=3, on="2026-03-04")
    story.dispatch("2026-03-04", "10:00")
    (sent,) = [m for m in story.messages(dupont) if m.template == "T15"]
    assert sent.sent_at is not None, story.told(dupont)
    assert local_date(sent.sent_at, ZONE) == day("2026-03-04")
    assert "accord écrit nous est bien parvenu" in plain(sent.text) and "400,00" in sent.text
    assert "recouvrement" not in sent.text


def test_what_was_said_without_a_written_yes_is_put_into_writing_and_a_moved_date_anew(
    story: Story, dupont: Debtor
) -> None:
    made = story.promise(dupont, "1 200,00 €", on="2026-03-13", made_on="2026-03-06")
    (words,) = story.messages(dupont, MessageState.TO_CONFIRM)
    assert words.template == "T10" and "13 mars 2026" in plain(words.text)
    story.accept(dupont, made, on="2026-03-06", hour="11:00")
    ids = {"customer_id": dupont.id, "agreement_id": made, "why": "paie décalée"}
    assert promises.move(story.act("2026-03-11"), **ids, to=day("2026-03-18")) is None
    waiting = story.messages(dupont, MessageState.TO_CONFIRM)
    assert [m.template for m in waiting if "18 mars" in plain(m.text)] == ["T10"]
