"""The list of a day in its sections: what is left for a person, counted whole and read a page at a time."""

from dataclasses import dataclass
from datetime import date, datetime

from django.db.models import Count, Exists, OuterRef, Q, QuerySet, Subquery, Sum, Value
from django.db.models.functions import Coalesce

from encours.method.cases.rules.contact import Channel
from encours.method.outreach import queries as outreach_queries
from encours.method.strategy.models import WorkItem
from encours.method.strategy.queries import IN_ORDER, ListLine, Place, list_line

_A_CALL = Q(channel=Channel.PHONE.value, planned_minutes__gt=0)


@dataclass(frozen=True, slots=True)
class DaySection:
    """A section of the day's list: its lines in all, those left for a person, their planned minutes and calls."""

    lines: int
    left: int
    minutes: int
    calls: int = 0


@dataclass(frozen=True, slots=True)
class TheDay:
    """The list of an entity on a day, of which some lines need nobody.

    Those are the lines whose message leaves by itself, or has left since `begun_at`; but not what is done
    by hand (`by_hand`, actions), nor what stays (`staying`, sections).
    """

    entity_id: int
    today: date
    begun_at: datetime
    by_hand: frozenset[str]
    staying: frozenset[str]


def day_sections(day: TheDay) -> dict[str, DaySection]:
    """The sections of a day's list that is not put off: one statement."""
    gone = outreach_queries.gone_since(day.entity_id, day.begun_at).values("customer_id")
    leaving = Q(customer_id__in=outreach_queries.leaving_customers(day.entity_id)) | (
        Q(customer_id__in=gone) & ~Q(customer_id__in=outreach_queries.waited_for(day.entity_id))
    )
    left = ~(_may_leave(day) & leaving)
    rows = _listed(day).order_by().values_list("section")
    counted = rows.annotate(
        lines=Count("pk"),
        left=Count("pk", filter=left),
        minutes=Sum("planned_minutes", filter=left),
        calls=Count("pk", filter=left & _A_CALL),
    )
    return {
        section: DaySection(lines, n, int(minutes or 0), calls)
        for section, lines, n, minutes, calls in counted
    }


def section_lines(day: TheDay, section: str, *, after: Place | None = None, limit: int) -> list[ListLine]:
    """The lines of a section that are left for a person, in order, behind a place."""
    rows = _left(day, section).select_related("customer")
    if after is not None:
        rows = rows.filter(_behind(after), order_key__gte=after.order_key)
    return [list_line(row) for row in rows.order_by(*IN_ORDER)[:limit]]


def section_minutes(day: TheDay, section: str, *, limit: int) -> list[tuple[int, int, bool]]:
    """The lines of a section that take a person's time, in order: number, minutes, whether it is a call."""
    rows = _left(day, section).filter(planned_minutes__gt=0).order_by(*IN_ORDER)
    found = rows.values_list("pk", "planned_minutes", "channel")[:limit]
    return [(pk, minutes, channel == Channel.PHONE.value) for pk, minutes, channel in found]


def _listed(day: TheDay) -> QuerySet[WorkItem]:
    is_put_off = Q(snoozed_until__isnull=True) | Q(snoozed_until__lte=day.today)
    return WorkItem.objects.filter(is_put_off, entity_id=day.entity_id)


def _left(day: TheDay, section: str) -> QuerySet[WorkItem]:
    """The same as `day_sections` counts, said line by line: only those are looked at that a page comes to."""
    rows = _listed(day).filter(section=section)
    if section in day.staying:
        return rows
    state = Coalesce(Subquery(outreach_queries.next_states(OuterRef("customer_id"))), Value(""))
    gone = outreach_queries.gone_since(day.entity_id, day.begun_at).filter(
        customer_id=OuterRef("customer_id")
    )
    leaving = Q(waits__in=["ready", "sending"]) | (Q(waits="") & Exists(gone))
    return rows.annotate(waits=state).exclude(_may_leave(day) & leaving)


def _may_leave(day: TheDay) -> Q:
    return ~Q(action__in=sorted(day.by_hand)) & ~Q(section__in=sorted(day.staying))


def _behind(place: Place) -> Q:
    later = Q(customer__search_key__gt=place.name) | Q(customer__search_key=place.name, pk__gt=place.id)
    return Q(order_key__gt=place.order_key) | (Q(order_key=place.order_key) & later)
