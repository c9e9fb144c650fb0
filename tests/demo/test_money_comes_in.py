"""«Lendemain matin»: the demonstration's customers go on paying and writing, and its bank is read each evening."""

from datetime import date

import pytest

from encours.books.creditor import queries as creditor_queries
from encours.books.receivables import queries as receivables_queries
from encours.books.receivables.rules.drafts import PaymentDraft
from encours.faces.demo.books import make_books
from encours.faces.demo.coming import coming
from encours.faces.demo.company import BANK_READ_TO, FORESEEN_TO
from encours.flows import meanwhile, next_morning, recording
from encours.ground.kernel.business_days import is_business_day
from encours.ground.kernel.clock import InstallationClock
from encours.ground.kernel.money import Money
from encours.method.inbox import queries as inbox_queries
from encours.method.outreach.models import Message
from tests.demo.conftest import Evening, Morning

pytestmark = pytest.mark.either


def test_what_is_to_come_is_the_same_each_time_and_all_on_business_days() -> None:
    first = make_books().coming
    make_books.cache_clear()

    assert make_books().coming == first
    assert all(BANK_READ_TO < payment.received_on <= FORESEEN_TO for payment in first)
    assert all(is_business_day(payment.received_on, "FR") for payment in first)


def test_nobody_is_to_pay_more_than_is_open() -> None:
    books = make_books()
    paid: dict[str, Money] = {}
    for payment in books.coming:
        for number, money in payment.parts:
            paid[number] = paid[number] + money if number in paid else money
    late = [i.number for i in books.invoices if i.number in paid and paid[i.number] > books.open_amount(i)]

    assert paid
    assert not late


def test_the_bank_is_known_to_the_business_day_before_each_morning(morning: Morning) -> None:
    for expected in (date(2026, 3, 17), date(2026, 3, 18), date(2026, 3, 19), date(2026, 3, 20)):
        came = next_morning.run(morning.clock)
        assert came.bank_read_to == expected
        assert receivables_queries.cash_known_to(morning.entity_id) == expected
    assert came.on == date(2026, 3, 23)


def test_two_weeks_of_calm_money_every_day_thanks_and_three_answers_to_read(morning: Morning) -> None:
    lived = [next_morning.run(morning.clock) for _ in range(10)]
    received = receivables_queries.received_in_total(morning.entity_id, date(2026, 3, 17), date(2026, 3, 31))

    assert [day.on.isoweekday() for day in lived] == [3, 4, 5, 1, 2, 3, 4, 5, 1, 2]
    assert all(day.received for day in lived)
    assert received["EUR"] == sum(m.minor for day in lived for m in day.received if m.currency == "EUR")
    assert 8_000_000 < received["EUR"] < 15_000_000
    _who_promised_and_paid_is_thanked(morning)
    unread = {item.customer_id for item in inbox_queries.unread(morning.entity_id)}
    assert sum(day.letters for day in lived) == 3
    assert {morning.cast.customer(code) for code in ("VIDAL", "LUMEN", "QUATREVENTS")} <= unread


def _who_promised_and_paid_is_thanked(morning: Morning) -> None:
    garage = morning.cast.customer("TROISMOULINS")
    assert not receivables_queries.open_items_of([garage], due_before=date(2026, 3, 31))
    assert Message.objects.filter(customer_id=garage, template="T26").count() == 1


def test_what_somebody_has_typed_in_is_not_counted_twice(morning: Morning) -> None:
    orveau = morning.cast.customer("ORVEAU")
    (item,) = [i for i in receivables_queries.open_items_of([orveau])[orveau] if i.open_minor == 111_600]
    owner = f"user:{creditor_queries.team(morning.entity_id)[0].user_id}"
    act = creditor_queries.act(morning.entity_id, owner, morning.clock)
    draft = PaymentDraft(orveau, act.today, "EUR", item.open_minor)
    assert isinstance(recording.add_payment(act, draft, named=item.number), int)

    came = next_morning.run(morning.clock)

    assert came.received == []
    assert not receivables_queries.free_credits_of([orveau])


def test_a_demonstration_that_foresees_nothing_still_goes_on(morning: Morning) -> None:
    meanwhile.forget()
    try:
        came = next_morning.run(morning.clock)
        assert (came.on, came.bank_read_to, came.received) == (date(2026, 3, 18), None, [])
    finally:
        meanwhile.foretell(coming(morning.cast))


def test_a_real_installation_is_never_moved(evening: Evening, night: InstallationClock) -> None:
    instant = night.now()
    night.release()
    try:
        with pytest.raises(next_morning.NotADemonstration):
            next_morning.run(night)
    finally:
        night.fix(instant)
