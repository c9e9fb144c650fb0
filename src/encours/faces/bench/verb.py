"""`encours bench`: how long the night and the pages take on books of a chosen size, beside the one SQL statement."""

import argparse
import json
import os
import platform
import subprocess
import sys
import tempfile
from collections.abc import Mapping
from pathlib import Path
from typing import Any

from django.utils.translation import gettext as _

from encours.ground.kernel.reason import N_

HELP = N_("Mesure la nuit et les pages sur des livres d'essai, à côté d'une seule requête SQL.")
IS_PURE = True
"""Every part runs in an installation of its own, made for it and thrown away: this one is not touched."""
SIZES = (10_000, 100_000, 1_000_000)
_PARTS = ("statement", "night", "statement", "night", "pages", "night 1")


def arguments(verb: argparse.ArgumentParser) -> None:
    """How large, on which database, beside whom."""
    verb.add_argument(
        "--open", metavar="N", type=int, action="append", help=_("factures ouvertes\u00a0; peut se répéter")
    )
    verb.add_argument(
        "--database", metavar="URL", default="", help=_("une base PostgreSQL vide\u00a0; sinon SQLite")
    )
    verb.add_argument(
        "--peer", metavar="PYTHON", default="", help=_("le Python où account_dunning de Tryton est installé")
    )


def run(options: argparse.Namespace) -> int:
    """Measures and prints one JSON object: the machine, then each size."""
    found: dict[str, Any] = {"machine": _machine(), "sizes": []}
    sizes = options.open or list(SIZES)
    if options.database and len(sizes) > 1:
        sizes = sizes[:1]  # an empty database is empty once
    for size in sizes:
        found["sizes"].append(measure(size, database=options.database))
        print(json.dumps(found["sizes"][-1]), file=sys.stderr)
    if options.peer:
        found["peer"] = peer(options.peer)
    print(json.dumps(found, ensure_ascii=False, indent=2))
    return 0


def measure(open_invoices: int, *, database: str = "") -> dict[str, Any]:
    """The parts one after the other on fresh books, with what follows from them."""
    with tempfile.TemporaryDirectory(prefix="encours-bench-") as home:
        environment = {**os.environ, "ENCOURS_HOME": home, "DATABASE_URL": database}
        books = _part("books", str(open_invoices), environment=environment)
        before, night, after, again, pages, next_night = (
            _part(*part.split(), environment=environment) for part in _PARTS
        )
    statement = (before["median"] + after["median"]) / 2
    worked = (before["processor_seconds"] + after["processor_seconds"]) / 2
    return {
        "database": "PostgreSQL" if database else "SQLite",
        "books": books,
        "statement_s": round(statement, 4),
        "night": night,
        "same_date_again": again,
        "next_night": next_night,
        "night_to_statement": round(night["seconds"] / statement, 1),
        "night_to_statement_in_processor_time": None
        if database
        else round(night["processor_seconds"] / worked, 1),
        "idle_to_night": round(again["seconds"] / night["seconds"], 2),
        "pages": pages,
    }


def peer(python: str) -> dict[str, Any]:
    """Tryton's account_dunning at its best: optimised, its database in memory."""
    script = Path(__file__).with_name("tryton_peer.py")
    done = subprocess.run([python, "-O", str(script)], capture_output=True, text=True, check=True)
    found: dict[str, Any] = json.loads(done.stdout.splitlines()[-1])
    return found


def _part(name: str, *words: str, environment: Mapping[str, str]) -> dict[str, Any]:
    command = [sys.executable, "-P", "-m", "encours.faces.bench.parts", name, *words]
    done = subprocess.run(command, env=dict(environment), stdout=subprocess.PIPE, text=True, check=True)
    found: dict[str, Any] = json.loads(done.stdout.splitlines()[-1])
    return found


def _machine() -> dict[str, object]:
    return {
        "processors": os.cpu_count(),
        "memory_gb": round(os.sysconf("SC_PAGE_SIZE") * os.sysconf("SC_PHYS_PAGES") / 2**30),
        "system": platform.platform(),
        "python": platform.python_version(),
        "load": os.getloadavg(),
    }
