"""What agreements ask of us on top of Today: breaks without a reaction, a plan B whose day has passed."""

from typing import Any

from django.urls import reverse

from encours.books.creditor import queries as creditor_queries
from encours.faces.desk.who import Desk
from encours.flows.broken_unanswered import broken_unanswered
from encours.ground.kernel.reason import N_, Reason
from encours.method.agreements.queries.plan_bs import announced
from encours.method.agreements.rules.plan_b import is_late
from encours.method.cases.rules.calendar import Calendar


def agreement_notes(desk: Desk) -> list[dict[str, Any]]:
    """Breaks that nobody answered on their day (R100), and for the owner what was named and not carried out (R107)."""
    waiting = [one for one in broken_unanswered(desk.act, zone=desk.entity.time_zone) if one.days]
    found = []
    if waiting:
        text = N_(
            "Accords non suivis d'un paiement, sans contact de notre part : {count}, depuis {days} jours au plus"
        )
        reason = Reason(text, count=len(waiting), days=max(one.days for one in waiting))
        found.append(_note(reason, reverse("desk:agreements")))
    named = announced(desk.entity.id) if desk.is_owner else []
    if named:
        entity = creditor_queries.entity(desk.entity.id)
        calendar = Calendar(entity.country, entity.region)
        late = [one for one in named if is_late(one, today=desk.act.today, calendar=calendar)]
        text = N_("Un plan B annoncé pour le {on} n'est pas exécuté")
        found += [
            _note(Reason(text, on=one.due_on), reverse("desk:customer", args=[one.customer_id]))
            for one in late
        ]
    return found


def _note(text: Reason, url: str) -> dict[str, Any]:
    return {"tone": "late", "icon": "circle-alert", "text": text, "url": url}
