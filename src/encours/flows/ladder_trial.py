"""Tries a ladder on a real customer: the dates it would give, what the guard would say; nothing is written."""

from collections.abc import Sequence
from dataclasses import dataclass, replace
from datetime import date, timedelta
from enum import StrEnum

from encours.books.receivables import queries as receivables_queries
from encours.books.receivables.models import Customer
from encours.flows.customer_file import assessments_of
from encours.flows.review.assess import Assessment
from encours.flows.review.facts_of import contact_for, guard_facts
from encours.flows.review.gathered import Gathered, gather, house_of
from encours.ground.evidence.acts import Act
from encours.ground.kernel.clock import FixedClock
from encours.ground.kernel.reason import N_, Reason, Refused
from encours.method.cases.rules.contact import Channel
from encours.method.outreach.rules.drafts import state_for
from encours.method.outreach.rules.states import MessageState, Mode
from encours.method.strategy import queries as strategy_queries
from encours.method.strategy.procedures import event_levels
from encours.method.strategy.rules.procedure_gates import PRE_DUE_DAYS
from encours.method.strategy.rules.step import Procedure
from encours.method.strategy.rules.trial import Ground, Trial, TrialStep, as_new, walk


class Start(StrEnum):
    """From when a ladder is tried."""

    TODAY = "today"
    DUE_DATE = "due_date"


START_LABELS = {
    Start.TODAY: N_("aujourd'hui, avec ce qui s'est passé"),
    Start.DUE_DATE: N_("l'échéance la plus ancienne, à neuf"),
}


@dataclass(frozen=True, slots=True)
class TrialFile:
    """A trial on one customer. `modes`: how each step would leave, in the order of the steps, ceiling included."""

    customer: Customer
    follows: Procedure
    since: date
    oldest_due_on: date
    trial: Trial
    modes: tuple[Mode, ...]
    is_above_ceiling: bool


def try_out(act: Act, *, procedure: Procedure, customer_id: int, start: Start) -> TrialFile | Refused:
    """What a ladder would give a customer from a day on, by the rules of the night and of the guard."""
    customer = receivables_queries.customer(act.entity_id, customer_id)
    if customer is None:
        return Refused(Reason(N_("Ce client n'est pas dans vos livres.")), "customer")
    known = gather(house_of(act.entity_id, act.today, FixedClock(act.at)), [customer_id])
    found = [a for a in assessments_of(known, customer_id) if a.facts.items]
    if not found:
        return Refused(Reason(N_("Aucune facture n'est ouverte chez ce client.")), "customer")
    a = min(found, key=lambda one: min(item.due_on for item in one.facts.items))
    oldest = min(item.due_on for item in a.facts.items)
    since = act.today if start is Start.TODAY else oldest - timedelta(days=PRE_DUE_DAYS)
    facts = replace(a.facts, today=since) if start is Start.TODAY else as_new(a.facts, since)
    trial = walk(facts, procedure, event_levels(), _ground(known, a))
    ceiling = known.house.ceiling_in(a.currency)
    chosen = strategy_queries.step_modes(act.entity_id)
    return TrialFile(
        customer=customer,
        follows=a.procedure,
        since=since,
        oldest_due_on=oldest,
        trial=trial,
        modes=tuple(_mode(step, chosen, ceiling) for step in trial.steps),
        is_above_ceiling=_is_above(trial.steps, ceiling),
    )


def _ground(known: Gathered, a: Assessment) -> Ground:
    customer = known.customers[a.customer_id]
    people = {channel: contact_for(customer, channel) for channel in (Channel.EMAIL, Channel.PHONE)}
    return Ground(
        guard=guard_facts(known, a.customer_id, people[Channel.EMAIL]),
        send_from=known.house.entity.send_from,
        contacts={channel: person.pk if person else None for channel, person in people.items()},
    )


def _mode(step: TrialStep, chosen: dict[str, Mode], ceiling: int | None) -> Mode:
    """How a step would leave: as the house wants its stage to, above the ceiling after somebody's yes."""
    if not step.level.has_message:
        return Mode.MANUAL
    mode = chosen.get(step.level.stage.value, step.level.mode)
    state = state_for(mode, step.amount.minor, ceiling_minor=ceiling)
    return {MessageState.TO_CONFIRM: Mode.TO_CONFIRM, MessageState.BY_HAND: Mode.MANUAL}.get(state, mode)


def _is_above(steps: Sequence[TrialStep], ceiling: int | None) -> bool:
    return ceiling is not None and any(s.amount.minor > ceiling for s in steps if s.level.has_message)
