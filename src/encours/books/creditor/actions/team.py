"""Who works for an entity, and in which role."""

from collections.abc import Mapping

from django.db import transaction

from encours.books.creditor.models import (
    TeamMember,
)
from encours.books.creditor.rules.roles import ROLE_LABELS, MemberDraft, Role
from encours.ground.evidence import actions as evidence_actions
from encours.ground.evidence.acts import Act
from encours.ground.kernel.reason import N_, Reason, Refused


@transaction.atomic
def add_member(act: Act, *, draft: MemberDraft) -> int | Refused:
    """A person joins the team; an intermediary needs no account to sign in.

    Who left and comes back with the same account takes up the former place. Refused when the
    account is in the team already.
    """
    row = TeamMember(entity_id=act.entity_id, user_id=draft.user_id)
    if draft.user_id is not None:
        row = TeamMember.objects.filter(entity_id=act.entity_id, user_id=draft.user_id).first() or row
    if row.pk and row.left_on is None:
        return Refused(Reason(N_("Cette personne est déjà dans l'équipe.")), "email")
    row.name, row.role, row.left_on = draft.name, draft.role.value, None
    row.email, row.phone = draft.email, draft.phone
    row.save()
    role = Reason(ROLE_LABELS[draft.role])
    reason = Reason(N_("{name} rejoint l'équipe ({role})"), name=draft.name, role=role)
    evidence_actions.append(
        act.entry("creditor.member_added", f"entity:{act.entity_id}", reason, payload={"member": row.pk})
    )
    return row.pk


@transaction.atomic
def change_member(act: Act, *, member_id: int, fields: Mapping[str, object]) -> Refused | None:
    """Changes a person's role or how to reach them; the last owner stays owner.

    Raises TeamMember.DoesNotExist for somebody who left or is not of this entity.
    """
    member = _standing_member(act, member_id)
    if "role" in fields and fields["role"] != Role.OWNER.value and _is_last_owner(member):
        return Refused(Reason(N_("Il faut au moins un dirigeant.")))
    TeamMember.objects.filter(pk=member.pk).update(**fields)
    evidence_actions.append(
        act.entry(
            "creditor.member_changed",
            f"entity:{act.entity_id}",
            Reason(N_("Équipe modifiée : {name}"), name=member.name),
            payload={"member": member.pk},
            details={name: str(value) for name, value in fields.items()},
        )
    )
    return None


@transaction.atomic
def remove_member(act: Act, *, member_id: int) -> Refused | None:
    """A person leaves the team; what they did stays theirs. The last owner stays."""
    member = _standing_member(act, member_id)
    if _is_last_owner(member):
        return Refused(Reason(N_("Il faut au moins un dirigeant.")))
    TeamMember.objects.filter(pk=member.pk).update(left_on=act.today)
    reason = Reason(N_("{name} quitte l'équipe"), name=member.name)
    evidence_actions.append(
        act.entry("creditor.member_removed", f"entity:{act.entity_id}", reason, payload={"member": member.pk})
    )
    return None


@transaction.atomic
def restore_member(act: Act, *, member_id: int) -> None:
    """Somebody who was taken out of the team is in it again, in the same role."""
    member = TeamMember.objects.get(entity_id=act.entity_id, pk=member_id)
    TeamMember.objects.filter(pk=member.pk).update(left_on=None)
    reason = Reason(N_("{name} revient dans l'équipe"), name=member.name)
    evidence_actions.append(
        act.entry(
            "creditor.member_restored", f"entity:{act.entity_id}", reason, payload={"member": member.pk}
        )
    )


def _standing_member(act: Act, member_id: int) -> TeamMember:
    return TeamMember.objects.get(entity_id=act.entity_id, pk=member_id, left_on__isnull=True)


def _is_last_owner(member: TeamMember) -> bool:
    """Locks the owners until the transaction ends: two who leave at once see each other."""
    owners = TeamMember.objects.select_for_update().filter(
        entity_id=member.entity_id, role=Role.OWNER.value, left_on__isnull=True
    )
    return [owner.pk for owner in owners] == [member.pk]
