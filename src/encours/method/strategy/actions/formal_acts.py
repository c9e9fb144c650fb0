"""Formal acts prepared, approved, posted with their proof, received or returned, withdrawn; each in the journal."""

from dataclasses import dataclass, field
from datetime import date

from django.db import transaction

from encours.ground.evidence import actions as evidence_actions
from encours.ground.evidence.acts import Act
from encours.ground.kernel.money import Money
from encours.ground.kernel.reason import N_, Reason, Refused
from encours.method.strategy.models import FormalAct
from encours.method.strategy.rules.formal_acts import (
    FORMAL_KIND_LABELS,
    OPEN,
    Conclusion,
    FormalKind,
    FormalMeans,
    FormalState,
    Posting,
    may_move,
    problem_of_approval,
    problem_of_posting,
)

_MOVED = Reason(N_("Cet acte n'en est plus là."))


@dataclass(frozen=True, slots=True, kw_only=True)
class FormalDraft:
    """An act in its words, with the sums it claims. `law_facts`: what of the law it rests on."""

    case_id: int
    kind: FormalKind
    means: FormalMeans
    level: str
    language: str
    subject: str
    text: str
    total: Money
    deadline_on: date
    statement_id: int
    law_facts: tuple[str, ...] = field(default=())


@transaction.atomic
def prepare_formal(act: Act, draft: FormalDraft) -> int | Refused:
    """Keeps an act that waits for the owner; refused while one of that kind is open in the case."""
    states = [state.value for state in OPEN]
    rows = FormalAct.objects.filter(case_id=draft.case_id, kind=draft.kind.value)
    if rows.filter(state__in=states).exists():
        return Refused(Reason(N_("Un acte de cette nature attend déjà dans ce dossier.")))
    row = FormalAct.objects.create(
        entity_id=act.entity_id, case_id=draft.case_id, kind=draft.kind.value, means=draft.means.value,
        level=draft.level, language=draft.language, subject=draft.subject, text=draft.text,
        currency=draft.total.currency, total_minor=draft.total.minor, law_facts=list(draft.law_facts),
        statement_id=draft.statement_id, deadline_on=draft.deadline_on, prepared_by=act.actor,
        prepared_at=act.at,
    )  # fmt: skip
    _tell(act, row, "strategy.formal_prepared", N_("Préparé pour l'accord du dirigeant : {kind}"))
    return row.pk


@transaction.atomic
def approve_formal(
    act: Act, *, formal_id: int, is_owner: bool, is_long_term: bool, note: str
) -> Refused | None:
    """The owner lets it go, with a word where the customer is a long-term one."""
    row = _locked(act, formal_id)
    if not may_move(FormalState(row.state), FormalState.APPROVED):
        return Refused(_MOVED)
    if refused := problem_of_approval(is_owner=is_owner, is_long_term=is_long_term, note=note):
        return refused
    row.state, row.approved_by, row.approved_on = FormalState.APPROVED.value, act.actor, act.today
    row.note = note.strip()
    row.save()
    _tell(act, row, "strategy.formal_approved", N_("Accord du dirigeant : {kind}"))
    return None


@transaction.atomic
def link_formal(act: Act, *, formal_id: int, message_id: int) -> None:
    """The letter that carries an approved act; that it was prepared is told by the letter."""
    row = _locked(act, formal_id)
    row.message_id = message_id
    row.save(update_fields=["message"])


@transaction.atomic
def post_formal(
    act: Act, *, formal_id: int, posting: Posting, proof_id: int | None, deadline_on: date
) -> Refused | None:
    """It was posted: with its number and its proof, else it does not count as sent."""
    row = _locked(act, formal_id)
    if not may_move(FormalState(row.state), FormalState.SENT) or row.approved_on is None:
        return Refused(_MOVED)
    if refused := problem_of_posting(posting, approved_on=row.approved_on, today=act.today):
        return refused
    row.state, row.posted_on, row.posting_proof_id = FormalState.SENT.value, posting.on, proof_id
    row.tracking, row.deadline_on = posting.tracking.strip(), deadline_on
    row.save()
    text = N_("Envoyé le {on}, suivi {tracking} : {kind}")
    _tell(act, row, "strategy.formal_sent", text, on=posting.on, tracking=row.tracking)
    return None


@transaction.atomic
def conclude_formal(act: Act, *, formal_id: int, conclusion: Conclusion, receipt_id: int) -> Refused | None:
    """The receipt came back: delivered, or refused or unclaimed. Refused before it was sent, or for a day to come."""
    row, on = _locked(act, formal_id), conclusion.on
    to = FormalState.DELIVERED if conclusion.is_delivered else FormalState.NOT_DELIVERED
    if not may_move(FormalState(row.state), to):
        return Refused(_MOVED)
    if on > act.today or (row.posted_on and on < row.posted_on):
        return Refused(Reason(N_("Ce jour ne va pas avec l'envoi du {on}."), on=row.posted_on), "on")
    row.state, row.concluded_on, row.receipt_id = to.value, on, receipt_id
    row.deadline_on = conclusion.deadline_on
    row.save()
    if conclusion.is_delivered:
        _tell(act, row, "strategy.formal_delivered", N_("Reçu le {on} : {kind}"), on=on)
    else:
        text = N_("Refusé ou non réclamé le {on} : {kind}")
        _tell(act, row, "strategy.formal_not_delivered", text, on=on)
    return None


@transaction.atomic
def withdraw_formal(act: Act, *, formal_id: int, why: str) -> Refused | None:
    """It does not leave after all, with a reason. Refused once it was sent."""
    row = _locked(act, formal_id)
    if not may_move(FormalState(row.state), FormalState.WITHDRAWN):
        return Refused(_MOVED)
    if not why.strip():
        return Refused(Reason(N_("Dites pourquoi en quelques mots : le journal le garde.")), "why")
    row.state, row.why = FormalState.WITHDRAWN.value, why.strip()[:240]
    row.save()
    _tell(act, row, "strategy.formal_withdrawn", N_("Retiré : {kind}"))
    return None


def _locked(act: Act, formal_id: int) -> FormalAct:
    rows = FormalAct.objects.select_for_update(of=("self",)).select_related("case")
    return rows.get(entity_id=act.entity_id, pk=formal_id)


def _tell(act: Act, row: FormalAct, kind: str, text: str, **values: object) -> None:
    told = Reason(text, kind=Reason(FORMAL_KIND_LABELS[FormalKind(row.kind)]), **values)
    payload = {
        "formal": row.pk,
        "case": row.case_id,
        "kind": row.kind,
        "means": row.means,
        "total_minor": row.total_minor,
        "currency": row.currency,
        "statement": row.statement_id,
        "proof": row.posting_proof_id,
        "receipt": row.receipt_id,
    }
    told_here = {
        "strategy.formal_approved": {"note": row.note},
        "strategy.formal_sent": {"tracking": row.tracking},
        "strategy.formal_withdrawn": {"why": row.why},
    }
    details = told_here.get(kind, {})
    subject = f"customer:{row.case.customer_id}"
    evidence_actions.append(act.entry(kind, subject, told, payload=payload, details=details))
