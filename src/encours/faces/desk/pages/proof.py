"""What the page of the proof of a case shows: how complete it is, what is missing, papers, files made."""

from typing import Any

from django.urls import reverse

from encours.books.creditor import queries as creditor_queries
from encours.books.creditor.rules.roles import Permission
from encours.faces.desk.addresses import with_query
from encours.faces.desk.pages.words import State
from encours.faces.desk.who import Desk
from encours.flows.proof.gathered import CaseProof
from encours.flows.proof.needs import completeness_of
from encours.flows.proof.statement import Statement, statement_of
from encours.ground.evidence.dossier.completeness import Completeness, Found, Need, said
from encours.ground.kernel.reason import N_, Reason
from encours.ground.law.rules.claim import Claim
from encours.ground.law.unknown import LawUnknown
from encours.method.cases.queries import CaseFact
from encours.method.cases.queries.papers import ProofLine, proofs_of
from encours.method.cases.rules.papers import (
    PAPER_KIND_LABELS,
    PROOF_STATE_LABELS,
    UNDER_WAY,
    PaperKind,
    ProofState,
)

_STATES = {
    ProofState.WAITING: ("rest", "hourglass"),
    ProofState.WRITING: ("press", "loader"),
    ProofState.READY: ("kept", "check"),
    ProofState.FAILED: ("late", "circle-alert"),
}
_ASKS = {
    Need.AGREEMENT: PaperKind.CONTRACT,
    Need.TERMS: PaperKind.TERMS,
    Need.DELIVERY: PaperKind.DELIVERY,
    Need.RECEIPT: PaperKind.RECEIPT,
}
"""Which kind of paper answers a need: the page offers to add it."""


def short(proof: CaseProof) -> dict[str, Any]:
    """The proof of a case in a few lines, for the customer's page."""
    found = completeness_of(proof)
    return {
        "percent": found.percent,
        "missing": [said(row) for row in found.missing],
        "currency": proof.case.currency,
        "url": reverse("desk:proof", args=[proof.case.id]),
    }


def proof_page(desk: Desk, proof: CaseProof) -> dict[str, Any]:
    """Everything on the page."""
    found, statement = completeness_of(proof), statement_of(proof)
    files = proofs_of([proof.case.id])
    names = {f"user:{m.user_id}": m.name for m in creditor_queries.team(desk.entity.id) if m.user_id}
    return {
        "case": {
            "id": proof.case.id,
            "opened_on": proof.case.opened_on,
            "closed_on": proof.case.closed_on,
        },
        "customer": {
            "name": proof.customer.name,
            "url": reverse("desk:customer", args=[proof.customer.pk]),
        },
        "percent": found.percent,
        "needs": _needs(desk, proof, found),
        "claim": _claim(statement),
        "papers": _papers(desk, proof, names),
        "files": [_file(line, names) for line in files],
        "is_under_way": any(line.state.value in UNDER_WAY for line in files),
        "add_url": reverse("desk:paper_new", args=[proof.case.id]) if desk.may(Permission.RECORD) else None,
        "formal_url": reverse("desk:formal", args=[proof.case.id]),
        "may_ask": desk.may(Permission.CONTACT),
    }


def _needs(desk: Desk, proof: CaseProof, found: Completeness) -> list[dict[str, Any]]:
    later = Reason(N_("plus tard"))
    rows = [(row, State("late", "circle-alert", Reason(N_("manque")))) for row in found.missing]
    rows += [(row, State("rest", "clock", later)) for row in found.later]
    rows += [(row, State("kept", "check", Reason(N_("au dossier")))) for row in found.met]
    return [
        {"what": said(row), "state": state, "url": _add_url(desk, proof.case, row)} for row, state in rows
    ]


def _add_url(desk: Desk, case: CaseFact, row: Found) -> str | None:
    """Where what is missing is added; None where it is no paper, or not for this person."""
    kind = _ASKS.get(row.need)
    if kind is None or row.is_met or not desk.may(Permission.RECORD):
        return None
    return with_query(reverse("desk:paper_new", args=[case.id]), kind=kind.value)


def _claim(statement: Statement) -> dict[str, Any]:
    """The sums of the claim today, and what keeps the law from being applied."""
    outcome = statement.outcome
    if isinstance(outcome, Claim):
        lines = [
            (Reason(N_("Principal")), outcome.principal_open),
            (Reason(N_("Intérêts de retard")), outcome.interest_open),
            (Reason(N_("Indemnité forfaitaire")), outcome.compensation_open),
        ]
        notes = [caution.reason for caution in outcome.cautions]
        return {"lines": lines, "total": outcome.owed, "notes": notes, "on": statement.until}
    notes = [outcome.reason] if isinstance(outcome, LawUnknown) else []
    lines = [(Reason(N_("Principal, d'après nos livres")), statement.open_in_books)]
    return {"lines": lines, "total": statement.open_in_books, "notes": notes, "on": statement.until}


def _papers(desk: Desk, proof: CaseProof, names: dict[str, str]) -> list[dict[str, Any]]:
    numbers = {invoice.pk: invoice.number for invoice in proof.invoices}
    may_record = desk.may(Permission.RECORD)
    return [
        {
            "title": paper.title,
            "kind": Reason(PAPER_KIND_LABELS[paper.kind]),
            "invoice": numbers.get(paper.invoice_id or 0, ""),
            "dated_on": paper.dated_on,
            "added_at": paper.added_at,
            "by": names.get(paper.added_by, ""),
            "url": reverse("desk:case_paper", args=[proof.case.id, paper.id]) if paper.document_id else None,
            "withdraw_url": reverse("desk:paper_withdraw", args=[proof.case.id, paper.id])
            if may_record
            else None,
        }
        for paper in proof.papers
    ]


def _file(line: ProofLine, names: dict[str, str]) -> dict[str, Any]:
    tone, icon = _STATES[line.state]
    label = Reason(PROOF_STATE_LABELS[line.state])
    if line.state is ProofState.WRITING:
        label = Reason(N_("en cours, {percent} %"), percent=line.percent)
    is_there = line.state is ProofState.READY and line.document_id is not None
    return {
        "asked_at": line.asked_at,
        "by": names.get(line.asked_by, ""),
        "state": State(tone, icon, label),
        "problem": line.problem,
        "exhibits": line.exhibits,
        "seal": line.seal,
        "url": reverse("desk:proof_take", args=[line.case_id, line.id]) if is_there else None,
    }
