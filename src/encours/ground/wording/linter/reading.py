"""A text made ready to be held against rules: folded, cut into sentences, with the words of each."""

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass

from encours.ground.wording.addresses import without_addresses
from encours.ground.wording.linter.acting import clause_around
from encours.ground.wording.linter.context import Context
from encours.ground.wording.linter.denying import is_denied
from encours.ground.wording.linter.folding import Folded, fold, hide
from encours.ground.wording.linter.notation import Pattern, words_of
from encours.ground.wording.linter.rulebook import Phrases, Rulebook
from encours.ground.wording.linter.sentences import Sentence, sentences_of
from encours.ground.wording.stages import Stage


@dataclass(frozen=True, slots=True)
class Found:
    """Words of a sentence that match, from `start` to `end` in the folded text."""

    start: int
    end: int
    sentence: Sentence

    @property
    def words(self) -> str:
        """The words as they are folded."""
        return self.sentence.text[self.start - self.sentence.start : self.end - self.sentence.start]

    @property
    def rest(self) -> str:
        """What stands after them in their sentence."""
        return self.sentence.text[self.end - self.sentence.start :]

    @property
    def begins(self) -> bool:
        """Whether the sentence begins with them."""
        return self.start == self.sentence.start


@dataclass(frozen=True, slots=True)
class Reading:
    """One text, and everything about it that rules ask for."""

    given: str
    folded: Folded
    sentences: tuple[tuple[Sentence, frozenset[str]], ...]
    words: frozenset[str]
    book: Rulebook
    stage: Stage | None
    context: Context

    def has(self, signal: str) -> bool:
        """Whether any sentence holds a signal."""
        return next(self.found(signal), None) is not None

    def found(self, signal: str) -> Iterator[Found]:
        """Every sentence that holds a signal, where it does."""
        return self.matches(self.book.signals[signal])

    def matches(self, phrases: Phrases) -> Iterator[Found]:
        """At most one match for each sentence."""
        whole = [p for p in phrases.patterns if p.is_worth_trying(self.words)]
        if tried := [part for p in whole for part in p.choices or (p,) if part.is_worth_trying(self.words)]:
            for sentence, words in self.sentences:
                if (found := match_in(sentence, words, phrases, tried)) is not None:
                    yield found


def read(text: str, *, book: Rulebook, stage: Stage | None, context: Context) -> Reading:
    """The text, ready to be held against the rules of a language."""
    shown = without_addresses(text)
    folded = hide(fold(shown), context.names)
    original = shown if folded.places is None else ""
    sentences = tuple((s, words_of(s.text)) for s in sentences_of(folded.text, original))
    words = frozenset().union(*(words for _, words in sentences)) if sentences else frozenset()
    return Reading(text, folded, sentences, words, book, stage, context)


def match_in(
    sentence: Sentence, words: frozenset[str], phrases: Phrases, tried: Sequence[Pattern] | None = None
) -> Found | None:
    """The first match in a sentence that is none of its near-misses, which are looked for only once one matches.

    `tried`: those of the patterns that the text may hold.
    """
    apart: list[tuple[int, int]] | None = None
    best: tuple[int, int] | None = None
    for pattern in phrases.patterns if tried is None else tried:
        if not _may_stand(pattern, sentence, words):
            continue
        for start, end in _spans(pattern.search, sentence.text):
            if best is not None and start >= best[0]:
                break
            if _is_spared(sentence.text, (start, end), phrases, pattern):
                continue
            if apart is None:
                if _is_elsewhere(sentence, words, phrases):
                    return None
                apart = _apart(sentence, words, phrases)
            if not any(start < last and first < end for first, last in apart):
                best = (start, end)
                break
    if best is None:
        return None
    return Found(sentence.start + best[0], sentence.start + best[1], sentence)


def _may_stand(pattern: Pattern, sentence: Sentence, words: frozenset[str]) -> bool:
    """The cheapest question first: its words, then itself, then what must stand elsewhere."""
    return (
        pattern.is_worth_trying(words)
        and pattern.search.search(sentence.text) is not None
        and pattern.holds_in(sentence.text)
    )


def _is_spared(text: str, span: tuple[int, int], phrases: Phrases, pattern: Pattern) -> bool:
    """Whether the words are denied, or about what we do ourselves, where the rule minds that."""
    start, end = span
    if phrases.affirmed and is_denied(text, start, end, is_negative=pattern.is_negative):
        return True
    return phrases.own is not None and _is_own(text, start, end, phrases.own)


def _is_own(text: str, start: int, end: int, own: Phrases) -> bool:
    clause = clause_around(text, start, end)
    return match_in(Sentence(0, len(clause), clause), words_of(clause), own) is not None


def _is_elsewhere(sentence: Sentence, words: frozenset[str], phrases: Phrases) -> bool:
    return any(
        p.is_worth_trying(words) and p.search.search(sentence.text) and p.holds_in(sentence.text)
        for p in phrases.elsewhere
    )


def _apart(sentence: Sentence, words: frozenset[str], phrases: Phrases) -> list[tuple[int, int]]:
    return [
        span
        for p in phrases.apart
        if p.is_worth_trying(words) and p.holds_in(sentence.text)
        for span in _spans(p.search, sentence.text)
    ]


def _spans(search: re.Pattern[str], text: str) -> Iterator[tuple[int, int]]:
    for match in search.finditer(text):
        words = match[0]
        yield (
            match.start() + len(words) - len(words.lstrip(" ,'\"«(-–—>*•")),
            match.start() + len(_TRAILING.sub("", words)),
        )


_TRAILING = re.compile(r"[^\w€$£%]{1,12}$")
