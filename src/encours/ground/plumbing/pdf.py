"""Makes PDFs: a typst template of ours and facts as data; no text of a user is ever template source."""

import json
from collections.abc import Mapping, Sequence
from datetime import datetime
from functools import lru_cache
from typing import Literal

import typst

Standard = Literal["a-2a"]
"""PDF/A-2a: for archives, and read aloud by a screen reader."""
FACTS = "facts"
"""The template reads its facts with `json(bytes(sys.inputs.facts))`."""


def pdf(
    template: str,
    facts: Mapping[str, object],
    *,
    made_at: datetime,
    standards: Sequence[Standard] = (),
    any_font: bool = False,
) -> bytes:
    """The PDF that a template makes of facts; the same facts and time give the same bytes.

    Only the fonts that come with typst are used, so that it looks the same on every machine; `any_font`
    also takes those of this machine, for what the first ones do not have (other scripts).
    standards: which ones it must meet. Raises PdfError when the template refuses the facts.
    """
    try:
        made = _compiler(any_font=any_font).compile(
            input=template.encode(),
            format="pdf",
            sys_inputs={FACTS: json.dumps(facts, ensure_ascii=False)},
            timestamp=int(made_at.timestamp()),
            pdf_standards=list(standards),
        )
    except typst.TypstError as error:
        raise PdfError(str(error)) from error
    first = made[0] if isinstance(made, list) else made
    if first is None:
        raise PdfError("typst made no page")
    return first


class PdfError(RuntimeError):
    """A template that could not be filled: a promise of the program is broken."""


@lru_cache(maxsize=2)
def _compiler(*, any_font: bool) -> typst.Compiler:
    """One for all: it reads its fonts once. A long batch renews its process, not this."""
    return typst.Compiler(ignore_system_fonts=not any_font)
