"""Which caps a customer's history has reached: how near we are to insisting too much (R005)."""

from encours.ground.kernel.clock import local_date
from encours.ground.kernel.reason import Reason
from encours.method.outreach.rules.contact_facts import GuardFacts, GuardRule, ProposedContact
from encours.method.outreach.rules.frequency import too_soon
from encours.method.outreach.rules.past import read

_CAPS = frozenset({GuardRule.K3, GuardRule.K4})


def caps_reached(facts: GuardFacts, proposed: ProposedContact) -> tuple[Reason, ...]:
    """The caps on how often a company and its people are contacted that one more contact would break today.

    Source: requirement R005; K3 and K4 of method 2d. The gap between two contacts (K1) is no cap.
    """
    past = read(facts.history, zone=facts.time_zone, proposed=proposed)
    day = local_date(facts.now, facts.time_zone).toordinal()
    return tuple(
        limit.reason for limit in too_soon(past, proposed, day, limits=facts.limits) if limit.rule in _CAPS
    )
