"""What every page's frame shows: who, where, what waits, what blocks everything. A constant number of questions."""

from dataclasses import dataclass
from typing import Any

from django.http import HttpRequest
from django.urls import reverse
from django.utils.translation import get_language, gettext, pgettext

from encours.books.creditor import queries as creditor_queries
from encours.books.creditor.queries import Entity
from encours.books.creditor.rules.roles import ROLE_LABELS
from encours.books.receivables import queries as receivables_queries
from encours.faces.desk import undo
from encours.faces.desk.help import method
from encours.faces.desk.pages.inbox import waiting_count
from encours.faces.desk.preferences import keys_of, theme_of
from encours.faces.desk.who import Desk
from encours.flows import standing_figures
from encours.flows.clock_watch import went_back
from encours.ground.kernel.clock import local_date
from encours.ground.kernel.reason import N_, Reason
from encours.ground.plumbing.say import say
from encours.method.inbox import queries as inbox_queries
from encours.method.outreach import queries as outreach_queries
from encours.method.outreach.rules.states import MessageState
from encours.method.strategy.rules.next_action import cash_needed_to

_WAIT_FOR_A_PERSON = (
    MessageState.TO_CONFIRM,
    MessageState.BY_HAND,
    MessageState.UNKNOWN,
    MessageState.REFUSED,
)
_SECTIONS = {
    "today": ("today", "brief", "call", "follow_up", "visit", "later", "night"),
    "agreements": ("agreements", "plan"),
    "customers": (
        "customer",
        "payers",
        "contact",
        "hold",
        "promise",
        "own_promise",
        "skip",
        "step",
        "ladder_choice",
    ),
    "invoices": ("invoice", "payment", "credit"),
    "disputes": ("dispute",),
    "partners": ("partner", "placement", "help"),
    "messages": ("message", "incoming", "inbox", "paper"),
    "files": ("file", "import", "gap", "ready"),
    "settings": (
        "settings",
        "member",
        "closure",
        "mail",
        "account",
        "rate",
        "sending",
        "ladder",
        "threshold",
    ),
}


@dataclass(frozen=True, slots=True)
class Block:
    """One line about what holds everything back."""

    tone: str
    icon: str
    text: Reason | str
    url: str = ""
    verb: str = ""


def frame(request: HttpRequest) -> dict[str, Any]:
    """`today` and `frame` of base.html; next to nothing for somebody who is not signed in."""
    shown: dict[str, Any] = {
        "section": _section(request),
        "language": get_language() or "fr",
        "theme": theme_of(request),
        "keys": keys_of(request),
    }
    desk: Desk | None = getattr(request, "desk", None)
    if desk is None:
        return {"frame": shown}
    fixed = desk.clock.fixed()
    shown |= {
        **_house(request, desk),
        "person": {
            "name": desk.member.name,
            "monogram": monogram(desk.member.name),
            "role": say(Reason(ROLE_LABELS[desk.member.role])),
            "is_owner": desk.is_owner,
        },
        "counts": _counts(desk),
        "working_date": None,
        "demonstration": local_date(fixed.now(), desk.entity.time_zone) if fixed else None,
        "blocks": blocks(desk),
        "undo": _undo(request),
        "why": _why(request),
    }
    return {"frame": shown, "today": desk.act.today}


def monogram(name: str) -> str:
    """Two letters that stand for a name: «Menuiserie Bellanger» is MB."""
    words = [word for word in name.replace("-", " ").split() if word[0].isalnum()]
    letters = "".join(word[0] for word in words[:2]) if len(words) > 1 else "".join(words)[:2]
    return letters.upper()


def blocks(desk: Desk) -> list[Block]:
    """What holds messages back, the gravest first."""
    found = []
    sending = reverse("desk:settings_section", args=["sending"])
    stop = outreach_queries.standing_stop(desk.entity.id)
    if stop is not None:
        text = Reason(N_("Tous les envois sont arrêtés : {why}"), why=stop.reason)
        found.append(Block("late", "octagon-pause", text, sending, gettext("Reprendre les envois")))
    elif not desk.entity.is_sending_on:
        text = Reason(N_("Mode d'essai : tout se prépare, rien ne part."))
        found.append(Block("rest", "flask-conical", text, sending, gettext("Activer les envois")))
    if (late := went_back(desk.act)) is not None:
        found.append(Block("late", "clock-alert", late))
    if (box := _box_block(desk)) is not None:
        found.append(box)
    bank = _bank_block(desk, desk.entity)
    return [*found, bank] if bank else found


def _box_block(desk: Desk) -> Block | None:
    """The mailbox cannot be read: answers may lie there that we do not know of."""
    box = inbox_queries.mailbox(desk.entity.id)
    if box is None or box.why is None or box.failing_since is None:
        return None
    text = Reason(
        N_(
            "Boîte aux lettres illisible depuis {since} : {why}. "
            "Des réponses peuvent y attendre : regardez-la vous-même."
        ),
        since=box.failing_since,
        why=box.why.reason,
    )
    url = reverse("desk:settings_section", args=["mailbox"])
    return Block("late", "mail-x", text, url, gettext("Voir la boîte"))


def _bank_block(desk: Desk, entity: Entity) -> Block | None:
    known = receivables_queries.cash_known_to(entity.id)
    if not receivables_queries.owes_anything(entity.id):
        return None
    if known is not None and known >= cash_needed_to(desk.act.today, entity.country, entity.region):
        return None
    text = N_("Banque connue jusqu'au {day} : rien ne part avant qu'elle soit vérifiée.")
    if known is None:
        text = N_("Banque pas encore vérifiée : rien ne part avant.")
    return Block(
        "today",
        "landmark",
        Reason(text, day=known),
        reverse("desk:bank_checked"),
        gettext("Vérifier la banque"),
    )


def _house(request: HttpRequest, desk: Desk) -> dict[str, Any]:
    own = {member.entity_id for member in request.memberships}  # type: ignore[attr-defined]
    entities = [
        {
            "id": entity.id,
            "name": entity.name,
            "monogram": monogram(entity.name),
            "city": entity.city,
            "is_current": entity.id == desk.entity.id,
        }
        for entity in (creditor_queries.entities() if len(own) > 1 else [desk.entity])
        if entity.id in own
    ]
    return {"entities": entities, "entity": next(e for e in entities if e["is_current"])}


def _counts(desk: Desk) -> dict[str, int]:
    waiting = outreach_queries.counts(desk.entity.id)
    gaps = standing_figures.missing(desk.entity.id, desk.act.today)
    return {
        "messages": sum(waiting.get(state, 0) for state in _WAIT_FOR_A_PERSON) + waiting_count(desk),
        "files": (gaps.without_address + gaps.due_assumed).number,
    }


def _undo(request: HttpRequest) -> dict[str, str] | None:
    key = undo.shown_key(request)
    return (
        {"url": reverse("desk:undo", args=[key]), "label": pgettext("what was just done", "Annuler")}
        if key
        else None
    )


def _why(request: HttpRequest) -> method.Why | None:
    """Why this page is as it is: its own reason, else that of its part of the desk."""
    name = request.resolver_match.url_name if request.resolver_match else None
    whys = method.whys(get_language() or "fr")
    return whys.get(name or "") or whys.get(f"section:{_section(request)}")


def _section(request: HttpRequest) -> str:
    name = request.resolver_match.url_name if request.resolver_match else None
    for section, starts in _SECTIONS.items():
        if (name or "").startswith(starts):
            return section
    return ""
