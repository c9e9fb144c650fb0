"""Takes over what was written to customers before Encours: kept as sent, and each ladder goes on after it."""

from collections.abc import Sequence
from dataclasses import dataclass, replace
from datetime import date, datetime

from django.db import transaction

from encours.books.creditor import queries as creditor_queries
from encours.books.creditor.queries import Entity
from encours.books.receivables import queries as receivables_queries
from encours.books.receivables.models import Customer, InvoiceDue
from encours.flows.night.opening import open_for
from encours.flows.review.facts_of import contact_for
from encours.flows.review.gathered import house_of
from encours.ground.evidence.acts import Act
from encours.ground.kernel.clock import FixedClock, local_date
from encours.ground.kernel.reason import N_, Reason, Refused
from encours.method.cases import actions as cases_actions
from encours.method.cases import queries as cases_queries
from encours.method.cases.rules.contact import Channel, Direction, Occasion, PastContact
from encours.method.cases.rules.records import ContactRecord
from encours.method.outreach import actions as outreach_actions
from encours.method.outreach.models import Message
from encours.method.outreach.rules.drafts import LineDraft, MessageDraft, step_name
from encours.method.outreach.rules.states import Mode
from encours.method.strategy import actions as strategy_actions
from encours.method.strategy import queries as strategy_queries
from encours.method.strategy.procedures import shipped_procedures
from encours.method.strategy.rules.case_life import opens_on
from encours.method.strategy.rules.position import after_message
from encours.method.strategy.rules.step import Level, Stage

_NO_INVOICE = Reason(N_("Aucune des factures de ce message n'est dans les livres."))


@dataclass(frozen=True, slots=True, kw_only=True)
class PastMessage:
    """A message that left before Encours. `level`: the step of the ladder it stands for, empty beside it.

    `numbers`: the invoices it names; the books say what was open of each on that day.
    """

    customer_id: int
    sent_at: datetime
    numbers: tuple[str, ...]
    subject: str
    text: str
    stage: Stage = Stage.COURTESY
    level: str = "courtesy"
    template: str = ""
    channel: Channel = Channel.EMAIL
    occasion: Occasion = Occasion.LADDER
    signed_by: str = ""
    html: str = ""
    has_policy: bool = False
    deadline_named_on: date | None = None


@transaction.atomic
def take_over(act: Act, message: PastMessage) -> int | Refused:
    """Keeps one past message; returns its id. Taken over twice it is kept once.

    A case opens, as of the day on which it would have, when something that the message names is
    still open; else the message only counts as a contact. Where its level is known the ladder goes
    on after it, and the guard counts it like any other. Source: peers, clock mistake 2.
    """
    entity = creditor_queries.entity(act.entity_id)
    dues = _dues(act.entity_id, message.numbers)
    customer = receivables_queries.customer(act.entity_id, message.customer_id)
    if not dues or customer is None:
        return Refused(_NO_INVOICE, "numbers")
    sent_on = local_date(message.sent_at, entity.time_zone)
    case_id = _case(act, entity, dues)
    draft = _draft(entity, customer, message, dues=dues, sent_on=sent_on)
    kept = outreach_actions.take_over(act, drafts=[replace(draft, case_id=case_id)])
    for row in kept:
        _remember(act, row, sent_on=sent_on)
    return kept[0].pk if kept else 0


def _dues(entity_id: int, numbers: Sequence[str]) -> list[InvoiceDue]:
    ids = receivables_queries.invoice_ids_by_number(entity_id, numbers)
    found = [receivables_queries.invoice(entity_id, pk) for pk in ids.values()]
    dues = [due for invoice in found if invoice for due in invoice.dues.all()]
    return sorted(dues, key=lambda due: (due.due_on, due.pk))


def _case(act: Act, entity: Entity, dues: Sequence[InvoiceDue]) -> int | None:
    """The open case that the message belongs to; opened as of then. None when all it names is paid."""
    late = [due for due in dues if due.open_minor and due.due_on < act.today]
    if not late:
        return None
    pair = (late[0].customer_id, late[0].currency)
    known = {case.currency: case.id for case in cases_queries.open_cases_of([pair[0]]).get(pair[0], [])}
    if pair[1] not in known:
        opened_on = min(opens_on(late[0].due_on, entity.country, entity.region), act.today)
        then = replace(act, today=opened_on)
        open_for(then, house_of(act.entity_id, opened_on, FixedClock(act.at)), [pair])
        known = {case.currency: case.id for case in cases_queries.open_cases_of([pair[0]])[pair[0]]}
    return known[pair[1]]


def _draft(
    entity: Entity, customer: Customer, message: PastMessage, *, dues: Sequence[InvoiceDue], sent_on: date
) -> MessageDraft:
    by_mail = message.channel is Channel.EMAIL
    contact = contact_for(customer, Channel.EMAIL) if by_mail else None
    lines = tuple(
        LineDraft(due.pk, due.invoice.number, due.invoice.issued_on, due.due_on, _open_on(due, sent_on))
        for due in dues
    )
    return MessageDraft(
        customer_id=customer.pk,
        case_id=None,
        contact_id=contact.pk if contact else None,
        step_key=f"past:{customer.pk}/{message.template or message.level}/{message.sent_at.isoformat()}",
        level=message.level,
        occasion=message.occasion,
        channel=message.channel,
        stage=message.stage.value,
        template=message.template,
        template_version="",
        language=(contact.language if contact else "") or customer.language,
        mode=Mode.MANUAL,
        from_name=f"{message.signed_by} – {entity.name}" if message.signed_by else entity.name,
        from_email=entity.email,
        to_name=contact.name if contact else customer.name,
        to_email=contact.email if contact else "",
        subject=message.subject,
        text=message.text,
        html=message.html,
        currency=dues[0].currency,
        total_minor=sum(line.open_minor for line in lines),
        send_from=message.sent_at,
        decided_on=sent_on,
        lines=lines,
        has_policy=message.has_policy,
        deadline_named_on=message.deadline_named_on,
    )


def _open_on(due: InvoiceDue, day: date) -> int:
    """What was left of a due date at the end of a day, in minor units."""
    live = [x for x in due.allocations.all() if x.ended_on is None and x.allocated_on <= day]
    return int(due.amount_minor - sum(x.amount_minor for x in live))


def _remember(act: Act, row: Message, *, sent_on: date) -> None:
    contact = PastContact(
        at=row.send_from,
        direction=Direction.OUTBOUND,
        channel=Channel(row.channel),
        occasion=Occasion(row.occasion),
        step=step_name(row.level, sent_on),
        stage=row.stage,
        contact_id=row.contact_id,
        deadline_named_on=row.deadline_named_on,
    )
    record = ContactRecord(row.customer_id, f"message:{row.pk}", contact, row.case_id)
    cases_actions.record_contacts(act, records=[record])
    level = _level(row.level)
    if row.case_id is None or level is None:
        return
    progress = strategy_queries.progress_of([row.case_id])[row.case_id]
    before = progress.position
    if before is None or before.done_on <= sent_on or not before.level:
        strategy_actions.move({row.case_id: after_message(before, level, on=sent_on)}, clears_dates=True)
    strategy_actions.look_again([row.case_id], on=act.today)


def _level(key: str) -> Level | None:
    """The step of that name in the first ladder that has one; in another ladder its name finds it again."""
    ladders = sorted(shipped_procedures().items())
    return next((ladder.level(key) for _, ladder in ladders if ladder.index(key) is not None), None)
