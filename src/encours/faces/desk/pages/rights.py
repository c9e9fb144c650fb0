"""The panel of rights on screen: what may be done now and what may not, each with its text and its source."""

from typing import Any

from django.urls import reverse
from django.utils.formats import number_format
from django.utils.translation import get_language
from django.utils.translation import gettext as _

from encours.faces.desk.who import Desk
from encours.flows.customer_file import CustomerFile
from encours.flows.legal.rights_here import rights_of
from encours.ground.kernel.reason import N_, Reason
from encours.ground.law.facts import Source, Standing
from encours.ground.law.right_regimes import Stage
from encours.ground.law.rules.rights import Backed, Panel, Right
from encours.ground.law.unknown import LawUnknown

STAGE_LABELS = {
    Stage.BEFORE_DUE: N_("avant l'échéance"),
    Stage.LATE: N_("après l'échéance"),
    Stage.FORMAL: N_("après une mise en demeure"),
    Stage.COURT: N_("devant le juge"),
    Stage.INSOLVENCY: N_("procédure collective"),
    Stage.BARRED: N_("prescription acquise"),
}
_PERCENT = "\u00a0%"


def rights_panel(desk: Desk, file: CustomerFile) -> dict[str, Any]:
    """See partials/rights.html."""
    found = rights_of(desk.act, file)
    if isinstance(found, LawUnknown):
        return {"unknown": found.reason}
    return _shown(found) | {"limitation_url": reverse("desk:customer_limitation", args=[file.customer.pk])}


def _shown(panel: Panel) -> dict[str, Any]:
    return {
        "unknown": None,
        "country": in_language(panel.names),
        "stage": Reason(STAGE_LABELS[panel.stage]),
        "parts": [
            {"title": _("Vous pouvez"), "icon": "check", "lines": [_line(right) for right in panel.may]},
            {
                "title": _("Vous ne pouvez pas"),
                "icon": "ban",
                "lines": [_line(right) for right in panel.may_not],
            },
        ],
        "checked_on": panel.checked_on,
        "known_through": panel.known_through,
    }


def in_language(words: Any) -> str:
    """The words of a pack in the language of the page."""
    found: str = words.get((get_language() or "fr")[:2]) or words["fr"]
    return found


def _line(right: Right) -> dict[str, Any]:
    rate = "" if right.percent is None else f"{number_format(right.percent)}{_rate_sign()}"
    return {
        "text": in_language(right.words).replace("{rate}", rate),
        "is_verified": right.is_verified,
        "facts": [_fact(fact) for fact in right.backed],
    }


def _rate_sign() -> str:
    return _PERCENT if (get_language() or "fr").startswith("fr") else "%"


def _fact(fact: Backed) -> dict[str, Any]:
    return {
        "id": fact.id,
        "flags": flags(fact.standing),
        "sources": [source_link(source) for source in fact.sources if source.was_seen],
    }


def flags(standing: Standing) -> list[Reason]:
    """The two flags of a fact, in words: where it comes from, and whether a lawyer checked it."""
    told = N_("sourcé") if standing.is_sourced else N_("connaissance générale, à vérifier")
    checked = N_("validé par un juriste") if standing.is_lawyer_validated else N_("non validé par un juriste")
    return [Reason(told), Reason(checked)]


def source_link(source: Source) -> dict[str, str]:
    """A source by its title, with its address where it is known."""
    return {"title": source.title, "href": source.href}
