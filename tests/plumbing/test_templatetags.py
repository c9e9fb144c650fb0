"""The filters of the pages show the short form and keep the exact one within reach."""

from datetime import UTC, date, datetime

import pytest
from django.template import Context, Template
from django.utils.translation import override

from encours.ground.kernel.money import Money
from encours.ground.kernel.reason import Reason

TODAY = date(2026, 3, 17)


def render(source: str, **values: object) -> str:
    with override("fr"):
        return Template("{% load encours %}" + source).render(Context({"today": TODAY, **values}))


def test_an_amount_keeps_its_exact_value_on_hover() -> None:
    shown = render("{{ m|amount }}", m=Money(123450, "EUR"))
    assert shown == (
        '<data class="amount" value="1234.50" title="1\u202f234,50\u00a0EUR">1\u202f234,50\u00a0€</data>'
    )


def test_minor_units_and_a_currency_are_an_amount_too() -> None:
    assert render('{{ m|amount:"plain" }}', m=(500, "EUR")) == "5,00\u00a0€"


def test_a_rounded_amount_is_read_aloud_exactly() -> None:
    shown = render('{{ m|amount:"round" }}', m=Money(123450, "EUR"))
    assert '<span aria-hidden="true">1\u202f235\u00a0€</span>' in shown
    assert '<span class="unseen">1\u202f234,50\u00a0€</span>' in shown


def test_a_day_is_a_time_element_with_the_whole_day_on_hover() -> None:
    assert render("{{ d|day:today }}", d=TODAY) == (
        '<time datetime="2026-03-17" title="mardi 17 mars 2026">mar. 17 mars</time>'
    )


def test_a_moment_is_shown_with_its_hour_in_the_zone_of_the_reader() -> None:
    moment = datetime(2026, 3, 17, 23, 30, tzinfo=UTC)
    shown = render("{% load tz %}{% timezone 'Europe/Paris' %}{{ d|day:today }}{% endtimezone %}", d=moment)
    assert ">mer. 18 mars, 0\u00a0h\u00a030</time>" in shown


@pytest.mark.parametrize(
    ("style", "text"),
    [("full", "mardi 17 mars 2026"), ("spoken", "mardi 17 mars"), ("hour", "9\u00a0h\u00a012")],
)
def test_a_moment_in_plain_words(style: str, text: str) -> None:
    moment = datetime(2026, 3, 17, 9, 12, tzinfo=UTC)
    source = "{% load tz %}{% timezone 'UTC' %}{{ d|day:style }}{% endtimezone %}"
    assert render(source, d=moment, style=style) == text


def test_an_age_is_short_to_see_and_whole_to_hear() -> None:
    shown = render("{{ days|age }}", days=24)
    assert "24 j" in shown and "24 jours" in shown


def test_what_is_absent_shows_nothing() -> None:
    source = "{{ x|amount }}{{ x|day:today }}{{ x|age }}{{ x|say }}{{ x|duration }}{{ x|share }}"
    assert render(source, x=None) == ""


def test_a_reason_is_said_and_its_markup_escaped() -> None:
    reason = Reason("{name} au {on}", name="<b>Vidal</b>", on=TODAY)
    assert render("{{ r|say:today }}", r=reason) == "&lt;b&gt;Vidal&lt;/b&gt; au 17 mars"


def test_an_icon_is_hidden_from_screen_readers() -> None:
    shown = render('{% icon "phone" %}')
    assert shown.startswith("<svg") and 'aria-hidden="true"' in shown and "style=" not in shown


def test_no_line_begins_with_a_question_mark_in_french() -> None:
    words = Reason("« Et ensuite ? »")
    close = "\N{NO-BREAK SPACE}"
    assert render("{{ words|say }}", words=words) == f"«{close}Et ensuite{close}?{close}»"
    with override("en"):
        assert (
            Template("{% load encours %}{{ words|say }}").render(Context({"words": words}))
            == "« Et ensuite ? »"
        )
