"""Whether a new customer looks like one who is known to avoid paying: same company, mailbox or telephone (R022)."""

from dataclasses import dataclass
from enum import StrEnum

from encours.ground.kernel.reason import N_

PUBLIC_MAILBOXES = frozenset(
    {
        "aol.com", "bbox.fr", "bluewin.ch", "free.fr", "gmail.com", "gmx.ch", "gmx.fr", "gmx.net", "hotmail.be",
        "hotmail.com", "hotmail.fr", "icloud.com", "laposte.net", "live.be", "live.com", "live.fr", "mac.com",
        "me.com", "msn.com", "neuf.fr", "numericable.fr", "orange.fr", "outlook.be", "outlook.com", "outlook.fr",
        "pm.me", "proton.me", "protonmail.com", "pt.lu", "sfr.fr", "skynet.be", "sunrise.ch", "sympatico.ca",
        "telenet.be", "videotron.ca", "voila.fr", "wanadoo.fr", "yahoo.ca", "yahoo.com", "yahoo.fr", "ymail.com",
    }
)  # fmt: skip
"""Mail providers open to everybody: sharing one of them says nothing."""
_PHONE_DIGITS = 9


class Trace(StrEnum):
    """What two customers may have in common."""

    COMPANY = "company"
    MAILBOX = "mailbox"
    MAIL_DOMAIN = "mail_domain"
    PHONE = "phone"
    ADDRESS = "address"


TRACE_LABELS = {
    Trace.COMPANY: N_("même numéro d'entreprise"),
    Trace.MAILBOX: N_("même adresse e-mail"),
    Trace.MAIL_DOMAIN: N_("même domaine d'e-mail"),
    Trace.PHONE: N_("même téléphone"),
    Trace.ADDRESS: N_("même adresse postale"),
}


@dataclass(frozen=True, slots=True)
class Traces:
    """How a customer is found: SIREN and VAT numbers, e-mail addresses, telephones, the postal address."""

    companies: frozenset[str] = frozenset()
    mailboxes: frozenset[str] = frozenset()
    phones: frozenset[str] = frozenset()
    address: str = ""


def phone_trace(number: str) -> str:
    """The last nine digits: the same in the country and from abroad; nothing for a shorter number."""
    digits = "".join(c for c in number if c.isdigit())
    return digits[-_PHONE_DIGITS:] if len(digits) >= _PHONE_DIGITS else ""


def in_common(one: Traces, other: Traces) -> tuple[Trace, ...]:
    """What two customers share. An address alone is nothing: a building houses many companies."""
    found = []
    if one.companies & other.companies:
        found.append(Trace.COMPANY)
    if one.mailboxes & other.mailboxes:
        found.append(Trace.MAILBOX)
    elif _domains(one) & _domains(other):
        found.append(Trace.MAIL_DOMAIN)
    if one.phones & other.phones:
        found.append(Trace.PHONE)
    if found and one.address and one.address == other.address:
        found.append(Trace.ADDRESS)
    return tuple(found)


def _domains(traces: Traces) -> set[str]:
    domains = {mailbox.rpartition("@")[2] for mailbox in traces.mailboxes}
    return {domain for domain in domains if domain and domain not in PUBLIC_MAILBOXES}
