"""`encours doctor`: what is misconfigured, and how to mend it."""

import argparse

from django.utils.translation import gettext as _

from encours.faces.cli.output import print_json
from encours.flows.doctor import examine
from encours.ground.kernel.reason import N_
from encours.ground.plumbing.clock import installation_clock
from encours.ground.plumbing.health import Finding, Severity
from encours.ground.plumbing.say import say

HELP = N_("Dit ce qui ne va pas dans cette installation, et comment y remédier.")
LOOKS_FIRST = True
_SIGNS = {Severity.OK: "✓", Severity.WARNING: "!", Severity.ERROR: "✗"}


def arguments(verb: argparse.ArgumentParser) -> None:
    """How much to look at."""
    verb.add_argument("--offline", action="store_true", help=_("n'appelle pas le serveur d'envoi"))
    verb.add_argument("--json", action="store_true", help=_("une réponse en JSON"))


def run(options: argparse.Namespace) -> int:
    """0 when nothing is wrong that cannot wait, else 1."""
    found = examine(installation_clock(), with_mail=not options.offline)
    errors = [finding for finding in found if finding.severity is Severity.ERROR]
    if options.json:
        print_json({"healthy": not errors, "findings": [_as_json(finding) for finding in found]})
        return 1 if errors else 0
    for finding in found:
        print(f"{_SIGNS[finding.severity]} {say(finding.what)}")
        if finding.remedy:
            print(f"  → {say(finding.remedy)}")
    return 1 if errors else 0


def _as_json(finding: Finding) -> dict[str, object]:
    return {
        "code": finding.code,
        "severity": finding.severity.value,
        "what": finding.what,
        "remedy": finding.remedy,
    }
