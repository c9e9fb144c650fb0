"""The yearly review from its opening to a letter: figures, votes, two at most, notice, no reproach."""

from decimal import Decimal

from encours.books.receivables.models import Customer
from encours.flows.closing import yearly
from encours.flows.closing.yearly import Farewell
from encours.ground.kernel.money import Money
from encours.method.cases.rules.contact import CallOutcome
from encours.method.insight.rules.yearly_review import Parting, ReviewDecision
from encours.method.outreach.rules.states import MessageState
from tests.story import Story, day, refused


def test_a_review_is_opened_voted_on_and_ends_with_a_letter(story: Story) -> None:
    dupont, martin = story.customer("Dupont SARL", phone="01 44 00 00 00"), story.customer("Martin SA")
    Customer.objects.update(since_on=day("2023-03-01"))
    story.invoice("D-1", dupont, "900,00 €", due="2026-02-27")
    story.invoice("M-1", martin, "90 000,00 €", due="2026-02-27")
    story.night("2026-03-02")
    for place in range(4):
        story.call(dupont, CallOutcome.EMOTIONAL, on=f"2026-04-{place * 7 + 1:02}", level="call")
    owner = story.act("2026-11-02")
    made = yearly.open_review(owner)
    assert isinstance(made, int), made
    assert "déjà ouverte" in refused(yearly.open_review(owner))
    found = yearly.meeting(owner)
    assert found is not None
    line = next(one for one in found.lines if one.name == "Dupont SARL")
    assert line.cost > line.margin and line.stress is None
    for actor, stress in (("user:1", 3), ("user:2", 2), ("user:2", 3)):
        act = story.act("2026-11-03", actor=actor)
        assert yearly.vote(act, line_id=line.id, stress=stress) is None
    found = yearly.meeting(owner)
    assert found is not None
    assert next(one for one in found.lines if one.id == line.id).stress == Decimal(3)
    earliest = yearly.notice_of(story.act("2026-11-04"), dupont.id)
    assert earliest == day("2027-02-04")
    soon = Parting(ends_on=day("2026-12-01"), is_free_of_grounds=True, tried=ReviewDecision.PREPAY)
    act = story.act("2026-11-04")
    assert "préavis" in refused(yearly.part(act, line_id=line.id, farewell=Farewell(soon)))
    fair = Parting(ends_on=earliest, is_free_of_grounds=True, tried=ReviewDecision.PREPAY)
    message = yearly.part(act, line_id=line.id, farewell=Farewell(fair, "Imprimerie Voisine"))
    assert isinstance(message, int), message
    (letter,) = [m for m in story.messages(dupont, MessageState.TO_CONFIRM) if m.stage == "dismissal"]
    assert "Imprimerie Voisine" in letter.text and "4 février 2027" in letter.text.replace("\u00a0", " ")
    assert "Revue annuelle : fin de la relation" in story.journal(dupont)
    assert yearly.hold(act, review_id=found.review.id) is None
    assert "close" in refused(yearly.vote(act, line_id=line.id, stress=1))
    assert not yearly.is_due(act)
    assert yearly.is_due(story.act("2027-11-02"))


def test_a_decision_short_of_parting_is_kept_and_payment_with_the_order_holds(story: Story) -> None:
    dupont = story.customer("Dupont SARL")
    story.invoice("D-1", dupont, "900,00 €", due="2026-02-27")
    story.night("2026-03-02")
    act = story.act("2026-11-02")
    assert isinstance(yearly.open_review(act), int)
    found = yearly.meeting(act)
    assert found is not None
    (line,) = found.lines
    assert yearly.correct(act, line_id=line.id, margin=Money(50_000, "EUR"), is_bound=True) is None
    assert yearly.decide(act, line_id=line.id, decision=ReviewDecision.PREPAY) is None
    assert Customer.objects.get(pk=dupont.id).prepays_since == day("2026-11-02")
    parting = Parting(ends_on=day("2028-01-01"), is_free_of_grounds=True, tried=ReviewDecision.PRICE)
    assert "ne propose pas" in refused(yearly.part(act, line_id=line.id, farewell=Farewell(parting)))
