"""What changes a dispute: opened, moved from state to state, its steps, its files, what colleagues are asked."""

from encours.method.disputes.actions.asking import answer_question, ask_colleague, withdraw_question
from encours.method.disputes.actions.closing import (
    Correction,
    ManagerCall,
    agree,
    close_silent,
    correct,
    object_to,
    uncredit,
    withdraw,
)
from encours.method.disputes.actions.mailing import (
    alert_late,
    claim_house_mail,
    close_house_mail,
    mail_question,
    wait_again,
)
from encours.method.disputes.actions.moving import (
    acknowledge,
    answer_dispute,
    escalate,
    let_dates_pass,
    note_told,
    start,
)
from encours.method.disputes.actions.opening import add_papers, erase_words, open_dispute
from encours.method.disputes.actions.working import hand_over, tick

__all__ = [
    "Correction",
    "ManagerCall",
    "acknowledge",
    "add_papers",
    "agree",
    "alert_late",
    "answer_dispute",
    "answer_question",
    "ask_colleague",
    "claim_house_mail",
    "close_house_mail",
    "close_silent",
    "correct",
    "erase_words",
    "escalate",
    "hand_over",
    "let_dates_pass",
    "mail_question",
    "note_told",
    "object_to",
    "open_dispute",
    "start",
    "tick",
    "uncredit",
    "wait_again",
    "withdraw",
    "withdraw_question",
]
