"""Names a decision in the closed words of the command line: what, by which way, by whom."""

from collections.abc import Sequence
from dataclasses import dataclass
from typing import assert_never

from encours.books.creditor.rules.roles import Role
from encours.ground.kernel.reason import N_
from encours.method.agreements.rules.words import OwnPromiseKind
from encours.method.cases.rules.contact import Occasion
from encours.method.strategy.rules.advise.words import AdviceChannel, AdviceSender, NextAction
from encours.method.strategy.rules.decision import (
    Call,
    CheckBank,
    Close,
    Decide,
    Decision,
    Hold,
    KeepOnAccount,
    MissingAddress,
    Send,
    Task,
    Wait,
    WeOwe,
)
from encours.method.strategy.rules.step import Level, Stage

ACTION_LABELS: dict[str, str] = {
    "pre_due_email": N_("Rappel avant échéance"),
    "courtesy_email": N_("Mot de courtoisie"),
    "second_reminder_email": N_("Deuxième rappel"),
    "statement_email": N_("Relevé de compte"),
    "call": N_("Appel"),
    "call_by_account_manager": N_("Appel par son chargé de clientèle"),
    "call_by_intermediary": N_("Appel par un intermédiaire"),
    "call_back": N_("Rappel demandé"),
    "answer_dispute": N_("Réponse à son litige"),
    "repair_own_promise": N_("Notre parole à tenir"),
    "fix_minor_issue": N_("Adresse à compléter"),
    "promise_reminder": N_("Rappel de sa promesse"),
    "broken_promise_contact": N_("Message sur l'accord non suivi d'un paiement"),
    "written_options": N_("Possibilités par écrit"),
    "propose_plan": N_("Proposition d'échéancier"),
    "send_summary_request_acceptance": N_("Résumé à faire accepter"),
    "firm_letter": N_("Lettre ferme"),
    "settlement_offer": N_("Offre de règlement partiel"),
    "formal_notice": N_("Mise en demeure"),
    "last_notice": N_("Dernier avis"),
    "agency_handoff": N_("Transmission du dossier"),
    "suggest_agency": N_("Décision à prendre"),
    "thank_you": N_("Remerciement"),
    "hold": N_("En attente"),
    "wait": N_("À revoir"),
}
"""What an action of the day's list is called; `action_of` gives no other."""

_BY_STAGE = {
    Stage.PRE_DUE: NextAction.PRE_DUE_EMAIL,
    Stage.COURTESY: NextAction.COURTESY_EMAIL,
    Stage.REMINDER2: NextAction.SECOND_REMINDER_EMAIL,
    Stage.PROMISE_REMINDER: NextAction.PROMISE_REMINDER,
    Stage.BROKEN_PROMISE: NextAction.BROKEN_PROMISE_CONTACT,
    Stage.PLAN: NextAction.PROPOSE_PLAN,
    Stage.CALL_SUMMARY: NextAction.SEND_SUMMARY_REQUEST_ACCEPTANCE,
    Stage.OWN_PROMISE: NextAction.REPAIR_OWN_PROMISE,
    Stage.FIRM: NextAction.FIRM_LETTER,
    Stage.SETTLEMENT: NextAction.SETTLEMENT_OFFER,
    Stage.FORMAL_NOTICE: NextAction.FORMAL_NOTICE,
    Stage.LAST_NOTICE: NextAction.LAST_NOTICE,
    Stage.AGENCY_HANDOFF: NextAction.AGENCY_HANDOFF,
    Stage.THANKS: NextAction.THANK_YOU,
    Stage.CALL: NextAction.CALL,
}
_SENDERS = {
    Role.OWNER: AdviceSender.OWNER,
    Role.MANAGER: AdviceSender.MANAGER,
    Role.AR: AdviceSender.AR,
    Role.ACCOUNT_MANAGER: AdviceSender.ACCOUNT_MANAGER,
    Role.INTERMEDIARY: AdviceSender.INTERMEDIARY,
    Role.READ_ONLY: AdviceSender.AR,
}
_CALLS = {
    Role.ACCOUNT_MANAGER: NextAction.CALL_BY_ACCOUNT_MANAGER,
    Role.INTERMEDIARY: NextAction.CALL_BY_INTERMEDIARY,
}

_WAYS = {
    Stage.COURTESY: AdviceChannel.MEETING,
    Stage.FORMAL_NOTICE: AdviceChannel.REGISTERED_LETTER,
    Stage.AGENCY_HANDOFF: AdviceChannel.AGENCY,
}


@dataclass(frozen=True, slots=True)
class ActionName:
    """What is to be done: action, channel and sender in the words of `interfaces`, and the level's key."""

    action: str
    channel: str
    sender: str
    level: str = ""


def action_of(decision: Decision, *, owed: Sequence[WeOwe] = ()) -> ActionName:
    """The name of a decision; what we owe comes before everything else (O4)."""
    if owed and not isinstance(decision, WeOwe):
        return _owed(owed[0])
    match decision:
        case WeOwe():
            return _owed(decision)
        case Send(level=level) | Call(level=level) | Task(level=level):
            return _step(decision, level)
        case MissingAddress(level=level):
            return ActionName(NextAction.FIX_MINOR_ISSUE, AdviceChannel.DASHBOARD, AdviceSender.AR, level.key)
        case CheckBank() | Wait() | Close() | KeepOnAccount():
            return ActionName(NextAction.WAIT, AdviceChannel.NONE, AdviceSender.SYSTEM)
        case Hold():
            return ActionName(NextAction.HOLD, AdviceChannel.NONE, AdviceSender.SYSTEM)
        case Decide():
            return ActionName(NextAction.SUGGEST_AGENCY, AdviceChannel.DASHBOARD, AdviceSender.OWNER)
    assert_never(decision)


def _step(decision: Send | Call | Task, level: Level) -> ActionName:
    action, channel = _way_of(decision, level)
    return ActionName(action, channel, _SENDERS[level.sender], level.key)


def _way_of(decision: Send | Call | Task, level: Level) -> tuple[NextAction, AdviceChannel]:
    match decision:
        case Send(then_call=True):
            return _call(level), AdviceChannel.PHONE_OR_EMAIL
        case Send():
            return message_action(level), AdviceChannel.EMAIL
        case Call(occasion=Occasion.CALL_BACK_REQUESTED):
            return NextAction.CALL_BACK, AdviceChannel.PHONE
        case Call():
            return _call(level), AdviceChannel.PHONE
        case Task():
            return _task_action(level), _way(level)
    assert_never(decision)


def _task_action(level: Level) -> NextAction:
    """A step that a person does; a meeting with a customer stands for the statement it is about."""
    return NextAction.STATEMENT_EMAIL if level.stage is Stage.COURTESY else _BY_STAGE[level.stage]


def message_action(level: Level) -> NextAction:
    """The name of writing at a level: a statement of account, or the written options, are their own thing."""
    part = level.message
    if part and part.variant == "options":
        return NextAction.WRITTEN_OPTIONS
    return NextAction.STATEMENT_EMAIL if part and part.template == "T30" else _BY_STAGE[level.stage]


def _call(level: Level) -> NextAction:
    return _CALLS.get(level.sender, NextAction.CALL)


def _way(level: Level) -> AdviceChannel:
    """How a person carries a step out: only the formal notice needs a registered letter."""
    return _WAYS.get(level.stage, AdviceChannel.LETTER_AND_EMAIL)


def _owed(owed: WeOwe) -> ActionName:
    action = NextAction.ANSWER_DISPUTE if owed.is_dispute else NextAction.REPAIR_OWN_PROMISE
    if owed.kind is OwnPromiseKind.ANSWER and not owed.is_dispute:
        action = NextAction.CALL_BACK
    return ActionName(action, AdviceChannel.PHONE_OR_EMAIL, AdviceSender.AR)
