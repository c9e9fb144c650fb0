"""What the rules of wording are told of a case, and what they then say: while one types, and when it leaves."""

from dataclasses import replace
from datetime import date

import pytest

from encours.books.receivables import queries as receivables_queries
from encours.flows import cooling, outbox, resending
from encours.flows.proofreading import case_context
from encours.flows.review.assess import assess
from encours.flows.review.gathered import gather, house_of
from encours.flows.review.wording_context import About, context_of
from encours.ground.kernel.reason import Refused
from encours.ground.wording.findings import Severity
from encours.ground.wording.linter.context import Context
from encours.ground.wording.stages import Stage
from encours.method.cases.rules.contact import HoldKind
from encours.method.insight import actions as insight_actions
from encours.method.insight.rules.payer import Observed
from encours.method.outreach import actions as outreach_actions
from encours.method.outreach.models import Message
from encours.method.outreach.queries.grounds import grounds_of
from encours.method.outreach.rules.grounds import Ground, known_for
from encours.method.outreach.rules.states import MessageState
from tests.story import Debtor, Story

ON = "2026-03-12"


@pytest.fixture
def debtor(story: Story) -> Debtor:
    made = story.customer(phone="01 44 00 00 00")
    story.invoice("F-1", made, "1 000,00", due="2026-02-27", pdf=b"%PDF-1.4 facture")
    return made


def known_of(story: Story, debtor: Debtor, stage: Stage, *, on: str = ON) -> Context:
    """The context of words about the customer's first invoice."""
    clock = story.clock(on)
    known = gather(house_of(story.entity.pk, clock.today("Europe/Paris"), clock), [debtor.id])
    (a,) = assess(known, [(debtor.id, "EUR")])
    due_ids = frozenset(i.due_id for i in known.items.get(debtor.id, ())) or frozenset({-1})
    return context_of(known, a, About(due_ids=due_ids, stage=stage))


def hard_times(story: Story, debtor: Debtor) -> None:
    told = insight_actions.observe(
        story.act(ON), customer_id=debtor.id, fact=Observed.HARDSHIP, on=date(2026, 3, 12), source="appel"
    )
    assert isinstance(told, int)


def test_what_no_room_knows_stays_unknown_and_its_rule_holds(story: Story, debtor: Debtor) -> None:
    story.night(ON)
    told = known_of(story, debtor, Stage.COURTESY)
    assert (told.court_title, told.fees_in_contract, told.suspension_allowed) == (False, False, False)
    assert (told.plan_b, told.plan_b_ready, told.final_already_sent) == (False, False, False)
    assert not told.paid and not told.agreement_on_time


def test_what_somebody_noted_with_its_source_is_known_for_all_or_for_one(
    story: Story, debtor: Debtor
) -> None:
    story.night(ON)
    other = story.customer("Blanc SA")
    act = story.act(ON)
    outreach_actions.note_grounds(act, customer_id=None, words={Ground.FEES_CLAUSE: "CGV 2024, article 9"})
    words = {Ground.COURT_TITLE: "Injonction du 3 mars, signifiée le 9", Ground.FEES_CLAUSE: ""}
    outreach_actions.note_grounds(act, customer_id=debtor.id, words=words)
    told = known_of(story, debtor, Stage.COURTESY)
    assert (told.court_title, told.fees_in_contract, told.suspension_allowed) == (True, True, False)
    grounds = grounds_of(story.entity.pk)
    assert Ground.COURT_TITLE not in known_for(grounds, other.id)
    outreach_actions.note_grounds(act, customer_id=debtor.id, words={Ground.COURT_TITLE: " "})
    assert not known_of(story, debtor, Stage.COURTESY).court_title


def test_what_is_paid_or_agreed_on_is_known_to_the_words(story: Story, debtor: Debtor) -> None:
    story.night(ON)
    story.promise(debtor, "1 000,00", on="2026-03-31", made_on=ON, accepted=True)
    assert known_of(story, debtor, Stage.COURTESY).agreement_on_time
    assert not known_of(story, debtor, Stage.PROMISE_REMINDER).agreement_on_time
    story.pay(debtor, "1 000,00", on=ON, number="F-1")
    assert known_of(story, debtor, Stage.COURTESY).paid
    assert not known_of(story, debtor, Stage.THANKS).paid


def test_every_figure_of_the_case_is_known_and_a_foreign_one_is_shown_while_typing(
    story: Story, debtor: Debtor
) -> None:
    story.night(ON)
    (message,) = story.messages(debtor)
    ledger = case_context(story.act(ON), message).ledger
    assert ledger is not None and [line.number for line in ledger.lines] == ["F-1"]

    def blocked(added: str) -> list[str]:
        found = outbox.look_at(
            story.act(ON), message, subject=message.subject, text=f"{message.text}\n\n{added}"
        )
        return [f.rule for f in found if f.severity is Severity.BLOCK]

    assert blocked("") == []
    assert blocked("Je vous appelle le 24 mars 2026.") == []
    assert blocked("Un premier versement de 250 € serait-il possible ?") == []
    assert blocked("La facture F-1 est échue depuis le 26 février 2026.") == ["FAC06"]
    assert blocked("Notre appel du 3 février 2026 n'a pas eu de réponse.") == ["FAC06"]
    assert blocked("Il reste 1 100,00 €.") == ["FAC06"]
    assert blocked("Il reste 1.000.5 €.") == ["FAC06"]
    assert blocked("La facture F-2 est ouverte.") == ["FAC06"]


def test_a_figure_that_is_not_that_of_the_books_does_not_leave(story: Story, debtor: Debtor) -> None:
    story.night(ON)
    (message,) = story.messages(debtor)
    Message.objects.filter(pk=message.pk).update(text=message.text.replace("27 février", "26 février"))
    story.dispatch(ON)
    (kept,) = story.messages(debtor, MessageState.CANCELLED)
    assert "26 février 2026" in str(kept.refusal)


def test_a_copy_and_a_thank_you_hear_a_hardship_first(story: Story, debtor: Debtor) -> None:
    story.night("2026-03-05")
    story.dispatch("2026-03-05")
    hard_times(story, debtor)
    (item,) = receivables_queries.open_items_of([debtor.id])[debtor.id]
    resending.resend(story.act(ON), customer_id=debtor.id, invoice_id=item.invoice_id)
    story.pay(debtor, "1 000,00", on=ON, number="F-1")
    words = {m.template: m.text for m in story.messages(debtor)}
    assert "avec franchise" in words["T02"] and "avec franchise" in words["T26"]


def test_after_a_death_no_copy_asks_for_anything(story: Story, debtor: Debtor) -> None:
    story.hold(debtor, on=ON, until=None, kind=HoldKind.BEREAVEMENT)
    (item,) = receivables_queries.open_items_of([debtor.id])[debtor.id]
    refused = resending.resend(story.act(ON), customer_id=debtor.id, invoice_id=item.invoice_id)
    assert not isinstance(refused, str)
    assert replace(known_of(story, debtor, Stage.COURTESY), ledger=None).bereavement


def test_words_of_anger_are_read_again_in_the_morning_and_wait_for_a_person(
    story: Story, debtor: Debtor
) -> None:
    story.night(ON)
    (message,) = story.messages(debtor)
    text = f"{message.text}\n\nNotre patience a des limites."
    put = cooling.put_off(
        story.act(ON, actor="user:2"), message_id=message.pk, subject=message.subject, text=text
    )
    assert isinstance(put, cooling.PutOff)
    story.dispatch(ON, "18:00")
    assert [m.state for m in story.messages(debtor)] == [MessageState.READY.value]
    story.bank("2026-03-12", "18:30")
    story.dispatch("2026-03-13", "09:05")
    (waits,) = story.messages(debtor, MessageState.TO_CONFIRM)
    assert "portent de la colère" in str(waits.refusal)
    approved = outbox.approve(story.act("2026-03-13", actor="user:2"), message_id=message.pk)
    assert isinstance(approved, Refused)
    calm = message.text
    outbox.change_words(story.act("2026-03-13"), message_id=message.pk, subject=message.subject, text=calm)
    assert outbox.approve(story.act("2026-03-13", actor="user:2"), message_id=message.pk) is None
    story.dispatch("2026-03-13", "10:00")
    assert [m.state for m in story.messages(debtor)] == [MessageState.ACCEPTED.value]
