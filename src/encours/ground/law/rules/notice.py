"""Which notice a debtor must get: what it must say, how it is brought, how long it must leave; else what is unknown."""

from dataclasses import dataclass
from datetime import date

from encours.ground.kernel.business_days import next_business_day
from encours.ground.kernel.reason import N_, Reason
from encours.ground.law.facts import Debtor
from encours.ground.law.formal_regimes import Means, NoticeKind
from encours.ground.law.pack import Library
from encours.ground.law.rules.claim_cautions import of_facts
from encours.ground.law.spans import Span
from encours.ground.law.unknown import Caution, LawUnknown

MENTION_NAMES = {
    "collector": N_("qui recouvre, et son adresse"),
    "creditor": N_("le créancier : nom et adresse"),
    "creditor_number": N_("le numéro d'entreprise du créancier"),
    "debtor": N_("le débiteur : nom et adresse"),
    "invoices": N_("les factures : numéro et date"),
    "description": N_("ce qui a été fourni"),
    "due_date": N_("l'échéance"),
    "principal": N_("le principal"),
    "interest": N_("les intérêts"),
    "compensation": N_("l'indemnité"),
    "basis": N_("le fondement"),
    "demand": N_("une demande claire de payer"),
    "payment_methods": N_("les moyens de payer"),
    "deadline": N_("un délai"),
    "wait": N_("le délai sans frais, avant toute somme en plus"),
    "words": N_("les mots « mise en demeure »"),
    "date": N_("la date"),
    "signature": N_("la signature"),
    "costs_of_the_creditor": N_("le texte sur les frais qui restent au créancier"),
    "supervisor": N_("l'autorité de contrôle"),
    "not_a_court": N_("que ce n'est pas une procédure judiciaire"),
    "information_sheet": N_("la feuille d'information"),
    "reply_form": N_("le formulaire de réponse"),
    "without_prejudice": N_("« sans préjudice »"),
    "proceedings_may_follow": N_("que des procédures peuvent suivre"),
}
"""What each key of a notice means, for whoever shows it."""


@dataclass(frozen=True, slots=True)
class Notice:
    """What a notice needs. `least` is the law's delay, `usual` what is customary; both may be unknown."""

    kind: NoticeKind
    mentions: tuple[str, ...]
    texts: tuple[str, ...]
    means: tuple[Means, ...]
    consent_for: tuple[Means, ...]
    least: Span | None
    usual: tuple[Span, ...]
    counts_from_receipt: bool
    cautions: tuple[Caution, ...]
    facts: tuple[str, ...]

    @property
    def careful(self) -> Span | None:
        """The delay to leave when nobody chose one: the law's, else the longest customary one."""
        return self.least or (self.usual[-1] if self.usual else None)


def notice(
    kind: NoticeKind, *, jurisdiction: str, debtor: Debtor, on: date, law: Library
) -> Notice | LawUnknown:
    """The notice of a kind for a debtor, on a day; or that nobody has researched it here. Source: the pack."""
    try:
        pack = law.pack(jurisdiction)
    except LawUnknown as unknown:
        return unknown
    for regime in pack.notices:
        if regime.kind is kind and debtor in regime.debtors:
            return Notice(
                kind=kind,
                mentions=regime.mentions,
                texts=law.fact(regime.texts).texts if regime.texts else (),
                means=regime.means,
                consent_for=regime.consent_for,
                least=regime.least,
                usual=regime.usual,
                counts_from_receipt=regime.counts_from_receipt,
                cautions=tuple(of_facts(regime.facts, on, law)),
                facts=regime.facts,
            )
    text = N_("Ce que doit contenir cet écrit n'est pas connu en droit {code} : demandez à un juriste")
    return LawUnknown("notice_unknown", Reason(text, code=pack.code))


def ends_on(delay: Span, *, from_on: date, jurisdiction: str, law: Library) -> date:
    """The last day a notice leaves, from its sending or receipt: moved to a working day, never shortened."""
    pack = law.pack(jurisdiction)
    last_on = delay.after(from_on)
    return next_business_day(last_on, pack.country, pack.region) if pack.country else last_on
