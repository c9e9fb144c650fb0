"""A change of the law as a file: read, checked, laid over what the packs say. The packs themselves stay as shipped."""

import tomllib
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from datetime import date

from encours.ground.law.entries import Entry, PackError
from encours.ground.law.facts import Standing
from encours.ground.law.pack import Library
from encours.ground.law.reading import ABOUT, SUBJECTS, Told, library_of
from encours.ground.law.validating import digests

Row = Mapping[str, object]
_PARTS = frozenset({"title", "table", "value", "fact", "source", "watch", "file"})


@dataclass(frozen=True, slots=True)
class Update:
    """What an update says: a title, and the tables of its file."""

    title: str
    told: Entry


@dataclass(frozen=True, slots=True)
class Changed:
    """What an update would change: ids of facts and rows that are new or said otherwise, jurisdictions added."""

    facts: tuple[str, ...] = ()
    jurisdictions: tuple[str, ...] = ()


def read_update(text: str) -> Update:
    """An update from its text. Raises PackError."""
    try:
        told = Entry(tomllib.loads(text), "update")
    except tomllib.TOMLDecodeError as error:
        raise PackError(f"update: {error}") from None
    if strange := set(told.values) - _PARTS:
        raise told.fail(f"{', '.join(sorted(strange))}: not one of {', '.join(sorted(_PARTS))}")
    if set(told.values) == {"title"}:
        raise told.fail("nothing to change")
    return Update(told.text("title"), told)


def amended(told: Told, update: Update) -> Told:
    """What the files say with an update laid over them. Raises PackError."""
    found = {name: dict(files) for name, files in told.items()}
    for row in update.told.rows("file"):
        _put_file(found, row)
    for row in update.told.rows("source"):
        files = _files(found, row)
        files["sources"] = {**files["sources"], row.text("id"): _without(row, "pack", "id")}
    for row in update.told.rows("watch"):
        files = _files(found, row)
        watched = [*_rows(files["pack"], "watch"), _without(row, "pack")]
        files["pack"] = {**files["pack"], "watch": watched}
    for row in update.told.rows("fact"):
        _put_fact(found, row)
    for row in (*update.told.rows("table"), *update.told.rows("value")):
        _put_in_table(found, row)
    return found


def check_update(told: Told, update: Update, today: date) -> tuple[Library, Changed]:
    """The library with an update in it, and what that changes. Raises PackError when it cannot be used."""
    before, after = library_of(told), library_of(amended(told, update))
    old = dict(_standings(before))
    touched = {name: known for name, known in _standings(after) if old.get(name) != known}
    for name, known in touched.items():
        if known.is_lawyer_validated:
            raise PackError(f"{name}: a person marks a fact as validated, an update does not")
        if known.last_checked_on > today:
            raise PackError(f"{name}: last_checked_on is a day to come")
    said = digests(before)
    changed = tuple(sorted(name for name, digest in digests(after).items() if said.get(name) != digest))
    added = tuple(code for code in after.codes if code not in before.codes)
    if not (changed or added or touched) and amended(told, update) == told:
        raise PackError("update: everything it says is in force already")
    return after, Changed(changed, added)


def _standings(law: Library) -> Iterator[tuple[str, Standing]]:
    for pack in law.packs.values():
        yield from ((fact.id, fact.standing) for fact in pack.facts.values())
        for table in pack.tables.values():
            yield from ((row.id, row.standing) for row in table.rows)


def _files(found: dict[str, dict[str, Row]], row: Entry) -> dict[str, Row]:
    """The files of the pack that a row names by its code."""
    code = row.text("pack")
    for files in found.values():
        if files["pack"].get("code") == code:
            return files
    raise row.fail(f"no pack has the code {code}")


def _put_file(found: dict[str, dict[str, Row]], row: Entry) -> None:
    """A whole file of a pack, in place of the one that stood there; a new folder is a new country."""
    folder, slash, name = row.text("path").partition("/")
    subject = name.removesuffix(".toml")
    if not slash or not folder.isidentifier() or subject not in (*ABOUT, *SUBJECTS):
        raise row.fail(f"{row.text('path')!r} is no file of a pack")
    try:
        told = tomllib.loads(row.text("text"))
    except tomllib.TOMLDecodeError as error:
        raise PackError(f"{folder}/{name}: {error}") from None
    found.setdefault(folder, {each: {} for each in (*ABOUT, *SUBJECTS)})[subject] = told


def _put_fact(found: dict[str, dict[str, Row]], row: Entry) -> None:
    """A fact in place of the one of its id, else after the others of its subject."""
    files, subject = _files(found, row), row.text("subject")
    if subject not in SUBJECTS:
        raise row.fail(f"{subject!r} is none of {', '.join(SUBJECTS)}")
    others = [fact for fact in _rows(files[subject], "fact") if fact.get("id") != row.text("id")]
    files[subject] = {**files[subject], "fact": [*others, _without(row, "pack", "subject")]}


def _put_in_table(found: dict[str, dict[str, Row]], row: Entry) -> None:
    """What a table says of itself (`id`), or one of its values (`table`), by the day it comes into force."""
    wanted = row.text("table", "") or row.text("id")
    for files in found.values():
        tables = _rows(files["rates"], "table")
        if not any(table.get("id") == wanted for table in tables):
            continue
        files["rates"] = {
            **files["rates"],
            "table": [_table(t, row) if t.get("id") == wanted else t for t in tables],
        }
        return
    raise row.fail(f"no pack has the table {wanted}")


def _table(table: Row, row: Entry) -> Row:
    if "table" not in row.values:
        return {**table, **row.values}
    day = row.day("in_force_on")
    others = [value for value in _rows(table, "values") if value.get("in_force_on") != day]
    values = sorted([*others, _without(row, "table")], key=lambda value: str(value.get("in_force_on")))
    return {**table, "values": values}


def _rows(told: Row, key: str) -> list[Row]:
    found = told.get(key, [])
    return list(found) if isinstance(found, list) else []


def _without(row: Entry, *keys: str) -> Row:
    return {key: value for key, value in row.values.items() if key not in keys}
