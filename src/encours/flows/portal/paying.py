"""A customer pays on somebody else's page: the link to it, and the notice that the money came or went back."""

from dataclasses import dataclass
from datetime import UTC, datetime
from typing import assert_never

from django.conf import settings
from django.db import transaction

from encours.books.creditor import online_payment as creditor_online
from encours.books.creditor import queries as creditor_queries
from encours.books.creditor.online_payment import OnlineProvider
from encours.books.creditor.rules.online_payment import (
    Asked,
    Notice,
    NoticeState,
    PaymentPage,
    WhyNot,
    asked_by,
    reference_of,
)
from encours.books.receivables import actions as receivables_actions
from encours.books.receivables import queries as receivables_queries
from encours.books.receivables.queries import booked
from encours.books.receivables.rules.drafts import PaymentDraft
from encours.books.receivables.rules.party import PaymentMethod
from encours.flows import contacting, recording
from encours.flows.portal.opening import Opened
from encours.ground.evidence.acts import Act
from encours.ground.kernel.clock import Clock
from encours.ground.kernel.money import Money
from encours.ground.kernel.reason import N_, Reason, Refused
from encours.ground.links import actions as links_actions
from encours.ground.links.rules.link import LIFE_DAYS, Link, Purpose
from encours.ground.plumbing.say import say
from encours.method.cases.rules.contact import Channel
from encours.method.inbox.rules.received import InboundDraft

PROVIDER = "provider"
"""Who acts by a notice: the page on which customers pay."""
_FROM = datetime(2020, 1, 1, tzinfo=UTC)
_MEANS = {
    "card": PaymentMethod.CARD,
    "transfer": PaymentMethod.TRANSFER,
    "direct_debit": PaymentMethod.DIRECT_DEBIT,
}


@dataclass(frozen=True, slots=True)
class PayOnline:
    """A button to somebody else's page: whose, and where it leads."""

    name: str
    url: str


@dataclass(frozen=True, slots=True)
class Believed:
    """A notice that was taken, now or before."""

    is_new: bool


def pay_online(
    opened: Opened, provider: OnlineProvider | None, amount: Money, invoices: dict[int, str]
) -> PayOnline | None:
    """The link for what is asked; `invoices`: their numbers. None where nothing is asked, or nobody provides it."""
    if provider is None or amount.minor <= 0:
        return None
    invoice_id = next(iter(invoices)) if len(invoices) == 1 else 0
    asked = Asked(opened.entity.id, opened.customer.pk, invoice_id, amount)
    page = PaymentPage(
        asked,
        reference_of(asked, key=settings.SECRET_KEY),
        ", ".join(list(invoices.values())[:3])[:80],
        opened.language,
    )
    return PayOnline(provider.label, provider.provider.address(page))


def heard(clock: Clock, *, hook: str, headers: dict[str, str], body: bytes) -> Believed | WhyNot:
    """A notice: its signature, its instant, its reference, its amount, in this order; then the books, once.

    Sent again, it changes nothing and is answered alike. What does not fit the amount that was asked is shown
    to a person, who looks before anybody is reminded.
    """
    found = creditor_online.provider_at(hook)
    if found is None:
        return WhyNot.UNKNOWN
    notice = found.provider.notice(headers, body, now=clock.now())
    if isinstance(notice, WhyNot):
        return notice
    asked = asked_by(notice.reference, keys=[settings.SECRET_KEY, *settings.ENCOURS_FORMER_KEYS])
    if asked is None or asked.entity_id != found.entity_id:
        return WhyNot.REFERENCE
    return _taken(creditor_queries.act(found.entity_id, PROVIDER, clock), notice, asked)


@transaction.atomic
def _taken(act: Act, notice: Notice, asked: Asked) -> Believed | WhyNot:
    if receivables_queries.customer(act.entity_id, asked.customer_id) is None:
        return WhyNot.REFERENCE
    link = Link(Purpose.PAYMENT, act.entity_id, asked.customer_id, _FROM, LIFE_DAYS[Purpose.PAYMENT])
    is_exact = notice.amount == asked.amount
    form = f"{notice.state.value}/{notice.id}"
    if not links_actions.use_once(act, link=link, form=form, what=notice.state.value):
        return Believed(is_new=False) if is_exact else WhyNot.AMOUNT
    if not is_exact:
        _shown_to_a_person(act, notice, asked)
        return WhyNot.AMOUNT
    outcome: int | Refused | None
    match notice.state:
        case NoticeState.PAID:
            outcome = _paid(act, notice, asked)
        case NoticeState.RETURNED:
            outcome = _returned(act, notice, asked)
        case _:
            assert_never(notice.state)
    if isinstance(outcome, Refused):
        _shown_to_a_person(act, notice, asked)
    return Believed(is_new=True)


def _paid(act: Act, notice: Notice, asked: Asked) -> int | Refused:
    rows = receivables_queries.invoices_by_id(act.entity_id, [asked.invoice_id]) if asked.invoice_id else {}
    draft = PaymentDraft(
        customer_id=asked.customer_id,
        received_on=min(notice.paid_on, act.today),
        currency=notice.amount.currency,
        amount_minor=notice.amount.minor,
        method=_MEANS.get(notice.means, PaymentMethod.UNKNOWN),
        reference=notice.reference,
        source_key=_key(notice.id),
    )
    return recording.add_payment(act, draft, named=rows[asked.invoice_id].number if rows else "")


def _returned(act: Act, notice: Notice, asked: Asked) -> Refused | None:
    """The money of a payment went back: what it paid is open again, and what it kept is judged anew."""
    payment_id = booked.payment_under(act.entity_id, _key(notice.id))
    if payment_id is None:
        return Refused(Reason(N_("Ce règlement n'est pas dans les comptes.")))
    return recording.change_books(
        act,
        asked.customer_id,
        lambda: receivables_actions.cancel_payment(act, payment_id=payment_id),
    )


def _shown_to_a_person(act: Act, notice: Notice, asked: Asked) -> None:
    """It stands in the timeline as something to read: nobody is reminded before a person has looked."""
    text = N_(
        "Paiement en ligne à vérifier\u00a0: {amount} le {on}, référence {reference}\u00a0; demandé\u00a0: {asked}."
    )
    if notice.state is NoticeState.RETURNED:
        text = N_(
            "Retour d'un paiement en ligne à vérifier\u00a0: {amount} le {on}, référence {reference}\u00a0; "
            "demandé\u00a0: {asked}."
        )
    words = Reason(
        text, amount=notice.amount, on=notice.paid_on, reference=notice.reference, asked=asked.amount
    )
    contacting.note_inbound(
        act, InboundDraft(asked.customer_id, Channel.PAGE, say(words, act.language), act.at, None)
    )


def _key(notice_id: str) -> str:
    return f"online:{notice_id}"
