"""What customers do while a demonstration's time moves on: they pay and write, as its story foresaw."""

import json
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, datetime
from pathlib import Path

from django.conf import settings
from django.db import transaction

from encours.books.receivables import actions as receivables_actions
from encours.books.receivables import queries as receivables_queries
from encours.books.receivables.rules.drafts import PaymentDraft
from encours.books.receivables.rules.party import PaymentMethod
from encours.flows import contacting, recording
from encours.ground.evidence.acts import Act
from encours.ground.kernel.money import Money
from encours.ground.kernel.reason import Refused
from encours.method.cases.rules.contact import Channel
from encours.method.inbox.rules.received import InboundDraft


@dataclass(frozen=True, slots=True)
class Transfer:
    """Money that reaches the demonstration's bank on a day, for one invoice."""

    received_on: date
    customer_id: int
    number: str
    amount: Money
    method: PaymentMethod
    reference: str


@dataclass(frozen=True, slots=True)
class Letter:
    """A mail of a customer, to be read by somebody."""

    at: datetime
    customer_id: int
    text: str


@dataclass(frozen=True, slots=True)
class Foreseen:
    """What is still to come in one entity, oldest first."""

    entity_id: int
    transfers: tuple[Transfer, ...] = ()
    letters: tuple[Letter, ...] = ()


def foretell(foreseen: Foreseen) -> None:
    """Keeps what is to come beside the demonstration's clock; it replaces what was foreseen before."""
    told = {
        "entity": foreseen.entity_id,
        "transfers": [
            [
                t.received_on.isoformat(), t.customer_id, t.number, t.amount.minor, t.amount.currency,
                t.method.value, t.reference,
            ]
            for t in foreseen.transfers
        ],
        "letters": [[m.at.isoformat(), m.customer_id, m.text] for m in foreseen.letters],
    }  # fmt: skip
    draft = _file().with_suffix(".new")
    draft.write_text(json.dumps(told, ensure_ascii=False), encoding="utf-8")
    draft.replace(_file())


def foreseen() -> Foreseen | None:
    """What the story of this demonstration foresees; None where it foresees nothing."""
    try:
        told = json.loads(_file().read_text(encoding="utf-8"))
    except FileNotFoundError:
        return None
    return Foreseen(
        told["entity"],
        tuple(_transfer(row) for row in told["transfers"]),
        tuple(Letter(datetime.fromisoformat(at), customer, text) for at, customer, text in told["letters"]),
    )


def forget() -> None:
    """Nothing more is to come: the demonstration is taken away."""
    _file().unlink(missing_ok=True)


@transaction.atomic
def read_the_bank(act: Act, transfers: Sequence[Transfer]) -> list[Money]:
    """Takes in the bank's day as a person would type it; cash is then known up to this day.

    What somebody has already typed in is not counted twice. Returns the amounts that came.
    """
    came = []
    for transfer in transfers:
        left = _left_of(transfer)
        if left and not isinstance(_paid(act, transfer, left), Refused):
            came.append(left)
    receivables_actions.note_cash_known(act, known_to=act.today)
    recording.bank_read(act)
    return came


def take_in(act: Act, letter: Letter) -> bool:
    """Notes a mail that came in, for somebody to read; False when it could not be noted."""
    draft = InboundDraft(letter.customer_id, Channel.EMAIL, letter.text, letter.at)
    return not isinstance(contacting.note_inbound(act, draft), Refused)


def _paid(act: Act, transfer: Transfer, amount: Money) -> int | Refused:
    draft = PaymentDraft(
        customer_id=transfer.customer_id,
        received_on=transfer.received_on,
        currency=amount.currency,
        amount_minor=amount.minor,
        method=transfer.method,
        reference=transfer.reference,
    )
    return recording.add_payment(act, draft, named=transfer.number)


def _left_of(transfer: Transfer) -> Money:
    """How much of a transfer still finds its invoice open."""
    items = receivables_queries.open_items_of([transfer.customer_id]).get(transfer.customer_id, [])
    left = sum(item.open_minor for item in items if item.number == transfer.number)
    return Money(min(left, transfer.amount.minor), transfer.amount.currency)


def _transfer(row: list[object]) -> Transfer:
    on, customer, number, minor, currency, method, reference = row
    return Transfer(
        date.fromisoformat(str(on)),
        int(str(customer)),
        str(number),
        Money(int(str(minor)), str(currency)),
        PaymentMethod(str(method)),
        str(reference),
    )


def _file() -> Path:
    return Path(settings.ENCOURS_CLOCK_FILE).with_name("demo-foreseen.json")
