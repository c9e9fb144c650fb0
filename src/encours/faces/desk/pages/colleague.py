"""What a colleague needs to answer one question about a dispute, and nothing else."""

from typing import Any

from django.urls import reverse
from django.utils.translation import get_language

from encours.flows.disputes.asking import OpenedQuestion
from encours.flows.disputes.tokens import token_for
from encours.method.disputes.rules.letters import reference
from encours.method.disputes.rules.reasons import reason_of


def colleague_page(opened: OpenedQuestion, *, is_heard: bool) -> dict[str, Any]:
    """The remark, the question, the invoice; no balance, no address, nothing else of the customer."""
    fact, asked, invoice = opened.dispute.fact, opened.question, opened.invoice
    token = token_for(opened.entity.id, asked)
    return {
        "company": opened.entity.name,
        "question": {"name": asked.name, "text": asked.question, "asked_at": asked.asked_at},
        "dispute": {
            "reference": reference(fact.id),
            "reason": reason_of(fact.reason).label(get_language() or "fr"),
            "subject": fact.subject,
            "amount": fact.amount,
            "answer_due_on": fact.answer_due_on,
        },
        "lines": opened.dispute.lines,
        "invoice": {
            "number": invoice.number,
            "customer": invoice.customer.name,
            "issued_on": invoice.issued_on,
            "url": reverse("desk:colleague_invoice", args=[token]) if invoice.document_id else None,
        },
        "is_heard": is_heard,
        "is_answered": not asked.is_waiting and not is_heard,
    }
