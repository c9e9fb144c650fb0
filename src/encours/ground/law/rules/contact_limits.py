"""When so many calls are presumed to be harassment, for those whom such a rule binds."""

from encours.ground.kernel.reason import N_, Reason
from encours.ground.law.facts import Debtor, Fact
from encours.ground.law.trade_regimes import Caller
from encours.ground.law.unknown import LawUnknown


def is_bound(caller: Caller, debtor: Debtor) -> bool:
    """Whether limits on collectors of consumer debts bind this caller. Source: 15 USC 1692a; US-CON-01."""
    return caller is Caller.COLLECTOR and debtor is Debtor.CONSUMER


def is_presumed_harassment(calls: int, caller: Caller, debtor: Debtor, fact: Fact) -> bool:
    """Whether so many calls within the fact's window are too many. Raises LawUnknown. Source: US-CON-02."""
    if not is_bound(caller, debtor):
        return False
    most = fact.data.get("max_calls")
    if not isinstance(most, int):
        raise LawUnknown("limit_unknown", Reason(N_("Nombre d'appels permis inconnu")))
    return calls > most
