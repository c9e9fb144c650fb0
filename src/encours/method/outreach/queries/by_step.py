"""Finds the message of a step, whatever became of it."""

from collections.abc import Iterable

from encours.ground.plumbing.among import Among
from encours.method.outreach.models import Message
from encours.method.outreach.rules.states import MessageState


def by_step_keys(entity_id: int, keys: Iterable[str]) -> dict[str, tuple[int, MessageState]]:
    """The message of some steps of an entity, with its state."""
    rows = Message.objects.filter(Among("step_key", keys), entity_id=entity_id)
    return {key: (pk, MessageState(state)) for key, pk, state in rows.values_list("step_key", "pk", "state")}
