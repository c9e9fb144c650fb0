"""The board of disputes: a column for each stretch of their way, the most pressing first."""

from collections.abc import Mapping
from typing import Any

from django.urls import reverse
from django.utils.translation import get_language

from encours.books.creditor import queries as creditor_queries
from encours.faces.desk.addresses import number_in, with_query
from encours.faces.desk.pages.words import State
from encours.faces.desk.who import Desk
from encours.ground.kernel.clock import days_between
from encours.ground.kernel.reason import N_, Reason
from encours.ground.plumbing.say import say
from encours.method.disputes.queries import DisputeFact
from encours.method.disputes.queries.board import BoardSearch, Card, column
from encours.method.disputes.rules.letters import reference
from encours.method.disputes.rules.reasons import labels, reason_of, reasons
from encours.method.disputes.rules.words import DISPUTE_STATE_LABELS, DisputeState

SHORT, LONG = 12, 50
_S = DisputeState
COLUMNS: Mapping[str, tuple[str, tuple[DisputeState, ...]]] = {
    "signales": (N_("Signalés"), (_S.REPORTED,)),
    "examen": (N_("À examiner"), (_S.ACKNOWLEDGED, _S.INVESTIGATING)),
    "retard": (N_("Réponse en retard"), (_S.OVERDUE_US,)),
    "repondus": (N_("Réponse donnée"), (_S.ANSWERED,)),
    "contestes": (N_("Réponse contestée"), (_S.CONTESTED, _S.MEDIATION, _S.LEGAL)),
    "clos": (N_("Clos"), (_S.CLOSED,)),
}
_LOOKS = {
    _S.REPORTED: ("today", "message-circle-warning"),
    _S.ACKNOWLEDGED: ("press", "mail-check"),
    _S.INVESTIGATING: ("press", "search"),
    _S.OVERDUE_US: ("late", "alarm-clock"),
    _S.ANSWERED: ("press", "reply"),
    _S.CONTESTED: ("late", "messages-square"),
    _S.MEDIATION: ("rest", "handshake"),
    _S.LEGAL: ("rest", "scale"),
    _S.CLOSED: ("kept", "check"),
}


def board_page(desk: Desk, asked: Mapping[str, str]) -> dict[str, Any]:
    """All columns, the first cards of each; one statement a column, nothing counted."""
    search = _search(desk, asked)
    return {
        "filters": _filters(desk, asked),
        "columns": [_column(desk, asked, search, name) for name in COLUMNS],
    }


def column_page(
    desk: Desk, asked: Mapping[str, str], name: str, *, after: tuple[Any, int] | None
) -> dict[str, Any]:
    """One column further down."""
    label, states = COLUMNS[name]
    names = _names(desk)
    cards = column(_search(desk, asked), states, after=after, limit=LONG + 1)
    return {
        "title": Reason(label),
        "cards": [_card(desk, card, names) for card in cards[:LONG]],
        "next_url": _further(asked, name, cards, LONG),
        "back_url": with_query(reverse("desk:disputes"), **_kept(asked)),
    }


def state_of(fact: DisputeFact) -> State:
    """Where a dispute stands, as a word, an icon and a tone."""
    tone, icon = _LOOKS[fact.state]
    return State(tone, icon, Reason(DISPUTE_STATE_LABELS[fact.state]))


def next_of(fact: DisputeFact) -> Reason:
    """What comes next, and when."""
    match fact.state:
        case _S.REPORTED | _S.ACKNOWLEDGED | _S.INVESTIGATING:
            return Reason(N_("réponse pour le {on}"), on=fact.answer_due_on)
        case _S.OVERDUE_US:
            return Reason(N_("réponse promise pour le {on}"), on=fact.answer_due_on)
        case _S.CONTESTED:
            return Reason(N_("appel du responsable avant le {on}"), on=fact.answer_due_on)
        case _S.ANSWERED if fact.told_on is None:
            return Reason(N_("la réponse attend de partir"))
        case _S.ANSWERED if fact.rests_until_on is not None:
            return Reason(N_("le client peut y revenir jusqu'au {on}"), on=fact.rests_until_on)
        case _S.CLOSED if fact.closed_on is not None:
            return Reason(N_("clos le {on}"), on=fact.closed_on)
        case _:
            return Reason(N_("entre les mains d'un tiers"))


def _search(desk: Desk, asked: Mapping[str, str]) -> BoardSearch:
    reason = asked.get("motif", "")
    return BoardSearch(
        desk.entity.id,
        handled_by_id=number_in(asked.get("suivi", "")),
        reason=reason if reason in reasons() else None,
    )


def _filters(desk: Desk, asked: Mapping[str, str]) -> dict[str, Any]:
    people = [(str(m.id), m.name) for m in creditor_queries.team(desk.entity.id)]
    return {
        "people": [*people, ("0", say(Reason(N_("personne"))))],
        "person": asked.get("suivi", ""),
        "reasons": labels(get_language() or "fr"),
        "reason": asked.get("motif", ""),
        "is_on": bool(_kept(asked)),
        "clear_url": reverse("desk:disputes"),
    }


def _kept(asked: Mapping[str, str]) -> dict[str, str]:
    return {name: asked[name] for name in ("suivi", "motif") if asked.get(name)}


def _column(desk: Desk, asked: Mapping[str, str], search: BoardSearch, name: str) -> dict[str, Any]:
    label, states = COLUMNS[name]
    cards = column(search, states, limit=SHORT + 1)
    names = _names(desk) if cards else {}
    return {
        "key": name,
        "title": Reason(label),
        "count": f"{SHORT}+" if len(cards) > SHORT else str(len(cards)),
        "cards": [_card(desk, card, names) for card in cards[:SHORT]],
        "next_url": _further(asked, name, cards, SHORT),
    }


def _names(desk: Desk) -> dict[int, str]:
    return {m.id: m.name for m in creditor_queries.team(desk.entity.id)}


def _further(asked: Mapping[str, str], name: str, cards: list[Card], shown: int) -> str | None:
    if len(cards) <= shown:
        return None
    last = cards[shown - 1].fact
    day = last.closed_on if last.state is _S.CLOSED else last.answer_due_on
    return with_query(reverse("desk:disputes"), **_kept(asked), colonne=name, jour=day, apres=last.id)


def _card(desk: Desk, card: Card, names: Mapping[int, str]) -> dict[str, Any]:
    fact = card.fact
    return {
        "url": reverse("desk:dispute_one", args=[fact.id]),
        "reference": reference(fact.id),
        "customer": card.customer,
        "number": card.number,
        "reason": reason_of(fact.reason).label(get_language() or "fr"),
        "amount": fact.amount if fact.closed_on else fact.left,
        "age_days": days_between(fact.reported_on, fact.closed_on or desk.act.today),
        "state": state_of(fact),
        "next": next_of(fact),
        "who": names.get(fact.handled_by_id or 0, ""),
    }
