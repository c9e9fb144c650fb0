"""A copy of an open invoice sent again, because somebody at the customer's asked for it or has not found it (R047)."""

from django.db import transaction

from encours.books.creditor import queries as creditor_queries
from encours.books.receivables import actions as receivables_actions
from encours.books.receivables import queries as receivables_queries
from encours.books.receivables.models import Contact
from encours.books.receivables.rules.open_item import OpenItem
from encours.flows.case_words import also_true, register_of
from encours.flows.drafting import Drafting, plain_sender
from encours.flows.page_links import page_link
from encours.flows.review.assess import Assessment, assess
from encours.flows.review.facts_of import contact_for
from encours.flows.review.gathered import Gathered, gather, house_of
from encours.flows.review.wording_context import About, flags_of
from encours.flows.service_message import Addressed, service_draft
from encours.ground.documents import queries as documents_queries
from encours.ground.evidence.acts import Act
from encours.ground.kernel.clock import FixedClock
from encours.ground.kernel.money import Money
from encours.ground.kernel.reason import N_, Reason, Refused
from encours.ground.kernel.text import number_key
from encours.ground.wording.stages import Stage
from encours.method.cases.rules.contact import Channel
from encours.method.outreach.rules.compose import compose
from encours.method.outreach.rules.message_facts import Attached, ComposeFacts, InvoiceLine, Told
from encours.method.outreach.rules.template_words import allowed

TEMPLATE = "T02"


@transaction.atomic
def resend(act: Act, *, customer_id: int, invoice_id: int) -> str | Refused:
    """Prepares a message with the copy of an open invoice; answers to which address it goes.

    It leaves by the same rules as any other: not in test mode, not while all is stopped, at sending hours.

    Refused without a copy, without an address, and a second time on the same day.
    """
    return _prepared(act, customer_id, invoice_id, key=f"resend/{invoice_id}/{act.today.isoformat()}")


@transaction.atomic
def resend_with_order_number(
    act: Act, *, customer_id: int, invoice_id: int, po_number: str
) -> str | Refused | None:
    """Notes the customer's order number and sends the copy again with it, the same day (R085).

    Answers to which address it goes, or None where it cannot leave: the number is kept all the same.
    """
    refused = receivables_actions.set_order_number(act, invoice_id=invoice_id, po_number=po_number)
    if refused is not None:
        return refused
    key = f"resend/{invoice_id}/{act.today.isoformat()}/{number_key(po_number)[:20]}"
    sent = _prepared(act, customer_id, invoice_id, key=key)
    return None if isinstance(sent, Refused) else sent


def _prepared(act: Act, customer_id: int, invoice_id: int, *, key: str) -> str | Refused:
    house = house_of(act.entity_id, act.today, FixedClock(act.at))
    known = gather(house, [customer_id])
    items = [i for i in known.items.get(customer_id, []) if i.invoice_id == invoice_id]
    contact = contact_for(known.customers[customer_id], Channel.EMAIL)
    if not items:
        return Refused(Reason(N_("Cette facture n'est plus ouverte")))
    if items[0].document_id is None:
        return Refused(Reason(N_("Aucune copie de cette facture : joignez-la d'abord")))
    if contact is None:
        return Refused(Reason(N_("Aucune adresse à laquelle écrire : complétez la fiche")))
    drafting = Drafting.of(house)
    (a,) = assess(known, [(customer_id, items[0].currency)])
    facts = _facts(known, drafting, a, contact=contact, items=items)
    words = allowed(compose(facts), facts, flags_of(known, a, About(stage=Stage.INVOICE)))
    if isinstance(words, Refused):
        return words
    draft = service_draft(drafting, words, _addressed(known, customer_id, contact, items, key))
    if not drafting.queue(act, [draft]):
        return Refused(Reason(N_("Déjà renvoyée aujourd'hui")))
    return contact.email


def _facts(
    known: Gathered, drafting: Drafting, a: Assessment, *, contact: Contact, items: list[OpenItem]
) -> ComposeFacts:
    house, customer = known.house, known.customers[contact.customer_id]
    files = documents_queries.files_of([pk for item in items[:1] if (pk := item.document_id)])
    account = creditor_queries.account_for(house.accounts, items[0].currency)
    return ComposeFacts(
        template=TEMPLATE,
        language=contact.language or customer.language,
        customer=customer.name,
        sender=plain_sender(house),
        today=house.today,
        lines=[_line(known, item) for item in items],
        contact=contact.name,
        iban=account.iban if account else "",
        page=page_link(
            entity_id=house.entity.id, customer_id=contact.customer_id, contact=contact, now=house.now
        ),
        register=register_of(customer),
        texts=drafting.texts,
        told=_order_of(house.entity.id, items),
        attached=[Attached(file.name, file.size) for file in files.values()],
        also=also_true(known, a),
    )


def _order_of(entity_id: int, items: list[OpenItem]) -> dict[str, Told]:
    row = receivables_queries.invoice(entity_id, items[0].invoice_id)
    return {"po_number": row.po_number} if row and row.po_number else {}


def _line(known: Gathered, item: OpenItem) -> InvoiceLine:
    paid = sum(minor for _, minor in known.part_paid.get(item.due_id, ()))
    received = Money(min(paid, item.amount_minor - item.open_minor), item.currency)
    return InvoiceLine(
        item.number,
        item.issued_on,
        item.due_on,
        Money(item.open_minor, item.currency),
        received or None,
        has_copy=True,
    )


def _addressed(
    known: Gathered, customer_id: int, contact: Contact, items: list[OpenItem], key: str
) -> Addressed:
    document = items[0].document_id
    assert document is not None
    return Addressed(
        customer=known.customers[customer_id],
        contact=contact,
        items=items,
        level="resend",
        key=key,
        reason=Reason(N_("Copie de la facture {number} demandée"), number=items[0].number),
        thread=tuple(known.threads.get(customer_id, ())),
        document_ids=(document,),
    )
