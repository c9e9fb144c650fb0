"""Cases in which a text is tried: a real customer's invoices or invented ones, words for what only a case knows."""

from dataclasses import replace
from datetime import date, timedelta
from types import MappingProxyType

from encours.books.creditor import queries as creditor_queries
from encours.flows.case_words import also_true, happened_in
from encours.flows.drafting import plain_sender
from encours.flows.page_links import example_link, page_link
from encours.flows.review.assess import Assessment, assess
from encours.flows.review.facts_of import contact_for
from encours.flows.review.gathered import Gathered, House
from encours.ground.kernel.money import Money
from encours.ground.wording.examples import examples
from encours.ground.wording.facts import Fact, Register
from encours.ground.wording.library import Key, Library
from encours.ground.wording.linter.context import Context
from encours.ground.wording.templates import Template
from encours.method.cases.rules.contact import Channel
from encours.method.outreach.rules.message_facts import (
    Attached,
    ComposeFacts,
    Happened,
    InvoiceLine,
    PaymentThanked,
    Sender,
    Told,
)

HOSTS = MappingProxyType(
    {"attached": "T05", "instalment": "T14", "line": "T05", "page": "T05", "past": "T22"}
)
"""In which message a piece is looked at that several share."""
_FEW = 12
"""So many invoices of a customer are shown in a preview."""
_LATER = MappingProxyType(
    {
        "agreed_date": 7,
        "answer_date": 10,
        "check_date": 8,
        "deadline_date": 10,
        "discount_date": 5,
        "end_date": 90,
        "new_due_date": 15,
        "offer_expiry_date": 15,
        "option_a_date": 12,
        "option_b_start_date": 10,
        "our_action_date": 2,
        "plan_b_date": 20,
        "reply_by_date": 6,
    }
)
_EARLIER = MappingProxyType(
    {
        "agreement_date": 12,
        "call_date": 1,
        "delivery_date": 60,
        "our_promise_date": 9,
        "question_date": 3,
    }
)
_OPTIONAL = frozenset(
    {
        "agreement_ref", "attachments", "availability", "colleague", "credit_amount", "fixed_amount",
        "interest_amount", "method", "open_orders", "our_action", "plan_b_date", "po_number", "situation",
        "supplier", "terms_days",
    }
)  # fmt: skip
"""What a text may do without: a case is tried with and without."""
_WITH_PLAN_B = frozenset({"T13", "T22", "T23"})


def of_customer(
    known: Gathered, customer_id: int, *, key: Key, texts: Library, several: bool | None
) -> ComposeFacts:
    """A text on a real customer: their invoices, contacts and what took place; `several` forces a form."""
    template, language, register = key
    house, customer = known.house, known.customers[customer_id]
    contact = contact_for(customer, Channel.EMAIL)
    currency = next((i.currency for i in known.items.get(customer_id, [])), house.entity.currency)
    account = creditor_queries.account_for(house.accounts, currency)
    (a,) = assess(known, [(customer_id, currency)])
    lines = _form(_lines(known, customer_id, currency), house.today, currency, several=several)
    facts = ComposeFacts(
        template=template,
        language=language,
        register=register,
        customer=customer.name,
        sender=plain_sender(house),
        today=house.today,
        lines=lines,
        statement=lines,
        contact=contact.name if contact else "",
        iban=account.iban if account else "",
        next_step_on=house.today + timedelta(days=8),
        happened=_happened(known, a, key),
        page=page_link(entity_id=house.entity.id, customer_id=customer_id, contact=contact, now=house.now),
        also=also_true(known, a),
        texts=texts,
    )
    return _completed(facts, rich=True)


def invented(house: House, *, key: Key, texts: Library, rich: bool, several: bool) -> ComposeFacts:
    """A text in a case of which next to nothing is known, or everything."""
    template, language, register = key
    today, currency = house.today, house.entity.currency
    lines = _form((), today, currency, several=several)
    if rich:
        part = Money(lines[0].open.minor // 10, currency)
        lines = tuple(replace(line, received=part, has_copy=True) for line in lines)
    happened = Happened(
        (today - timedelta(days=20), today - timedelta(days=11)),
        (today - timedelta(days=14),),
        (today - timedelta(days=18), today - timedelta(days=9)),
    )
    facts = ComposeFacts(
        template=template,
        language=language,
        register=register,
        customer="Morel SARL",
        sender=Sender("Jeanne Duval", house.entity.name or "Atelier Duval", "01 23 45 67 89" if rich else ""),
        today=today,
        lines=lines,
        contact="Claire Morel" if rich else "",
        iban="FR7630006000011234567890189" if rich else "",
        last_message_on=today - timedelta(days=11) if rich else None,
        next_step_on=today + timedelta(days=8) if rich or template in {"T17", "T27"} else None,
        next_step_is_call=rich,
        happened=happened if rich or template == "T13" else None,
        page=example_link(),
        attached=(Attached("F-2031.pdf", 84_000),) if rich else (),
        also=frozenset({Fact.HARDSHIP}) if rich and template != "T01" else frozenset(),
        texts=texts,
    )
    return _completed(facts, rich=rich)


def context_of(facts: ComposeFacts) -> Context:
    """What the rules of wording are told of the same case."""
    broken = len(facts.happened.broken_on) if facts.happened else 0
    return Context(
        today=facts.today,
        hardship=Fact.HARDSHIP in facts.also,
        broken_agreements={"T12": 1, "T13": 2}.get(facts.template, broken),
        plan_b="plan_b_date" in facts.told,
        plan_b_ready=True,
        tutoiement=facts.register is Register.TU,
        names=tuple(filter(None, (facts.customer, facts.sender.company, facts.sender.name, facts.contact))),
        attachments=bool(facts.attached),
    )


def is_example(template: Template) -> bool:
    """Whether a preview of this text fills in words that only a case knows."""
    return any(
        f"{{{name}}}" in s.text for s in template.sections for name in (*examples("fr"), *_LATER, *_EARLIER)
    )


def _completed(facts: ComposeFacts, *, rich: bool) -> ComposeFacts:
    """The same with words, dates and amounts in the place of what only a case knows."""
    today, first = facts.today, facts.lines[0].open
    half = Money(max(1, first.minor // 2), first.currency)
    told: dict[str, Told] = {
        **examples(facts.language),
        **{name: today + timedelta(days=days) for name, days in _LATER.items()},
        **{name: today - timedelta(days=days) for name, days in _EARLIER.items()},
        **dict.fromkeys(
            ("agreed_amount", "credit_amount", "disputed_amount", "interest_amount", "new_amount",
             "option_a_amount", "required_amount", "discounted_amount", "fixed_amount"), half
        ),
        "total_due": first, "case_ref": "D-12", "dispute_ref": "L-7", "agreement_ref": "A-3",
        "debtor_legal_name": facts.customer, "debtor_registration": "552 100 554", "discount_pct": "2",
        "email": "comptes@example.com", "notice_days": 12, "option_b_n": 4, "terms_days": 30,
        "interest_rate": "12,15 %" if facts.language == "fr" else "12.15%", "po_number": "BC-7788",
        "attachments": "F-2031.pdf",
    }  # fmt: skip
    if not rich:
        told = {name: value for name, value in told.items() if name not in _OPTIONAL}
        if facts.template == "T01":
            told["terms_days"] = 30
        if facts.template == "T21":
            told["credit_amount"] = half
        if facts.template not in {"T10", "T11", "T12"}:
            told.pop("agreed_amount")
    if facts.template in _WITH_PLAN_B:
        told["plan_b_date"] = today + timedelta(days=_LATER["plan_b_date"])
    plan = facts.template in {"T14", "T15"} or (rich and facts.template == "T12" and facts.attached)
    return replace(
        facts,
        told=told,
        schedule=_schedule(today, half) if plan else (),
        payment=PaymentThanked(first, today, is_account_settled=True) if facts.template == "T26" else None,
    )


def _schedule(today: date, half: Money) -> tuple[tuple[date, Money], ...]:
    return ((today + timedelta(days=7), half), (today + timedelta(days=37), half))


def _happened(known: Gathered, a: Assessment, key: Key) -> Happened:
    found = happened_in(known, a)
    if key[0] == "T13" and not found.broken_on:
        return replace(found, broken_on=(known.house.today - timedelta(days=9),))
    return found


def _lines(known: Gathered, customer_id: int, currency: str) -> tuple[InvoiceLine, ...]:
    items = [i for i in known.items.get(customer_id, []) if i.currency == currency]
    late = [i for i in items if i.due_on < known.house.today] or items
    return tuple(
        InvoiceLine(
            i.number,
            i.issued_on,
            i.due_on,
            Money(i.open_minor, i.currency),
            has_copy=i.document_id is not None,
        )
        for i in sorted(late, key=lambda item: (item.due_on, item.number))[:_FEW]
    )


def _form(
    lines: tuple[InvoiceLine, ...], today: date, currency: str, *, several: bool | None
) -> tuple[InvoiceLine, ...]:
    """The invoices of a customer in the form that is looked at, with invented ones where there are too few."""
    spare = (
        InvoiceLine(
            "F-2031", today - timedelta(days=52), today - timedelta(days=22), Money(123_450, currency)
        ),
        InvoiceLine("F-2040", today - timedelta(days=37), today - timedelta(days=7), Money(76_550, currency)),
    )
    found = lines or spare[: 2 if several else 1]
    if several is False:
        return found[:1]
    return found if several is None or len(found) > 1 else (*found, spare[1])


__all__ = ["context_of", "invented", "is_example", "of_customer"]
