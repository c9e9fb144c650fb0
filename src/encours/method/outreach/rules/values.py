"""What a message says in the place of each placeholder, and which facts choose its words."""

from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from datetime import date
from operator import attrgetter
from types import MappingProxyType

from encours.ground.kernel.identifiers import iban_in_groups
from encours.ground.kernel.money import Money, total
from encours.ground.wording import formats
from encours.ground.wording.civility import greeted
from encours.ground.wording.facts import Fact
from encours.ground.wording.templates import fill
from encours.method.outreach.rules.message_facts import ComposeFacts, InvoiceLine, Sender, Told

_place = attrgetter("due_on", "number")
_KNOWN_BY = {
    Fact.SITUATION: "situation",
    Fact.AGREED: "agreed_amount",
    Fact.MEANS: "method",
    Fact.OUR_PART: "our_action",
    Fact.TERMS: "terms_days",
    Fact.PLAN_B: "plan_b_date",
    Fact.INTEREST: "interest_amount",
    Fact.INDEMNITY: "fixed_amount",
    Fact.COLLEAGUE: "colleague",
    Fact.AVAILABILITY: "availability",
    Fact.ORDER: "po_number",
    Fact.DELIVERY: "delivery_date",
    Fact.AGREEMENT_TEXT: "agreement_ref",
    Fact.SUPPLIER: "supplier",
    Fact.ORDERS: "open_orders",
    Fact.CREDIT_NOTE: "credit_amount",
    Fact.DOCUMENTS: "attachments",
}
"""Facts that hold as soon as somebody told what they are about."""


def true_facts(facts: ComposeFacts) -> frozenset[Fact]:
    """What may be said of this message, and nothing else."""
    copies = [line.has_copy for line in facts.lines]
    payment, happened = facts.payment, facts.happened
    is_true = {
        Fact.SEVERAL: len(facts.lines) > 1,
        Fact.CONTACT: bool(facts.contact.strip()),
        Fact.PHONE: bool(facts.sender.phone.strip()),
        Fact.IBAN: bool(facts.iban),
        Fact.COPIES: bool(copies) and all(copies),
        Fact.SOME_COPIES: any(copies) and not all(copies),
        Fact.PARTIAL: bool(facts.lines) and bool(received(facts)),
        Fact.EARLIER: facts.last_message_on is not None,
        Fact.CALL: facts.next_step_on is not None and facts.next_step_is_call,
        Fact.WRITE: facts.next_step_on is not None and not facts.next_step_is_call,
        Fact.LIGHT: facts.is_light,
        Fact.OPTIONS: facts.offers_options,
        Fact.POLICY: facts.has_policy,
        Fact.STATEMENT: bool(facts.statement) and _keys(facts.statement) != _keys(facts.lines),
        Fact.COMPLETE: _keys(facts.statement) == _keys(facts.lines),
        Fact.KEPT: payment is not None and payment.is_date_kept,
        Fact.SETTLED: payment is not None and payment.is_account_settled,
        Fact.MESSAGES: happened is not None and bool(happened.messages_on),
        Fact.CALLS: happened is not None and bool(happened.calls_on),
        Fact.BROKEN: happened is not None and bool(happened.broken_on),
        Fact.PLAN: bool(facts.schedule),
    }
    found = {fact for fact, holds in is_true.items() if holds} | facts.also
    if facts.told:
        found |= {fact for fact, name in _KNOWN_BY.items() if facts.told.get(name)}
    return frozenset(found)


def values_of(facts: ComposeFacts, names: Iterable[str]) -> dict[str, str]:
    """The values of the placeholders that a message has; the others are not made."""
    return {name: value for name in names if (value := _value(facts, name))}


def invoice_total(lines: Sequence[InvoiceLine]) -> Money:
    """What is open on these lines, which are of one currency."""
    return total((line.open for line in lines), lines[0].open.currency)


def received(facts: ComposeFacts) -> Money:
    """What came in on the lines of a message already."""
    return total((line.received for line in facts.lines if line.received), facts.lines[0].open.currency)


def attachments(facts: ComposeFacts) -> Iterator[str]:
    """The files that travel with a message, each with its size."""
    for file in facts.attached:
        yield f"{file.name} ({formats.size(file.size, facts.language)})"


def block(facts: ComposeFacts, block_id: str, values: Mapping[str, str], *chosen: Fact) -> str:
    """A piece of a message, from the texts of the house."""
    template = facts.texts.template(block_id, facts.language, facts.register)
    return fill(template, values, facts=frozenset(chosen)).text


def _value(facts: ComposeFacts, name: str) -> str:
    if name in facts.told:
        return _written(facts.told[name], facts.language)
    make = _VALUES.get(name)
    return make(facts) if make else ""


def _written(told: Told, language: str) -> str:
    if isinstance(told, Money):
        return formats.amount(told, language)
    if isinstance(told, date):
        return formats.long_date(told, language)
    return str(told).strip()


def _keys(lines: Sequence[InvoiceLine]) -> set[tuple[str, date]]:
    return {(line.number, line.due_on) for line in lines}


def _first(facts: ComposeFacts) -> InvoiceLine:
    return min(facts.lines, key=_place)


def _copied(facts: ComposeFacts) -> str:
    numbers = dict.fromkeys(line.number for line in _in_order(facts.lines) if line.has_copy)
    return formats.enumeration(list(numbers), facts.language)


def _paid(facts: ComposeFacts) -> str:
    return formats.amount(facts.payment.amount if facts.payment else received(facts), facts.language)


def _dated(day: date | None, facts: ComposeFacts) -> str:
    return formats.long_date(day, facts.language) if day is not None else ""


def _listed(lines: Sequence[InvoiceLine], facts: ComposeFacts) -> str:
    def one(line: InvoiceLine) -> str:
        values = {
            "amount": formats.amount(line.open, facts.language),
            "due_date": formats.long_date(line.due_on, facts.language),
            "invoice_no": line.number,
        }
        return block(facts, "line", values)

    return "\n".join(one(line) for line in _in_order(lines))


def _scheduled(facts: ComposeFacts) -> str:
    return "\n".join(
        block(
            facts,
            "instalment",
            {
                "agreed_amount": formats.amount(amount, facts.language),
                "agreed_date": formats.long_date(on, facts.language),
            },
        )
        for on, amount in facts.schedule
    )


def _past_contacts(facts: ComposeFacts) -> str:
    """«nos messages du … et notre appel du …»: only what took place."""
    happened = facts.happened
    if happened is None:
        return ""
    kinds = ((Fact.MESSAGES, happened.messages_on), (Fact.CALLS, happened.calls_on))
    found = [_past(facts, fact, days) for fact, days in kinds if days]
    return formats.enumeration(found, facts.language) if found else ""


def _past(facts: ComposeFacts, fact: Fact, days: Sequence[date]) -> str:
    found = sorted(dict.fromkeys(days))
    chosen = (fact, Fact.SEVERAL) if len(found) > 1 else (fact,)
    return block(facts, "past", {"dates": formats.days(found, facts.language)}, *chosen)


def _broken(facts: ComposeFacts) -> str:
    broken = facts.happened.broken_on if facts.happened else ()
    return _past(facts, Fact.BROKEN, broken) if broken else ""


_VALUES: Mapping[str, Callable[[ComposeFacts], str]] = MappingProxyType(
    {
        "amount": lambda facts: formats.amount(_first(facts).open, facts.language),
        "attached_numbers": _copied,
        "broken_agreements": _broken,
        "caller": lambda facts: facts.sender.name.strip() or facts.sender.company,
        "contact": lambda facts: greeted(facts.contact, facts.language, facts.register),
        "due_date": lambda facts: formats.long_date(_first(facts).due_on, facts.language),
        "first_due_date": lambda facts: formats.long_date(_first(facts).due_on, facts.language),
        "iban": lambda facts: iban_in_groups(facts.iban) if facts.iban else "",
        "invoice_count": lambda facts: str(len(facts.lines)),
        "invoice_date": lambda facts: formats.long_date(_first(facts).issued_on, facts.language),
        "invoice_lines": lambda facts: _listed(facts.lines, facts),
        "invoice_no": lambda facts: _first(facts).number,
        "invoice_numbers": lambda facts: formats.enumeration(
            list(dict.fromkeys(line.number for line in _in_order(facts.lines))), facts.language
        ),
        "last_contact_date": lambda facts: _dated(facts.last_message_on, facts),
        "month": lambda facts: formats.month(facts.today, facts.language),
        "next_step_date": lambda facts: _dated(facts.next_step_on, facts),
        "our_company": lambda facts: facts.sender.company,
        "paid_amount": _paid,
        "paid_date": lambda facts: _dated(facts.payment.received_on if facts.payment else None, facts),
        "past_contacts": _past_contacts,
        "phone": lambda facts: facts.sender.phone.strip(),
        "policy_notice": lambda facts: block(facts, "policy", {}) if facts.has_policy else "",
        "schedule_lines": _scheduled,
        "signature": lambda facts: _signature(facts.sender),
        "statement_lines": lambda facts: _listed(facts.statement, facts),
        "statement_total": lambda facts: formats.amount(
            invoice_total(facts.statement or facts.lines), facts.language
        ),
        "their_company": lambda facts: facts.customer,
        "total": lambda facts: formats.amount(invoice_total(facts.lines), facts.language),
    }
)


def _in_order(lines: Sequence[InvoiceLine]) -> list[InvoiceLine]:
    return sorted(lines, key=_place)


def _signature(sender: Sender) -> str:
    name, phone, company = sender.name.strip(), sender.phone.strip(), sender.company.strip()
    first = " – ".join(part for part in (name or company, phone) if part)
    return f"{first}\n{company}" if name and company and name != company else first
