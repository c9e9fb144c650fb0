"""`encours work`: the pull loop alone, as many as one likes."""

import argparse
import signal
import threading

from django.conf import settings
from django.utils.module_loading import import_string

from encours.ground.kernel.reason import N_
from encours.ground.plumbing.clock import installation_clock
from encours.ground.plumbing.running import running, working
from encours.ground.plumbing.worker import work
from encours.ground.wording.linter.warming import warm

HELP = N_("Fait ce qui se fait tout seul : la nuit, les envois. Plusieurs peuvent tourner ensemble.")


def arguments(verb: argparse.ArgumentParser) -> None:
    """Options of the verb."""
    from django.utils.translation import gettext as _

    verb.add_argument("--once", action="store_true", help=_("un seul tour"))
    verb.add_argument(
        "--until-empty", action="store_true", help=_("jusqu'à ce qu'il n'y ait plus rien à faire")
    )


def run(options: argparse.Namespace) -> int:
    """Works until SIGTERM, once, or until nothing is left."""
    stop = threading.Event()
    for sign in (signal.SIGTERM, signal.SIGINT):
        signal.signal(sign, lambda *_: stop.set())
    jobs = import_string(settings.ENCOURS_JOBS)
    if not options.once:
        threading.Thread(target=warm, name="warm", daemon=True).start()
    with running(), working():
        work(jobs, installation_clock(), stop=stop, once=options.once, until_empty=options.until_empty)
    return 0
