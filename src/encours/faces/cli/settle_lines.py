"""Answers one line of JSON with the settlement advisor's comparison, or with the field that cannot be read."""

from decimal import ROUND_HALF_UP, Decimal

from encours.faces.cli.law_lines import Answered, answered, missing, unread_keys, warnings
from encours.flows.advise.fields import Fields
from encours.ground.kernel.money import Money, exponent_of
from encours.ground.kernel.reason import N_
from encours.ground.plumbing.say import say
from encours.method.insight.rules.payer import DebtorType
from encours.method.strategy.rules.settlement.advisor import Advised, advise_settlement
from encours.method.strategy.rules.settlement.facts import Acceptance, SettlementAsked
from encours.method.strategy.rules.settlement.outcomes import Way
from encours.method.strategy.rules.thresholds import method_thresholds

_KEYS = frozenset(
    {
        *("id", "lang", "amount", "currency", "dpd", "type", "broken_agreements", "silence_days", "contacts"),
        *("signals", "partial_30d", "relation_ending", "hardship", "dispute_open", "insolvency"),
        *("plan_on_time", "offers_made", "quote", "court", "accept", "remaining_contacts"),
    }
)
_CURRENCY = "EUR"
_ODDS_PLACES = Decimal("0.0001")


def settle_line(line: str, *, language: str = "fr") -> Answered:
    """The object to print for one line. Never raises for what a line holds: it answers an error."""
    return answered(line, _answer, language=language)


def _answer(fields: Fields, language: str) -> Answered:
    asked = _asked(fields)
    terms = method_thresholds({}, asked.amount.currency)
    found = advise_settlement(asked, terms=terms.settlement, closing=terms.closing)
    return _shown(found, fields, asked.amount.currency, language)


def _asked(fields: Fields) -> SettlementAsked:
    currency = fields.text("currency").upper() or _CURRENCY
    amount, late = fields.money("amount", currency), fields.days("dpd")
    if amount is None:
        raise missing(fields, "amount")
    if late is None:
        raise missing(fields, "dpd")
    if not amount.minor:
        raise fields.fail("amount", "invalid_amount", N_("Indiquez un montant positif."))
    quote, court = fields.inner("quote"), fields.inner("court")
    kind = fields.one_of("type", DebtorType) or DebtorType.UNKNOWN
    return SettlementAsked(
        amount=amount,
        days_past_due=late,
        type=kind,
        broken=fields.whole("broken_agreements") or 0,
        silence_days=fields.whole("silence_days") or 0,
        contacts=fields.whole("contacts") or 0,
        has_signal=bool(fields.count("signals")),
        has_partial=bool(fields.count("partial_30d")),
        is_ending=fields.flag("relation_ending") is True,
        is_hardship=fields.flag("hardship") is True,
        is_disputed=fields.flag("dispute_open") is True,
        is_insolvent=fields.flag("insolvency") is True or kind is DebtorType.INSOLVENCY,
        is_plan_on_time=fields.flag("plan_on_time") is True,
        offers=fields.whole("offers_made") or 0,
        fee_percent=_percent(quote, "fee_pct"),
        fee_fixed=quote.money("fixed", currency),
        court_cost=court.money("cost", currency),
        court_recoverable=court.money("recoverable", currency),
        title_rate=court.share("p_title"),
        executed_rate=court.share("p_exec"),
        acceptance=_acceptance(fields.inner("accept")),
        contacts_left=fields.whole("remaining_contacts"),
    )


def _percent(fields: Fields, key: str) -> Decimal | None:
    found = fields.number(key)
    if found is not None and not 0 <= found <= 100:
        raise fields.fail(key, "invalid_number", N_("Un pourcentage va de 0 à 100"))
    return found


def _acceptance(fields: Fields) -> Acceptance | None:
    a, b = fields.number("a"), fields.number("b")
    if a is None and b is None:
        return None
    if a is None or b is None:
        raise missing(fields, "a" if a is None else "b")
    for key, value in (("a", a), ("b", b)):
        if not -50 <= value <= 50 or (key == "b" and value < 0):
            raise fields.fail(
                key, "invalid_number", N_("Nombre hors de toute mesure : {given}"), given=str(value)
            )
    return Acceptance(a, b)


def _shown(found: Advised, fields: Fields, currency: str, language: str) -> Answered:
    return {
        "p": _odds(found.ours),
        "p_agency": _odds(found.agencys),
        "ev": {way.value: _amount(found.value_of(way), currency) for way in Way},
        "best": found.best.value,
        "floor_pct": found.floor_percent,
        "target_pct": found.target_percent,
        "opening_pct": found.opening_percent,
        "floor": _plain(found.floor),
        "target": _plain(found.target),
        "opening": _plain(found.opening),
        "currency": currency,
        "advice": found.advice.value,
        "marginal": found.is_marginal,
        "reasons": [say(reason, language) for reason in found.reasons],
        "warnings": warnings(unread_keys(fields, _KEYS), language),
    }


def _odds(chance: Decimal) -> float:
    return float(chance.quantize(_ODDS_PLACES, rounding=ROUND_HALF_UP))


def _amount(value: Decimal, currency: str) -> str:
    places = Decimal(1).scaleb(-exponent_of(currency))
    return str(value.quantize(places, rounding=ROUND_HALF_UP))


def _plain(amount: Money) -> str:
    return str(amount.decimal)
