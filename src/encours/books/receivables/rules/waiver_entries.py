"""What the accountant books for something given up: both sides equal, accounts of the country's chart."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date
from enum import StrEnum

from encours.books.receivables.rules.party import CreditKind
from encours.books.receivables.rules.waivers import Waived
from encours.ground.kernel.money import Money
from encours.ground.kernel.reason import N_


class EntryRole(StrEnum):
    """What a line is for; the account is the country's, empty where its chart is not known here."""

    CUSTOMERS = "customers"
    LOSS = "loss"
    REBATE = "rebate"
    VAT = "vat"


ENTRY_ROLE_LABELS = {
    EntryRole.CUSTOMERS: N_("clients"),
    EntryRole.LOSS: N_("perte sur créance"),
    EntryRole.REBATE: N_("remise accordée"),
    EntryRole.VAT: N_("TVA collectée"),
}


@dataclass(frozen=True, slots=True)
class EntryLine:
    """One line of an entry: what it debits or credits."""

    on: date
    account: str
    role: EntryRole
    piece: str
    debit: Money
    credit: Money


def entry_lines(waived: Waived, accounts: Mapping[str, str]) -> tuple[EntryLine, ...]:
    """The entry of a waiver, and its reversal once it is taken back. Tax apart only where somebody said it."""
    made = _lines(waived, accounts, waived.on, is_reversed=False)
    if waived.cancelled_on is None:
        return made
    return (*made, *_lines(waived, accounts, waived.cancelled_on, is_reversed=True))


def _lines(
    waived: Waived, accounts: Mapping[str, str], on: date, *, is_reversed: bool
) -> tuple[EntryLine, ...]:
    currency, nothing = waived.amount.currency, Money.zero(waived.amount.currency)
    role = EntryRole.LOSS if waived.kind is CreditKind.WRITE_OFF else EntryRole.REBATE
    vat = Money(waived.vat_minor or 0, currency)
    sides = [(role, waived.amount - vat, nothing), (EntryRole.CUSTOMERS, nothing, waived.amount)]
    if vat.minor:
        sides.insert(1, (EntryRole.VAT, vat, nothing))
    return tuple(
        EntryLine(
            on=on,
            account=accounts.get(role.value, ""),
            role=role,
            piece=waived.number,
            debit=credit if is_reversed else debit,
            credit=debit if is_reversed else credit,
        )
        for role, debit, credit in sides
    )
