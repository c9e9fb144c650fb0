"""Draws what Encours itself proves (a message, a call, an agreement) as papers of an archive, in one plain form."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from functools import lru_cache
from importlib.resources import files

from encours.flows.proof.gathered import CaseProof
from encours.ground.kernel.reason import N_, Reason
from encours.ground.plumbing import pdf
from encours.ground.plumbing.say import say

ARCHIVED: tuple[pdf.Standard, ...] = ("a-2a",)
"""PDF/A-2a: read years later, by every program and by a screen reader."""
_COMMON = "common.typ"
Part = tuple[Reason | str, str]
Row = tuple[str, object]


@dataclass(frozen=True, slots=True)
class Paper:
    """One paper: its title, its facts in rows, its words in parts."""

    title: Reason | str
    rows: Sequence[Row]
    parts: Sequence[Part] = ()


def paper_pdf(proof: CaseProof, paper: Paper, *, language: str) -> bytes:
    """The paper as a PDF; rows without a value are left out. Raises PdfError."""
    over = Reason(
        N_("{creditor} · dossier {case} · {customer}"),
        creditor=proof.entity.name,
        case=str(proof.case.id),
        customer=proof.customer.name,
    )
    footer = Reason(
        N_("Établi par Encours le {at} d'après ce qui est enregistré."),
        at=proof.act.at,
    )
    facts = {
        "language": language,
        "creditor": proof.entity.name,
        "title": say(paper.title, language),
        "over": say(over, language),
        "footer": say(footer, language),
        "rows": [
            [say(Reason(label), language), shown(value, language)]
            for label, value in paper.rows
            if value not in (None, "")
        ],
        "parts": [
            {"title": say(title, language), "lines": text.splitlines()} for title, text in paper.parts if text
        ],
    }
    return drawn("exhibit.typ", facts, proof)


def drawn(template: str, facts: Mapping[str, object], proof: CaseProof) -> bytes:
    """A PDF of a template of this flow. Raises PdfError."""
    source = f"{_template(_COMMON)}\n{_template(template)}"
    return pdf.pdf(source, facts, made_at=proof.act.at, standards=ARCHIVED)


def shown(value: object, language: str) -> str:
    """A fact as people read it."""
    return say(Reason("{value}", value=value), language)


def archived_pdf(package: str, name: str, facts: Mapping[str, object], proof: CaseProof) -> bytes:
    """A PDF/A of another flow's template. Raises PdfError."""
    template = files(package).joinpath(name).read_text("utf-8")
    return pdf.pdf(template, facts, made_at=proof.act.at, standards=ARCHIVED)


@lru_cache(maxsize=8)
def _template(name: str) -> str:
    return files("encours.flows.proof").joinpath(name).read_text("utf-8")
