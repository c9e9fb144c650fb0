"""The chronology of a case from the journal alone: facts only, each with what proves it; no opinion of ours leaves."""

from collections.abc import Mapping

from encours.flows.proof.gathered import CaseProof
from encours.ground.evidence import queries as evidence_queries
from encours.method.cases.rules.words import CaseReason

TOLD = frozenset(
    {
        "agreements.plan_accepted", "agreements.plan_broken", "agreements.plan_cancelled",
        "agreements.plan_completed", "agreements.plan_proposed", "agreements.promise_accepted",
        "agreements.promise_broken", "agreements.promise_cancelled", "agreements.promise_kept",
        "agreements.promise_moved", "agreements.promise_noted", "agreements.promise_paid_late",
        "agreements.promise_partly_kept", "calls.call_noted", "cases.closed", "cases.opened", "cases.reopened",
        "disputes.answer_contested", "disputes.answer_told", "disputes.dispute_acknowledged",
        "disputes.dispute_answered", "disputes.dispute_closed", "disputes.dispute_corrected",
        "disputes.dispute_opened", "inbox.item_noted", "inbox.item_withdrawn", "outreach.letter_posted",
        "outreach.letter_unposted", "outreach.message_found_sent", "outreach.message_sent",
        "outreach.message_sent_by_hand", "outreach.message_taken_back", "outreach.past_message_kept",
        "receivables.credit_note_cancelled", "receivables.credit_note_recorded",
        "receivables.invoice_cancelled", "receivables.invoice_recorded", "receivables.payment_cancelled",
        "receivables.payment_recorded", "strategy.formal_delivered", "strategy.formal_not_delivered",
        "strategy.formal_sent",
    }
)  # fmt: skip
"""What took place between the two sides. What we think of a debtor, plan or weigh is in no file of proof."""
LINK_ONLY = frozenset({"calls.call_noted", "inbox.item_noted"})
"""Their details hold more than a third party is to read: the sentence is told, the words stay here."""


def chronology(proof: CaseProof) -> list[dict[str, object]]:
    """The entries that tell of the case, in the order of the journal, with all that their hash covers."""
    found = evidence_queries.exported_about(proof.act.chain, [f"customer:{proof.customer.pk}"])
    return [_shown(entry) for entry in found if entry["kind"] in TOLD and _is_about(entry, proof)]


def journal_head(proof: CaseProof) -> dict[str, object]:
    """How long the whole journal of the house is, and its last hash."""
    length, last = evidence_queries.heads().get(proof.act.chain, (0, ""))
    return {"chain": proof.act.chain, "length": length, "hash": last}


def _is_about(entry: Mapping[str, object], proof: CaseProof) -> bool:
    payload = entry["payload"]
    assert isinstance(payload, Mapping)
    ours: dict[str, frozenset[int]] = {
        "case": frozenset({proof.case.id}),
        "invoice": proof.invoice_ids,
        "message": frozenset(message.pk for message in proof.messages),
    }
    for name, ids in ours.items():
        if isinstance(payload.get(name), int) and payload[name] not in ids:
            return False
    if payload.get("reason") == CaseReason.BAD_INTENT.value:
        return False  # an opinion of ours, whoever wrote it down
    currency = payload.get("currency")
    return currency in (None, proof.case.currency)


def _shown(entry: Mapping[str, object]) -> dict[str, object]:
    """An entry as it leaves. Without details or erased, its words are proved by the manifest alone."""
    found = {name: value for name, value in entry.items() if name != "erased"}
    if entry["erased"] or entry["kind"] in LINK_ONLY:
        del found["details"], found["salt"]
    return found
