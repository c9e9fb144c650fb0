"""Says in a sentence where the worth of each way comes from, and after how long its money is expected."""

from decimal import ROUND_HALF_UP, Decimal
from typing import assert_never

from encours.ground.kernel.money import Money
from encours.ground.kernel.reason import N_, Reason
from encours.method.strategy.rules.settlement.advisor import Advised
from encours.method.strategy.rules.settlement.chances import acceptance_of, accepted, executed
from encours.method.strategy.rules.settlement.facts import SettlementAsked, SettlementTerms
from encours.method.strategy.rules.settlement.outcomes import DAYS_OF, HUNDRED, Way

_MONTH = 30


def why(way: Way, found: Advised, asked: SettlementAsked, terms: SettlementTerms) -> Reason:
    """What a way is worth comes from this chance, this cost."""
    match way:
        case Way.INHOUSE:
            return _inhouse(found, asked, terms)
        case Way.AGENCY:
            fee = terms.agency_percent if asked.fee_percent is None else int(asked.fee_percent)
            text = N_("{chance} % de chances de payer avec une agence, {fee} % d'honoraires")
            return Reason(text, chance=_percent(found.agencys), fee=fee)
        case Way.COURT:
            cost = asked.court_cost or Money(terms.court_minor, asked.amount.currency)
            text = N_("{title} % d'obtenir une décision, {executed} % qu'elle soit payée, {cost} d'avance")
            return Reason(text, title=terms.title_percent, executed=_percent(executed(asked)), cost=cost)
        case Way.SETTLEMENT:
            yes = accepted(found.target_percent / HUNDRED, acceptance_of(asked))
            text = N_(
                "{chance} % de oui à {target}, payés {paid} fois sur 100 ; sinon la meilleure autre voie"
            )
            return Reason(text, chance=_percent(yes), target=found.target, paid=terms.paid_percent)
        case Way.WRITE_OFF:
            return Reason(N_("Plus rien n'est demandé ; la TVA peut revenir selon le pays et le motif"))
    assert_never(way)


def how_long(way: Way) -> Reason:
    """After how long the money of a way is expected."""
    days = DAYS_OF[way]
    if not days:
        return Reason(N_("tout de suite"))
    if days < _MONTH:
        return Reason(N_("{days} jours"), days=days)
    return Reason(N_("{months} mois"), months=days // _MONTH)


def _inhouse(found: Advised, asked: SettlementAsked, terms: SettlementTerms) -> Reason:
    left = terms.contacts if asked.contacts_left is None else asked.contacts_left
    cost = Money(terms.contact_minor * left, asked.amount.currency)
    text = N_("{chance} % de chances de payer encore, {contacts} contacts à faire pour {cost}")
    return Reason(text, chance=_percent(found.ours), contacts=left, cost=cost)


def _percent(rate: Decimal) -> int:
    return int((rate * HUNDRED).quantize(Decimal(1), rounding=ROUND_HALF_UP))
