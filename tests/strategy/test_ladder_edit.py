"""A ladder is changed card by card, and is held against the method like a shipped one."""

from dataclasses import replace

import pytest

from encours.books.creditor.rules.roles import Role
from encours.method.cases.rules.contact import Channel
from encours.method.outreach.rules.states import Mode
from encours.method.strategy.procedures import shipped_procedures
from encours.method.strategy.rules import ladder_edit
from encours.method.strategy.rules.ladder_edit import CardChange, Way, faults, way_of_level
from encours.method.strategy.rules.ladder_words import changes
from encours.method.strategy.rules.procedure import read_procedure
from encours.method.strategy.rules.procedure_text import written
from encours.method.strategy.rules.step import Gate, Part, Procedure, StepKind
from tests.strategy.story import PROCEDURES, ladder

SHIPPED = list(shipped_procedures().values())


def card(procedure: Procedure, key: str, **changed: object) -> Procedure:
    level = procedure.level(key)
    change = CardChange(level.label, level.day, level.sender, level.mode, level.gap_days, level.deadline_days)
    return ladder_edit.with_card(procedure, key, replace(change, **changed))  # type: ignore[arg-type]


def wrong(procedure: Procedure) -> dict[str, list[str]]:
    """The sentences at each card, with plain spaces."""
    found: dict[str, list[str]] = {}
    for fault in faults(procedure):
        found.setdefault(fault.level, []).append(str(fault.reason).replace("\u00a0", " "))
    return found


@pytest.mark.parametrize("key", PROCEDURES)
def test_what_is_written_down_is_read_again_as_the_same_ladder(key: str) -> None:
    assert read_procedure(written(ladder(key)).encode()) == replace(
        ladder(key), source=ladder(key).source or ladder(key).label
    )


def test_a_name_with_quotes_and_accents_survives_the_file() -> None:
    changed = card(ladder(), "courtesy", label='Mot « d\'ami » \\ "vu"\x7f')
    assert (
        read_procedure(written(changed).encode()).level("courtesy").label == changed.level("courtesy").label
    )


@pytest.mark.parametrize("key", PROCEDURES)
def test_the_shipped_ladders_have_no_fault(key: str) -> None:
    assert wrong(ladder(key)) == {}


def test_a_day_too_close_is_said_at_its_card_in_the_words_of_the_steps() -> None:
    found = wrong(card(ladder(), "second_reminder", day=14))
    assert found["second_reminder"] == [
        "Étape « Rappel écrit avec les possibilités » : moins de 7 jours après « Appel : comprendre la raison »"
    ]
    assert "12 jours de silence" in found["call_2"][0]


def test_a_silence_of_more_than_ten_days_needs_a_deadline() -> None:
    found = wrong(ladder_edit.without_step(ladder(), "second_reminder"))
    assert "17 jours de silence" in found["call_2"][0]
    longer = card(ladder(), "firm", deadline_days=14)
    assert wrong(card(longer, "formal_notice", day=51)) == {}


def test_without_a_call_in_the_first_fifteen_days_a_ladder_is_refused() -> None:
    found = wrong(ladder_edit.without_step(ladder(), "call_1"))
    assert "Un appel vient au plus 15 jours après" in " ".join(found[""])


def test_the_same_text_never_follows_itself_on_the_same_channel() -> None:
    changed, key = ladder_edit.with_step(
        ladder("small_balance"), ladder("small_balance").level("courtesy"), day=8
    )
    assert key == "courtesy_2"
    assert "même canal et même texte" in " ".join(wrong(changed)["courtesy_2"])


def test_nobody_takes_a_condition_of_a_formal_step_away() -> None:
    levels = tuple(replace(x, gates=()) if x.key == "formal_notice" else x for x in ladder().levels)
    found = wrong(replace(ladder(), levels=levels))["formal_notice"]
    assert "Étape « Mise en demeure » : il manque la condition « accord du dirigeant »" in found
    assert len(found) == 4


def test_a_new_way_keeps_the_conditions_of_the_step() -> None:
    letter = Way(StepKind.TASK, (Part(Channel.LETTER, "T22"),))
    changed = card(ladder(), "formal_notice", way=letter)
    assert changed.level("formal_notice").gates == ladder().level("formal_notice").gates
    assert Gate.OWNER_APPROVAL in changed.level("formal_notice").gates
    assert wrong(changed) == {}


def test_only_the_owner_signs_a_formal_notice() -> None:
    assert (
        "ne peut pas en être chargée"
        in wrong(card(ladder(), "formal_notice", sender=Role.AR))["formal_notice"][0]
    )


def test_a_formal_notice_travels_by_letter() -> None:
    by_mail = Way(StepKind.TASK, (Part(Channel.EMAIL, "T22"),))
    assert "demande un courrier" in wrong(card(ladder(), "formal_notice", way=by_mail))["formal_notice"][0]


def test_the_last_notice_never_comes_before_the_formal_one() -> None:
    changed = ladder_edit.exchanged(ladder(), "last_notice", places=-1)
    assert [level.key for level in changed.levels][-3:] == ["last_notice", "formal_notice", "plan_b"]
    assert any("la mise en demeure vient d'abord" in text for text in wrong(changed)["last_notice"])


def test_a_firm_step_comes_after_two_milder_contacts() -> None:
    early = card(ladder_edit.without_step(ladder("avoids"), "call_1"), "firm", day=9)
    assert "deux contacts plus doux viennent d'abord" in wrong(early)["firm"][0]


def test_a_call_and_a_task_are_never_automatic() -> None:
    assert card(ladder(), "call_1", mode=Mode.AUTOMATIC).level("call_1").mode is Mode.MANUAL
    assert card(ladder(), "firm", mode=Mode.TO_CONFIRM).level("firm").mode is Mode.MANUAL


def test_a_message_may_wait_for_a_yes_or_leave_by_hand() -> None:
    for mode in (Mode.TO_CONFIRM, Mode.MANUAL):
        assert wrong(card(ladder(), "courtesy", mode=mode)) == {}


def test_neighbours_exchange_their_days_and_an_end_stays() -> None:
    changed = ladder_edit.exchanged(ladder(), "call_1", places=1)
    assert (changed.level("call_1").day, changed.level("second_reminder").day) == (17, 9)
    assert ladder_edit.exchanged(ladder(), "plan_b", places=1) == ladder()
    assert ladder_edit.exchanged(ladder(), "nowhere", places=1) == ladder()


def test_a_step_added_has_a_key_of_its_own_even_against_older_versions() -> None:
    model = ladder().level("call_1")
    changed, key = ladder_edit.with_step(ladder(), model, day=31, taken=["call_1_2"])
    assert key == "call_1_3"
    assert [level.key for level in changed.levels].index(key) == 5


def test_the_ways_of_a_stage_are_those_that_the_method_knows() -> None:
    courtesy = ladder_edit.ways_for(ladder().level("courtesy"), SHIPPED)
    assert {part.template for way in courtesy for part in way.parts} == {"T05", "T30", "T07", ""}
    firm = ladder_edit.ways_for(ladder().level("firm"), SHIPPED)
    assert [len(way.parts) for way in firm] == [2, 1, 1]
    assert len({way.code for way in courtesy}) == len(courtesy)


@pytest.mark.parametrize("code", sorted(ladder_edit.steps_to_add(SHIPPED)))
def test_each_step_that_one_may_add_carries_what_its_stage_asks_for(code: str) -> None:
    model = ladder_edit.steps_to_add(SHIPPED)[code]
    changed, key = ladder_edit.with_step(ladder(), model, day=model.day)
    said = " ".join(wrong(changed).get(key, []))
    assert "condition" not in said
    assert "canal ne convient pas" not in said


def test_a_name_with_braces_is_refused() -> None:
    assert ladder_edit.label_refused("{x}") is not None
    assert ladder_edit.label_refused("  ") is not None
    assert ladder_edit.label_refused("Mot d'ami") is None
    assert ladder_edit.label_refused("Mot\u202e") is not None
    assert all(ladder_edit.label_refused(x.label) is None for one in SHIPPED for x in one.levels)


def test_an_empty_ladder_is_refused() -> None:
    assert len(wrong(replace(ladder(), levels=()))[""]) == 1


def test_what_changes_is_said_step_by_step() -> None:
    changed, _key = ladder_edit.with_step(
        ladder_edit.without_step(card(ladder(), "courtesy", day=2), "plan_b"),
        ladder().level("plan_b"),
        day=75,
    )
    said = [str(reason).replace("\u00a0", " ") for reason in changes(ladder(), changed)]
    assert said == ["« Mot de courtoisie » : [Reason('jour {old} → {new}', {'old': 1, 'new': 2})]", *said[1:]]
    assert any("jour 75" in text or "'new': 75" in text for text in said)
    assert way_of_level(changed.level("plan_b")) == way_of_level(ladder().level("plan_b"))
