"""The day's list in its sections: one row a customer, with what a person does about it."""

from collections import defaultdict
from dataclasses import dataclass
from datetime import date, time
from typing import Any

from django.urls import reverse

from encours.books.creditor.rules.roles import Permission
from encours.faces.desk.pages.same_day import CALL_TODAY, WITH_THE_MAIL
from encours.faces.desk.pages.words import Action, action_for, is_call
from encours.faces.desk.who import Desk
from encours.ground.kernel.clock import at, days_between
from encours.ground.kernel.money import Money
from encours.ground.kernel.reason import N_, Reason
from encours.ground.plumbing.say import say
from encours.ground.wording.stages import SERVICES
from encours.method.insight.rules.priority import SECTION_LABELS, Section
from encours.method.outreach import queries as outreach_queries
from encours.method.outreach.queries import WaitingMessage
from encours.method.outreach.rules.outbox import AWAITS_A_PERSON
from encours.method.outreach.rules.states import MessageState
from encours.method.strategy import queries as strategy_queries
from encours.method.strategy.queries import ListLine, ListPlace

PAGE = 50
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
    """The places of an entity's list that are not put off, and the messages that wait.

    messages: the one that waits for each customer, a thank-you aside.
    """

    today: date
    lines: tuple[ListPlace, ...]
    waiting: tuple[WaitingMessage, ...]
    messages: dict[int, tuple[int, MessageState]]
    written_to: frozenset[int] = frozenset()
    may_contact: bool = True

    @property
    def needs_somebody(self) -> bool:
        """Whether anything is left to be done by hand today."""
        if any(state in AWAITS_A_PERSON for _, state in self.messages.values()):
            return True
        return any(line.section in OURS and not self.leaves_by_itself(line) for line in self.lines)

    @property
    def has_steps_ahead(self) -> bool:
        """Whether something comes this week that is not for today."""
        return any(line.section == Section.THIS_WEEK.value for line in self.lines)

    def leaves_by_itself(self, line: ListPlace) -> bool:
        """Whether a line only stands for a message about to leave, or gone since: it needs nobody."""
        _, state = self.messages.get(line.customer_id, _NO_MESSAGE)
        by_person = action_for(line.action, line.customer_id) is not None
        is_leaving = state in {MessageState.READY, MessageState.SENDING}
        is_leaving = is_leaving or (state is None and line.customer_id in self.written_to)
        return is_leaving and not by_person and line.section not in _STAYS

    def beside(self, line: ListPlace) -> str:
        """For a call whose mail waits or left today: that both belong to one day (ruling 1)."""
        if not is_call(line.action) or self.action(line) is None:
            return ""
        if line.customer_id in self.written_to:
            return say(Reason(CALL_TODAY))
        _, state = self.messages.get(line.customer_id, _NO_MESSAGE)
        if state in {MessageState.READY, MessageState.SENDING}:
            return say(Reason(CALL_TODAY))
        return say(Reason(WITH_THE_MAIL)) if state in AWAITS_A_PERSON else ""

    def action(self, line: ListPlace) -> Action | None:
        """What a person does about a line: a message that waits for them, else the action itself."""
        if line.section == Section.DO_NOT_CONTACT.value or not self.may_contact:
            return None
        message_id, state = self.messages.get(line.customer_id, _NO_MESSAGE)
        if state in AWAITS_A_PERSON and not is_call(line.action):
            return action_for(line.action, line.customer_id, message_id=message_id)
        return action_for(line.action, line.customer_id)


def day_list(desk: Desk) -> DayList:
    """The list of today, read anew."""
    today = desk.act.today
    waiting = tuple(outreach_queries.waiting_in(desk.entity.id))
    return DayList(
        today,
        tuple(strategy_queries.list_places(desk.entity.id, today)),
        waiting,
        {m.customer_id: (m.id, m.state) for m in waiting if m.stage not in SERVICES},
        outreach_queries.written_to_since(desk.entity.id, at(today, time(0), desk.entity.time_zone)),
        desk.may(Permission.CONTACT),
    )


def sections(day: DayList, *, wanted: str = "", after: int = 0) -> list[dict[str, Any]]:
    """The list by section; with `wanted`, the rows of one section behind the rank `after`."""
    by_section: dict[Section, list[ListPlace]] = defaultdict(list)
    for line in day.lines:
        if not day.leaves_by_itself(line):
            by_section[Section(line.section)].append(line)
    codes = [code for code in _ORDER if by_section[code] and (not wanted or code == wanted)]
    pages = {code: _page(by_section[code], after=after if wanted else 0) for code in codes}
    lines = strategy_queries.work_items_by_id(place.id for page in pages.values() for place in page[:PAGE])
    shown = [_section(day, code, len(by_section[code]), pages[code], lines) for code in codes]
    _unfold_the_first(shown)
    _place_departure(shown)
    return shown


def _page(places: list[ListPlace], *, after: int) -> list[ListPlace]:
    """The places behind a rank: those of a page, and one more when there are more."""
    rest = [place for place in places if place.rank > after] if after else places
    return rest[: PAGE + 1]


def _section(
    day: DayList, code: Section, count: int, places: list[ListPlace], lines: dict[int, ListLine]
) -> dict[str, Any]:
    page, has_more = places[:PAGE], len(places) > PAGE
    next_url = f"{reverse('desk:today')}?section={code.value}&after={page[-1].rank}" if has_more else None
    return {
        "code": code.value,
        "title": say(Reason(SECTION_LABELS[code])),
        "count": count,
        "note": Reason(N_("un message suffit, aucun appel")) if code is Section.WRITTEN_ONLY else None,
        "is_folded": code in _FOLDED,
        "rows": [_row(day, place, lines[place.id]) for place in page if place.id in lines],
        "next_url": next_url,
        "is_after_departure": False,
    }


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


def _row(day: DayList, place: ListPlace, line: ListLine) -> dict[str, Any]:
    """One customer of the list."""
    tone, icon = _TONES[Section(line.section)]
    return {
        "id": line.id,
        "customer_id": line.customer_id,
        "name": line.customer_name,
        "detail": day.beside(place),
        "tone": tone,
        "icon": icon,
        "why": line.why[0] if line.why else Reason(""),
        "age_days": days_between(line.oldest_due_on, day.today) if line.oldest_due_on else None,
        "amount": Money(line.amount_minor, line.currency),
        "action": day.action(place),
        "later_url": reverse("desk:later", args=[line.id])
        if line.section in _CAN_WAIT and day.may_contact
        else None,
        "open_url": f"{reverse('desk:today')}?client={line.customer_id}",
        "is_open": False,
    }
