"""What leaves next, what waits for a person, what is foreseen for tomorrow, and what does not leave and why."""

from collections.abc import Collection, Sequence
from typing import Any

from django.urls import reverse

from encours.books.creditor.rules.roles import Permission
from encours.faces.desk.addresses import with_query
from encours.faces.desk.pages.departure import departure, held_back
from encours.faces.desk.who import Desk
from encours.flows.night.report import NightReport, Planned
from encours.ground.kernel.money import Money
from encours.ground.kernel.reason import N_, Reason
from encours.ground.plumbing.reason_json import from_json
from encours.method.outreach import queries as outreach_queries
from encours.method.outreach.rules.states import MODE_LABELS, MessageState, Mode

PAGE = 100
_TODAY = frozenset({MessageState.READY, MessageState.TO_CONFIRM, MessageState.BY_HAND})


def leaving_page(
    desk: Desk, foreseen: NightReport, *, before: int | None = None, unticked: Collection[int] = ()
) -> dict[str, Any]:
    """Everything on the page; `foreseen` is what the coming night would prepare for some customers.

    before: the messages below this number. unticked: those a person has just taken the tick from.
    """
    ready, ready_url = _planned(desk, MessageState.READY, before=before, unticked=unticked)
    to_confirm, _more = _planned(desk, MessageState.TO_CONFIRM)
    by_hand, _more = _planned(desk, MessageState.BY_HAND)
    counts = outreach_queries.counts(desk.entity.id)
    silent = _not_leaving(foreseen.planned)
    ceiling = desk.entity.ceiling_minor
    return {
        "departure": departure(desk) or _nothing_leaves(desk),
        "leaving": ready,
        "leaving_count": counts.get(MessageState.READY, 0),
        "leaving_url": ready_url,
        "to_confirm": to_confirm,
        "to_confirm_count": counts.get(MessageState.TO_CONFIRM, 0),
        "by_hand": by_hand,
        "by_hand_count": counts.get(MessageState.BY_HAND, 0),
        "foreseen": [_foreseen(p) for p in foreseen.planned if p.subject],
        "foreseen_on": foreseen.as_of,
        "not_leaving": silent,
        "until_is_known": any(line["until"] for line in silent),
        "rest": _rest(foreseen),
        "ceiling": Money(ceiling, desk.entity.currency) if ceiling else None,
        "may_contact": desk.may(Permission.CONTACT),
    }


def _planned(
    desk: Desk, state: MessageState, *, before: int | None = None, unticked: Collection[int] = ()
) -> tuple[list[dict[str, Any]], str | None]:
    """A page of messages in a state, and where the next ones are."""
    rows = outreach_queries.messages_in(desk.entity.id, [state])
    found = list((rows.filter(pk__lt=before) if before else rows)[: PAGE + 1])
    page = found[:PAGE]
    url = with_query(reverse("desk:messages_tomorrow"), avant=page[-1].pk) if len(found) > PAGE else None
    return [_planned_message(m, is_kept=m.pk not in unticked) for m in page], url


def _rest(foreseen: NightReport) -> dict[str, Any] | None:
    """The customers that the preview has not looked at yet."""
    if not foreseen.left:
        return None
    text = Reason(N_("Clients que cet aperçu n'a pas encore passés en revue : {count}."), count=foreseen.left)
    return {"text": text, "url": with_query(reverse("desk:messages_tomorrow"), apres=foreseen.after)}


def _nothing_leaves(desk: Desk) -> dict[str, Any]:
    return {"at": desk.act.at, "count": 0, "amounts": [], "held": held_back(desk, ())}


def _planned_message(m: Any, *, is_kept: bool) -> dict[str, Any]:
    return {
        "id": m.pk,
        "url": reverse("desk:message", args=[m.pk]),
        "customer_id": m.customer_id,
        "customer": m.customer.name,
        "to": m.to_email,
        "subject": m.subject,
        "text": m.text,
        "amount": Money(m.total_minor, m.currency),
        "invoice_count": m.invoice_count,
        "mode": Reason(MODE_LABELS[Mode(m.mode)]),
        "step": "",
        "reasons": [from_json(r) for r in m.reasons][:2],
        "is_kept": is_kept,
    }


def _foreseen(p: Planned) -> dict[str, Any]:
    return {
        "customer_id": p.customer_id,
        "customer": p.customer,
        "to": p.to,
        "subject": p.subject,
        "text": p.text,
        "amount": p.amount,
        "reasons": p.reasons[:2],
        "skip_url": reverse("desk:skip", args=[p.customer_id]),
    }


def _not_leaving(planned: Sequence[Planned]) -> list[dict[str, Any]]:
    """Customers who are not written to tomorrow, and why; those written to today are not repeated."""
    leaving_today = outreach_queries.written_to_soon({p.customer_id for p in planned}, _TODAY)
    silent = {"wait", "hold", "check_bank", "keep_on_account", "we_owe", "missing_address"}
    return [
        {
            "customer_id": p.customer_id,
            "customer": p.customer,
            "why": p.reasons[0],
            "until": p.until,
            "amount": p.amount or None,
        }
        for p in planned
        if (p.refused_by or p.decision in silent) and p.reasons and p.customer_id not in leaving_today
    ]
