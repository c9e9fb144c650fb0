"""Two at once: a form pressed twice counts once, and a yes beside a withdrawal never leaves half of each."""

from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor
from threading import Barrier

import pytest
from django.db import connection
from django.test import Client

from encours.flows import contacting
from encours.ground.evidence.acts import Act
from encours.ground.kernel.reason import Refused
from encours.method.agreements.models import Acceptance, Agreement
from encours.method.agreements.rules.acceptance import text_digest
from encours.method.agreements.rules.words import AgreementState
from encours.method.inbox.models import InboundItem
from tests import factories
from tests.portal.conftest import Page

pytestmark = pytest.mark.django_db(transaction=True)


def at_once(*doings: Callable[[], object]) -> list[object]:
    """Does all of it at the same moment, each with a connection of its own; what each gave back, in order."""
    start = Barrier(len(doings))

    def run(doing: Callable[[], object]) -> object:
        start.wait(20)
        try:
            return doing()
        finally:
            connection.close()

    with ThreadPoolExecutor(len(doings)) as pool:
        return [future.result() for future in [pool.submit(run, doing) for doing in doings]]


def test_a_form_pressed_twice_counts_once(page: Page) -> None:
    def send() -> int:
        fields = {"once": "abc", "name": "Anne", "order": "BC-1"}
        return Client().post(f"{page.url}autre", fields).status_code

    assert at_once(send, send) == [200, 200]
    assert InboundItem.objects.count() == 1


def test_a_yes_and_a_withdrawal_never_leave_half_of_each(page: Page) -> None:
    case = factories.Case.objects.get(customer=page.house.customer)
    proposed = factories.an_agreement(case, state=AgreementState.PROPOSED)
    address, act = f"{page.url}accord/{proposed.pk}", factories.an_act(page.house.entity)
    shown = Client().get(address).content.decode()
    digest = shown.partition('name="shown" value="')[2].partition('"')[0]
    assert len(digest) == len(text_digest(""))

    def accept() -> int:
        return Client().post(address, {"once": "a", "name": "Anne", "shown": digest}).status_code

    def cancel(who: Act = act) -> Refused | None:
        return contacting.cancel_promise(
            who, customer_id=case.customer_id, agreement_id=proposed.pk, why="autre accord"
        )

    status, refused = at_once(accept, cancel)
    was_accepted = Acceptance.objects.count() == 1
    assert refused is None
    assert Agreement.objects.get().state == AgreementState.CANCELLED.value
    # Told yes only if the yes was kept; told that something changed if the withdrawal came first.
    assert (status, InboundItem.objects.count()) == ((200, 1) if was_accepted else (409, 0))


def test_of_two_people_and_the_debtor_one_wins_and_the_others_are_told(page: Page) -> None:
    """The debtor says yes while one of us cancels and another proposes a later day."""
    case = factories.Case.objects.get(customer=page.house.customer)
    proposed = factories.an_agreement(case, state=AgreementState.PROPOSED)
    address, act = f"{page.url}accord/{proposed.pk}", factories.an_act(page.house.entity)
    digest = Client().get(address).content.decode().partition('name="shown" value="')[2].partition('"')[0]
    ids = {"customer_id": case.customer_id, "agreement_id": proposed.pk}

    def accept() -> int:
        return Client().post(address, {"once": "a", "name": "Anne", "shown": digest}).status_code

    def cancel() -> Refused | None:
        return contacting.cancel_promise(act, why="autre accord", **ids)

    status, first, second = at_once(accept, cancel, cancel)
    assert sorted([first is None, second is None]) == [False, True], "one of us cancels, the other is told"
    was_accepted = Acceptance.objects.count() == 1
    assert Agreement.objects.get().state == AgreementState.CANCELLED.value
    assert (status, InboundItem.objects.count()) == ((200, 1) if was_accepted else (409, 0))
