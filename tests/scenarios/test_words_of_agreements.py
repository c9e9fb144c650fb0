"""What is said of an agreement writes itself: the eve of its date, the day it is not kept; the firm letter is ready."""

from encours.books.receivables.models import Customer
from encours.flows.customer_file import customer_file
from encours.flows.review.assess import Assessment
from encours.flows.step_words import words_of_step
from encours.ground.kernel.reason import Refused
from encours.method.outreach.models import Message
from encours.method.outreach.rules.message_facts import Draft
from encours.method.outreach.rules.states import MessageState
from encours.method.strategy.procedures import shipped_procedures
from encours.method.strategy.rules.decision import Task
from encours.method.strategy.rules.step import Level
from tests.story import Story, plain


def test_the_eve_of_the_date_and_the_day_it_is_not_kept(story: Story) -> None:
    dupont = story.customer("Dupont SARL", phone="01 44 00 00 00")
    Customer.objects.filter(pk=dupont.id).update(register="tu")
    story.invoice("F-1", dupont, "1 200,00 €", due="2026-02-27")
    story.lives("2026-03-02", "2026-03-03")
    assert (
        "Je l" in Message.objects.get(level="courtesy").text
        or "as-tu" in Message.objects.get(level="courtesy").text
    )
    story.promise(dupont, "500,00 €", on="2026-03-13", made_on="2026-03-06", accepted=True)
    story.lives("2026-03-09", "2026-03-12")
    eve = Message.objects.get(level="promise_reminder")
    assert MessageState(eve.state) is MessageState.ACCEPTED
    assert eve.decided_on.isoformat() == "2026-03-12"
    assert "500,00 €" in plain(eve.text) and "13 mars 2026" in eve.text and "F-1" in eve.text
    story.lives("2026-03-13", "2026-03-17")
    broken = Message.objects.get(level="broken_first")
    assert MessageState(broken.state) is MessageState.TO_CONFIRM
    assert "Notre accord du 6 mars 2026 prévoyait 500,00 €" in plain(broken.text)
    assert "Que s'est-il passé" in broken.text and "vous" not in broken.text.split()


def test_the_firm_letter_is_ready_with_what_took_place(story: Story) -> None:
    dupont = story.customer("Dupont SARL", phone="01 44 00 00 00")
    story.invoice("F-1", dupont, "1 200,00 €", due="2026-02-27")
    story.lives("2026-03-02", "2026-03-12")
    file = customer_file(story.act("2026-04-10"), dupont.id)
    assert file is not None
    (a,), ladder = file.assessments, shipped_procedures()["unknown"]
    firm = words_of_step(file.known, a, _task(a, ladder.level("firm")))
    assert isinstance(firm, Draft)
    assert "Cette lettre fait suite à notre message du 2 mars 2026" in plain(firm.text), firm.text
    assert "19 avril 2026" in firm.text and "appel" not in firm.text.replace("m'appel", "")
    formal = words_of_step(file.known, a, _task(a, ladder.level("formal_notice")))
    assert isinstance(formal, Refused) and "droit" in str(formal.reason)


def _task(a: Assessment, level: Level) -> Task:
    return Task(level, a.facts.today, a.balance.overdue, (), ())
