"""No page of the desk asks more for eighty customers than for a dozen, and none counts or skips row by row."""

import re

import pytest
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext
from django.urls import reverse

from encours.books.creditor.models import Absence
from encours.books.creditor.rules.roles import Role
from encours.faces.desk.urls import urlpatterns
from encours.flows.while_unchanged import forget
from encours.method.cases.models import Alert, ContactFact
from encours.method.inbox.models import InboundItem
from encours.method.insight.models import DebtorOpinion
from encours.method.insight.rules.priority import Section
from encours.method.outreach.rules.states import MessageState
from encours.method.strategy.models import CaseProgress, WorkItem
from tests import factories
from tests.desk.conftest import House

ELSEWHERE = {"login", "logout", "preferences", "password", "welcome", "forgotten", "reset", "code"}
"""Pages of somebody who is not at the desk yet."""
COUNTS = re.compile(r"COUNT\(\*\)| OFFSET ")
MEDIAN = re.compile(r'"total_minor" >= 0\) ORDER BY')
"""Each night counts and keeps the median invoice; only before the first one does a page look for it."""
OF_A_CUSTOMER = ("customer", "brief", "hold_new", "promise_new", "customer_edit", "ladder_choice")
FILTERED = (
    *(f"/clients?vue={tab}" for tab in ("all", "late", "on_hold", "mine", "unattended", "without_address")),
    "/clients?vue=archived",
    "/clients?q=client",
    *(f"/factures?vue={tab}" for tab in ("open", "late", "paid", "cancelled", "disputed", "due_assumed")),
    "/factures?vue=without_copy",
    "/factures?q=client",
    "/reglements?vue=free",
    "/reglements?vue=credit_notes",
    *(f"/messages?onglet={tab}" for tab in ("a-confirmer", "prets", "recus", "partis", "non-envoyes")),
    "/chercher?q=client",
    "/chercher?q=F-",
    "/clients/profils/reliable",
    "/clients/anciennes?relances=oui",
    *(f"/fichiers/manques?vue={kind}" for kind in ("email", "due", "document")),
    *(
        f"/reglages/{name}"
        for name in ("entity", "terms", "hours", "ladders", "sending", "mail", "people", "access")
    ),
)


@pytest.fixture
def at_work(house: House) -> House:
    """A house with everything that a page may list, enough of each to tell a median invoice."""
    Alert.objects.create(
        entity=house.entity, actor=f"user:{house.members[Role.OWNER].user_id}", name="Oubliés", late_days=1,
        untouched_days=3,
    )  # fmt: skip
    Absence.objects.create(
        member=house.members[Role.ACCOUNT_MANAGER], first_on=factories.TODAY, last_on=factories.TODAY
    )
    for name in ("Premier", "Second"):
        grow(house, name)
    return house


def grow(house: House, name: str) -> None:
    """One more customer with a case, messages, a hold, a promise, a line in each section."""
    for place, section in enumerate(Section):
        customer = factories.a_customer(
            house.entity, f"Client {name} {section}", account_manager=house.members[Role.ACCOUNT_MANAGER]
        )
        invoice = factories.an_invoice(customer, is_due_assumed=place == 0)
        WorkItem.objects.create(
            entity=house.entity, customer=customer, currency="EUR", section=section.value, action="call",
            channel="phone", sender="ar", order_key=f"{place}{name}", planned_minutes=5, computed_on=factories.TODAY,
        )  # fmt: skip
    case = factories.a_case(customer)
    CaseProgress.objects.create(case=case, procedure="unknown", entry_asked_on=factories.TODAY)
    DebtorOpinion.objects.create(
        customer=customer, debtor_type="RELIABLE", confidence_percent=80, kinds=2, computed_on=factories.TODAY
    )
    factories.a_payment(customer, factories.euros("3"))
    factories.a_hold(customer)
    factories.an_agreement(case)
    for state in (MessageState.READY, MessageState.TO_CONFIRM, MessageState.ACCEPTED, MessageState.CANCELLED):
        factories.a_message(customer, state, sent_at=factories.LONG_AGO)
    for direction in ("outbound", "inbound"):
        ContactFact.objects.create(
            entity=house.entity, customer=customer, case=case, at=factories.LONG_AGO, direction=direction,
            channel="email", occasion="ladder", source=f"test:{direction}:{customer.pk}",
        )  # fmt: skip
    InboundItem.objects.create(
        entity=house.entity, customer=customer, channel="email", received_at=factories.NOW, text="Bonjour",
        noted_by="user:1",
    )  # fmt: skip
    invoice.dues.update(open_minor=0, closed_on=factories.TODAY)


def pages(house: House) -> list[str]:
    """Every address of the desk that names nothing, those of one customer, and the lists in all their tabs."""
    bare = [p.name for p in urlpatterns if not p.pattern.converters and p.name not in ELSEWHERE]
    of_one = [reverse(f"desk:{name}", args=[house.customer.pk]) for name in OF_A_CUSTOMER]
    return [*(reverse(f"desk:{name}") for name in bare), *of_one, f"/?client={house.customer.pk}", *FILTERED]


def asked(client: Client, page: str) -> list[str] | None:
    """What a page asks of the database where nothing is kept; None for an address that shows no page."""
    forget()
    with CaptureQueriesContext(connection) as found:
        answer = client.get(page)
    return [query["sql"] for query in found] if answer.status_code == 200 else None


def test_no_page_asks_more_for_eighty_customers_than_for_a_dozen(owner: Client, at_work: House) -> None:
    shown = {page: found for page in pages(at_work) if (found := asked(owner, page))}
    assert {"/", "/clients", "/messages/a-venir", "/clients/alertes"} < set(shown)
    for number in range(12):
        grow(at_work, f"{number:02}")
    many = {page: asked(owner, page) or [] for page in shown}
    assert {page: len(found) for page, found in many.items() if len(found) > len(shown[page])} == {}
    told = [sql for found in many.values() for sql in found if COUNTS.search(sql) and not MEDIAN.search(sql)]
    assert told == []
