"""`encours import FILE…`: takes files into the books, says what it took and what it refused."""

import argparse
import json
import sys
import tomllib
from pathlib import Path

from django.utils.translation import get_language
from django.utils.translation import gettext as _

from encours.books.creditor import queries as creditor_queries
from encours.books.creditor.queries import Entity
from encours.books.interchange.formats import limits
from encours.books.interchange.formats.headers import fields_of
from encours.books.interchange.formats.issues import Code, issue
from encours.books.interchange.formats.mapping import Mapping, MappingError, mapping_from
from encours.books.interchange.formats.records import Kind
from encours.faces.cli.entities import add_entity, the_entity
from encours.faces.cli.import_words import SHOWN, print_file
from encours.faces.cli.output import note, print_json, refuse
from encours.flows.importing import FileAnswer, ImportAnswer, ImportOptions, import_files, import_first
from encours.flows.importing.refused import refused_name
from encours.flows.importing.waiting import refused_lines
from encours.ground.evidence.acts import FILE, Act
from encours.ground.kernel.reason import N_
from encours.ground.plumbing.clock import installation_clock
from encours.ground.plumbing.say import say

HELP = N_("Prend des fichiers dans les livres : clients, factures, règlements, FEC, copies en PDF ou ZIP.")
LONGEST_TERMS = 365


def arguments(verb: argparse.ArgumentParser) -> None:
    """Which files, and a person's answers about them."""
    verb.add_argument(
        "files", nargs="+", metavar="FILE", type=Path, help=_("CSV, XLSX, ODS, FEC, PDF ou ZIP de PDF")
    )
    verb.add_argument(
        "--terms",
        metavar="DAYS",
        type=_days,
        help=_("délai de paiement des factures sans échéance, en jours"),
    )
    verb.add_argument(
        "--skip-rejected", action="store_true", help=_("prend le reste quand des lignes sont refusées")
    )
    verb.add_argument(
        "--as", dest="kind", metavar="KIND", choices=[kind.value for kind in Kind],
        help=_("nature du fichier : {kinds}").format(kinds=", ".join(kind.value for kind in Kind)),
    )  # fmt: skip
    verb.add_argument(
        "--mapping",
        metavar="M",
        help=_("lecture des colonnes : fichier TOML ou JSON, ou « Titre=champ,Titre=champ »"),
    )
    verb.add_argument("--dry-run", action="store_true", help=_("dit ce qui serait pris, ne change rien"))
    verb.add_argument("--json", action="store_true", help=_("une réponse en JSON"))
    add_entity(verb)


def run(options: argparse.Namespace) -> int:
    """Takes the files in. 1 when one of them was not taken: nothing of it was changed."""
    entity = the_entity(options.entity)
    if isinstance(entity, str):
        return refuse(entity)
    if closed := [told for file in options.files if (told := _closed(file)) is not None]:
        return _refuse_closed(closed, as_json=options.json)
    kind = Kind(options.kind) if options.kind else None
    mapping = None if options.mapping is None else _mapping(options.mapping, kind)
    if isinstance(mapping, str):
        return refuse(mapping)
    asked = ImportOptions(
        terms_days=options.terms,
        skip_rejected=options.skip_rejected,
        kind=kind,
        mapping=mapping,
        dry_run=options.dry_run,
    )
    act, answer = _taken(options, entity, asked)
    if not options.dry_run:
        _write_refused(act, options.files, answer)
    if options.json:
        print_json(answer.as_dict())
    else:
        for file in answer.files:
            print_file(file, is_dry_run=options.dry_run)
    return 0 if all(_is_fine(file, asked) for file in answer.files) else 1


def _taken(
    options: argparse.Namespace, entity: Entity | None, asked: ImportOptions
) -> tuple[Act, ImportAnswer]:
    clock, shown = installation_clock(), _Progress() if sys.stderr.isatty() else None
    files = [(file.name, file) for file in options.files]
    if entity is not None:
        act = creditor_queries.act(entity.id, FILE, clock)
        answer = import_files(act, files, asked, progress=shown)
        _end(shown)
        return act, answer
    named = options.entity or _("Ma société"), (get_language() or "fr")[:2]
    act, answer = import_first(clock, named, files, asked, progress=shown)
    _end(shown)
    if any(file.is_taken for file in answer.files) and not asked.dry_run:
        text = _("Livres ouverts pour « {name} » : complétez la société à la première ouverture.")
        note(text.format(name=named[0]))
    return act, answer


def _is_fine(file: FileAnswer, asked: ImportOptions) -> bool:
    return file.is_taken or (
        asked.dry_run and not file.is_unreadable and (asked.skip_rejected or not file.rejected)
    )


def _closed(file: Path) -> FileAnswer | None:
    """Why a file cannot even be opened, before anything is read of any."""
    found = None
    try:
        if not file.is_file():
            found = issue(Code.FILE_NOT_FOUND)
        elif file.stat().st_size > limits.TEXT_BYTES:
            found = issue(Code.TOO_BIG, limit=limits.TEXT_BYTES // 1_000_000)
        else:
            file.open("rb").close()
    except OSError as problem:
        found = issue(Code.FILE_CLOSED, reason=problem.strerror)
    if found is None:
        return None
    return FileAnswer(file=str(file), kind=None, rejected=(found,), is_unreadable=True)


def _refuse_closed(closed: list[FileAnswer], *, as_json: bool) -> int:
    if as_json:
        print_json(ImportAnswer(tuple(closed)).as_dict())
    for told in closed:
        note(f"{told.file} · {say(told.rejected[0].message)}")
    return 1


def _days(text: str) -> int:
    if not text.isdigit() or int(text) > LONGEST_TERMS:
        raise argparse.ArgumentTypeError(
            _("un délai est un nombre de jours, de 0 à {most} : {text}").format(most=LONGEST_TERMS, text=text)
        )
    return int(text)


def _mapping(text: str, kind: Kind | None) -> Mapping | str:
    """The mapping of a file, or of «Title=field» pairs; a sentence when it says nothing sensible."""
    file = Path(text)
    try:
        if "=" not in text or file.is_file():
            content = file.read_text(encoding="utf-8")
            stored = json.loads(content) if file.suffix == ".json" else tomllib.loads(content)
        else:
            stored = {"columns": dict(pair.split("=", 1) for pair in text.split(","))}
        if kind is not None:
            stored["kind"] = kind.value
        if "kind" not in stored:
            return _("Pour lire les colonnes autrement, dites la nature du fichier avec --as.")
        return mapping_from(stored)
    except (OSError, ValueError, TypeError, MappingError):
        known = ", ".join(field.value for field in fields_of(kind)) if kind else ""
        return _("Cette lecture des colonnes n'est pas comprise : {text}. Champs : {known}").format(
            text=text, known=known or "--as"
        )


class _Progress:
    """Lines read so far, then how much is written, on one line of the terminal that is left behind once."""

    def __init__(self) -> None:
        self.is_begun = False

    def __call__(self, name: str, done: int, of: int | None) -> None:
        self.is_begun = True
        text = _("{count} lignes lues") if of is None else _("prise en compte, {percent}\u00a0%")
        said = text.format(count=done, percent=100 * done // (of or 1))
        sys.stderr.write(f"\r{name}\u00a0: {said}  ")
        sys.stderr.flush()


def _end(shown: _Progress | None) -> None:
    if shown is not None and shown.is_begun:
        note("")


def _write_refused(act: Act, files: list[Path], answer: ImportAnswer) -> None:
    """The refused lines beside each file that was taken without them, or that has more than are shown."""
    for file, told in zip(files, answer.files, strict=True):
        if told.rejected and (told.is_taken or len(told.rejected) > SHOWN):
            target = file.with_name(refused_name(told))
            try:
                target.write_bytes(refused_lines(act, told))
            except OSError as problem:
                note(say(issue(Code.FILE_CLOSED, reason=f"{target}, {problem.strerror}").message))
                continue
            note(_("Lignes refusées : {file}").format(file=target))
