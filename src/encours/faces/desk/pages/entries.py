"""The page of old debts: what is proposed for each, why, and what a person may choose instead."""

from typing import Any

from django.urls import reverse
from django.utils.translation import gettext as _

from encours.books.creditor.rules.roles import Permission
from encours.faces.desk.addresses import with_query
from encours.faces.desk.forms.entries import EntriesForm
from encours.faces.desk.who import Desk
from encours.flows import entries
from encours.flows.entries import OldDebt
from encours.ground.kernel.clock import days_between

PAGE = 50


def old_debts(desk: Desk, *, sent_elsewhere: bool, after: tuple[str, int] | None) -> list[OldDebt]:
    """The old debts of a page, and one more when there are more."""
    return entries.old_debts(desk.act, sent_elsewhere=sent_elsewhere, after=after, limit=PAGE + 1)


def entries_page(
    desk: Desk, debts: list[OldDebt], form: EntriesForm, *, sent_elsewhere: bool
) -> dict[str, Any]:
    """Everything on the page."""
    here, page = reverse("desk:customer_entries"), debts[:PAGE]
    more = len(debts) > PAGE
    return {
        "form": form,
        "tabs": [
            {"url": here, "label": _("Rien d'écrit avant Encours"), "is_current": not sent_elsewhere},
            {
                "url": with_query(here, relances="oui"),
                "label": _("Des relances écrites sont déjà parties"),
                "is_current": sent_elsewhere,
            },
        ],
        "debts": [_row(desk, debt, form) for debt in page],
        "next_url": with_query(
            here, relances="oui" if sent_elsewhere else "", nom=page[-1].place[0], apres=page[-1].place[1]
        )
        if more
        else None,
        "may_confirm": desk.may(Permission.DECIDE),
    }


def waiting_entries(desk: Desk) -> dict[str, Any] | None:
    """How many old debts wait for somebody to say where they enter, or None."""
    count = entries.waiting(desk.entity.id)
    if not count:
        return None
    return {"count": count, "is_more": count == entries.COUNTED, "url": reverse("desk:customer_entries")}


def _row(desk: Desk, debt: OldDebt, form: EntriesForm) -> dict[str, Any]:
    return {
        "customer_id": debt.customer_id,
        "name": debt.customer,
        "ladder": debt.ladder,
        "why": debt.choice.reason,
        "age_days": days_between(debt.oldest_due_on, desk.act.today),
        "overdue": debt.overdue,
        "proposed": debt.choice.proposed.label,
        "tick": form[f"tick_{debt.case_id}"],
        "step": form[f"step_{debt.case_id}"],
    }
