"""What the page of formal acts shows: what is due and missing, each act with its words, sums, proofs and next doing."""

from typing import Any

from django.urls import reverse

from encours.books.creditor import queries as creditor_queries
from encours.books.creditor.rules.roles import Permission
from encours.faces.desk.pages.words import State
from encours.faces.desk.who import Desk
from encours.flows.formal.acts import Standing, is_long_term
from encours.flows.review.facts_of import plan_b_of
from encours.ground.kernel.reason import N_, Reason
from encours.method.agreements.rules.plan_b import MEASURE_LABELS, READINESS_LABELS
from encours.method.strategy.queries.formal_acts import FormalFact
from encours.method.strategy.rules.formal_acts import (
    FORMAL_KIND_LABELS,
    FORMAL_MEANS_LABELS,
    FORMAL_STATE_LABELS,
    FormalState,
)

_STATES = {
    FormalState.TO_APPROVE: ("today", "hourglass"),
    FormalState.APPROVED: ("press", "mailbox"),
    FormalState.SENT: ("rest", "mail-check"),
    FormalState.DELIVERED: ("kept", "check"),
    FormalState.NOT_DELIVERED: ("late", "mail-x"),
    FormalState.WITHDRAWN: ("rest", "ban"),
}
_ASKS = {
    FormalState.TO_APPROVE: ("formal_approve", N_("Donner l'accord"), "scale"),
    FormalState.APPROVED: ("formal_posted", N_("Noter le dépôt"), "mailbox"),
    FormalState.SENT: ("formal_received", N_("Noter la réception"), "mail-check"),
    FormalState.NOT_DELIVERED: ("formal_received", N_("Noter la réception"), "mail-check"),
}
"""What is done next with an act in each state."""


def formal_page(desk: Desk, found: Standing) -> dict[str, Any]:
    """Everything on the page."""
    case, due = found.proof.case, found.due
    names = {f"user:{m.user_id}": m.name for m in creditor_queries.team(desk.entity.id) if m.user_id}
    return {
        "case_id": case.id,
        "customer": {
            "name": found.proof.customer.name,
            "url": reverse("desk:customer", args=[case.customer_id]),
        },
        "due": _due(desk, found) if due else None,
        "is_long_term": is_long_term(found),
        "plan_b": _plan_b(desk, found),
        "acts": [_act(desk, found, one, names) for one in found.acts],
        "proof_url": reverse("desk:proof", args=[case.id]),
        "court_url": reverse("desk:court", args=[case.id]),
    }


def _due(desk: Desk, found: Standing) -> dict[str, Any]:
    assert found.due
    due, case = found.due, found.proof.case
    may = desk.may(Permission.CONTACT) and not due.missing
    notes = [caution.reason for caution in due.notice.cautions] if due.notice else []
    return {
        "kind": Reason(FORMAL_KIND_LABELS[due.kind]),
        "missing": list(due.missing),
        "notes": notes,
        "prepare_url": reverse("desk:formal_prepare", args=[case.id]) if may else None,
    }


def _plan_b(desk: Desk, found: Standing) -> dict[str, Any]:
    """The plan B that a formal act names, and where it is chosen or made ready."""
    case = found.proof.case
    plan_b = plan_b_of(found.known, case.customer_id, case.currency)
    may = desk.may(Permission.CONTACT)
    if plan_b is None:
        url = reverse("desk:formal_plan_b", args=[case.id]) if may else None
        return {"what": None, "missing": [], "url": url, "verb": Reason(N_("Choisir le plan B"))}
    url = reverse("desk:plan_b", args=[case.customer_id, plan_b.id]) if may else None
    return {
        "what": Reason(MEASURE_LABELS[plan_b.measure]),
        "missing": [Reason(READINESS_LABELS[one]) for one in plan_b.missing],
        "url": f"{url}?next={reverse('desk:formal', args=[case.id])}" if url else None,
        "verb": Reason(N_("Le préparer")),
    }


def _act(desk: Desk, found: Standing, one: FormalFact, names: dict[str, str]) -> dict[str, Any]:
    tone, icon = _STATES[one.state]
    return {
        "id": one.id,
        "kind": Reason(FORMAL_KIND_LABELS[one.kind]),
        "state": State(tone, icon, Reason(FORMAL_STATE_LABELS[one.state])),
        "means": Reason(FORMAL_MEANS_LABELS[one.means]),
        "subject": one.subject,
        "text": one.text,
        "total": one.total,
        "facts": _facts(one, names),
        "files": _files(one),
        "next": _next(desk, one),
        "print_url": reverse("desk:paper") if one.state is FormalState.APPROVED else None,
        "withdraw_url": _withdraw_url(desk, one),
    }


def _facts(one: FormalFact, names: dict[str, str]) -> list[Reason]:
    """What happened to it, in order."""
    found = [Reason(N_("préparé le {on}"), on=one.prepared_at)]
    if one.approved_on:
        who = names.get(one.approved_by, "")
        found.append(Reason(N_("accord de {who} le {on}"), who=who, on=one.approved_on))
    if one.posted_on:
        found.append(Reason(N_("posté le {on}, suivi {tracking}"), on=one.posted_on, tracking=one.tracking))
    if one.concluded_on:
        text = N_("reçu le {on}") if one.state is FormalState.DELIVERED else N_("revenu le {on}")
        found.append(Reason(text, on=one.concluded_on))
    if one.deadline_on and one.state is not FormalState.WITHDRAWN:
        found.append(Reason(N_("délai jusqu'au {on}"), on=one.deadline_on))
    if one.why:
        found.append(Reason(N_("retiré : {why}"), why=one.why))
    return found


def _files(one: FormalFact) -> list[dict[str, Any]]:
    rows = (
        (one.statement_id, "statement", N_("Décompte (PDF/A)")),
        (one.posting_proof_id, "posting", N_("Preuve de dépôt")),
        (one.receipt_id, "receipt", N_("Avis de réception")),
    )
    return [
        {"label": Reason(text), "url": reverse("desk:formal_file", args=[one.id, name])}
        for pk, name, text in rows
        if pk
    ]


def _next(desk: Desk, one: FormalFact) -> dict[str, Any] | None:
    asked = _ASKS.get(one.state)
    is_owners = one.state is FormalState.TO_APPROVE
    if asked is None or not (desk.is_owner if is_owners else desk.may(Permission.CONTACT)):
        return None
    name, label, icon = asked
    return {"url": reverse(f"desk:{name}", args=[one.id]), "label": Reason(label), "icon": icon}


def _withdraw_url(desk: Desk, one: FormalFact) -> str | None:
    is_open = one.state in {FormalState.TO_APPROVE, FormalState.APPROVED}
    return (
        reverse("desk:formal_withdraw", args=[one.id]) if is_open and desk.may(Permission.CONTACT) else None
    )
