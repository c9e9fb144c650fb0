"""Papers that prove a debt and come from outside: contract, terms, order, delivery; and files of proof made of them."""

from dataclasses import dataclass
from datetime import date
from enum import StrEnum

from encours.ground.kernel.reason import N_, Reason, Refused


class PaperKind(StrEnum):
    """What a paper proves."""

    CONTRACT = "contract"
    TERMS = "terms"
    ORDER = "order"
    DELIVERY = "delivery"
    RECEIPT = "receipt"
    OTHER = "other"


PAPER_KIND_LABELS = {
    PaperKind.CONTRACT: N_("contrat"),
    PaperKind.TERMS: N_("conditions générales acceptées"),
    PaperKind.ORDER: N_("commande ou devis accepté"),
    PaperKind.DELIVERY: N_("preuve de livraison ou d'exécution"),
    PaperKind.RECEIPT: N_("accusé de réception"),
    PaperKind.OTHER: N_("autre pièce"),
}


@dataclass(frozen=True, slots=True)
class PaperDraft:
    """A paper to be kept: `invoice_id` is the invoice it is about, none where it is about all of them."""

    customer_id: int
    kind: PaperKind
    title: str
    invoice_id: int | None = None
    dated_on: date | None = None


def problem_of_paper(draft: PaperDraft, *, today: date) -> Refused | None:
    """Why a paper cannot be kept as it is told, if it cannot."""
    if not draft.title.strip():
        return Refused(Reason(N_("Donnez un titre à cette pièce : il figurera au bordereau.")), "title")
    if draft.dated_on and draft.dated_on > today:
        return Refused(Reason(N_("Ce jour n'est pas encore venu.")), "dated_on")
    return None


class ProofState(StrEnum):
    """Where a file of proof stands. WRITING without a sign of life is taken up again."""

    WAITING = "waiting"
    WRITING = "writing"
    READY = "ready"
    FAILED = "failed"


PROOF_STATE_LABELS = {
    ProofState.WAITING: N_("à faire"),
    ProofState.WRITING: N_("en cours"),
    ProofState.READY: N_("prêt"),
    ProofState.FAILED: N_("pas abouti"),
}
UNDER_WAY = (ProofState.WAITING.value, ProofState.WRITING.value)
