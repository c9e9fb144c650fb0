"""Understands the gist of what a customer wrote or said, and what a draft must not say.

A first reading by phrases only: it proposes, a person reads. The full linter of messages belongs to
the room `wording`.
"""

import re
import tomllib
from collections.abc import Mapping
from dataclasses import dataclass
from enum import StrEnum
from typing import cast

from encours.ground.kernel.text import search_key
from encours.method.strategy.rules.advise.words import Forbidden


class Intent(StrEnum):
    """What a text of the customer is about, the gravest first."""

    BEREAVEMENT = "bereavement"
    SERIOUS_EVENT = "serious_event"
    INSOLVENCY = "insolvency"
    ALREADY_PAID = "already_paid"
    DISPUTE = "dispute"
    OUR_PROMISE = "our_promise"
    REFUSAL = "refusal"
    NOT_RECEIVED = "not_received"
    MISSING_INFORMATION = "missing_information"
    HARDSHIP = "hardship"
    PLAN = "plan"
    CALL_BACK = "call_back"
    DATED_PROMISE = "dated_promise"
    VAGUE_PROMISE = "vague_promise"
    ACCEPTANCE = "acceptance"
    QUESTION = "question"


@dataclass(frozen=True, slots=True)
class Phrases:
    """Compiled patterns over texts in lower case, without accents or punctuation."""

    intents: Mapping[Intent, re.Pattern[str]]
    drafts: Mapping[Forbidden, re.Pattern[str]]

    def intent_of(self, text: str) -> Intent | None:
        """The gravest thing a text is about; None when nothing is recognised."""
        key = search_key(text)
        return next((i for i in Intent if i in self.intents and self.intents[i].search(key)), None)

    def slips_in(self, text: str) -> frozenset[Forbidden]:
        """What a draft attempts and must not."""
        key = search_key(text)
        return frozenset(slip for slip, pattern in self.drafts.items() if pattern.search(key))


def read_phrases(content: bytes) -> Phrases:
    """The phrases of a TOML file: one table per intent, one per slip of a draft.

    Raises ValueError for an unknown name or a pattern that does not compile.
    """
    table = tomllib.loads(content.decode("utf-8"))
    intents, drafts = _patterns(table["intent"]), _patterns(table["draft"])
    return Phrases(
        {Intent(name): pattern for name, pattern in intents.items()},
        {Forbidden(name): pattern for name, pattern in drafts.items()},
    )


def _patterns(table: object) -> dict[str, re.Pattern[str]]:
    named = cast(Mapping[str, list[str]], table)
    return {name: re.compile(rf"\b(?:{'|'.join(found)})\b") for name, found in named.items()}
