"""The time of the day on Today: what is asked for, what there is, and where the day is full."""

import pytest
from django.test import Client

from encours.books.creditor.rules.roles import Role
from encours.flows import contacting
from encours.ground.evidence import actions as evidence_actions
from encours.ground.kernel.reason import Reason
from encours.method.agreements.rules.drafts import OwnPromiseDraft
from encours.method.agreements.rules.words import OwnPromiseKind
from encours.method.calls.models import CallNote
from encours.method.outreach.rules.states import MessageState
from encours.method.strategy.models import WorkItem
from tests import factories
from tests.desk.conftest import House, words


def a_line(house: House, name: str, section: str, *, place: int, minutes: int = 15) -> WorkItem:
    customer = factories.a_customer(house.entity, name)
    return WorkItem.objects.create(
        entity=house.entity, customer=customer, currency="EUR", section=section, action="call",
        channel="phone", order_key=f"{place:03d}", planned_minutes=minutes, amount_minor=10_000,
        computed_on=factories.TODAY,
    )  # fmt: skip


@pytest.fixture
def three_calls(house: House) -> list[WorkItem]:
    """Three calls of a quarter of an hour each, and half an hour to make them."""
    house.members[Role.OWNER].capacity_minutes = 30
    house.members[Role.OWNER].save()
    return [a_line(house, name, "today", place=place) for place, name in enumerate(("Un", "Deux", "Trois"))]


def test_the_list_says_where_the_day_is_full(owner: Client, three_calls: list[WorkItem]) -> None:
    page = words(owner.get("/"))
    assert "45 min prévue sur 30 min" in page
    full = page.index("Votre journée de 30 min est pleine ici. La suite, 15 min")
    assert page.index(">Deux</a>") < full < page.index(">Trois</a>")


@pytest.mark.parametrize(("calls", "shown"), [(19, "45 min prévue"), (20, "1 h 03 prévue")])
def test_calls_take_the_time_that_they_took_once_there_are_enough(
    owner: Client, house: House, three_calls: list[WorkItem], calls: int, shown: str
) -> None:
    CallNote.objects.bulk_create(
        CallNote(
            entity=house.entity, customer=house.customer, caller="user:1", called_at=factories.NOW,
            noted_at=factories.NOW, outcome="no_answer", note="", next_step="rappeler", next_on=factories.TODAY,
            minutes=20 + count % 2,
        ) for count in range(calls)
    )  # fmt: skip
    page = words(owner.get("/"))
    assert shown in page
    assert ("un appel : 21 min, mesuré sur 20 appels" in page) == (calls == 20)


def test_what_we_owe_and_what_comes_first_fill_the_day_before_the_rest(
    owner: Client, house: House, three_calls: list[WorkItem]
) -> None:
    a_line(house, "Parole", "we_owe", place=8, minutes=4)
    a_line(house, "Urgent", "first", place=9)
    page = words(owner.get("/"))
    assert page.index(">Un</a>") > page.index("est pleine ici. La suite, 45 min") > page.index(">Urgent</a>")
    assert page.count("est pleine ici") == 1


def test_a_day_that_holds_everything_says_nothing(
    owner: Client, house: House, three_calls: list[WorkItem]
) -> None:
    house.members[Role.OWNER].capacity_minutes = 45
    house.members[Role.OWNER].save()
    page = words(owner.get("/"))
    assert "45 min prévue sur 45 min" in page
    assert "est pleine ici" not in page


def test_the_time_is_shown_where_no_line_stands_under_today(owner: Client, house: House) -> None:
    a_line(house, "Urgent", "first", place=1)
    assert "15 min prévue sur 2 h" in words(owner.get("/"))


def test_what_leaves_by_itself_takes_nobodys_time(owner: Client, house: House) -> None:
    a_line(house, "Appel", "today", place=1)
    mail = a_line(house, "Courriel", "today", place=2, minutes=4)
    WorkItem.objects.filter(pk=mail.pk).update(action="send_reminder", channel="email")
    factories.a_message(mail.customer, state=MessageState.READY)
    page = words(owner.get("/"))
    assert ">Courriel</a>" not in page
    assert "15 min prévue sur 2 h" in page


def test_what_was_done_this_morning_has_filled_a_part_of_the_day(
    owner: Client, house: House, three_calls: list[WorkItem]
) -> None:
    """Half an hour was there again after every call."""
    _told(house, "calls.call_noted", Role.OWNER)
    page = words(owner.get("/"))
    assert "45 min prévue, il reste 15 min" in page
    assert page.index(">Un</a>") < page.index("est pleine ici. La suite, 30 min") < page.index(">Deux</a>")


def test_what_a_colleague_did_takes_nothing_from_my_day(
    owner: Client, house: House, three_calls: list[WorkItem]
) -> None:
    _told(house, "calls.call_noted", Role.AR)
    assert "45 min prévue sur 30 min" in words(owner.get("/"))


def test_an_answer_that_we_owe_is_a_call(house: House) -> None:
    """«Rappeler» under «Nous leur devons» was planned for as long as an e-mail."""
    act = factories.an_act(house.entity)
    day = factories.TODAY
    contacting.owe(act, OwnPromiseDraft(house.customer.pk, OwnPromiseKind.ANSWER, "le solde de mai", day))
    assert WorkItem.objects.get(customer=house.customer).planned_minutes == 15
    contacting.owe(
        act, OwnPromiseDraft(house.customer.pk, OwnPromiseKind.DOCUMENT, "le bon de livraison", day)
    )
    other = factories.a_customer(house.entity, "Petit SARL")
    contacting.owe(act, OwnPromiseDraft(other.pk, OwnPromiseKind.DOCUMENT, "la facture", day))
    assert WorkItem.objects.get(customer=other).planned_minutes == 4


def _told(house: House, kind: str, role: Role) -> None:
    actor = f"user:{house.members[role].user_id}"
    act = factories.an_act(house.entity, actor=actor)
    evidence_actions.append(act.entry(kind, f"customer:{house.customer.pk}", Reason("Appel noté")))
