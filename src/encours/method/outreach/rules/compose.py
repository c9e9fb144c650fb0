"""Writes a message: facts and a template become a subject, a text and the same text in HTML."""

from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from datetime import date
from operator import attrgetter
from types import MappingProxyType

from encours.ground.kernel.identifiers import iban_in_groups
from encours.ground.kernel.money import Money, total
from encours.ground.kernel.reason import N_, Reason, Refused
from encours.ground.wording import formats
from encours.ground.wording.check import Finding, Ledger, LedgerLine, Severity, check, check_figures
from encours.ground.wording.civility import greeted
from encours.ground.wording.figures import has_figures
from encours.ground.wording.stages import Stage
from encours.ground.wording.templates import Fact, Template, fill, render, said_by, shipped
from encours.method.outreach.rules.as_html import html_of
from encours.method.outreach.rules.message_facts import ComposeFacts, Draft, InvoiceLine, Sender

_place = attrgetter("due_on", "number")
_STOPPING = frozenset({Severity.BLOCK, Severity.ERROR})


def compose(facts: ComposeFacts) -> Draft | Refused:
    """The message, or why it cannot be written: no invoice, two currencies, figures that disagree.

    Raises TemplateError for a template or a language that is not shipped.
    """
    template = shipped(facts.template, facts.language)
    refused = _unwritable(facts, template)
    if refused is not None:
        return refused
    true_facts = _true_facts(facts)
    values = _values(facts, said_by(template, true_facts).names)
    message = fill(template, values, facts=true_facts)
    wrong = [f for f in findings(facts, message.subject, message.text) if f.severity in _STOPPING]
    if wrong:
        return Refused(wrong[0].why)
    return Draft(
        subject=message.subject,
        text=message.text,
        html=html_of(message.text, language=facts.language),
        language=facts.language,
        stage=template.stage,
        template=message.template,
        version=message.version,
    )


def findings(facts: ComposeFacts, subject: str, text: str) -> tuple[Finding, ...]:
    """What is wrong in a message, also after a person changed it; positions are those of the text.

    Source: method 3, FAC01–03, FAC06, FAC07.
    """
    ledger = _ledger(facts)
    stage = shipped(facts.template, facts.language).stage
    return (
        *check_figures(subject, language=facts.language, ledger=ledger),
        *check(text, language=facts.language, stage=stage, ledger=ledger),
    )


def _unwritable(facts: ComposeFacts, template: Template) -> Refused | None:
    if not facts.lines:
        return Refused(Reason(N_("Aucune facture à nommer dans ce message")))
    moneys = [line.open for line in (*facts.lines, *facts.statement)]
    moneys += [facts.payment.amount] if facts.payment else []
    moneys += [line.received for line in facts.lines if line.received]
    if len({money.currency for money in moneys}) > 1:
        return Refused(Reason(N_("Un message ne mêle pas deux devises : un message par devise")))
    if template.stage is Stage.THANKS and facts.payment is None:
        return Refused(Reason(N_("Aucun règlement à remercier")))
    return None


def _true_facts(facts: ComposeFacts) -> frozenset[Fact]:
    """What may be said of this message, and nothing else."""
    copies = [line.has_copy for line in facts.lines]
    payment = facts.payment
    is_true = {
        Fact.SEVERAL: len(facts.lines) > 1,
        Fact.CONTACT: bool(facts.contact.strip()),
        Fact.PHONE: bool(facts.sender.phone.strip()),
        Fact.IBAN: bool(facts.iban),
        Fact.COPIES: all(copies),
        Fact.SOME_COPIES: any(copies) and not all(copies),
        Fact.PARTIAL: bool(_received(facts)),
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
    }
    return frozenset(fact for fact, holds in is_true.items() if holds)


def _keys(lines: Sequence[InvoiceLine]) -> set[tuple[str, date]]:
    return {(line.number, line.due_on) for line in lines}


def _received(facts: ComposeFacts) -> Money:
    return total((line.received for line in facts.lines if line.received), facts.lines[0].open.currency)


def _values(facts: ComposeFacts, names: Iterable[str]) -> dict[str, str]:
    """The values of the placeholders that a message has; the others are not made."""
    found = ((name, _VALUES[name](facts)) for name in names if name in _VALUES)
    return {name: value for name, value in found if value}


def _first(facts: ComposeFacts) -> InvoiceLine:
    return min(facts.lines, key=_place)


def _copied(facts: ComposeFacts) -> str:
    numbers = dict.fromkeys(line.number for line in _in_order(facts.lines) if line.has_copy)
    return formats.enumeration(list(numbers), facts.language)


def _paid(facts: ComposeFacts) -> str:
    return formats.amount(facts.payment.amount if facts.payment else _received(facts), facts.language)


def _dated(day: date | None, facts: ComposeFacts) -> str:
    return formats.long_date(day, facts.language) if day is not None else ""


_VALUES: Mapping[str, Callable[[ComposeFacts], str]] = MappingProxyType(
    {
        "amount": lambda facts: formats.amount(_first(facts).open, facts.language),
        "attached_numbers": _copied,
        "contact": lambda facts: greeted(facts.contact, facts.language),
        "due_date": lambda facts: formats.long_date(_first(facts).due_on, facts.language),
        "iban": lambda facts: iban_in_groups(facts.iban) if facts.iban else "",
        "invoice_count": lambda facts: str(len(facts.lines)),
        "invoice_date": lambda facts: formats.long_date(_first(facts).issued_on, facts.language),
        "invoice_lines": lambda facts: _listed(_in_order(facts.lines), facts.language),
        "invoice_no": lambda facts: _first(facts).number,
        "last_contact_date": lambda facts: _dated(facts.last_message_on, facts),
        "month": lambda facts: formats.month(facts.today, facts.language),
        "next_step_date": lambda facts: _dated(facts.next_step_on, facts),
        "our_company": lambda facts: facts.sender.company,
        "paid_amount": _paid,
        "paid_date": lambda facts: _dated(facts.payment.received_on if facts.payment else None, facts),
        "phone": lambda facts: facts.sender.phone.strip(),
        "policy_notice": lambda facts: (
            render("policy", facts.language, {}, facts=frozenset()).text if facts.has_policy else ""
        ),
        "signature": lambda facts: _signature(facts.sender),
        "statement_lines": lambda facts: _listed(_in_order(facts.statement), facts.language),
        "statement_total": lambda facts: formats.amount(
            _total(facts.statement or facts.lines), facts.language
        ),
        "their_company": lambda facts: facts.customer,
        "total": lambda facts: formats.amount(_total(facts.lines), facts.language),
    }
)


def _listed(lines: Sequence[InvoiceLine], language: str) -> str:
    def one(line: InvoiceLine) -> str:
        values = {
            "amount": formats.amount(line.open, language),
            "due_date": formats.long_date(line.due_on, language),
            "invoice_no": line.number,
        }
        return render("line", language, values, facts=frozenset()).text

    return "\n".join(one(line) for line in lines)


def _in_order(lines: Sequence[InvoiceLine]) -> list[InvoiceLine]:
    return sorted(lines, key=_place)


def _total(lines: Sequence[InvoiceLine]) -> Money:
    return total((line.open for line in lines), lines[0].open.currency)


def _signature(sender: Sender) -> str:
    name, phone, company = sender.name.strip(), sender.phone.strip(), sender.company.strip()
    first = " – ".join(part for part in (name or company, phone) if part)
    return f"{first}\n{company}" if name and company and name != company else first


def _ledger(facts: ComposeFacts) -> Ledger:
    payment, days = facts.payment, (facts.last_message_on, facts.next_step_on)
    lines, statement = list(facts.lines), list(facts.statement)
    amounts = [line.open for line in statement]
    amounts += [_total(lines), _received(facts)] if lines else []
    amounts += [_total(statement)] if statement else []
    return Ledger(
        lines=[LedgerLine(line.number, line.due_on, line.open) for line in lines],
        amounts=[*amounts, *([payment.amount] if payment else [])],
        dates=[
            *(line.issued_on for line in (*lines, *statement)),
            *(line.due_on for line in statement),
            *(day for day in days if day is not None),
            *([payment.received_on] if payment else []),
        ],
        numbers=[line.number for line in statement],
        names=[name for name in _names(facts) if has_figures(name)],
    )


def _names(facts: ComposeFacts) -> Iterator[str]:
    yield from (facts.customer, facts.contact, greeted(facts.contact, facts.language))
    yield from (facts.sender.name, facts.sender.company, facts.sender.phone)
    if facts.iban:
        yield from (facts.iban, iban_in_groups(facts.iban))
