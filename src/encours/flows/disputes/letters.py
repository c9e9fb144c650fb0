"""Our letters about a contested point (T16, T17): in the words of the house, looked at, put into the outbox."""

from collections.abc import Mapping
from dataclasses import dataclass, replace
from datetime import date

from encours.books.creditor import queries as creditor_queries
from encours.books.receivables import queries as receivables_queries
from encours.books.receivables.models import Contact, Customer, Invoice
from encours.books.receivables.rules.open_item import OpenItem
from encours.flows.case_words import register_of
from encours.flows.disputes.left import peace_until
from encours.flows.drafting import Drafting, plain_sender
from encours.flows.page_links import page_link
from encours.flows.review.facts_of import contact_for
from encours.flows.review.gathered import Gathered, gather, house_of
from encours.flows.service_message import Addressed, service_draft
from encours.ground.documents import queries as documents_queries
from encours.ground.evidence.acts import Act
from encours.ground.kernel.clock import FixedClock
from encours.ground.kernel.money import Money
from encours.ground.kernel.reason import N_, Reason, Refused
from encours.ground.wording.facts import Fact
from encours.ground.wording.findings import Severity
from encours.ground.wording.linter.context import Context
from encours.ground.wording.linter.lint import lint
from encours.method.cases.rules.contact import Channel
from encours.method.disputes.queries.parts import WholeDispute, whole
from encours.method.disputes.rules.letters import Letter, reference, step_key
from encours.method.disputes.rules.reasons import reason_of
from encours.method.disputes.rules.words import DisputeOutcome
from encours.method.outreach.queries.by_step import by_step_keys
from encours.method.outreach.rules.compose import compose, ledger_of
from encours.method.outreach.rules.message_facts import Attached, ComposeFacts, Draft, InvoiceLine, Told
from encours.method.outreach.rules.states import Mode

TEMPLATES = {Letter.RECEIVED: "T16", Letter.ANSWERED: "T17", Letter.AGREED: "T17"}
_DECIDED = {DisputeOutcome.UPHELD: Fact.UPHELD, DisputeOutcome.PARTLY: Fact.PARTLY}
_WHY = {
    Letter.RECEIVED: N_("Remarque du client enregistrée sous {reference}"),
    Letter.ANSWERED: N_("Réponse au litige {reference}"),
    Letter.AGREED: N_("Accord trouvé sur le litige {reference}"),
}


@dataclass(frozen=True, slots=True)
class _About:
    """A dispute and what a letter about it is made from."""

    dispute: WholeDispute
    invoice: Invoice
    known: Gathered
    customer: Customer
    contact: Contact
    drafting: Drafting
    attached: tuple[int, ...] = ()

    @property
    def open(self) -> Money:
        """What the books show open on the invoice."""
        return Money(sum(due.open_minor for due in self.invoice.dues.all()), self.invoice.currency)

    @property
    def language(self) -> str:
        """The language of whoever reads it."""
        return self.contact.language or self.customer.language


def prepare_acknowledgement(act: Act, *, dispute_id: int) -> int | None:
    """T16: thank you, who looks after it, what rests, by when we answer. None where there is nobody to write to."""
    about = _about(act, dispute_id)
    if about is None:
        return None
    fact = about.dispute.fact
    told: dict[str, Told] = {
        **_named(about),
        "owner": _owner(about),
        "disputed_amount": fact.amount,
        "answer_date": fact.answer_due_on,
    }
    return _prepared(
        act, about, Letter.RECEIVED, _facts(about, Letter.RECEIVED, told, open_amount=about.open)
    )


def prepare_answer(act: Act, *, dispute_id: int, letter: Letter = Letter.ANSWERED) -> int | None:
    """T17: what we found, what we decided, what is to be paid and when. None where there is nobody to write to.

    The files that the team added travel with it. `letter`: AGREED for what both agreed after an objection.
    """
    about = _about(act, dispute_id)
    if about is None:
        return None
    fact = about.dispute.fact
    until = fact.rests_until_on or peace_until(act)
    credited = fact.amount - fact.left
    before = about.open + credited
    left = before - fact.granted if before > fact.granted else Money.zero(before.currency)
    about = replace(about, attached=_ours(about.dispute))
    told: dict[str, Told] = {
        **_named(about),
        "findings": fact.answer.strip().rstrip(". "),
        "new_amount": left,
        "new_due_date": fact.new_due_on or until,
    }
    if credited:
        told["credit_amount"] = credited
    facts = _facts(about, letter, told, open_amount=before)
    decided = {_DECIDED[fact.outcome]} if fact.outcome in _DECIDED else set()
    settled = {Fact.SETTLED} if not left else set()
    facts = replace(facts, next_step_on=until, also=frozenset(decided | settled))
    return _prepared(act, about, letter, facts)


def _about(act: Act, dispute_id: int) -> _About | None:
    found = whole(act.entity_id, dispute_id)
    assert found is not None
    invoice = receivables_queries.invoice(act.entity_id, found.fact.invoice_id)
    assert invoice is not None
    house = house_of(act.entity_id, act.today, FixedClock(act.at))
    known = gather(house, [found.fact.customer_id])
    customer = known.customers[found.fact.customer_id]
    contact = contact_for(customer, Channel.EMAIL)
    if contact is None:
        return None
    return _About(found, invoice, known, customer, contact, Drafting.of(house))


def _named(about: _About) -> Mapping[str, Told]:
    fact = about.dispute.fact
    return {
        "dispute_subject": reason_of(fact.reason).named(about.language),
        "dispute_ref": reference(fact.id),
    }


def _owner(about: _About) -> str:
    """Who looks after it, by name; our company where nobody is named."""
    house = about.known.house
    member = next((m for m in house.team if m.id == about.dispute.fact.handled_by_id), None)
    return member.name if member else plain_sender(house).name or house.entity.name


def _ours(dispute: WholeDispute) -> tuple[int, ...]:
    return tuple(paper.document_id for paper in dispute.papers if paper.by.startswith("user:"))


def _facts(about: _About, letter: Letter, told: Mapping[str, Told], *, open_amount: Money) -> ComposeFacts:
    house = about.known.house
    account = creditor_queries.account_for(house.accounts, open_amount.currency)
    files = documents_queries.files_of(set(about.attached))
    return ComposeFacts(
        template=TEMPLATES[letter],
        language=about.language,
        customer=about.customer.name,
        sender=plain_sender(house),
        today=house.today,
        lines=[InvoiceLine(about.invoice.number, about.invoice.issued_on, _due_on(about), open_amount)],
        contact=about.contact.name,
        iban=account.iban if account else "",
        page=page_link(
            entity_id=house.entity.id, customer_id=about.customer.pk, contact=about.contact, now=house.now
        ),
        register=register_of(about.customer),
        texts=about.drafting.texts,
        told=told,
        attached=[Attached(files[pk].name, files[pk].size) for pk in about.attached if pk in files],
    )


def _due_on(about: _About) -> date:
    dues = list(about.invoice.dues.all())
    return min((due.due_on for due in dues if due.open_minor), default=min(due.due_on for due in dues))


def _prepared(act: Act, about: _About, letter: Letter, facts: ComposeFacts) -> int | None:
    """Puts the letter into the outbox once; what the rules of wording doubt waits for a person's yes."""
    words = compose(facts)
    if isinstance(words, Refused):
        return None
    key = step_key(about.dispute.fact.id, letter)
    reason = Reason(_WHY[letter], reference=reference(about.dispute.fact.id))
    to = Addressed(
        customer=about.customer,
        contact=about.contact,
        items=_items(about.invoice),
        level=f"dispute_{letter.value}",
        key=key,
        reason=reason,
        thread=tuple(about.known.threads.get(about.customer.pk, ())),
        document_ids=about.attached,
    )
    draft = service_draft(about.drafting, words, to)
    mode = Mode.TO_CONFIRM if _is_doubted(about, facts, words) else draft.mode
    about.drafting.queue(act, [replace(draft, step_key=key, mode=mode)])
    made = by_step_keys(act.entity_id, [key]).get(key)
    return made[0] if made else None


def _is_doubted(about: _About, facts: ComposeFacts, words: Draft) -> bool:
    fact = about.dispute.fact
    context = Context(
        today=about.known.house.today,
        country=about.customer.country,
        names=tuple(filter(None, [about.customer.name, about.known.house.entity.name, about.contact.name])),
        dispute_open=fact.is_unanswered,
        dispute_upheld=fact.outcome is DisputeOutcome.UPHELD,
        disputed_number=about.invoice.number,
        disputed_amount=fact.amount.decimal,
        attachments=bool(about.attached),
        ledger=ledger_of(facts),
    )
    found = lint(words.text, lang=words.language, stage=words.stage, context=context)
    return any(finding.severity is not Severity.INFO for finding in found)


def _items(invoice: Invoice) -> list[OpenItem]:
    return [
        OpenItem(
            due.pk, invoice.pk, invoice.customer_id, invoice.number, invoice.kind, invoice.issued_on, due.due_on,
            invoice.currency, due.amount_minor, due.open_minor, invoice.document_id, invoice.is_due_assumed,
        )
        for due in invoice.dues.all()
    ]  # fmt: skip
