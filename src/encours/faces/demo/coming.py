"""What the story foresees after its first morning: the habits' next payments, and a few answers."""

from datetime import datetime, time

from encours.faces.demo.books import BookPayment, make_books
from encours.faces.demo.cast import Cast
from encours.faces.demo.company import ZONE
from encours.faces.demo.telling import day
from encours.flows.meanwhile import Foreseen, Letter, Transfer
from encours.ground.kernel.clock import at

_ANSWERS = (
    (
        "VIDAL",
        -1,
        "15:40",
        "Bonjour, je n'ai pas pu tenir le 16, j'aurais dû vous prévenir. 3 000 € partent vendredi soir, le "
        "reste dès que le chantier de Châtellerault nous règle, au plus tard le 10 avril. G. Vidal",
    ),
    (
        "LUMEN",
        -7,
        "11:20",
        "Bonjour, votre facture a fini son circuit de validation, elle est au règlement de vendredi 27. "
        "Désolée pour l'attente. Inès Moreau",
    ),
    (
        "QUATREVENTS",
        -9,
        "17:05",
        "Bonsoir, la seconde signature est revenue de congé, le chèque est au courrier. R. Hamon",
    ),
)
"""Customer, days before the first morning (negative: after it), hour, words."""


def coming(cast: Cast) -> Foreseen:
    """Everything that comes in after the first morning, for the installation that the story was told to."""
    transfers = [part for payment in make_books().coming for part in _transfers(cast, payment)]
    letters = [
        Letter(_hour(days_ago, hour), cast.customer(code), text) for code, days_ago, hour, text in _ANSWERS
    ]
    return Foreseen(cast.made.entity_id, tuple(transfers), tuple(letters))


def _transfers(cast: Cast, payment: BookPayment) -> list[Transfer]:
    return [
        Transfer(
            payment.received_on,
            cast.customer(payment.customer),
            number,
            money,
            payment.method,
            payment.reference,
        )
        for number, money in payment.parts
    ]


def _hour(days_ago: int, hour: str) -> datetime:
    return at(day(days_ago), time.fromisoformat(hour), ZONE)
