"""At which hours and on which days a debtor may be called, how often, and whether a law or a habit says so."""

from dataclasses import dataclass
from datetime import date, time

from encours.ground.kernel.business_days import is_holiday
from encours.ground.kernel.reason import N_, Reason
from encours.ground.law.facts import Debtor
from encours.ground.law.pack import Library
from encours.ground.law.rules.claim_cautions import of_facts
from encours.ground.law.trade_regimes import Caller
from encours.ground.law.unknown import Caution, LawUnknown


@dataclass(frozen=True, slots=True)
class ContactHours:
    """Local hours and weekdays (Monday is 0) in which to call; the numbers are None where nobody sets one."""

    from_time: time
    until_time: time
    weekdays: tuple[int, ...]
    holidays_too: bool
    a_week: int | None
    a_day: int | None
    days_after_conversation: int | None
    is_law: bool
    country: str
    region: str
    cautions: tuple[Caution, ...]
    facts: tuple[str, ...]

    def allow(self, day: date, hour: time) -> bool:
        """Whether a call at this local time stays within hours and days; the hour of the end is too late."""
        is_holiday_off = not self.holidays_too and is_holiday(day, self.country, self.region)
        return (
            day.weekday() in self.weekdays and not is_holiday_off and self.from_time <= hour < self.until_time
        )


def contact_hours(
    *, jurisdiction: str, debtor: Debtor, caller: Caller, on: date, law: Library
) -> ContactHours | LawUnknown:
    """When a debtor may be called by whom. Source: the pack's contact rules; a text that binds comes first."""
    try:
        pack = law.pack(jurisdiction)
    except LawUnknown as unknown:
        return unknown
    for regime in pack.contact:
        if debtor in regime.debtors and caller in regime.callers:
            return ContactHours(
                from_time=regime.from_time,
                until_time=regime.until_time,
                weekdays=regime.weekdays,
                holidays_too=regime.holidays_too,
                a_week=regime.a_week,
                a_day=regime.a_day,
                days_after_conversation=regime.days_after_conversation,
                is_law=regime.is_law,
                country=pack.country,
                region=pack.region,
                cautions=tuple(of_facts(regime.facts, on, law)),
                facts=regime.facts,
            )
    text = N_("Les heures d'appel ne sont pas connues en droit {code} pour ce débiteur")
    return LawUnknown("contact_unknown", Reason(text, code=pack.code))
