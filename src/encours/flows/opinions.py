"""The owner's word on a payer's type; the list follows at once."""

from django.db import transaction

from encours.flows.review.refresh import refresh
from encours.ground.evidence.acts import Act
from encours.ground.kernel.reason import Refused
from encours.method.insight import actions as insight_actions


@transaction.atomic
def confirm(act: Act, *, customer_id: int, grounds: str, by_owner: bool) -> Refused | None:
    """Confirms that a customer avoids paying: refused unless the facts say so and the owner asks."""
    refused = insight_actions.confirm_avoids(act, customer_id=customer_id, grounds=grounds, by_owner=by_owner)
    if refused is None:
        refresh(act, [customer_id])
    return refused
