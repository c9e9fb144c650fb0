"""Companies for the kill tests, made inside the installation, all in one go."""

import json
from datetime import UTC, datetime

from encours.books.creditor.models import MailServer
from encours.books.creditor.rules.roles import Role
from encours.books.receivables.models import CashConfirmation
from encours.flows.night.run import run as run_night
from encours.ground.kernel.clock import FixedClock
from tests.factories import TODAY, a_contact, a_customer, a_member, an_entity, an_invoice

NIGHT = datetime(2026, 11, 23, 1, 30, tzinfo=UTC)


def companies(wanted: dict[str, int], *, ready: bool) -> str:
    """The ids of companies by name, in JSON, each with so many customers who are late.

    `ready`: their messages are prepared and wait. None sends before a test switches it on.
    """
    return json.dumps({name: _company(name, customers, ready=ready) for name, customers in wanted.items()})


def _company(name: str, customers: int, *, ready: bool) -> int:
    entity = an_entity(name=name, email="compta@morel.test")
    a_member(entity, role=Role.OWNER)
    MailServer.objects.create(entity=entity, host="127.0.0.1", port=1, security="none")
    CashConfirmation.objects.create(
        entity=entity, known_to=TODAY, source="person", confirmed_by="user:1", confirmed_at=NIGHT
    )
    for place in range(customers):
        customer = a_customer(entity, f"Client {place}")
        a_contact(customer, email=f"client{place}@{name.lower()}.test")
        an_invoice(customer)
    if ready:
        run_night(entity.pk, FixedClock(NIGHT))
    return entity.pk
