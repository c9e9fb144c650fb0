"""Steps, palette, minutes, pacing, visits and voices: what the rules of a call allow."""

from datetime import UTC, date, datetime, timedelta

import pytest

from encours.ground.kernel.money import Money
from encours.method.calls.rules.follow_up import FollowUpDraft, FollowUpKind, problem_of_visit
from encours.method.calls.rules.minutes import MOST_MINUTES, minutes_of
from encours.method.calls.rules.pacing import Before, Lately, before_next
from encours.method.calls.rules.palette import Option, PaletteFacts, first_part, offer_of, palette
from encours.method.calls.rules.recording import Consent, RecordingTerms, kept_until, problem_of_recording
from encours.method.calls.rules.sheet import kept
from encours.method.calls.rules.steps import ANSWERING, Step, next_step, problem_of_step, shows_terms
from encours.method.cases.rules.calendar import Calendar

NOW = datetime(2026, 11, 23, 9, 0, tzinfo=UTC)
TODAY = date(2026, 11, 23)
SAID = "la validation attend lundi"


def facts(minor: int, **more: object) -> PaletteFacts:
    return PaletteFacts(Money(minor, "EUR"), TODAY, Calendar("FR"), NOW, **more)  # type: ignore[arg-type]


@pytest.mark.parametrize("wanted", [Step.REQUEST, Step.AGREE, Step.CLOSE])
def test_nothing_is_asked_before_the_summary_is_said_and_confirmed(wanted: Step) -> None:
    assert problem_of_step(wanted, summary="", is_confirmed=True)
    assert problem_of_step(wanted, summary=SAID, is_confirmed=False)
    assert problem_of_step(wanted, summary=SAID, is_confirmed=True) is None


@pytest.mark.parametrize("free", [Step.LISTEN, Step.ASK, Step.CALM, Step.ABSENT])
def test_pausing_and_listening_need_nothing(free: Step) -> None:
    assert problem_of_step(free, summary="", is_confirmed=False) is None
    assert not shows_terms(free)


def test_a_call_that_keeps_our_word_asks_for_nothing() -> None:
    assert Step.REQUEST not in ANSWERING
    assert next_step(Step.SUM_UP, we_owe=True) is Step.CLOSE
    assert next_step(Step.SUM_UP, we_owe=False) is Step.REQUEST


def test_a_palette_has_at_least_five_options_sized_to_the_case() -> None:
    offers = palette(facts(348_000, has_copy=True))
    assert len([offer for offer in offers if offer.locked is None]) >= 5
    half = offer_of(offers, "two_parts")
    assert half is not None and half.amount == Money(174_000, "EUR")
    assert offer_of(palette(facts(4_000)), "two_parts") is None


def test_broken_agreements_narrow_what_may_be_offered() -> None:
    assert first_part(facts(100_000)) == Money(20_000, "EUR")
    assert first_part(facts(100_000, broken_agreements=2)) == Money(30_000, "EUR")
    assert first_part(facts(100_000, is_strained=True)) == Money(10_000, "EUR")
    assert first_part(facts(20_000, is_strained=True)) == Money(5_000, "EUR")
    assert first_part(facts(100_000, is_strained=True, broken_agreements=2)) == Money(30_000, "EUR")
    third = {o.option for o in palette(facts(100_000, broken_agreements=3)) if o.amount}
    assert third == {Option.FULL}


def test_concessions_rest_for_a_day_after_an_emotional_exchange() -> None:
    later = NOW + timedelta(hours=5)
    locked = palette(facts(348_000, locked_until=later))
    assert offer_of(locked, "credit_note") is None and offer_of(locked, "settlement") is None
    assert offer_of(palette(facts(348_000, locked_until=NOW)), "credit_note") is not None


def test_minutes_count_themselves_within_reason() -> None:
    assert minutes_of(began_at=NOW, ended_at=NOW) == 1
    assert minutes_of(began_at=NOW, ended_at=NOW + timedelta(seconds=61)) == 2
    assert minutes_of(began_at=NOW, ended_at=NOW + timedelta(hours=9)) == MOST_MINUTES


def test_the_next_case_waits_for_the_former_one_and_for_a_minute() -> None:
    open_one = Lately(open_customer_id=7)
    assert before_next(open_one, customer_id=8, now=NOW) is Before.CLOSE_THE_FORMER
    assert before_next(open_one, customer_id=7, now=NOW) is Before.NOTHING
    noted = Lately(noted_customer_id=7, noted_at=NOW)
    assert before_next(noted, customer_id=8, now=NOW + timedelta(seconds=30)) is Before.TAKE_A_MINUTE
    assert before_next(noted, customer_id=8, now=NOW + timedelta(seconds=60)) is Before.NOTHING
    breathed = Lately(noted_customer_id=7, noted_at=NOW, has_breathed=True)
    assert before_next(breathed, customer_id=8, now=NOW) is Before.NOTHING


@pytest.mark.parametrize(
    ("change", "field"),
    [
        ({"place": "à son domicile, rue des Lilas"}, "place"),
        ({"place": ""}, "place"),
        ({"person": ""}, "person"),
        ({"due_at": NOW - timedelta(hours=1)}, "due_on"),
    ],
)
def test_a_visit_is_expected_by_somebody_at_a_place_of_business(
    change: dict[str, object], field: str
) -> None:
    given: dict[str, object] = {
        "place": "2 quai du Port",
        "person": "Mme Roy",
        "due_at": NOW + timedelta(days=2),
    }
    draft = FollowUpDraft(1, FollowUpKind.VISIT, TODAY, **(given | change))  # type: ignore[arg-type]
    refused = problem_of_visit(draft, is_business=True, is_place_of_business=True, now=NOW)
    assert refused is not None and refused.field == field


def test_nobody_visits_a_private_person_or_an_address_nobody_vouched_for() -> None:
    draft = FollowUpDraft(
        1, FollowUpKind.VISIT, TODAY, place="2 quai", person="Mme Roy", due_at=NOW + timedelta(days=2)
    )
    assert problem_of_visit(draft, is_business=False, is_place_of_business=True, now=NOW)
    assert problem_of_visit(draft, is_business=True, is_place_of_business=False, now=NOW)
    assert problem_of_visit(draft, is_business=True, is_place_of_business=True, now=NOW) is None


def test_a_voice_is_kept_only_where_company_and_person_said_yes() -> None:
    sound, on = b"OggS" + b"\0" * 20, RecordingTerms(is_allowed=True, days=10)
    assert problem_of_recording(RecordingTerms(), consent=Consent.GIVEN, content=sound)
    for consent in (Consent.NOT_ASKED, Consent.REFUSED):
        assert problem_of_recording(on, consent=consent, content=sound)
    assert problem_of_recording(on, consent=Consent.GIVEN, content=b"%PDF-1.4")
    assert problem_of_recording(on, consent=Consent.GIVEN, content=sound) is None
    assert kept_until(TODAY, on) == TODAY + timedelta(days=10)


def test_a_sheet_keeps_what_is_typed_and_nothing_unknown() -> None:
    written = kept({"facts": "un"}, {"facts": "deux", "go": "finish", "csrfmiddlewaretoken": "x"})
    assert written == {"facts": "deux"}
    assert kept(written, {"facts": ""}) == {}
