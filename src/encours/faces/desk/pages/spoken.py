"""The lines of the telephone script (T07) with the facts of a case, in the language of whoever answers."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import date
from typing import Any

from encours.books.creditor.rules.roles import Role
from encours.faces.desk.pages.case import open_lines
from encours.faces.desk.who import Desk
from encours.flows.brief import Brief
from encours.flows.case_words import register_of
from encours.ground.kernel.business_days import add_business_days, full_business_days_after
from encours.ground.kernel.money import Money, total
from encours.ground.wording import formats
from encours.ground.wording.civility import greeted
from encours.ground.wording.facts import Fact
from encours.ground.wording.script import Step
from encours.ground.wording.templates import fill, has_template
from encours.method.agreements.rules.words import AgreementState
from encours.method.cases.rules.words import CaseReason
from encours.method.outreach.queries.texts import library_of

_BROKEN = frozenset({AgreementState.BROKEN, AgreementState.BROKEN_THEN_PAID})
_ANSWER_DAYS = 2


@dataclass(frozen=True, slots=True)
class Heard:
    """What the call itself has told so far; empty before it."""

    contact: Any = None
    caller: str = ""
    is_intermediary: bool = False
    is_hardship_told: bool = False
    values: Mapping[str, str] = field(default_factory=dict)


def language_of(brief: Brief, heard: Heard) -> str:
    """The language of whoever answers, else the customer's."""
    person = heard.contact or _to_be_dialled(brief)
    return (person.language if person else "") or brief.file.customer.language


def lines(desk: Desk, brief: Brief, heard: Heard | None = None) -> dict[Step, str]:
    """What is said at each step; a gap stands where only the call can tell."""
    heard = heard or Heard()
    language = language_of(brief, heard)
    values = {**_values(desk, brief, heard, language), **{k: v for k, v in heard.values.items() if v}}
    texts = library_of(desk.entity.id)
    found = texts.script(language, register_of(brief.file.customer)).lines(_facts(desk, brief, heard))
    return {line.step: line.said(values) for line in found}


def voicemail(desk: Desk, brief: Brief, heard: Heard | None = None) -> str:
    """What is left on a machine: no amount, no reason (T08). Empty where its words are not shipped."""
    if not has_template("T08"):
        return ""
    heard = heard or Heard()
    language = language_of(brief, heard)
    values = _values(desk, brief, heard, language)
    named = {name: values[name] for name in ("contact", "caller", "our_company", "phone") if values[name]}
    facts = {fact for fact, name in ((Fact.CONTACT, "contact"), (Fact.PHONE, "phone")) if name in named}
    template = library_of(desk.entity.id).template("T08", language, register_of(brief.file.customer))
    return fill(template, named, facts=facts).text


def _to_be_dialled(brief: Brief) -> Any:
    return next((p for p in brief.people if p.phone), None)


def _facts(desk: Desk, brief: Brief, heard: Heard) -> set[Fact]:
    lines_due = _late(brief)
    person = heard.contact or _to_be_dialled(brief)
    customer = brief.file.customer
    case = brief.file.assessments[0].case
    first = brief.is_first_time and bool(brief.file.known.paid.get(customer.pk))
    is_true = {
        Fact.SEVERAL: len(lines_due) > 1,
        Fact.CONTACT: bool(person and person.name),
        Fact.PHONE: bool(_phone(desk)),
        Fact.INTERMEDIARY: heard.is_intermediary or desk.member.role is Role.INTERMEDIARY,
        Fact.RESENT: any(line["id"] in brief.resent_on for line in lines_due),
        Fact.BROKEN: _broken(brief) is not None,
        Fact.FIRST_LATE: first,
        Fact.HARDSHIP: heard.is_hardship_told,
        Fact.OUR_PART: bool(heard.values.get("our_action")),
        Fact.PLAN: case is not None and case.reason is CaseReason.FINANCIAL,
    }
    return {fact for fact, holds in is_true.items() if holds}


def _late(brief: Brief) -> list[dict[str, Any]]:
    found = open_lines(brief.file)
    return [line for line in found if line["age_days"]] or found


def _broken(brief: Brief) -> Any:
    promises = brief.file.known.promises.get(brief.file.customer.pk, [])
    broken = [p for p in promises if p.state in _BROKEN]
    return max(broken, key=lambda p: p.promised_for, default=None)


def _phone(desk: Desk) -> str:
    return desk.member.phone or desk.entity.phone


def _values(desk: Desk, brief: Brief, heard: Heard, language: str) -> dict[str, str]:
    due = _late(brief)
    person = heard.contact or _to_be_dialled(brief)
    house = brief.file.known.house
    emotional = full_business_days_after(house.today, 2, house.entity.country, house.entity.region)
    answer_on = add_business_days(house.today, _ANSWER_DAYS, house.entity.country, house.entity.region)
    values = {
        "contact": greeted(person.name, language) if person and person.name else "",
        "caller": heard.caller or desk.member.name,
        "our_company": desk.entity.name,
        "their_company": brief.file.customer.name,
        "phone": _phone(desk),
        "cooldown_date": formats.long_date(emotional, language),
        "callback_date": formats.long_date(answer_on, language),
    }
    return values | _of_invoices(brief, due, language) | _of_agreement(brief, language)


def _of_invoices(brief: Brief, due: list[dict[str, Any]], language: str) -> dict[str, str]:
    if not due:
        return {}
    first: dict[str, Any] = due[0]
    same: list[Money] = [line["open"] for line in due if line["open"].currency == first["open"].currency]
    resent: date | None = max(
        (brief.resent_on[x["id"]] for x in due if x["id"] in brief.resent_on), default=None
    )
    return {
        "invoice_no": first["number"],
        "invoice_numbers": formats.enumeration([line["number"] for line in due], language),
        "invoice_count": str(len(due)),
        "amount": formats.amount(first["open"], language),
        "total": formats.amount(total(same, same[0].currency), language),
        "due_date": formats.long_date(first["due_on"], language),
        "first_due_date": formats.long_date(first["due_on"], language),
        "resent_date": formats.long_date(resent, language) if resent else "",
    }


def _of_agreement(brief: Brief, language: str) -> dict[str, str]:
    broken = _broken(brief)
    if broken is None:
        return {}
    return {
        "agreement_date": formats.long_date(broken.proposed_on, language),
        "agreed_amount": formats.amount(broken.amount, language),
        "agreed_date": formats.long_date(broken.promised_for, language),
    }
