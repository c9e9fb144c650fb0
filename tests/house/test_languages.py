"""Both languages are complete: every French sentence of the program has its English one."""

import re

from tests.house.plan import SOURCE
from tools import messages

FACT = re.compile(r"\{(\w*)[^{}]*\}|%\((\w+)\)")
LOCALES = SOURCE / "locale"


def test_every_sentence_has_its_english() -> None:
    """When this fails: `.venv/bin/python tools/messages.py`, then fill in the empty lines."""
    assert messages.missing() == []


def test_no_english_stands_for_a_sentence_that_is_gone() -> None:
    source = messages.extracted()
    gone = [m.id for m in messages.english() if m.id and not source.get(m.id, m.context)]
    assert gone == []


def test_a_translation_names_the_same_facts() -> None:
    wrong = []
    for message in messages.english():
        french = message.id if isinstance(message.id, tuple) else (message.id,)
        english = message.string if isinstance(message.string, tuple | list) else (message.string,)
        allowed = {fact for text in french for fact in _facts(text)}
        wrong += [text for text in english if text and not _facts(text) <= allowed]
        # A singular may say «one» in letters; the sentence of a single form leaves nothing out.
        if len(french) == 1 and message.id and english[0] and _facts(english[0]) != allowed:
            wrong.append(english[0])
    assert wrong == []


def _facts(text: str) -> set[str]:
    return {brace or percent for brace, percent in FACT.findall(text)}
