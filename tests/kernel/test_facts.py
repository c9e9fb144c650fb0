"""Facts that are quick to make are like frozen ones: the same by their values, good as keys, copied with a change."""

import pickle
from dataclasses import replace

from encours.ground.kernel.facts import quick_dataclass


@quick_dataclass(frozen=True, slots=True)
class Fact:
    name: str
    count: int = 0


def test_a_quick_fact_is_what_its_values_are() -> None:
    one, other = Fact("a", 1), Fact("a", 1)
    assert (one, hash(one), {one: "found"}[other]) == (other, hash(other), "found")
    assert replace(one, count=2) == Fact("a", 2) != one
    assert pickle.loads(pickle.dumps(one)) == one
    assert repr(one) == "Fact(name='a', count=1)"
