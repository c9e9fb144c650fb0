"""Writes partners, the files that are placed, and what is told of them; each change is a line of the journal."""

from encours.method.referral.actions.news import take_news
from encours.method.referral.actions.partners import (
    save_fee,
    save_partner,
    seal_partners_anew,
    set_secret,
    stop_partner,
)
from encours.method.referral.actions.placing import (
    accept_quote,
    ask_quote,
    hand_over,
    move,
    record_quote,
)

__all__ = [
    "accept_quote",
    "ask_quote",
    "hand_over",
    "move",
    "record_quote",
    "save_fee",
    "save_partner",
    "seal_partners_anew",
    "set_secret",
    "stop_partner",
    "take_news",
]
