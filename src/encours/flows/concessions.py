"""Nothing is given away in the heat of a difficult exchange: concessions and cancellations rest for a day."""

from datetime import timedelta

from encours.ground.evidence.acts import Act
from encours.ground.kernel.reason import N_, Reason, Refused
from encours.method.cases import queries as cases_queries
from encours.method.outreach.rules.pauses import concessions_locked_until
from encours.method.strategy.thresholds import thresholds_now


def problem_of_concession(act: Act, customer_id: int) -> Refused | None:
    """Why no credit note is granted and no invoice cancelled now, if an exchange was difficult. Source: R073, K10."""
    guard = thresholds_now(act).guard
    since = act.at - timedelta(hours=guard.concession_lock_hours)
    contacts = cases_queries.past_contacts([customer_id], since=since).get(customer_id, [])
    until = concessions_locked_until(contacts, guard)
    if until is None or act.at >= until:
        return None
    return Refused(
        Reason(N_("L'échange était difficile\u00a0: ni avoir ni annulation avant {until}."), until=until)
    )
