"""Whose mail it is: by the message of ours that it answers, by its signed address, else only suggested."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from enum import StrEnum

from encours.ground.kernel.reason import N_
from encours.method.inbox.rules.trust import Origin


class Filing(StrEnum):
    """How a mail came to its customer. Only THREAD, SIGNED and HAND may prove what a customer wrote."""

    THREAD = "thread"
    SIGNED = "signed"
    SUGGESTED = "suggested"
    HAND = "hand"
    NONE = "none"


FILING_LABELS = {
    Filing.THREAD: N_("répond à notre message"),
    Filing.SIGNED: N_("écrit à l'adresse de réponse de ce client"),
    Filing.SUGGESTED: N_("proposé d'après l'adresse, à confirmer"),
    Filing.HAND: N_("classé par une personne"),
    Filing.NONE: N_("à classer"),
}
# Where anybody has an address, a domain says nothing about a company.
PUBLIC_DOMAINS = frozenset(
    [
        "gmail.com",
        "googlemail.com",
        "outlook.com",
        "outlook.fr",
        "hotmail.com",
        "hotmail.fr",
        "hotmail.co.uk",
        "live.com",
        "live.fr",
        "msn.com",
        "yahoo.com",
        "yahoo.fr",
        "yahoo.co.uk",
        "ymail.com",
        "icloud.com",
        "me.com",
        "mac.com",
        "aol.com",
        "orange.fr",
        "wanadoo.fr",
        "free.fr",
        "sfr.fr",
        "neuf.fr",
        "laposte.net",
        "bbox.fr",
        "numericable.fr",
        "gmx.com",
        "gmx.fr",
        "gmx.net",
        "gmx.de",
        "web.de",
        "proton.me",
        "protonmail.com",
        "protonmail.ch",
        "pm.me",
        "bluewin.ch",
        "skynet.be",
        "telenet.be",
        "proximus.be",
        "videotron.ca",
        "bell.net",
        "sympatico.ca",
        "rogers.com",
        "zoho.com",
        "mail.com",
        "yandex.com",
        "btinternet.com",
    ]
)


@dataclass(frozen=True, slots=True)
class Sent:
    """A message of ours that a mail may answer."""

    id: int
    customer_id: int
    contact_id: int | None


@dataclass(frozen=True, slots=True)
class Known:
    """What is known of a mail's addresses and identifiers, looked up before the rule is asked."""

    sent: Mapping[str, Sent]
    signed_customer_id: int | None = None
    by_address: Sequence[tuple[int, int]] = ()
    by_domain: Sequence[int] = ()


@dataclass(frozen=True, slots=True)
class Filed:
    """Where a mail belongs, how that is known, and which message of ours it answers."""

    filing: Filing
    customer_id: int | None = None
    contact_id: int | None = None
    message_id: int | None = None


def filed(references: Sequence[str], known: Known, *, origin: Origin) -> Filed:
    """The customer of a mail. A sender that our server doubts is never more than a suggestion.

    Two customers at one address, or at one domain: none is suggested, a person chooses.
    """
    persons = dict(known.by_address)
    answered = next((known.sent[ref] for ref in references if ref in known.sent), None)
    if answered is not None:
        contact = persons.get(answered.customer_id, answered.contact_id)
        filing = Filing.SUGGESTED if origin is Origin.FORGED else Filing.THREAD
        return Filed(filing, answered.customer_id, contact, answered.id)
    if known.signed_customer_id is not None:
        filing = Filing.SUGGESTED if origin is Origin.FORGED else Filing.SIGNED
        return Filed(filing, known.signed_customer_id, persons.get(known.signed_customer_id))
    if len(persons) == 1:
        ((customer, contact),) = persons.items()
        return Filed(Filing.SUGGESTED, customer, contact)
    if not persons and len(set(known.by_domain)) == 1:
        return Filed(Filing.SUGGESTED, known.by_domain[0])
    return Filed(Filing.NONE)


def may_prove(filing: Filing, origin: Origin) -> bool:
    """Whether a mail may stand as a customer's written word: a mere address never does."""
    return filing in {Filing.THREAD, Filing.SIGNED} and origin is not Origin.FORGED
