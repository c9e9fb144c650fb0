"""Leaves new customers in peace that are perhaps none: means of payment, companies of the same group."""

from collections.abc import Mapping
from datetime import timedelta

from encours.books.interchange.formats.issues import Code
from encours.books.interchange.rules.books import Who
from encours.ground.evidence.acts import Act
from encours.ground.kernel.reason import N_, Reason
from encours.ground.plumbing.say import say
from encours.method.cases import actions as cases_actions
from encours.method.cases.rules.contact import HoldKind
from encours.method.cases.rules.holds import HoldDraft

HELD_DAYS = 365
_WHY = {
    Code.MEANS_OF_PAYMENT: N_("Ressemble à un moyen de paiement : levez l'attente si c'est un client."),
    Code.SAME_GROUP: N_("Est aussi en compte de groupe (45) : levez l'attente s'il faut le relancer."),
}


def leave_in_peace(act: Act, doubted: Mapping[str, Code], new: Mapping[Who, int]) -> None:
    """Holds them for a year, from the day they come into the books; one that a person lifted stays lifted."""
    until_on = act.today + timedelta(days=HELD_DAYS)
    for key, code in doubted.items():
        if key in new and code in _WHY:
            why = say(Reason(_WHY[code]), act.language)
            cases_actions.place_hold(act, draft=HoldDraft(new[key], HoldKind.MANUAL, why, until_on))
