"""Papers of a customer kept and withdrawn; files of proof asked for, written and given out; each in the journal."""

from datetime import datetime
from uuid import uuid4

from django.db import transaction

from encours.ground.evidence import actions as evidence_actions
from encours.ground.evidence.acts import Act
from encours.ground.kernel.reason import N_, Reason, Refused
from encours.method.cases.models import Case, CasePaper, ProofFile
from encours.method.cases.rules.papers import (
    PAPER_KIND_LABELS,
    UNDER_WAY,
    PaperDraft,
    PaperKind,
    ProofState,
    problem_of_paper,
)

_PROBLEM = 240


@transaction.atomic
def add_paper(act: Act, draft: PaperDraft, *, document_id: int) -> int | Refused:
    """Keeps a paper of a customer; returns its id. Refused without a title, or dated in the future."""
    if refused := problem_of_paper(draft, today=act.today):
        return refused
    row = CasePaper.objects.create(
        entity_id=act.entity_id,
        customer_id=draft.customer_id,
        invoice_id=draft.invoice_id,
        kind=draft.kind.value,
        title=draft.title.strip()[:160],
        dated_on=draft.dated_on,
        document_id=document_id,
        added_by=act.actor,
        added_at=act.at,
    )
    _tell(act, row, "cases.paper_added", N_("Pièce versée au dossier : {kind}"))
    return row.pk


@transaction.atomic
def withdraw_paper(act: Act, *, paper_id: int) -> Refused | None:
    """A paper is in no further file of proof. Refused when it was withdrawn before."""
    row = CasePaper.objects.filter(entity_id=act.entity_id, pk=paper_id, withdrawn_at__isnull=True).first()
    if row is None:
        return Refused(Reason(N_("Cette pièce est déjà retirée.")))
    row.withdrawn_at = act.at
    row.save(update_fields=["withdrawn_at"])
    _tell(act, row, "cases.paper_withdrawn", N_("Pièce retirée du dossier : {kind}"))
    return None


@transaction.atomic
def ask_proof(act: Act, *, case_id: int, technical_now: datetime) -> int | Refused:
    """Puts a file of proof in the queue; refused while one of that case is under way."""
    case = Case.objects.select_for_update(of=("self",)).get(pk=case_id, entity_id=act.entity_id)
    if ProofFile.objects.filter(case=case, state__in=UNDER_WAY).exists():
        return Refused(Reason(N_("Ce dossier de preuve se prépare déjà : attendez-le.")))
    row = ProofFile.objects.create(
        entity_id=act.entity_id, case=case, asked_by=act.actor, asked_at=act.at, alive_at=technical_now
    )
    entry = act.entry(
        "cases.proof_asked",
        f"customer:{case.customer_id}",
        Reason(N_("Dossier de preuve demandé")),
        payload={"case": case.pk, "proof": row.pk},
    )
    evidence_actions.append(entry)
    return row.pk


def begin_proof(*, technical_now: datetime, silent_since: datetime) -> ProofFile | None:
    """Takes up the next file that waits, or one whose worker gave no sign of life; it is this worker's `attempt`."""
    silent = ProofFile.objects.filter(state=ProofState.WRITING.value, alive_at__lt=silent_since)
    silent.update(state=ProofState.WAITING.value, attempt="")
    for row in ProofFile.objects.filter(state=ProofState.WAITING.value).order_by("pk")[:20]:
        attempt = uuid4().hex
        mine = ProofFile.objects.filter(pk=row.pk, state=ProofState.WAITING.value)
        if mine.update(state=ProofState.WRITING.value, attempt=attempt, alive_at=technical_now, percent=0):
            row.attempt = attempt
            return row
    return None


def tell_proof_progress(row: ProofFile, *, percent: int, technical_now: datetime) -> None:
    """How far a file is; a sign of life."""
    mine = ProofFile.objects.filter(pk=row.pk, attempt=row.attempt)
    mine.update(percent=min(percent, 99), alive_at=technical_now)


@transaction.atomic
def end_proof(act: Act, row: ProofFile, *, problem: str = "") -> bool:
    """What came of an attempt, with the figures in `row`; False when somebody else took it over."""
    state = ProofState.FAILED if problem else ProofState.READY
    mine = ProofFile.objects.filter(pk=row.pk, attempt=row.attempt, state=ProofState.WRITING.value)
    is_mine = mine.update(
        state=state.value,
        percent=100,
        document_id=row.document_id,
        seal=row.seal,
        exhibits=row.exhibits,
        problem=problem[:_PROBLEM],
    )
    if is_mine and problem:
        told = Reason(N_("Dossier de preuve non abouti"))
        payload = {"case": row.case_id, "proof": row.pk}
        subject = f"customer:{row.case.customer_id}"
        evidence_actions.append(act.entry("cases.proof_failed", subject, told, payload=payload))
    return bool(is_mine)


@transaction.atomic
def tell_proof_made(act: Act, *, case_id: int, exhibits: int, seal: str) -> None:
    """Writes down that a file of proof was made, and its seal: whoever holds a copy can be told if it is that one."""
    case = Case.objects.get(pk=case_id, entity_id=act.entity_id)
    entry = act.entry(
        "cases.proof_made",
        f"customer:{case.customer_id}",
        Reason(N_("Dossier de preuve établi : {count} pièces"), count=exhibits),
        payload={"case": case_id, "exhibits": exhibits, "seal": seal},
    )
    evidence_actions.append(entry)


@transaction.atomic
def tell_proof_taken(act: Act, *, proof_id: int) -> None:
    """Writes down who took a file of proof away."""
    row = ProofFile.objects.select_related("case").get(pk=proof_id, entity_id=act.entity_id)
    entry = act.entry(
        "cases.proof_taken",
        f"customer:{row.case.customer_id}",
        Reason(N_("Dossier de preuve emporté")),
        payload={"case": row.case_id, "proof": row.pk, "seal": row.seal},
    )
    evidence_actions.append(entry)


def _tell(act: Act, row: CasePaper, kind: str, text: str) -> None:
    evidence_actions.append(
        act.entry(
            kind,
            f"customer:{row.customer_id}",
            Reason(text, kind=Reason(PAPER_KIND_LABELS[PaperKind(row.kind)])),
            payload={
                "paper": row.pk,
                "kind": row.kind,
                "document": row.document_id,
                "invoice": row.invoice_id,
            },
            details={"title": row.title},
        )
    )
