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
from encours.method.inbox.rules.days import Looking, sure_days_in

LANGUAGES = ("fr", "en")
MOST_CHARACTERS = 20_000
MOST_CHARACTERS_OF_A_SENTENCE = 600
_DATA = Path(__file__).resolve().parent.parent / "data"
_WORD = re.compile(r"[a-z0-9']+")
_NAME = re.compile(r"(?<!\?P)<([a-z_]+)>")
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


@dataclass(frozen=True, slots=True)
class _Told:
    """What the data of a language says: patterns, and words in a hurry beside their plain spelling."""

    patterns: tuple[_Pattern, ...]
    spelt: dict[str, str]
    endings: dict[str, str]
    small_words: frozenset[str]

    def plain(self, sentence: str) -> str:
        """The sentence in plain spelling."""
        return _WORD.sub(self._plain_word, sentence)

    def _plain_word(self, match: re.Match[str]) -> str:
        word = match[0]
        if word in self.spelt:
            return self.spelt[word]
        for ending, plain in self.endings.items():
            if word.endswith(ending):
                return word.removesuffix(ending) + plain
        return word


def sayings_in(text: str, language: str, *, today: date, currency: str) -> tuple[Saying, ...]:
    """Each kind at most once, the heaviest first; of two sentences of a kind, the one that names more."""
    best: dict[SayingKind, Saying] = {}
    folded = fold(text[:MOST_CHARACTERS])
    for sentence in sentences_of(folded.text):
        kinds = kinds_of(sentence.text[:MOST_CHARACTERS_OF_A_SENTENCE], language)
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
    """What a folded sentence may mean, as it stands or in plain spelling."""
    told = _told(language)
    forms = {sentence, told.plain(sentence)}
    found = {
        pattern.kind
        for pattern in told.patterns
        if any(map(pattern.signs.search, forms))
        and not (pattern.unless and any(map(pattern.unless.search, forms)))
    }
    hidden = {other for kind in found for other in _HIDES.get(kind, ())}
    return frozenset(found - hidden)


def language_of(text: str, *, otherwise: str) -> str:
    """French or English, by the small words of a text; `otherwise` where it does not tell."""
    words = re.findall(r"[a-z']+", fold(text[:4_000]).text)
    counts = {language: sum(word in _told(language).small_words for word in words) for language in LANGUAGES}
    if counts["fr"] == counts["en"]:
        return otherwise if otherwise in LANGUAGES else "fr"
    return max(counts, key=lambda language: counts[language])


def _day(kind: SayingKind, sentence: str, language: str, today: date) -> date | None:
    if kind not in {SayingKind.PAID, SayingKind.PROMISE, SayingKind.AGREED}:
        return None
    looking = Looking.BACK if kind is SayingKind.PAID else Looking.AHEAD
    days = [day.on for day in sure_days_in(sentence, language, today=today, looking=looking)]
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
def _told(language: str) -> _Told:
    rows = tomllib.loads((_DATA / f"sayings.{language}.toml").read_text(encoding="utf-8"))
    small_words = frozenset(rows.pop("small_words").split())
    words, spelt, endings = (rows.pop(name, {}) for name in ("words", "spelt", "endings"))
    patterns = tuple(
        _Pattern(
            SayingKind(kind),
            _joined(row["signs"], words),
            _joined(row["unless"], words) if row.get("unless") else None,
        )
        for kind, row in rows.items()
    )
    return _Told(patterns, spelt, endings, small_words)


def _joined(signs: list[str], words: dict[str, str]) -> re.Pattern[str]:
    """One pattern of many, in which `<name>` stands for the words of that name."""
    joined = "|".join(f"(?:{sign})" for sign in signs)
    while (filled := _NAME.sub(lambda match: words[match[1]], joined)) != joined:
        joined = filled
    return re.compile(joined)
