"""What becomes of a settlement when one of its two possibilities is accepted, refused or judged by money."""

from collections.abc import Iterable

from django.db.models import Q

from encours.ground.evidence import actions as evidence_actions
from encours.ground.evidence.acts import Act
from encours.ground.kernel.money import Money
from encours.ground.kernel.reason import N_, Reason
from encours.method.agreements.actions.plans import cancel_plan
from encours.method.agreements.actions.promises import cancel_row
from encours.method.agreements.models import Agreement, Settlement
from encours.method.agreements.rules.plan_states import PLAN_MOVES, PlanState
from encours.method.agreements.rules.promise import Promise
from encours.method.agreements.rules.settlement_states import (
    SETTLEMENT_MOVES,
    SettlementChoice,
    SettlementState,
)
from encours.method.agreements.rules.words import ALLOWED_MOVES, AgreementKind, AgreementState

_OTHER_CHOSEN = N_("l'autre possibilité de l'offre a été choisie")
_OFFER_OVER = N_("l'offre est close")
_TOLD = {
    SettlementState.APPROVED: (
        "agreements.settlement_approved",
        N_("Offre décidée : {amount} pour solder {balance}"),
    ),
    SettlementState.OFFERED: (
        "agreements.settlement_offered",
        N_("Offre partie : {amount} pour solder {balance}, jusqu'au {ends_on}"),
    ),
    SettlementState.ACCEPTED: (
        "agreements.settlement_taken",
        N_("Offre acceptée : {amount} pour solder {balance}"),
    ),
    SettlementState.REFUSED: (
        "agreements.settlement_refused",
        N_("Offre refusée : le solde entier reste dû"),
    ),
    SettlementState.EXPIRED: (
        "agreements.settlement_expired",
        N_("Offre close sans réponse : le solde entier reste dû"),
    ),
    SettlementState.PAID: (
        "agreements.settlement_paid",
        N_("Offre payée : {amount} reçus pour solder {balance}"),
    ),
    SettlementState.CLOSED: (
        "agreements.settlement_closed",
        N_("Offre terminée"),
    ),
    SettlementState.DEFAULTED: (
        "agreements.settlement_defaulted",
        N_("Offre non payée à sa date : le solde entier est de nouveau dû"),
    ),
    SettlementState.WITHDRAWN: (
        "agreements.settlement_withdrawn",
        N_("Offre retirée"),
    ),
}
_AFTER = {
    AgreementState.KEPT: SettlementState.PAID,
    AgreementState.UNCONFIRMED: SettlementState.EXPIRED,
    AgreementState.BROKEN: SettlementState.DEFAULTED,
    AgreementState.PARTLY_KEPT: SettlementState.DEFAULTED,
    AgreementState.BROKEN_THEN_PAID: SettlementState.DEFAULTED,
}


def follow_answer(act: Act, row: Agreement, *, said_yes: bool) -> None:
    """A yes to one possibility ends the other; a no to the smaller amount refuses the offer."""
    found = Settlement.objects.select_for_update().filter(Q(agreement=row) | Q(plan=row)).first()
    if found is None:
        return
    found.answered_on = act.today
    if not said_yes:
        if found.agreement_id == row.pk:
            end_parts_of(act, found, _OFFER_OVER)
            move(act, found, SettlementState.REFUSED)
        return
    is_part = found.agreement_id == row.pk
    found.choice = (SettlementChoice.PART if is_part else SettlementChoice.WHOLE).value
    move(act, found, SettlementState.ACCEPTED)
    end_parts_of(act, found, _OTHER_CHOSEN, but=row.pk)
    if not is_part:
        move(act, found, SettlementState.CLOSED)


def follow_judged(act: Act, judged: Iterable[Promise]) -> None:
    """The smaller amount was paid, came too late or not at all, or nobody answered by the end of the offer."""
    states = {
        one.id: _AFTER[one.state]
        for one in judged
        if one.kind is AgreementKind.SETTLEMENT and one.state in _AFTER
    }
    if not states:
        return
    rows = Settlement.objects.select_for_update().filter(agreement_id__in=states).order_by("pk")
    for row in rows:
        assert row.agreement_id is not None
        state = states[row.agreement_id]
        if state in SETTLEMENT_MOVES[SettlementState(row.state)]:
            row.judged_on = act.today
            if state is SettlementState.PAID:
                row.choice = SettlementChoice.PART.value
            move(act, row, state)
            end_parts_of(act, row, _OFFER_OVER, but=row.agreement_id)


def move(act: Act, row: Settlement, state: SettlementState, why: str = "") -> None:
    """Brings a settlement into a state and tells the journal. The floor is in no entry."""
    row.state = state.value
    row.save()
    kind, text = _TOLD[state]
    reason = Reason(
        text,
        amount=Money(row.amount_minor, row.currency),
        balance=Money(row.balance_minor, row.currency),
        ends_on=row.ends_on,
    )
    payload = {
        "settlement": row.pk,
        "amount_minor": row.amount_minor,
        "balance_minor": row.balance_minor,
        "currency": row.currency,
    }
    details = {"reason": why.strip()} if why.strip() else {}
    evidence_actions.append(
        act.entry(kind, f"customer:{row.customer_id}", reason, payload=payload, details=details)
    )


def end_parts_of(act: Act, row: Settlement, why: str, *, but: int | None = None) -> None:
    """What of an offer still waits for a yes or for money does not any more."""
    if row.agreement_id is not None and row.agreement_id != but:
        part = Agreement.objects.get(pk=row.agreement_id)
        if AgreementState.CANCELLED in ALLOWED_MOVES[AgreementState(part.state)]:
            cancel_row(act, part, why)
    if row.plan_id is not None and row.plan_id != but:
        plan = Agreement.objects.get(pk=row.plan_id)
        if PlanState.CANCELLED in PLAN_MOVES[PlanState(plan.state)]:
            cancel_plan(act, plan_id=plan.pk, why=why)
