"""Laying an update or a lawyer's mark over the shipped law, and taking it off again."""

from datetime import date

from django.db import transaction
from django.db.models import QuerySet

from encours.books.creditor.models import CreditorEntity, LawChange
from encours.books.creditor.rules.law_change import LawChangeKind
from encours.ground.evidence import actions as evidence_actions
from encours.ground.evidence.acts import Act
from encours.ground.kernel.reason import N_, Reason, Refused


@transaction.atomic
def keep_law_update(act: Act, *, title: str, text: str, digest: str, facts: int) -> int | Refused:
    """An update, checked by who calls, is in force from now on; returns its id. Refused when it already is."""
    CreditorEntity.objects.select_for_update().get(pk=act.entity_id)
    if _standing(act).filter(kind=LawChangeKind.UPDATE.value, digest=digest).exists():
        return Refused(Reason(N_("Cette mise à jour est déjà en vigueur")))
    row = _new(act, LawChangeKind.UPDATE, subject=title[:160], text=text, digest=digest)
    said = Reason(N_("Droit mis à jour : {title} ({count} faits)"), title=row.subject, count=facts)
    _tell(act, row, "creditor.law_updated", said)
    return row.pk


@transaction.atomic
def mark_validated(act: Act, *, fact: str, digest: str, person: str, on: date) -> int | Refused:
    """A lawyer checked a fact as it stands; returns the mark's id. Refused without a name, or for a day to come."""
    if not person.strip():
        return Refused(Reason(N_("Dites qui l'a validé : nom et qualité")))
    if on > act.today:
        return Refused(Reason(N_("Cette date est à venir")))
    CreditorEntity.objects.select_for_update().get(pk=act.entity_id)
    _standing(act).filter(kind=LawChangeKind.VALIDATION.value, subject=fact).update(withdrawn_at=act.at)
    row = _new(act, LawChangeKind.VALIDATION, subject=fact, digest=digest, person=person.strip()[:120], on=on)
    said = Reason(N_("Fait de droit {fact} validé par un juriste le {on}"), fact=fact, on=on)
    _tell(act, row, "creditor.law_validated", said)
    return row.pk


@transaction.atomic
def withdraw_law_change(act: Act, *, change_id: int) -> Refused | None:
    """An update or a mark is in force no more; it stays on record."""
    row = _standing(act).select_for_update().filter(pk=change_id).first()
    if row is None:
        return Refused(Reason(N_("Ce changement n'est plus en vigueur")))
    row.withdrawn_at = act.at
    row.save(update_fields=["withdrawn_at"])
    said = Reason(N_("Retiré du droit en vigueur : {subject}"), subject=row.subject)
    _tell(act, row, "creditor.law_change_withdrawn", said)
    return None


def _standing(act: Act) -> QuerySet[LawChange]:
    return LawChange.objects.filter(entity_id=act.entity_id, withdrawn_at__isnull=True)


def _new(act: Act, kind: LawChangeKind, **told: object) -> LawChange:
    row = LawChange(entity_id=act.entity_id, kind=kind.value, made_at=act.at, made_by=act.actor, **told)
    row.save()
    return row


def _tell(act: Act, row: LawChange, kind: str, said: Reason) -> None:
    payload = {"change_id": row.pk, "digest": row.digest, "on": row.on.isoformat() if row.on else None}
    evidence_actions.append(act.entry(kind, f"entity:{act.entity_id}", said, payload=payload))
