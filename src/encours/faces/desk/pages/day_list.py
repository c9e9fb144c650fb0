"""The day's list in its sections: one row a customer, with what a person does about it."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import time
from typing import Any

from django.urls import reverse

from encours.books.creditor.rules.roles import Permission
from encours.faces.desk.addresses import with_query
from encours.faces.desk.pages.same_day import CALL_TODAY, WITH_THE_MAIL
from encours.faces.desk.pages.words import DONE_BY_HAND, Action, action_for, is_call
from encours.faces.desk.who import Desk
from encours.ground.kernel.clock import at, days_between
from encours.ground.kernel.money import Money
from encours.ground.kernel.reason import N_, Reason
from encours.ground.plumbing.say import say
from encours.ground.wording.stages import SERVICES
from encours.method.insight.rules.priority import SECTION_LABELS, Section
from encours.method.outreach import queries as outreach_queries
from encours.method.outreach.rules.outbox import AWAITS_A_PERSON
from encours.method.outreach.rules.states import MessageState
from encours.method.strategy.queries import ListLine, Place
from encours.method.strategy.queries.day import DaySection, TheDay, day_sections, section_lines

PAGE = 20
"""Lines of each part that are shown at first: as many as one person works in a day."""
OURS = (Section.WE_OWE, Section.FIRST, Section.TODAY)
"""Sections that ask for somebody's time today, in the order of the page."""
_ORDER = (
    *OURS,
    Section.THIS_WEEK,
    Section.WRITTEN_ONLY,
    Section.DO_NOT_CONTACT,
)
_FOLDED = frozenset({Section.THIS_WEEK, Section.WRITTEN_ONLY, Section.DO_NOT_CONTACT})
_CAN_WAIT = frozenset({Section.FIRST.value, Section.TODAY.value, Section.THIS_WEEK.value})
_STAYS = frozenset({Section.WRITTEN_ONLY.value, Section.DO_NOT_CONTACT.value})
_TONES = {
    Section.WE_OWE: ("press", "reply"),
    Section.FIRST: ("late", "circle-alert"),
    Section.TODAY: ("today", "sun"),
    Section.THIS_WEEK: ("rest", "calendar"),
    Section.WRITTEN_ONLY: ("rest", "mail"),
    Section.DO_NOT_CONTACT: ("rest", "hand"),
}
_NO_MESSAGE = (None, None)


@dataclass(frozen=True, slots=True)
class DayList:
    """The sections of an entity's list that is not put off, and whether a message waits for a person."""

    day: TheDay
    sections: Mapping[str, DaySection]
    has_message_for_a_person: bool
    may_contact: bool = True

    @property
    def needs_somebody(self) -> bool:
        """Whether anything is left to be done by hand today."""
        return self.has_message_for_a_person or any(self.left(code) for code in OURS)

    @property
    def has_steps_ahead(self) -> bool:
        """Whether something comes this week that is not for today."""
        return Section.THIS_WEEK.value in self.sections

    def left(self, code: Section) -> int:
        """How many lines of a section are left for a person."""
        found = self.sections.get(code.value)
        return found.left if found else 0


@dataclass(frozen=True, slots=True)
class _Shown:
    """The lines of a page, with what waits for their customers and who was written to today."""

    list: DayList
    pages: Mapping[Section, Sequence[ListLine]]
    messages: Mapping[int, tuple[int, MessageState]]
    written_to: frozenset[int]

    def beside(self, line: ListLine) -> str:
        """For a call whose mail waits or left today: that both belong to one day (ruling 1)."""
        if not is_call(line.action) or self.action(line) is None:
            return ""
        if line.customer_id in self.written_to:
            return say(Reason(CALL_TODAY))
        _, state = self.messages.get(line.customer_id, _NO_MESSAGE)
        if state in {MessageState.READY, MessageState.SENDING}:
            return say(Reason(CALL_TODAY))
        return say(Reason(WITH_THE_MAIL)) if state in AWAITS_A_PERSON else ""

    def action(self, line: ListLine) -> Action | None:
        """What a person does about a line: a message that waits for them, else the action itself."""
        if line.section == Section.DO_NOT_CONTACT.value or not self.list.may_contact:
            return None
        message_id, state = self.messages.get(line.customer_id, _NO_MESSAGE)
        if state in AWAITS_A_PERSON and not is_call(line.action):
            return action_for(line.action, line.customer_id, message_id=message_id)
        return action_for(line.action, line.customer_id)


def day_list(desk: Desk) -> DayList:
    """The list of today, read anew."""
    today = desk.act.today
    day = TheDay(desk.entity.id, today, at(today, time(0), desk.entity.time_zone), DONE_BY_HAND, _STAYS)
    waiting = outreach_queries.waiting_in(desk.entity.id)
    return DayList(
        day,
        day_sections(day),
        any(part.state in AWAITS_A_PERSON and part.stage not in SERVICES for part in waiting),
        desk.may(Permission.CONTACT),
    )


def sections(day: DayList, *, wanted: str = "", after: Place | None = None) -> list[dict[str, Any]]:
    """The list by section; with `wanted`, the rows of one section behind a place."""
    codes = [code for code in _ORDER if day.left(code) and (not wanted or code == wanted)]
    pages = {
        code: section_lines(day.day, code.value, after=after if wanted else None, limit=PAGE + 1)
        for code in codes
    }
    customers = {line.customer_id for page in pages.values() for line in page}
    lines = _Shown(
        day,
        pages,
        outreach_queries.next_of(customers),
        outreach_queries.written_to_since(day.day.entity_id, day.day.begun_at, customers),
    )
    shown = [_section(lines, code) for code in codes]
    _unfold_the_first(shown)
    _place_departure(shown)
    return shown


def _section(lines: _Shown, code: Section) -> dict[str, Any]:
    page, has_more = lines.pages[code][:PAGE], len(lines.pages[code]) > PAGE
    return {
        "code": code.value,
        "title": say(Reason(SECTION_LABELS[code])),
        "count": lines.list.left(code),
        "note": Reason(N_("un message suffit, aucun appel")) if code is Section.WRITTEN_ONLY else None,
        "is_folded": code in _FOLDED,
        "rows": [_row(lines, line) for line in page],
        "next_url": _next(code, page[-1].place) if has_more else None,
        "is_after_departure": False,
    }


def _next(code: Section, last: Place) -> str:
    return with_query(
        reverse("desk:today"), section=code.value, cle=last.order_key, nom=last.name, after=last.id
    )


def _unfold_the_first(shown: list[dict[str, Any]]) -> None:
    """When nothing is to be done today, what comes this week lies open."""
    if shown and shown[0]["code"] == Section.THIS_WEEK.value:
        shown[0]["is_folded"] = False


def _place_departure(shown: list[dict[str, Any]]) -> None:
    """What waits for a yes and what leaves by itself stand after what a person does today."""
    for section in shown:
        if section["code"] not in OURS:
            section["is_after_departure"] = True
            return


def _row(lines: _Shown, line: ListLine) -> dict[str, Any]:
    """One customer of the list."""
    day = lines.list
    tone, icon = _TONES[Section(line.section)]
    return {
        "id": line.id,
        "customer_id": line.customer_id,
        "name": line.customer_name,
        "detail": lines.beside(line),
        "tone": tone,
        "icon": icon,
        "why": line.why[0] if line.why else Reason(""),
        "age_days": days_between(line.oldest_due_on, day.day.today) if line.oldest_due_on else None,
        "amount": Money(line.amount_minor, line.currency),
        "action": lines.action(line),
        "later_url": reverse("desk:later", args=[line.id])
        if line.section in _CAN_WAIT and day.may_contact
        else None,
        "open_url": f"{reverse('desk:today')}?client={line.customer_id}",
        "is_open": False,
    }
