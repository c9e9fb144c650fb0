"""What the settings show of thresholds: the subjects, one subject, one threshold with its past, what would change."""

from collections.abc import Iterable, Sequence
from itertools import groupby
from typing import Any

from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from encours.books.creditor import queries as creditor_queries
from encours.books.creditor import thresholds as creditor_thresholds
from encours.books.creditor.rules.roles import Permission
from encours.books.creditor.rules.threshold import Family, Threshold
from encours.books.creditor.thresholds import Change
from encours.faces.desk.pages.settings import SUBJECTS, subjects
from encours.faces.desk.who import Desk
from encours.flows.thresholds import SEEN_TODAY, Moved, Preview
from encours.ground.kernel.reason import N_, Reason
from encours.ground.plumbing.say import say
from encours.method.insight.rules.payer import TYPE_LABELS
from encours.method.insight.rules.priority import SECTION_LABELS
from encours.method.strategy.rules.action_names import ACTION_LABELS
from encours.method.strategy.rules.thresholds import FAMILIES

MOST_SHOWN = 12


def may_change(desk: Desk, threshold: Threshold) -> bool:
    """Whether the person may change a threshold: some are the owner's alone."""
    return desk.may(Permission.CONFIGURE if threshold.is_owners else Permission.DECIDE)


def family_named(key: str) -> Family | None:
    """A subject by its name in the address."""
    return next((family for family in FAMILIES if family.key == key), None)


def threshold_named(family: Family, slug: str) -> Threshold | None:
    """A threshold of a subject by its name in the address."""
    return next((one for one in family.thresholds if one.slug == slug), None)


def value_of(desk: Desk, threshold: Threshold) -> int:
    """The value in force."""
    currency = desk.entity.currency
    changed = creditor_thresholds.changed_values(desk.entity.id, currency=currency)
    return changed.get(threshold.key, threshold.default_in(currency))


def index(desk: Desk) -> dict[str, Any]:
    """The subjects, with what was changed in each."""
    changed = creditor_thresholds.changed_values(desk.entity.id, currency=desk.entity.currency)
    last = _last(creditor_thresholds.changes(desk.entity.id))
    names = _names(desk)
    return {
        **_frame(desk, say(Reason(SUBJECTS["thresholds"]))),
        "intro": _("Les nombres de la méthode : chacun a une valeur par défaut, que vous pouvez changer."),
        "families": [
            {
                "url": reverse("desk:threshold_family", args=[family.key]),
                "label": say(Reason(family.label)),
                "intro": say(Reason(family.intro)),
                "count": len(family.thresholds),
                "changed": sum(one.key in changed for one in family.thresholds),
                "last": _who(_latest(last, family), names),
            }
            for family in FAMILIES
        ],
    }


def subject(desk: Desk, family: Family) -> dict[str, Any]:
    """One subject: its thresholds by group, each with value, default, bounds and who changed it."""
    currency, names = desk.entity.currency, _names(desk)
    changed = creditor_thresholds.changed_values(desk.entity.id, currency=currency)
    last = _last(creditor_thresholds.changes(desk.entity.id))
    groups = []
    for name, found in groupby(sorted(family.thresholds, key=_order(family)), key=lambda one: one.group):
        rows = [_row(desk, family, one, changed=changed, by=_who(last.get(one.key), names)) for one in found]
        label = say(Reason(name)) if name else ""
        count = sum(row["is_changed"] for row in rows)
        groups.append({"label": label, "rows": rows, "is_folded": name in family.folded, "changed": count})
    return {
        **_frame(desk, say(Reason(family.label))),
        "intro": say(Reason(family.intro)),
        "over": {"url": _index_url(), "label": say(Reason(SUBJECTS["thresholds"]))},
        "groups": groups,
    }


def one_threshold(desk: Desk, family: Family, threshold: Threshold) -> dict[str, Any]:
    """One threshold: its value, its default, its bounds, its past."""
    currency, now = desk.entity.currency, value_of(desk, threshold)
    default = threshold.default_in(currency)
    past = [one for one in creditor_thresholds.changes(desk.entity.id) if one.key == threshold.key]
    may = may_change(desk, threshold)
    args = [family.key, threshold.slug]
    return {
        **_frame(desk, say(Reason(threshold.label))),
        "may_configure": may,
        "intro": say(Reason(threshold.meaning)),
        "over": {
            "url": reverse("desk:threshold_family", args=[family.key]),
            "label": say(Reason(family.label)),
        },
        "value": _told(threshold, now, currency),
        "default": _told(threshold, default, currency),
        "bounds": say(threshold.range_in(currency)),
        "source": threshold.source,
        "is_owners": threshold.is_owners,
        "is_seen_today": family.key in SEEN_TODAY,
        "default_url": reverse("desk:threshold_default", args=args) if may and now != default else None,
        "past": _past(desk, threshold, past),
    }


def preview(seen: Preview) -> dict[str, Any]:
    """What another value would change, in one line and the first customers."""
    count = len(seen.moved)
    said = ngettext(
        "{count} client change de place ou d'étape", "{count} clients changent de place ou d'étape", count
    )
    heading = (
        said.format(count=count) if count else _("Aucun client ne change de profil, de partie ni d'étape")
    )
    places = ngettext("{count} ligne change de rang", "{count} lignes changent de rang", seen.places)
    return {
        "heading": heading,
        "places": places.format(count=seen.places) if seen.places else "",
        "looked": seen.looked,
        "left": seen.left,
        "rows": [
            {
                "url": reverse("desk:customer", args=[one.customer_id]),
                "customer": one.customer,
                "changes": _differences(one),
            }
            for one in seen.moved[:MOST_SHOWN]
        ],
        "more": max(0, count - MOST_SHOWN),
    }


def _differences(one: Moved) -> list[Reason]:
    pairs = (
        (N_("profil"), TYPE_LABELS[one.before.type], TYPE_LABELS[one.after.type]),
        (N_("liste"), SECTION_LABELS[one.before.section], SECTION_LABELS[one.after.section]),
        (N_("à faire"), ACTION_LABELS.get(one.before.action, ""), ACTION_LABELS.get(one.after.action, "")),
    )
    text = N_("{what} : « {before} » devient « {after} »")
    return [
        Reason(text, what=Reason(what), before=Reason(before), after=Reason(after))
        for what, before, after in pairs
        if before != after
    ] or [Reason(N_("suit un autre scénario"))]


def _order(family: Family) -> Any:
    groups = list(dict.fromkeys(one.group for one in family.thresholds))
    return lambda one: groups.index(one.group)


def _row(
    desk: Desk, family: Family, threshold: Threshold, *, changed: Any, by: dict[str, Any] | None
) -> dict[str, Any]:
    currency = desk.entity.currency
    default = threshold.default_in(currency)
    is_changed = threshold.key in changed
    return {
        "url": reverse("desk:threshold", args=[family.key, threshold.slug]),
        "label": say(Reason(threshold.label)),
        "meaning": say(Reason(threshold.meaning)),
        "value": _told(threshold, changed.get(threshold.key, default), currency),
        "default": _told(threshold, default, currency),
        "bounds": say(threshold.range_in(currency)),
        "is_changed": is_changed,
        "is_held": threshold.held is not None,
        "by": by if is_changed else None,
    }


def _past(desk: Desk, threshold: Threshold, past: Sequence[Change]) -> list[dict[str, Any]]:
    """Each change with what stood before it, the latest first."""
    currency, names = desk.entity.currency, _names(desk)
    default = threshold.default_in(currency)
    values = [default if one.value is None else one.value for one in past]
    return [
        {
            **(_who(one, names) or {}),
            "before": _told(threshold, (values[place + 1] if place + 1 < len(past) else default), currency),
            "after": _told(threshold, values[place], currency),
        }
        for place, one in enumerate(past[:MOST_SHOWN])
    ]


def _frame(desk: Desk, heading: str) -> dict[str, Any]:
    return {
        "subjects": subjects("thresholds"),
        "heading": heading,
        "may_configure": desk.may(Permission.DECIDE),
    }


def _told(threshold: Threshold, value: int, currency: str) -> str:
    return say(Reason("{value}", value=threshold.told(value, currency)))


def _last(changes: Iterable[Change]) -> dict[str, Change]:
    """The latest change of each threshold; changes come the latest first."""
    found: dict[str, Change] = {}
    for change in changes:
        found.setdefault(change.key, change)
    return found


def _latest(last: dict[str, Change], family: Family) -> Change | None:
    found = [last[one.key] for one in family.thresholds if one.key in last]
    return max(found, key=lambda change: change.id, default=None)


def _who(change: Change | None, names: dict[str, str]) -> dict[str, Any] | None:
    if change is None:
        return None
    return {"name": names.get(change.by, _("une personne de l'équipe")), "at": change.at}


def _names(desk: Desk) -> dict[str, str]:
    return {f"user:{m.user_id}": m.name for m in creditor_queries.team(desk.entity.id) if m.user_id}


def _index_url() -> str:
    return reverse("desk:settings_section", args=["thresholds"])
