"""What nobody is asked for again: promises ended by a misfortune, the rest of a promise that was kept."""

import pytest

from encours.flows import contacting
from encours.flows.customer_file import customer_file
from encours.flows.disputes import answering
from encours.flows.disputes.answering import Answered, Answering
from encours.ground.kernel.reason import Refused
from encours.ground.plumbing.say import say
from encours.method.agreements.rules.drafts import OwnPromiseDraft
from encours.method.agreements.rules.words import AgreementState, OwnPromiseKind
from encours.method.cases import actions as cases_actions
from encours.method.cases.models import Case
from encours.method.cases.rules.contact import Channel, Direction, HoldKind, PastContact
from encours.method.cases.rules.records import ContactRecord
from encours.method.disputes.rules.contest import AnswerDraft
from encours.method.disputes.rules.words import DisputeOutcome
from encours.method.strategy import actions as strategy_actions
from encours.method.strategy import queries as strategy_queries
from encours.method.strategy.rules.position import Position
from tests.story import Debtor, Story, day, plain

pytestmark = pytest.mark.either


@pytest.fixture
def dupont(story: Story) -> Debtor:
    return story.customer("Dupont SARL", phone="01 44 00 00 00")


@pytest.mark.parametrize(
    ("kind", "state"),
    [
        (HoldKind.INSOLVENCY, AgreementState.CANCELLED),
        (HoldKind.BEREAVEMENT, AgreementState.CANCELLED),
        (HoldKind.SERIOUS_EVENT, AgreementState.BROKEN),
    ],
)
def test_2026_11_22_insolvency_and_bereavement_end_a_promise_and_it_is_never_broken(
    story: Story, dupont: Debtor, kind: HoldKind, state: AgreementState
) -> None:
    """Ruling 11. It was judged «broken» while the customer was in insolvency proceedings."""
    story.invoice("F-1", dupont, "1 200,00 €", due="2026-03-02")
    story.lives("2026-03-03", "2026-03-05")
    promise = story.promise(dupont, "1 200,00 €", on="2026-03-20", made_on="2026-03-06", accepted=True)
    story.hold(dupont, on="2026-03-10", until=None, kind=kind)
    story.lives("2026-03-11", "2026-03-25")
    assert story.promise_state(promise) == state
    assert Case.objects.get().broken_agreements == (state is AgreementState.BROKEN)
    cancelled = any("Promesse annulée" in line for line in story.journal(dupont))
    assert cancelled == (state is AgreementState.CANCELLED)


@pytest.mark.parametrize("number", ["F-1", ""])
def test_2026_11_22_the_rest_of_a_promise_that_was_kept_is_not_chased_however_large(
    story: Story, dupont: Debtor, number: str
) -> None:
    """Ruling 8: 98 % keep the promise. 200 € left of 10 000 € led to a call, being no small balance."""
    story.invoice("F-1", dupont, "10 000,00 €", due="2026-03-02")
    story.lives("2026-03-03", "2026-03-05")
    promise = story.promise(dupont, "10 000,00 €", on="2026-03-20", made_on="2026-03-06", accepted=True)
    story.pay(dupont, "9 800,00 €", on="2026-03-20", number=number)
    story.lives("2026-03-21", "2026-04-30")
    assert story.promise_state(promise) == AgreementState.KEPT
    assert [str(step) for step in story.left(dupont)] == ["2026-03-03 courtesy"], story.told(dupont)
    line = story.line(dupont, "2026-04-30")
    assert line is not None and (line.action, line.section) == ("wait", "do_not_contact")


def test_what_falls_due_after_such_a_promise_is_asked_for_in_full(story: Story, dupont: Debtor) -> None:
    story.invoice("F-1", dupont, "10 000,00 €", due="2026-03-02")
    story.lives("2026-03-03", "2026-03-05")
    story.promise(dupont, "10 000,00 €", on="2026-03-20", made_on="2026-03-06", accepted=True)
    story.pay(dupont, "9 800,00 €", on="2026-03-20", number="F-1")
    story.invoice("F-2", dupont, "150,00 €", due="2026-04-02", on="2026-03-25")
    story.bank("2026-04-03")
    story.night("2026-04-06")
    line = story.line(dupont, "2026-04-06")
    assert line is not None and line.amount.minor == 150_00


def test_2026_11_22_a_small_thing_of_ours_counts_as_what_a_contact_moves_most(
    story: Story, dupont: Debtor
) -> None:
    """Method 2b, M: a minor fix pending is worth 12; only an answer that we owe is none."""
    story.invoice("F-1", dupont, "1 200,00 €", due="2026-03-02")
    story.lives("2026-03-03", "2026-03-03")
    act = story.act("2026-03-04")
    draft = OwnPromiseDraft(dupont.id, OwnPromiseKind.DOCUMENT, "la facture au bon nom", day("2026-03-06"))
    assert isinstance(contacting.owe(act, draft), int)
    line = story.line(dupont, "2026-03-04")
    assert line is not None and line.section == "we_owe"
    assert {part.code: part.points for part in line.priority.parts}["M"] == 12


def answered(story: Story, customer: Debtor, dispute: int, outcome: DisputeOutcome, *, on: str) -> None:
    said = Answering(AnswerDraft(outcome, "Bon de livraison signé"))
    made = answering.answer(story.act(on), dispute_id=dispute, answering=said)
    assert isinstance(made, Answered), (made, customer)
    story.dispatch(on, "10:00")


def test_2026_11_22_a_contested_invoice_is_asked_for_again_five_business_days_after_our_answer(
    story: Story, dupont: Debtor
) -> None:
    """Method 2k: nobody could answer a dispute, and a case answered at rest was never looked at again."""
    story.invoice("F-1", dupont, "1 200,00 €", due="2026-03-02")
    story.lives("2026-03-03", "2026-03-03")
    dispute = story.contest(dupont, "F-1", "1 200,00 €", on="2026-03-04")
    assert story.action(dupont, "2026-03-05") == "hold"
    answered(story, dupont, dispute, DisputeOutcome.GROUNDLESS, on="2026-03-09")
    story.night("2026-03-10")
    line = story.line(dupont, "2026-03-16")
    assert line is not None and (line.action, line.next_on) == ("hold", day("2026-03-16"))
    story.lives("2026-03-17", "2026-03-17")
    (item,) = strategy_queries.work_items_among([dupont.id])[dupont.id]
    assert (item.computed_on, item.action) == (day("2026-03-17"), "courtesy_email"), "one step lower"
    again = Answering(AnswerDraft(DisputeOutcome.UPHELD, "encore"))
    assert isinstance(answering.answer(story.act("2026-03-17"), dispute_id=dispute, answering=again), Refused)


def test_where_the_customer_was_right_we_owe_the_credit_note_first(story: Story, dupont: Debtor) -> None:
    story.invoice("F-1", dupont, "1 200,00 €", due="2026-03-02")
    story.lives("2026-03-03", "2026-03-03")
    dispute = story.contest(dupont, "F-1", "200,00 €", on="2026-03-04")
    answered(story, dupont, dispute, DisputeOutcome.UPHELD, on="2026-03-09")
    story.lives("2026-03-10", "2026-03-20")
    assert len(story.left(dupont)) == 1
    assert story.action(dupont, "2026-03-20") == "repair_own_promise"


def test_2026_11_22_a_letter_that_a_person_writes_waits_for_the_gap_like_any_contact(
    story: Story, dupont: Debtor
) -> None:
    """K1 counts letters; the firm one was asked for two days after an e-mail, while advice said to wait."""
    story.invoice("F-1", dupont, "1 200,00 €", due="2026-02-02")
    story.night("2026-03-09")
    case = story.case(dupont)
    assert case is not None
    reached = Position("call_2", 26, 2, day("2026-02-28"))
    strategy_actions.move({case.id: reached})
    act = story.act("2026-03-09", "10:00")
    mail = PastContact(act.at, Direction.OUTBOUND, Channel.EMAIL, step="light_question", stage="reminder2")
    cases_actions.record_contacts(act, records=[ContactRecord(dupont.id, "step:1", mail, case.id)])
    story.bank("2026-03-16", "17:00")
    early = story.line(dupont, "2026-03-11")
    assert early is not None and (early.action, early.section) == ("firm_letter", "do_not_contact")
    assert "jours pleins" in plain(say(early.why[0]))
    later = story.line(dupont, "2026-03-16")
    assert later is not None and (later.action, later.section) == ("firm_letter", "today")


@pytest.mark.parametrize(("contested_on", "counts"), [("2026-03-05", False), ("2026-03-20", True)])
def test_a_groundless_dispute_speaks_against_the_payer_only_when_it_came_after_the_second_reminder(
    story: Story, contested_on: str, counts: bool
) -> None:
    """Method 2a, late_dispute_rejected."""
    dupont = story.customer("Dupont SARL")
    story.invoice("F-1", dupont, "1 200,00 €", due="2026-03-02")
    story.lives("2026-03-03", contested_on)
    dispute = story.contest(dupont, "F-1", "1 200,00 €", on=contested_on, hour="15:00")
    answered(story, dupont, dispute, DisputeOutcome.GROUNDLESS, on="2026-03-25")
    file = customer_file(story.act("2026-03-26"), dupont.id)
    assert file is not None
    features = file.assessments[0].opinion.features
    assert features.late_dispute_rejected is counts
