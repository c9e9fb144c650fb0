"""Old debts and the step at which each enters its ladder: proposed, confirmed by a person, asked again."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date

from django.db import transaction

from encours.books.receivables import queries as receivables_queries
from encours.flows.review.refresh import refresh
from encours.ground.evidence.acts import Act
from encours.ground.kernel.clock import days_between
from encours.ground.kernel.money import Money
from encours.ground.kernel.reason import N_, Reason, Refused
from encours.method.strategy import actions as strategy_actions
from encours.method.strategy import queries as strategy_queries
from encours.method.strategy.actions import Confirmed, Entry
from encours.method.strategy.queries import Progress
from encours.method.strategy.rules.entry import EntryChoice, entry_choice

COUNTED = 1000
"""So many are counted; of more it is only said that there are more."""
_MOVED_ON = Reason(N_("Ces dossiers ont avancé depuis : leur étape d'entrée ne se reprend plus."))


@dataclass(frozen=True, slots=True)
class OldDebt:
    """An old debt whose entry waits for a person, with what is proposed. `place`: where its list goes on."""

    case_id: int
    customer_id: int
    customer: str
    overdue: Money
    oldest_due_on: date
    ladder: str
    choice: EntryChoice
    place: tuple[str, int]


def waiting(entity_id: int) -> int:
    """How many old debts wait for a person to say where they enter; COUNTED stands for as many or more."""
    return len(strategy_queries.entries_to_confirm(entity_id, limit=COUNTED))


def old_debts(
    act: Act, *, sent_elsewhere: bool, after: tuple[str, int] | None = None, limit: int
) -> list[OldDebt]:
    """A page of the old debts that wait, by customer's name, each with its proposal.

    sent_elsewhere: written reminders left before the debts came here.
    """
    rows = strategy_queries.entries_to_confirm(act.entity_id, after=after, limit=limit)
    return _proposed(act, rows, sent_elsewhere=sent_elsewhere)


@transaction.atomic
def confirm(act: Act, *, chosen: Mapping[int, str]) -> list[Confirmed] | Refused:
    """Old debts enter at the steps that a person chose (case id → level), all or none.

    What was prepared for another step does not leave. Refused for a step that is not on offer.
    """
    rows = strategy_queries.entries_among(act.entity_id, list(chosen))
    entries = []
    for debt in _proposed(act, rows, sent_elsewhere=True):
        level = next((x for x in debt.choice.offered if x.key == chosen[debt.case_id]), None)
        if level is None:
            text = N_("{customer} : cette étape n'est plus proposée, le scénario a changé.")
            return Refused(Reason(text, customer=debt.customer))
        entries.append(Entry(debt.case_id, debt.customer_id, level))
    done = strategy_actions.confirm_entries(act, entries=entries)
    refresh(act, [one.customer_id for one in done])
    return done


@transaction.atomic
def take_back(act: Act, *, confirmed: Sequence[Confirmed]) -> Refused | None:
    """Confirmed entries were a slip: they are asked again. Refused once every one of them has gone on."""
    again = strategy_actions.ask_entries_again(act, confirmed=confirmed)
    if not again:
        return Refused(_MOVED_ON)
    refresh(act, [one.customer_id for one in again])
    return None


def _proposed(act: Act, rows: Sequence[tuple[int, str, Progress]], *, sent_elsewhere: bool) -> list[OldDebt]:
    ids = sorted({customer for customer, _, _ in rows})
    customers = receivables_queries.customers_by_id(ids)
    late = {
        (customer, part.currency): part
        for customer, parts in receivables_queries.sums_of(ids, act.today).items()
        for part in parts
        if part.oldest_due_on
    }
    ladders = strategy_queries.ladders_of(act.entity_id)
    found = []
    for customer, currency, progress in rows:
        part, procedure = late.get((customer, currency)), ladders.of(progress.running)
        if part is None or part.oldest_due_on is None or procedure is None:
            continue
        days = days_between(part.oldest_due_on, act.today)
        choice = entry_choice(procedure, days_past_due=days, sent_elsewhere=sent_elsewhere)
        if choice is not None:
            row = customers[customer]
            overdue = Money(part.overdue_minor, currency)
            found.append(
                OldDebt(
                    progress.case_id,
                    customer,
                    row.name,
                    overdue,
                    part.oldest_due_on,
                    procedure.label,
                    choice,
                    (row.search_key, progress.case_id),
                )
            )
    return found
