"""What a mail seems to say, with the sentence that says it: proposed to a person, decided by nobody.

The patterns are data (`data/sayings.fr.toml`, `data/sayings.en.toml`): small letters without accents.
"""

import re
import tomllib
from dataclasses import dataclass
from datetime import date
from enum import StrEnum
from functools import lru_cache
from pathlib import Path

from encours.ground.kernel.money import Money
from encours.ground.kernel.reason import N_
from encours.ground.wording.figures import Figure, amounts_in
from encours.ground.wording.linter.folding import fold
from encours.ground.wording.linter.sentences import sentences_of
from encours.method.inbox.rules.days import Looking, days_in

LANGUAGES = ("fr", "en")
MOST_CHARACTERS = 20_000
_DATA = Path(__file__).resolve().parent.parent / "data"
_FARTHEST_DAYS = 200
"""A day without a year that would lie farther ahead was meant to be behind."""


class SayingKind(StrEnum):
    """What a sentence of a customer may mean. The order is that of care: what weighs most stands first."""

    BEREAVEMENT = "bereavement"
    INSOLVENCY = "insolvency"
    ANGER = "anger"
    DISPUTE = "dispute"
    NEVER_RECEIVED = "never_received"
    CORRECTION = "correction"
    PAID = "paid"
    PROMISE = "promise"
    AGREED = "agreed"
    CANNOT_PAY = "cannot_pay"
    WRONG_PERSON = "wrong_person"
    QUESTION = "question"


SAYING_LABELS = {
    SayingKind.BEREAVEMENT: N_("un deuil"),
    SayingKind.INSOLVENCY: N_("une procédure collective"),
    SayingKind.ANGER: N_("de la colère"),
    SayingKind.DISPUTE: N_("une contestation"),
    SayingKind.NEVER_RECEIVED: N_("la facture n'est pas arrivée"),
    SayingKind.CORRECTION: N_("la facture est à corriger"),
    SayingKind.PAID: N_("c'est déjà payé"),
    SayingKind.PROMISE: N_("une promesse"),
    SayingKind.AGREED: N_("un accord"),
    SayingKind.CANNOT_PAY: N_("il ne peut pas payer maintenant"),
    SayingKind.WRONG_PERSON: N_("ce n'est pas la bonne personne"),
    SayingKind.QUESTION: N_("une question"),
}
# What a heavier meaning of the same sentence leaves unsaid.
_HIDES = {
    SayingKind.BEREAVEMENT: frozenset(SayingKind) - {SayingKind.BEREAVEMENT},
    SayingKind.INSOLVENCY: frozenset(SayingKind) - {SayingKind.INSOLVENCY, SayingKind.BEREAVEMENT},
    SayingKind.ANGER: frozenset({SayingKind.QUESTION, SayingKind.AGREED}),
    SayingKind.DISPUTE: frozenset(
        {SayingKind.QUESTION, SayingKind.AGREED, SayingKind.NEVER_RECEIVED, SayingKind.CORRECTION}
    ),
    SayingKind.NEVER_RECEIVED: frozenset({SayingKind.QUESTION}),
    SayingKind.CORRECTION: frozenset({SayingKind.QUESTION, SayingKind.PROMISE}),
    SayingKind.PAID: frozenset({SayingKind.PROMISE, SayingKind.AGREED}),
    SayingKind.PROMISE: frozenset({SayingKind.AGREED, SayingKind.QUESTION}),
    SayingKind.CANNOT_PAY: frozenset({SayingKind.QUESTION}),
    SayingKind.WRONG_PERSON: frozenset({SayingKind.QUESTION}),
}


@dataclass(frozen=True, slots=True)
class Saying:
    """One thing that a mail seems to say: in which sentence, for which day and amount, where it names them."""

    kind: SayingKind
    sentence: str
    on: date | None = None
    amount: Money | None = None


@dataclass(frozen=True, slots=True)
class _Pattern:
    kind: SayingKind
    signs: re.Pattern[str]
    unless: re.Pattern[str] | None


def sayings_in(text: str, language: str, *, today: date, currency: str) -> tuple[Saying, ...]:
    """Each kind at most once, the heaviest first; of two sentences of a kind, the one that names more."""
    best: dict[SayingKind, Saying] = {}
    folded = fold(text[:MOST_CHARACTERS])
    for sentence in sentences_of(folded.text):
        kinds = kinds_of(sentence.text, language)
        if not kinds:
            continue
        words = text[folded.start(sentence.start) : folded.end(sentence.end)].strip()
        for kind in kinds:
            found = Saying(
                kind,
                words[:600],
                _day(kind, sentence.text, language, today),
                _amount(words, language, currency),
            )
            if kind not in best or _weight(found) > _weight(best[kind]):
                best[kind] = found
    return tuple(best[kind] for kind in SayingKind if kind in best)


def kinds_of(sentence: str, language: str) -> frozenset[SayingKind]:
    """What a folded sentence may mean."""
    found = {
        pattern.kind
        for pattern in _patterns(language)
        if pattern.signs.search(sentence) and not (pattern.unless and pattern.unless.search(sentence))
    }
    hidden = {other for kind in found for other in _HIDES.get(kind, ())}
    return frozenset(found - hidden)


def language_of(text: str, *, otherwise: str) -> str:
    """French or English, by the small words of a text; `otherwise` where it does not tell."""
    words = re.findall(r"[a-z']+", fold(text[:4_000]).text)
    counts = {language: sum(words.count(word) for word in _SMALL_WORDS[language]) for language in LANGUAGES}
    if counts["fr"] == counts["en"]:
        return otherwise if otherwise in LANGUAGES else "fr"
    return max(counts, key=lambda language: counts[language])


_SMALL_WORDS = {
    "fr": [
        "le",
        "la",
        "les",
        "de",
        "des",
        "du",
        "un",
        "une",
        "nous",
        "vous",
        "je",
        "est",
        "sont",
        "et",
        "pour",
        "pas",
        "avec",
        "votre",
        "notre",
        "ne",
        "que",
        "qui",
        "dans",
        "bonjour",
        "merci",
    ],
    "en": [
        "the",
        "of",
        "to",
        "and",
        "we",
        "you",
        "i",
        "is",
        "are",
        "for",
        "not",
        "with",
        "your",
        "our",
        "that",
        "this",
        "it",
        "have",
        "has",
        "will",
        "on",
        "hello",
        "thanks",
    ],
}


def _day(kind: SayingKind, sentence: str, language: str, today: date) -> date | None:
    if kind not in {SayingKind.PAID, SayingKind.PROMISE, SayingKind.AGREED}:
        return None
    looking = Looking.BACK if kind is SayingKind.PAID else Looking.AHEAD
    days = [day.on for day in days_in(sentence, language, today=today, looking=looking)]
    if kind is SayingKind.PAID:
        return next((on for on in days if on <= today), None)
    return next((on for on in days if today <= on and (on - today).days <= _FARTHEST_DAYS), None)


def _amount(words: str, language: str, currency: str) -> Money | None:
    for figure in amounts_in(words, language):
        money = _money(figure, currency)
        if money is not None:
            return money
    return None


def _money(figure: Figure, currency: str) -> Money | None:
    if figure.amount is None or figure.amount <= 0:
        return None
    try:
        return Money.from_text(str(figure.amount), figure.currency or currency)
    except ValueError:
        return None


def _weight(saying: Saying) -> int:
    return (saying.on is not None) + (saying.amount is not None)


@lru_cache(maxsize=4)
def _patterns(language: str) -> tuple[_Pattern, ...]:
    told = tomllib.loads((_DATA / f"sayings.{language}.toml").read_text(encoding="utf-8"))
    return tuple(
        _Pattern(
            SayingKind(kind), _joined(row["signs"]), _joined(row["unless"]) if row.get("unless") else None
        )
        for kind, row in told.items()
    )


def _joined(signs: list[str]) -> re.Pattern[str]:
    return re.compile("|".join(f"(?:{sign})" for sign in signs))
