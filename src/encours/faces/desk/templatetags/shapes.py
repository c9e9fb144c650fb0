"""Small drawings of the desk, as inline SVG: gauges, and the bar of an aged balance."""

from collections.abc import Sequence
from typing import Protocol

from django import template
from django.utils.html import format_html, format_html_join
from django.utils.safestring import SafeString

from encours.ground.kernel.money import Money

register = template.Library()

_WHOLE = 1000
_LEAST = 6
_LEANING = {"too_soft": 18, "balanced": 60, "too_hard": 102}


class Part(Protocol):
    """One stretch of a bar."""

    amount: Money
    shade: int


class Share(Protocol):
    """One stretch of a bar of shares."""

    percent: int
    shade: int


@register.simple_tag
def gauge(share: int) -> SafeString:
    """A thin bar filled to a percentage; the words beside it say the same."""
    filled = max(0, min(share, 100))
    return format_html(
        '<svg class="gauge" viewBox="0 0 100 6" preserveAspectRatio="none" aria-hidden="true">'
        '<rect class="shade-track" width="100" height="6"/>'
        '<rect class="shade-done" width="{}" height="6"/></svg>',
        filled,
    )


@register.simple_tag
def leaning(place: str) -> SafeString:
    """A dot on a line: `too_soft` left, `balanced` amid, `too_hard` right; the words beside say the same."""
    return format_html(
        '<svg class="leaning" viewBox="0 0 120 12" aria-hidden="true" focusable="false">'
        '<rect class="shade-track" x="0" y="4" width="120" height="4" rx="2"/>'
        '<rect class="shade-done" x="40" y="4" width="40" height="4"/>'
        '<circle class="dot {}" cx="{}" cy="6" r="5"/></svg>',
        place,
        _LEANING[place],
    )


@register.simple_tag
def aged_bar(parts: Sequence[Part], title: str) -> SafeString:
    """Positive amounts side by side, each with its shade; the table below says the same."""
    shown = [part for part in parts if part.amount.minor > 0]
    total = sum(part.amount.minor for part in shown) or 1
    stretches = []
    start = 0.0
    for part in shown:
        width = max(_LEAST, part.amount.minor * _WHOLE / total)
        stretches.append((part.shade, f"{start:.1f}", f"{max(width - 2, 1):.1f}"))
        start += width
    return format_html(
        '<svg viewBox="0 0 {} 18" preserveAspectRatio="none" role="img" focusable="false">'
        "<title>{}</title>{}</svg>",
        f"{max(start, 1):.1f}",
        title,
        format_html_join("", '<rect class="shade-{}" x="{}" width="{}" height="18"/>', stretches),
    )


@register.simple_tag
def share_bar(parts: Sequence[Share], title: str) -> SafeString:
    """Shares of a hundred side by side, each with its shade; the table beside says the same."""
    stretches = []
    start = 0
    for part in parts:
        if part.percent:
            stretches.append((part.shade, start * 10, part.percent * 10 - 2))
            start += part.percent
    return format_html(
        '<svg viewBox="0 0 {} 18" preserveAspectRatio="none" role="img" focusable="false">'
        "<title>{}</title>{}</svg>",
        _WHOLE,
        title,
        format_html_join("", '<rect class="shade-{}" x="{}" width="{}" height="18"/>', stretches),
    )


@register.simple_tag
def swatch(shade: int) -> SafeString:
    """The small square that names a shade in a legend."""
    return format_html(
        '<svg viewBox="0 0 10 10" aria-hidden="true" focusable="false">'
        '<rect class="shade-{}" width="10" height="10"/></svg>',
        shade,
    )
