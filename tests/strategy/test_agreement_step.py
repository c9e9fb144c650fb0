"""What a promise asks of us: silence while it runs, one contact when it breaks."""

from dataclasses import replace
from datetime import date

import pytest

from encours.method.agreements.rules.words import AgreementState
from encours.method.cases.rules.contact import Occasion
from encours.method.strategy.rules.case_facts import AgreementFact
from encours.method.strategy.rules.decision import Call, CheckBank, Send, Task, Wait
from tests.strategy.story import READY, case, day, decide, euros, invoice


def promise(state: AgreementState, **more: object) -> AgreementFact:
    fact = AgreementFact(state, euros(1000), proposed_on=day(8), due_on=day(18), state_since=day(8))
    return replace(fact, **more)  # type: ignore[arg-type]


def on(today: date, agreement: AgreementFact, **more: object):
    covered = 1000 if agreement.state in {AgreementState.ACCEPTED, AgreementState.DUE} else 0
    return decide(case(today, invoice(1000, promised=covered), agreements=(agreement,), **more))


def test_a_promise_on_time_silences_everything():
    decision = on(day(10), promise(AgreementState.ACCEPTED))
    assert isinstance(decision, Wait)
    assert decision.until == day(21)  # Friday 20 March is the due date; the bank is read on Monday


def test_the_debtor_gets_a_word_on_the_business_day_before():
    wanted = promise(AgreementState.ACCEPTED, reminder_due=True)
    assert on(day(10), wanted).until == day(17)
    decision = on(day(17), wanted)
    assert isinstance(decision, Send)
    assert (decision.level.message.template, decision.occasion) == ("T11", Occasion.SERVICE)


def test_a_promise_due_is_not_judged_before_the_bank_is_read():
    decision = on(day(19), promise(AgreementState.DUE), cash_known_to=day(15), cash_needed_to=day(18))
    assert isinstance(decision, CheckBank)
    assert decision.needed_to == day(18)


def test_a_promise_due_whose_bank_is_read_waits_for_the_next_business_day():
    """Friday's promise, the bank read on Friday or Saturday: what counts is read on Monday."""
    friday = promise(AgreementState.DUE)
    for today in (day(18), day(19)):
        decision = on(today, friday, cash_known_to=today, cash_needed_to=day(17))
        assert isinstance(decision, Wait)
        assert decision.until == day(21)
    assert isinstance(on(day(21), friday, cash_known_to=day(17), cash_needed_to=day(18)), CheckBank)


def test_a_shown_transfer_has_three_banking_days():
    decision = on(day(19), promise(AgreementState.IN_TRANSIT, state_since=day(18)))
    assert isinstance(decision, Wait)


@pytest.mark.parametrize(
    ("count", "kind", "template"), [(1, Send, "T12"), (2, Task, "T13"), (3, Task, "T24"), (5, Task, "T24")]
)
def test_a_break_opens_one_contact_the_same_day(count, kind, template):
    broken = promise(AgreementState.BROKEN)
    decision = on(day(21), broken, broken_agreements=count, prepared=READY)
    assert isinstance(decision, kind)
    assert decision.occasion is Occasion.AGREEMENT_BROKEN
    assert template in {part.template for part in decision.level.parts}
    answered = on(day(22), replace(broken, answered=True), broken_agreements=count)
    assert answered.level.key == "courtesy"


def test_plan_b_is_not_named_before_it_is_ready():
    decision = on(day(21), promise(AgreementState.BROKEN), broken_agreements=2)
    assert {gate.value for gate in decision.missing} == {"plan_b_ready", "owner_approval"}


def test_part_of_a_promise_received_is_talked_over():
    decision = on(day(21), promise(AgreementState.PARTLY_KEPT))
    assert isinstance(decision, Call)
    assert decision.level.key == "partly_kept"


def test_a_proposal_waits_three_business_days_then_opens_one_call():
    proposed = promise(AgreementState.PROPOSED)  # Tuesday 10 March
    assert on(day(11), proposed).until == day(12)
    call = on(day(12), proposed)
    assert isinstance(call, Call)
    assert call.occasion is Occasion.PROPOSAL_UNACCEPTED
    assert on(day(13), replace(proposed, answered=True)).level.key == "courtesy"


def test_a_proposal_that_was_judged_unconfirmed_still_opens_its_one_call():
    unconfirmed = promise(AgreementState.UNCONFIRMED, state_since=day(12))
    call = on(day(12), unconfirmed)
    assert isinstance(call, Call)
    assert call.occasion is Occasion.PROPOSAL_UNACCEPTED
    assert on(day(13), replace(unconfirmed, answered=True)).level.key == "courtesy"


def test_what_the_promise_does_not_cover_is_still_asked_for():
    other = invoice(400, number="F-2", due=day(2))
    promised = invoice(1000, promised=1000)
    decision = decide(case(day(10), promised, other, agreements=(promise(AgreementState.ACCEPTED),)))
    assert isinstance(decision, Send)
    assert decision.amount == euros(400)
