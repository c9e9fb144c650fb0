"""What customers wrote by e-mail and nobody has opened yet, as mails: filed, suggested, and of nobody known."""

from dataclasses import dataclass
from datetime import datetime
from email.headerregistry import Address
from email.message import EmailMessage
from email.utils import format_datetime

from encours.books.receivables import queries as receivables_queries
from encours.faces.demo.cast import Cast, character
from encours.faces.demo.company import COMPANY
from encours.faces.demo.events import MessageReceived
from encours.faces.demo.setting_up import granted
from encours.faces.demo.telling import ago
from encours.flows.mail_in import by_hand, taking_in
from encours.ground.evidence.acts import SYSTEM
from encours.method.inbox.rules.kept import Place
from encours.method.inbox.rules.mime import read

PROVED_BY_HAND = frozenset({"TILLEULS"})
"""Whose mail somebody has looked at and put on the case."""


@dataclass(frozen=True, slots=True)
class _Written:
    """One mail: from whom, when, in which words."""

    name: str
    address: str
    at: datetime
    subject: str
    text: str


_STRANGER = _Written(
    "Sandrine Paquet",
    "sandrine.paquet@messagerie.example",
    ago(1, "16:12"),
    "Facture reçue par erreur",
    "Bonjour,\n\nJ'ai reçu une facture qui ne me concerne pas, je ne travaille plus dans cette entreprise.\n"
    "Merci d'écrire à leur service comptable.\n\nSandrine Paquet",
)


def came(cast: Cast, event: MessageReceived) -> None:
    """A mail of a customer that waits to be read."""
    customer_id, known = cast.customer(event.customer), character(event.customer)
    person = next((one.name for one in known.people if one.email == known.email), known.people[0].name)
    invoice = receivables_queries.open_items_of([customer_id])[customer_id][0].number
    text = f"{event.text}\n\n-----Message d'origine-----\nBonjour,\nla facture {invoice} est échue."
    mail_id = _taken(cast, _Written(person, known.email, event.at, f"Re: Facture {invoice}", text))
    if event.customer in PROVED_BY_HAND:
        act = cast.act(event.at, SYSTEM)
        granted(by_hand.file(act, mail_id=mail_id, customer_id=customer_id))


def strangers(cast: Cast) -> None:
    """A mail that belongs to nobody known: it waits to be filed."""
    _taken(cast, _STRANGER)


def _taken(cast: Cast, written: _Written) -> int:
    mail = EmailMessage()
    user, _, domain = written.address.partition("@")
    mail["From"] = Address(written.name, user, domain)
    mail["To"] = COMPANY.email
    mail["Subject"] = written.subject
    mail["Date"] = format_datetime(written.at)
    mail["Message-ID"] = f"<{user}.{written.at:%Y%m%d%H%M}@{domain}>"
    mail.set_content(written.text)
    made = taking_in.keep(cast.act(written.at, SYSTEM), read(mail.as_bytes()), Place(1, 0, written.at))
    assert made is not None
    return made
