"""The script of a call in a case in which it is tried: its lines, with the figures that the books know."""

from collections.abc import Mapping

from encours.ground.kernel.business_days import add_business_days, full_business_days_after
from encours.ground.wording import formats
from encours.ground.wording.civility import greeted
from encours.ground.wording.facts import Fact
from encours.ground.wording.script import Line, in_words_of, script
from encours.ground.wording.templates import Template
from encours.method.outreach.rules.message_facts import ComposeFacts
from encours.method.outreach.rules.values import invoice_total, true_facts

_OF_CALLS = frozenset({Fact.SEVERAL, Fact.CONTACT, Fact.PHONE, Fact.BROKEN, Fact.HARDSHIP})
_COUNTRY = "FR"
_ANSWER_DAYS = 2


def facts_of_call(facts: ComposeFacts) -> frozenset[Fact]:
    """What of a case changes the lines of a call; what only the call tells is not true yet."""
    return frozenset(true_facts(facts) & _OF_CALLS)


def lines_of_call(facts: ComposeFacts, template: Template) -> list[tuple[Line, str]]:
    """Each line with its words; a gap stands where only the call can tell."""
    told = in_words_of(
        script(template.language, template.register), template.sections, version=template.version
    )
    values = _values(facts)
    return [(line, line.said(values)) for line in told.lines(facts_of_call(facts))]


def _values(facts: ComposeFacts) -> Mapping[str, str]:
    language, lines = facts.language, facts.lines
    first = min(lines, key=lambda line: line.due_on)
    calm = full_business_days_after(facts.today, 2, _COUNTRY, "")
    answer = add_business_days(facts.today, _ANSWER_DAYS, _COUNTRY, "")
    return {
        "contact": greeted(facts.contact, language) if facts.contact else "",
        "caller": facts.sender.name,
        "our_company": facts.sender.company,
        "their_company": facts.customer,
        "phone": facts.sender.phone,
        "cooldown_date": formats.long_date(calm, language),
        "callback_date": formats.long_date(answer, language),
        "invoice_no": first.number,
        "invoice_numbers": formats.enumeration([line.number for line in lines], language),
        "invoice_count": str(len(lines)),
        "amount": formats.amount(first.open, language),
        "total": formats.amount(invoice_total(list(lines)), language),
        "due_date": formats.long_date(first.due_on, language),
        "first_due_date": formats.long_date(first.due_on, language),
    }
