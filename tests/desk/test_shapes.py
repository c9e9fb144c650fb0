"""The small drawings of the desk say nothing that the words beside them do not."""

from dataclasses import dataclass

from encours.faces.desk.templatetags.shapes import aged_bar, gauge
from encours.ground.kernel.money import Money


@dataclass(frozen=True)
class Part:
    amount: Money
    shade: int


def test_a_gauge_never_leaves_its_track() -> None:
    assert 'width="100" height="6"/></svg>' in gauge(140)
    assert 'class="shade-done" width="0"' in gauge(-3)


def test_parts_of_an_aged_balance_follow_each_other_and_a_small_one_stays_visible() -> None:
    shown = aged_bar([Part(Money(99_990_00, "EUR"), 0), Part(Money(10_00, "EUR"), 6)], "Balance <âgée>")
    assert "<title>Balance &lt;âgée&gt;</title>" in shown
    assert '<rect class="shade-0" x="0.0"' in shown
    assert 'class="shade-6" x="999.9" width="4.0"' in shown


def test_credits_and_empty_parts_take_no_place() -> None:
    shown = aged_bar([Part(Money(0, "EUR"), 1), Part(Money(-5, "EUR"), 2)], "rien")
    assert "<rect" not in shown
