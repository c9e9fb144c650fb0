"""Several people spend money on one invoice at the same moment: it is paid once, and nothing is lost."""

import threading

import pytest
from django.db import connection

from encours.books.receivables import actions
from encours.books.receivables.models import Allocation, InvoiceDue, Payment
from encours.books.receivables.rules.allocation import Match
from encours.ground.kernel.reason import Reason, Refused
from tests.factories import a_customer, a_payment, an_act, an_entity, an_invoice, euros


@pytest.mark.django_db(transaction=True)
def test_payments_spent_at_the_same_time_never_pay_more_than_is_open() -> None:
    entity = an_entity()
    customer = a_customer(entity)
    an_invoice(customer, euros("100"))
    due = InvoiceDue.objects.get()
    payments = [a_payment(customer, euros("30")) for _number in range(4)]
    outcomes: list[object] = []

    def spend(payment: Payment) -> None:
        try:
            match = Match(due.pk, 3000, Reason("à la main"))
            outcomes.append(actions.allocate(an_act(entity), credit=payment, matches=[match]))
        except BaseException as problem:  # noqa: BLE001 told to the test
            outcomes.append(problem)
        finally:
            connection.close()

    threads = [threading.Thread(target=spend, args=(payment,)) for payment in payments]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert [type(outcome) for outcome in outcomes if outcome is not None] == [Refused]
    due.refresh_from_db()
    assert (due.open_minor, Allocation.objects.count()) == (1000, 3)
