"""Reads papers that prove a debt, and files of proof: one statement, however many are asked for."""

from collections import defaultdict
from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date, datetime

from encours.ground.plumbing.among import Among
from encours.method.cases.models import CasePaper, ProofFile
from encours.method.cases.rules.papers import PaperKind, ProofState


@dataclass(frozen=True, slots=True)
class PaperFact:
    """A paper that proves a debt. `invoice_id` None: about all invoices; `document_id` None: it was erased."""

    id: int
    customer_id: int
    invoice_id: int | None
    kind: PaperKind
    title: str
    dated_on: date | None
    document_id: int | None
    added_by: str
    added_at: datetime


def papers_of(customer_ids: Iterable[int]) -> dict[int, list[PaperFact]]:
    """The papers of some customers that were not withdrawn, in the order in which they came."""
    found: dict[int, list[PaperFact]] = defaultdict(list)
    rows = CasePaper.objects.filter(Among("customer_id", customer_ids), withdrawn_at__isnull=True)
    for x in rows.order_by("customer_id", "pk"):
        found[x.customer_id].append(
            PaperFact(
                x.pk, x.customer_id, x.invoice_id, PaperKind(x.kind), x.title, x.dated_on, x.document_id, x.added_by,
                x.added_at,
            )
        )  # fmt: skip
    return dict(found)


def paper(entity_id: int, paper_id: int) -> PaperFact | None:
    """One paper of an entity that was not withdrawn, or None."""
    row = CasePaper.objects.filter(entity_id=entity_id, pk=paper_id).values_list("customer_id").first()
    found = papers_of([row[0]]).get(row[0], []) if row else []
    return next((one for one in found if one.id == paper_id), None)


@dataclass(frozen=True, slots=True)
class ProofLine:
    """A file of proof as it stands. `document_id`: the file, once it is ready."""

    id: int
    case_id: int
    asked_by: str
    asked_at: datetime
    state: ProofState
    percent: int
    document_id: int | None
    seal: str
    exhibits: int
    problem: str


def proofs_of(case_ids: Iterable[int], *, most: int = 10) -> list[ProofLine]:
    """The files of proof of some cases, the latest first."""
    rows = ProofFile.objects.filter(case_id__in=list(case_ids)).order_by("-pk")[:most]
    return [
        ProofLine(
            x.pk, x.case_id, x.asked_by, x.asked_at, ProofState(x.state), x.percent, x.document_id, x.seal,
            x.exhibits, x.problem,
        )
        for x in rows
    ]  # fmt: skip
