"""Changes of the law in force: an update from a file, a lawyer's mark, and the way back."""

import hashlib
import json
from collections.abc import Mapping
from datetime import date

from django.db import transaction

from encours.books.creditor import actions as creditor_actions
from encours.books.creditor.law import law_changes, law_in_force_over
from encours.books.creditor.rules.law_change import LawChangeKind
from encours.flows.legal.in_force import law_in_force
from encours.ground.evidence.acts import Act
from encours.ground.kernel.reason import N_, Reason, Refused
from encours.ground.law.entries import PackError
from encours.ground.law.reading import Told, library_of, shipped_files
from encours.ground.law.updating import Changed, amended, check_update, read_update
from encours.ground.law.validating import digest_of

MOST_CHARACTERS = 1_000_000


def look_at_update(act: Act, text: str) -> Changed | Refused:
    """What an update would change, checked as a whole, without changing anything."""
    if len(text) > MOST_CHARACTERS:
        return Refused(Reason(N_("Ce fichier est trop long pour une mise à jour du droit")))
    try:
        return check_update(_told(act.entity_id), read_update(text), act.today)[1]
    except PackError as error:
        return Refused(Reason(N_("Mise à jour refusée : {why}"), why=str(error)))


@transaction.atomic
def update_law(act: Act, text: str) -> Changed | Refused:
    """An update comes into force, kept with who and when. Refused with the file and the entry that cannot be used."""
    found = look_at_update(act, text)
    if isinstance(found, Refused):
        return found
    digest = hashlib.sha256(text.encode()).hexdigest()
    title, count = read_update(text).title, len(found.facts)
    kept = creditor_actions.keep_law_update(act, title=title, text=text, digest=digest, facts=count)
    return kept if isinstance(kept, Refused) else found


@transaction.atomic
def take_back(act: Act, change_id: int) -> Refused | None:
    """An update or a mark is in force no more. Refused where a later update rests on it."""
    kept = next((c for c in law_changes(act.entity_id) if c.id == change_id), None)
    if kept is not None and kept.kind is LawChangeKind.UPDATE:
        try:
            library_of(_told(act.entity_id, without=change_id))
        except PackError as error:
            text = N_("Une mise à jour plus récente repose sur celle-ci : retirez-la d'abord ({why})")
            return Refused(Reason(text, why=str(error)))
    return creditor_actions.withdraw_law_change(act, change_id=change_id)


def validate_fact(act: Act, *, fact: str, person: str, on: date) -> int | Refused:
    """A lawyer checked a fact as it stands now. When the fact changes, the mark holds no more."""
    digest = digest_of(law_in_force(act.entity_id), fact)
    if digest is None:
        return Refused(Reason(N_("Ce fait n'est dans aucun droit connu")))
    return creditor_actions.mark_validated(act, fact=fact, digest=digest, person=person, on=on)


def folder_as_update(name: str, files: Mapping[str, str]) -> str:
    """The text of an update that lays the files of a whole pack: a country added by its folder."""
    rows = [
        f"[[file]]\npath = {_quoted(f'{name}/{file}')}\ntext = {_quoted(text)}\n"
        for file, text in files.items()
    ]
    return "\n".join([f"title = {_quoted(name)}\n", *rows])


def _quoted(text: str) -> str:
    """A TOML string: the escapes of JSON are those of TOML, but for the delete character."""
    return json.dumps(text).replace("\x7f", "\\u007f")


def _told(entity_id: int, *, without: int | None = None) -> Told:
    told = shipped_files()
    for change in law_in_force_over(entity_id):
        if change.kind is LawChangeKind.UPDATE and change.id != without:
            told = amended(told, read_update(change.text))
    return told
