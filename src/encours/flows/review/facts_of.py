"""Puts what was gathered of one customer into the facts each rule asks for. Nothing is decided here."""

from collections.abc import Mapping, Sequence
from dataclasses import replace
from datetime import date, datetime, time, timedelta
from functools import lru_cache

from encours.books.receivables import queries as receivables_queries
from encours.books.receivables.models import Contact, Customer
from encours.books.receivables.queries import PaidInvoice
from encours.books.receivables.rules.open_item import OpenItem as BookItem
from encours.books.receivables.rules.party import CustomerKind
from encours.books.receivables.rules.region import region_of
from encours.flows.review.gathered import Gathered, House, PayerFacts
from encours.ground.kernel.business_days import previous_business_day
from encours.ground.kernel.clock import at, local_date
from encours.ground.kernel.money import Money
from encours.ground.kernel.months import add_months
from encours.ground.wording.stages import Stage
from encours.method.agreements.queries.plan_bs import in_force
from encours.method.agreements.rules.plan_b import PlanB, Readiness
from encours.method.agreements.rules.promise import Promise, covers, left_on_account
from encours.method.agreements.rules.words import AgreementState
from encours.method.cases.queries import CaseFact
from encours.method.cases.rules.contact import Channel, Direction, HoldKind, PastContact
from encours.method.cases.rules.silence import event_is_answered
from encours.method.cases.rules.words import CaseReason
from encours.method.disputes.rules.words import DisputeOutcome
from encours.method.insight.rules.features import ClosedInvoice, OpenInvoice, PayerHistory
from encours.method.insight.rules.payer import Observation, Observed
from encours.method.outreach.rules.contact_facts import GuardFacts, HoldFact, ItemFact, Override, Preferences
from encours.method.outreach.rules.limits import Hours
from encours.method.outreach.rules.past import EXEMPT
from encours.method.strategy.queries import Progress
from encours.method.strategy.rules.account import Covered, account_items
from encours.method.strategy.rules.balance import OpenItem
from encours.method.strategy.rules.case_facts import AgreementFact, CallBack, CaseFacts, OwedFact, Prepared
from encours.method.strategy.rules.next_action import cash_needed_to

_REMINDS = frozenset({Stage.COURTESY, Stage.REMINDER2, Stage.CALL, Stage.FIRM})
_REMINDED_TWICE = 2


def payer_history(
    known: PayerFacts, customer_id: int, *, items: Sequence[BookItem] | None = None
) -> PayerHistory:
    """What the classifier reads of a customer. `items`: those open due dates that tell it something, else all."""
    items = known.items.get(customer_id, []) if items is None else items
    disputes = known.disputes.get(customer_id, [])
    contested = {d.invoice_id for d in disputes if d.is_open}
    upheld = {d.invoice_id for d in disputes if d.outcome in {DisputeOutcome.UPHELD, DisputeOutcome.PARTLY}}
    reminded = known.reminded.get(customer_id, [])
    zone = known.house.entity.time_zone
    reminded_on = [local_date(at, zone) for at in reminded]
    promises = known.promises.get(customer_id, [])
    before, recently = _orders(known, customer_id)
    return PayerHistory(
        closed=[_closed(i, contested, upheld, reminded_on) for i in known.paid.get(customer_id, [])],
        open=[_open(known, i, contested) for i in items if i.kind != "other_debit"],
        contacts=known.contacts.get(customer_id, []),
        kept_on=tuple(p.judged_on for p in promises if p.state is AgreementState.KEPT and p.judged_on),
        broken_on=tuple(
            p.promised_for
            for p in promises
            if p.state in {AgreementState.BROKEN, AgreementState.BROKEN_THEN_PAID} and p.judged_on
        ),
        observations=(*known.observations.get(customer_id, ()), *_late_disputes(known, customer_id)),
        reasons_given=tuple(
            (note.case_id or 0, note.reason.value) for note in known.notes.get(customer_id, []) if note.reason
        ),
        orders_before_minor=before,
        orders_recently_minor=recently,
        has_open_dispute=bool(contested),
        insolvency=any(h.kind is HoldKind.INSOLVENCY for h in known.holds.get(customer_id, [])),
    )


def telling_items(known: PayerFacts, customer_id: int) -> list[BookItem]:
    """The open due dates that say something of how a customer pays today: late, paid in part or contested."""
    contested = {d.invoice_id for d in known.disputes.get(customer_id, ()) if d.is_open}
    return [
        i
        for i in known.items.get(customer_id, ())
        if i.due_on < known.house.today or i.due_id in known.part_paid or i.invoice_id in contested
    ]


def _late_disputes(known: PayerFacts, customer_id: int) -> list[Observation]:
    """Contested points first raised after the second reminder and found groundless (method 2a)."""
    zone = known.house.entity.time_zone
    reminded = [
        local_date(c.at, zone)
        for c in known.contacts.get(customer_id, [])
        if c.direction is Direction.OUTBOUND and c.stage in _REMINDS
    ]
    return [
        Observation(Observed.LATE_DISPUTE_REJECTED, d.answered_on, d.subject)
        for d in known.disputes.get(customer_id, [])
        if d.outcome is DisputeOutcome.GROUNDLESS
        and not d.is_open
        and d.answered_on
        and sum(on < d.reported_on for on in reminded) >= _REMINDED_TWICE
    ]


def case_facts(known: Gathered, customer_id: int, currency: str, *, pays_after_reminder: bool) -> CaseFacts:
    """What the next action of a case is decided from."""
    house, customer = known.house, known.customers[customer_id]
    case, plan_b = known.cases.get((customer_id, currency)), plan_b_of(known, customer_id, currency)
    progress = known.progress.get(case.id) if case else None
    promises = [p for p in known.promises.get(customer_id, []) if p.amount.currency == currency]
    contacts = tuple(known.contacts.get(customer_id, []))
    owing = [d for d in known.disputes.get(customer_id, []) if d.owes_answer]
    return CaseFacts(
        today=house.today,
        items=_account(known, customer_id, currency, promises),
        unallocated=Money(known.free.get((customer_id, currency), 0), currency),
        cash_known_to=house.cash_known_to,
        cash_needed_to=cash_needed_to(house.today, house.entity.country, house.entity.region),
        position=progress.position if progress else None,
        entry_asked=progress is not None and progress.entry_asked_on is not None,
        confirmed_entry=progress.entry_level if progress else "",
        contacts=contacts,
        holds=holds(known, customer_id),
        owed=tuple(OwedFact(o.kind, o.due_on, o.what, o.done_on) for o in known.own.get(customer_id, [])),
        agreements=tuple(_agreement(p, contacts, house) for p in sorted(promises, key=_by_day)),
        broken_agreements=case.broken_agreements if case else 0,
        dispute_answer_due_on=min((d.answer_due_on for d in owing), default=None),
        dispute_rests_until=max(
            (d.rests_until_on for d in known.disputes.get(customer_id, []) if d.rests_until_on), default=None
        ),
        call_back=_call_back(progress, house.entity.time_zone),
        step_date=progress.step_on if progress else None,
        unanswered=known.unanswered.get(case.id, 0) if case else 0,
        prepared=_prepared(case, contacts, plan_b),
        plan_b_named_for=plan_b.due_on if plan_b and plan_b.stands else None,
        has_email=contact_for(customer, Channel.EMAIL) is not None,
        has_phone=contact_for(customer, Channel.PHONE) is not None,
        pays_after_reminder=pays_after_reminder,
        last_template=known.last_templates.get(customer_id, ""),
        zone=house.entity.time_zone,
        country=house.entity.country,
        region=house.entity.region,
        thresholds=house.thresholds,
    )


def plan_b_of(known: Gathered, customer_id: int, currency: str) -> PlanB | None:
    """The plan B of a customer's case in a currency: private, unless it was named."""
    case = known.cases.get((customer_id, currency))
    return in_force(known.plan_bs.get(customer_id, ()), case.id) if case else None


def _account(
    known: Gathered, customer_id: int, currency: str, promises: list[Promise]
) -> tuple[OpenItem, ...]:
    """Open items of one currency with what is contested or promised set aside."""
    found = account_items(
        [i for i in known.items.get(customer_id, []) if i.currency == currency],
        disputed=known.disputed,
        covered=Covered(
            on_time=sum(covers(p).minor for p in promises if not p.invoices),
            named=_named(promises),
            rests=[
                (p.promised_for, left_on_account(p, known.house.thresholds.promises).minor) for p in promises
            ],
            unallocated=known.free.get((customer_id, currency), 0),
        ),
        mentioned=known.mentioned,
        today=known.house.today,
    )
    if not known.barred:
        return found
    return tuple(replace(item, time_barred=True) if item.due_id in known.barred else item for item in found)


def _named(promises: list[Promise]) -> list[tuple[int, dict[int, int]]]:
    """What agreements on time cover of the invoices they name; the parts of a plan cover its invoices together."""
    found: dict[int, tuple[int, dict[int, int]]] = {}
    for p in promises:
        minor = covers(p).minor if p.invoices else 0
        if minor:
            whole = p.plan_id or p.id
            found[whole] = (found.get(whole, (0, {}))[0] + minor, dict(p.invoices))
    return list(found.values())


def _prepared(case: CaseFact | None, contacts: tuple[PastContact, ...], plan_b: PlanB | None) -> Prepared:
    """Which gates of firm and formal steps are open so far; those of plan B are facts that a person stored."""
    asked = [c for c in contacts if c.stage in {"reminder2", "call"} and c.direction is Direction.OUTBOUND]
    known = case is not None and case.reason is not CaseReason.UNKNOWN
    ready = plan_b.ready if plan_b else frozenset()
    sent = any(c.stage == Stage.FORMAL_NOTICE.value and c.direction is Direction.OUTBOUND for c in contacts)
    return Prepared(
        type_recorded=True,
        reason_known=known,
        attempts_to_ask=len(asked),
        owner_approval=Readiness.APPROVAL in ready,
        plan_b_ready=plan_b is not None and plan_b.is_ready,
        quote_recorded=Readiness.QUOTE in ready,
        file_complete=Readiness.EVIDENCE in ready,
        formal_notice_sent=sent,
    )


def guard_facts(
    known: Gathered,
    customer_id: int,
    contact: Contact | None,
    *,
    items: Mapping[int, ItemFact] | None = None,
    level: str = "",
) -> GuardFacts:
    """What the guard is told about a customer and the person we would contact; `items`: what may be asked.

    `level`: the step in question. Its own message, prepared earlier and still waiting, is that very
    contact and no former one; any other message that waits leaves now at the earliest.
    """
    house, customer = known.house, known.customers[customer_id]
    waiting = [m for m in known.pending.get(customer_id, []) if m.will_leave and m.level != level]
    planned = [replace(m.as_contact, at=max(m.as_contact.at, house.now)) for m in waiting]
    return GuardFacts(
        now=house.now,
        country=customer.country,
        region=region_of(customer.country, customer.postcode, known=customer.region),
        time_zone=customer.time_zone,
        closed=house.closed,
        is_business_customer=customer.kind != CustomerKind.CONSUMER.value,
        history=[*known.contacts.get(customer_id, []), *planned],
        holds=holds(known, customer_id),
        allowed_contact_ids=frozenset(c.pk for c in live_contacts(customer)),
        preferences=_preferences(contact),
        items=items,
        sending_hours=Hours(house.entity.send_from, house.entity.send_until),
        unanswered_in_case=_unanswered(known, customer_id),
        limits=house.thresholds.guard,
    )


def override_of(known: Gathered, customer_id: int) -> Override | None:
    """The owner's word of today that one contact may break our limits, until that contact is made (K15)."""
    granted = known.house.passed_over.get(customer_id)
    if granted is None:
        return None
    since = [c for c in known.contacts.get(customer_id, []) if c.at > granted.granted_at]
    spent = any(c.direction is Direction.OUTBOUND and c.occasion not in EXEMPT for c in since)
    return None if spent else Override(by_owner=True, reason=granted.why)


def _unanswered(known: Gathered, customer_id: int) -> int:
    """The longest silence among a customer's open cases, in contacts (K13 counts within a case)."""
    return max((known.unanswered.get(case, 0) for case in known.case_ids.get(customer_id, ())), default=0)


def holds(known: Gathered, customer_id: int) -> tuple[HoldFact, ...]:
    """Standing holds, and the one that an unread message of the customer is (ruling on the inbox)."""
    standing = [HoldFact(h.kind, h.until_on, h.reason) for h in known.holds.get(customer_id, [])]
    if known.unread.get(customer_id):
        standing.append(HoldFact(HoldKind.UNREAD_REPLY))
    return tuple(standing)


def live_contacts(customer: Customer) -> list[Contact]:
    """The people of a customer who may be contacted at all, the main one first."""
    people = [c for c in receivables_queries.people_of(customer) if c.removed_at is None]
    return sorted(people, key=lambda c: (not c.is_main, c.pk)) if len(people) > 1 else people


def contact_for(customer: Customer, channel: Channel) -> Contact | None:
    """Whom to contact on a channel: the main person where that works, else the next."""
    for person in live_contacts(customer):
        if channel is Channel.EMAIL and person.email and person.bounced_at is None and person.accepts_email:
            return person
        if (
            channel is Channel.PHONE
            and person.phone
            and person.accepts_calls
            and not _is_off_limits(customer, person)
        ):
            return person
    return None


def _is_off_limits(customer: Customer, person: Contact) -> bool:
    """A private number is never dialled for a company's invoice (K4, ruling 1)."""
    return person.is_phone_private and customer.kind != CustomerKind.CONSUMER.value


def _preferences(contact: Contact | None) -> Preferences:
    if contact is None:
        return Preferences()
    reachable = None
    if contact.reachable_from or contact.reachable_until:
        reachable = Hours(contact.reachable_from or time.min, contact.reachable_until or time.max)
    return Preferences(contact.accepts_email, contact.accepts_calls, reachable)


def _closed(
    invoice: PaidInvoice, contested: set[int], upheld: set[int], reminded: list[date]
) -> ClosedInvoice:
    reminders = sum([invoice.due_on < on <= invoice.closed_on for on in reminded]) if reminded else 0
    return ClosedInvoice(
        invoice.issued_on, invoice.due_on, invoice.closed_on, invoice.payments, invoice.amount_minor, reminders,
        invoice.credited_minor, was_disputed_upheld=invoice.invoice_id in upheld,
        has_open_dispute=invoice.invoice_id in contested,
    )  # fmt: skip


def _open(known: PayerFacts, item: BookItem, contested: set[int]) -> OpenInvoice:
    return OpenInvoice(
        item.issued_on, item.due_on, tuple(known.part_paid.get(item.due_id, ())), item.invoice_id in contested
    )


def _by_day(promise: Promise) -> tuple[date, int]:
    return promise.promised_for, promise.id


def _agreement(promise: Promise, contacts: tuple[PastContact, ...], house: House) -> AgreementFact:
    since = promise.judged_on or promise.accepted_on or promise.proposed_on
    zone = house.entity.time_zone
    from_on = since if promise.judged_on else since + timedelta(days=1)
    eve = previous_business_day(promise.promised_for, house.entity.country, house.entity.region)
    reminded_from = max(since, eve) if promise.plan_id else since
    return AgreementFact(
        state=promise.state,
        amount=promise.amount,
        proposed_on=promise.proposed_on,
        due_on=promise.promised_for,
        state_since=since,
        answered=event_is_answered(
            contacts, from_on=from_on, zone=zone, attempts=house.thresholds.ladder.attempts_per_call
        ),
        reminder_due=not any(
            c.stage == "promise_reminder" and local_date(c.at, zone) >= reminded_from for c in contacts
        ),
    )


def _call_back(progress: Progress | None, zone: str) -> CallBack | None:
    if progress is None or progress.call_back_at is None:
        return None
    on = local_date(progress.call_back_at, zone)
    return CallBack(progress.call_back_at, progress.call_back_asked_on or on)


def _orders(known: PayerFacts, customer_id: int) -> tuple[int | None, int | None]:
    """What was invoiced over the three months before the last three, and over these."""
    today = known.house.today
    start, middle = _half_year(today)
    before = recently = 0
    found = [(i.issued_on, i.amount_minor) for i in known.paid.get(customer_id, ())]
    found += [(i.issued_on, i.amount_minor) for i in known.items.get(customer_id, ())]
    for on, minor in found:
        if middle < on <= today:
            recently += minor
        elif start < on <= middle:
            before += minor
    return before or None, recently


@lru_cache(maxsize=64)
def _half_year(today: date) -> tuple[date, date]:
    """The days six and three months before a day."""
    return add_months(today, -6), add_months(today, -3)


def moment_of_sending(house: House) -> datetime:
    """The instant at which what is decided now would leave: now, or when the entity begins to write."""
    return max(house.now, _opening(house.today, house.entity.send_from, house.entity.time_zone))


@lru_cache(maxsize=64)
def _opening(today: date, hour: time, zone: str) -> datetime:
    return at(today, hour, zone)
