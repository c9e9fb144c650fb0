"""Writing the day's list, and putting a line of it off."""

from collections.abc import Iterable, Mapping, Sequence
from datetime import date

from django.db import transaction

from encours.ground.evidence import actions as evidence_actions
from encours.ground.evidence.acts import Act
from encours.ground.kernel.reason import N_, Reason
from encours.ground.plumbing.among import Among
from encours.ground.plumbing.bulk import insert_values
from encours.method.strategy.models import WorkItem

Line = Mapping[str, object]
"""The values of a line of the day's list by the columns of `WorkItem`; `why` and `parts` are written as JSON."""


def write_list(entity_id: int, lines: Sequence[Line], *, replaces: Iterable[int] | None) -> None:
    """Puts lines into the day's list in place of those of some customers, or of all when None."""
    rows = WorkItem.objects.filter(entity_id=entity_id)
    if replaces is not None:
        rows = rows.filter(Among("customer_id", replaces))
    put_off = rows.filter(snoozed_until__isnull=False).values_list("customer_id", "currency", "snoozed_until")
    snoozed: dict[tuple[object, object], date | None] = {
        (customer, currency): until for customer, currency, until in put_off
    }
    rows.delete()
    pairs = [(line["customer_id"], line["currency"]) for line in lines]
    kept = [{**line, "snoozed_until": snoozed.get(pair)} for line, pair in zip(lines, pairs, strict=True)]
    insert_values(WorkItem, kept, json_text=["why", "parts"])


@transaction.atomic
def snooze(act: Act, *, item_id: int, until: date, why: str) -> None:
    """Takes a line out of the list until a day; the journal keeps why."""
    row = WorkItem.objects.get(entity_id=act.entity_id, pk=item_id)
    WorkItem.objects.filter(pk=row.pk).update(snoozed_until=until)
    evidence_actions.append(
        act.entry(
            "strategy.line_put_off",
            f"customer:{row.customer_id}",
            Reason(N_("Reporté au {until} : {why}"), until=until, why=why),
            payload={"case": row.case_id, "until": until.isoformat()},
        )
    )
