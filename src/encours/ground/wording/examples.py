"""Words for what only a case knows, where a text is looked at or tried: nobody is sent them."""

import tomllib
from collections.abc import Mapping
from functools import lru_cache
from importlib.resources import files
from types import MappingProxyType


@lru_cache(maxsize=4)
def examples(language: str) -> Mapping[str, str]:
    """An example for each placeholder that is told in words, in `fr` or `en`."""
    file = files("encours.ground.wording") / "data" / language / "examples.toml"
    return MappingProxyType(tomllib.loads(file.read_text(encoding="utf-8")))
