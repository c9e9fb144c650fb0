"""Reads the notation in which a rule's words are written, and makes one bounded search of it.

    vous ~ pas        words in this order; `~` is a gap of 0 to 3 words, `~~` of 0 to 8
    (a|b c)           one of these; `(a|b)?` may be absent
    tenu(e|s|es)      a word with an ending or without; `pay{ons|ez}` with one of the endings
    paie*             a word that begins like this
    [payer]           a list of the same name in `words.toml`
    !(ne)             not followed by this
    ^  $              where the sentence begins, ends
    <amount> <date>   an amount with its currency, a calendar day; `<number>` any number
    a && b   a &! b   only where b stands, or does not stand, anywhere in the same sentence

Accents and capitals do not matter. Nothing repeats without a bound, and nothing matched is given back,
so no text makes a search slow.
"""

import re
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from functools import cache
from itertools import pairwise, product

from encours.ground.wording.linter.folding import folded_word

_BETWEEN = r"[^\w.!?;:€£$]{0,4}+"
_ANY = rf"(?:\d++(?:[.,]\d++){{0,4}}+|\w++|[€£$]){_BETWEEN}"
"""A word of a gap; an amount counts as its number and its sign."""
_GAPS = {"~": rf"(?:{_ANY}){{0,3}}?", "~~": rf"(?:{_ANY}){{0,8}}?"}
_NUMBER = r"\d{1,3}(?:[ '.,]\d{3}){1,4}(?:[.,]\d{1,2})?|\d{1,9}(?:[.,]\d{1,2})?"
_CURRENCY = (
    r"(?:€|euros?\b|eur\b|£|\$(?: ?(?:us|ca|can)\b)?|us\$|chf\b|cad\b|usd\b|gbp\b|francs?\b|frs?\b|"
    r"dollars?\b|pounds?\b|livres?\b|k€)"
)
_SIGN_BEFORE = r"(?:€|eur|£|\$|us\$|ca\$|c\$|chf|cad|usd|gbp|fr\.?)"
AMOUNT = rf"(?:(?<![\w.,])(?:{_NUMBER})[ ]?{_CURRENCY}|(?<!\w){_SIGN_BEFORE} ?(?:{_NUMBER})(?!\d))"
_MONTHS = (
    "janvier|janv|fevrier|fevr|fev|mars|avril|avr|mai|juin|juillet|juil|aout|septembre|sept|octobre|oct|novembre|nov|"
    "decembre|dec|january|jan|february|feb|march|mar|april|apr|may|june|jun|july|jul|august|aug|september|sep|"
    "october|november|december"
)
DATE = (
    rf"(?:(?<!\d)\d{{1,2}}(?:er|st|nd|rd|th)? (?:of |de )?(?:{_MONTHS})\b\.?(?:,? \d{{4}})?"
    rf"|\b(?:{_MONTHS})\.? \d{{1,2}}(?:st|nd|rd|th)?(?!\d)(?:,? \d{{4}})?"
    r"|(?<!\d)\d{4}-\d{2}-\d{2}(?!\d)|(?<![\d/.])\d{1,2}[/.]\d{1,2}[/.]\d{2,4}(?!\d)"
    r"|(?<![\d/.,])\d{1,2}/\d{1,2}(?![\d/])|(?<![\d-])(?:0?[1-9]|[12]\d|3[01])-(?:0?[1-9]|1[0-2])-\d{2,4}(?![\d-]))"
)
_CLASSES = {"amount": AMOUNT, "date": DATE, "number": rf"(?<![\w.,])(?:{_NUMBER})(?!\w)"}
# fmt: off
_EMPTY_WORDS = frozenset([
    "a", "au", "aux", "ce", "ces", "cet", "cette", "c", "d", "de", "des", "du", "elle", "en", "est", "et",
    "il", "ils", "j", "je", "l", "la", "le", "les", "leur", "lui", "m", "me", "mes", "mon", "n", "ne",
    "nos", "notre", "nous", "on", "ou", "par", "pas", "plus", "pour", "qu", "que", "qui", "s", "sa", "se",
    "si", "son", "sur", "t", "te", "un", "une", "vos", "votre", "vous", "y", "avez", "avons", "etes", "ai",
    "ont", "sommes", "sera", "sont", "avec", "dans", "tout", "tous", "i", "you", "your", "yours", "we",
    "our", "us", "it", "is", "are", "be", "been", "was", "were", "the", "an", "and", "of", "to", "in", "at",
    "for", "by", "with", "this", "that", "not", "no", "do", "did", "have", "has", "had", "will", "would",
    "can", "any", "from", "as", "if", "they", "them", "re", "ve", "ll",
])
# fmt: on
_TOKEN = re.compile(
    r"(?P<space>\s+)|(?P<open>\()|(?P<close>\)\??)|(?P<bar>\|)|(?P<not>!\()|(?P<gap>~~?)|(?P<start>\^)|(?P<end>\$)"
    r"|\[(?P<list>[\w-]+)\]|<(?P<kind>\w+)>"
    r"|(?P<word>[\w'’.&/%°-]+(?:\([\w|]+\)|\{[\w|]+\})?(?:\([\w|]+\))?\*?)"
)


class NotationError(ValueError):
    """A pattern that cannot be read, and which."""


@dataclass(frozen=True, slots=True)
class Part:
    """A piece of a search: its regular expression, and words one of which any match holds (None: not known).

    A key that ends with `*` is the beginning of a word.
    """

    regex: str
    keys: frozenset[str] | None = None


@dataclass(frozen=True, slots=True)
class Pattern:
    """A pattern ready to search with, and the words without which it need not be tried."""

    written: str
    regex: str
    keys: frozenset[str] | None
    beside: tuple[str, ...] = ()
    without: tuple[str, ...] = ()
    is_negative: bool = False
    choices: tuple["Pattern", ...] = ()
    """The same search in parts, each of which waits for words of its own: only those that may match are made."""

    @property
    def search(self) -> re.Pattern[str]:
        """Compiled at its first use: most patterns wait for words that a day's texts never hold."""
        return _compiled(self.regex)

    def is_worth_trying(self, words: frozenset[str]) -> bool:
        """Whether a text with these words and beginnings of words may hold it."""
        return self.keys is None or not self.keys.isdisjoint(words)

    def holds_in(self, sentence: str) -> bool:
        """Whether what must stand elsewhere in the sentence does, and what must not does not."""
        return all(_compiled(regex).search(sentence) for regex in self.beside) and not any(
            _compiled(regex).search(sentence) for regex in self.without
        )


@cache
def _compiled(regex: str) -> re.Pattern[str]:
    return re.compile(regex)


def compile_pattern(written: str, lists: Mapping[str, tuple[str, ...]]) -> Pattern:
    """The search for one pattern. Raises NotationError for what is empty, unknown, or not closed."""
    first, *rest = _ELSEWHERE.split(written)
    regex, keys = _search(first, lists)
    told = [(sign, _search(words, lists)[0]) for sign, words in zip(rest[::2], rest[1::2], strict=True)]
    return Pattern(
        written,
        regex,
        keys,
        beside=tuple(pattern for sign, pattern in told if sign == "&&"),
        without=tuple(pattern for sign, pattern in told if sign == "&!"),
        is_negative=_NEGATION.search(first) is not None,
    )


def parts_of(written: str, lists: Mapping[str, tuple[str, ...]]) -> tuple[Pattern, ...]:
    """One pattern for each choice of one that is a single group; none for any other."""
    inner = written[1:-1]
    if not (written.startswith("(") and written.endswith(")")) or _depth_falls(inner):
        return ()
    places = [-1, *(at for at, depth in _bars(inner) if depth == 0), len(inner)]
    pieces = [inner[start + 1 : end].strip() for start, end in pairwise(places)]
    return tuple(compile_pattern(piece, lists) for piece in pieces) if len(pieces) > _FEW else ()


_FEW = 3


def _bars(written: str) -> Iterator[tuple[int, int]]:
    depth = 0
    for place, character in enumerate(written):
        depth += {"(": 1, "{": 1, ")": -1, "}": -1}.get(character, 0)
        if character == "|":
            yield place, depth


def _depth_falls(written: str) -> bool:
    """Whether a bracket closes one that was opened before."""
    depth = 0
    for character in written:
        depth += {"(": 1, ")": -1}.get(character, 0)
        if depth < 0:
            return True
    return False


_NEGATION = re.compile(
    r"\[nier\]|(?<![\w])n'|(?<![\w])(?:ne|pas|jamais|aucun|aucune|not|never|nothing|cannot)(?![\w])|n't"
)
"""A pattern that says a negation itself: it is not lifted by one."""
_ELSEWHERE = re.compile(r"\s(&&|&!)\s")


def _search(written: str, lists: Mapping[str, tuple[str, ...]]) -> tuple[str, frozenset[str] | None]:
    part = _Reader(written, lists).read()
    return part.regex if part.regex.startswith("^") else rf"(?<!\w)(?:{part.regex})", part.keys


def either(patterns: tuple[Pattern, ...], keys: frozenset[str] | None) -> Pattern:
    """One search for any of several patterns that wait for the same words."""
    return Pattern(
        " | ".join(p.written for p in patterns),
        "|".join(f"(?:{p.regex})" for p in patterns),
        keys,
        is_negative=any(p.is_negative for p in patterns),
    )


class _Reader:
    """Goes through one pattern from left to right."""

    def __init__(
        self, written: str, lists: Mapping[str, tuple[str, ...]], inside: tuple[str, ...] = ()
    ) -> None:
        self.written, self.lists, self.inside = written, lists, inside
        self.tokens = self._tokens()
        self.at = 0

    def _tokens(self) -> list[tuple[str, str]]:
        found, place = [], 0
        while place < len(self.written):
            match = _TOKEN.match(self.written, place)
            if match is None:
                raise NotationError(f"{self.written!r}: {self.written[place:]!r}")
            kind = match.lastgroup or ""
            if kind != "space":
                found.append((kind, match[kind]))
            place = match.end()
        return found

    def read(self) -> Part:
        part = self._choice()
        if self.at < len(self.tokens):
            raise NotationError(f"{self.written!r}: ) too many")
        if not re.search(r"\w", part.regex):
            raise NotationError(f"{self.written!r}: empty")
        return part

    def _choice(self) -> Part:
        parts = [self._sequence()]
        while self._next_is("bar"):
            parts.append(self._sequence())
        return parts[0] if len(parts) == 1 else _one_of(parts)

    def _next_is(self, kind: str) -> bool:
        if self.at < len(self.tokens) and self.tokens[self.at][0] == kind:
            self.at += 1
            return True
        return False

    def _sequence(self) -> Part:
        parts: list[Part] = []
        while self.at < len(self.tokens) and self.tokens[self.at][0] not in {"bar", "close"}:
            kind, text = self.tokens[self.at]
            self.at += 1
            parts.append(self._part(kind, text))
        if not parts:
            raise NotationError(f"{self.written!r}: an empty choice")
        return Part("".join(p.regex for p in parts), _best([p.keys for p in parts]))

    def _part(self, kind: str, text: str) -> Part:
        match kind:
            case "word":
                return _word(text, _spellings(self.lists.get("spelt", ())))
            case "gap":
                return Part(_GAPS[text])
            case "start":
                return Part(r"^[^\w]{0,4}+")
            case "end":
                return Part(r"[^\w]{0,6}$")
            case "list":
                return self._list(text)
            case "kind":
                return self._class(text)
            case _:
                return self._group(kind)

    def _group(self, kind: str) -> Part:
        part = self._choice()
        if not (self.at < len(self.tokens) and self.tokens[self.at][0] == "close"):
            raise NotationError(f"{self.written!r}: ( not closed")
        closing = self.tokens[self.at][1]
        self.at += 1
        if kind == "not":
            return Part(f"(?!{part.regex})")
        if closing.endswith("?"):
            return Part(f"(?:{part.regex})?")
        return Part(f"(?:{part.regex})", part.keys)

    def _class(self, name: str) -> Part:
        if name not in _CLASSES:
            raise NotationError(f"{self.written!r}: <{name}>")
        return Part(f"(?:{_CLASSES[name]}){_BETWEEN}")

    def _list(self, name: str) -> Part:
        if name not in self.lists or name in self.inside:
            raise NotationError(f"{self.written!r}: [{name}]")
        inside = (*self.inside, name)
        return _one_of([_Reader(entry, self.lists, inside).read() for entry in self.lists[name]])


def _one_of(parts: list[Part]) -> Part:
    keys = [p.keys for p in parts]
    known = None if any(k is None for k in keys) else frozenset().union(*(k for k in keys if k is not None))
    return Part(f"(?:{'|'.join(p.regex for p in parts)})", known)


def _best(choices: list[frozenset[str] | None]) -> frozenset[str] | None:
    """The keys that are rarest in letters: without words that every text has, then the fewest."""
    known = [keys for keys in choices if keys is not None]
    return min(known, key=lambda keys: (len(keys & _EMPTY_WORDS) > 0, len(keys)), default=None)


@cache
def _spellings(lines: tuple[str, ...]) -> Mapping[str, tuple[str, ...]]:
    """How words are written in haste, by the word: «vs» for «vous», “u” for “you”."""
    return {folded_word(word): tuple(short) for word, *short in (line.split() for line in lines)}


def _word(text: str, spelt: Mapping[str, tuple[str, ...]]) -> Part:
    forms = [short for form in _forms(text) for short in (form, *spelt.get(form, ()))]
    keys: set[str] = set()
    for form in forms:
        keys |= _keys(form)
    ordered = sorted(forms, key=len, reverse=True)
    written = "|".join(_regex(form) for form in ordered)
    return Part(f"(?:{written}){_BETWEEN}", frozenset(keys))


def _forms(text: str) -> list[str]:
    """Every form of a word with its endings."""
    star = "*" if text.endswith("*") else ""
    pieces = re.split(r"(\([\w|]+\)|\{[\w|]+\})", text.removesuffix("*"))
    options = [_endings(piece) for piece in pieces if piece]
    return [folded_word("".join(chosen)) + star for chosen in product(*options)]


def _endings(piece: str) -> list[str]:
    if piece.startswith("("):
        return ["", *piece[1:-1].split("|")]
    return piece[1:-1].split("|") if piece.startswith("{") else [piece]


def _regex(form: str) -> str:
    """Words that an apostrophe or a hyphen joins may be written with a space, «n't» with nothing."""
    stem, star = form.removesuffix("*"), form.endswith("*")
    gap = "[' -]{0,2}" if stem.endswith("n't") or stem.startswith("you'") else "[^\\w.!?;:]{1,2}"
    pieces = [re.escape(piece) for piece in re.split(r"['-]", stem) if piece]
    joined = gap.join(pieces)
    return rf"(?<!\w){joined}" + (r"\w*+" if star else r"(?!\w)")


def _keys(form: str) -> set[str]:
    stem, star = form.removesuffix("*"), form.endswith("*")
    pieces = [piece for piece in re.split(r"\W+", stem) if piece]
    if not pieces:
        raise NotationError(f"{form!r}: a word without a letter")
    if star and len(pieces) == 1:
        return {pieces[0] + "*"}
    longest = max(pieces[:-1] if star else pieces, key=len)
    return {longest, "".join(pieces)} if stem.endswith("n't") or stem.startswith("you'") else {longest}


_WORD = re.compile(r"\w+")
_SHORTEST, _LONGEST = 2, 14


def words_of(text: str) -> frozenset[str]:
    """The words of a folded text, and the beginnings of them as keys are written."""
    words = set(_WORD.findall(text))
    found = set(words)
    for word in words:
        found.update(word[:length] + "*" for length in range(_SHORTEST, min(len(word), _LONGEST) + 1))
    return frozenset(found)
