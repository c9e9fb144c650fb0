"""What the page of court files shows: the ways with their costs and delays, the files made, the delays that run."""

from typing import Any

from django.urls import reverse
from django.utils.translation import get_language

from encours.books.creditor.rules.roles import Permission
from encours.faces.desk.who import Desk
from encours.flows.court.filing import delays_from, procedures_of
from encours.flows.court.ways import Way, ways_of
from encours.flows.formal.acts import Standing
from encours.flows.legal.in_force import law_in_force
from encours.ground.kernel.money import Money
from encours.ground.kernel.reason import N_, Reason
from encours.ground.law.rules.procedures import Fee
from encours.method.strategy.queries.court_files import CourtFact, court_files_of
from encours.method.strategy.rules.court_files import COURT_EVENT_LABELS


def named(names: Any) -> str:
    """A name of the law in the reader's language."""
    return str(names.get(get_language() or "fr") or names.get("fr", ""))


def court_page(desk: Desk, found: Standing) -> dict[str, Any]:
    """Everything on the page."""
    ways, why_none = ways_of(found)
    case = found.proof.case
    return {
        "customer": {
            "name": found.proof.customer.name,
            "url": reverse("desk:customer", args=[case.customer_id]),
        },
        "ways": [_way(desk, case.id, way) for way in ways],
        "why_none": why_none,
        "files": [_file(desk, one) for one in court_files_of([case.id])],
        "formal_url": reverse("desk:formal", args=[case.id]),
        "is_owner": desk.is_owner,
    }


def _way(desk: Desk, case_id: int, way: Way) -> dict[str, Any]:
    law, is_ready = way.procedure, way.is_open and not way.missing
    url = reverse("desk:court_prepare", args=[case_id, law.id.replace("_", "-")])
    return {
        "name": named(law.names),
        "court": named(law.courts),
        "form": law.form,
        "href": law.href,
        "fees": [_fee(fee) for fee in way.fees],
        "delays": [named(x.names) for x in law.delays if x.since is None or not x.until],
        "is_open": way.is_open,
        "is_note": way.is_note,
        "missing": list(way.missing),
        "notes": [caution.reason for caution in way.cautions],
        "prepare_url": url if is_ready and desk.is_owner else None,
    }


def _fee(fee: Fee) -> Reason:
    if fee.lowest == fee.highest:
        return Reason(N_("{name} : {amount}"), name=named(fee.names), amount=fee.lowest)
    text = N_("{name} : de {lowest} à {highest} selon les sources")
    return Reason(text, name=named(fee.names), lowest=fee.lowest, highest=fee.highest)


def _file(desk: Desk, one: CourtFact) -> dict[str, Any]:
    law = law_in_force(desk.entity.id)
    names = [named(x.names) for x in procedures_of(law, one)]
    running = [
        row for event, on in one.days.items() for row in delays_from(desk.act, one, event=event, on=on)
    ]
    may = desk.may(Permission.CONTACT)
    return {
        "name": names[0] if names else one.procedure,
        "is_note": one.is_note,
        "total": one.total,
        "prepared_at": one.prepared_at,
        "seal": one.seal,
        "costs": Money(sum(one.fees.values()), one.total.currency) if one.fees else None,
        "days": [
            Reason(N_("{what} le {on}"), what=Reason(COURT_EVENT_LABELS[e]), on=on)
            for e, on in one.days.items()
        ],
        "delays": [_delay(row.delay) for row in running],
        "take_url": reverse("desk:court_take", args=[one.id]) if one.document_id and may else None,
        "day_url": reverse("desk:court_day", args=[one.id]) if may else None,
        "fees_url": reverse("desk:court_fees", args=[one.id]) if one.fees and may else None,
    }


def _delay(delay: Any) -> Reason:
    text = N_("{name} : pas avant le {on}") if delay.is_at_least else N_("{name} : jusqu'au {on}")
    return Reason(text, name=named(delay.names), on=delay.deadline.extended_on)
