"""What people say of a payer: facts noted and taken back, a type confirmed and taken back; the list follows."""

from datetime import date

from django.db import transaction

from encours.flows.review.gathered import house_of
from encours.flows.review.payers import read_customers
from encours.flows.review.refresh import refresh
from encours.ground.evidence.acts import Act
from encours.ground.kernel.clock import FixedClock
from encours.ground.kernel.reason import Refused
from encours.method.insight import actions as insight_actions
from encours.method.insight.rules.payer import Observed
from encours.method.strategy.thresholds import thresholds_now


@transaction.atomic
def note_fact(act: Act, *, customer_id: int, fact: Observed, on: date, source: str) -> int | Refused:
    """Notes what was said or observed of a payer, with its source; returns its id. Source: R032, R087."""
    made = insight_actions.observe(act, customer_id=customer_id, fact=fact, on=on, source=source)
    if not isinstance(made, Refused):
        _weigh(act, customer_id)
    return made


@transaction.atomic
def withdraw_fact(act: Act, *, customer_id: int, observation_id: int) -> Refused | None:
    """A fact was noted by mistake: it no longer counts."""
    refused = insight_actions.withdraw_observation(act, observation_id=observation_id)
    if refused is None:
        _weigh(act, customer_id)
    return refused


@transaction.atomic
def confirm(act: Act, *, customer_id: int, grounds: str, by_owner: bool) -> Refused | None:
    """Confirms that a customer avoids paying: refused unless the facts of today say so and the owner asks."""
    _weigh(act, customer_id)
    limits = thresholds_now(act).payer
    refused = insight_actions.confirm_avoids(
        act, customer_id=customer_id, grounds=grounds, by_owner=by_owner, limits=limits
    )
    if refused is None:
        refresh(act, [customer_id])
    return refused


@transaction.atomic
def withdraw_confirmation(act: Act, *, customer_id: int, why: str) -> Refused | None:
    """Takes back the word that a customer avoids paying, with a reason. Source: method 2a, ethics."""
    refused = insight_actions.withdraw_confirmation(act, customer_id=customer_id, why=why)
    if refused is None:
        _weigh(act, customer_id)
    return refused


def _weigh(act: Act, customer_id: int) -> None:
    """Keeps the type that the facts of today support, as the night does; the list follows.

    A customer whom nobody chases is weighed as well: their books stay when their case is closed.
    """
    refresh(act, [customer_id])
    read_customers(act, house_of(act.entity_id, act.today, FixedClock(act.at)), [customer_id])
