"""Changing cases: opened and closed, why they are late, what contacts took place, who is left in peace."""

from encours.method.cases.actions.alerts import keep_alert, remove_alert
from encours.method.cases.actions.contacts import (
    mark_answered,
    mark_unanswered,
    mark_unreached,
    record_contacts,
    withdraw_contact,
)
from encours.method.cases.actions.erasing import erase_words
from encours.method.cases.actions.holds import (
    change_hold,
    place_hold,
    place_holds,
    release_hold,
    release_holds,
)
from encours.method.cases.actions.legal_events import note_legal_event, withdraw_legal_event
from encours.method.cases.actions.lifecycle import (
    bump_broken,
    close_cases,
    open_cases,
    reopen_cases,
    set_reason,
)
from encours.method.cases.actions.papers import (
    add_paper,
    ask_proof,
    begin_proof,
    end_proof,
    tell_proof_made,
    tell_proof_progress,
    tell_proof_taken,
    withdraw_paper,
)

__all__ = [
    "add_paper",
    "ask_proof",
    "begin_proof",
    "bump_broken",
    "change_hold",
    "close_cases",
    "end_proof",
    "erase_words",
    "keep_alert",
    "mark_answered",
    "mark_unanswered",
    "mark_unreached",
    "note_legal_event",
    "open_cases",
    "place_hold",
    "place_holds",
    "record_contacts",
    "release_hold",
    "release_holds",
    "remove_alert",
    "reopen_cases",
    "set_reason",
    "tell_proof_made",
    "tell_proof_progress",
    "tell_proof_taken",
    "withdraw_contact",
    "withdraw_legal_event",
    "withdraw_paper",
]
