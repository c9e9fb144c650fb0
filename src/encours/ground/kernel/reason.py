"""A reason in plain words, kept as data so that it can be shown in any language.

`text` is French, with named placeholders in braces: `Reason(N_("{days} jours de retard"), days=3)`.
A value may be text, a number, a date, a Money or another Reason; whoever shows it formats it.
"""

from collections.abc import Mapping
from dataclasses import dataclass
from types import MappingProxyType


def N_(text: str) -> str:
    """Marks a French text for translation where it is written; returns it as it is."""
    return text


class Reason:
    """One sentence of explanation: a French text and the facts that fill it."""

    __slots__ = ("text", "values")

    text: str
    values: Mapping[str, object]

    def __init__(self, text: str, **values: object) -> None:
        object.__setattr__(self, "text", text)
        object.__setattr__(self, "values", MappingProxyType(values))  # `values` is nobody else's

    def __setattr__(self, name: str, value: object) -> None:
        raise AttributeError("a reason does not change")

    def __eq__(self, other: object) -> bool:
        return isinstance(other, Reason) and self.text == other.text and self.values == other.values

    def __hash__(self) -> int:
        return hash(self.text)

    def __reduce__(self) -> tuple[object, ...]:
        return _reason, (self.text, dict(self.values))

    def __repr__(self) -> str:
        return f"Reason({self.text!r}, {dict(self.values)!r})"

    def __str__(self) -> str:
        """The plain French sentence, values unformatted: for logs and tests."""
        return self.text.format(**{name: str(value) for name, value in self.values.items()})


def _reason(text: str, values: Mapping[str, object]) -> Reason:
    """A reason that comes from another process."""
    return Reason(text, **values)


@dataclass(frozen=True, slots=True)
class Refused:
    """Nothing was changed, and why; `field` is the form field to look at, if one is."""

    reason: Reason
    field: str = ""
