"""Changing a threshold of the method for an entity, and taking it back to its default."""

from django.db import transaction

from encours.books.creditor.models import CreditorEntity, ThresholdChange
from encours.books.creditor.rules.threshold import Family, Threshold, Unit, problem_of_change
from encours.books.creditor.thresholds import changed_values
from encours.ground.evidence import actions as evidence_actions
from encours.ground.evidence.acts import Act
from encours.ground.kernel.reason import N_, Reason, Refused


@transaction.atomic
def change_threshold(act: Act, *, family: Family, key: str, value: int) -> Refused | None:
    """A threshold gets another value from now on, in its unit (money in minor units).

    The default, asked for as a value, is the way back to it. Source: method 2, «(default)».
    """
    currency = _locked(act)
    changed = changed_values(act.entity_id, currency=currency)
    if refused := problem_of_change(family, key, value, changed=changed, currency=currency):
        return refused
    threshold = family.threshold(key)
    assert threshold is not None, "what may be changed exists"
    before = changed.get(key, threshold.default_in(currency))
    is_default = value == threshold.default_in(currency)
    _keep(act, threshold, None if is_default else value, currency=currency)
    text = N_("Seuil « {label} » : {before} devient {after}")
    kind = "creditor.threshold_changed"
    if is_default:
        text = N_("Seuil « {label} » ramené à sa valeur par défaut : {before} devient {after}")
        kind = "creditor.threshold_restored"
    said = Reason(
        text,
        label=Reason(threshold.label),
        before=threshold.told(before, currency),
        after=threshold.told(value, currency),
    )
    payload = {"key": key, "before": before, "after": value, "currency": _currency(threshold, currency)}
    evidence_actions.append(act.entry(kind, f"entity:{act.entity_id}", said, payload=payload))
    return None


def _locked(act: Act) -> str:
    """The entity's currency; two people who change at once do it one after the other."""
    return str(CreditorEntity.objects.select_for_update().get(pk=act.entity_id).currency)


def _keep(act: Act, threshold: Threshold, value: int | None, *, currency: str) -> None:
    ThresholdChange.objects.create(
        entity_id=act.entity_id,
        key=threshold.key,
        value=value,
        currency=_currency(threshold, currency),
        changed_at=act.at,
        changed_by=act.actor,
    )


def _currency(threshold: Threshold, currency: str) -> str:
    return currency if threshold.unit is Unit.MONEY else ""
