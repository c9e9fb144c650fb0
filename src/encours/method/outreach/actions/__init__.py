"""Preparing, confirming, sending and withholding messages."""

from encours.method.outreach.actions.batches import (
    NewLetter,
    look_at_doubt,
    make_batch,
    mark_posted,
    mark_printed,
    mark_unposted,
    put_back,
    put_on_paper,
    take_off_paper,
    take_out,
)
from encours.method.outreach.actions.erasing import erase_words
from encours.method.outreach.actions.paper import change_style, seal_webhooks_anew
from encours.method.outreach.actions.queueing import Refusal, queue, record_refusals
from encours.method.outreach.actions.restraint import note_complaint, pass_over
from encours.method.outreach.actions.sending import (
    Claim,
    Retry,
    Withheld,
    claim_next,
    leave_to_a_person,
    mark_lost,
    mark_result,
    postpone,
    set_back,
    withhold,
    withhold_waiting,
)
from encours.method.outreach.actions.sign_off import (
    approve,
    cancel,
    change_text,
    mark_sent_by_hand,
    resolve_unknown,
    send_by_hand_instead,
    take_back_sent,
    try_again,
)
from encours.method.outreach.actions.stopping import doubt_what_was_on_its_way, lift_stop, stop_sending
from encours.method.outreach.actions.taking_over import take_over
from encours.method.outreach.actions.texts import TextPublication, drop_text, publish_text, save_text

__all__ = [
    "Claim",
    "NewLetter",
    "Refusal",
    "Retry",
    "TextPublication",
    "Withheld",
    "approve",
    "cancel",
    "change_style",
    "change_text",
    "claim_next",
    "doubt_what_was_on_its_way",
    "drop_text",
    "erase_words",
    "leave_to_a_person",
    "lift_stop",
    "look_at_doubt",
    "make_batch",
    "mark_lost",
    "mark_posted",
    "mark_printed",
    "mark_result",
    "mark_sent_by_hand",
    "mark_unposted",
    "note_complaint",
    "pass_over",
    "postpone",
    "publish_text",
    "put_back",
    "put_on_paper",
    "queue",
    "record_refusals",
    "resolve_unknown",
    "save_text",
    "seal_webhooks_anew",
    "send_by_hand_instead",
    "set_back",
    "stop_sending",
    "take_back_sent",
    "take_off_paper",
    "take_out",
    "take_over",
    "try_again",
    "withhold",
    "withhold_waiting",
]
