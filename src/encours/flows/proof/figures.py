"""The statement of a claim for a machine: decimal strings, ISO dates, nothing in words."""

from decimal import Decimal

from encours.flows.proof.statement import ClaimedLine, Statement
from encours.ground.law.rules.claim import Claim
from encours.ground.law.rules.late_interest import Segment
from encours.ground.law.unknown import LawUnknown

_PLACES = 6
"""Decimals of a segment's interest: shown, never added up again."""


def as_facts(statement: Statement) -> dict[str, object]:
    """Everything that a program needs to reckon the claim again."""
    claim = statement.outcome if isinstance(statement.outcome, Claim) else None
    unknown = statement.outcome if isinstance(statement.outcome, LawUnknown) else None
    return {
        "until": statement.until.isoformat(),
        "jurisdiction": statement.jurisdiction,
        "debtor": statement.debtor.value,
        "currency": statement.currency,
        "invoices": [_line(line) for line in statement.lines],
        "payments": [
            {"on": x.on.isoformat(), "amount": str(x.amount.decimal), "no": x.number}
            for x in statement.payments
        ],
        "segments": [_segment(number, x) for number, x in (claim.segments if claim else ())],
        "owed": _owed(claim) if claim else None,
        "unknown": unknown.code if unknown else None,
        "facts": list(claim.facts) if claim else [],
    }


def _line(line: ClaimedLine) -> dict[str, str]:
    return {
        "no": line.number,
        "issued_on": line.issued_on.isoformat(),
        "due_on": line.due_on.isoformat(),
        "amount": str(line.amount.decimal),
        "credited": str(line.credited.decimal),
        "contested": str(line.contested.decimal),
        "principal": str(line.principal.decimal),
        "open_in_books": str(line.open_in_books.decimal),
    }


def _segment(number: str, part: Segment) -> dict[str, object]:
    interest = Decimal(round(part.interest * 10**_PLACES)).scaleb(-_PLACES)
    return {
        "no": number,
        "from": part.first_on.isoformat(),
        "to": part.last_on.isoformat(),
        "days": part.days,
        "rate": f"{part.percent:f}",
        "principal": str(part.principal.decimal),
        "interest": f"{interest:f}",
        "fact": part.fact,
    }


def _owed(claim: Claim) -> dict[str, str]:
    return {
        "principal": str(claim.principal_open.decimal),
        "interest": str(claim.interest_open.decimal),
        "fixed_compensation": str(claim.compensation_open.decimal),
        "total": str(claim.owed.decimal),
    }
