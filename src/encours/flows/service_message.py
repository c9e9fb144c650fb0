"""A message that asks for nothing (a thank-you, a copy of an invoice) as a draft for the outbox."""

from collections.abc import Sequence
from dataclasses import dataclass

from encours.books.receivables.models import Contact, Customer
from encours.books.receivables.rules.open_item import OpenItem
from encours.flows.drafting import Drafting, plain_sender
from encours.flows.review.facts_of import moment_of_sending
from encours.ground.kernel.reason import Reason
from encours.method.cases.rules.contact import Channel, Occasion
from encours.method.outreach.rules.drafts import LineDraft, MessageDraft
from encours.method.outreach.rules.message_facts import Draft
from encours.method.outreach.rules.states import Mode


@dataclass(frozen=True, slots=True)
class Addressed:
    """To whom, about what, why, and in which conversation. `key` is the step: it leaves once."""

    customer: Customer
    contact: Contact
    items: Sequence[OpenItem]
    level: str
    key: str
    reason: Reason
    thread: tuple[str, ...] = ()
    document_ids: tuple[int, ...] = ()
    currency: str = ""


def service_draft(drafting: Drafting, words: Draft, to: Addressed) -> MessageDraft:
    """The draft in its final words. It leaves by itself unless the entity confirms this stage."""
    house, currency = drafting.house, to.items[0].currency if to.items else to.currency
    sender = plain_sender(house)
    return MessageDraft(
        customer_id=to.customer.pk,
        case_id=None,
        contact_id=to.contact.pk,
        step_key=f"customer:{to.customer.pk}/{currency}/{to.key}",
        level=to.level,
        occasion=Occasion.SERVICE,
        channel=Channel.EMAIL,
        stage=words.stage.value,
        template=words.template,
        template_version=str(words.version),
        language=words.language,
        mode=drafting.modes.get(words.stage.value, Mode.AUTOMATIC),
        from_name=sender.name or house.entity.name,
        from_email=house.entity.email,
        to_name=to.contact.name,
        to_email=to.contact.email,
        subject=words.subject,
        text=words.text,
        html=words.html,
        currency=currency,
        total_minor=0,
        send_from=moment_of_sending(house),
        decided_on=house.today,
        lines=tuple(LineDraft(i.due_id, i.number, i.issued_on, i.due_on, i.open_minor) for i in to.items),
        document_ids=to.document_ids,
        thread=to.thread,
        reasons=(to.reason,),
    )
