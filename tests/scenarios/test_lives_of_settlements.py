"""Lives of offers to close a file for less: paid, lapsed, refused, taken as a plan, ended by insolvency."""

import json
from datetime import timedelta

import pytest

from encours.books.receivables.models import CreditNote, Customer
from encours.books.receivables.queries import open_items_of
from encours.flows import commitments
from encours.flows.closing import giving_up, offering
from encours.flows.closing.advising import closing_of
from encours.flows.closing.giving_up import GivingUp
from encours.flows.closing.offering import Approved, OfferWish
from encours.ground.evidence.models import JournalText
from encours.ground.kernel.money import Money
from encours.ground.kernel.reason import Refused
from encours.method.agreements.models import Agreement, Settlement
from encours.method.agreements.rules.acceptance import AcceptanceDraft, AcceptedBy
from encours.method.cases.models import Case
from encours.method.cases.queries import standing_holds
from encours.method.cases.rules.contact import CallOutcome, HoldKind
from encours.method.cases.rules.words import CaseReason
from encours.method.strategy.rules.write_off import LossGround
from tests.story import Debtor, Story, day, minor, plain, refused

OFFERED_ON, ENDS, PAY_BY = "2026-07-02", "2026-07-16", "2026-07-20"


@pytest.fixture
def dupont(story: Story) -> Debtor:
    """10 000 € four months late, two agreements broken, the reason known."""
    dupont = story.customer("Dupont SARL", phone="01 44 00 00 00")
    story.invoice("F-1", dupont, "10 000,00 €", due="2026-02-27")
    story.night("2026-03-02")
    story.call(
        dupont, CallOutcome.ANSWERED_NO_PROMISE, on="2026-06-10", reason=CaseReason.FINANCIAL, level="call"
    )
    Case.objects.filter(customer_id=dupont.id).update(broken_agreements=2)
    return dupont


def wish(amount: str = "6 000,00 €", *, ends: str = ENDS, pay_by: str = PAY_BY) -> OfferWish:
    return OfferWish(Money(minor(amount), "EUR"), day(ends), day(pay_by), 4, day(pay_by))


def offer(
    story: Story, customer: Debtor, *, on: str = "2026-07-01", asked: OfferWish | None = None
) -> Settlement:
    made = offering.approve(story.act(on), customer_id=customer.id, wish=asked or wish())
    assert isinstance(made, Approved), made
    return Settlement.objects.get(pk=made.settlement_id)


def offer_leaves(story: Story, customer: Debtor) -> Settlement:
    one = offer(story, customer)
    story.approve(customer, on="2026-07-01")
    story.dispatch(OFFERED_ON)
    one.refresh_from_db()
    assert one.state == "offered", story.told(customer)
    return one


def accept(story: Story, customer: Debtor, *, on: str, is_part: bool = True) -> None:
    one = Settlement.objects.get(customer_id=customer.id)
    agreement = one.agreement_id if is_part else one.plan_id
    shown = next(o for o in commitments.to_read(story.act(on), customer.id) if o.offer.id == agreement)
    ids = {"customer_id": customer.id, "agreement_id": agreement, "identity": "Anne Petit · 7f3a"}
    assert commitments.accept_by_link(story.act(on), **ids, text=shown.text) is None


def days(story: Story, first: str, last: str) -> None:
    """Nights alone: nothing else is to leave."""
    now = day(first)
    while now <= day(last):
        story.night(now)
        story.dispatch(now)
        now += timedelta(days=1)


def owed(customer: Debtor) -> int:
    return sum(item.open_minor for item in open_items_of([customer.id]).get(customer.id, []))


def test_an_offer_is_accepted_on_the_customers_page_paid_and_the_rest_given_up(
    story: Story, dupont: Debtor
) -> None:
    one = offer_leaves(story, dupont)
    (sent,) = [m for m in story.messages(dupont) if m.level == "settlement_offer"]
    assert "6 000,00" in sent.text.replace("\u202f", " ").replace("\u00a0", " ")
    accept(story, dupont, on="2026-07-08")
    one.refresh_from_db()
    assert (one.state, one.choice) == ("accepted", "part")
    assert Agreement.objects.get(pk=one.plan_id).state == "cancelled"
    assert "settlement_agreed" in [m.level for m in story.messages(dupont)]
    story.night("2026-07-17")
    story.pay(dupont, "6 000,00 €", on="2026-07-20", number="F-1")
    one.refresh_from_db()
    assert one.state == "closed"
    note = CreditNote.objects.get(pk=one.waiver_id)
    assert (note.kind, note.total_minor, owed(dupont)) == ("settlement", 400_000, 0)
    assert Customer.objects.get(pk=dupont.id).prepays_since == day("2026-07-20")
    assert not standing_holds([dupont.id], today=day("2026-07-21")).get(dupont.id)


def test_an_offer_that_is_accepted_and_paid_too_late_lapses_and_the_whole_is_due_again(
    story: Story, dupont: Debtor
) -> None:
    one = offer_leaves(story, dupont)
    accept(story, dupont, on="2026-07-08")
    days(story, "2026-07-21", "2026-07-22")
    one.refresh_from_db()
    assert (one.state, one.waiver_id) == ("defaulted", None)
    assert Case.objects.get(customer_id=dupont.id).broken_agreements == 3
    story.pay(dupont, "6 000,00 €", on="2026-07-23", number="F-1")
    one.refresh_from_db()
    assert (one.state, owed(dupont)) == ("defaulted", 400_000)
    assert not standing_holds([dupont.id], today=day("2026-07-23")).get(dupont.id)


def test_meanwhile_nothing_else_is_asked_and_without_an_answer_the_ladder_goes_on(
    story: Story, dupont: Debtor
) -> None:
    one = offer_leaves(story, dupont)
    held = standing_holds([dupont.id], today=day("2026-07-10"))[dupont.id]
    assert [hold.kind for hold in held] == [HoldKind.SETTLEMENT]
    before = len(story.messages(dupont))
    days(story, "2026-07-13", "2026-07-15")
    assert len(story.messages(dupont)) == before
    story.night("2026-07-17")
    one.refresh_from_db()
    assert one.state == "expired"
    assert {a.state for a in Agreement.objects.filter(pk__in=[one.agreement_id])} == {"unconfirmed"}
    late = commitments.accepted(
        story.act("2026-07-18"),
        customer_id=dupont.id,
        agreement_id=one.agreement_id,
        written=AcceptanceDraft(AcceptedBy.REPLY, text="", words="A"),
    )
    assert "pris fin" in refused(late)


def test_the_bank_unread_no_offer_ends(story: Story, dupont: Debtor) -> None:
    one = offer_leaves(story, dupont)
    story.reads_bank = False
    story.night("2026-07-18")
    one.refresh_from_db()
    assert one.state == "offered"


def test_paying_the_amount_without_a_word_is_a_yes(story: Story, dupont: Debtor) -> None:
    one = offer_leaves(story, dupont)
    story.pay(dupont, "6 000,00 €", on="2026-07-10", number="F-1")
    one.refresh_from_db()
    assert (one.state, one.choice, owed(dupont)) == ("closed", "part", 0)


def test_the_whole_in_parts_is_the_other_choice(story: Story, dupont: Debtor) -> None:
    one = offer_leaves(story, dupont)
    accept(story, dupont, on="2026-07-08", is_part=False)
    one.refresh_from_db()
    assert (one.state, one.choice) == ("closed", "whole")
    assert Agreement.objects.get(pk=one.agreement_id).state == "cancelled"
    assert Agreement.objects.get(pk=one.plan_id).state == "accepted"


def test_a_refusal_opens_the_way_to_a_second_and_last_offer(story: Story, dupont: Debtor) -> None:
    one = offer_leaves(story, dupont)
    assert "déjà en cours" in refused(
        offering.approve(story.act("2026-07-06"), customer_id=dupont.id, wish=wish("5 000,00 €"))
    )
    assert (
        commitments.decline(
            story.act("2026-07-06"), customer_id=dupont.id, agreement_id=one.agreement_id, words="non"
        )
        is None
    )
    one.refresh_from_db()
    assert one.state == "refused"
    second = offer(
        story, dupont, on="2026-07-08", asked=wish("5 000,00 €", ends="2026-07-22", pay_by="2026-07-24")
    )
    assert second.place == 2
    assert offering.leaves(story.act("2026-07-08"), customer_id=dupont.id, settlement_id=second.pk) is None
    story.night("2026-07-23")
    third = offering.approve(
        story.act("2026-07-27"),
        customer_id=dupont.id,
        wish=wish("4 000,00 €", ends="2026-08-10", pay_by="2026-08-10"),
    )
    assert isinstance(third, Refused)


def test_money_that_comes_back_brings_the_whole_debt_back(story: Story, dupont: Debtor) -> None:
    one = offer_leaves(story, dupont)
    accept(story, dupont, on="2026-07-08")
    payment = story.pay(dupont, "6 000,00 €", on="2026-07-20", number="F-1")
    story.payment_comes_back(payment, on="2026-07-23")
    one.refresh_from_db()
    assert (one.state, owed(dupont)) == ("defaulted", 1_000_000)


def test_insolvency_ends_an_offer(story: Story, dupont: Debtor) -> None:
    one = offer_leaves(story, dupont)
    story.hold(dupont, on="2026-07-06", until=None, kind=HoldKind.INSOLVENCY)
    one.refresh_from_db()
    assert one.state == "withdrawn"
    assert Agreement.objects.get(pk=one.agreement_id).state == "cancelled"


def test_an_offer_under_the_floor_is_refused_and_the_floor_is_told_nowhere(
    story: Story, dupont: Debtor
) -> None:
    found = closing_of(story.act("2026-07-01"), dupont.id)
    assert found is not None and found.advised is not None
    floor = found.advised.floor
    under = OfferWish(floor - Money(1, "EUR"), day(ENDS), day(PAY_BY), 4, day(PAY_BY))
    why = refused(offering.approve(story.act("2026-07-01"), customer_id=dupont.id, wish=under))
    assert "plancher" in why and not any(sign.isdigit() for sign in why)
    offer_leaves(story, dupont)
    kept = [[t.entry.payload, t.summary, t.details] for t in JournalText.objects.select_related("entry")]
    told = json.dumps(kept, default=str)
    assert "floor" not in told and str(floor.minor) not in told
    assert all(str(floor.minor // 100) not in m.text.replace("\u202f", "") for m in story.messages(dupont))


def test_an_offer_not_left_can_be_withdrawn(story: Story, dupont: Debtor) -> None:
    one = offer(story, dupont)
    ids = {"customer_id": dupont.id, "settlement_id": one.pk}
    assert offering.withdraw(story.act("2026-07-01"), **ids, why="autre idée") is None
    one.refresh_from_db()
    assert one.state == "withdrawn"
    assert not standing_holds([dupont.id], today=day("2026-07-02")).get(dupont.id)


def given_up(story: Story, customer: Debtor, *, on: str) -> int:
    items = open_items_of([customer.id])[customer.id]
    wish_ = GivingUp(tuple(item.due_id for item in items), LossGround.LIQUIDATION, "jugement publié")
    made = giving_up.write_off(story.act(on), customer_id=customer.id, wish=wish_)
    assert isinstance(made, int), made
    return made


def test_money_that_comes_after_giving_up_pays_the_debt_and_the_rest_stays_given_up(
    story: Story, dupont: Debtor
) -> None:
    made = given_up(story, dupont, on="2026-07-01")
    assert owed(dupont) == 0
    story.night("2026-07-02")
    assert story.case(dupont) is None
    story.pay(dupont, "2 500,00 €", on="2026-09-01")
    first, second = CreditNote.objects.filter(customer_id=dupont.id).order_by("pk")
    assert first.pk == made and first.cancelled_at is not None
    assert (second.total_minor, second.ground, owed(dupont)) == (750_000, "liquidation", 0)
    story.pay(dupont, "7 500,00 €", on="2026-10-01")
    assert not CreditNote.objects.filter(customer_id=dupont.id, cancelled_at__isnull=True).exists()
    assert owed(dupont) == 0


def test_giving_up_waits_for_an_offer_and_is_taken_back(story: Story, dupont: Debtor) -> None:
    items = open_items_of([dupont.id])[dupont.id]
    wish_ = GivingUp((items[0].due_id,), LossGround.NO_HOPE, "relances, appels")
    outcome = giving_up.write_off(story.act("2026-07-01"), customer_id=dupont.id, wish=wish_)
    assert "offre" in refused(outcome)
    made = given_up(story, dupont, on="2026-07-01")
    assert giving_up.ask_again(story.act("2026-07-03"), customer_id=dupont.id, waiver_id=made) is None
    assert owed(dupont) == 1_000_000


def test_the_customer_reads_the_smaller_amount_first_and_until_when_each_stands(
    story: Story, dupont: Debtor
) -> None:
    offer_leaves(story, dupont)
    first, second = commitments.to_read(story.act("2026-07-06"), dupont.id)
    assert "pour solde de tout compte" in first.text and "16 juillet 2026" in plain(first.text)
    assert "Échéance 1" in second.text and "Cette proposition tient jusqu'au" in second.text
