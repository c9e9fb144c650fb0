"""Lives of contested invoices, from the remark to its end, told day by day."""

from datetime import date

import pytest

from encours.books.creditor.models import TeamMember
from encours.books.creditor.rules.roles import Role
from encours.books.receivables.models import InvoiceDue
from encours.flows.disputes import answering, ending, opening, working
from encours.flows.disputes.answering import Answered, Answering, CreditTyped
from encours.flows.review.facts_of import payer_history
from encours.flows.review.gathered import gather, house_of
from encours.ground.kernel.money import Money
from encours.ground.kernel.reason import Refused
from encours.method.cases.rules.contact import CallOutcome
from encours.method.disputes import queries as disputes_queries
from encours.method.disputes.queries import DisputeFact
from encours.method.disputes.rules.contest import AnswerDraft
from encours.method.disputes.rules.papers import SentFile
from encours.method.disputes.rules.states import DisputeEvent
from encours.method.disputes.rules.words import DisputeOutcome, DisputeState
from encours.method.insight.rules.payer import Observed
from encours.method.outreach.queries import WILL_LEAVE
from encours.method.outreach.rules.states import MessageState
from encours.method.strategy import queries as strategy_queries
from tests.factories import a_user
from tests.story import Debtor, Story, day, minor, plain

pytestmark = pytest.mark.django_db(transaction=False)
S, H = DisputeState, DisputeOutcome  # where it stands, how it ends


def fact_of(story: Story, dispute: int) -> DisputeFact:
    found = disputes_queries.dispute(story.entity.pk, dispute)
    assert found is not None
    return found


def answer(story: Story, dispute: int, on: str, draft: AnswerDraft, **how: object) -> Answered:
    made = answering.answer(
        story.act(on, "10:00"),
        dispute_id=dispute,
        answering=Answering(draft, **how),  # type: ignore[arg-type]
    )
    assert isinstance(made, Answered), made
    return made


def late(story: Story, amount: str = "1 000,00") -> Debtor:
    dupont = story.customer("Dupont SARL", phone="01 40 50 60 70")
    story.invoice("F-1", dupont, amount, due="2026-03-02")
    return dupont


def frozen(story: Story, dispute: int, on: str) -> int:
    return fact_of(story, dispute).frozen_minor(day(on))


def queued_amounts(story: Story, customer: Debtor) -> list[int]:
    """What the messages that wait ask for, in cents; those that ask for nothing left out."""
    waiting = story.messages(customer, *WILL_LEAVE)
    return [message.total_minor for message in waiting if message.total_minor]


def nothing_but_services(story: Story, customer: Debtor) -> None:
    assert queued_amounts(story, customer) == [], story.told(customer)


def position(story: Story, customer: Debtor) -> str:
    """The level that the customer's case has reached."""
    case = story.case(customer)
    progress = strategy_queries.progress_of([case.id]).get(case.id) if case else None
    return progress.position.level if progress and progress.position else ""


def rank(story: Story, customer: Debtor, level: str) -> int:
    """The place of a level in the ladder that a customer's case follows; −1 for the start."""
    case = story.case(customer)
    procedure = strategy_queries.followed_by(case.id) if case else None
    assert procedure is not None
    place = procedure.index(level) if level else -1
    assert place is not None
    return place


def owner(story: Story) -> str:
    """The owner of the company, as who acts."""
    row = TeamMember.objects.get(entity=story.entity, role=Role.OWNER.value)
    row.user = row.user or a_user()
    row.save()
    return f"user:{row.user_id}"


def late_disputes(story: Story, customer: Debtor) -> int:
    """How many groundless late disputes the classifier is told of."""
    assert story.report is not None
    on = story.report.as_of
    known = gather(house_of(story.entity.pk, on, story.clock(on)), [customer.id])
    told = payer_history(known, customer.id).observations
    return sum(o.fact is Observed.LATE_DISPUTE_REJECTED for o in told)


def test_a_part_is_contested_and_only_that_part_leaves_chasing(story: Story) -> None:
    """The rest is asked for as before, and the balance still holds everything."""
    dupont = late(story)
    made = story.contest(dupont, "F-1", "400,00", on="2026-03-03")
    story.dispatch("2026-03-03", "10:00")
    story.night("2026-03-04")
    assert queued_amounts(story, dupont) == [minor("600,00")]
    assert InvoiceDue.objects.get().open_minor == minor("1 000,00")
    story.pay(dupont, "600,00", on="2026-03-05", number="F-1")
    assert fact_of(story, made).is_open, "a part payment does not close it"
    story.lives("2026-03-06", "2026-03-13")
    assert not [step for step in story.left(dupont) if step.on >= date(2026, 3, 6)]


def test_the_remark_is_acknowledged_the_same_day_in_our_words(story: Story) -> None:
    dupont = late(story)
    made = story.contest(dupont, "F-1", "400,00", on="2026-03-03")
    assert fact_of(story, made).state is S.REPORTED
    story.dispatch("2026-03-03", "10:00")
    assert fact_of(story, made).state is S.ACKNOWLEDGED
    sent = story.messages(dupont, MessageState.ACCEPTED)
    assert [message.template for message in sent] == ["T16"]
    text = plain(sent[0].text)
    assert "400,00 €" in text
    assert f"L-{made}" in text
    assert "17 mars" in text, "ten business days"
    assert "Pièce abîmée" not in text, "their words are not repeated to them"


def test_a_groundless_dispute_rests_five_days_and_resumes_one_step_lower(story: Story) -> None:
    dupont = late(story)
    story.lives("2026-03-03", "2026-03-12")
    story.call(dupont, CallOutcome.ANSWERED_NO_PROMISE, on="2026-03-12", level=story.level(dupont))
    before = position(story, dupont)
    assert rank(story, dupont, before) == 2, "after the courtesy note, the call"
    made = story.contest(dupont, "F-1", "1 000,00", on="2026-03-25")
    story.dispatch("2026-03-25")
    answer(story, made, "2026-03-26", AnswerDraft(H.GROUNDLESS, "Le bon de livraison est signé"))
    story.dispatch("2026-03-26", "11:00")
    told = fact_of(story, made)
    assert (told.state, told.told_on, told.rests_until_on) == (
        S.ANSWERED,
        day("2026-03-26"),
        day("2026-04-02"),
    )
    story.lives("2026-03-27", "2026-04-02")
    assert [step for step in story.left(dupont) if step.on > date(2026, 3, 25)] == []
    assert frozen(story, made, "2026-04-02") == minor("1 000,00")
    story.night("2026-04-03")
    assert fact_of(story, made).state is S.CLOSED
    assert frozen(story, made, "2026-04-03") == 0
    assert rank(story, dupont, position(story, dupont)) == rank(story, dupont, before) - 1
    assert any("une étape plus bas" in line for line in story.journal(dupont))


def test_an_upheld_dispute_is_put_right_by_a_credit_note_typed_with_the_answer(story: Story) -> None:
    dupont = late(story)
    made = story.contest(dupont, "F-1", "400,00", on="2026-03-03")
    draft = AnswerDraft(H.UPHELD, "Deux panneaux étaient abîmés", new_due_on=day("2026-03-20"))
    answer(story, made, "2026-03-05", draft, credit=CreditTyped("A-1", day("2026-03-05")))
    closed = fact_of(story, made)
    assert (closed.state, closed.credit_note_id is not None, closed.left.minor) == (S.CLOSED, True, 0)
    due = InvoiceDue.objects.get(invoice__number="F-1")
    assert (due.open_minor, due.due_on) == (minor("600,00"), day("2026-03-20"))
    story.dispatch("2026-03-05", "11:00")
    (letter,) = [m for m in story.messages(dupont, MessageState.ACCEPTED) if m.template == "T17"]
    text = plain(letter.text)
    assert "avec nos excuses" in text
    assert "Un avoir de 400,00 €" in text
    assert "600,00 €, le vendredi 20 mars" in text or "600,00 €, le 20 mars" in text
    story.lives("2026-03-06", "2026-03-19")
    assert story.left(dupont) == []


def test_an_upheld_dispute_without_its_credit_note_is_ours_to_do(story: Story) -> None:
    dupont = late(story)
    made = story.contest(dupont, "F-1", "1 000,00", on="2026-03-03")
    answer(story, made, "2026-03-05", AnswerDraft(H.UPHELD, "Facturé deux fois"))
    assert fact_of(story, made).state is S.ANSWERED
    assert story.action(dupont, "2026-03-05") == "repair_own_promise"
    story.lives("2026-03-20", "2026-03-24")
    assert story.left(dupont) == []
    typed = CreditTyped("A-1", day("2026-03-25"))
    assert answering.credit_for(story.act("2026-03-25"), dispute_id=made, credit=typed) is None
    assert fact_of(story, made).state is S.CLOSED
    assert InvoiceDue.objects.get().open_minor == 0
    assert story.action(dupont, "2026-03-25") != "repair_own_promise"


def test_a_dispute_upheld_in_part_waits_for_the_customers_yes(story: Story) -> None:
    dupont = late(story)
    made = story.contest(dupont, "F-1", "400,00", on="2026-03-03")
    draft = AnswerDraft(H.PARTLY, "Un panneau sur deux", Money(minor("150,00"), "EUR"), day("2026-03-31"))
    answer(story, made, "2026-03-05", draft, credit=CreditTyped("A-1", day("2026-03-05")))
    assert fact_of(story, made).state is S.ANSWERED
    assert frozen(story, made, "2026-03-25") == minor("250,00"), "what was credited has left the balance"
    refused = ending.agreed(story.act("2026-03-06"), dispute_id=made, trace=" ")
    assert isinstance(refused, Refused)
    assert ending.agreed(story.act("2026-03-06"), dispute_id=made, trace="E-mail du 6 mars") is None
    assert fact_of(story, made).state is S.CLOSED
    assert InvoiceDue.objects.get().due_on == day("2026-03-31")


def test_an_answer_that_is_contested_with_facts_is_the_managers(story: Story) -> None:
    dupont = late(story)
    made = story.contest(dupont, "F-1", "1 000,00", on="2026-03-03")
    story.dispatch("2026-03-03", "10:00")
    answer(story, made, "2026-03-04", AnswerDraft(H.GROUNDLESS, "Le bon est signé"), told_how="par téléphone")
    facts = "Le bon porte la date d'une autre livraison."
    assert working.objected(story.act("2026-03-05"), dispute_id=made, facts=facts) is None
    fact = fact_of(story, made)
    assert (fact.state, fact.answer_due_on) == (S.CONTESTED, day("2026-03-09"))
    story.lives("2026-03-06", "2026-03-20")
    assert fact_of(story, made).state is S.CONTESTED
    assert story.left(dupont) == [], "nothing is concluded from it, and nothing asked"
    assert late_disputes(story, dupont) == 0
    mediate = DisputeEvent.MEDIATION_AGREED
    someone = story.act("2026-03-21", actor="user:99999")
    assert isinstance(
        working.escalate(someone, dispute_id=made, event=mediate, why="accord des deux"), Refused
    )
    decides = story.act("2026-03-21", actor=owner(story))
    assert working.escalate(decides, dispute_id=made, event=mediate, why="accord des deux") is None
    assert fact_of(story, made).state is S.MEDIATION


def test_an_answer_of_ours_that_is_late_is_said_and_the_part_still_rests(story: Story) -> None:
    dupont = late(story)
    made = story.contest(dupont, "F-1", "1 000,00", on="2026-03-03")
    story.lives("2026-03-04", "2026-03-18")
    assert fact_of(story, made).state is S.OVERDUE_US
    assert frozen(story, made, "2026-03-18") == minor("1 000,00")
    assert story.action(dupont, "2026-03-18") == "answer_dispute"
    answer(story, made, "2026-03-18", AnswerDraft(H.GROUNDLESS, "Le bon est signé"))
    assert fact_of(story, made).state is S.ANSWERED


def test_the_days_to_object_begin_when_our_answer_left(story: Story) -> None:
    """Switched off, nothing leaves: nobody is silent about what they never read."""
    dupont = late(story)
    made = story.contest(dupont, "F-1", "1 000,00", on="2026-03-03")
    story.entity.is_sending_on = False
    story.entity.save()
    answer(story, made, "2026-03-04", AnswerDraft(H.GROUNDLESS, "Le bon est signé"))
    story.lives("2026-03-05", "2026-03-20")
    assert fact_of(story, made).state is S.ANSWERED
    assert frozen(story, made, "2026-03-20") == minor("1 000,00")


def test_a_problem_told_on_the_customers_page_is_a_dispute_with_its_file(story: Story) -> None:
    dupont = late(story)
    invoice = InvoiceDue.objects.get().invoice_id
    act = story.act("2026-03-03", actor="customer")
    said = {"customer_id": dupont.id, "invoice_id": invoice, "reason": "quality", "words": "Deux sont rayés"}
    made = opening.report_problem(
        act, **said, amount=Money(minor("300,00"), "EUR"), files=[SentFile("p.jpg", b"\xff\xd8\xff\xe0")]
    )
    assert isinstance(made, int)
    rest = opening.report_problem(act, **said)
    assert isinstance(rest, int)
    assert fact_of(story, rest).amount.minor == minor("700,00")
    assert isinstance(opening.report_problem(act, **said), Refused)
    assert isinstance(opening.report_problem(act, **{**said, "reason": "no such"}), Refused)
    assert isinstance(
        opening.report_problem(act, **{**said, "customer_id": story.customer("Autre").id}), Refused
    )
    nothing_but_services(story, dupont)


def test_a_corrected_invoice_stands_in_place_of_the_contested_one_and_its_copy_leaves(story: Story) -> None:
    dupont = late(story)
    made = story.contest(dupont, "F-1", "1 000,00", on="2026-03-03")
    answer(story, made, "2026-03-05", AnswerDraft(H.UPHELD, "Facturé à la mauvaise société"))
    new = story.invoice("F-2", dupont, "900,00", due="2026-04-05", on="2026-03-06", pdf=b"%PDF-1.7")
    act = story.act("2026-03-06")
    (other,) = answering.others_of(act, fact_of(story, made))
    assert other == (str(new), "F-2")
    first = fact_of(story, made).invoice_id
    assert isinstance(answering.replaced_by(act, dispute_id=made, invoice_id=first), Refused)
    assert answering.replaced_by(act, dispute_id=made, invoice_id=new) is None
    closed = fact_of(story, made)
    assert (closed.state, closed.corrected_by_id, closed.left.minor) == (S.CLOSED, new, 0)
    assert "resend" in [message.level for message in story.messages(dupont)]
