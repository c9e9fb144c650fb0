"""Reads a pack from its folder: one TOML file a subject, refused as a whole when one entry cannot be used."""

import tomllib
from collections.abc import Iterator, Mapping
from functools import lru_cache
from importlib.resources import files
from importlib.resources.abc import Traversable
from typing import TypeVar

from encours.ground.law.applying import read_regimes
from encours.ground.law.applying_formal import read_formal
from encours.ground.law.applying_trade import read_trade
from encours.ground.law.entries import Entry, PackError
from encours.ground.law.facts import Fact, Source
from encours.ground.law.pack import ContactHours, Library, Pack, Watched
from encours.ground.law.right_regimes import read_rights
from encours.ground.law.tables import Derived, RateRow, RateTable
from encours.ground.law.wholeness import check_whole

T = TypeVar("T", Fact, RateTable)

SUBJECTS = (
    "late_interest",
    "consumers",
    "compensation",
    "limitation",
    "contact",
    "mentions",
    "procedures",
    "insolvency",
    "vat_relief",
    "registries",
    "payment_terms",
)
"""One file of facts each; a pack names in `pack.toml` those it does not have."""


ABOUT = ("pack", "sources", "applies", "formal", "rights", "rates")
"""The other files of a pack: what it is, and what binds its facts to questions."""

Told = Mapping[str, Mapping[str, Mapping[str, object]]]
"""What the files say, unread: by folder, then by file without its ending."""


@lru_cache(maxsize=1)
def shipped() -> Library:
    """The packs that come with the program, read once. Raises PackError."""
    return library_of(shipped_files())


@lru_cache(maxsize=1)
def shipped_files() -> Told:
    """The files that come with the program, unread."""
    return files_of(files("encours.ground.law") / "packs")


def library(folder: Traversable) -> Library:
    """Every pack of a folder, one folder a jurisdiction. Raises PackError."""
    return library_of(files_of(folder))


def files_of(folder: Traversable) -> Told:
    """What the files of a folder say, one folder a jurisdiction. Raises PackError."""
    folders = sorted((f for f in folder.iterdir() if f.is_dir()), key=lambda f: f.name)
    return {place.name: pack_files(place) for place in folders}


def pack_files(folder: Traversable) -> Mapping[str, Mapping[str, object]]:
    """What the files of one pack say. Raises PackError."""
    return {subject: _file(folder, subject) for subject in (*ABOUT, *SUBJECTS)}


def library_of(told: Told) -> Library:
    """Every pack, read and held together. Raises PackError."""
    packs = [read_pack(name, files) for name, files in told.items()]
    found = Library({pack.code: pack for pack in packs})
    check_whole(found, packs)
    return found


def read_pack(name: str, files: Mapping[str, Mapping[str, object]]) -> Pack:
    """One jurisdiction. Raises PackError."""
    told = {subject: Entry(values, f"{name}/{subject}.toml") for subject, values in files.items()}
    about, sources = told["pack"], dict(_sources(told["sources"]))
    money, days, coverage = about.inner("money"), about.inner("days"), about.inner("coverage")
    hours, names = told["contact"].inner("default"), about.inner("name")
    if money is None or days is None or coverage is None or hours is None or names is None:
        raise about.fail(
            "pack.toml needs [name], [money], [days] and [coverage], contact.toml needs [default]"
        )
    return Pack(
        code=about.text("code"),
        aliases=about.texts("aliases"),
        names={language: names.text(language) for language in ("fr", "en")},
        currency=money.text("currency"),
        country=days.text("country", ""),
        region=days.text("region", ""),
        missing=frozenset(coverage.texts("missing")),
        contact_hours=ContactHours(*(hours.text(k) for k in ("from", "until", "days", "frequency", "basis"))),
        sources=sources,
        facts=_by_id(_facts(told), name),
        tables=_by_id(map(_table, told["rates"].rows("table")), name),
        watched=tuple(
            Watched({language: row.text(language) for language in ("fr", "en")}, row.maybe_day("on"))
            for row in about.rows("watch")
        ),
        covers=about.texts("covers"),
        rights=read_rights(told["rights"]),
        **read_regimes(told["applies"]),
        **read_formal(told["formal"]),
        **read_trade(told["formal"]),
    )


def _watched(told: Entry) -> Watched:
    return Watched({language: told.text(language) for language in ("fr", "en")}, told.maybe_day("on"))


def _file(folder: Traversable, subject: str) -> Mapping[str, object]:
    place, where = folder / f"{subject}.toml", f"{folder.name}/{subject}.toml"
    if not place.is_file():
        return {}
    try:
        return tomllib.loads(place.read_text(encoding="utf-8"))
    except (tomllib.TOMLDecodeError, UnicodeDecodeError) as error:
        raise PackError(f"{where}: {error}") from None


def _sources(told: Entry) -> Iterator[tuple[str, Source]]:
    for source_id in told.values:
        row = told.inner(source_id)
        if row is None:
            continue
        kind, seen = row.text("kind"), row.flag("seen")
        yield (
            source_id,
            Source(source_id, row.text("title"), kind, seen, row.text("href", ""), row.text("href_is", "")),
        )


def _facts(told: Mapping[str, Entry]) -> Iterator[Fact]:
    for subject in SUBJECTS:
        for row in told[subject].rows("fact"):
            yield Fact(
                id=row.text("id"),
                subject=subject,
                statement=row.text("statement"),
                standing=row.standing(),
                in_force_on=row.maybe_day("in_force_on"),
                in_force_until=row.maybe_day("in_force_until"),
                note=row.text("note", ""),
                statement_fr=row.text("statement_fr", ""),
                texts=row.texts("text_fr"),
                data=row.inner_values("data"),
            )


def _table(told: Entry) -> RateTable:
    rows = tuple(_row(row, told) for row in told.rows("values"))
    if list(rows) != sorted(rows, key=lambda row: row.in_force_on):
        raise told.fail("values must stand in the order of their dates")
    return RateTable(
        id=told.text("id"),
        title=told.text("title"),
        unit=told.text("unit"),
        known_through=told.day("known_through"),
        rows=rows,
        derived=_derived(told.inner("derived")),
        note=told.text("note", ""),
    )


def _row(told: Entry, table: Entry) -> RateRow:
    since = told.day("in_force_on")
    return RateRow(
        id=f"{table.text('id')}@{since.isoformat()}",
        in_force_on=since,
        until=told.maybe_day("until"),
        percent=told.number("percent"),
        standing=told.standing(table),
        note=told.text("note", ""),
    )


def _derived(told: Entry | None) -> Derived | None:
    if told is None:
        return None
    step = told.maybe_number("round_up_to")
    return Derived(told.text("table"), told.number("times"), told.number("plus"), step)


def _by_id(entries: Iterator[T], where: str) -> Mapping[str, T]:
    found: dict[str, T] = {}
    for entry in entries:
        if entry.id in found:
            raise PackError(f"{where}: {entry.id} stands twice")
        found[entry.id] = entry
    return found
