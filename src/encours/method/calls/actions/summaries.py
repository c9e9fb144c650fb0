"""The written summary of a call: due the same day until it has left, or a person says how it was done."""

from django.db import transaction

from encours.ground.evidence import actions as evidence_actions
from encours.ground.evidence.acts import Act
from encours.ground.kernel.reason import N_, Reason, Refused
from encours.method.calls.models import CallNote

LEAST_WHY = 3


@transaction.atomic
def close_summary(act: Act, *, note_id: int, why: str) -> Refused | None:
    """The summary left by another way, or is not needed: said in words, kept by the journal. Source: R075."""
    if len(why.strip()) < LEAST_WHY:
        return Refused(Reason(N_("Dites comment le résumé est parti, ou pourquoi il n'en faut pas.")), "why")
    row = (
        CallNote.objects.select_for_update()
        .filter(pk=note_id, entity_id=act.entity_id, owes_summary=True, summary_closed_at__isnull=True)
        .first()
    )
    if row is None:
        return Refused(Reason(N_("Aucun résumé n'est dû pour cet appel.")))
    row.summary_closed_at, row.summary_closed_why = act.at, why.strip()[:240]
    row.save(update_fields=["summary_closed_at", "summary_closed_why"])
    evidence_actions.append(
        act.entry(
            "calls.summary_closed",
            f"customer:{row.customer_id}",
            Reason(N_("Résumé de l'appel : {why}"), why=row.summary_closed_why),
            payload={"note": row.pk},
            details={"why": row.summary_closed_why},
        )
    )
    return None
