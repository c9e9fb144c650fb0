"""What an invoice must say to a debtor and what it must never say; else what is unknown."""

from dataclasses import dataclass
from datetime import date

from encours.ground.kernel.reason import N_, Reason
from encours.ground.law.facts import Debtor
from encours.ground.law.pack import Library
from encours.ground.law.rules.claim_cautions import of_facts
from encours.ground.law.unknown import Caution, LawUnknown


@dataclass(frozen=True, slots=True)
class Mentions:
    """The keys of what must stand, those of what must not, and the wording where the law has one."""

    must: tuple[str, ...]
    never: tuple[str, ...]
    texts: tuple[str, ...]
    cautions: tuple[Caution, ...]
    facts: tuple[str, ...]


def invoice_mentions(*, jurisdiction: str, debtor: Debtor, on: date, law: Library) -> Mentions | LawUnknown:
    """The mentions of an invoice to a debtor on a day. Source: the pack's mentions."""
    try:
        pack = law.pack(jurisdiction)
    except LawUnknown as unknown:
        return unknown
    for regime in pack.invoice_mentions:
        if debtor in regime.debtors:
            return Mentions(
                must=regime.mentions,
                never=regime.never,
                texts=law.fact(regime.texts).texts if regime.texts else (),
                cautions=tuple(of_facts(regime.facts, on, law)),
                facts=regime.facts,
            )
    text = N_("Les mentions obligatoires ne sont pas connues en droit {code} pour ce débiteur")
    return LawUnknown("mentions_unknown", Reason(text, code=pack.code))
