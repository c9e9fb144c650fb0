"""Answers one line of JSON with what may be claimed on an unpaid debt, cent by cent, or with what is not known."""

import re
from decimal import Decimal
from fractions import Fraction

from encours.faces.cli.law_lines import Answered, answered, missing, standings, unknown, unread_keys, warnings
from encours.flows.advise.fields import Fields
from encours.ground.kernel.money import total
from encours.ground.kernel.reason import N_
from encours.ground.law.facts import Debtor
from encours.ground.law.pack import Library
from encours.ground.law.reading import shipped
from encours.ground.law.regimes import Part
from encours.ground.law.rules.allocation import PaymentMade, Settled
from encours.ground.law.rules.claim import Claim, ClaimAsked, OwedInvoice, claim
from encours.ground.law.rules.day_count import DayCount
from encours.ground.law.rules.late_interest import Segment
from encours.ground.law.unknown import Caution, LawUnknown

_KEYS = frozenset(
    {
        *(
            "id",
            "lang",
            "jurisdiction",
            "debtor",
            "currency",
            "principal",
            "invoices",
            "due",
            "until",
            "rate",
        ),
        *("floor", "notice_received", "payments", "day_count", "judgment_on", "insolvency_on"),
    }
)
_YEARLY = {"": True, "an": True, "year": True, "annum": True}
_SHORTER = dict.fromkeys(("mois", "month", "semaine", "week", "jour", "day"), False)
_CLAUSE = re.compile(
    r"\s*(?P<rate>\d+(?:[.,]\d+)?)\s*%?\s*(?:par|per|/)?\s*(?P<unit>[a-z]*)\s*", re.IGNORECASE
)
_SHOWN = 6  # decimals of a segment's interest: shown, never added up again


def claim_line(line: str, *, language: str = "fr", law: Library | None = None) -> Answered:
    """The object to print for one line. Never raises for what a line holds: it answers an error."""
    library = law or shipped()
    return answered(line, lambda fields, spoken: _answer(fields, library, spoken), language=language)


def _answer(fields: Fields, law: Library, language: str) -> Answered:
    try:
        asked = _asked(fields, law)
    except LawUnknown as stop:
        return unknown(stop, language)
    found = claim(asked, law)
    if isinstance(found, LawUnknown):
        return unknown(found, language)
    return _shown(found, unread_keys(fields, _KEYS), law, language)


def _asked(fields: Fields, law: Library) -> ClaimAsked:
    code = fields.text("jurisdiction").upper()
    if not code:
        raise missing(fields, "jurisdiction")
    debtor, until = fields.one_of("debtor", Debtor), fields.day("until")
    if debtor is None:
        raise missing(fields, "debtor")
    if until is None:
        raise missing(fields, "until")
    currency = fields.text("currency").upper() or law.pack(code).currency
    clause, is_yearly = _clause(fields)
    return ClaimAsked(
        jurisdiction=code,
        debtor=debtor,
        invoices=_invoices(fields, currency),
        until=until,
        clause=clause,
        is_clause_yearly=is_yearly,
        floor=_percent(fields, "floor"),
        notice_on=fields.day("notice_received"),
        payments=tuple(_payment(row, currency) for row in fields.rows("payments")),
        convention=fields.one_of("day_count", DayCount),
        judgment_on=fields.day("judgment_on"),
        insolvency_on=fields.day("insolvency_on"),
    )


def _clause(fields: Fields) -> tuple[Decimal | None, bool]:
    """The contract's rate, and whether it is a yearly one: «12», «12.5 %», «2 % par mois»."""
    value = fields.values.get("rate")
    found = _CLAUSE.fullmatch(value) if isinstance(value, str) else None
    if found:
        unit = {**_YEARLY, **_SHORTER}.get(found["unit"].lower())
        if unit is not None:
            return Decimal(found["rate"].replace(",", ".")), unit
    return _percent(fields, "rate"), True


def _percent(fields: Fields, key: str) -> Decimal | None:
    found = fields.number(key)
    if found is not None and found < 0:
        raise fields.fail(key, "invalid_number", N_("Un taux ne peut pas être négatif"))
    return found


def _invoices(fields: Fields, currency: str) -> tuple[OwedInvoice, ...]:
    principal, rows = fields.money("principal", currency), fields.rows("invoices")
    if not rows:
        due_on = fields.day("due")
        if principal is None:
            raise missing(fields, "principal")
        if due_on is None:
            raise missing(fields, "due")
        return (OwedInvoice("", principal, due_on),)
    found = tuple(_invoice(row, fields, currency, rank) for rank, row in enumerate(rows, start=1))
    owed = total((invoice.principal for invoice in found), currency)
    if principal is not None and principal != owed:
        text = N_("Le principal ({principal}) n'est pas la somme des factures ({sum})")
        raise fields.fail("principal", "amounts_differ", text, principal=principal, sum=owed)
    return found


def _invoice(row: Fields, fields: Fields, currency: str, rank: int) -> OwedInvoice:
    principal, due_on = row.money("principal", currency), row.day("due") or fields.day("due")
    if principal is None:
        raise missing(row, "principal")
    if due_on is None:
        raise missing(row, "due")
    return OwedInvoice(row.text("no") or str(rank), principal, due_on)


def _payment(row: Fields, currency: str) -> PaymentMade:
    on, amount = row.day("on"), row.money("amount", currency)
    if on is None:
        raise missing(row, "on")
    if amount is None:
        raise missing(row, "amount")
    return PaymentMade(on, amount, row.text("no"), row.one_of("settles_first", Part))


def _shown(found: Claim, unread: list[Caution], law: Library, language: str) -> Answered:
    return {
        "days_total": found.days,
        "segments": [_segment(number, segment) for number, segment in found.segments],
        "interest": str(found.interest.decimal),
        "fixed_compensation": str(found.compensation.decimal),
        "total_claim": str(found.owed.decimal),
        "currency": found.owed.currency,
        "open": {
            "principal": str(found.principal_open.decimal),
            "interest": str(found.interest_open.decimal),
            "fixed_compensation": str(found.compensation_open.decimal),
        },
        "allocations": [_settled(settled) for settled in found.settled],
        "warnings": warnings([*found.cautions, *unread], language),
        "facts": standings(found.facts, law),
    }


def _segment(number: str, segment: Segment) -> Answered:
    shown: Answered = {
        "from": segment.first_on,
        "to": segment.last_on,
        "days": segment.days,
        "rate": f"{segment.percent:f}",
        "interest": _six_places(segment.interest),
        "principal": str(segment.principal.decimal),
        "fact": segment.fact,
    }
    return {"no": number, **shown} if number else shown


def _settled(settled: Settled) -> Answered:
    shown: Answered = {
        "on": settled.on,
        "interest": str(settled.interest.decimal),
        "fixed_compensation": str(settled.compensation.decimal),
        "principal": str(settled.principal.decimal),
    }
    return {"no": settled.number, **shown} if settled.number else shown


def _six_places(amount: Fraction) -> str:
    scaled: Fraction = amount * 10**_SHOWN
    whole = (2 * scaled.numerator + scaled.denominator) // (2 * scaled.denominator)
    return f"{Decimal(whole).scaleb(-_SHOWN):f}"
