"""Every example that stands beside a rule, in both languages; and what is wrong in a file of rules is refused."""

import time

import pytest

from encours.ground.wording.linter import rulebook as books
from encours.ground.wording.linter.context import Context
from encours.ground.wording.linter.notation import NotationError, compile_pattern
from encours.ground.wording.linter.reading import read
from encours.ground.wording.linter.rulebook import LANGUAGES, Phrases, RuleError, rulebook

pytestmark = pytest.mark.slow

IN_CODE = "REG01 TYP01 TYP02 TYP03 TYP04 FAC01 FAC02 FAC03 FAC06 FAC07 FAC08 ANS01 ANS02 ANS03 ANS05 OPT01 LAN01 LEN01 "
IN_CODE += "EMP01 INT01 OWN01 COM02 COM03 COM04 SET01 PLB02 PLB03 DIS02 CTX01 CTX02 CTX03 CTX04"


def _words() -> list[tuple[str, str, Phrases]]:
    found = []
    for language in LANGUAGES:
        book = rulebook(language)
        found += [(language, rule.id, words) for rule in book.rules.values() for words in rule.phrases]
        found += [(language, name, words) for name, words in book.signals.items()]
    return found


@pytest.mark.parametrize(
    ("language", "name", "words"), _words(), ids=lambda value: value if isinstance(value, str) else ""
)
def test_examples_of_a_rule_match_and_its_near_misses_do_not(
    language: str, name: str, words: Phrases
) -> None:
    def fires(text: str) -> bool:
        reading = read(text, book=rulebook(language), stage=None, context=Context())
        return any(True for _ in reading.matches(words))

    assert [text for text in words.bad if not fires(text)] == []
    assert [text for text in words.good if fires(text)] == []


@pytest.mark.parametrize("language", LANGUAGES)
def test_there_are_eighty_rules_and_each_has_words_or_code(language: str) -> None:
    rules = rulebook(language).rules
    assert len(rules) == 80
    assert {name for name, rule in rules.items() if not rule.phrases} == set(IN_CODE.split())
    assert all(words.bad and words.good for rule in rules.values() for words in rule.phrases)


@pytest.mark.parametrize("written", ["", "( a", "a )", "[unknown]", "<unknown>", "(a|)", "a § b"])
def test_a_pattern_that_cannot_be_read_is_refused(written: str) -> None:
    with pytest.raises(NotationError):
        compile_pattern(written, {})


@pytest.mark.parametrize(
    "table", [{"match": []}, {"match": ["a"], "excpet": ["b"]}, {"match": ["( a"]}, {"match": "a"}]
)
def test_words_that_cannot_be_used_are_refused(table: dict[str, object]) -> None:
    with pytest.raises(RuleError):
        books._phrases("here", table, {})


@pytest.mark.parametrize("language", LANGUAGES)
def test_no_pattern_is_slow_on_a_hostile_text(language: str) -> None:
    """Each alone, on a text of its own words repeated: a search that blew up would take seconds."""
    slow = []
    for _, name, words in [w for w in _words() if w[0] == language]:
        for pattern in (*words.patterns, *words.apart, *words.elsewhere):
            keys = sorted(key.rstrip("*") for key in pattern.keys or {"a"})[:40]
            text = " ".join(keys * (4_000 // len(" ".join(keys)) + 1))
            started = time.process_time()
            sum(1 for _ in pattern.search.finditer(text))
            if time.process_time() - started > 1:
                slow.append((name, pattern.written[:80]))
    assert slow == []
