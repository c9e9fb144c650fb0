"""What can be wrong with an installation beneath its business: machine, files, database; each with what to do."""

import logging
import os
import platform
import shutil
import sqlite3
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from enum import StrEnum
from pathlib import Path
from zoneinfo import ZoneInfo, ZoneInfoNotFoundError

from django.conf import settings
from django.db import DatabaseError, connection
from django.db.migrations.executor import MigrationExecutor

from encours.ground.kernel.clock import technical_now
from encours.ground.kernel.reason import N_, Reason
from encours.ground.plumbing.backup import finishing, staging
from encours.ground.plumbing.backup.snapshot import engine_version
from encours.ground.plumbing.running import is_worked_on

log = logging.getLogger(__name__)

OLDEST_SQLITE = (3, 51, 3)
POSTGRESQL = range(15, 19)
LITTLE_ROOM, NO_ROOM = 1_000_000_000, 200_000_000
"""Bytes left on the disk of the home: below the first one is warned, below the second it is an error."""
MOST_DRIFT_SECONDS = 60


class Severity(StrEnum):
    """How bad it is: a warning can wait, an error cannot."""

    OK = "ok"
    WARNING = "warning"
    ERROR = "error"


@dataclass(frozen=True, slots=True)
class Finding:
    """One thing that was looked at. `remedy`: what to do; only where something is wrong."""

    code: str
    severity: Severity
    what: Reason
    remedy: Reason | None = None


Check = Callable[[], Iterator[Finding]]


def ok(code: str, what: str, **values: object) -> Finding:
    """Looked at, and as it should be."""
    return Finding(code, Severity.OK, Reason(what, **values))


def looked_at(code: str, check: Check) -> list[Finding]:
    """What a check finds; a check that breaks is a finding too, and keeps no other from being made."""
    try:
        return list(check())
    except Exception as problem:
        log.error("check %s: %s", code, type(problem).__name__, exc_info=log.isEnabledFor(logging.DEBUG))
        text = Reason(
            N_("Vérification impossible : {problem}"), problem=f"{type(problem).__name__}: {problem}"
        )
        remedy = Reason(N_("Réparez d'abord ce qui est signalé plus haut, puis recommencez."))
        return [Finding(code, Severity.ERROR, text, remedy)]


def database() -> Iterator[Finding]:
    """Whether the database answers, in a version that is known to work."""
    try:
        connection.ensure_connection()
        version = engine_version()
    except (DatabaseError, OSError) as problem:
        remedy = Reason(
            N_("Démarrez PostgreSQL, ou corrigez DATABASE_URL ; sur SQLite, restaurez une sauvegarde.")
        )
        text = Reason(N_("La base ne répond pas : {problem}"), problem=str(problem).strip())
        yield Finding("database", Severity.ERROR, text, remedy)
        return
    if connection.vendor == "sqlite":
        good, name = sqlite3.sqlite_version_info >= OLDEST_SQLITE, "SQLite"
        remedy = Reason(
            N_("Réinstallez les dépendances : ./run installe un SQLite assez récent (pysqlite3).")
        )
    else:
        good, name = int(version.split(".")[0]) in POSTGRESQL, "PostgreSQL"
        remedy = Reason(N_("Passez à une version de PostgreSQL entre 15 et 18."))
    said = Reason("{name} {version}", name=name, version=version)
    yield Finding("database", Severity.OK if good else Severity.ERROR, said, None if good else remedy)


def durability() -> Iterator[Finding]:
    """Whether a database keeps what it said it had stored, also when the power fails."""
    if connection.vendor != "postgresql":
        return
    with connection.cursor() as cursor:
        for name in ("fsync", "synchronous_commit"):
            cursor.execute("SELECT current_setting(%s)", [name])
            if cursor.fetchone()[0] == "off":
                text = N_("PostgreSQL peut oublier ce qu'il a confirmé ({setting} = off).")
                remedy = N_("Remettez {setting} = on : une panne ferait perdre des écritures déjà annoncées.")
                yield Finding(
                    "durability", Severity.WARNING, Reason(text, setting=name), Reason(remedy, setting=name)
                )


def migrations() -> Iterator[Finding]:
    """Whether the tables are those that this program expects: neither older nor newer."""
    executor = MigrationExecutor(connection)
    ours = {app for app, _name in executor.loader.disk_migrations}
    newer = [
        key
        for key in executor.loader.applied_migrations
        if key[0] in ours and key not in executor.loader.disk_migrations
    ]
    if newer:
        text = Reason(
            N_("La base vient d'une version plus récente d'Encours : {name}"), name=".".join(newer[0])
        )
        remedy = Reason(N_("Mettez Encours à jour ; ne travaillez pas avec cette version."))
        yield Finding("migrations", Severity.ERROR, text, remedy)
    elif waiting := executor.migration_plan(executor.loader.graph.leaf_nodes()):
        text = Reason(N_("{count} mises à jour de la base attendent."), count=len(waiting))
        remedy = Reason(N_("Faites une sauvegarde, puis démarrez Encours : il met la base à jour."))
        yield Finding("migrations", Severity.WARNING, text, remedy)
    else:
        yield ok("migrations", N_("La base est à jour."))


def machine() -> Iterator[Finding]:
    """The version of Python, and whether anything is set as on a programmer's desk."""
    yield ok("python", "Python {version}", version=platform.python_version())
    if settings.DEBUG:
        text = Reason(N_("Le mode de mise au point est allumé : les pages d'erreur montrent tout."))
        remedy = Reason(N_("Retirez ENCOURS_DEBUG de l'environnement."))
        yield Finding("debug", Severity.ERROR, text, remedy)
    if settings.HOST not in ("127.0.0.1", "localhost", "::1") and not settings.IS_BEHIND_TLS:
        text = Reason(N_("Encours écoute sur {host} sans chiffrement."), host=settings.HOST)
        remedy = Reason(N_("Mettez un serveur HTTPS devant et ENCOURS_TLS=1, ou écoutez sur 127.0.0.1."))
        yield Finding("tls", Severity.WARNING, text, remedy)


def disk() -> Iterator[Finding]:
    """Whether the disk of the home has room."""
    free = shutil.disk_usage(settings.ENCOURS_HOME).free
    level = Severity.OK if free > LITTLE_ROOM else Severity.WARNING if free > NO_ROOM else Severity.ERROR
    text = Reason(N_("{free} Mo libres sur le disque"), free=free // 1_000_000)
    remedy = Reason(N_("Libérez de la place sur le disque de {home}."), home=str(settings.ENCOURS_HOME))
    yield Finding("disk", level, text, None if level is Severity.OK else remedy)


def files() -> Iterator[Finding]:
    """Whether the key and the home are their owner's alone, and this process is that owner."""
    home, found = Path(settings.ENCOURS_HOME), False
    for file, mode, level in ((home / "secret.key", "600", Severity.ERROR), (home, "700", Severity.WARNING)):
        status = file.stat()
        if status.st_mode & 0o077:
            found = True
            text = Reason(N_("D'autres comptes de la machine peuvent lire {file}."), file=str(file))
            yield Finding(
                "permissions", level, text, Reason("chmod {mode} {file}", mode=mode, file=str(file))
            )
        if status.st_uid != os.geteuid():
            found = True
            text = Reason(
                N_("{file} appartient à un autre compte que celui qui lance Encours."), file=str(file)
            )
            remedy = Reason(
                N_("Lancez Encours toujours sous le même compte, ou changez le propriétaire avec chown.")
            )
            yield Finding("owner", Severity.WARNING, text, remedy)
    if not found:
        yield ok("permissions", N_("La clé et le répertoire ne sont lisibles que par leur propriétaire."))


def leftovers() -> Iterator[Finding]:
    """What restorations left: former states that somebody may delete."""
    home = Path(settings.ENCOURS_HOME)
    for folder in finishing.former(home):
        text = Reason(N_("Un état d'avant une restauration est gardé : {folder}"), folder=str(folder))
        remedy = Reason(N_("Supprimez-le quand vous n'en avez plus besoin : il contient toutes vos données."))
        yield Finding("former", Severity.WARNING, text, remedy)
    if finishing.decided(home):
        text = Reason(N_("Une restauration a été coupée juste avant sa fin."))
        yield Finding(
            "restoring", Severity.ERROR, text, Reason(N_("Démarrez Encours : elle se finit d'elle-même."))
        )
    elif (home / finishing.FOLDER).exists():
        text = Reason(N_("Une restauration a été coupée avant sa fin ; rien n'a été changé."))
        yield Finding("restoring", Severity.WARNING, text, Reason(N_("Relancez encours restore.")))


def former_schemas() -> Iterator[Finding]:
    """What restorations have put aside in a PostgreSQL database."""
    for schema in staging.former_schemas():
        text = Reason(N_("Un état d'avant une restauration est gardé : {folder}"), folder=schema)
        yield Finding("former", Severity.WARNING, text, Reason("DROP SCHEMA {schema} CASCADE", schema=schema))


def database_clock() -> Iterator[Finding]:
    """Whether a database on another machine has the same time."""
    if connection.vendor != "postgresql":
        return
    with connection.cursor() as cursor:
        cursor.execute("SELECT clock_timestamp()")
        drift = int(abs((cursor.fetchone()[0] - technical_now()).total_seconds()))
    if drift > MOST_DRIFT_SECONDS:
        text = Reason(N_("L'heure de la base diffère de {seconds} secondes."), seconds=drift)
        yield Finding("clock", Severity.ERROR, text, Reason(N_("Réglez l'heure des deux machines (NTP).")))


def worker() -> Iterator[Finding]:
    """Whether something does here what is to be done by itself; a worker on another machine is not seen."""
    if is_worked_on():
        yield ok("worker", N_("Un travailleur tourne."))
        return
    text = Reason(N_("Aucun travailleur ne tourne sur ce répertoire : ni nuit ni envoi."))
    remedy = Reason(N_("Démarrez encours serve, ou encours work à côté de votre serveur."))
    yield Finding("worker", Severity.WARNING, text, remedy)


def zones(names: set[str]) -> Iterator[Finding]:
    """Whether the time zones in use are known to this machine."""
    for name in sorted(names):
        try:
            ZoneInfo(name)
        except (ZoneInfoNotFoundError, ValueError):
            text = Reason(N_("Le fuseau horaire {name} est inconnu de cette machine."), name=name)
            yield Finding("zones", Severity.ERROR, text, Reason(N_("Installez tzdata (paquet du système).")))
            return
    yield ok("zones", N_("Les fuseaux horaires sont connus."))
