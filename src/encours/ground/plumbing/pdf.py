"""Makes PDFs: a typst template of ours and facts as data; no text of a user is ever template source."""

import json
from collections.abc import Mapping
from datetime import datetime
from functools import lru_cache

import typst

FACTS = "facts"
"""The template reads its facts with `json(bytes(sys.inputs.facts))`."""


def pdf(template: str, facts: Mapping[str, object], *, made_at: datetime) -> bytes:
    """The PDF that a template makes of facts; the same facts and time give the same bytes.

    Only the fonts that come with typst are used, so that it looks the same on every machine.
    Raises PdfError when the template refuses the facts.
    """
    try:
        made = _compiler().compile(
            input=template.encode(),
            format="pdf",
            sys_inputs={FACTS: json.dumps(facts, ensure_ascii=False)},
            timestamp=int(made_at.timestamp()),
        )
    except typst.TypstError as error:
        raise PdfError(str(error)) from error
    first = made[0] if isinstance(made, list) else made
    if first is None:
        raise PdfError("typst made no page")
    return first


class PdfError(RuntimeError):
    """A template that could not be filled: a promise of the program is broken."""


@lru_cache(maxsize=1)
def _compiler() -> typst.Compiler:
    """One for all: it reads its fonts once. A long batch renews its process, not this."""
    return typst.Compiler(ignore_system_fonts=True)
