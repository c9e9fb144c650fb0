"""Ladders on screen: the list, one ladder as a line with its due date in the middle, its versions."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from encours.books.creditor import queries as creditor_queries
from encours.books.creditor.rules.roles import ROLE_LABELS, Permission
from encours.faces.desk.pages.words import CHANNEL_ICONS
from encours.faces.desk.who import Desk, found
from encours.ground.kernel.reason import N_, Reason
from encours.ground.plumbing.say import say
from encours.method.outreach.rules.states import MODE_LABELS, Mode
from encours.method.strategy import queries as strategy_queries
from encours.method.strategy.procedures import procedure_text, shipped_procedures
from encours.method.strategy.queries import KeptVersion
from encours.method.strategy.rules.ladder_edit import faults, same_ladder, way_of_level
from encours.method.strategy.rules.ladder_words import (
    GOAL_LABELS,
    IDEAS,
    PLAN_B_LABELS,
    WHEN_LABELS,
    changes,
    way_words,
)
from encours.method.strategy.rules.ladders import Ladders
from encours.method.strategy.rules.step import (
    GATE_LABELS,
    TONE_WORDS,
    Ending,
    Level,
    PlanB,
    Procedure,
    StepKind,
)

MODE_ICONS = {Mode.AUTOMATIC: "send", Mode.TO_CONFIRM: "user-check", Mode.MANUAL: "hand"}


@dataclass(frozen=True, slots=True)
class Shown:
    """One ladder as it is looked at: the draft where there is one, what is in force, what came before."""

    key: str
    ladders: Ladders
    procedure: Procedure
    draft: KeptVersion | None

    @property
    def in_force(self) -> Procedure:
        """The version that new cases follow."""
        return self.ladders.in_force[self.key]


def ladder_of(desk: Desk, key: str) -> Shown:
    """The ladder of an address, with its draft; 404 when there is none of that name."""
    ladders = strategy_queries.ladders_of(desk.entity.id)
    current = found(ladders.in_force.get(key))
    draft = strategy_queries.drafts_of(desk.entity.id).get(key)
    return Shown(key, ladders, procedure_text(draft.body) if draft else current, draft)


def ladder_rows(desk: Desk) -> list[dict[str, Any]]:
    """Every ladder, for whom it is, in which version, and how many cases follow it."""
    ladders = strategy_queries.ladders_of(desk.entity.id)
    drafts, running = (
        strategy_queries.drafts_of(desk.entity.id),
        strategy_queries.running_cases(desk.entity.id),
    )
    return [
        {
            "url": reverse("desk:ladder", args=[key]),
            "label": say(Reason(ladders.in_force[key].label)),
            "idea": say(Reason(IDEAS[key])),
            "span": _span(ladders.in_force[key]),
            "version": version_words(key, ladders.in_force[key]),
            "has_draft": key in drafts,
            "cases": sum(count for (kept, _version), count in running.items() if kept == key),
        }
        for key in IDEAS
        if key in ladders.in_force
    ]


def version_words(key: str, procedure: Procedure) -> str:
    """«d'origine» or «version 3»."""
    shipped = shipped_procedures().get(key)
    if shipped is not None and same_ladder(shipped, procedure):
        return _("d'origine")
    return _("version {number}").format(number=procedure.version)


def ladder_page(desk: Desk, shown: Shown) -> dict[str, Any]:
    """The page of one ladder."""
    may_change = desk.may(Permission.DECIDE)
    wrong = faults(shown.procedure)
    running = strategy_queries.running_cases(desk.entity.id)
    following = {version: count for (key, version), count in running.items() if key == shown.key}
    return {
        "heading": say(Reason(shown.procedure.label)),
        "idea": say(Reason(IDEAS.get(shown.key, ""))),
        "version": version_words(shown.key, shown.in_force),
        "draft": _draft(desk, shown) if shown.draft else None,
        "faults": [fault.reason for fault in wrong if not fault.level],
        "cards": cards(shown.procedure, faults_of=wrong, key=shown.key if may_change else ""),
        "ending": ending(shown.procedure),
        "following": sum(following.values()),
        "behind": _behind(shown, following) if may_change else None,
        "history": history(desk, shown, may_change=may_change),
        "add_url": reverse("desk:ladder_add", args=[shown.key]) if may_change else None,
        "trial_url": reverse("desk:ladder_trial", args=[shown.key]),
        "export_url": reverse("desk:ladder_export", args=[shown.key]),
        "import_url": reverse("desk:ladder_import", args=[shown.key]) if may_change else None,
        "restore_url": reverse("desk:ladder_restore", args=[shown.key]),
        "may_change": may_change,
    }


def cards(procedure: Procedure, *, faults_of: Sequence[Any] = (), key: str = "") -> list[dict[str, Any]]:
    """The steps of a ladder as cards; `key` names the ladder where they may be changed."""
    wrong: dict[str, list[Reason]] = {}
    for fault in faults_of:
        wrong.setdefault(fault.level, []).append(fault.reason)
    levels, last = procedure.levels, len(procedure.levels) - 1
    return [
        card(level, wrong.get(level.key, []))
        | {"is_after_due": level.day > 0 and (place == 0 or levels[place - 1].day <= 0)}
        | (_ways_to_change(key, level, is_first=place == 0, is_last=place == last) if key else {})
        for place, level in enumerate(levels)
    ]


def card(level: Level, wrong: Sequence[Reason] = ()) -> dict[str, Any]:
    """One step: when, by which way, who, in which tone, how it leaves, what it wants and needs."""
    return {
        "key": level.key,
        "day": day_words(level.day),
        "label": say(Reason(level.label)),
        "icon": _icon(level),
        "way": way_words(way_of_level(level)),
        "sender": say(Reason(ROLE_LABELS[level.sender])),
        "tone": say(Reason(TONE_WORDS[level.tone])),
        "mode": say(Reason(MODE_LABELS[level.mode])),
        "mode_icon": MODE_ICONS[level.mode],
        "is_by_person": level.kind in {StepKind.TASK, StepKind.CALL},
        "goal": say(Reason(GOAL_LABELS[level.goal])),
        "when": [say(Reason(WHEN_LABELS[one])) for one in level.when],
        "gates": [say(Reason(GATE_LABELS[gate])) for gate in level.gates],
        "deadline_days": level.deadline_days,
        "faults": list(wrong),
    }


def day_words(day: int) -> str:
    """«J+9», «J−5»."""
    return f"J+{day}" if day >= 0 else f"J\N{MINUS SIGN}{-day}"


def ending(procedure: Procedure) -> Reason:
    """What comes after the last step."""
    if procedure.ending is Ending.KEEP_ON_ACCOUNT:
        return Reason(N_("Ensuite, le solde reste sur le compte, sans relance."))
    measures = [Reason(PLAN_B_LABELS[one]) for one in (*procedure.plan_b_chain, PlanB.WRITE_OFF)]
    return Reason(N_("Ensuite, vous décidez\u00a0: {measures}."), measures=measures)


def history(desk: Desk, shown: Shown, *, may_change: bool) -> list[dict[str, Any]]:
    """The versions, the latest first, the shipped one last; each may become the draft again."""
    names, kept = team_names(desk), strategy_queries.versions_of(desk.entity.id, shown.key)
    rows = [
        {
            "label": _("Version {number}").format(number=row.version),
            "on": row.saved_at,
            "by": names.get(row.saved_by, ""),
            "reason": row.reason,
            "is_current": row.version == shown.in_force.version,
            "number": row.version,
            "changes": _changed_by(shown, row, kept),
        }
        for row in kept
    ]
    rows.append(
        {
            "label": _("Scénario d'origine"),
            "on": None,
            "by": "",
            "reason": "",
            "is_current": not kept,
            "number": "",
            "changes": (),
        }
    )
    for row in rows:
        row["may_restore"] = may_change and not row["is_current"]
    return rows


def team_names(desk: Desk) -> Mapping[str, str]:
    """The people of the team as the journal names them."""
    return {f"user:{m.user_id}": m.name for m in creditor_queries.team(desk.entity.id) if m.user_id}


def _changed_by(shown: Shown, row: KeptVersion, kept: Sequence[KeptVersion]) -> tuple[Reason, ...]:
    """What a version changed against the one before it."""
    older = [
        one.version for one in kept if one.version is not None and row.version and one.version < row.version
    ]
    before = shown.ladders.kept.get((shown.key, max(older))) if older else shipped_procedures()[shown.key]
    after = shown.ladders.kept.get((shown.key, row.version or 0))
    return changes(before, after) if before and after else ()


def _draft(desk: Desk, shown: Shown) -> dict[str, Any]:
    assert shown.draft is not None
    return {
        "on": shown.draft.saved_at,
        "by": team_names(desk).get(shown.draft.saved_by, ""),
        "changes": changes(shown.in_force, shown.procedure),
        "publish_url": reverse("desk:ladder_publish", args=[shown.key]),
        "drop_url": reverse("desk:ladder_drop", args=[shown.key]),
    }


def _behind(shown: Shown, following: Mapping[int, int]) -> dict[str, Any] | None:
    """Cases that still follow another version than the one in force."""
    count = sum(cases for version, cases in following.items() if version != shown.in_force.version)
    if not count:
        return None
    words = ngettext(
        "{count} dossier suit encore une version plus ancienne.",
        "{count} dossiers suivent encore une version plus ancienne.",
        count,
    )
    return {"text": words.format(count=count), "url": reverse("desk:ladder_follow", args=[shown.key])}


def _ways_to_change(key: str, level: Level, *, is_first: bool, is_last: bool) -> dict[str, Any]:
    args = [key, level.key]
    move = reverse("desk:ladder_move", args=args)
    return {
        "edit_url": reverse("desk:ladder_step", args=args),
        "remove_url": reverse("desk:ladder_remove", args=args),
        "earlier_url": None if is_first else move,
        "later_url": None if is_last else move,
    }


def _span(procedure: Procedure) -> str:
    count, levels = len(procedure.levels), procedure.levels
    words = ngettext("{count} étape, {first}", "{count} étapes, de {first} à {last}", count)
    return words.format(count=count, first=day_words(levels[0].day), last=day_words(levels[-1].day))


def _icon(level: Level) -> str:
    return CHANNEL_ICONS[level.parts[0].channel]
