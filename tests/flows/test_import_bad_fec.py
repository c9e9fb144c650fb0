"""A FEC that is damaged or wrong: said with its line and field, and nothing is changed."""

from dataclasses import replace

import pytest

from encours.books.creditor.models import CreditorEntity
from encours.books.interchange.models import ImportRun
from encours.books.receivables.models import Allocation, CashConfirmation, Customer, Invoice, Payment
from encours.flows.importing import FileAnswer, ImportOptions, import_files
from encours.ground.documents import queries as documents_queries
from encours.ground.plumbing.say import say
from tests.factories import an_act, an_entity
from tests.flows.importing import opens, take
from tests.interchange.fec_made import Dialect, entry, written, year

pytestmark = pytest.mark.django_db

WHOLE = written(year())
LAST = len(year()) + 1
Wrong = tuple[int | None, str | None, str]


@pytest.fixture
def entity() -> CreditorEntity:
    return an_entity()


def counted() -> list[int]:
    return [m.objects.count() for m in (Customer, Invoice, Payment, Allocation, CashConfirmation)]


def refused(answer: FileAnswer) -> list[Wrong]:
    return [(r.line, None if r.field is None else str(r.field), r.code.value) for r in answer.rejected]


def changed(before: str, after: str) -> bytes:
    text = WHOLE.decode()
    assert before in text
    return text.replace(before, after, 1).encode()


def longer(*parts: tuple[str, int, str, str], day: str = "20250401") -> bytes:
    return written([*year(), *entry("VE", "77", day, *parts, piece="F-77")])


BAD: dict[str, tuple[bytes, list[Wrong]]] = {
    "empty": (b"", [(None, None, "empty")]),
    "only spaces": (b" \r\n\r\n", [(None, None, "empty")]),
    "a picture": (b"\x89PNG\r\n\x1a\n" + bytes(range(256)) * 20, [(None, None, "binary")]),
    "a zero byte inside": (WHOLE[:900] + b"\x00" + WHOLE[900:], [(None, None, "binary")]),
    "cut inside a line": (WHOLE[:-60], [(LAST, None, "truncated"), (LAST - 1, "EcritureNum", "unbalanced_entry")]),
    "cut inside a letter": (WHOLE[: WHOLE.rindex("É".encode()) + 1], [(None, None, "truncated")]),
    "one letter broken": (WHOLE.replace("É".encode(), b"\xc3\x28", 1), [(None, None, "wrong_encoding")]),
    "one line of ten million characters": (
        WHOLE + b"x" * 10_000_000 + b"\r\n",
        [(LAST + 1, None, "line_too_long")],
    ),
    "a column missing": (WHOLE.replace(b"PieceRef", b"Autre"), [(None, None, "column_missing")]),
    "no titles": (WHOLE.split(b"\r\n", 1)[1], [(None, None, "unknown_kind")]),
    "an entry out of balance": (
        longer(("411000", 1000, "C1", ""), ("706000", -999, "", "")),
        [(LAST + 1, "EcritureNum", "unbalanced_entry")],
    ),
    "a day that no year has": (
        longer(("411000", 1000, "C1", ""), ("706000", -1000, "", ""), day="20250231"),
        [(LAST + 1, "EcritureDate", "date_unreadable")],
    ),
    "an amount in letters": (
        changed("\t120,00\t", "\tcent\t"),
        [(4, "Debit", "amount_unreadable"), (4, "EcritureNum", "unbalanced_entry")],
    ),
    "a separator too many": (
        changed("Écriture F-3\t240,00", "Écriture\tF-3\t240,00"),
        [(LAST - 4, "Debit", "amount_unreadable"), (LAST - 4, "EcritureNum", "unbalanced_entry")],
    ),
}  # fmt: skip


@pytest.mark.parametrize("skip_rejected", [False, True])
@pytest.mark.parametrize(("content", "wrong"), BAD.values(), ids=BAD.keys())
def test_a_bad_fec_is_refused_with_its_line_and_field(
    entity: CreditorEntity, content: bytes, wrong: list[Wrong], skip_rejected: bool
) -> None:
    answer = take(entity, content, "123456789FEC20251231.txt", terms_days=30, skip_rejected=skip_rejected)
    assert sorted(map(str, refused(answer))) == sorted(map(str, wrong))
    assert all(say(found.message) and "{" not in say(found.message) for found in answer.rejected)
    if answer.is_unreadable or not skip_rejected:
        assert (answer.is_taken, counted()) == (False, [0] * 5)
    else:
        assert answer.is_taken
        assert "F-77" not in opens(entity)


def test_what_is_in_the_books_stays_when_a_bad_file_comes(entity: CreditorEntity) -> None:
    assert take(entity, WHOLE, "fec.txt", terms_days=30).is_taken
    before = counted(), opens(entity)
    for content, _wrong in BAD.values():
        assert not take(entity, content, "fec.txt", terms_days=30).is_taken
    assert (counted(), opens(entity)) == before


def test_ten_thousand_errors_are_all_in_the_file_of_refused_lines_and_a_hundred_on_the_page(
    entity: CreditorEntity,
) -> None:
    wrong = [("411000", 1000, "C1", ""), ("706000", -1000, "", "")]
    lines = [
        line
        for rank in range(10_000)
        for line in entry("VE", f"X{rank}", "20250231", *wrong, piece=f"P{rank}")
    ]
    answer = take(entity, written([*year(), *lines]), "fec.txt", terms_days=30)
    assert (answer.is_taken, answer.refused_lines, counted()) == (False, 10_000, [0] * 5)
    run = ImportRun.objects.get()
    assert (len(run.result["rejected"]), run.result["refused"]) == (100, 10_000)
    table = documents_queries.content(run.result["refused_document"]).decode("utf-8-sig").splitlines()
    assert len(table) == 10_001
    assert table[1].split(";")[-3:-1] == [str(LAST + 1), "EcritureDate"]


@pytest.mark.parametrize(
    ("total", "codes"),
    [(0, set()), (1, {"unbalanced_file"})],
    ids=["balanced as a whole", "one cent too much"],
)
def test_beyond_fifty_thousand_open_entries_only_the_file_is_checked(
    entity: CreditorEntity, total: int, codes: set[str], monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("encours.books.interchange.formats.limits.OPEN_ENTRIES", 10)
    numbered = [replace(line, entry=str(rank)) for rank, line in enumerate(year())]
    more = entry("OD", "900", "20250601", ("658000", total, "", "")) if total else []
    answer = take(entity, written([*numbered, *more]), "fec.txt", terms_days=30)
    assert {code for _line, _field, code in refused(answer)} == codes
    assert answer.is_taken is not bool(codes)


@pytest.mark.parametrize("end", ["\n", "\r\n"])
def test_progress_is_told_of_a_long_file(entity: CreditorEntity, end: str) -> None:
    parts = [("607000", 100, "", ""), ("401000", -100, "", "")]
    lines = [line for rank in range(20_000) for line in entry("HA", str(rank), "20250401", *parts)]
    content = written([*year(), *lines], Dialect(end=end))
    told: list[int] = []
    steps: list[tuple[int, int]] = []
    import_files(
        an_act(entity),
        [("fec.txt", content)],
        ImportOptions(terms_days=30),
        progress=lambda _name, count, of: told.append(count) if of is None else steps.append((count, of)),
    )
    assert told == sorted(told)
    assert len(told) >= 2
