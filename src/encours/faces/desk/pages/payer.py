"""What is thought of a customer as a payer, on which facts, and what people noted or confirmed."""

from typing import Any

from django.urls import reverse

from encours.books.creditor.rules.roles import Permission
from encours.faces.desk.who import Desk
from encours.flows.customer_file import CustomerFile
from encours.ground.kernel.reason import N_, Reason
from encours.ground.plumbing.say import say
from encours.method.insight import queries as insight_queries
from encours.method.insight.queries import StandingConfirmation
from encours.method.insight.rules.debtor_type import TYPE_LABELS, DebtorType, Evidence, TypeOpinion
from encours.method.insight.rules.payer import OBSERVED_LABELS


def payer(desk: Desk, file: CustomerFile) -> dict[str, Any]:
    """The type with its evidence, and what one may do about it."""
    opinion, pk = file.assessments[0].opinion, file.customer.pk
    may_confirm = opinion.is_avoids_candidate and desk.is_owner
    return {
        "label": say(Reason(TYPE_LABELS[opinion.type])),
        "confidence": say(Reason(_how_sure(opinion))),
        "groups": _groups(opinion),
        "is_candidate": opinion.is_avoids_candidate,
        "confirm_url": reverse("desk:confirm_type", args=[pk]) if may_confirm else None,
        "confirmed": _confirmed(desk, file),
        "facts": _facts(desk, file),
        "fact_url": reverse("desk:fact_new", args=[pk]) if desk.may(Permission.CONTACT) else None,
    }


def _how_sure(opinion: TypeOpinion) -> str:
    """A type that asks for a person's word is never said as if it were settled (R032)."""
    return N_("à confirmer par le dirigeant") if opinion.is_avoids_candidate else opinion.confidence_word


def _groups(opinion: TypeOpinion) -> list[dict[str, Any]]:
    """The facts by the type they speak for or against, the one that won first; a single group needs no title."""
    by_type: dict[DebtorType, list[Evidence]] = {}
    for fact in opinion.evidence:
        by_type.setdefault(fact.type, []).append(fact)
    return [
        {
            "title": _title(kind, facts) if len(by_type) > 1 else None,
            "reasons": [{"label": f.reason, "points": f"{f.points:+d}" if f.points else ""} for f in facts],
        }
        for kind, facts in by_type.items()
    ]


def _title(kind: DebtorType, facts: list[Evidence]) -> Reason:
    points, label = max(0, sum(f.points for f in facts)), Reason(TYPE_LABELS[kind])
    if not points and not any(f.points for f in facts):
        return label
    return Reason(N_("« {label} » : {points}"), label=label, points=points)


def _facts(desk: Desk, file: CustomerFile) -> list[dict[str, Any]]:
    """What was noted by hand, the latest first, each with a way to take it back."""
    pk = file.customer.pk
    may_withdraw = desk.may(Permission.CONTACT)
    return [
        {
            "what": say(Reason(OBSERVED_LABELS[noted.fact])),
            "on": noted.on,
            "source": noted.source,
            "by": _name(file, noted.noted_by),
            "withdraw_url": reverse("desk:fact_withdraw", args=[pk, noted.id]) if may_withdraw else None,
        }
        for noted in reversed(insight_queries.noted_of([pk]).get(pk, ()))
    ]


def _confirmed(desk: Desk, file: CustomerFile) -> dict[str, Any] | None:
    """The owner's standing word on the type, for those who may decide about it."""
    standing = insight_queries.grounds_of([file.customer.pk]).get(file.customer.pk)
    if standing is None or not desk.may(Permission.DECIDE):
        return None
    return {
        "text": _told(standing, _name(file, standing.confirmed_by)),
        "url": reverse("desk:withdraw_type", args=[file.customer.pk]),
    }


def _told(standing: StandingConfirmation, name: str) -> Reason:
    if not name:
        text = N_("Profil confirmé le {on} : {grounds}")
        return Reason(text, on=standing.confirmed_on, grounds=standing.grounds)
    text = N_("Profil confirmé par {name} le {on} : {grounds}")
    return Reason(text, name=name, on=standing.confirmed_on, grounds=standing.grounds)


def _name(file: CustomerFile, actor: str) -> str:
    return next((m.name for m in file.known.house.team if m.user_id and f"user:{m.user_id}" == actor), "")
