"""Every address of the desk: who may open it, who may write, and nothing of another company."""

import html
import re
from collections.abc import Callable, Iterator
from typing import Any

import pytest
from django.test import Client
from django.urls import URLPattern, reverse

from encours.books.creditor.rules.roles import Permission, Role, may
from encours.faces.desk.urls import urlpatterns
from tests import factories
from tests.desk.conftest import House

pytestmark = pytest.mark.either

# Open to somebody who is not signed in, or signed in without a company; each says why.
DOOR = {
    "login",
    "logout",
    "preferences",
    "password",
    "welcome",
    "forgotten",
    "reset",
    "code",
    "passkey_enter",
    "colleague",
    "colleague_invoice",
    "partner_page",
    "partner_file",
}


def _pages() -> Iterator[URLPattern]:
    yield from (pattern for pattern in urlpatterns if pattern.name not in DOOR)


def _things(house: House) -> dict[str, Any]:
    """One thing of each kind that an address can name."""
    due = house.invoice.dues.get()
    payment = factories.a_payment(house.customer, factories.euros("10"))
    return {
        "customer_id": house.customer.pk,
        "contact_id": house.customer.contacts.first().pk,
        "invoice_id": house.invoice.pk,
        "due_id": due.pk,
        "credit_id": payment.pk,
        "member_id": house.members[Role.AR].pk,
        "kind": "payment",
        "name": "entity",
        "key": "unknown",
        "level": "courtesy",
        "template": "T05",
        "language": "fr",
        "register": "vous",
        "condition": "country",
        "family": "guard",
        "threshold": "gap_days",
        "field": "summary",
        "place": 0,
        "batch_id": 1,
        "letter_id": 1,
        "note_id": 1,
        "follow_up_id": 1,
        "mail_id": 1,
        "saying_id": 1,
        "piece_id": 1,
        "message_id": 1,
        "document_id": 1,
        "item_id": 1,
        "hold_id": 1,
        "observation_id": 1,
        "agreement_id": 1,
        "plan_id": 1,
        "settlement_id": 1,
        "waiver_id": 1,
        "line_id": 1,
        "review_id": 1,
        "plan_b_id": 1,
        "own_promise_id": 1,
        "dispute_id": 1,
        "event_id": 1,
        "change_id": 1,
        "code": "FR",
        "fact": "FR-COMP-01",
        "question_id": 1,
        "closing_id": 1,
        "account_id": 1,
        "run_id": 1,
        "absence_id": 1,
        "alert_id": 1,
        "passkey_id": 1,
        "case_id": 999_999,
        "paper_id": 999_999,
        "proof_id": 999_999,
        "formal_id": 999_999,
        "court_id": 999_999,
        "procedure": "small-claims",
        "what": "statement",
        "export_id": 999_999,
        "session_id": 999_999,
        "partner_id": 999_999,
        "placement_id": 999_999,
        "news_id": 999_999,
        "event": "returned",
    }


def _address(pattern: URLPattern, house: House) -> str:
    names = pattern.pattern.converters
    things = _things(house)
    return reverse(f"desk:{pattern.name}", kwargs={name: things[name] for name in names})


def _permission(pattern: URLPattern) -> Permission:
    permission: Permission = pattern.callback.permission
    return permission


@pytest.mark.either
@pytest.mark.parametrize("pattern", list(_pages()), ids=lambda p: str(p.name))
def test_without_signing_in_one_is_sent_to_the_door(
    pattern: URLPattern, house: House, client: Client
) -> None:
    address = _address(pattern, house)
    for answer in (client.get(address), client.post(address)):
        if answer.status_code == 405:
            continue
        assert answer.status_code == 302
        assert answer.headers["Location"].startswith(reverse("desk:login"))


@pytest.mark.either
@pytest.mark.parametrize("pattern", list(_pages()), ids=lambda p: str(p.name))
def test_a_page_asks_for_one_permission_and_refuses_who_has_it_not(
    pattern: URLPattern, house: House, sign_in: Callable[[House, Role], Client]
) -> None:
    address, permission = _address(pattern, house), _permission(pattern)
    # Those who may not come first: what the others do may end a membership.
    for role in sorted(Role, key=lambda role: may(role, permission)):
        client = sign_in(house, role)
        for answer in (client.get(address), client.post(address)):
            if not may(role, permission) and answer.status_code != 405:
                assert answer.status_code == 403, role
            if may(role, permission):
                assert answer.status_code != 500


@pytest.mark.either
@pytest.mark.parametrize("pattern", list(_pages()), ids=lambda p: str(p.name))
def test_who_may_only_read_changes_nothing(
    pattern: URLPattern, house: House, sign_in: Callable[[House, Role], Client]
) -> None:
    client = sign_in(house, Role.READ_ONLY)
    answer = client.post(_address(pattern, house), {"to": "x", "on": "yes", "name": "x", "entity": "x"})
    reading_pages = {"customers", "invoices", "today", "search", "messages", "messages_tomorrow"}
    if pattern.name == "next_morning":  # the demonstration is everybody's
        return
    if answer.status_code in {200, 422}:
        own_account = {"account_factor_new", "passkey_new"}  # everybody's own, whatever the role
        seen_by_all = {"invoice", "customer", "text", "text_preview"}
        assert pattern.name in reading_pages | own_account | seen_by_all
    else:
        assert answer.status_code in {302, 403, 404, 405}
    assert factories.kinds_about(house.customer) == []


# What a company names itself, and every other company has as well.
OWN = {
    "name", "key", "level", "condition", "place", "family", "threshold", "template", "language", "register",
    "code", "fact",
}  # fmt: skip
OF_ANOTHER = [p for p in _pages() if set(p.pattern.converters) - OWN]


@pytest.mark.parametrize("pattern", OF_ANOTHER, ids=lambda p: str(p.name))
def test_what_belongs_to_another_company_does_not_exist(
    pattern: URLPattern, house: House, stranger: House, sign_in: Callable[[House, Role], Client]
) -> None:
    address = _address(pattern, house)
    client = sign_in(stranger, Role.OWNER)
    for answer in (client.get(address), client.post(address, {"why": "x", "due_on": "2026-12-01"})):
        assert answer.status_code in {404, 405}
    assert factories.kinds_about(house.customer) == []


def test_a_company_that_is_not_ones_own_cannot_be_entered(owner: Client, stranger: House) -> None:
    answer = owner.post(reverse("desk:entity"), {"entity": stranger.entity.pk})
    assert answer.status_code == 404


def test_today_asks_once_for_the_messages_that_wait(owner: Client, house: House) -> None:
    owner.get("/")
    asked = [sql for sql in _asked(owner, "/") if '"outreach_message"."send_from"' in sql]
    assert len(asked) == 1


def _asked(client: Client, address: str) -> list[str]:
    from django.db import connection
    from django.test.utils import CaptureQueriesContext

    with CaptureQueriesContext(connection) as asked:
        assert client.get(address).status_code == 200
    return [query["sql"] for query in asked]


@pytest.mark.parametrize("role", [Role.READ_ONLY, Role.ACCOUNT_MANAGER, Role.INTERMEDIARY])
def test_nobody_is_offered_what_their_role_may_not_do(
    house: House, sign_in: Callable[[House, Role], Client], role: Role
) -> None:
    client = sign_in(house, role)
    customer = house.customer.pk
    pages = (
        "/",
        f"/?client={customer}",
        f"/clients/{customer}",
        "/clients",
        "/factures",
        "/messages",
        "/fichiers",
    )
    for page in pages:
        main = client.get(page).content.decode().partition("<main")[2].partition("</main>")[0]
        for link in set(re.findall(r'href="(/[^"#]*)"', main)):
            assert client.get(html.unescape(link)).status_code != 403, (page, link)
