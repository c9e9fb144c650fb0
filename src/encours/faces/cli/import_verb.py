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
from encours.books.interchange.formats.headers import fields_of
from encours.books.interchange.formats.mapping import Mapping, MappingError, mapping_from
from encours.books.interchange.formats.records import Kind, Totals
from encours.faces.cli.entities import add_entity, the_entity
from encours.faces.cli.output import note, print_json, refuse
from encours.flows.importing import FileAnswer, ImportAnswer, ImportOptions, import_files, import_first
from encours.flows.importing.loading import load
from encours.flows.importing.refused import refused_csv, refused_name
from encours.ground.evidence.acts import Act
from encours.ground.kernel.money import Money
from encours.ground.kernel.reason import N_, Reason
from encours.ground.plumbing.clock import installation_clock
from encours.ground.plumbing.say import say

HELP = N_("Prend des fichiers dans les livres : clients, factures, règlements, FEC, copies en PDF ou ZIP.")
LONGEST_TERMS = 365
SHOWN = 20
_SUMS = {
    "opening": N_("à-nouveaux {amount}"),
    "invoiced": N_("facturé {amount}"),
    "credited": N_("avoirs {amount}"),
    "paid": N_("réglé {amount}"),
    "other": N_("autres écritures {amount}"),
}


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
    if missing := [str(file) for file in options.files if not file.is_file()]:
        return refuse(_("Fichier introuvable : {names}").format(names=", ".join(missing)))
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
    if options.skip_rejected and not options.dry_run:
        _write_refused(act, options.files, answer, asked)
    if options.json:
        print_json(answer.as_dict())
    else:
        _print(answer, is_dry_run=options.dry_run)
    return 0 if all(_is_fine(file, asked) for file in answer.files) else 1


def _taken(
    options: argparse.Namespace, entity: Entity | None, asked: ImportOptions
) -> tuple[Act, ImportAnswer]:
    clock, progress = installation_clock(), _progress if sys.stderr.isatty() else None
    files = [(file.name, file) for file in options.files]
    if entity is not None:
        act = creditor_queries.act(entity.id, "file", clock)
        return act, import_files(act, files, asked, progress=progress)
    named = options.entity or _("Ma société"), (get_language() or "fr")[:2]
    act, answer = import_first(clock, named, files, asked, progress=progress)
    if any(file.is_taken for file in answer.files) and not asked.dry_run:
        text = _("Livres ouverts pour « {name} » : complétez la société à la première ouverture.")
        note(text.format(name=named[0]))
    return act, answer


def _is_fine(file: FileAnswer, asked: ImportOptions) -> bool:
    return file.is_taken or (
        asked.dry_run and not file.is_unreadable and (asked.skip_rejected or not file.rejected)
    )


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


def _progress(name: str, lines: int) -> None:
    sys.stderr.write(f"\r{name} : {lines}")
    sys.stderr.flush()


def _write_refused(act: Act, files: list[Path], answer: ImportAnswer, asked: ImportOptions) -> None:
    """The refused lines beside each file, with their reasons."""
    for file, told in zip(files, answer.files, strict=True):
        if told.is_taken and told.rejected:
            loaded = load(act, file.name, file.read_bytes(), asked)
            target = file.with_name(refused_name(told))
            target.write_bytes(refused_csv(told, loaded))
            note(_("Lignes refusées : {file}").format(file=target))


def _sums(totals: Totals, currency: str) -> list[str]:
    """What is not zero, and what is left open of a file that tells of debits."""
    shown = [(text, getattr(totals, name)) for name, text in _SUMS.items()]
    if totals.opening or totals.invoiced:
        shown.append((N_("reste ouvert {amount}"), totals.open))
    return [say(Reason(text, amount=Money(minor, currency))) for text, minor in shown if minor]


def _print(answer: ImportAnswer, *, is_dry_run: bool) -> None:
    for file in answer.files:
        taken = (
            _("pris")
            if file.is_taken
            else _("essai, rien n'est changé")
            if is_dry_run
            else _("refusé, rien n'est changé")
        )
        print(f"{file.file} · {file.kind or '?'} · {taken}")
        for title, counts in ((_("nouveau"), file.accepted), (_("déjà connu"), file.already_known)):
            if counts:
                print(f"  {title} : " + ", ".join(f"{count} {name}" for name, count in counts.items()))
        for currency, totals in file.totals.items():
            print("  " + ", ".join(_sums(totals, currency)))
        for found in file.rejected[:SHOWN]:
            print(f"  {_('ligne')} {found.line or '–'} · {found.field or '–'} · {say(found.message)}")
        if len(file.rejected) > SHOWN:
            print("  " + _("… et {count} autres lignes refusées").format(count=len(file.rejected) - SHOWN))
        for message in [said.message for said in file.warnings] + [asked.message for asked in file.questions]:
            print(f"  {say(message)}")
