"""By which code and reference a letter can be paid: EPC QR for SEPA, QR-bill for Switzerland, RF for everybody."""

import re
from enum import StrEnum

from stdnum import iban as _iban
from stdnum.ch import esr
from stdnum.iso7064 import mod_97_10

from encours.ground.kernel.facts import quick_dataclass
from encours.ground.kernel.money import Money

# Source: EPC409-09, the list of SEPA countries, IBAN prefixes.
SEPA = frozenset(
    {
        "AD", "AL", "AT", "BE", "BG", "CH", "CY", "CZ", "DE", "DK", "EE", "ES", "FI", "FR", "GB", "GI", "GR", "HR",
        "HU", "IE", "IS", "IT", "LI", "LT", "LU", "LV", "MC", "MD", "ME", "MK", "MT", "NL", "NO", "PL", "PT", "RO",
        "RS", "SE", "SI", "SK", "SM", "VA",
    }
)  # fmt: skip
SWISS = frozenset({"CH", "LI"})
MOST_MINOR = 99_999_999_999
"""999 999 999,99: the highest amount in both codes. Source: EPC069-12; Swiss guidelines QR-bill, 4.2.2."""
_LONGEST = 21
_NOT_ALLOWED = re.compile(r"[^0-9A-Z]")


class PaymentCode(StrEnum):
    """What a bank's program reads from the letter."""

    NONE = "none"
    EPC = "epc"
    QR_BILL = "qr_bill"


@quick_dataclass(frozen=True, slots=True)
class PayTo:
    """Where a letter asks to pay, how much, under which reference. `code`: what is drawn for it."""

    code: PaymentCode
    iban: str
    bic: str
    amount: Money
    reference: str


def payment_code(iban: str, amount: Money, *, debtor_country: str) -> PaymentCode:
    """Which code a bank of the debtor's country reads; none without an amount that fits in it."""
    country = iban[:2]
    if not 0 < amount.minor <= MOST_MINOR or amount.decimal.as_tuple().exponent != -2:
        return PaymentCode.NONE
    is_swiss = country in SWISS and amount.currency in {"CHF", "EUR"}
    if is_swiss and (debtor_country in SWISS or amount.currency == "CHF"):
        return PaymentCode.QR_BILL
    if amount.currency == "EUR" and country in SEPA:
        return PaymentCode.EPC
    return PaymentCode.NONE


def creditor_reference(number: str) -> str:
    """The RF reference of an invoice number or of one of our letters; empty for a number that does not fit.

    Source: ISO 11649: RF, two control digits, at most 21 letters and figures.
    """
    plain = _NOT_ALLOWED.sub("", number.upper())
    if not plain or len(plain) > _LONGEST:
        return ""
    return f"RF{mod_97_10.calc_check_digits(f'{plain}RF')}{plain}"


def letter_reference(numbers: list[str], *, message_id: int) -> str:
    """The reference of a letter: of its invoice where it names one, else of the letter itself."""
    own = creditor_reference(numbers[0]) if len(numbers) == 1 else ""
    return own or creditor_reference(f"L{message_id:08d}")


def qr_reference(message_id: int) -> str:
    """The 27 figures that an account with a QR-IBAN asks for. Source: Swiss guidelines QR-bill, annex B."""
    number = f"{message_id:026d}"
    return f"{number}{esr.calc_check_digit(number)}"


def is_qr_iban(iban: str) -> bool:
    """Whether an account is one that takes only QR references. Source: Swiss guidelines QR-bill, 4.2.2."""
    return iban[:2] in SWISS and iban[4:9].isdigit() and 30_000 <= int(iban[4:9]) <= 31_999


def reference_shown(reference: str) -> str:
    """A reference as people read it: in groups of four, a Swiss one as its norm groups it."""
    if reference.startswith("RF"):
        return str(_iban.format(reference))
    return str(esr.format(reference)) if reference else ""
