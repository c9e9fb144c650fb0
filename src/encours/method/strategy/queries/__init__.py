"""How far cases have come, what the day's list says, how steps leave in an entity."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date, datetime
from types import SimpleNamespace
from typing import Any

from django.db.models import Count, OuterRef, Q, QuerySet, Subquery

from encours.ground.kernel.money import Money
from encours.ground.kernel.reason import Reason
from encours.ground.plumbing.among import Among
from encours.ground.plumbing.leases import is_over
from encours.ground.plumbing.plain_rows import plain_rows
from encours.ground.plumbing.reason_json import from_json
from encours.method.outreach.rules.states import Mode
from encours.method.strategy.models import CaseProgress, NightRun, ProcedureVersion, StepMode, WorkItem
from encours.method.strategy.procedures import RULES, procedure_text, rules_text, shipped_procedures
from encours.method.strategy.rules.ladders import Ladders, Running
from encours.method.strategy.rules.position import MILD_TONE, Position
from encours.method.strategy.rules.step import Procedure

# Equal lines stand in the order of their names.
_PROGRESS = (
    "case_id", "procedure", "procedure_version", "chosen_procedure", "entry_asked_on", "entry_level", "level",
    "level_day", "level_tone", "level_done_on", "is_skipped", "is_bounced", "pending_call", "attempts",
    "first_attempt_on", "step_on", "call_back_at", "call_back_asked_on", "review_on",
)  # fmt: skip
IN_ORDER = ("order_key", "customer__search_key", "pk")


@dataclass(frozen=True, slots=True)
class Progress:
    """How far a case has come."""

    case_id: int
    procedure: str
    version: int
    chosen_procedure: str
    entry_asked_on: date | None
    entry_level: str
    position: Position | None
    step_on: date | None
    call_back_at: datetime | None
    call_back_asked_on: date | None
    review_on: date | None

    @property
    def has_begun(self) -> bool:
        """Whether a step of the ladder was taken, or its call tried."""
        return self.position is not None and bool(self.position.level or self.position.pending_call)

    @property
    def running(self) -> Running:
        """The ladder and the version that the case follows."""
        return self.procedure, self.version


@dataclass(frozen=True, slots=True)
class KeptVersion:
    """A published version of a ladder or of the rules, or the draft (`version` None)."""

    key: str
    version: int | None
    body: str
    reason: str
    saved_at: datetime
    saved_by: str


@dataclass(frozen=True, slots=True)
class Place:
    """Where a line stands in its section: equal ones by name."""

    order_key: str
    name: str
    id: int


@dataclass(frozen=True, slots=True)
class ListLine:
    """One line of the day's list, as it was computed."""

    id: int
    customer_id: int
    customer_name: str
    place: Place
    currency: str
    case_id: int | None
    section: str
    priority_tenths: int
    action: str
    channel: str
    sender: str
    level: str
    amount_minor: int
    oldest_due_on: date | None
    planned_minutes: int
    next_on: date | None
    waiting_minor: int
    why: tuple[Reason, ...]
    parts: dict[str, Any]
    computed_on: date
    done_at: datetime | None
    snoozed_until: date | None

    @property
    def waiting(self) -> Money | None:
        """What a week of waiting costs, an estimate; None when it costs nothing."""
        return Money(self.waiting_minor, self.currency) if self.waiting_minor else None


def progress_of(case_ids: Iterable[int]) -> dict[int, Progress]:
    """The progress of some cases."""
    rows = plain_rows(CaseProgress.objects.filter(Among("case_id", case_ids)).values_list(*_PROGRESS))
    named = [SimpleNamespace(**dict(zip(_PROGRESS, row, strict=True))) for row in rows]
    return {row.case_id: _progress(row) for row in named}


def cases_to_review(entity_id: int, today: date) -> list[tuple[int, str]]:
    """Customers and currencies whose open case is due for review on a day."""
    rows = CaseProgress.objects.filter(
        case__entity_id=entity_id, case__closed_on__isnull=True, review_on__lte=today
    )
    return list(rows.order_by("case__customer_id").values_list("case__customer_id", "case__currency"))


def work_item(entity_id: int, item_id: int) -> ListLine | None:
    """One line of the day's list of an entity, or None."""
    row = WorkItem.objects.filter(entity_id=entity_id, pk=item_id).select_related("customer").first()
    return list_line(row) if row else None


def work_items_among(customer_ids: Iterable[int]) -> dict[int, list[ListLine]]:
    """What the day's list says of some customers, by customer, the most urgent first."""
    found: dict[int, list[ListLine]] = {}
    rows = WorkItem.objects.filter(customer_id__in=list(customer_ids)).select_related("customer")
    for row in rows.order_by(*IN_ORDER):
        found.setdefault(row.customer_id, []).append(list_line(row))
    return found


def customers_listed_for(entity_id: int, member_ids: Iterable[int]) -> int:
    """How many customers in use of some account managers stand on the day's list."""
    rows = WorkItem.objects.filter(
        entity_id=entity_id,
        customer__account_manager_id__in=list(member_ids),
        customer__archived_at__isnull=True,
    )
    return int(rows.aggregate(found=Count("customer_id", distinct=True))["found"])


def step_modes(entity_id: int) -> dict[str, Mode]:
    """The modes a person chose, by stage; other stages follow the ladder."""
    rows = StepMode.objects.filter(entity_id=entity_id)
    return {stage: Mode(mode) for stage, mode in rows.values_list("stage", "mode")}


def ladders_of(entity_id: int) -> Ladders:
    """What an entity goes by: its own published versions over the shipped ladders. Read once for a page or a night."""
    rows = ProcedureVersion.objects.filter(entity_id=entity_id, version__isnull=False).order_by("version")
    in_force = dict(shipped_procedures())
    kept = {(key, procedure.version): procedure for key, procedure in in_force.items()}
    rules, rules_version = rules_text(""), 0
    for key, version, body in rows.values_list("key", "version", "body"):
        if key == RULES:
            rules, rules_version = rules_text(body), version or 0
        elif key in in_force:
            in_force[key] = kept[key, version or 0] = procedure_text(body)
    return Ladders(in_force, kept, rules, rules_version)


def followed_by(case_id: int) -> Procedure | None:
    """The ladder that a case follows, in the version it runs on; None before its first review."""
    own = ProcedureVersion.objects.filter(
        entity_id=OuterRef("case__entity_id"),
        key=OuterRef("procedure"),
        version=OuterRef("procedure_version"),
    )
    rows = CaseProgress.objects.filter(case_id=case_id).annotate(body=Subquery(own.values("body")[:1]))
    row = rows.values_list("procedure", "body").first()
    if row is None:
        return None
    return procedure_text(row[1]) if row[1] else shipped_procedures().get(row[0])


def versions_of(entity_id: int, key: str) -> list[KeptVersion]:
    """The published versions of a ladder or of the rules, the latest first."""
    rows = ProcedureVersion.objects.filter(entity_id=entity_id, key=key, version__isnull=False)
    return [_kept(row) for row in rows.order_by("-version")]


def drafts_of(entity_id: int) -> dict[str, KeptVersion]:
    """The drafts of an entity, by the key of what they are about."""
    rows = ProcedureVersion.objects.filter(entity_id=entity_id, version__isnull=True)
    return {row.key: _kept(row) for row in rows}


def running_cases(entity_id: int) -> dict[Running, int]:
    """How many open cases follow each version of each ladder."""
    rows = CaseProgress.objects.filter(case__entity_id=entity_id, case__closed_on__isnull=True)
    counted = rows.values_list("procedure", "procedure_version").annotate(Count("pk")).order_by()
    return {(key, version): count for key, version, count in counted}


def cases_behind(entity_id: int, key: str, version: int, *, most: int) -> list[tuple[int, Progress]]:
    """Open cases that follow a ladder in another version than one, with their customers, up to so many."""
    rows = CaseProgress.objects.filter(
        case__entity_id=entity_id, case__closed_on__isnull=True, procedure=key
    ).exclude(procedure_version=version)
    found = rows.select_related("case").order_by("case_id")[:most]
    return [(row.case.customer_id, _progress(row)) for row in found]


def entries_to_confirm(
    entity_id: int, *, after: tuple[str, int] | None = None, limit: int
) -> list[tuple[int, str, Progress]]:
    """Open cases of old debts whose entry nobody has confirmed: customer, currency, progress; by customer's name.

    after: the search key and the case id of the last one seen. Those that went on otherwise are asked no more.
    """
    rows = _to_confirm(entity_id)
    if after is not None:
        same = Q(case__customer__search_key=after[0], case_id__gt=after[1])
        rows = rows.filter(Q(case__customer__search_key__gt=after[0]) | same)
    found = rows.order_by("case__customer__search_key", "case_id")[:limit]
    return [(row.case.customer_id, row.case.currency, _progress(row)) for row in found]


def entries_among(entity_id: int, case_ids: Iterable[int]) -> list[tuple[int, str, Progress]]:
    """Of some cases, those whose entry nobody has confirmed: customer, currency, progress."""
    rows = _to_confirm(entity_id).filter(case_id__in=list(case_ids)).order_by("case_id")
    return [(row.case.customer_id, row.case.currency, _progress(row)) for row in rows]


def call_backs(entity_id: int) -> list[tuple[int, int, datetime]]:
    """The cases of an entity whose customer asked to be called at an hour, with the customer, by hour."""
    rows = CaseProgress.objects.filter(
        case__entity_id=entity_id, case__closed_on__isnull=True, call_back_at__isnull=False
    )
    asked = rows.order_by("call_back_at").values_list("case_id", "case__customer_id", "call_back_at")
    return [(case_id, customer_id, at) for case_id, customer_id, at in asked if at is not None]


def night_is_done(entity_id: int, on: date) -> bool:
    """Whether the night of a day was run to its end."""
    return NightRun.objects.filter(entity_id=entity_id, as_of=on, finished_at__isnull=False).exists()


def night_is_running(entity_id: int, on: date, *, technical_now: datetime) -> bool:
    """Whether a process is at the night of a day and has shown a sign of life lately."""
    rows = NightRun.objects.filter(entity_id=entity_id, as_of=on, finished_at__isnull=True)
    return rows.filter(leased_until__isnull=False).exclude(is_over(technical_now)).exists()


def last_night(entity_id: int) -> NightRun | None:
    """The latest night that was run to its end."""
    return NightRun.objects.filter(entity_id=entity_id, finished_at__isnull=False).order_by("-as_of").first()


def _to_confirm(entity_id: int) -> QuerySet[CaseProgress]:
    rows = CaseProgress.objects.filter(
        case__entity_id=entity_id,
        case__closed_on__isnull=True,
        entry_asked_on__isnull=False,
        entry_level="",
        level_tone__lte=MILD_TONE,
    )
    return rows.select_related("case")


def _kept(row: ProcedureVersion) -> KeptVersion:
    return KeptVersion(row.key, row.version, row.body, row.reason, row.saved_at, row.saved_by)


def _progress(row: Any) -> Progress:
    """From a row of `CaseProgress`, or from its values by the same names."""
    position = None
    if row.level_done_on or row.pending_call:
        position = Position(
            level=row.level,
            day=row.level_day,
            tone=row.level_tone,
            done_on=row.level_done_on or row.first_attempt_on or date.min,
            skipped=row.is_skipped,
            bounced=row.is_bounced,
            pending_call=row.pending_call,
            attempts=row.attempts,
            first_attempt_on=row.first_attempt_on,
        )
    return Progress(
        row.case_id, row.procedure, row.procedure_version, row.chosen_procedure, row.entry_asked_on,
        row.entry_level, position, row.step_on, row.call_back_at, row.call_back_asked_on, row.review_on,
    )  # fmt: skip


def list_line(row: WorkItem) -> ListLine:
    """A line of the day's list, its customer read with it."""
    return ListLine(
        row.pk, row.customer_id, row.customer.name, Place(row.order_key, row.customer.search_key, row.pk),
        row.currency, row.case_id, row.section, row.priority_tenths,
        row.action, row.channel, row.sender, row.level, row.amount_minor, row.oldest_due_on,
        row.planned_minutes, row.next_on, row.waiting_minor, tuple(from_json(why) for why in row.why), row.parts,
        row.computed_on, row.done_at, row.snoozed_until,
    )  # fmt: skip
