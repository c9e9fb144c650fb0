"""What an offer to close a file for less must say, and what forbids it: never under the floor, always with an end."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, timedelta

from encours.ground.kernel.money import Money
from encours.ground.kernel.reason import N_, Reason, Refused
from encours.method.agreements.rules.settlement_states import (
    SETTLEMENT_RUNNING,
    SettlementChoice,
    SettlementState,
)

LEAST_DAYS, MOST_DAYS, MOST_PARTS = 10, 20, 6
"""An offer runs ten to fifteen days, a weekend or a holiday added. Source: method 2f, form."""


@dataclass(frozen=True, slots=True)
class Settlement:
    """One offer as it stands. `floor` is for the owner's eyes only; `place` counts the offers of a case."""

    id: int
    customer_id: int
    case_id: int
    state: SettlementState
    place: int
    balance: Money
    amount: Money
    floor: Money
    ends_on: date
    pay_by: date
    parts: int
    parts_from_on: date
    approved_on: date
    offered_on: date | None = None
    answered_on: date | None = None
    judged_on: date | None = None
    choice: SettlementChoice | None = None
    agreement_id: int | None = None
    plan_id: int | None = None
    waiver_id: int | None = None

    @property
    def waived(self) -> Money:
        """What is given up once the smaller amount is paid."""
        return self.balance - self.amount

    @property
    def is_running(self) -> bool:
        """Nothing else is asked for meanwhile."""
        return self.state in SETTLEMENT_RUNNING


@dataclass(frozen=True, slots=True, kw_only=True)
class SettlementDraft:
    """An offer that the owner approves: (A) `amount` by `pay_by`, (B) all of `balance` in `parts` from a day on."""

    customer_id: int
    case_id: int
    balance: Money
    amount: Money
    floor: Money
    ends_on: date
    pay_by: date
    parts: int
    parts_from_on: date
    invoices: tuple[tuple[int, int], ...]


def problem_of_settlement(
    draft: SettlementDraft, before: Sequence[Settlement], *, today: date, most_offers: int
) -> Refused | None:
    """What forbids an offer: under the floor, not less than what is owed, no true end, one too many.

    Source: method 2f, form and never.
    """
    if any(one.is_running for one in before):
        return Refused(Reason(N_("Une offre est déjà en cours : une autre ne vient qu'après sa fin.")))
    if sum(one.state is not SettlementState.WITHDRAWN for one in before) >= most_offers:
        return Refused(Reason(N_("Offres déjà faites dans ce dossier : {count}."), count=most_offers))
    if draft.amount >= draft.balance:
        return Refused(Reason(N_("Une offre est plus petite que ce qui est dû.")), "amount")
    if draft.amount < draft.floor:
        # The figure itself is not said: a refusal is journalled, and the floor is the owner's alone.
        return Refused(
            Reason(N_("Cette somme est sous votre plancher : une autre voie rapporte plus.")), "amount"
        )
    return _problem_of_days(draft, today)


def _problem_of_days(draft: SettlementDraft, today: date) -> Refused | None:
    least, most = today + timedelta(days=LEAST_DAYS), today + timedelta(days=MOST_DAYS)
    if not least <= draft.ends_on <= most:
        text = N_("L'offre court de {least} à {most} jours.")
        return Refused(Reason(text, least=LEAST_DAYS, most=MOST_DAYS), "ends_on")
    if not draft.ends_on <= draft.pay_by <= draft.ends_on + timedelta(days=LEAST_DAYS):
        text = N_("Le paiement se fait à la fin de l'offre ou dans les {days} jours qui suivent.")
        return Refused(Reason(text, days=LEAST_DAYS), "pay_by")
    if draft.parts_from_on < draft.ends_on:
        return Refused(Reason(N_("Le premier versement vient après la fin de l'offre.")), "parts_from_on")
    if not 2 <= draft.parts <= MOST_PARTS:
        return Refused(Reason(N_("De deux à {most} versements."), most=MOST_PARTS), "parts")
    return None
