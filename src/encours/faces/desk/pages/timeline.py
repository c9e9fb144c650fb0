"""What passed between a customer and us, newest first: messages, calls, letters, what came in, what was refused."""

from datetime import datetime
from typing import Any

from django.urls import reverse

from encours.faces.desk.pages.by_hand import STEP_DONE, without_taken_back
from encours.faces.desk.pages.words import CHANNEL_ICONS, message_state
from encours.flows.customer_file import CustomerFile, Exchanges
from encours.ground.kernel.reason import N_, Reason
from encours.ground.plumbing.reason_json import from_json
from encours.ground.plumbing.say import say
from encours.method.cases.rules.contact import CHANNEL_LABELS, Channel
from encours.method.cases.rules.words import OUTCOME_LABELS
from encours.method.outreach.rules.states import MessageState

_SHOWN = 40
_QUIET_KINDS = frozenset(
    {"outreach.contact_refused", "outreach.message_withheld", "outreach.message_postponed"}
)
_TOLD_KINDS = frozenset(
    {
        "cases.opened",
        "cases.closed",
        "cases.reopened",
        "cases.hold_placed",
        "cases.hold_changed",
        "cases.hold_released",
        "strategy.ladder_switched",
        "strategy.step_skipped",
        "strategy.step_taken_back",
        "outreach.message_taken_back",
        "receivables.payment_recorded",
        "receivables.invoice_recorded",
        "receivables.credit_note_recorded",
        "agreements.promise_noted",
        "agreements.promise_accepted",
        "disputes.dispute_opened",
        "disputes.dispute_answered",
        "disputes.answer_contested",
        "disputes.dispute_closed",
        "insight.fact_observed",
        "insight.fact_withdrawn",
    }
)


def timeline(file: CustomerFile, passed: Exchanges, *, may_contact: bool) -> list[dict[str, Any]]:
    """The latest entries, newest first: them on the left, us on the right, refusals in grey."""
    entries = [
        _message_entry(m)
        for m in file.messages
        if m.sent_at or MessageState(m.state) is not MessageState.CANCELLED
    ]
    entries += [_call_entry(file, c) for c in passed.calls]
    entries += _steps_done(file, passed)
    entries += [
        {
            "side": "them",
            "at": r.received_at,
            "icon": CHANNEL_ICONS[r.channel],
            "who": file.customer.name,
            "what": Reason(N_("reçu : {channel}"), channel=Reason(CHANNEL_LABELS[r.channel])),
            "text": r.text,
            "url": reverse("desk:incoming", args=[r.id]) if r.read_at is None and may_contact else "",
            "verb": say(Reason(N_("À lire"))),
        }
        for r in passed.received
    ]
    entries += [
        {
            "side": "refusal" if j.kind in _QUIET_KINDS else "note",
            "at": j.recorded_at,
            "icon": "ban",
            "who": "",
            "what": j.said,
        }
        for j in passed.journal
        if j.kind in _QUIET_KINDS or j.kind in _TOLD_KINDS
    ]
    return sorted(entries, key=_when, reverse=True)[:_SHOWN]


def _when(entry: dict[str, Any]) -> datetime:
    at: datetime = entry["at"]
    return at


def _message_entry(m: Any) -> dict[str, Any]:
    state = MessageState(m.state)
    return {
        "side": "us",
        "at": m.sent_at or m.send_from,
        "icon": CHANNEL_ICONS.get(m.channel, "mail"),
        "who": m.from_name,
        "what": m.subject,
        "text": "",
        "state": message_state(state),
        "reasons": [from_json(r) for r in m.reasons],
        "url": reverse("desk:message", args=[m.pk]),
        "verb": say(Reason(N_("Lire"))),
    }


def _quoted(words: str) -> str:
    return say(Reason(N_("« {words} »"), words=words))


def _what_follows(call: Any) -> str:
    """The next step in the words of the person who called (R050); nothing when the matter was closed."""
    if call.next_on is None:
        return ""
    return say(Reason(N_("Suite : {step}, le {on}."), step=call.next_step, on=call.next_on))


def _call_entry(file: CustomerFile, call: Any) -> dict[str, Any]:
    words = " ".join(
        filter(None, (call.reason_words and _quoted(call.reason_words), call.note, _what_follows(call)))
    )
    return {
        "side": "us",
        "at": call.called_at,
        "icon": "phone",
        "who": _name_of(file, call.caller),
        "what": Reason(N_("appel : {outcome}"), outcome=Reason(OUTCOME_LABELS[call.outcome])),
        "text": words,
    }


def _steps_done(file: CustomerFile, passed: Exchanges) -> list[dict[str, Any]]:
    """Letters and meetings that people noted, but for those they took back."""
    return [
        {
            "side": "us",
            "at": line.recorded_at,
            "icon": CHANNEL_ICONS[Channel(str(line.payload["channel"]))],
            "who": _name_of(file, line.actor),
            "what": line.said,
        }
        for line in without_taken_back(passed.journal)
        if line.kind == STEP_DONE
    ]


def _name_of(file: CustomerFile, actor: str) -> str:
    return next((m.name for m in file.known.house.team if m.user_id and actor == f"user:{m.user_id}"), "")
