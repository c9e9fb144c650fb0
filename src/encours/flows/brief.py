"""The call brief: everything one needs to know before dialling, gathered; opening it is written down."""

from dataclasses import dataclass
from datetime import date, timedelta
from decimal import Decimal

from django.db import transaction

from encours.books.receivables.models import Contact
from encours.books.receivables.queries import PaidInvoice
from encours.flows.calling.beginning import Bar, barred_now
from encours.flows.customer_file import CustomerFile, customer_file
from encours.flows.review.facts_of import live_contacts
from encours.ground.evidence.acts import Act
from encours.ground.kernel.clock import local_date
from encours.ground.kernel.money import Money
from encours.method.calls import actions as calls_actions
from encours.method.calls import queries as calls_queries
from encours.method.calls.rules.dialling import Dialling
from encours.method.calls.rules.reasons import GivenReason
from encours.method.cases.rules.contact import Channel, Direction, PastContact
from encours.method.outreach import queries as outreach_queries
from encours.method.strategy.rules.decision import Decision

LAST_LATE = 5


@dataclass(frozen=True, slots=True)
class Brief:
    """The file of a customer as a caller reads it."""

    file: CustomerFile
    decision: Decision
    revenue: Money
    share: Decimal | None
    past_late: tuple[PaidInvoice, ...]
    is_first_time: bool
    reasons_given: tuple[GivenReason, ...]
    last_contacts: tuple[PastContact, ...]
    resent_on: dict[int, date]
    attempts_7: int
    attempts_30: int
    people: tuple[Contact, ...]
    dialling: Dialling
    bar: Bar | None


def brief(act: Act, customer_id: int) -> Brief | None:
    """The brief of a customer; None when there is no such customer here."""
    file = customer_file(act, customer_id)
    return _brief(act, file) if file else None


def _brief(act: Act, file: CustomerFile) -> Brief:
    customer_id = file.customer.pk
    known, house = file.known, file.known.house
    currency = file.assessments[0].currency
    revenue = known.revenue_12m.get((customer_id, currency), 0)
    late = sorted(
        (p for p in known.paid.get(customer_id, []) if p.closed_on > p.due_on),
        key=lambda p: p.closed_on,
        reverse=True,
    )
    contacts = sorted(known.contacts.get(customer_id, []), key=lambda c: c.at, reverse=True)
    return Brief(
        file=file,
        decision=file.assessments[0].decision,
        revenue=Money(revenue, currency),
        share=_share(revenue, house.figures.revenue_12m_minor),
        past_late=tuple(late[:LAST_LATE]),
        is_first_time=not late,
        reasons_given=tuple(calls_queries.reasons_of([customer_id]).get(customer_id, [])),
        last_contacts=tuple(contacts[:8]),
        resent_on=_resent_on(file),
        attempts_7=_attempts(contacts, act, 7),
        attempts_30=_attempts(contacts, act, 30),
        people=tuple(live_contacts(file.customer)),
        dialling=calls_queries.may_dial(
            caller=act.actor,
            customer_id=customer_id,
            now=act.at,
            zone=house.entity.time_zone,
            break_minutes=house.thresholds.guard.caller_break_minutes,
        ),
        bar=barred_now(act, file),
    )


def _resent_on(file: CustomerFile) -> dict[int, date]:
    """The day on which a copy of an open invoice was sent again, by invoice."""
    items, zone = file.known.items.get(file.customer.pk, []), file.known.house.entity.time_zone
    sent = outreach_queries.copies_sent(item.due_id for item in items)
    return {i.invoice_id: local_date(sent[i.due_id], zone) for i in items if i.due_id in sent}


@transaction.atomic
def open_brief(act: Act, customer_id: int) -> Brief | None:
    """Opens the brief of a customer and remembers who opened it: only then may they dial (R045).

    None when there is no such customer here.
    """
    file = customer_file(act, customer_id)
    if file is None:
        return None
    calls_actions.open_brief(act, customer_id=customer_id)
    return _brief(act, file)


def _attempts(contacts: list[PastContact], act: Act, days: int) -> int:
    since = act.at - timedelta(days=days)
    phone = {Channel.PHONE, Channel.VOICEMAIL}
    return sum(
        1 for c in contacts if c.direction is Direction.OUTBOUND and c.channel in phone and c.at >= since
    )


def _share(revenue_minor: int, ours_minor: int) -> Decimal | None:
    return Decimal(revenue_minor) / ours_minor if ours_minor else None
