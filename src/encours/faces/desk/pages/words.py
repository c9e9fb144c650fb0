"""Words, icons and tones that several pages share: actions, states, channels."""

from dataclasses import dataclass

from django.urls import reverse

from encours.ground.kernel.reason import N_, Reason
from encours.method.agreements.rules.plan_states import PLAN_STATE_LABELS, PlanState
from encours.method.agreements.rules.words import AGREEMENT_STATE_LABELS, AgreementState
from encours.method.cases.rules.contact import Channel
from encours.method.outreach.rules.states import MESSAGE_STATE_LABELS, MessageState

CHANNEL_ICONS = {
    Channel.EMAIL: "mail",
    Channel.PHONE: "phone",
    Channel.VOICEMAIL: "voicemail",
    Channel.SMS: "message-square",
    Channel.LETTER: "mailbox",
    Channel.VISIT: "handshake",
    Channel.PAGE: "panel-top",
}


@dataclass(frozen=True, slots=True)
class State:
    """A state as a word, an icon and a tone."""

    tone: str
    icon: str
    label: Reason


@dataclass(frozen=True, slots=True)
class Action:
    """One thing to press."""

    url: str
    label: Reason | str
    icon: str = "arrow-right"
    is_dialog: bool = False


@dataclass(frozen=True, slots=True)
class Banner:
    """One line above everything: a pause, an agreement, a contested point."""

    tone: str
    icon: str
    text: Reason
    release_url: str = ""
    verb: Reason | str = ""


_MESSAGE_TONES = {
    MessageState.TO_CONFIRM: ("today", "mail-question-mark"),
    MessageState.READY: ("press", "clock"),
    MessageState.SENDING: ("press", "send"),
    MessageState.ACCEPTED: ("kept", "check"),
    MessageState.REFUSED: ("late", "mail-x"),
    MessageState.UNKNOWN: ("late", "circle-question-mark"),
    MessageState.BY_HAND: ("today", "hand"),
    MessageState.SENT_BY_HAND: ("kept", "check"),
    MessageState.CANCELLED: ("rest", "ban"),
}
_AGREEMENT_TONES = {
    AgreementState.PROPOSED: ("today", "clock"),
    AgreementState.ACCEPTED: ("kept", "handshake"),
    AgreementState.DUE: ("today", "clock"),
    AgreementState.IN_TRANSIT: ("press", "clock"),
    AgreementState.KEPT: ("kept", "check"),
    AgreementState.PARTLY_KEPT: ("today", "circle-dashed"),
    AgreementState.BROKEN: ("late", "circle-x"),
    AgreementState.BROKEN_THEN_PAID: ("rest", "check"),
    AgreementState.UNCONFIRMED: ("rest", "circle-dashed"),
    AgreementState.CANCELLED: ("rest", "ban"),
}
_PLAN_TONES = {
    PlanState.PROPOSED: ("today", "clock"),
    PlanState.ACCEPTED: ("kept", "handshake"),
    PlanState.DECLINED: ("rest", "ban"),
    PlanState.UNCONFIRMED: ("rest", "circle-dashed"),
    PlanState.RUNNING: ("kept", "handshake"),
    PlanState.INSTALMENT_MISSED: ("late", "circle-alert"),
    PlanState.BROKEN: ("late", "circle-x"),
    PlanState.ACCELERATED: ("late", "circle-x"),
    PlanState.RENEGOTIATED: ("rest", "circle-dashed"),
    PlanState.COMPLETED: ("kept", "check"),
    PlanState.PAUSED: ("rest", "pause"),
    PlanState.CANCELLED: ("rest", "ban"),
}
_ACTIONS: dict[str, tuple[str, str]] = {
    "call": (N_("Préparer l'appel"), "phone"),
    "call_by_account_manager": (N_("Préparer l'appel"), "phone"),
    "call_by_intermediary": (N_("Préparer l'appel"), "phone"),
    "call_back": (N_("Rappeler"), "phone-call"),
    "answer_dispute": (N_("Répondre"), "reply"),
    "repair_own_promise": (N_("Tenir parole"), "reply"),
    "fix_minor_issue": (N_("Compléter la fiche"), "contact"),
    "suggest_agency": (N_("Décider de la suite"), "signpost"),
    "firm_letter": (N_("Préparer la lettre"), "pen-line"),
    "formal_notice": (N_("Voir l'étape"), "scale"),
    "last_notice": (N_("Voir l'étape"), "scale"),
    "agency_handoff": (N_("Voir l'étape"), "signpost"),
    "broken_promise_contact": (N_("Écrire"), "pen-line"),
}
DONE_BY_HAND = frozenset(_ACTIONS)
"""The actions of the list that a person does."""
_CALLS = frozenset({"call", "call_by_account_manager", "call_by_intermediary", "call_back"})


def message_state(state: MessageState) -> State:
    """A message's state as it is shown."""
    tone, icon = _MESSAGE_TONES[state]
    return State(tone, icon, Reason(MESSAGE_STATE_LABELS[state]))


def agreement_state(state: AgreementState) -> State:
    """An agreement's state as it is shown."""
    tone, icon = _AGREEMENT_TONES[state]
    return State(tone, icon, Reason(AGREEMENT_STATE_LABELS[state]))


def plan_state(state: PlanState) -> State:
    """A plan's state as it is shown."""
    tone, icon = _PLAN_TONES[state]
    return State(tone, icon, Reason(PLAN_STATE_LABELS[state]))


def action_for(name: str, customer_id: int, *, message_id: int | None = None) -> Action | None:
    """What a person presses for an action of the list; None when there is nothing to do by hand."""
    if message_id is not None:
        return Action(reverse("desk:message", args=[message_id]), Reason(N_("Relire le message")), "mail")
    if name not in _ACTIONS:
        return None
    label, icon = _ACTIONS[name]
    page = "desk:brief" if name in _CALLS else "desk:customer"
    return Action(reverse(page, args=[customer_id]), Reason(label), icon)


def is_call(name: str) -> bool:
    """Whether an action of the list is a call."""
    return name in _CALLS
