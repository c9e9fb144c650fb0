"""How often, at what hours and after which pauses a customer may be contacted: the default limits."""

from dataclasses import dataclass
from datetime import time

from encours.method.cases.rules.contact import Channel


@dataclass(frozen=True, slots=True)
class Hours:
    """Part of a day on the wall clock: `opens` included, `closes` excluded."""

    opens: time
    closes: time

    def within(self, other: "Hours") -> "Hours | None":
        """What two parts of a day have in common, or None."""
        opens, closes = max(self.opens, other.opens), min(self.closes, other.closes)
        return Hours(opens, closes) if opens < closes else None


WHOLE_DAY = Hours(time.min, time.max)
CALLS = frozenset({Channel.PHONE, Channel.VOICEMAIL})
SPOKEN = frozenset({Channel.PHONE, Channel.VOICEMAIL, Channel.VISIT})
BY_NUMBER = frozenset({Channel.PHONE, Channel.VOICEMAIL, Channel.SMS})


@dataclass(frozen=True, slots=True)
class Limits:
    """Every number of the contact guard (method 2d), each a default that an entity may change.

    Days are calendar days in the customer's time zone unless the name says otherwise.
    A letter has no hours, only business days.
    """

    gap_days: int = 7
    rest_after_attempt_days: int = 1
    attempts: int = 2
    attempt_window_days: int = 7
    voicemails: int = 1
    voicemail_window_days: int = 7
    touches_short: int = 3
    short_window_days: int = 7
    touches_long: int = 6
    long_window_days: int = 30
    per_person: int = 2
    person_window_days: int = 7
    cool_down_business_days: int = 2
    concession_lock_hours: int = 24
    caller_break_minutes: int = 10
    bereavement_days: int = 30
    serious_event_days: int = 14
    unanswered_before_no_calls: int = 6
    override_reason_characters: int = 20
    call_hours: tuple[Hours, ...] = (Hours(time(9), time(12, 30)), Hours(time(14), time(18)))
    email_hours: tuple[Hours, ...] = (Hours(time(8), time(19)),)
    sms_hours: tuple[Hours, ...] = (Hours(time(9), time(18)),)

    def hours(self, channel: Channel) -> tuple[Hours, ...]:
        """When a channel is open on a business day (K7)."""
        match channel:
            case Channel.PHONE | Channel.VOICEMAIL | Channel.VISIT:
                return self.call_hours
            case Channel.EMAIL:
                return self.email_hours
            case Channel.SMS:
                return self.sms_hours
            case Channel.LETTER | Channel.PAGE:
                return (WHOLE_DAY,)


DEFAULT_LIMITS = Limits()


@dataclass(frozen=True, slots=True)
class LawLimits:
    """What the law pack demands at least (K14); None where it says nothing. Never overridden.

    `days_after_conversation` counts the day of the conversation as the first, as the United
    States rule does: 7 means that a call is possible again on the same weekday.
    """

    source: str
    calls_in_7_days: int | None = None
    contacts_in_7_days: int | None = None
    days_after_conversation: int | None = None
    hours: Hours | None = None
