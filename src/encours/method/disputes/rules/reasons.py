"""Why customers contest, as data (`data/reasons.toml`): what each reason asks of whom, and by when."""

import tomllib
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from functools import lru_cache
from pathlib import Path

from encours.books.creditor.rules.roles import Role
from encours.ground.kernel.text import search_key
from encours.method.cases.rules.words import CaseReason

OTHER = "other"
LANGUAGES = ("fr", "en")
MOST_DAYS = 10
"""No answer takes longer, in business days. Source: method 2k, Dispute."""
_DATA = Path(__file__).resolve().parent.parent / "data" / "reasons.toml"
_REASON_KEYS = frozenset({"fr", "en", "told", "owner", "case", "answer_days", "debtor", "steps"})


class ReasonsError(ValueError):
    """The file of reasons is not what it must be."""


@dataclass(frozen=True, slots=True)
class ReasonStep:
    """One thing to do about a dispute; its key is stored, its words are read here."""

    key: str
    words: Mapping[str, str]

    def label(self, language: str) -> str:
        """The step in a language; French where there is no other."""
        return self.words.get(language) or self.words["fr"]


@dataclass(frozen=True, slots=True)
class DisputeReason:
    """A reason code: who answers as a rule, within how many business days, by which steps.

    `told` is how our own letters name it. `case` is what it tells of why the payment is late. `is_for_debtors`:
    the customer's page offers it.
    """

    code: str
    words: Mapping[str, str]
    told: Mapping[str, str]
    owner: Role
    case: CaseReason
    answer_days: int
    steps: tuple[ReasonStep, ...]
    is_for_debtors: bool

    def label(self, language: str) -> str:
        """The reason in a language; French where there is no other."""
        return self.words.get(language) or self.words["fr"]

    def named(self, language: str) -> str:
        """The reason inside a sentence of a letter."""
        return self.told.get(language) or self.told["fr"]

    def step(self, key: str) -> ReasonStep | None:
        """One of its steps."""
        return next((step for step in self.steps if step.key == key), None)


@lru_cache(maxsize=1)
def reasons() -> Mapping[str, DisputeReason]:
    """Every reason by its code, in the order of the file."""
    return read_reasons(_DATA.read_bytes())


def reason_of(code: str) -> DisputeReason:
    """A reason; another point where a code is not known any more."""
    return reasons().get(code) or reasons()[OTHER]


def labels(language: str, *, for_debtors: bool = False) -> Sequence[tuple[str, str]]:
    """Codes and labels to choose from, in the order of the file; `for_debtors`: those of the customer's page."""
    found = [r for r in reasons().values() if r.is_for_debtors or not for_debtors]
    return [(reason.code, reason.label(language)) for reason in found]


def read_reasons(text: bytes) -> Mapping[str, DisputeReason]:
    """The reasons of a file. Raises ReasonsError, which says what is wrong where."""
    found = {code: _reason(code, row) for code, row in tomllib.loads(text.decode()).items()}
    if OTHER not in found:
        raise ReasonsError(f"the reason {OTHER!r} is missing")
    return found


def _reason(code: str, row: object) -> DisputeReason:
    if not isinstance(row, dict) or set(row) != _REASON_KEYS:
        raise ReasonsError(f"{code}: the keys are {sorted(_REASON_KEYS)}")
    days, steps = row["answer_days"], row["steps"]
    if type(days) is not int or not 1 <= days <= MOST_DAYS:
        raise ReasonsError(f"{code}: answer_days is between 1 and {MOST_DAYS}")
    if not isinstance(steps, list) or not steps:
        raise ReasonsError(f"{code}: a reason has steps")
    found = tuple(ReasonStep(_key(code, step), _words(f"{code}/step", step)) for step in steps)
    if len({step.key for step in found}) != len(found):
        raise ReasonsError(f"{code}: a step stands twice")
    if row["owner"] not in set(Role):
        raise ReasonsError(f"{code}: {row['owner']!r} is no role")
    if row["case"] not in set(CaseReason) - {CaseReason.BAD_INTENT}:
        raise ReasonsError(f"{code}: {row['case']!r} is no reason of a case that a customer gives")
    return DisputeReason(
        code,
        _words(code, row),
        _words(f"{code}/told", row["told"]),
        Role(row["owner"]),
        CaseReason(row["case"]),
        days,
        found,
        is_for_debtors=row["debtor"] is True,
    )


def _key(code: str, step: object) -> str:
    key = step.get("key") if isinstance(step, dict) else None
    if not isinstance(key, str) or not key or search_key(key.replace("_", " ")) != key.replace("_", " "):
        raise ReasonsError(f"{code}: a step has a key in small letters")
    return key


def _words(place: str, row: object) -> Mapping[str, str]:
    found = {language: row.get(language) for language in LANGUAGES} if isinstance(row, dict) else {}
    if not found or not all(isinstance(words, str) and words.strip() for words in found.values()):
        raise ReasonsError(f"{place}: words in {' and '.join(LANGUAGES)}")
    return {language: str(words) for language, words in found.items()}
