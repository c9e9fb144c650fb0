"""Brings a backup back: everything is read, filled and checked beside what is there, then put in its place at once."""

import zipfile
from dataclasses import dataclass
from pathlib import Path

from django.conf import settings
from django.db import DatabaseError, connection

from encours.books.creditor import queries as creditor_queries
from encours.ground.documents import actions as documents_actions
from encours.ground.documents import queries as documents_queries
from encours.ground.evidence import actions as evidence_actions
from encours.ground.evidence import queries as evidence_queries
from encours.ground.evidence.acts import SYSTEM
from encours.ground.evidence.queries import ChainState
from encours.ground.kernel.clock import Clock, InstallationClock, technical_now
from encours.ground.kernel.reason import N_, Reason, Refused
from encours.ground.plumbing.backup import finishing, staging
from encours.ground.plumbing.backup.archive import blocks, reading, verify
from encours.ground.plumbing.backup.finishing import FOLDER, Decision
from encours.ground.plumbing.backup.manifest import Manifest, Unusable
from encours.ground.plumbing.readiness import make_ready
from encours.ground.plumbing.running import alone
from encours.ground.plumbing.say import say
from encours.method.outreach import actions as outreach_actions

INSTALLATION = "installation"
KIND = "evidence.backup_restored"


@dataclass(frozen=True, slots=True)
class Restored:
    """A backup that came back. `doubtful`: messages that a person has to look at.

    `broken`: chains of the journal that did not hold when the backup was made. `kept`: under which name
    the former state is kept; empty when there was none.
    """

    manifest: Manifest
    doubtful: int
    broken: tuple[ChainState, ...]
    kept: str


def restore(file: Path, *, replacing: bool = False) -> Restored | Refused:
    """Puts a backup in the place of this installation; nothing is changed when it is refused.

    replacing: also where somebody has set an installation up; its former state is kept aside.
    """
    with alone() as nobody:
        if not nobody:
            return Refused(
                Reason(N_("Encours est ouvert sur ce répertoire : arrêtez-le d'abord, puis recommencez."))
            )
        try:
            return _restored(file, replacing=replacing)
        except Unusable as problem:
            return Refused(problem.reason)
        except OSError as problem:
            text = N_("La restauration n'a pas pu s'écrire : {problem}")
            return Refused(Reason(text, problem=problem.strerror or str(problem)))


def _restored(file: Path, *, replacing: bool) -> Restored | Refused:
    home = Path(settings.ENCOURS_HOME)
    staging.finish_database()  # of a former restoration that was decided and cut short
    is_empty = installation_is_new()
    if not is_empty and not replacing:
        return Refused(Reason(N_("Cette installation n'est pas vide : ajoutez --replace pour la remplacer.")))
    if others := staging.others_connected():
        text = N_("{count} autres connexions à la base : arrêtez serveurs et travailleurs d'abord.")
        return Refused(Reason(text, count=others))
    with reading(file) as (zipped, told):
        staging.check(told)
        if not staging.room_for(told, home):
            return Refused(Reason(N_("Il n'y a pas assez de place sur le disque.")))
        verify(zipped, told)
        staging.clear(home)
        try:
            staging.fill(zipped, told, home)
            with staging.staged(home):
                broken, doubtful = _made_safe(told, InstallationClock(home / FOLDER / "demo-clock"))
            staging.settle(home)
            _put_documents(zipped, told)
        except BaseException:
            staging.clear(home)
            raise
    kept = "" if is_empty else technical_now().strftime("%Y%m%dT%H%M%S")
    finishing.decide(home, Decision(kept, staging.schema_in_use()))
    connection.close()
    finishing.finish_files(home)
    staging.finish_database()
    return Restored(told, doubtful, broken, kept)


def installation_is_new() -> bool:
    """Whether nothing was ever set up here. What cannot be read is not new."""
    try:
        if not connection.introspection.table_names():
            return True
        return creditor_queries.installation_is_empty() and not creditor_queries.entities()
    except DatabaseError:
        return False


def _made_safe(told: Manifest, clock: Clock) -> tuple[tuple[ChainState, ...], int]:
    """Brings the staged database up to date, checks its journal, and lets nothing leave from it by itself."""
    make_ready()
    if evidence_queries.heads() != dict(told.journal):
        raise Unusable(Reason(N_("Le journal de cette sauvegarde n'est pas celui qu'elle annonce.")))
    broken = tuple(state for state in evidence_queries.verify() if state.broken_at is not None)
    why = Reason(N_("une sauvegarde du {on} a été restaurée : des messages ont pu partir depuis"))
    doubtful = 0
    for entity in creditor_queries.entities():
        act = creditor_queries.act(entity.id, SYSTEM, clock)
        reason = Reason(why.text, on=told.taken_at[:16].replace("T", " "))
        doubtful += outreach_actions.doubt_what_was_on_its_way(act, why=say(reason, entity.language))
    evidence_actions.append(
        evidence_actions.NewEntry(
            chain=INSTALLATION,
            kind=KIND,
            subject=INSTALLATION,
            actor=SYSTEM,
            at=clock.now(),
            summary=say(Reason(N_("Sauvegarde restaurée")), "fr"),
            payload={"taken_at": told.taken_at, "doubtful": doubtful},
        )
    )
    return broken, doubtful


def _put_documents(zipped: zipfile.ZipFile, told: Manifest) -> None:
    """Files lie under their hash: those of the backup join those that are here, and none is in another's way."""
    for name in told.parts:
        if name.startswith("documents/"):
            digest = name.rpartition("/")[2]
            if not documents_queries.is_intact(digest):
                documents_actions.put_back(digest, blocks(zipped, told, name))
