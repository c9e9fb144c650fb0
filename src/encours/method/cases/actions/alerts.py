"""Alerts that people keep: made, changed, removed; each in the journal."""

from django.db import transaction

from encours.ground.evidence import actions as evidence_actions
from encours.ground.evidence.acts import Act
from encours.ground.kernel.reason import N_, Reason, Refused
from encours.method.cases.models import Alert
from encours.method.cases.rules.alert import AlertDraft, problem_of_alert, told

_GONE = Reason(N_("Cette alerte n'existe plus."))


@transaction.atomic
def keep_alert(act: Act, *, draft: AlertDraft, currency: str, alert_id: int | None = None) -> int | Refused:
    """Makes an alert of the person who acts, or changes one they may change; returns its id.

    currency: the entity's own. Refused without a name or a condition, or when it was removed meanwhile.
    """
    if refused := problem_of_alert(draft):
        return refused
    row = Alert(entity_id=act.entity_id, actor=act.actor)
    if alert_id is not None:
        rows = Alert.objects.select_for_update(of=("self",))
        found = rows.filter(entity_id=act.entity_id, pk=alert_id).first()
        if found is None:
            return Refused(_GONE)
        row = found
    row.name, row.is_shared = draft.name.strip(), draft.is_shared
    row.late_days, row.untouched_days = draft.late_days, draft.untouched_days
    row.over_minor = draft.over.minor if draft.over else None
    row.currency = draft.over.currency if draft.over else currency
    row.save()
    text = (
        N_("Alerte gardée : {name} ({conditions})")
        if alert_id is None
        else N_("Alerte modifiée : {name} ({conditions})")
    )
    kind = "cases.alert_kept" if alert_id is None else "cases.alert_changed"
    said = Reason(text, name=row.name, conditions=told(draft))
    evidence_actions.append(act.entry(kind, f"entity:{act.entity_id}", said, payload={"alert": row.pk}))
    return row.pk


@transaction.atomic
def remove_alert(act: Act, *, alert_id: int) -> Refused | None:
    """An alert is kept no longer. Refused when somebody removed it before."""
    row = Alert.objects.filter(entity_id=act.entity_id, pk=alert_id).first()
    if row is None:
        return Refused(_GONE)
    said, payload = Reason(N_("Alerte retirée : {name}"), name=row.name), {"alert": row.pk}
    row.delete()
    evidence_actions.append(
        act.entry("cases.alert_removed", f"entity:{act.entity_id}", said, payload=payload)
    )
    return None
