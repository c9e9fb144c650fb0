"""What a migration writes down of a field of ours."""

from enum import StrEnum

from encours.ground.plumbing.fields import EnumField, choices


class Colour(StrEnum):
    RED = "red"
    BLUE = "blue"


def test_another_word_for_a_member_makes_no_migration() -> None:
    first = EnumField("couleur", choices=choices({Colour.RED: "rouge"}))
    second = EnumField("couleur", choices=choices({Colour.RED: "vermeil", Colour.BLUE: "bleu"}))
    assert first.deconstruct()[1:] == second.deconstruct()[1:]
    assert [value for value, _label in second.choices or ()] == ["red", "blue"]
