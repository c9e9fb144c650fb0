"""The yearly review on screen: its agenda, each customer with its figures and votes, at most two proposed."""

from decimal import Decimal
from typing import Any

from django.urls import reverse
from django.utils.translation import get_language

from encours.books.creditor.rules.roles import Permission
from encours.faces.desk.pages.words import State
from encours.faces.desk.who import Desk
from encours.flows.closing.yearly import Meeting, is_due
from encours.ground.kernel.money import Money
from encours.ground.kernel.reason import N_, Reason
from encours.ground.plumbing.formats import decimal_text
from encours.method.insight.queries.review import LineFact
from encours.method.insight.rules.yearly_review import (
    DECISION_LABELS,
    EXCLUSION_LABELS,
    ReviewDecision,
    Reviewed,
    ReviewTerms,
    excluded,
    proposed,
)

AGENDA = (
    N_("Avant : chacun vote, de 0 à 3, pour les clients qu'il a au téléphone."),
    N_("Ensemble : ce que chaque client rapporte, ce qu'il coûte, et pourquoi."),
    N_("Nos torts d'abord : un client dont les litiges étaient fondés nous dit quoi changer."),
    N_("Les autres voies : paiement à la commande, commande minimale, nouveau prix, autre interlocuteur."),
    N_("En dernier : au plus deux clients, une décision du dirigeant, un préavis, une lettre sans reproche."),
)
_PARTS = {
    "chasing": N_("temps de relance"),
    "lateness": N_("argent attendu"),
    "disputes": N_("litiges infondés"),
    "emotional": N_("échanges difficiles"),
    "losses": N_("pertes"),
}


def review_page(desk: Desk, found: Meeting | None, terms: ReviewTerms) -> dict[str, Any]:
    """The review as one may see it: figures and decisions for the owner, votes for everybody."""
    is_owner = desk.may(Permission.CLOSE)
    may_open = is_owner and is_due(desk.act) and (found is None or found.review.year < desk.act.today.year)
    worst = [one.id for one in proposed(found.lines, terms)] if found else []
    return {
        "year": found.review.year if found else desk.act.today.year,
        "opened_on": found.review.opened_on if found else None,
        "held_on": found.review.held_on if found else None,
        "agenda": [Reason(text) for text in AGENDA],
        "is_owner": is_owner,
        "lines": _lines(desk, found, worst) if found else [],
        "proposed": len(worst),
        "open_url": reverse("desk:review_open") if may_open else None,
        "hold_url": reverse("desk:review_hold", args=[found.review.id])
        if is_owner and found and found.review.held_on is None
        else None,
    }


def _lines(desk: Desk, found: Meeting, worst: list[int]) -> list[dict[str, Any]]:
    kept = {line.id: line for line in found.kept}
    rows = [_line(desk, found, one, kept[one.id], is_proposed=one.id in worst) for one in found.lines]
    return sorted(rows, key=lambda row: (not row["is_proposed"], row["net_minor"]))


def _line(desk: Desk, found: Meeting, one: Reviewed, kept: LineFact, *, is_proposed: bool) -> dict[str, Any]:
    is_open = found.review.held_on is None
    ids, is_owner = [one.id], desk.may(Permission.CLOSE)
    return {
        "name": one.name,
        "url": reverse("desk:customer", args=[kept.customer_id]),
        "margin": one.margin,
        "cost": one.cost,
        "net": one.net,
        "net_minor": one.net.minor,
        "parts": [
            {"label": Reason(label), "amount": Money(kept.parts.get(key, 0), one.cost.currency)}
            for key, label in _PARTS.items()
            if kept.parts.get(key)
        ],
        "stress": _mean(one.stress),
        "voters": len(one.votes),
        "own_vote": kept.own_vote,
        "why_not": [Reason(EXCLUSION_LABELS[why]) for why in sorted(excluded(one))],
        "is_proposed": is_proposed,
        "decision": State("kept", "check", Reason(DECISION_LABELS[kept.decision])) if kept.decision else None,
        "ends_on": kept.ends_on,
        "vote_url": reverse("desk:review_vote", args=ids) if is_open else None,
        "margin_url": reverse("desk:review_margin", args=ids) if is_open and is_owner else None,
        "decide_url": reverse("desk:review_decide", args=ids)
        if is_owner and kept.decision is not ReviewDecision.PART
        else None,
        "part_url": reverse("desk:review_part", args=ids)
        if is_owner and is_proposed and kept.decision is not ReviewDecision.PART
        else None,
    }


def _mean(stress: Decimal | None) -> str:
    return (
        ""
        if stress is None
        else decimal_text(stress.quantize(Decimal("0.1")), language=get_language() or "fr")
    )


def review_note(desk: Desk) -> list[dict[str, Any]]:
    """A word on the owner's day when the review is to be opened."""
    if not desk.may(Permission.CLOSE) or not is_due(desk.act):
        return []
    text = Reason(N_("La revue annuelle des clients est à ouvrir : l'équipe vote, vous décidez."))
    return [{"tone": "today", "icon": "calendar-check", "text": text, "url": reverse("desk:review")}]
