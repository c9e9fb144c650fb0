"""Disputes that end by a credit note from elsewhere or by a new agreement; mails inside our own house."""

from datetime import date

import pytest

from encours.books.creditor.models import TeamMember
from encours.books.creditor.rules.roles import Role
from encours.books.receivables.models import InvoiceDue
from encours.books.receivables.rules.drafts import CreditNoteDraft
from encours.flows.disputes import asking, crediting, ending, house_mail, working
from encours.flows.importing.files import import_files
from encours.ground.kernel.money import Money
from encours.ground.kernel.reason import Refused
from encours.method.agreements import queries as agreements_queries
from encours.method.cases.rules.words import CaseReason
from encours.method.disputes.models import HouseMail
from encours.method.disputes.rules.contest import AnswerDraft, Settlement
from encours.method.disputes.rules.words import DisputeOutcome, DisputeState
from encours.method.outreach.rules.states import MessageState
from tests.scenarios.test_life_of_a_dispute import answer, fact_of, frozen, late, nothing_but_services
from tests.smtp import Mode
from tests.story import Debtor, Story, day, minor, plain

pytestmark = pytest.mark.django_db(transaction=False)
S, H = DisputeState, DisputeOutcome  # where it stands, how it ends


def typed(
    story: Story, customer: Debtor, amount: str, on: str, *, dispute: int | None = None, reason: str = ""
) -> tuple[int, int | None] | Refused:
    """A credit note of invoice F-1, in the ordinary form."""
    draft = CreditNoteDraft(customer.id, f"A-{on}", date.fromisoformat(on), "EUR", minor(amount), reason)
    named = "" if reason else "F-1"
    return crediting.add_credit_note(story.act(on, "10:00"), draft, named=named, dispute_id=dispute)


def owed(story: Story, customer: Debtor) -> list[str]:
    """What we still owe the customer."""
    found = agreements_queries.own_of([customer.id]).get(customer.id, [])
    return [plain(one.what) for one in found if one.done_on is None]


def test_a_credit_note_typed_elsewhere_answers_and_ends_the_dispute_it_corrects(story: Story) -> None:
    dupont = late(story)
    made = story.contest(dupont, "F-1", "400,00", on="2026-03-03")
    story.dispatch("2026-03-03", "10:00")
    assert isinstance(typed(story, dupont, "400,00", "2026-03-05"), tuple)
    closed = fact_of(story, made)
    assert (closed.state, closed.outcome, closed.left.minor) == (S.CLOSED, H.UPHELD, 0)
    due = InvoiceDue.objects.get(invoice__number="F-1")
    assert (due.open_minor, due.due_on) == (minor("600,00"), day("2026-03-13")), "eight days more"
    story.dispatch("2026-03-05", "11:00")
    (letter,) = [m for m in story.messages(dupont, MessageState.ACCEPTED) if m.template == "T17"]
    assert "A-2026-03-05" in plain(letter.text)
    assert "13 mars" in plain(letter.text)
    story.lives("2026-03-06", "2026-03-12")
    assert story.left(dupont) == []


def test_an_upheld_dispute_ends_by_the_credit_note_whoever_types_it(story: Story) -> None:
    dupont = late(story)
    made = story.contest(dupont, "F-1", "400,00", on="2026-03-03")
    answer(story, made, "2026-03-04", AnswerDraft(H.UPHELD, "Deux panneaux étaient abîmés"))
    assert len(owed(story, dupont)) == 1
    refused = typed(story, dupont, "399,00", "2026-03-05", dispute=made)
    assert isinstance(refused, Refused), "to the cent"
    assert refused.field == "dispute"
    outcome = typed(story, dupont, "400,00", "2026-03-05", reason=f"Litige L-{made}")
    assert isinstance(outcome, tuple)
    assert outcome[1] == made
    assert fact_of(story, made).state is S.CLOSED
    assert owed(story, dupont) == []


def test_a_credit_note_from_a_file_ends_it_as_well(story: Story) -> None:
    dupont = late(story)
    made = story.contest(dupont, "F-1", "1 000,00", on="2026-03-03")
    rows = (
        "Numéro;Client;Date;Échéance;Montant TTC;Type\nA-9;Dupont SARL;05/03/2026;05/03/2026;-1000,00;avoir\n"
    )
    told = import_files(story.act("2026-03-06"), [("avoirs.csv", rows.encode())])
    assert told.files[0].accepted.get("credit_notes") == 1, told.as_dict()
    if InvoiceDue.objects.get().open_minor:
        pytest.fail("the file's credit note was not allocated")
    assert fact_of(story, made).state is S.CLOSED


def test_an_answer_that_was_contested_is_settled_anew_and_what_is_owed_is_ours(story: Story) -> None:
    dupont = late(story)
    made = story.contest(dupont, "F-1", "400,00", on="2026-03-03")
    story.dispatch("2026-03-03", "10:00")
    answer(story, made, "2026-03-04", AnswerDraft(H.GROUNDLESS, "Le bon est signé"), told_how="par téléphone")
    act, facts = story.act("2026-03-05"), "Le bon porte la date d'une autre livraison."
    other = Settlement(H.PARTLY, "Un panneau est repris", Money(minor("150,00"), "EUR"))
    assert isinstance(ending.agreed(act, dispute_id=made, trace="E-mail", settled=other), Refused)
    assert working.objected(act, dispute_id=made, facts=facts) is None
    act = story.act("2026-03-06")
    much = Settlement(H.PARTLY, "Tout", Money(minor("400,00"), "EUR"))
    assert isinstance(ending.agreed(act, dispute_id=made, trace="E-mail", settled=much), Refused)
    assert fact_of(story, made).state is S.CONTESTED, "nothing is half done"
    assert ending.agreed(act, dispute_id=made, trace="E-mail du 6 mars", settled=other) is None
    closed = fact_of(story, made)
    assert (closed.state, closed.outcome, closed.granted.minor) == (S.CLOSED, H.PARTLY, minor("150,00"))
    assert closed.new_due_on == day("2026-03-16"), "eight days later, on a business day"
    assert ["Avoir de 150,00" in what for what in owed(story, dupont)] == [True]
    story.dispatch("2026-03-06", "11:00")
    assert [m.template for m in story.messages(dupont, MessageState.ACCEPTED)][-1] == "T17"
    story.lives("2026-03-09", "2026-03-11")
    nothing_but_services(story, dupont)
    assert isinstance(typed(story, dupont, "150,00", "2026-03-12"), tuple)
    assert owed(story, dupont) == []
    assert fact_of(story, made).left.minor == minor("250,00")


def test_a_contested_point_tells_why_the_payment_is_late(story: Story) -> None:
    dupont = late(story)
    story.night("2026-03-04")
    story.contest(dupont, "F-1", "400,00", on="2026-03-04")
    case = story.case(dupont)
    assert case is not None
    assert (case.reason, case.reason_on) == (CaseReason.DISSATISFIED, day("2026-03-04"))


def test_an_answer_of_ours_that_is_late_reaches_the_owner_once(story: Story) -> None:
    dupont = late(story)
    TeamMember.objects.filter(role=Role.OWNER.value).update(email="patron@morel.test")
    made = story.contest(dupont, "F-1", "1 000,00", on="2026-03-03")
    story.lives("2026-03-04", "2026-03-20")
    assert fact_of(story, made).state is S.OVERDUE_US
    assert frozen(story, made, "2026-03-20") == minor("1 000,00")
    house_mail.run(story.clock("2026-03-20"))
    ours = [m for m in story.server.messages if m.recipients == ("patron@morel.test",)]
    assert len(ours) == 1
    assert f"L-{made}" in str(ours[0].message["Subject"])
    assert "17 mars" in plain(ours[0].text)


def test_a_question_leaves_by_mail_with_its_link_and_never_to_a_customer(story: Story) -> None:
    dupont = late(story)
    made = story.contest(dupont, "F-1", "400,00", on="2026-03-03")
    act = story.act("2026-03-03")
    said = {"dispute_id": made, "name": "Luc", "question": "Livré quand ?", "site": "https://encours.test"}
    for theirs in ("compta@dupont.test", "autre@dupont.test"):
        refused = asking.ask(act, email=theirs, **said)  # type: ignore[arg-type]
        assert isinstance(refused, Refused)
        assert refused.field == "email"
    assert isinstance(asking.ask(act, email="luc@morel.test", **said), int)  # type: ignore[arg-type]
    assert house_mail.run(story.clock("2026-03-03")) == 1
    (mail,) = story.server.messages
    assert mail.recipients == ("luc@morel.test",)
    assert "https://encours.test/l/" in mail.text
    assert "Livré quand ?" in mail.text
    assert house_mail.run(story.clock("2026-03-03")) == 0, "it leaves once"
    assert HouseMail.objects.get().state == "sent"


def test_a_mail_that_reaches_no_server_waits_and_one_that_was_refused_is_said(story: Story) -> None:
    dupont = late(story)
    made = story.contest(dupont, "F-1", "400,00", on="2026-03-03")
    act = story.act("2026-03-03")
    story.server.mode = Mode.REFUSE
    said = {
        "dispute_id": made,
        "name": "Luc",
        "email": "luc@morel.test",
        "question": "Quand ?",
        "site": "http://x",
    }
    question = asking.ask(act, **said)  # type: ignore[arg-type]
    assert isinstance(question, int)
    house_mail.run(story.clock("2026-03-03"))
    assert HouseMail.objects.get().state == "failed"
    story.server.mode = Mode.ACCEPT
    assert house_mail.mail_question(act, question_id=question, site="http://x") is None
    assert asking.take_back(act, dispute_id=made, question_id=question) is None
    house_mail.run(story.clock("2026-03-03"))
    assert [row.state for row in HouseMail.objects.order_by("pk")] == ["failed", "failed"]
    assert story.server.messages == [], "a question that was taken back is not sent"


def test_our_answer_leaves_before_the_credit_note_is_in_the_books(story: Story) -> None:
    """It names what will be left; the books do not hold it against us."""
    dupont = late(story)
    made = story.contest(dupont, "F-1", "400,00", on="2026-03-03")
    partly = AnswerDraft(H.PARTLY, "Un panneau sur deux", Money(minor("150,00"), "EUR"))
    answer(story, made, "2026-03-05", partly)
    story.dispatch("2026-03-05", "11:00")
    (letter,) = [m for m in story.messages(dupont, MessageState.ACCEPTED) if m.template == "T17"]
    assert "850,00" in plain(letter.text)
    assert fact_of(story, made).told_on == day("2026-03-05")


def test_a_credit_note_that_is_taken_back_is_owed_again_and_nobody_is_reminded(story: Story) -> None:
    dupont = late(story)
    made = story.contest(dupont, "F-1", "400,00", on="2026-03-03")
    outcome = typed(story, dupont, "400,00", "2026-03-05")
    assert isinstance(outcome, tuple)
    act, ids = story.act("2026-03-06"), {"customer_id": dupont.id, "credit_note_id": outcome[0]}
    amount = Money(minor("400,00"), "EUR")
    assert crediting.cancel_credit_note(act, amount=amount, **ids) is None
    assert ["Avoir de 400,00" in what for what in owed(story, dupont)] == [True]
    assert story.action(dupont, "2026-03-20") == "repair_own_promise"
    assert crediting.restore_credit_note(story.act("2026-03-09"), **ids) is None
    assert owed(story, dupont) == []
    assert fact_of(story, made).left.minor == 0
