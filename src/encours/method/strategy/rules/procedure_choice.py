"""Which ladder a customer follows today, and why."""

from typing import assert_never

from encours.ground.kernel.facts import quick_dataclass
from encours.ground.kernel.money import Money
from encours.ground.kernel.reason import N_, Reason
from encours.method.insight.rules.debtor_type import TYPE_LABELS, DebtorType, TypeOpinion


@quick_dataclass(frozen=True, slots=True)
class Choice:
    """The key of a ladder and the reason for it."""

    key: str
    reason: Reason


@quick_dataclass(frozen=True, slots=True)
class ChoiceFacts:
    """What chooses a ladder. `chosen`: the key of the ladder that a person picked for this customer.

    `assigned`: what a rule of the house gives it.
    """

    opinion: TypeOpinion
    is_small_balance: bool = False
    assigned: Choice | None = None
    is_small_for_key: bool = False
    is_first_large: bool = False
    chosen: str = ""


def choose_procedure(facts: ChoiceFacts) -> Choice:
    """The ladder of a customer: a person's choice, a small balance, the house's rules, the account, the type.

    AVOIDS needs a confirmation and confidence of at least 0.60 (`TypeOpinion.ladder_type`);
    before that the ladder of UNKNOWN applies. Source: method 2a, 2b (O1, O2), 2c; ruling 7.
    """
    if facts.chosen:
        return Choice(facts.chosen, Reason(N_("Scénario choisi pour ce client")))
    if facts.is_small_balance:
        return Choice("small_balance", Reason(N_("Petit solde : deux messages, puis il reste sur le compte")))
    if facts.assigned is not None:
        return facts.assigned
    if facts.is_small_for_key:
        text = N_("Grand compte et petite facture : pas de téléphone, le chargé de clientèle écrit")
        return Choice("key_small", Reason(text))
    if facts.is_first_large:
        return Choice(
            "new_large", Reason(N_("Premier achat, grosse facture : écrire et appeler le premier jour"))
        )
    key = _by_type(facts.opinion.ladder_type)
    if facts.opinion.is_avoids_candidate:
        return Choice(key, Reason(N_("Profil à confirmer par une personne : scénario prudent d'ici là")))
    return Choice(
        key, Reason(N_("Profil de paiement : {type}"), type=Reason(TYPE_LABELS[facts.opinion.type]))
    )


def is_small_balance(actionable: Money, *, limit: Money) -> bool:
    """Whether an amount is too small to chase; both in the same currency."""
    return actionable < limit


def _by_type(kind: DebtorType) -> str:
    match kind:
        case DebtorType.RELIABLE:
            return "reliable"
        case DebtorType.NEW:
            return "new"
        case DebtorType.SPORADIC:
            return "sporadic"
        case DebtorType.STRAINED:
            return "strained"
        case DebtorType.AVOIDS:
            return "avoids"
        case DebtorType.UNKNOWN | DebtorType.INSOLVENCY:
            return "unknown"
    assert_never(kind)
