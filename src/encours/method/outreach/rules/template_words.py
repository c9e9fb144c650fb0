"""Holds the words of a template against the rules of wording once, not for each message it becomes (ruling 15)."""

from dataclasses import replace
from datetime import date
from decimal import Decimal
from typing import TypedDict

from encours.ground.kernel.reason import N_, Reason, Refused
from encours.ground.wording.facts import Fact, Register
from encours.ground.wording.findings import Severity
from encours.ground.wording.ledger import Ledger
from encours.ground.wording.linter.context import Context, InvoiceFact
from encours.ground.wording.linter.lint import Kind, lint
from encours.ground.wording.templates import Template, shipped
from encours.method.outreach.rules.compose import template_of
from encours.method.outreach.rules.message_facts import ComposeFacts, Draft
from encours.method.outreach.rules.values import true_facts

_KEPT = 4096
"""Versions of texts and classes of cases; a night meets some hundreds."""
_SPOKEN = 2
"""Spaces from which a told value is a phrase of a person, not a figure or a name."""


class _Open(TypedDict):
    """What differs from customer to customer."""

    today: date | None
    country: str
    invoices: tuple[InvoiceFact, ...]
    total: Decimal | None
    names: tuple[str, ...]
    attachments: bool | None
    disputed_number: str
    disputed_amount: Decimal | None
    ledger: Ledger | None


Key = tuple[int, frozenset[Fact], Context, tuple[str, ...]]
_NOT_OF_A_CLASS: _Open = {
    "today": None,
    "country": "",
    "invoices": (),
    "total": None,
    "names": (),
    "attachments": None,
    "disputed_number": "",
    "disputed_amount": None,
    "ledger": None,
}
_judged: dict[Key, tuple[Template, Reason | None]] = {}


_NOBODY = Context()


def allowed(draft: Draft | Refused, facts: ComposeFacts, case: Context = _NOBODY) -> Draft | Refused:
    """The draft, or why nobody may send its words: a rule that no one overrides. `case`: what is known besides."""
    if isinstance(draft, Refused):
        return draft
    why = _why_not(draft, facts, case)
    return Refused(why) if why else draft


def _why_not(draft: Draft, facts: ComposeFacts, case: Context) -> Reason | None:
    template, context, spoken = template_of(facts), context_class(facts, case), _spoken(draft, facts)
    is_shipped = template is shipped(template.id, template.language, template.register)
    if is_shipped and not spoken and not (case.bereavement or case.insolvency):
        return None  # held against every rule before it was shipped; sending asks the rules once more
    key = (id(template), frozenset(true_facts(facts)), context, spoken)
    known = _judged.get(key)
    if known is None or known[0] is not template:
        if len(_judged) >= _KEPT:
            _judged.clear()
        known = _judged[key] = (template, _judge(draft, facts, context))
    return known[1]


def context_class(facts: ComposeFacts, case: Context = _NOBODY) -> Context:
    """What of a case changes which words may be said, as far as the message and its case tell it.

    Days, amounts and names are no part of it, so that thousands of customers are few classes.
    """
    broken = len(facts.happened.broken_on) if facts.happened is not None else 0
    return replace(
        case,
        hardship=case.hardship or Fact.HARDSHIP in facts.also,
        tutoiement=facts.register is Register.TU,
        broken_agreements=min(max(broken, case.broken_agreements), 2),
        **_NOT_OF_A_CLASS,
    )


def _spoken(draft: Draft, facts: ComposeFacts) -> tuple[str, ...]:
    """What a person told in words of their own for this message alone: it is judged with it."""
    told = (value for value in facts.told.values() if isinstance(value, str) and value.count(" ") >= _SPOKEN)
    return tuple(value for value in told if value in draft.text)


def _judge(draft: Draft, facts: ComposeFacts, context: Context) -> Reason | None:
    names = tuple(filter(None, [facts.customer, facts.contact, facts.sender.name, facts.sender.company]))
    here = replace(context, names=names)
    found = lint(draft.text, lang=draft.language, stage=draft.stage, kind=Kind.SENTENCE, context=here)
    worst = next((f for f in found if f.severity is Severity.BLOCK), None)
    if worst is None:
        return None
    text = N_("Ces mots ne peuvent pas partir : « {words} ». {why}. Modifiez le texte, puis confirmez-le.")
    return Reason(text, words=draft.text[worst.start : worst.end], why=worst.why)
