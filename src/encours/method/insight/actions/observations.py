"""Notes what somebody at the customer said or what was observed, with its source, and takes it back."""

from datetime import date

from django.db import transaction

from encours.books.receivables import queries as receivables_queries
from encours.ground.evidence import actions as evidence_actions
from encours.ground.evidence.acts import Act
from encours.ground.kernel.reason import N_, Reason, Refused
from encours.method.insight.models import ObservedFact
from encours.method.insight.rules.payer import OBSERVED_LABELS, Observed
from encours.method.insight.rules.statements import problem_of_observation


@transaction.atomic
def observe(act: Act, *, customer_id: int, fact: Observed, on: date, source: str) -> int | Refused:
    """Notes a fact that weighs on the type; returns its id.

    Refused without a source, for a day to come, for the same fact of the same day, and for a
    customer of another entity. Source: R032, R087.
    """
    refusal = problem_of_observation(on=on, source=source, today=act.today)
    if refusal:
        return refusal
    if receivables_queries.customer(act.entity_id, customer_id) is None:
        return Refused(Reason(N_("Ce client n'existe pas dans cette société.")))
    row, is_new = ObservedFact.objects.get_or_create(
        customer_id=customer_id,
        fact=fact.value,
        observed_on=on,
        withdrawn_on=None,
        defaults={"source": source.strip(), "noted_by": act.actor},
    )
    if not is_new:
        return Refused(Reason(N_("Ce fait est déjà noté pour ce jour.")), "on")
    _journal(act, row, "insight.fact_observed", N_("Fait noté au {on} : {fact}"))
    return row.pk


@transaction.atomic
def withdraw_observation(act: Act, *, observation_id: int) -> Refused | None:
    """Takes an observed fact back: it no longer counts. Raises ObservedFact.DoesNotExist."""
    row = ObservedFact.objects.select_for_update(of=("self",)).get(
        customer__entity_id=act.entity_id, pk=observation_id
    )
    if row.withdrawn_on:
        return Refused(Reason(N_("Ce fait est déjà retiré.")))
    row.withdrawn_on = act.today
    row.save(update_fields=["withdrawn_on"])
    _journal(act, row, "insight.fact_withdrawn", N_("Fait retiré, noté au {on} : {fact}"))
    return None


def _journal(act: Act, row: ObservedFact, kind: str, said: str) -> None:
    fact = Observed(row.fact)
    evidence_actions.append(
        act.entry(
            kind,
            f"customer:{row.customer_id}",
            Reason(said, on=row.observed_on, fact=Reason(OBSERVED_LABELS[fact])),
            payload={"observation": row.pk, "observed_on": row.observed_on.isoformat()},
            details={"fact": row.fact, "source": row.source},
        )
    )
