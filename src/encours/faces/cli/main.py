"""`encours VERB …`: finds the verb, makes the installation ready, and ends 0, 1 or 2."""

import argparse
import importlib
import os
import sys
from collections.abc import Iterator, Sequence
from contextlib import contextmanager, nullcontext

import django
from django.db import DatabaseError, InterfaceError

# Verbs in the order of the help page; each is a module with HELP, `arguments` and `run`; a verb with
# IS_PURE reads no database, one with LOOKS_FIRST looks at it before it is brought up to date.
# The demonstration and the benchmark are faces of their own: only their names are known here.
VERBS = {
    "demo": "encours.faces.demo.verb",
    "serve": "encours.faces.cli.serve_verb",
    "work": "encours.faces.cli.work_verb",
    "import": "encours.faces.cli.import_verb",
    "night": "encours.faces.cli.night_verb",
    "worklist": "encours.faces.cli.worklist_verb",
    "advise": "encours.faces.cli.advise_verb",
    "lint": "encours.faces.cli.lint_verb",
    "claim": "encours.faces.cli.claim_verb",
    "limitation": "encours.faces.cli.limitation_verb",
    "law": "encours.faces.cli.law_verb",
    "settle": "encours.faces.cli.settle_verb",
    "dossier": "encours.faces.cli.dossier_verb",
    "journal": "encours.faces.cli.journal_verb",
    "users": "encours.faces.cli.users_verb",
    "doctor": "encours.faces.cli.doctor_verb",
    "export": "encours.faces.cli.export_verb",
    "forget": "encours.faces.cli.forget_verb",
    "backup": "encours.faces.cli.backup_verb",
    "restore": "encours.faces.cli.restore_verb",
    "secrets": "encours.faces.cli.secrets_verb",
    "clock": "encours.faces.cli.clock_verb",
    "bench": "encours.faces.bench.verb",
}
# These put another database in the place of the one in use: nobody else works on it meanwhile.
ALONE = {"demo", "restore", "secrets"}

_FRENCH = {
    "usage: ": "usage\u00a0: ",
    "options": "options\u00a0",
    "positional arguments": "arguments\u00a0",
    "show this help message and exit": "affiche cette aide et s'arrête",
    "%(prog)s: error: %(message)s\n": "%(prog)s\u00a0: erreur\u00a0: %(message)s\n",
    "argument %(argument_name)s: %(message)s": "argument %(argument_name)s\u00a0: %(message)s",
    "the following arguments are required: %s": "il manque\u00a0: %s",
    "unrecognized arguments: %s": "arguments inconnus\u00a0: %s",
    "invalid choice: %(value)r (choose from %(choices)s)": "choix inconnu\u00a0: %(value)r (connus\u00a0: %(choices)s)",
    "invalid %(type)s value: %(value)r": "valeur inconnue\u00a0: %(value)r",
    "ambiguous option: %(option)s could match %(matches)s": "%(option)s peut être %(matches)s",
    "not allowed with argument %s": "ne va pas avec %s",
    "ignored explicit argument %r": "ne prend pas de valeur\u00a0: %r",
    "expected one argument": "attend une valeur",
    "expected at least one argument": "attend au moins une valeur",
}


def main(argv: Sequence[str] | None = None) -> int:
    """Runs one verb and returns its exit code."""
    os.environ.setdefault("DJANGO_SETTINGS_MODULE", "encours.config.settings")
    django.setup()
    _speak()
    arguments = list(sys.argv[1:] if argv is None else argv) or ["serve"]
    parser = _parser(arguments[0])
    options = parser.parse_args(arguments)
    verb = importlib.import_module(VERBS[options.verb])
    is_pure = getattr(verb, "IS_PURE", False) and getattr(options, "entity", None) is None
    try:
        with nullcontext() if is_pure or options.verb in ALONE else _running():
            if not is_pure and not getattr(verb, "LOOKS_FIRST", False):
                _make_ready()
            return int(verb.run(options))
    except BrokenPipeError:
        return 0
    except KeyboardInterrupt:
        return 130
    except (OSError, DatabaseError, InterfaceError) as problem:
        return _told(problem)


def _told(problem: Exception) -> int:
    """Says in one sentence what the machine lacks; any other failure shows where it came from."""
    from encours.ground.plumbing.say import say
    from encours.ground.plumbing.troubles import trouble_of

    lacks = trouble_of(problem)
    if lacks is None:
        raise problem
    print(say(lacks), file=sys.stderr)
    return 1


def entry() -> None:
    """The installed command."""
    sys.exit(main())


def _parser(asked: str) -> argparse.ArgumentParser:
    """Every verb by its name; only the one that is asked for is read, all of them for a page of help."""
    from django.utils.translation import gettext as _

    parser = argparse.ArgumentParser(
        prog="encours", description=_("Encours : faire payer les factures en retard sans perdre le client.")
    )
    verbs = parser.add_subparsers(dest="verb", metavar=_("VERBE"), required=True)
    for name, path in VERBS.items():
        if asked in VERBS and name != asked:
            verbs.add_parser(name)
            continue
        module = importlib.import_module(path)
        verb = verbs.add_parser(name, help=_(module.HELP), description=_(module.HELP))
        module.arguments(verb)
    return parser


def _speak() -> None:
    """The language of ENCOURS_LANG, else of the locale; French when neither is known."""
    from django.utils import translation

    from encours.ground.plumbing.readiness import compile_translations

    wished = (
        os.environ.get("ENCOURS_LANG")
        or os.environ.get("LC_ALL")
        or os.environ.get("LC_MESSAGES")
        or os.environ.get("LANG")
        or "fr"
    )
    language = "en" if wished.lower().startswith("en") else "fr"
    if language != "fr":
        compile_translations()  # before the first word is looked up: gettext reads its file once
    translation.activate(language)
    if language == "fr":
        argparse._ = lambda text: _FRENCH.get(text, text)  # type: ignore[attr-defined]


@contextmanager
def _running() -> Iterator[None]:
    from django.utils.translation import gettext as _

    from encours.ground.plumbing.running import BeingReplaced, running

    try:
        with running():
            yield
    except BeingReplaced:
        print(
            _("Une restauration est en cours sur ce répertoire : recommencez quand elle est finie."),
            file=sys.stderr,
        )
        sys.exit(1)


def _make_ready() -> None:
    from encours.ground.plumbing.readiness import make_ready

    _look_at_texts()
    make_ready()


def _look_at_texts() -> None:
    """Nothing starts with a text that cannot be used: it names the file and the line."""
    from encours.ground.plumbing.say import say
    from encours.ground.wording.library import faults

    if found := faults():
        for fault in found:
            print(f"{fault.file}:{fault.line}: {say(fault.why)}", file=sys.stderr)
        sys.exit(1)
