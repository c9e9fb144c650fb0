"""Writes a message: facts and a template become a subject, a text and the same text in HTML."""

from collections.abc import Iterator
from datetime import date

from encours.ground.kernel.identifiers import iban_in_groups
from encours.ground.kernel.money import Money
from encours.ground.kernel.reason import N_, Reason, Refused
from encours.ground.wording.check import Finding, Ledger, LedgerLine, Severity, check, check_figures
from encours.ground.wording.civility import greeted
from encours.ground.wording.facts import Fact, Register
from encours.ground.wording.figures import has_figures
from encours.ground.wording.library import Library
from encours.ground.wording.stages import Stage
from encours.ground.wording.templates import Template, fill, fill_short, said_by
from encours.method.outreach.rules.as_html import html_of
from encours.method.outreach.rules.message_facts import ComposeFacts, Draft
from encours.method.outreach.rules.values import (
    attachments,
    block,
    invoice_total,
    received,
    true_facts,
    values_of,
)

_STOPPING = frozenset({Severity.BLOCK, Severity.ERROR})
_ABOUT_NO_INVOICE = frozenset({Stage.PRE_SALE, Stage.CONDOLENCE, Stage.DISMISSAL})


def compose(facts: ComposeFacts) -> Draft | Refused:
    """The message, or why it cannot be written: no invoice, two currencies, figures that disagree.

    Raises TemplateError for a template or a language that nobody wrote, or a value that nobody gave.
    """
    template = template_of(facts)
    refused = _unwritable(facts, template)
    if refused is not None:
        return refused
    chosen = true_facts(facts)
    values = values_of(facts, said_by(template, chosen).names)
    message = fill(template, values, facts=chosen)
    text = message.text + (_linked(facts, template) if facts.page else "")
    text += _enclosed(facts) if facts.attached else ""
    wrong = [f for f in findings(facts, message.subject, text) if f.severity in _STOPPING]
    if wrong:
        return Refused(wrong[0].why)
    return Draft(
        subject=message.subject,
        text=text,
        html=html_of(text, language=facts.language),
        language=facts.language,
        stage=template.stage,
        template=message.template,
        version=message.version,
        register=template.register,
    )


def compose_short(facts: ComposeFacts) -> str | Refused:
    """The short form of a message, for a telephone; refused where it has none for these facts.

    Raises TemplateError, as `compose` does.
    """
    template, chosen = template_of(facts), true_facts(facts)
    if not template.is_block and (refused := _unwritable(facts, template)):
        return refused
    said = said_by(template, chosen)
    names = [*said.text[1::2]] if template.is_block else [*said.short[1::2]]
    if template.is_block:
        return fill(template, values_of(facts, names), facts=chosen).text
    short = fill_short(template, values_of(facts, names), facts=chosen)
    return short or Refused(Reason(N_("Ce message n'a pas de forme courte pour plusieurs factures")))


def page_words(texts: Library, *, language: str, link: str) -> str:
    """The paragraph that leads to the customer's own page, for a message in a person's own words."""
    template = texts.template("page", language, Register.VOUS)
    return fill(template, {"page_link": link}, facts=frozenset()).text


def findings(facts: ComposeFacts, subject: str, text: str) -> tuple[Finding, ...]:
    """What is wrong in a message, also after a person changed it; positions are those of the text.

    Source: method 3, FAC01–03, FAC06, FAC07.
    """
    ledger = ledger_of(facts)
    stage = template_of(facts).stage
    return (
        *check_figures(subject, language=facts.language, ledger=ledger, today=facts.today),
        *check(text, language=facts.language, stage=stage, ledger=ledger, today=facts.today),
    )


def template_of(facts: ComposeFacts) -> Template:
    """The text that a message is written with. Raises TemplateError when nobody wrote it."""
    return facts.texts.template(facts.template, facts.language, facts.register)


def ledger_of(facts: ComposeFacts) -> Ledger:
    """Every figure that the message may contain."""
    payment, days = facts.payment, (facts.last_message_on, facts.next_step_on)
    lines, statement = list(facts.lines), list(facts.statement)
    amounts = [line.open for line in statement]
    amounts += [invoice_total(lines), received(facts)] if lines else []
    amounts += [invoice_total(statement)] if statement else []
    amounts += [amount for _, amount in facts.schedule]
    return Ledger(
        lines=[LedgerLine(line.number, line.due_on, line.open) for line in lines],
        amounts=[*amounts, *([payment.amount] if payment else []), *_told_amounts(facts)],
        dates=[
            *(line.issued_on for line in (*lines, *statement)),
            *(line.due_on for line in statement),
            *(day for day in days if day is not None),
            *([payment.received_on] if payment else []),
            *(on for on, _ in facts.schedule),
            *_told_days(facts),
        ],
        numbers=[
            *(line.number for line in statement),
            *(told for told in _told_words(facts) if told.isascii() and " " not in told),
        ],
        names=[*(name for name in _names(facts) if has_figures(name)), *_told_words(facts)],
    )


def _unwritable(facts: ComposeFacts, template: Template) -> Refused | None:
    if not facts.lines:
        if template.stage in _ABOUT_NO_INVOICE:
            return None
        return Refused(Reason(N_("Aucune facture à nommer dans ce message")))
    moneys = [line.open for line in (*facts.lines, *facts.statement)]
    moneys += [facts.payment.amount] if facts.payment else []
    moneys += [line.received for line in facts.lines if line.received]
    if len({money.currency for money in moneys}) > 1:
        return Refused(Reason(N_("Un message ne mêle pas deux devises : un message par devise")))
    if template.stage is Stage.THANKS and facts.payment is None:
        return Refused(Reason(N_("Aucun règlement à remercier")))
    return None


def _linked(facts: ComposeFacts, template: Template) -> str:
    """The link to the customer's own page, at the end; not where no invoice is spoken of, as in a condolence."""
    if template.stage in _ABOUT_NO_INVOICE:
        return ""
    return "\n\n" + block(facts, "page", {"page_link": facts.page})


def _enclosed(facts: ComposeFacts) -> str:
    """«Pièces jointes : facture F-1042.pdf (84 Ko)», at the end of the text."""
    found = list(attachments(facts))
    chosen = (Fact.SEVERAL,) if len(found) > 1 else ()
    return "\n\n" + block(facts, "attached", {"attachments": ", ".join(found)}, *chosen)


def _told_amounts(facts: ComposeFacts) -> Iterator[Money]:
    yield from (told for told in facts.told.values() if isinstance(told, Money))


def _told_days(facts: ComposeFacts) -> Iterator[date]:
    yield from (told for told in facts.told.values() if isinstance(told, date))
    if facts.happened:
        yield from (*facts.happened.messages_on, *facts.happened.calls_on, *facts.happened.broken_on)


def _names(facts: ComposeFacts) -> Iterator[str]:
    yield from (facts.customer, facts.contact, greeted(facts.contact, facts.language))
    yield from (facts.sender.name, facts.sender.company, facts.sender.phone)
    if facts.iban:
        yield from (facts.iban, iban_in_groups(facts.iban))
    yield from attachments(facts)


def _told_words(facts: ComposeFacts) -> Iterator[str]:
    """Words that somebody wrote for this message: a figure in them is theirs, and none of the books."""
    words = (told.strip() for told in facts.told.values() if isinstance(told, str))
    yield from (told for told in words if any(map(str.isdigit, told)))
