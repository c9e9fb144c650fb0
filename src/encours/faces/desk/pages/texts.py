"""Texts on screen: their list by stage, one of them beside what the customer sees, its versions."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from django.urls import reverse
from django.utils.translation import gettext as _

from encours.books.creditor import queries as creditor_queries
from encours.books.creditor.rules.roles import Permission
from encours.books.receivables import queries as receivables_queries
from encours.faces.desk.who import Desk, found
from encours.flows import texts as texts_flow
from encours.flows.text_examples import HOSTS
from encours.flows.texts import Seen, in_force
from encours.ground.kernel.reason import N_, Reason
from encours.ground.plumbing.say import say
from encours.ground.wording.edit import differences, same_words
from encours.ground.wording.facts import LANGUAGES, REGISTER_LABELS, Register
from encours.ground.wording.findings import Finding, Severity
from encours.ground.wording.library import Key
from encours.ground.wording.script import SCRIPT
from encours.ground.wording.stages import FORMAL
from encours.ground.wording.templates import Template, shipped, shipped_ids
from encours.ground.wording.words import STAGE_LABELS, conditions, section_name
from encours.method.cases import queries as cases_queries
from encours.method.outreach.queries import texts as outreach_texts
from encours.method.outreach.queries.texts import KeptText
from encours.method.strategy import queries as strategy_queries
from encours.method.strategy.procedures import event_levels

_PIECES = "pieces"
_TONES = {Severity.BLOCK: "late", Severity.ERROR: "late", Severity.WARN: "today", Severity.INFO: "rest"}
_ICONS = {Severity.BLOCK: "ban", Severity.ERROR: "circle-alert", Severity.WARN: "eye", Severity.INFO: "info"}
_SEVERITIES = {
    Severity.BLOCK: N_("empêche l'envoi"),
    Severity.ERROR: N_("à corriger"),
    Severity.WARN: N_("à revoir"),
    Severity.INFO: N_("conseil"),
}
_LANGUAGE_LABELS = {"fr": N_("français"), "en": N_("anglais")}
MOST_CUSTOMERS = 12


@dataclass(frozen=True, slots=True)
class Shown:
    """One text as it is looked at: the draft where there is one, and what is in force."""

    key: Key
    in_force: Template
    draft: KeptText | None

    @property
    def template(self) -> Template:
        """What stands in the form."""
        return (self.draft.template if self.draft else None) or self.in_force

    @property
    def args(self) -> list[str]:
        """The text in an address."""
        return [self.key[0], self.key[1], self.key[2].value]


def text_of(desk: Desk, template: str, language: str, register: str) -> Shown:
    """The text of an address; 404 when there is none of that name, language and form."""
    found((language in LANGUAGES and register in set(Register)) or None)
    key = (template, language, Register(register))
    current = found(in_force(desk.entity.id, key))
    return Shown(key, current, outreach_texts.draft_of(desk.entity.id, key))


def text_groups(desk: Desk) -> list[dict[str, Any]]:
    """Every text by its stage: where it is used, which forms there are, which are one's own."""
    library, drafts = outreach_texts.library_of(desk.entity.id), outreach_texts.drafted(desk.entity.id)
    used = _used_at(desk)
    rows: dict[str, list[dict[str, Any]]] = {}
    for template_id in (*shipped_ids("fr"), SCRIPT):
        original = shipped(template_id, "fr")
        forms = [
            {
                "url": reverse("desk:text", args=[template_id, language, register.value]),
                "label": _form_label(language, register),
                "is_own": (template_id, language, register) in library.own,
                "has_draft": (template_id, language, register) in drafts,
            }
            for language, register in _forms(template_id)
        ]
        row = {
            "id": template_id,
            "name": _name_of(template_id),
            "used": used.get(template_id, []),
            "forms": forms,
            "is_formal": original.stage in FORMAL,
        }
        group = _PIECES if template_id in HOSTS else original.stage.value
        rows.setdefault(group, []).append(row)
    labels = {stage.value: label for stage, label in STAGE_LABELS.items()} | {
        _PIECES: N_("Morceaux que plusieurs messages partagent")
    }
    return [
        {"label": say(Reason(label)), "texts": rows[name]} for name, label in labels.items() if name in rows
    ]


def text_page(desk: Desk, shown: Shown) -> dict[str, Any]:
    """The page of one text, without its form and preview."""
    may_change = desk.may(Permission.DECIDE)
    names = {f"user:{m.user_id}": m.name for m in creditor_queries.team(desk.entity.id) if m.user_id}
    template_id, language, register = shown.key
    return {
        "heading": _name_of(template_id),
        "code": template_id,
        "is_script": template_id == SCRIPT,
        "stage": say(Reason(STAGE_LABELS[shown.in_force.stage])),
        "form_label": _form_label(language, register),
        "version": version_words(shown),
        "others": [
            {"url": reverse("desk:text", args=[template_id, lang, reg.value]), "label": _form_label(lang, reg),
             "is_current": (lang, reg) == (language, register)}
            for lang, reg in _forms(template_id)
        ],
        "used": _used_at(desk).get(template_id, []),
        "is_formal": shown.in_force.stage in FORMAL,
        "draft": _draft(shown, names) if shown.draft else None,
        "history": _history(desk, shown, names, may_change=may_change),
        "customers": _customers(desk),
        "preview_url": reverse("desk:text_preview", args=shown.args),
        "restore_url": reverse("desk:text_restore", args=shown.args),
        "export_url": reverse("desk:text_export", args=shown.args),
        "import_url": reverse("desk:text_import", args=shown.args) if may_change else None,
        "may_change": may_change,
    }  # fmt: skip


def version_words(shown: Shown) -> str:
    """«d'origine» or «version 3»."""
    original = shipped(*shown.key)
    if original.register is shown.key[2] and same_words(original, shown.in_force):
        return _("d'origine")
    return _("version {number}").format(number=shown.in_force.version)


def seen_page(seen: Seen, texts: Sequence[str]) -> dict[str, Any]:
    """What the customer would read, and what the rules say of it."""
    return {
        "subject": seen.subject,
        "text": seen.text,
        "short": seen.short,
        "short_length": len(seen.short),
        "said": seen.said,
        "refused": seen.refused,
        "findings": [_in_sections(finding_row(one, seen.text), texts) for one in seen.findings],
    }


def _in_sections(row: dict[str, Any], texts: Sequence[str]) -> dict[str, Any]:
    """The same line; its rewrite stays only where its words stand in one passage, and name nothing of one customer."""
    words, rewrite = row["excerpt"], row["rewrite"]
    stands = sum(text.count(words) for text in texts) if words else 0
    is_general = rewrite is not None and not any(map(str.isdigit, rewrite))
    return row if is_general and stands == 1 else row | {"rewrite": None}


def finding_row(one: Finding, text: str) -> dict[str, Any]:
    """One finding as a line: how grave, which words, why, what to write instead."""
    return {
        "rule": one.rule,
        "severity": say(Reason(_SEVERITIES[one.severity])),
        "tone": _TONES[one.severity],
        "icon": _ICONS[one.severity],
        "excerpt": text[one.start : one.end],
        "why": say(one.why),
        "suggestion": one.suggestions[0] if one.suggestions else "",
        "rewrite": one.rewrite,
        "start": one.start,
        "end": one.end,
    }


def changed_sections(shown: Shown) -> list[dict[str, Any]]:
    """What the draft says differently from what is in force."""
    return _differences(shown.in_force, shown.template)


def _draft(shown: Shown, names: Mapping[str, str]) -> dict[str, Any]:
    assert shown.draft is not None
    return {
        "on": shown.draft.saved_at,
        "by": names.get(shown.draft.saved_by, ""),
        "changes": changed_sections(shown),
        "publish_url": reverse("desk:text_publish", args=shown.args),
        "drop_url": reverse("desk:text_drop", args=shown.args),
    }


def _history(desk: Desk, shown: Shown, names: Mapping[str, str], *, may_change: bool) -> list[dict[str, Any]]:
    """The versions, the latest first, the shipped one last; each may become the draft again."""
    kept = outreach_texts.versions_of(desk.entity.id, shown.key)
    original = shipped(*shown.key)
    olds = [*(row.template or original for row in kept[1:]), original]
    rows = [
        {
            "label": _("Version {number}").format(number=row.version),
            "on": row.saved_at,
            "by": names.get(row.saved_by, ""),
            "reason": row.reason,
            "is_current": row.version == shown.in_force.version,
            "number": row.version,
            "changes": _differences(old, row.template) if row.template else [],
        }
        for row, old in zip(kept, olds, strict=False)
    ]
    rows.append(
        {"label": _("Texte d'origine"), "on": None, "by": "", "reason": "", "is_current": not kept, "number": "",
         "changes": []}
    )  # fmt: skip
    for row in rows:
        row["may_restore"] = may_change and not row["is_current"]
    return rows


def _differences(old: Template, new: Template) -> list[dict[str, Any]]:
    return [
        {
            "name": say(section_name(one.section, template_id=new.id)),
            "when": " · ".join(say(when) for when in conditions(one.section)),
            "old": one.old,
            "new": one.new,
        }
        for one in differences(old, new)
    ]


def _customers(desk: Desk) -> list[tuple[int, str]]:
    ids = cases_queries.customers_in_case(desk.entity.id, most=MOST_CUSTOMERS)
    known = receivables_queries.customers_by_id(ids)
    return sorted(((pk, row.name) for pk, row in known.items()), key=lambda pair: pair[1])


def _used_at(desk: Desk) -> dict[str, list[str]]:
    """The steps of the ladders in force that write each text, by its name."""
    ladders = strategy_queries.ladders_of(desk.entity.id)
    used: dict[str, dict[str, None]] = {}
    for procedure in (*ladders.in_force.values(), event_levels()):
        for level in procedure.levels:
            for part in level.parts:
                if part.template:
                    label = f"{say(Reason(procedure.label))} : {say(Reason(level.label))}"
                    used.setdefault(part.template, {})[label] = None
    return {template: list(labels) for template, labels in used.items()}


def _forms(template_id: str) -> list[tuple[str, Register]]:
    found = [("fr", Register.VOUS)]
    if template_id == SCRIPT or template_id in shipped_ids("fr", Register.TU):
        found.append(("fr", Register.TU))
    return [*found, ("en", Register.VOUS)]


def _form_label(language: str, register: Register) -> str:
    if language == "fr":
        words = N_("{language}, {register}")
        return say(
            Reason(words, language=Reason(_LANGUAGE_LABELS["fr"]), register=Reason(REGISTER_LABELS[register]))
        )
    return say(Reason(_LANGUAGE_LABELS[language]))


def _name_of(template_id: str) -> str:
    from django.utils.translation import get_language

    return shipped(template_id, "en" if get_language() == "en" else "fr").name


__all__ = ["Shown", "seen_page", "text_groups", "text_of", "text_page", "texts_flow"]
