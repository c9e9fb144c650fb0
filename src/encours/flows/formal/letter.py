"""The letter that carries an approved act: the words as they were approved, in the outbox of letters."""

from collections.abc import Sequence

from encours.books.creditor import queries as creditor_queries
from encours.books.receivables.models import Customer
from encours.books.receivables.rules.open_item import OpenItem
from encours.flows.review.assess import Assessment
from encours.flows.review.facts_of import live_contacts, moment_of_sending
from encours.flows.review.gathered import Gathered, House
from encours.method.cases.rules.contact import Channel, Occasion
from encours.method.outreach.rules.drafts import LineDraft, MessageDraft
from encours.method.outreach.rules.states import Mode
from encours.method.strategy.queries.formal_acts import FormalFact
from encours.method.strategy.rules.step import Level


def lines_of(known: Gathered, a: Assessment) -> tuple[LineDraft, ...]:
    """What is asked of the customer today, due date by due date."""
    book: dict[int, OpenItem] = {item.due_id: item for item in known.items.get(a.customer_id, [])}
    return tuple(
        LineDraft(x.item.due_id, x.item.number, book[x.item.due_id].issued_on, x.item.due_on, x.minor)
        for x in a.asked
    )


def letter_of(
    one: FormalFact, level: Level, *, house: House, customer: Customer, lines: Sequence[LineDraft]
) -> MessageDraft:
    """The act as a letter that a person sends; its statement comes first among what is enclosed."""
    person = next(iter(live_contacts(customer)), None)
    sender = creditor_queries.member_in_role(house.team, level.sender)
    return MessageDraft(
        customer_id=customer.pk,
        case_id=one.case_id,
        contact_id=person.pk if person else None,
        step_key=f"formal:{one.id}",
        level=one.level,
        occasion=Occasion.LADDER,
        channel=Channel.LETTER,
        stage=one.kind.value,
        template=level.message.template if level.message else "",
        template_version="",
        language=one.language,
        mode=Mode.MANUAL,
        from_name=f"{sender.name} – {house.entity.name}" if sender else house.entity.name,
        from_email=house.entity.email,
        to_name=person.name if person else customer.name,
        to_email="",
        subject=one.subject,
        text=one.text,
        html="",
        currency=one.total.currency,
        total_minor=sum(line.open_minor for line in lines),
        send_from=moment_of_sending(house),
        decided_on=house.today,
        lines=tuple(lines),
        deadline_named_on=one.deadline_on,
    )
