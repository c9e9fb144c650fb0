"""An entry for one's own calendar: a call asked for at an hour, or an appointment."""

from dataclasses import dataclass
from datetime import datetime, timedelta

from icalendar import Calendar, Event

from encours.faces.desk.who import Desk
from encours.ground.kernel.reason import Reason
from encours.ground.plumbing.say import say


@dataclass(frozen=True, slots=True)
class Appointed:
    """What is in a calendar: `key` is its own and stays the same."""

    key: str
    at: datetime
    title: Reason
    place: str = ""
    minutes: int = 15


def entry(desk: Desk, appointed: Appointed) -> bytes:
    """One entry in the form that calendars read (RFC 5545); no amount, no reason of any delay."""
    calendar = Calendar()
    calendar.add("prodid", "-//Encours//Encours//FR")
    calendar.add("version", "2.0")
    event = Event()
    event.add("uid", f"{appointed.key}@entity-{desk.entity.id}.encours")
    event.add("dtstamp", desk.act.at)
    event.add("dtstart", appointed.at)
    event.add("dtend", appointed.at + timedelta(minutes=appointed.minutes))
    event.add("summary", say(appointed.title))
    if appointed.place:
        event.add("location", appointed.place)
    calendar.add_component(event)
    found: bytes = calendar.to_ical()
    return found
