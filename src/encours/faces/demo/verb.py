"""`encours demo`: makes the demonstration company, then serves it."""

import argparse
import os
import sys
from pathlib import Path

from django.conf import settings
from django.utils.translation import get_language
from django.utils.translation import gettext as _

from encours.ground.kernel.clock import local_date, local_time
from encours.ground.kernel.reason import N_
from encours.ground.plumbing.clock import installation_clock
from encours.ground.plumbing.demonstration import demonstration
from encours.ground.plumbing.formats import day_full, hour_text
from encours.ground.plumbing.running import running

HELP = N_("Crée la société de démonstration (date fixe, rien ne part vraiment), puis ouvre Encours.")


def arguments(verb: argparse.ArgumentParser) -> None:
    """Whether to serve; or only the files."""
    verb.add_argument("--no-serve", action="store_true", help=_("crée la démonstration et s'arrête"))
    verb.add_argument(
        "--books",
        metavar="DIR",
        type=Path,
        help=_("écrit seulement les livres de la société dans un répertoire : tableaux, FEC, PDF"),
    )


def run(options: argparse.Namespace) -> int:
    """Writes the books, or makes the demonstration; refuses to touch a real installation."""
    # The demonstration is loaded by its own verb alone: every other one would pay for it.
    from encours.faces.demo.building import build
    from encours.faces.demo.replacing import clear_former, why_not

    if options.books:
        return _write(options.books)
    refusal = why_not()
    if refusal:
        _note(refusal)
        return 1
    with running():
        if clear_former():
            _note(_("L'ancienne démonstration est retirée."))
        made = build(installation_clock(), note=lambda step: _note(f"  {step}…"))
    _announce(made.zone)
    if not options.no_serve:
        # In place of this process: whoever stops it stops the server.
        os.execv(sys.executable, [sys.executable, "-P", "-m", "encours", "serve"])  # noqa: S606 - ourselves
    return 0


def _write(folder: Path) -> int:
    from encours.faces.demo.writing import write_books

    try:
        written = write_books(folder)
    except OSError as problem:
        _note(
            _("Impossible d'écrire dans {folder} : {problem}").format(folder=folder, problem=problem.strerror)
        )
        return 1
    _note(_("{count} fichiers écrits dans {folder}").format(count=len(written), folder=folder))
    return 0


def _announce(zone: str) -> None:
    made, language = demonstration(), get_language() or "fr"
    assert made is not None
    now = local_time(installation_clock().now(), zone)
    day = day_full(local_date(now, zone), language=language)
    _note(_("La démonstration est prête. Nous y sommes le {day}, {hour}.").format(
        day=day, hour=hour_text(now, language=language)))  # fmt: skip
    _note(_("  Adresse      {address}").format(address=f"http://{settings.HOST}:{settings.PORT}/"))
    _note(_("  Mot de passe {password} (le même pour tous)").format(password=made.password))
    for login in made.logins:
        role = _(login.role)
        _note(_("  Identifiant  {email} ({name}, {role})").format(
            email=login.email, name=login.name, role=role))  # fmt: skip


def _note(text: str) -> None:
    print(text, file=sys.stderr, flush=True)
