"""What a case still lacks to be proved: told from its first day, while it can still be asked for."""

from encours.flows.proof.gathered import CaseProof
from encours.ground.evidence.dossier.completeness import Completeness, Found, Need, completeness
from encours.ground.wording.stages import SERVICES, Stage
from encours.method.cases.rules.contact import Channel
from encours.method.cases.rules.papers import PaperKind
from encours.method.cases.rules.words import CaseReason
from encours.method.outreach.models import Message
from encours.method.outreach.rules.batches import LetterState

_ASKED = {Stage.REMINDER2.value, Stage.CALL.value}
ASKED_OFTEN_ENOUGH = 2


def completeness_of(proof: CaseProof) -> Completeness:
    """How complete the proof of a case is today."""
    papers = {kind: [x for x in proof.papers if x.kind is kind] for kind in PaperKind}
    agreed = papers[PaperKind.CONTRACT] + papers[PaperKind.ORDER]
    numbers = {invoice.pk: invoice.number for invoice in proof.invoices}
    bare = [invoice.number for invoice in proof.invoices if invoice.document_id is None]
    covers_all = any(x.invoice_id is None for x in papers[PaperKind.DELIVERY])
    delivered = {x.invoice_id for x in papers[PaperKind.DELIVERY]}
    undelivered = [] if covers_all else [number for pk, number in numbers.items() if pk not in delivered]
    of = max(1, len(numbers))
    reminders = [m for m in proof.messages if m.stage not in _SERVICES and m.stage != Stage.FORMAL_NOTICE]
    notices = [m for m in proof.messages if m.stage == Stage.FORMAL_NOTICE.value]
    has_receipt = bool(papers[PaperKind.RECEIPT] or any(x.receipt_id for x in proof.formal_acts))
    return completeness(
        [
            Found(Need.IDENTITY, int(_is_identified(proof)), 1),
            Found(Need.AGREEMENT, int(bool(agreed)), 1),
            Found(Need.TERMS, int(bool(papers[PaperKind.TERMS])), 1),
            Found(Need.INVOICES, of - len(bare) if numbers else 0, of, tuple(bare)),
            Found(Need.DELIVERY, of - len(undelivered) if numbers else 0, of, tuple(undelivered)),
            Found(Need.REMINDERS, int(any(map(_is_proved, reminders))), 1),
            Found(Need.REASON, int(_reason_was_asked(proof)), 1),
            Found(Need.NOTICE, int(bool(notices)), 1),
            Found(Need.RECEIPT, int(bool(notices) and has_receipt), 1),
        ]
    )


_SERVICES = {stage.value for stage in SERVICES}


def _is_identified(proof: CaseProof) -> bool:
    customer = proof.customer
    has_address = bool(customer.address and customer.postcode and customer.city)
    return has_address and (customer.kind != "business" or bool(customer.siren or customer.vat_number))


def _is_proved(message: Message) -> bool:
    """Whether something other than our word says that it left: a server's answer, a tracking number, a printed copy."""
    if message.channel == Channel.LETTER.value:
        return any(x.state == LetterState.POSTED.value and x.document_id for x in message.prints.all())
    return bool(message.receipt)


def _reason_was_asked(proof: CaseProof) -> bool:
    asked = [m for m in proof.messages if m.stage in _ASKED]
    known = proof.case.reason is not CaseReason.UNKNOWN
    return known or len(asked) + len(proof.calls) >= ASKED_OFTEN_ENOUGH
