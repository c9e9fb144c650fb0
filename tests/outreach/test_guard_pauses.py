"""K4, K7, K8, K10–K12, K14, K15: persons, hours, days, calm, holds, the law, overrides."""

from dataclasses import replace
from datetime import date, datetime, time
from zoneinfo import ZoneInfo

import pytest

from encours.ground.kernel.business_days import Period
from encours.ground.kernel.money import Money
from encours.method.cases.rules.contact import (
    CallOutcome,
    Channel,
    Direction,
    HoldKind,
    Occasion,
    PastContact,
)
from encours.method.outreach.rules.contact_facts import (
    AskedItem,
    Decision,
    GuardFacts,
    GuardRule,
    HoldFact,
    ItemFact,
    ItemState,
    Override,
    Preferences,
    ProposedContact,
)
from encours.method.outreach.rules.guard import review
from encours.method.outreach.rules.limits import DEFAULT_LIMITS, Hours, LawLimits
from encours.method.outreach.rules.pauses import concessions_locked_until, hold_days

PARIS = ZoneInfo("Europe/Paris")


def june(day: int, hour: int = 10, minute: int = 0) -> datetime:
    return datetime(2026, 6, day, hour, minute, tzinfo=PARIS)


FACTS = GuardFacts(now=june(10), allowed_contact_ids=frozenset({1}))
EMAIL = ProposedContact(Channel.EMAIL, june(10), step="courtesy", stage="courtesy", contact_id=1)
CALL = replace(EMAIL, channel=Channel.PHONE, stage="call", step="call_1")
OWNER = Override(by_owner=True, reason="Le client attend cet appel, il l'a dit au comptoir")


def conversation(day: int, outcome: CallOutcome) -> PastContact:
    return PastContact(june(day), Direction.OUTBOUND, Channel.PHONE, outcome=outcome)


@pytest.mark.parametrize(
    ("channel", "hour", "minute", "expected"),
    [
        (Channel.PHONE, 8, 59, june(10, 9)),
        (Channel.PHONE, 12, 30, june(10, 14)),
        (Channel.PHONE, 18, 0, june(11, 9)),
        (Channel.EMAIL, 7, 59, june(10, 8)),
        (Channel.EMAIL, 19, 0, june(11, 8)),
        (Channel.SMS, 8, 0, june(10, 9)),
        (Channel.SMS, 18, 0, june(11, 9)),
    ],
)
def test_each_channel_has_its_hours(channel: Channel, hour: int, minute: int, expected: datetime) -> None:
    at = june(10, hour, minute)
    verdict = review(replace(FACTS, now=at), replace(EMAIL, channel=channel, at=at))
    assert (verdict.decision, verdict.until, verdict.rule) == (Decision.DELAY, expected, GuardRule.K7)


def test_hours_are_those_of_the_debtor() -> None:
    at = datetime(2026, 6, 10, 10, tzinfo=PARIS)  # four in the morning in Montreal
    montreal = replace(FACTS, now=at, country="CA", region="QC", time_zone="America/Toronto")
    verdict = review(montreal, replace(CALL, at=at))
    assert verdict.until == datetime(2026, 6, 10, 9, tzinfo=ZoneInfo("America/Toronto"))


def test_a_letter_has_days_but_no_hours() -> None:
    at = june(10, 21)
    assert review(replace(FACTS, now=at), replace(EMAIL, channel=Channel.LETTER, at=at)).is_allowed


def test_saturday_and_a_regional_holiday_are_no_business_days() -> None:
    saturday = june(13)
    assert review(replace(FACTS, now=saturday), replace(EMAIL, at=saturday)).until == june(15, 8)
    stephen = datetime(2025, 12, 26, 10, tzinfo=PARIS)
    alsace = replace(FACTS, now=stephen, region="6AE")
    verdict = review(alsace, replace(EMAIL, at=stephen))
    assert (verdict.rule, verdict.until) == (GuardRule.K8, datetime(2025, 12, 29, 8, tzinfo=PARIS))
    assert review(replace(FACTS, now=stephen), replace(EMAIL, at=stephen)).is_allowed


def test_closed_weeks_of_the_company_are_skipped() -> None:
    august = datetime(2026, 8, 3, 10, tzinfo=PARIS)
    facts = replace(FACTS, now=august, closed=(Period(date(2026, 8, 1), date(2026, 8, 23)),))
    verdict = review(facts, replace(EMAIL, at=august))
    assert (verdict.rule, verdict.until) == (GuardRule.K8, datetime(2026, 8, 24, 8, tzinfo=PARIS))


def test_holidays_that_nobody_knows_stop_the_contact_in_plain_words() -> None:
    verdict = review(replace(FACTS, country="XX"), EMAIL)
    assert (verdict.decision, verdict.rule) == (Decision.BLOCK, GuardRule.K8)


def test_preferences_only_narrow() -> None:
    afternoon = Preferences(reachable=Hours(time(13), time(22)))
    facts = replace(FACTS, preferences=afternoon)
    assert review(facts, CALL).until == june(10, 14)
    assert review(facts, EMAIL).is_allowed
    night = replace(FACTS, preferences=Preferences(reachable=Hours(time(19), time(22))))
    assert review(night, CALL).decision is Decision.BLOCK


def test_a_person_who_refuses_calls_or_mail_is_left_alone_on_that_channel() -> None:
    refuses = replace(FACTS, preferences=Preferences(accepts_calls=False))
    assert review(refuses, CALL).rule is GuardRule.K7
    assert review(refuses, EMAIL).is_allowed
    no_mail = replace(FACTS, preferences=Preferences(accepts_email=False))
    assert review(no_mail, EMAIL).decision is Decision.BLOCK


def test_the_sending_hours_of_the_entity_narrow_what_is_written() -> None:
    facts = replace(FACTS, now=june(10, 8), sending_hours=Hours(time(9), time(18)))
    assert review(facts, replace(EMAIL, at=june(10, 8))).until == june(10, 9)
    assert review(facts, replace(EMAIL, at=june(12, 18))).until == june(15, 9)


def test_only_persons_of_the_list_and_never_a_private_number_of_a_business() -> None:
    assert review(FACTS, replace(EMAIL, contact_id=9)).rule is GuardRule.K4
    assert review(FACTS, replace(CALL, is_number_private=True)).rule is GuardRule.K4
    assert review(FACTS, replace(EMAIL, is_number_private=True)).is_allowed
    consumer = replace(FACTS, is_business_customer=False)
    assert review(consumer, replace(CALL, is_number_private=True)).is_allowed


@pytest.mark.parametrize("occasion", list(Occasion))
def test_calm_after_an_emotional_call_holds_for_every_occasion(occasion: Occasion) -> None:
    facts = replace(FACTS, history=[conversation(9, CallOutcome.EMOTIONAL)])
    verdict = review(facts, replace(CALL, occasion=occasion))
    assert verdict.decision is Decision.DELAY
    assert verdict.until is not None and verdict.until >= june(12, 9)


def test_an_emotional_friday_is_followed_by_two_full_business_days() -> None:
    facts = replace(FACTS, now=june(5, 17), history=[conversation(5, CallOutcome.EMOTIONAL)])
    verdict = review(facts, replace(EMAIL, at=june(5, 17), occasion=Occasion.SERVICE))
    assert verdict.until == june(10, 8)
    assert concessions_locked_until(facts.history, DEFAULT_LIMITS) == june(6, 10)
    assert concessions_locked_until([], DEFAULT_LIMITS) is None


def test_an_irritated_caller_takes_ten_minutes_and_may_write() -> None:
    facts = replace(FACTS, now=june(10, 10, 4), caller_irritated_at=june(10, 10, 0))
    verdict = review(facts, replace(CALL, at=june(10, 10, 4)))
    assert (verdict.until, verdict.rule) == (june(10, 10, 10), GuardRule.K11)
    assert review(facts, replace(EMAIL, at=june(10, 10, 4))).is_allowed


def test_a_hold_lasts_until_the_end_of_its_last_day() -> None:
    facts = replace(FACTS, holds=[HoldFact(HoldKind.MANUAL, date(2026, 6, 18), "gérant en congé")])
    verdict = review(facts, EMAIL)
    assert (verdict.decision, verdict.until, verdict.rule) == (Decision.DELAY, june(19, 8), GuardRule.K12)
    assert "gérant en congé" in str(verdict.reason)


@pytest.mark.parametrize("kind", list(HoldKind))
def test_a_hold_without_end_refuses_even_service_messages(kind: HoldKind) -> None:
    facts = replace(FACTS, holds=[HoldFact(kind)])
    answers = {Occasion.SERVICE, Occasion.REPLY, Occasion.CALL_BACK_REQUESTED}
    for occasion in set(Occasion) - (answers if kind is HoldKind.SETTLEMENT else set()):
        verdict = review(facts, replace(EMAIL, occasion=occasion, override=OWNER))
        assert (verdict.decision, verdict.rule) == (Decision.BLOCK, GuardRule.K12)


def test_condolences_are_what_a_bereavement_calls_for() -> None:
    condolences = replace(EMAIL, occasion=Occasion.SERVICE, stage="condolence")
    assert review(replace(FACTS, holds=[HoldFact(HoldKind.BEREAVEMENT)]), condolences).is_allowed
    assert not review(replace(FACTS, holds=[HoldFact(HoldKind.PLACED)]), condolences).is_allowed


def test_holds_have_default_lengths() -> None:
    assert hold_days(HoldKind.BEREAVEMENT, DEFAULT_LIMITS) == 30
    assert hold_days(HoldKind.SERIOUS_EVENT, DEFAULT_LIMITS) == 14
    assert hold_days(HoldKind.INSOLVENCY, DEFAULT_LIMITS) is None


def test_the_law_applies_where_it_is_stricter_even_to_service() -> None:
    law = LawLimits("Reg. F", days_after_conversation=10, calls_in_7_days=7, hours=Hours(time(8), time(21)))
    facts = replace(FACTS, history=[conversation(2, CallOutcome.ORAL_PROMISE)], law=law)
    verdict = review(facts, replace(CALL, occasion=Occasion.SERVICE, override=OWNER))
    assert (verdict.decision, verdict.until, verdict.rule) == (Decision.DELAY, june(12, 9), GuardRule.K14)
    three = LawLimits("défaut prudent", contacts_in_7_days=1)
    mails = [PastContact(june(8), Direction.OUTBOUND, Channel.EMAIL, step="x")]
    again = replace(EMAIL, occasion=Occasion.AGREEMENT_BROKEN, step="y")
    assert review(replace(FACTS, history=mails, law=three), again).until == june(15, 8)


def test_the_owner_passes_over_a_limit_with_a_reason_and_it_is_listed() -> None:
    facts = replace(FACTS, history=[conversation(9, CallOutcome.ANSWERED_NO_PROMISE)])
    verdict = review(facts, replace(CALL, override=OWNER))
    assert (verdict.decision, verdict.rule) == (Decision.ALLOW, GuardRule.K15)
    assert verdict.overridden == (GuardRule.K1, GuardRule.K9)


@pytest.mark.parametrize(
    "override",
    [Override(by_owner=False, reason=OWNER.reason), Override(by_owner=True, reason="   parce que   ")],
)
def test_nobody_else_and_no_short_reason_passes_over_a_limit(override: Override) -> None:
    facts = replace(FACTS, history=[conversation(9, CallOutcome.ANSWERED_NO_PROMISE)])
    verdict = review(facts, replace(CALL, override=override))
    assert (verdict.decision, verdict.rule) == (Decision.BLOCK, GuardRule.K15)


def test_an_override_that_nothing_calls_for_changes_nothing() -> None:
    verdict = review(FACTS, replace(CALL, override=Override(by_owner=False, reason="")))
    assert verdict.is_allowed and verdict.overridden == ()


def test_hours_and_days_cannot_be_passed_over() -> None:
    sunday = june(14)
    verdict = review(replace(FACTS, now=sunday), replace(CALL, at=sunday, override=OWNER))
    assert (verdict.decision, verdict.rule) == (Decision.DELAY, GuardRule.K8)
    lunch = june(10, 13)
    assert review(replace(FACTS, now=lunch), replace(CALL, at=lunch, override=OWNER)).rule is GuardRule.K7


@pytest.mark.parametrize(
    ("item", "word"),
    [
        (None, "plus ouverte"),
        (ItemFact(Money(0, "EUR"), ItemState.PAID), "payée"),
        (ItemFact(Money(120_000, "EUR"), ItemState.PROMISED), "accord"),
        (ItemFact(Money(120_000, "EUR"), ItemState.DISPUTED), "contestée"),
        (ItemFact(Money(70_000, "EUR")), "700.00"),
    ],
)
def test_a_message_about_facts_that_changed_does_not_leave(item: ItemFact | None, word: str) -> None:
    facts = replace(FACTS, items={} if item is None else {7: item})
    asked = (AskedItem(7, "F-2031", Money(120_000, "EUR")),)
    verdict = review(facts, replace(EMAIL, asked=asked, override=OWNER))
    assert (verdict.decision, verdict.rule) == (Decision.BLOCK, GuardRule.FACTS)
    assert word in str(verdict.reason)


def test_a_message_whose_facts_stand_leaves() -> None:
    facts = replace(FACTS, items={7: ItemFact(Money(120_000, "EUR"))})
    assert review(facts, replace(EMAIL, asked=(AskedItem(7, "F-2031", Money(120_000, "EUR")),))).is_allowed
