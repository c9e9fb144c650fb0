"""The law in force on screen: the countries, their facts with source and flags, what was changed and by whom."""

from collections.abc import Iterator
from typing import Any

from django.urls import reverse
from django.utils.translation import get_language
from django.utils.translation import gettext as _

from encours.books.creditor import queries as creditor_queries
from encours.books.creditor.law import KeptChange, law_changes
from encours.books.creditor.rules.law_change import LAW_CHANGE_LABELS, LawChangeKind
from encours.books.creditor.rules.roles import Permission
from encours.faces.desk.pages.rights import flags, in_language, source_link
from encours.faces.desk.pages.settings import SUBJECTS, subjects
from encours.faces.desk.who import Desk
from encours.flows.legal.in_force import law_in_force
from encours.flows.legal.watch import codes_in_use, near_dates, words_of
from encours.ground.kernel.reason import N_, Reason
from encours.ground.law.facts import Fact, Standing
from encours.ground.law.pack import Library, Pack
from encours.ground.law.rules.watching import Near
from encours.ground.law.tables import RateRow
from encours.ground.plumbing.formats import decimal_text
from encours.ground.plumbing.say import say

SUBJECT_LABELS = {
    "late_interest": N_("Intérêts de retard"),
    "consumers": N_("Particuliers"),
    "compensation": N_("Indemnité et frais"),
    "limitation": N_("Prescription"),
    "contact": N_("Contacts et données"),
    "mentions": N_("Mentions et factures électroniques"),
    "procedures": N_("Procédures et frais"),
    "insolvency": N_("Procédures collectives"),
    "vat_relief": N_("TVA des créances perdues"),
    "registries": N_("Registres"),
    "payment_terms": N_("Délais de paiement"),
}
SECTOR_LABELS = {
    "transport": N_("transport de marchandises"),
    "transport_international": N_("transport international par route"),
    "telecom": N_("télécommunications"),
    "energy": N_("énergie"),
    "water": N_("eau"),
    "hotel": N_("hôtel"),
    "restaurant": N_("restaurant"),
    "health": N_("santé"),
    "insurance_premium": N_("primes d'assurance"),
    "residential_rent": N_("loyers d'habitation"),
    "retail": N_("commerce de détail"),
    "craft": N_("artisanat"),
    "food": N_("denrées alimentaires"),
    "lodging": N_("hébergement"),
    "lawyer": N_("honoraires d'avocat"),
    "periodic": N_("prestations périodiques"),
    "rent": N_("loyers"),
    "ship_supplies": N_("fournitures de navire"),
}


def law_index(desk: Desk) -> dict[str, Any]:
    """The subject of the settings: what to look at, the countries, what was changed."""
    law = law_in_force(desk.entity.id)
    used, may_change = codes_in_use(desk.entity.id, law), desk.may(Permission.CONFIGURE)
    names = {f"user:{m.user_id}": m.name for m in creditor_queries.team(desk.entity.id)}
    packs = sorted(law.packs.values(), key=lambda pack: (pack.code not in used, in_language(pack.names)))
    return {
        "near": [_near(near, law) for near in near_dates(desk.act)],
        "packs": [_pack(pack, is_used=pack.code in used) for pack in packs],
        "changes": [_change(change, names, may_change=may_change) for change in law_changes(desk.entity.id)],
        "update_url": reverse("desk:law_update") if may_change else None,
    }


def law_alert(desk: Desk) -> list[dict[str, Any]]:
    """One line of today's alerts for who may do something about it, while a date of the law is near."""
    near = near_dates(desk.act) if desk.may(Permission.CONFIGURE) else []
    url = reverse("desk:settings_section", args=["law"])
    return [{"name": _("Droit à vérifier"), "count": len(near), "url": url}] if near else []


def country_page(desk: Desk, pack: Pack) -> dict[str, Any]:
    """The facts of a country by subject, then its rates."""
    may_change = desk.may(Permission.CONFIGURE)
    return {
        **_frame(in_language(pack.names)),
        "may_configure": may_change,
        "missing": [Reason(SUBJECT_LABELS[subject]) for subject in SUBJECT_LABELS if subject in pack.missing],
        "groups": [*_groups(pack, may_change=may_change), *_tables(pack, may_change=may_change)],
    }


def fact_named(law: Library, fact_id: str) -> dict[str, Any] | None:
    """A fact, or a row of a table, for the form that marks it; None when there is none."""
    for pack in law.packs.values():
        if fact := pack.facts.get(fact_id):
            return {"id": fact_id, "text": _stated(fact), "code": pack.code}
        for table in pack.tables.values():
            for row in table.rows:
                if row.id == fact_id:
                    return {"id": fact_id, "text": f"{table.title}: {row.percent} %", "code": pack.code}
    return None


def sectors(law: Library, country: str) -> list[tuple[str, str]]:
    """The sectors whose limitation a country tells apart."""
    packs = [pack for pack in law.packs.values() if country in pack.covers]
    known = {sector for pack in packs for regime in pack.limitation for sector in regime.sectors}
    return [(key, say(Reason(label))) for key, label in SECTOR_LABELS.items() if key in known]


def _frame(heading: str) -> dict[str, Any]:
    return {
        "subjects": subjects("law"),
        "heading": heading,
        "over": say(Reason(SUBJECTS["law"])),
        "aside": [],
    }


def _near(near: Near, law: Library) -> dict[str, Any]:
    return {"country": in_language(law.packs[near.code].names), "on": near.on, "words": words_of(near)}


def _pack(pack: Pack, *, is_used: bool) -> dict[str, Any]:
    standings = [fact.standing for fact in pack.facts.values()]
    return {
        "url": reverse("desk:law_country", args=[pack.code]),
        "name": in_language(pack.names),
        "is_used": is_used,
        "count": len(standings),
        "unverified": sum(standing.is_unverified for standing in standings),
        "validated": sum(standing.is_lawyer_validated for standing in standings),
        "known_through": max(
            (s.known_through for s in standings if not s.is_unverified), default=standings[0].known_through
        ),
    }


def _change(change: KeptChange, names: dict[str, str], *, may_change: bool) -> dict[str, Any]:
    is_standing = change.withdrawn_at is None
    by = names.get(change.made_by, change.made_by)
    told = Reason(N_("par {person}, le {on}"), person=change.person, on=change.on) if change.person else None
    return {
        "kind": Reason(LAW_CHANGE_LABELS[change.kind]),
        "subject": change.subject,
        "told": told,
        "at": change.made_at,
        "by": by,
        "withdrawn_at": change.withdrawn_at,
        "is_update": change.kind is LawChangeKind.UPDATE,
        "withdraw_url": reverse("desk:law_withdraw", args=[change.id])
        if is_standing and may_change
        else None,
    }


def _groups(pack: Pack, *, may_change: bool) -> Iterator[dict[str, Any]]:
    for subject, label in SUBJECT_LABELS.items():
        facts = [fact for fact in pack.facts.values() if fact.subject == subject]
        if facts:
            rows = [_fact(fact, pack, may_change=may_change) for fact in facts]
            yield {"title": Reason(label), "rows": rows}


def _fact(fact: Fact, pack: Pack, *, may_change: bool) -> dict[str, Any]:
    return {
        "id": fact.id,
        "text": _stated(fact),
        "note": "" if _is_french() else fact.note,  # notes of the research, written in English
        "texts": fact.texts,
        **_standing(fact.standing, pack),
        "validate_url": _validate(fact.id) if may_change else None,
    }


def _stated(fact: Fact) -> str:
    """What a fact states, in the language of the page where it is told in it."""
    return fact.statement_fr if _is_french() and fact.statement_fr else fact.statement


def _is_french() -> bool:
    return (get_language() or "fr").startswith("fr")


def _tables(pack: Pack, *, may_change: bool) -> Iterator[dict[str, Any]]:
    for table in pack.tables.values():
        rows = [_row(row, pack, may_change=may_change) for row in reversed(table.rows)]
        yield {"title": table.title, "rows": rows}


def _row(row: RateRow, pack: Pack, *, may_change: bool) -> dict[str, Any]:
    text = N_("{percent} % du {since} au {until}") if row.until else N_("{percent} % depuis le {since}")
    percent = decimal_text(row.percent, language=get_language() or "fr")
    words = Reason(text, percent=percent, since=row.in_force_on, until=row.until)
    return {
        "id": row.id,
        "text": say(words),
        "note": "" if _is_french() else row.note,
        "texts": (),
        **_standing(row.standing, pack),
        "validate_url": _validate(row.id) if may_change else None,
    }


def _standing(standing: Standing, pack: Pack) -> dict[str, Any]:
    marked = None
    if standing.validated_on:
        text = N_("validé par {person} le {on}")
        marked = Reason(text, person=standing.validated_by, on=standing.validated_on)
    return {
        "flags": flags(standing),
        "marked": marked,
        "is_unverified": standing.is_unverified,
        "checked_on": standing.last_checked_on,
        "known_through": standing.known_through,
        "sources": [source_link(s) for name in standing.sources if (s := pack.sources[name]).was_seen],
    }


def _validate(fact_id: str) -> str:
    return reverse("desk:law_validate", args=[fact_id])
