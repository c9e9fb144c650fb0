"""Writes a message: facts and a template become a subject, a text and the same text in HTML."""

from collections.abc import Iterator, Sequence
from datetime import date

from encours.ground.kernel.identifiers import iban_in_groups
from encours.ground.kernel.money import Money, total
from encours.ground.kernel.reason import N_, Reason, Refused
from encours.ground.wording import formats
from encours.ground.wording.check import Finding, Ledger, LedgerLine, Severity, check, check_figures
from encours.ground.wording.civility import greeted
from encours.ground.wording.stages import Stage
from encours.ground.wording.templates import Fact, Template, fill, render, shipped
from encours.method.outreach.rules.as_html import html_of
from encours.method.outreach.rules.message_facts import ComposeFacts, Draft, InvoiceLine, Sender

_STOPPING = frozenset({Severity.BLOCK, Severity.ERROR})


def compose(facts: ComposeFacts) -> Draft | Refused:
    """The message, or why it cannot be written: no invoice, two currencies, figures that disagree.

    Raises TemplateError for a template or a language that is not shipped.
    """
    template = shipped(facts.template, facts.language)
    refused = _unwritable(facts, template)
    if refused is not None:
        return refused
    message = fill(template, _values(facts), facts=_true_facts(facts))
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


def _values(facts: ComposeFacts) -> dict[str, str]:
    language, lines = facts.language, _in_order(facts.lines)
    found = {
        "attached_numbers": formats.enumeration(
            list(dict.fromkeys(line.number for line in lines if line.has_copy)), language
        ),
        "contact": greeted(facts.contact, language),
        "iban": iban_in_groups(facts.iban) if facts.iban else "",
        "invoice_lines": _listed(lines, language),
        "invoice_count": str(len(lines)),
        "month": formats.month(facts.today, language),
        "our_company": facts.sender.company,
        "paid_amount": formats.amount(facts.payment.amount if facts.payment else _received(facts), language),
        "phone": facts.sender.phone.strip(),
        "policy_notice": render("policy", language, {}, facts=frozenset()).text if facts.has_policy else "",
        "signature": _signature(facts.sender),
        "statement_lines": _listed(_in_order(facts.statement), language),
        "statement_total": formats.amount(_total(facts.statement or facts.lines), language),
        "their_company": facts.customer,
        "total": formats.amount(_total(lines), language),
    }
    return {**found, **_of_one(lines[0], language), **_days(facts)}


def _of_one(line: InvoiceLine, language: str) -> dict[str, str]:
    return {
        "amount": formats.amount(line.open, language),
        "due_date": formats.long_date(line.due_on, language),
        "invoice_date": formats.long_date(line.issued_on, language),
        "invoice_no": line.number,
    }


def _days(facts: ComposeFacts) -> dict[str, str]:
    named = {
        "last_contact_date": facts.last_message_on,
        "next_step_date": facts.next_step_on,
        "paid_date": facts.payment.received_on if facts.payment else None,
    }
    return {name: formats.long_date(day, facts.language) for name, day in named.items() if day is not None}


def _listed(lines: Sequence[InvoiceLine], language: str) -> str:
    def one(line: InvoiceLine) -> str:
        values = _of_one(line, language)
        del values["invoice_date"]
        return render("line", language, values, facts=frozenset()).text

    return "\n".join(one(line) for line in lines)


def _in_order(lines: Sequence[InvoiceLine]) -> list[InvoiceLine]:
    return sorted(lines, key=lambda line: (line.due_on, line.number))


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
        names=list(_names(facts)),
    )


def _names(facts: ComposeFacts) -> Iterator[str]:
    yield from (facts.customer, facts.contact, greeted(facts.contact, facts.language))
    yield from (facts.sender.name, facts.sender.company, facts.sender.phone)
    if facts.iban:
        yield from (facts.iban, iban_in_groups(facts.iban))
