"""The one place where a form's fields are made: what each takes, how it is typed, what it says when it is wrong.

Every maker takes the label and, besides its own options, those of Django's fields (required,
help_text, initial) and `missing`, the sentence for a field left empty.
"""

from collections.abc import Mapping, Sequence
from datetime import date
from enum import StrEnum
from typing import Any, TypeVar

from django import forms
from django.core.exceptions import ValidationError
from django.core.files.uploadedfile import UploadedFile
from django.utils.functional import Promise
from django.utils.translation import get_language, gettext
from django.utils.translation import gettext_lazy as _

from encours.ground.kernel.money import Money
from encours.ground.kernel.reason import N_, Reason
from encours.ground.plumbing import checks, places
from encours.ground.plumbing.formats import decimal_text
from encours.ground.plumbing.say import say
from encours.ground.plumbing.typed import Unreadable, read_amount, read_day, read_decimal

Label = str | Promise
Member = TypeVar("Member", bound=StrEnum)
MOST_BYTES = 10 * 1024 * 1024


class AmountField(forms.CharField):
    """An amount typed the French or the English way; gives Money."""

    def __init__(self, *, currency: str, in_another: bool = True, **options: Any) -> None:
        self.currency, self.in_another = currency, in_another
        super().__init__(**options)

    def to_python(self, value: Any) -> Any:
        """Money, or None for an empty optional field."""
        if value in self.empty_values or isinstance(value, Money):
            return value or None
        money = _read(read_amount, str(value), self.currency)
        if money.currency != self.currency and not self.in_another:
            raise ValidationError(
                say(Reason(N_("Indiquez ce montant en {currency}."), currency=self.currency))
            )
        return money

    def prepare_value(self, value: Any) -> Any:
        """An amount as the reader would type it."""
        if isinstance(value, Money):
            return decimal_text(value.decimal, language=get_language() or "fr")
        return value


class RateField(forms.CharField):
    """A plain number with decimals; gives Decimal."""

    def to_python(self, value: Any) -> Any:
        """Decimal, or None for an empty optional field."""
        return None if value in self.empty_values else _read(read_decimal, str(value), exponent=6)


class DayField(forms.DateField):
    """A day, from the browser's own picker or typed 17/03/2026."""

    def to_python(self, value: Any) -> date | None:
        """The day, or None for an empty optional field."""
        if value in self.empty_values or isinstance(value, date):
            return value or None
        found: date = _read(read_day, str(value))
        return found


class CheckedField(forms.CharField):
    """Text that a check brings to its one form or refuses in a sentence."""

    def __init__(self, *, check: checks.Check, **options: Any) -> None:
        self.check = check
        super().__init__(**options)

    def clean(self, value: Any) -> Any:
        """The text in its one form; empty stays empty."""
        text = super().clean(value)
        return _read(self.check, text) if text else text


class PdfField(forms.FileField):
    """One PDF; gives its name and content, or None."""

    def clean(self, data: Any, initial: Any = None) -> Any:
        """Refuses what is too large or is not a PDF, whatever its name."""
        file: UploadedFile[Any] | None = super().clean(data, initial)
        if not file:
            return None
        if (file.size or 0) > MOST_BYTES:
            raise ValidationError(gettext("Ce fichier dépasse 10 Mo."))
        content = file.read()
        if not content.startswith(b"%PDF-"):
            raise ValidationError(gettext("Ce fichier n'est pas un PDF."))
        return str(file.name), content


class ManyFilesInput(forms.ClearableFileInput):
    """Several files at once."""

    allow_multiple_selected = True


class FilesField(forms.FileField):
    """Several files; gives their names and contents, read no further than the most that is taken."""

    def clean(self, data: Any, initial: Any = None) -> Any:
        """Pairs of name and content; what they are, a room says."""
        sent = data if isinstance(data, list | tuple) else [data] if data else []
        if not sent and self.required:
            super().clean(None, initial)
        return [(str(file.name)[:255], file.read(MOST_BYTES + 1)) for file in sent if file]


def text(label: Label, *, most: int = 160, lines: int = 1, **more: Any) -> forms.CharField:
    """Words on one line, or on several."""
    widget = forms.Textarea(attrs={"rows": lines}) if lines > 1 else forms.TextInput()
    return forms.CharField(max_length=most, **_options(label, widget, more))


def name_of(label: Label, *, source: str, **more: Any) -> forms.CharField:
    """A name, with those already known proposed from a page of ours while one types."""
    widget = forms.TextInput(attrs={"data-combobox": "", "data-source": source, "autocomplete": "off"})
    return forms.CharField(max_length=160, **_options(label, widget, more))


def amount(label: Label, *, currency: str, **more: Any) -> AmountField:
    """Money in a currency, unless what is typed names another."""
    return AmountField(currency=currency, **_options(label, _typed("decimal"), more))


def threshold_amount(label: Label, *, currency: str, **more: Any) -> AmountField:
    """Money in one's own currency and no other: what is compared with it is converted first."""
    return AmountField(currency=currency, in_another=False, **_options(label, _typed("decimal"), more))


def rate(label: Label, **more: Any) -> RateField:
    """A number with decimals, such as an exchange rate."""
    return RateField(**_options(label, _typed("decimal"), more))


def count(label: Label, *, least: int = 0, most: int = 9999, **more: Any) -> forms.IntegerField:
    """A whole number within bounds, both included."""
    field = forms.IntegerField(min_value=least, max_value=most, **_options(label, _typed("numeric"), more))
    field.error_messages |= {"invalid": _("Écrivez un nombre entier.")}
    return field


def day(label: Label, **more: Any) -> DayField:
    """A day."""
    return DayField(**_options(label, forms.DateInput(format="%Y-%m-%d", attrs={"type": "date"}), more))


def hour(label: Label, **more: Any) -> forms.TimeField:
    """An hour of the day."""
    widget = forms.TimeInput(format="%H:%M", attrs={"type": "time"})
    field = forms.TimeField(
        input_formats=["%H:%M", "%H:%M:%S", "%Hh%M", "%Hh"], **_options(label, widget, more)
    )
    field.error_messages |= {"invalid": _("Heure illisible. Écrivez par exemple 09:30.")}
    return field


def flag(label: Label, **more: Any) -> forms.BooleanField:
    """A box to tick."""
    return forms.BooleanField(**_options(label, forms.CheckboxInput(), {"required": False} | more))


def choice(
    label: Label, labels: Mapping[Member, str], *, empty: Label = "—", **more: Any
) -> forms.TypedChoiceField:
    """One member of a pure enum by its label; an optional one may be left open and then gives None."""
    offered = [(member.value, _(text)) for member, text in labels.items()]
    return forms.TypedChoiceField(
        choices=offered if more.get("required", True) else [("", empty), *offered],
        coerce=type(next(iter(labels))),
        empty_value=None,
        **_options(label, forms.Select(), more),
    )


def pick(
    label: Label, offered: Sequence[tuple[str, Label]], *, is_open: bool = False, **more: Any
) -> forms.ChoiceField:
    """One of some things by its key; `is_open` shows them all as buttons of one group."""
    widget = forms.RadioSelect() if is_open else forms.Select()
    return forms.ChoiceField(choices=list(offered), **_options(label, widget, more))


def picks(label: Label, offered: Sequence[tuple[str, Label]], **more: Any) -> forms.MultipleChoiceField:
    """Any of some things by their keys."""
    return forms.MultipleChoiceField(
        choices=list(offered), **_options(label, forms.CheckboxSelectMultiple(), more)
    )


def hidden() -> forms.CharField:
    """A value that a form carries from one showing to the next."""
    return forms.CharField(required=False, widget=forms.HiddenInput())


def secret(label: Label, *, is_new: bool = False, **more: Any) -> forms.CharField:
    """A password; never shown again."""
    kind = "new-password" if is_new else "current-password"
    widget = forms.PasswordInput(attrs={"autocomplete": kind})
    return forms.CharField(strip=False, max_length=256, **_options(label, widget, more))


def email(label: Label, **more: Any) -> CheckedField:
    """An address, checked for its form, never by asking the network."""
    widget = forms.TextInput(attrs={"inputmode": "email", "autocapitalize": "none", "spellcheck": "false"})
    return CheckedField(check=checks.email, max_length=254, **_options(label, widget, more))


def phone(label: Label, *, country: str, **more: Any) -> CheckedField:
    """A number, read as one dials it in a country, kept in its international writing."""
    widget = forms.TextInput(attrs={"type": "tel"})
    return CheckedField(check=checks.phone_in(country), max_length=40, **_options(label, widget, more))


def identifier(label: Label, check: checks.Check, **more: Any) -> CheckedField:
    """A SIREN, SIRET, VAT number, IBAN or BIC, held against its own control digits."""
    widget = forms.TextInput(
        attrs={"autocapitalize": "characters", "spellcheck": "false", "autocomplete": "off"}
    )
    return CheckedField(check=check, max_length=50, **_options(label, widget, more))


def country(label: Label, **more: Any) -> forms.ChoiceField:
    """A country, whose public holidays are known."""
    return forms.ChoiceField(choices=places.countries, **_options(label, forms.Select(), more))


def currency(label: Label, **more: Any) -> forms.ChoiceField:
    """A currency in use."""
    return forms.ChoiceField(choices=places.currencies, **_options(label, forms.Select(), more))


def zone(label: Label, **more: Any) -> forms.ChoiceField:
    """A time zone."""
    return forms.ChoiceField(choices=places.zones, **_options(label, forms.Select(), more))


def pdf(label: Label, **more: Any) -> PdfField:
    """One PDF of at most ten megabytes."""
    widget = forms.FileInput(attrs={"accept": "application/pdf,.pdf"})
    return PdfField(**_options(label, widget, more))


def files(label: Label, **more: Any) -> FilesField:
    """Several files at once."""
    return FilesField(**_options(label, ManyFilesInput(), more))


def _typed(mode: str) -> forms.TextInput:
    return forms.TextInput(attrs={"inputmode": mode, "autocomplete": "off"})


def _options(label: Label, widget: forms.Widget, more: dict[str, Any]) -> dict[str, Any]:
    missing = more.pop("missing", _("À remplir."))
    widget.attrs |= more.pop("attrs", {})
    return {"label": label, "widget": widget, "error_messages": {"required": missing}, **more}


def _read(reader: Any, *values: Any, **options: Any) -> Any:
    try:
        return reader(*values, **options)
    except Unreadable as problem:
        raise ValidationError(say(problem.reason)) from None
