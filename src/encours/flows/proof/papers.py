"""A paper that proves the debt is kept with its customer: a PDF or a photo, told by its content."""

from collections.abc import Sequence
from dataclasses import replace

from django.db import transaction

from encours.ground.documents import actions as documents_actions
from encours.ground.evidence.acts import Act
from encours.ground.kernel.reason import N_, Reason, Refused
from encours.method.cases import actions as cases_actions
from encours.method.cases.rules.papers import PaperDraft
from encours.method.disputes.rules.papers import SentFile, problem_of_files


@transaction.atomic
def keep(act: Act, draft: PaperDraft, *, files: Sequence[SentFile]) -> Refused | None:
    """Keeps one paper for each file; several files of one title are told apart by their names.

    Refused for a file that is no PDF or photo, too large, or without a title.
    """
    if not files:
        return Refused(Reason(N_("Choisissez un fichier.")), "files")
    if refused := problem_of_files(files):
        return refused
    for file in files:
        one = draft if len(files) == 1 else replace(draft, title=f"{draft.title} – {file.name}")
        document = documents_actions.store(
            owner=act.chain, name=file.name, content=file.content, media_type=file.media_type, at=act.at
        )
        outcome = cases_actions.add_paper(act, one, document_id=document)
        if isinstance(outcome, Refused):
            transaction.set_rollback(True)
            return outcome
    return None
