"""Who of the team is away, and who does their tasks meanwhile."""

from django.db import transaction

from encours.books.creditor.models import Absence, TeamMember
from encours.books.creditor.rules.absence import AbsenceDraft, problem_of_absence
from encours.ground.evidence import actions as evidence_actions
from encours.ground.evidence.acts import Act
from encours.ground.kernel.reason import N_, Reason, Refused


@transaction.atomic
def note_absence(act: Act, *, draft: AbsenceDraft) -> int | Refused:
    """A person is away from one day to another, both included; a deputy does their tasks, or nobody.

    Raises TeamMember.DoesNotExist for somebody who left or is not of this entity.
    """
    if refused := problem_of_absence(draft, today=act.today):
        return refused
    team = TeamMember.objects.filter(entity_id=act.entity_id, left_on__isnull=True)
    member = team.get(pk=draft.member_id)
    deputy = team.get(pk=draft.deputy_id) if draft.deputy_id else None
    row = Absence.objects.create(member=member, deputy=deputy, first_on=draft.first_on, last_on=draft.last_on)
    text = N_("Absence de {name} du {first_on} au {last_on}, sans remplaçant")
    if deputy:
        text = N_("Absence de {name} du {first_on} au {last_on}, remplaçant : {deputy}")
    said = Reason(
        text,
        name=member.name,
        first_on=row.first_on,
        last_on=row.last_on,
        deputy=deputy.name if deputy else "",
    )
    payload = {"absence": row.pk, "member": member.pk, "deputy": draft.deputy_id or 0}
    evidence_actions.append(
        act.entry("creditor.absence_noted", f"entity:{act.entity_id}", said, payload=payload)
    )
    return row.pk


@transaction.atomic
def cancel_absence(act: Act, *, absence_id: int) -> Refused | None:
    """The person is not away after all, or is back. Refused when somebody took the absence back before."""
    rows = Absence.objects.filter(member__entity_id=act.entity_id, pk=absence_id)
    row = rows.select_related("member").first()
    if row is None:
        return Refused(Reason(N_("Cette absence est déjà retirée.")))
    text = N_("Absence de {name} retirée : du {first_on} au {last_on}")
    said = Reason(text, name=row.member.name, first_on=row.first_on, last_on=row.last_on)
    payload = {"absence": row.pk, "member": row.member_id}
    row.delete()
    evidence_actions.append(
        act.entry("creditor.absence_cancelled", f"entity:{act.entity_id}", said, payload=payload)
    )
    return None
