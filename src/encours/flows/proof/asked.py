"""A file of proof asked for: written by a worker, watched, kept with its seal; or at once, for a folder."""

import shutil
from collections.abc import Callable
from dataclasses import dataclass
from datetime import timedelta
from pathlib import Path

from django.conf import settings
from django.db import transaction

from encours.books.creditor import queries as creditor_queries
from encours.flows.proof.gathered import gathered
from encours.flows.proof.making import Made, archived, made
from encours.ground.documents import actions as documents_actions
from encours.ground.evidence.acts import SYSTEM, Act
from encours.ground.evidence.dossier.bundle import write_folder
from encours.ground.kernel.clock import Clock, technical_now
from encours.ground.kernel.reason import N_, Reason, Refused
from encours.ground.plumbing.say import say
from encours.method.cases import actions as cases_actions
from encours.method.cases import queries as cases_queries
from encours.method.cases.models import ProofFile
from encours.method.cases.queries import CaseFact

_GONE = Reason(N_("Ce dossier n'existe pas."))


@dataclass(frozen=True, slots=True)
class Written:
    """A folder that was written, and what is in it."""

    folder: Path
    made: Made


def run(clock: Clock) -> int:
    """Writes the files of proof that wait; returns how many were ended."""
    ended = 0
    while (row := _next()) is not None:
        act = creditor_queries.act(row.entity_id, SYSTEM, clock)
        problem = ""
        try:
            problem = _keep(act, row)
        except OSError as trouble:
            problem = trouble.strerror or str(trouble)
        cases_actions.end_proof(act, row, problem=problem)
        ended += 1
    return ended


def ask(act: Act, *, case_id: int) -> int | Refused:
    """Puts a file of proof in the queue of the workers."""
    return cases_actions.ask_proof(act, case_id=case_id, technical_now=technical_now())


def write(act: Act, case: CaseFact, target: Path, *, language: str) -> Written | Refused:
    """Writes the file of proof into a new folder, whole or not at all; the journal keeps its seal.

    Refused where something is there already.
    """
    if target.exists() and (not target.is_dir() or any(target.iterdir())):
        return Refused(Reason(N_("Ce répertoire n'est pas vide : le dossier de preuve en veut un nouveau.")))
    if not target.parent.is_dir():
        return Refused(Reason(N_("Ce répertoire n'existe pas : {folder}"), folder=str(target.parent)))
    proof = gathered(act, case)
    if proof is None:
        return Refused(_GONE)
    found = made(proof, language=language)
    draft = target.with_name(f".{target.name}.part")
    shutil.rmtree(draft, ignore_errors=True)
    try:
        write_folder(draft, found.contents)
        with transaction.atomic():
            _tell(act, case.id, found)
            if target.exists():
                target.rmdir()
            draft.replace(target)
    except OSError as problem:
        text = N_("Le dossier de preuve n'a pas pu s'écrire : {problem}")
        return Refused(Reason(text, problem=problem.strerror or str(problem)))
    finally:
        shutil.rmtree(draft, ignore_errors=True)
    return Written(target, found)


def _next() -> ProofFile | None:
    now = technical_now()
    silent_since = now - timedelta(seconds=settings.ENCOURS_LEASE_SECONDS)
    return cases_actions.begin_proof(technical_now=now, silent_since=silent_since)


def _keep(act: Act, row: ProofFile) -> str:
    """Makes the archive and keeps it; returns why not, else nothing."""
    case = cases_queries.case(act.entity_id, row.case_id)
    proof = gathered(act, case) if case else None
    if proof is None:
        return say(_GONE, act.language)
    found = made(proof, language=act.language, progress=_teller(row))
    content = archived(found, case_id=row.case_id, made_at=act.at)
    name = f"dossier-{row.case_id}-{act.today.isoformat()}-{row.pk}.zip"
    with transaction.atomic():
        row.document_id = documents_actions.store(
            owner=act.chain, name=name, content=content, media_type="application/zip", at=act.at
        )
        row.seal, row.exhibits = found.seal, len(found.exhibits)
        _tell(act, row.case_id, found)
    return ""


def _tell(act: Act, case_id: int, found: Made) -> None:
    cases_actions.tell_proof_made(act, case_id=case_id, exhibits=len(found.exhibits), seal=found.seal)


def _teller(row: ProofFile) -> Callable[[int, int], None]:
    def tell(done: int, of: int) -> None:
        if done % 10 == 0:
            percent = 100 * done // max(of, 1)
            cases_actions.tell_proof_progress(row, percent=percent, technical_now=technical_now())

    return tell
