"""What outside help costs on one case: the fee expected, what stays with us. Source: method 2j, R125."""

from dataclasses import dataclass
from datetime import date
from decimal import ROUND_HALF_UP, Decimal

from encours.ground.kernel.money import Money
from encours.ground.kernel.reason import N_, Reason, Refused
from encours.method.referral.rules.partner import MOST_PERCENT

HUNDRED = Decimal(100)


@dataclass(frozen=True, slots=True)
class Quote:
    """What a partner asks for one case: a share of what comes in, a fixed sum, good until a day (included)."""

    success_percent: Decimal
    fixed: Money
    valid_until_on: date | None = None


@dataclass(frozen=True, slots=True)
class Cost:
    """What is expected of a placement: money that comes in, the fee, the rest."""

    recovered: Money
    fee: Money
    net: Money


def expected_cost(amount: Money, chance: Decimal, quote: Quote) -> Cost:
    """The fee and the net on the actual case. `chance`: a fraction. The fixed sum is due in any case.

    4 960 € at .70 with 18 %: fee 625 €, net 2 847 €; with 95 € and 12 %: fee 512 €, net 2 960 €.
    """
    recovered = chance * amount.minor
    fee = recovered * quote.success_percent / HUNDRED + quote.fixed.minor
    return Cost(*(Money(_whole(part), amount.currency) for part in (recovered, fee, recovered - fee)))


def fee_on(collected: Money, percent: Decimal) -> Money:
    """The share of a sum that came in, to the cent, halves upwards."""
    return Money(_whole(collected.minor * percent / HUNDRED), collected.currency)


def problem_of_quote(quote: Quote, *, today: date, currency: str) -> Refused | None:
    """What a quote may not say."""
    if not Decimal(0) <= quote.success_percent <= MOST_PERCENT:
        text = N_("Entre 0 et {most}\u00a0% des sommes encaissées.")
        return Refused(Reason(text, most=MOST_PERCENT), "success_percent")
    if quote.fixed.minor < 0:
        return Refused(Reason(N_("Un montant fixe n'est jamais négatif.")), "fixed")
    if quote.fixed.currency != currency:
        return Refused(Reason(N_("Indiquez ce montant en {currency}."), currency=currency), "fixed")
    if is_expired(quote, today=today):
        return Refused(Reason(N_("Ce devis n'est plus valable.")), "valid_until_on")
    return None


def is_expired(quote: Quote, *, today: date) -> bool:
    """Whether the last day of a quote has passed; a quote without one stands."""
    return quote.valid_until_on is not None and quote.valid_until_on < today


def _whole(amount: Decimal) -> int:
    return int(amount.quantize(Decimal(1), ROUND_HALF_UP))
