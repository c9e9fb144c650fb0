"""Tells whether a sentence denies some of its words: «nous ne publierons rien», “this is not a formal notice”."""

import re

_CLAUSE = re.compile(r"[,;:()«»\"–—]| mais | but | sinon | otherwise | et nous | and we | or we ")
_SUBJECT = r"(?:nous|je|j'|on|vous|il|elle|we|i|they|he|she)"
_FRENCH = re.compile(
    r"(?<!\w)(?:ne |n')(?P<middle>[^\n]{0,48}?)(?<!\w)(?:pas|point|jamais|rien|aucune?|nullement|plus|ni)(?!\w)"
)
_FRENCH_NOUN = re.compile(r"(?<!\w)(?:aucune?|pas (?:de |d'|une? )|ni )(?:\w+['’ ]+){0,2}$")
_ENGLISH = re.compile(r"(?:(?<!\w)(?:not|never|no|nor|neither|nobody)|n't)(?!\w)(?P<middle>[^\n]{0,40})$")
_NO_DENIAL = re.compile(
    r"(?<!\w)(?:hesit\w*|exclu\w*|manqu\w*|tard\w*|doute\w*|choix|impossible|que|only|hesitate|doubt|choice|fail|forget|long)(?!\w)"
)
_YOU_WOULD_NOT_LIKE = re.compile(
    r"(?<!\w)you (?:do not|don't|would not|wouldn't|won't|'d not) (?:want|wish|like|care)(?!\w)"
)
"""“You don't want to find out” denies nothing."""
_INFINITIVE = re.compile(r" \w+(?:er|ir|re|oir)(?!\w)")
"""«Ne pas payer est…» denies paying, not what is said of it."""
_OBJECT = re.compile(r"^ ?(?:de |d')?(?:nous|vous|me|m'|se|s'|le|la|les|l') ?\w+(?:er|ir|re|oir)(?!\w)")
"""«Nous ne voulons pas nous servir de…»: the pronoun before an infinitive is no other subject."""
_AFTER = 30


def is_denied(sentence: str, start: int, end: int, *, is_negative: bool) -> bool:
    """Whether the words from `start` to `end` are denied by the clause they stand in.

    `is_negative`: what was looked for says a negation itself («ne livrerons plus»); only one before it counts.
    """
    before = sentence[:start]
    for mark in _CLAUSE.finditer(before):
        before = sentence[mark.end() : start]
    words, after = sentence[start:end], _CLAUSE.split(sentence[end : end + _AFTER])[0]
    if _FRENCH_NOUN.search(before):
        return True
    for found in _FRENCH.finditer(f"{before}{words}{after}"):
        if is_negative and found.end() > len(before):
            continue
        if _INFINITIVE.match(f"{before}{words}{after}", found.end()) and len(found["middle"].strip()) == 0:
            continue
        if found.start() < len(before) + len(words) and not _turns(found[0], before[found.end() :]):
            return True
    return _is_denied_in_english(before, words, is_negative=is_negative)


def _is_denied_in_english(before: str, words: str, *, is_negative: bool) -> bool:
    found = _ENGLISH.search(before)
    if (
        found is not None
        and _YOU_WOULD_NOT_LIKE.search(before) is None
        and not found["middle"].lstrip().split(" ")[0].endswith("ing")
        and not _turns(found[0], found["middle"])
    ):
        return True
    inside = None if is_negative else re.search(r"^(?:\S+ ){0,3}(?:\S+n't|not|never)(?!\w)", words)
    return inside is not None and not _NO_DENIAL.search(words)


def _turns(denial: str, then: str) -> bool:
    """Whether what denies is about something else: a doubt, or another subject that follows."""
    then = _OBJECT.sub("", then)
    return _NO_DENIAL.search(denial) is not None or re.search(rf"(?<!\w){_SUBJECT}(?!\w)", then) is not None
