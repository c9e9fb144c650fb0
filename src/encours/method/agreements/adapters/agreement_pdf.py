"""Draws a payment plan to be signed: its parts, its clauses, room for two signatures."""

from collections.abc import Mapping
from datetime import datetime
from importlib.resources import files

from encours.ground.plumbing import pdf

ARCHIVED: tuple[pdf.Standard, ...] = ("a-2a",)
"""PDF/A-2a: an agreement is read years later, by every program and by a screen reader."""


def agreement_pdf(facts: Mapping[str, object], *, made_at: datetime) -> bytes:
    """The paper of an agreement. Raises PdfError when the template refuses the facts."""
    template = files("encours.method.agreements.adapters").joinpath("agreement.typ").read_text("utf-8")
    return pdf.pdf(template, facts, made_at=made_at, standards=ARCHIVED)
