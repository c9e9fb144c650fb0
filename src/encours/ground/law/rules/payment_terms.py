"""How many days may be left to pay, and what a discount for early payment asks for; else what is unknown."""

from dataclasses import dataclass
from datetime import date

from encours.ground.kernel.reason import N_, Reason
from encours.ground.law.facts import Debtor
from encours.ground.law.pack import Library
from encours.ground.law.rules.claim_cautions import of_facts
from encours.ground.law.unknown import Caution, LawUnknown


@dataclass(frozen=True, slots=True)
class PaymentTerms:
    """The term without a contract and the longest a contract may set, in days; None is not known or not limited."""

    default_days: int | None
    most_days: int | None
    most_days_to_month_end: int | None
    is_unlimited: bool
    cautions: tuple[Caution, ...]
    facts: tuple[str, ...]

    def allows(self, days: int) -> bool | None:
        """Whether a term is within the longest one; None where that is not known."""
        if self.is_unlimited:
            return True
        return None if self.most_days is None else days <= self.most_days


@dataclass(frozen=True, slots=True)
class EarlyPayment:
    """What a discount for early payment asks for. None is not known."""

    must_be_stated: bool | None
    reduces_vat: bool | None
    texts: tuple[str, ...]
    cautions: tuple[Caution, ...]
    facts: tuple[str, ...]


def payment_terms(*, jurisdiction: str, debtor: Debtor, on: date, law: Library) -> PaymentTerms | LawUnknown:
    """The terms of payment of a debtor on a day. Source: the pack's payment terms."""
    try:
        pack = law.pack(jurisdiction)
    except LawUnknown as unknown:
        return unknown
    for regime in pack.terms:
        if debtor in regime.debtors:
            return PaymentTerms(
                default_days=regime.default_days,
                most_days=regime.most_days,
                most_days_to_month_end=regime.most_days_to_month_end,
                is_unlimited=regime.is_unlimited,
                cautions=tuple(of_facts(regime.facts, on, law)),
                facts=regime.facts,
            )
    text = N_("Le délai de paiement n'est pas connu en droit {code} pour ce débiteur")
    return LawUnknown("payment_terms_unknown", Reason(text, code=pack.code))


def early_payment(*, jurisdiction: str, on: date, law: Library) -> EarlyPayment | LawUnknown:
    """What a discount for early payment asks for. Source: the pack's payment terms."""
    try:
        pack = law.pack(jurisdiction)
    except LawUnknown as unknown:
        return unknown
    regime = pack.discount
    if regime is None:
        text = N_("Les règles de l'escompte ne sont pas connues en droit {code}")
        return LawUnknown("discount_unknown", Reason(text, code=pack.code))
    return EarlyPayment(
        must_be_stated=regime.must_be_stated,
        reduces_vat=regime.reduces_vat,
        texts=law.fact(regime.texts).texts if regime.texts else (),
        cautions=tuple(of_facts(regime.facts, on, law)),
        facts=regime.facts,
    )
