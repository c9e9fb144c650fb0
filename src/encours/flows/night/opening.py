"""Cases open one business day after a due date, at the level that the last case left."""

from collections.abc import Sequence
from datetime import timedelta

from encours.books.receivables import queries as receivables_queries
from encours.books.receivables.queries import Owing, PaidInvoice
from encours.flows.review.gathered import HISTORY_MONTHS, House, Pair
from encours.ground.evidence.acts import Act
from encours.ground.kernel.clock import local_date
from encours.ground.kernel.months import add_months
from encours.method.cases import actions as cases_actions
from encours.method.cases import queries as cases_queries
from encours.method.cases.queries import CaseFact
from encours.method.strategy import actions as strategy_actions
from encours.method.strategy import queries as strategy_queries
from encours.method.strategy.actions import Reviewed
from encours.method.strategy.queries import Progress
from encours.method.strategy.rules.case_life import Opening, PastCase, on_time_in_a_row, opening, opens_on
from encours.method.strategy.rules.entry import is_taken_over
from encours.method.strategy.rules.position import Position

_START = "unknown"


def late_pairs(house: House) -> list[Pair]:
    """Who is late and has no open case yet."""
    entity_id = house.entity.id
    owing = receivables_queries.owing_customers(entity_id, due_before=house.today)
    opened = cases_queries.open_pairs(entity_id)
    late = [o.customer_id for o in owing if (o.customer_id, o.currency) not in opened]
    free = receivables_queries.free_credits_in(entity_id) if late else {}
    return pairs_to_open(house, owing, free=free, opened=opened)


def pairs_to_open(
    house: House, owing: Sequence[Owing], *, free: dict[Pair, int], opened: set[Pair]
) -> list[Pair]:
    """Who has been late for a business day, is not covered by credits, and has no open case."""
    entity = house.entity
    return [
        (o.customer_id, o.currency)
        for o in owing
        if (o.customer_id, o.currency) not in opened
        and o.overdue_minor > free.get((o.customer_id, o.currency), 0)
        and opens_on(o.oldest_due_on, entity.country, entity.region) <= house.today
    ]


def open_for(act: Act, house: House, pairs: Sequence[Pair]) -> int:
    """Opens or reopens a case for each pair; returns how many."""
    if not pairs:
        return 0
    customers = sorted({customer for customer, _ in pairs})
    past = cases_queries.last_closed_of(customers)
    progress = strategy_queries.progress_of([past[pair].id for pair in pairs if pair in past])
    paid = receivables_queries.paid_invoices_of(
        house.entity.id, customers, since=add_months(house.today, -HISTORY_MONTHS)
    )
    found = {pair: _opening(house, past.get(pair), progress, paid.get(pair[0], [])) for pair in pairs}
    again = [pair for pair in pairs if found[pair].reopens]
    cases_actions.reopen_cases(act, case_ids=[past[pair].id for pair in again])
    new = cases_actions.open_cases(act, openings=[pair for pair in pairs if pair not in set(again)])
    case_of = {**new, **{pair: past[pair].id for pair in again}}
    first = Position("", 0, 0, house.today)
    version = house.ladders.in_force[_START].version
    old = _taken_over(house, sorted({customer for customer, _ in new}))
    strategy_actions.write_reviews(
        [
            Reviewed(
                case_of[pair],
                _START,
                version,
                house.today,
                found[pair].position or first,
                _chosen(past.get(pair), progress),
                house.today if pair in old and pair in new else None,
            )
            for pair in pairs
        ]
    )
    return len(pairs)


def _taken_over(house: House, customers: Sequence[int]) -> set[Pair]:
    """Whose oldest debt was already old when it came into the books: a person says where it enters."""
    zone, old_days = house.entity.time_zone, house.thresholds.ladder.old_days
    before = house.today - timedelta(days=old_days)
    late = receivables_queries.entered_when_late(customers, due_before=before + timedelta(days=1))
    return {
        pair
        for pair, dues in late.items()
        if any(is_taken_over(due_on, local_date(at, zone), old_days=old_days) for due_on, at in dues)
    }


def _chosen(past: CaseFact | None, progress: dict[int, Progress]) -> str:
    """What a person chose for this customer stays its ladder in a case that opens anew."""
    before = progress.get(past.id) if past else None
    return before.chosen_procedure if before else ""


def _opening(
    house: House, past: CaseFact | None, progress: dict[int, Progress], paid: Sequence[PaidInvoice]
) -> Opening:
    before = progress.get(past.id) if past else None
    running = before.running if before else None
    procedure = house.ladders.followed(running[0] if running else _START, running)
    ended = PastCase(past.closed_on, before.position if before else None) if past and past.closed_on else None
    since = past.closed_on if past and past.closed_on else house.today
    lately = [(p.due_on, p.closed_on) for p in paid if p.due_on > since]
    on_time = on_time_in_a_row(lately, tolerance_days=house.thresholds.payer.on_time_days)
    terms = house.thresholds.ladder
    return opening(house.today, procedure, past=ended, on_time_in_a_row=on_time, terms=terms)
