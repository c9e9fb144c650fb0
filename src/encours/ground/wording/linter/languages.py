"""Tells the other language, and «tu» where «vous» is due (LAN01, REG01)."""

import re
from collections.abc import Iterator

from encours.ground.wording.linter.reading import Found, Reading

_ENOUGH = 3
_ENGLISH = frozenset(
    [
        "the",
        "and",
        "you",
        "your",
        "is",
        "are",
        "of",
        "with",
        "we",
        "our",
        "have",
        "has",
        "this",
        "that",
        "please",
        "will",
        "for",
        "not",
        "been",
        "was",
        "were",
        "they",
        "it",
        "be",
        "by",
        "from",
        "when",
        "would",
        "could",
        "should",
        "if",
        "what",
        "an",
        "to",
        "in",
        "on",
    ]
)
_FRENCH = frozenset(
    [
        "le",
        "la",
        "les",
        "des",
        "du",
        "une",
        "est",
        "et",
        "vous",
        "votre",
        "vos",
        "nous",
        "notre",
        "nos",
        "pas",
        "avec",
        "pour",
        "que",
        "qui",
        "dans",
        "sur",
        "cette",
        "ces",
        "aux",
        "ne",
        "au",
        "merci",
        "bonjour",
        "cordialement",
        "avons",
        "avez",
        "sont",
        "je",
        "il",
        "elle",
        "de",
        "un",
        "en",
        "par",
    ]
)
_IN_BOTH = {
    "fr": frozenset({"on", "an", "has", "if", "in", "be", "it", "not", "will"}),
    "en": frozenset({"on", "en", "des", "pas", "sur", "la", "de", "au", "est", "sont", "le", "du", "par"}),
}
_WORD = re.compile(r"[a-z]+")
_QUOTED = re.compile(r"[«“\"][^»”\"]{0,200}[»”\"]|https?://\S{1,200}|(?<![\w.+-])[\w.+-]{1,64}@[\w.-]{1,80}")
_TU = re.compile(
    r"(?<![\w-])(?:tu|toi|t'(?=as\b|es\b|en\b|y\b|avais|aurais|appell|envo|inform|ecri|invit|indiqu|adress"
    r"|avions|avons|avait)|te(?= (?:[a-z]{2,}))|"
    r"tes(?= [a-z])|ta(?= [a-z])|ton(?= [a-z]))(?!\w)"
)
_TON_NOUN = re.compile(
    r"(?:le|du|un|au|ce|de|quel|son|notre|votre|changer de|hausser le|sur un|sur le|d'un|meme|bon|quel|des"
    r"|les|l'|tout) ton$"
)
_VOUS = re.compile(r"(?<!\w)(?:vous|votre|vos)(?!\w)")
_NOT_POSSESSED = re.compile(
    r"ton (?:est|etait|de|du|employe|utilise|courtois|poli|cordial|plus|moins|neutre|ferme|calme|et|pose|sera"
    r"|doit|reste|adopte|amical|convient|juste)\b"
)


def foreign_in(reading: Reading) -> Iterator[tuple[int, int]]:
    """Where three words that only the other language joins sentences with stand (folded)."""
    language = reading.book.language
    other = (_ENGLISH if language == "fr" else _FRENCH) - _IN_BOTH[language]
    text = _QUOTED.sub(lambda match: " " * len(match[0]), reading.folded.text)
    found = [match for match in _WORD.finditer(text) if match[0] in other]
    if len({match[0] for match in found}) >= 2 and len(found) >= _ENOUGH:
        yield found[0].start(), found[-1].end()


def familiar_in(reading: Reading) -> Iterator[Found]:
    """«tu» where it was not agreed, or beside «vous»."""
    if reading.book.language != "fr":
        return
    if reading.context.tutoiement and not (_VOUS.search(reading.folded.text)):
        return
    for sentence, _ in reading.sentences:
        for match in _TU.finditer(sentence.text):
            before = sentence.text[max(0, match.start() - 14) : match.end()]
            is_noun = match[0] == "ton" and (
                _TON_NOUN.search(before) or _NOT_POSSESSED.match(sentence.text, match.start())
            )
            if is_noun:
                continue
            if reading.context.tutoiement and _is_plural(reading):
                continue
            yield Found(sentence.start + match.start(), sentence.start + match.end(), sentence)
            break


def _is_plural(reading: Reading) -> bool:
    """«rendez-vous» and «entre vous» are no register."""
    return not _VOUS.search(re.sub(r"rendez-vous|s'il vous plait|entre vous", "", reading.folded.text))
