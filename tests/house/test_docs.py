"""The pages exist in both languages, their links lead somewhere, the decisions are complete."""

import re
from pathlib import Path

import pytest

from tests.house.plan import ROOT, SOURCE

DOCS = ROOT / "docs"
KINDS = ("tutorial", "how-to", "reference", "explanation")
LINK = re.compile(r"(?<!!)\[[^\]]+\]\(([^)\s]+)\)|!\[[^\]]*\]\(([^)\s]+)\)")
PLACE = re.compile(r"`((?:config|faces|flows|method|books|ground)/[\w./*-]*)`")


def _pages() -> list[Path]:
    return sorted(
        page for kind in KINDS for page in (DOCS / kind).rglob("*.md") if not page.name.endswith(".fr.md")
    )


def test_the_four_kinds_have_begun() -> None:
    assert [kind for kind in KINDS if not list((DOCS / kind).glob("*.md"))] == []


@pytest.mark.parametrize("page", _pages(), ids=lambda page: str(page.relative_to(DOCS)))
def test_a_page_exists_in_both_languages(page: Path) -> None:
    assert page.with_suffix(".fr.md").exists()


def test_no_french_page_is_alone() -> None:
    french = [page for kind in KINDS for page in (DOCS / kind).rglob("*.fr.md")]
    assert [p for p in french if not p.with_name(p.name.replace(".fr.md", ".md")).exists()] == []


def test_every_link_leads_to_a_file() -> None:
    pages = [*ROOT.glob("*.md"), *DOCS.rglob("*.md"), *SOURCE.rglob("*.md")]
    wrong = []
    for page in pages:
        for pair in LINK.findall(page.read_text(encoding="utf-8")):
            target = (pair[0] or pair[1]).partition("#")[0]
            is_ours = target and "://" not in target and not target.startswith("mailto:")
            if is_ours and not (page.parent / target).exists():
                wrong.append(f"{page.relative_to(ROOT)}: {target}")
    assert wrong == []


@pytest.mark.parametrize("name", ["find-it.md", "find-it.fr.md"])
def test_the_thirty_second_table_is_true(name: str) -> None:
    places = PLACE.findall((DOCS / "explanation" / name).read_text(encoding="utf-8"))
    assert len(places) >= 10
    assert [place for place in places if not list(SOURCE.glob(place.rstrip("/")))] == []


DECISIONS = sorted((DOCS / "adr").glob("[0-9]*.md"))


def test_decisions_are_numbered_without_a_gap() -> None:
    assert [int(page.name[:4]) for page in DECISIONS] == list(range(1, len(DECISIONS) + 1))
    assert len(DECISIONS) >= 10


@pytest.mark.parametrize("page", DECISIONS, ids=lambda page: page.name)
def test_a_decision_says_why_when_and_what_follows(page: Path) -> None:
    text = page.read_text(encoding="utf-8")
    headings = re.findall(r"^## (.+)$", text, re.MULTILINE)
    assert headings == ["Context", "Decision", "Consequences"]
    assert re.search(r"^Date: \d{4}-\d{2}-\d{2}", text, re.MULTILINE)
    assert len(text.splitlines()) <= 60, "half a page"


def test_every_decision_is_in_the_list() -> None:
    index = (DOCS / "adr" / "README.md").read_text(encoding="utf-8")
    assert [page.name for page in DECISIONS if f"({page.name})" not in index] == []
