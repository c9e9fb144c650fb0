"""The filters and tags through which every page shows amounts, dates, ages, reasons and icons.

{{ invoice.open|amount }}          «1 234,50 €», exact value on hover
{{ row.amount|amount:"round" }}    «1 235 €», exact value on hover and for screen readers
{{ total|amount:"plain" }}         the same without markup, for an attribute
{{ due_on|day:today }}             «mar. 17 mars», with the year when it is not today's
{{ sent_at|day:today }}            «mar. 17 mars, 9 h 12» for a moment, in the current time zone
{{ due_on|day:"full" }}            «mardi 17 mars 2026», without markup
{{ today|day:"spoken" }}           «mardi 17 mars», without markup
{{ sent_at|day:"hour" }}           «9 h 12», without markup
{{ days|age }}                     «24 j»
{{ minutes|duration }}             «1 h 10»
{{ reason|say:today }}             the sentence of a Reason
{% icon "phone" %}                 an icon of lucide, hidden from screen readers
"""

import re
from datetime import date, datetime
from decimal import Decimal
from functools import lru_cache

from django import template
from django.utils.functional import Promise
from django.utils.html import format_html
from django.utils.safestring import SafeString, mark_safe
from django.utils.translation import get_language, ngettext
from lucide.templatetags.lucide import lucide

from encours.ground.kernel.money import Money
from encours.ground.kernel.reason import Reason
from encours.ground.plumbing import formats
from encours.ground.plumbing.say import say as say_reason

register = template.Library()

# No line begins with «?» or ends with an opening quote.
_FRENCH_GAPS = re.compile(r" (?=[?!:;»])|(?<=«) ")


@register.filter
def amount(value: Money | tuple[int, str] | None, style: str = "exact") -> str:
    """An amount by the reader's language: `exact`, `round` (whole units) or `plain` (no markup)."""
    if value is None:
        return ""
    money = value if isinstance(value, Money) else Money(*value)
    exact = formats.amount_text(money, language=_language())
    if style == "plain":
        return exact
    if style == "round":
        return _rounded(money, exact)
    coded = formats.amount_coded(money, language=_language())
    return format_html('<data class="amount" value="{}" title="{}">{}</data>', money.decimal, coded, exact)


@register.filter
def day(value: date | datetime | None, shown: date | str | None = None) -> str:
    """A date or a moment: short beside `today`, or plain text as «full», «month», «spoken» or «hour»."""
    if value is None:
        return ""
    if isinstance(value, datetime):
        value = formats.on_the_wall(value)
    if shown == "full":
        return formats.day_full(value, language=_language())
    if shown == "month":
        return formats.month_text(value, language=_language())
    if shown == "spoken":
        return formats.day_spoken(value, language=_language())
    hour = formats.hour_text(value, language=_language()) if isinstance(value, datetime) else ""
    if shown == "hour":
        return hour
    text = formats.day_text(value, language=_language(), today=shown if isinstance(shown, date) else None)
    full = formats.day_full(value, language=_language())
    return format_html(
        '<time datetime="{}" title="{}">{}</time>',
        value.isoformat(),
        ", ".join(filter(None, (full, hour))),
        ", ".join(filter(None, (text, hour))),
    )


@register.filter
def age(days: int | None) -> str:
    """A number of days, «24 j», read aloud as «24 jours»."""
    if days is None:
        return ""
    spoken = ngettext("{days} jour", "{days} jours", days).format(days=days)
    return format_html(
        '<span class="age" title="{}"><span aria-hidden="true">{}</span>'
        '<span class="unseen">{}</span></span>',
        spoken,
        formats.age_text(days),
        spoken,
    )


@register.filter
def duration(minutes: int | None) -> str:
    """A length of work, «1 h 10»."""
    return "" if minutes is None else formats.duration_text(minutes)


@register.filter
def share(fraction: Decimal | None) -> str:
    """A fraction as a percentage, «12,5 %»."""
    return "" if fraction is None else formats.share_text(fraction, language=_language())


@register.filter
def say(reason: Reason | str | Promise | None, today: date | None = None) -> str:
    """The sentence of a reason, in the reader's language."""
    if reason is None:
        return ""
    text = reason if isinstance(reason, Reason) else str(reason)
    said = say_reason(text, today=today if isinstance(today, date) else None)
    return _FRENCH_GAPS.sub("\N{NO-BREAK SPACE}", said) if _language() == "fr" else said


@register.simple_tag
def icon(name: str, size: int = 18) -> SafeString:
    """An icon of lucide, decorative: the word stands beside it."""
    return _icon(str(name), size)


@lru_cache(maxsize=256)
def _icon(name: str, size: int) -> SafeString:
    svg = lucide(
        name, size=size, stroke_width="1.75", aria_hidden="true", focusable="false", **{"class": "icon"}
    )
    return mark_safe(svg)  # noqa: S308  # drawn by the lucide package, not by a user


def _rounded(money: Money, exact: str) -> SafeString:
    return format_html(
        '<data class="amount" value="{}" title="{}"><span aria-hidden="true">{}</span>'
        '<span class="unseen">{}</span></data>',
        money.decimal,
        exact,
        formats.amount_rounded(money, language=_language()),
        exact,
    )


def _language() -> str:
    return get_language() or "fr"
