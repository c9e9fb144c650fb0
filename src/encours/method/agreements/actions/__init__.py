"""Changing agreements: noted, accepted in writing, moved, judged by real money; plan B; and what we owe ourselves."""

from encours.method.agreements.actions.accepting import accept, accept_promise, approve, decline
from encours.method.agreements.actions.erasing import erase_words
from encours.method.agreements.actions.judging import Judged, judge_due
from encours.method.agreements.actions.own import fulfil_own_promise, note_own_promise
from encours.method.agreements.actions.plan_bs import (
    execute_plan_b,
    name_plan_b,
    open_plan_b,
    prepare_plan_b,
    take_back_plan_b,
    withdraw_plan_b,
)
from encours.method.agreements.actions.plan_judging import FellPlan
from encours.method.agreements.actions.plans import (
    PlanOffer,
    cancel_plan,
    end_plans,
    propose_plan,
    renegotiate_plan,
    resume_plans,
)
from encours.method.agreements.actions.promises import (
    cancel_open,
    cancel_promise,
    move_promise,
    note_promise,
    show_transfer,
)
from encours.method.agreements.actions.rows import lock
from encours.method.agreements.actions.settlements import (
    OfferMade,
    approve_settlement,
    close_settlement,
    end_settlements,
    make_offer,
    withdraw_settlement,
)

__all__ = [
    "FellPlan",
    "Judged",
    "OfferMade",
    "PlanOffer",
    "accept",
    "accept_promise",
    "approve",
    "approve_settlement",
    "cancel_open",
    "cancel_plan",
    "cancel_promise",
    "close_settlement",
    "decline",
    "end_plans",
    "end_settlements",
    "erase_words",
    "execute_plan_b",
    "fulfil_own_promise",
    "judge_due",
    "lock",
    "make_offer",
    "move_promise",
    "name_plan_b",
    "note_own_promise",
    "note_promise",
    "open_plan_b",
    "prepare_plan_b",
    "propose_plan",
    "renegotiate_plan",
    "resume_plans",
    "show_transfer",
    "take_back_plan_b",
    "withdraw_plan_b",
    "withdraw_settlement",
]
