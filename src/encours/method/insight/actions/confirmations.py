"""The owner confirms on evidence that a customer gives no follow-up, or takes that back."""

from django.db import transaction
from django.db.models import QuerySet

from encours.ground.evidence import actions as evidence_actions
from encours.ground.evidence.acts import Act
from encours.ground.kernel.reason import N_, Reason, Refused
from encours.method.insight.models import DebtorOpinion, TypeConfirmation
from encours.method.insight.rules.payer import DebtorType
from encours.method.insight.rules.points import TypeThresholds
from encours.method.insight.rules.statements import problem_of_confirmation


@transaction.atomic
def confirm_avoids(
    act: Act, *, customer_id: int, grounds: str, by_owner: bool, limits: TypeThresholds
) -> Refused | None:
    """The owner read the facts and confirms the candidate, with grounds.

    Refused to anybody else, without grounds, and unless as many kinds of evidence as the company asks
    for (three unless it says otherwise) speak for it in the stored opinion. Source: R032, ruling 13.
    """
    opinion = _opinions(act, customer_id).filter(is_avoids_candidate=True).first()
    refusal = problem_of_confirmation(
        kinds=opinion.kinds if opinion else None, grounds=grounds, by_owner=by_owner, limits=limits
    )
    if refusal or opinion is None:
        return refusal
    _standing(customer_id).update(withdrawn_on=act.today)
    row = TypeConfirmation.objects.create(
        customer_id=customer_id,
        confirmed_by=act.actor,
        confirmed_on=act.today,
        grounds=grounds.strip(),
    )
    _opinions(act, customer_id).update(is_avoids_candidate=False)
    evidence_actions.append(
        act.entry(
            "insight.type_confirmed",
            f"customer:{customer_id}",
            Reason(N_("Profil de paiement confirmé par le dirigeant")),
            payload={"confirmation": row.pk, "kinds": opinion.kinds},
            details={"grounds": row.grounds},
        )
    )
    return None


@transaction.atomic
def withdraw_confirmation(act: Act, *, customer_id: int, why: str) -> Refused | None:
    """Takes the confirmation back, with a reason: the customer is a candidate again. Source: method 2a, ethics."""
    row = _standing(customer_id).filter(customer__entity_id=act.entity_id).first()
    if row is None:
        return Refused(Reason(N_("Aucune confirmation n'est en vigueur pour ce client.")))
    if not why.strip():
        return Refused(Reason(N_("Indiquez pourquoi vous revenez sur cette confirmation.")), "why")
    row.withdrawn_on = act.today
    row.save(update_fields=["withdrawn_on"])
    still_told = _opinions(act, customer_id).filter(debtor_type=DebtorType.AVOIDS.value)
    still_told.update(is_avoids_candidate=True)
    evidence_actions.append(
        act.entry(
            "insight.confirmation_withdrawn",
            f"customer:{customer_id}",
            Reason(N_("Confirmation du profil de paiement retirée")),
            payload={"confirmation": row.pk},
            details={"why": why.strip()},
        )
    )
    return None


def _opinions(act: Act, customer_id: int) -> QuerySet[DebtorOpinion]:
    return DebtorOpinion.objects.filter(customer_id=customer_id, customer__entity_id=act.entity_id)


def _standing(customer_id: int) -> QuerySet[TypeConfirmation]:
    return TypeConfirmation.objects.filter(customer_id=customer_id, withdrawn_on__isnull=True)
