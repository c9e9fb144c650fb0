"""`encours serve`: the web server and one worker in one process tree; stops cleanly on SIGTERM."""

import argparse
import signal
import subprocess
import sys
import threading
import time

from django.conf import settings
from django.utils.translation import gettext as _

from encours.books.creditor import queries as creditor_queries
from encours.faces.cli.output import note
from encours.ground.kernel.reason import N_
from encours.ground.plumbing.running import running
from encours.ground.plumbing.setup_key import setup_key

HELP = N_("Ouvre les pages dans le navigateur et fait ce qui se fait tout seul.")


def arguments(verb: argparse.ArgumentParser) -> None:
    """No option: ENCOURS_HOST and ENCOURS_PORT say where."""


def run(_options: argparse.Namespace) -> int:
    """Serves until SIGTERM or Ctrl C."""
    announce()
    with running():
        return serve()


def announce() -> None:
    """Prints the address, and for an empty installation the address of the first-run guide."""
    address = f"http://{settings.HOST}:{settings.PORT}/"
    if creditor_queries.installation_is_empty():
        note(
            _("Encours est prêt. Première ouverture : {address}").format(
                address=f"{address}bienvenue/?cle={setup_key()}"
            )
        )
    else:
        note(_("Encours est prêt : {address}").format(address=address))


def serve() -> int:
    """The server in front, the worker beside it; a worker that dies is started again."""
    stopping = threading.Event()
    commands = ([sys.executable, "-m", "encours.faces.cli.web"], [sys.executable, "-m", "encours", "work"])
    children = [subprocess.Popen(command) for command in commands]
    for sign in (signal.SIGTERM, signal.SIGINT):
        signal.signal(sign, lambda *_: stopping.set())
    while not stopping.wait(0.3):
        if children[0].poll() is not None:
            stopping.set()
        elif children[1].poll() is not None:
            time.sleep(1)
            children[1] = subprocess.Popen(commands[1])
    return _end(children)


def _end(children: list[subprocess.Popen[bytes]]) -> int:
    for child in children:
        if child.poll() is None:
            child.terminate()
    for child in children:
        try:
            child.wait(timeout=15)
        except subprocess.TimeoutExpired:
            child.kill()
    return 0 if children[0].returncode in (0, -signal.SIGTERM, -signal.SIGINT) else 1
