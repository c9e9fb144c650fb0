"""What a customer commits to by itself: within our terms at once, beyond them after us, accepted word for word."""

from datetime import date

import pytest

from encours.flows import commitments
from encours.ground.kernel.money import Money
from encours.ground.kernel.reason import Refused
from encours.method.agreements.models import Acceptance
from encours.method.agreements.rules.plan import PlanWish, Rhythm
from tests.story import Debtor, Story, plain


@pytest.fixture
def dupont(story: Story) -> Debtor:
    dupont = story.customer("Dupont SARL")
    story.invoice("F-1", dupont, "1 200,00 €", due="2026-03-02")
    story.night("2026-03-10")
    return dupont


def euros(cents: int) -> Money:
    return Money(cents, "EUR")


def test_a_date_soon_is_accepted_by_a_click_on_the_very_text(story: Story, dupont: Debtor) -> None:
    act = story.act("2026-03-10")
    on = date(2026, 3, 17)
    made = commitments.propose_promise_from_customer(act, customer_id=dupont.id, amount=euros(500_00), on=on)
    assert isinstance(made, int)
    (shown,) = commitments.to_read(act, dupont.id)
    assert "500,00 € payés le 17 mars 2026" in plain(shown.text)
    assert shown.offer.may_accept and not shown.offer.awaits_us
    ids = {"customer_id": dupont.id, "agreement_id": made, "identity": "lien 7f3a"}
    assert isinstance(commitments.accept_by_link(act, **ids, text=shown.text + "."), Refused)
    assert commitments.accept_by_link(act, **ids, text=shown.text) is None
    kept = Acceptance.objects.get()
    assert (kept.text, kept.address) == (shown.text, "lien 7f3a")
    assert story.promise_state(made) == "accepted"


def test_a_far_date_waits_for_us(story: Story, dupont: Debtor) -> None:
    act, on = story.act("2026-03-10"), date(2026, 5, 20)
    made = commitments.propose_promise_from_customer(act, customer_id=dupont.id, amount=euros(500_00), on=on)
    assert isinstance(made, int)
    (shown,) = commitments.to_read(act, dupont.id)
    assert shown.offer.awaits_us
    ids = {"customer_id": dupont.id, "agreement_id": made}
    assert isinstance(commitments.accept_by_link(act, **ids, identity="x", text=shown.text), Refused)
    assert commitments.approve(act, **ids) is None
    assert commitments.accept_by_link(act, **ids, identity="x", text=shown.text) is None


def test_a_plan_asked_for_is_shown_with_its_parts_and_may_be_declined(story: Story, dupont: Debtor) -> None:
    act = story.act("2026-03-10")
    wish = PlanWish(euros(1_200_00), date(2026, 3, 13), 3, Rhythm.FORTNIGHTLY)
    made = commitments.propose_plan_from_customer(act, customer_id=dupont.id, wish=wish)
    assert isinstance(made, int)
    (shown,) = commitments.to_read(act, dupont.id)
    assert "Échéance 3 : 400,00 € le 10 avril 2026" in plain(shown.text)
    assert "société" not in shown.text and "tribunal" not in shown.text
    assert commitments.decline(act, customer_id=dupont.id, agreement_id=made, words="trop court") is None
    assert commitments.to_read(act, dupont.id) == []


def test_a_plan_of_the_customer_s_own_parts_adds_up_to_the_cent(story: Story, dupont: Debtor) -> None:
    act = story.act("2026-03-10")
    wish = PlanWish(euros(1_200_00), date(2026, 3, 13), 2)
    parts = [(date(2026, 3, 13), euros(600_00)), (date(2026, 3, 27), euros(599_99))]
    refused = commitments.propose_plan_from_customer(act, customer_id=dupont.id, wish=wish, parts=parts)
    assert isinstance(refused, Refused) and refused.field == "parts"


def test_nothing_is_agreed_where_nothing_is_late(story: Story) -> None:
    vidal = story.customer("Vidal")
    refused = commitments.propose_promise_from_customer(
        story.act("2026-03-10"), customer_id=vidal.id, amount=euros(5_00), on=date(2026, 3, 12)
    )
    assert isinstance(refused, Refused)
