"""A payment that settles what we had asked for is thanked once."""

from collections.abc import Sequence
from datetime import date

from encours.books.receivables.rules.open_item import OpenItem, is_overdue
from encours.flows.drafting import Drafting, plain_sender
from encours.flows.review.facts_of import contact_for, moment_of_sending
from encours.flows.review.gathered import Gathered, gather, house_of
from encours.ground.evidence.acts import Act
from encours.ground.kernel.clock import FixedClock
from encours.ground.kernel.money import Money
from encours.ground.kernel.reason import N_, Reason, Refused
from encours.method.agreements.rules.words import AgreementState
from encours.method.cases.rules.contact import Channel, Occasion
from encours.method.outreach import queries as outreach_queries
from encours.method.outreach.rules.compose import ComposeFacts, InvoiceLine, PaymentThanked, compose
from encours.method.outreach.rules.drafts import LineDraft, MessageDraft
from encours.method.outreach.rules.states import Mode

TEMPLATE = "T26"


def thank(act: Act, *, customer_id: int, currency: str, before: Sequence[OpenItem], paid_on: date) -> int:
    """Prepares the thank-you when a payment settled late invoices that we had written about.

    before: what was open before the payment. Returns how many messages were prepared (0 or 1).
    """
    house = house_of(act.entity_id, act.today, FixedClock(act.at))
    known = gather(house, [customer_id])
    still_open = {item.due_id for item in known.items.get(customer_id, [])}
    settled = [
        i
        for i in before
        if i.currency == currency and i.due_id not in still_open and is_overdue(i.due_on, paid_on)
    ]
    named = outreach_queries.mentioned_dues([item.due_id for item in settled])
    told = [item for item in settled if item.due_id in named]
    contact = contact_for(known.customers[customer_id], Channel.EMAIL)
    if not told or contact is None:
        return 0
    amount = Money(sum(item.open_minor for item in told), currency)
    facts = _facts(known, customer_id, told, PaymentThanked(
        amount, paid_on, is_date_kept=_was_promised(known, customer_id, paid_on),
        is_account_settled=not any(i.due_on < act.today for i in known.items.get(customer_id, [])),
    ))  # fmt: skip
    words = compose(facts)
    if isinstance(words, Refused):
        return 0
    draft = MessageDraft(
        customer_id=customer_id,
        case_id=None,
        contact_id=contact.pk,
        step_key=f"customer:{customer_id}/{currency}/thanks/{'-'.join(str(i.due_id) for i in told[:8])}",
        level="thanks",
        occasion=Occasion.SERVICE,
        channel=Channel.EMAIL,
        stage=words.stage.value,
        template=words.template,
        template_version=str(words.version),
        language=words.language,
        mode=Drafting.of(house).modes.get(words.stage.value, Mode.AUTOMATIC),
        from_name=facts.sender.name or house.entity.name,
        from_email=house.entity.email,
        to_name=contact.name,
        to_email=contact.email,
        subject=words.subject,
        text=words.text,
        html=words.html,
        currency=currency,
        total_minor=0,
        send_from=moment_of_sending(house),
        decided_on=act.today,
        lines=tuple(LineDraft(i.due_id, i.number, i.issued_on, i.due_on, i.open_minor) for i in told),
        thread=tuple(known.threads.get(customer_id, ())),
        reasons=(Reason(N_("Règlement reçu le {on}"), on=paid_on),),
    )
    return Drafting.of(house).queue(act, [draft])


def _facts(
    known: Gathered, customer_id: int, told: Sequence[OpenItem], payment: PaymentThanked
) -> ComposeFacts:
    house, customer = known.house, known.customers[customer_id]
    contact = contact_for(customer, Channel.EMAIL)
    return ComposeFacts(
        template=TEMPLATE,
        language=(contact.language if contact else "") or customer.language,
        customer=customer.name,
        sender=plain_sender(house),
        today=house.today,
        lines=[InvoiceLine(i.number, i.issued_on, i.due_on, Money(i.open_minor, i.currency)) for i in told],
        contact=contact.name if contact else "",
        payment=payment,
    )


def _was_promised(known: Gathered, customer_id: int, paid_on: date) -> bool:
    return any(
        p.state is AgreementState.KEPT and paid_on <= p.promised_for
        for p in known.promises.get(customer_id, [])
    )
