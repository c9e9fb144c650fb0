"""What `advise` needs beside a situation: the shipped ladders, the steps of events, the phrases."""

from functools import lru_cache
from importlib.resources import files

from encours.ground.law.pack import Library
from encours.ground.law.reading import shipped
from encours.method.strategy.procedures import event_levels, shipped_procedures
from encours.method.strategy.rules.advise.phrases import Phrases, read_phrases
from encours.method.strategy.rules.advise.reading import Kit
from encours.method.strategy.rules.thresholds import DEFAULTS, MethodThresholds


@lru_cache(maxsize=1)
def shipped_phrases() -> Phrases:
    """The phrases by which the gist of a text is recognised, read once."""
    return read_phrases((files("encours.method.strategy") / "data" / "phrases.toml").read_bytes())


def shipped_kit(thresholds: MethodThresholds = DEFAULTS, law: Library | None = None) -> Kit:
    """All that comes with the product, with the numbers of an entity and its law where they are told."""
    return Kit(shipped_procedures(), event_levels(), shipped_phrases(), law or shipped(), thresholds)
