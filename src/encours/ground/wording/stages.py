"""The stages of a conversation about a payment; the words that fit depend on them."""

from enum import StrEnum


class Stage(StrEnum):
    """Where a message stands between the sale and outside help. Source: method, section 0."""

    PRE_SALE = "pre_sale"
    INVOICE = "invoice"
    PRE_DUE = "pre_due"
    COURTESY = "courtesy"
    REMINDER2 = "reminder2"
    CALL = "call"
    VOICEMAIL = "voicemail"
    CALL_SUMMARY = "call_summary"
    PROMISE = "promise"
    PROMISE_REMINDER = "promise_reminder"
    BROKEN_PROMISE = "broken_promise"
    PLAN = "plan"
    DISPUTE_ACK = "dispute_ack"
    OWN_PROMISE = "own_promise"
    FIRM = "firm"
    SETTLEMENT = "settlement"
    FORMAL_NOTICE = "formal_notice"
    LAST_NOTICE = "last_notice"
    AGENCY_HANDOFF = "agency_handoff"
    DISMISSAL = "dismissal"
    THANKS = "thanks"
    CONDOLENCE = "condolence"
    SMS = "sms"


SERVICES = frozenset({Stage.INVOICE, Stage.THANKS, Stage.CALL_SUMMARY, Stage.DISPUTE_ACK})
"""Messages that ask for nothing new: a copy, a thank-you, the summary of a call, a word on a contested point.

They are no step of a ladder.
"""
FORMAL = frozenset({Stage.FORMAL_NOTICE, Stage.LAST_NOTICE, Stage.AGENCY_HANDOFF})
