"""Decides whether a demonstration may be made here, and clears away a former one."""

import shutil
from pathlib import Path

from django.conf import settings
from django.utils.translation import gettext as _

from encours.books.creditor import queries as creditor_queries
from encours.flows import meanwhile
from encours.ground.plumbing import demonstration
from encours.ground.plumbing.clock import installation_clock
from encours.ground.plumbing.fresh_database import replace_database
from encours.ground.plumbing.running import is_running

OUTBOX = "outbox"


def why_not() -> str:
    """Why no demonstration is made here; empty when one may be."""
    if is_running():
        return _("Encours est ouvert sur ce répertoire : arrêtez-le d'abord, puis recommencez.")
    if installation_clock().fixed() is None and not creditor_queries.installation_is_empty():
        return _(
            "Cette installation est la vôtre, elle reste telle quelle. Pour la démonstration, donnez-lui un "
            "répertoire à part : ENCOURS_HOME=/un/autre/repertoire encours demo"
        )
    return ""


def clear_former() -> bool:
    """Takes a former demonstration away, finished or not; False when there was none."""
    if installation_clock().fixed() is None:
        return False
    demonstration.forget()
    meanwhile.forget()
    replace_database()
    for folder in (Path(settings.ENCOURS_DOCUMENTS), Path(settings.ENCOURS_HOME) / OUTBOX):
        shutil.rmtree(folder, ignore_errors=True)
    return True
