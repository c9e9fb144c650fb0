"""What to know before a claim is sent: what it rests on, what is missing, what the law leaves to be checked."""

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date
from decimal import Decimal

from encours.ground.kernel.money import Money
from encours.ground.kernel.reason import N_, Reason
from encours.ground.law.pack import Library, Pack
from encours.ground.law.regimes import CompensationRegime, InterestRegime, Starts
from encours.ground.law.unknown import Caution, LawUnknown


@dataclass(frozen=True, slots=True)
class Situation:
    """What a claim turned out to be."""

    is_late: bool
    has_notice: bool
    is_paid_on: bool
    is_paid_later: bool
    is_judged: bool
    is_insolvent: bool
    is_clause_yearly: bool
    clause: Decimal | None
    compensation: Money
    overpaid: Money
    until: date


def usable_clause(clause: Decimal | None, is_yearly: bool, regime: InterestRegime) -> Decimal | None:  # noqa: FBT001 - a fact about the clause
    """The contract's yearly rate; none where the law reduces a rate by day, week or month to its own.

    Raises LawUnknown where nobody has researched what such a clause is worth.
    """
    if clause is None or is_yearly:
        return clause
    if regime.yearly_rate_needed:
        return None
    text = N_("Le taux du contrat n'est pas annuel : indiquez son équivalent par an")
    raise LawUnknown("rate_not_yearly", Reason(text))


def other_currency(amount: Money, pack: Pack, regime: CompensationRegime) -> Caution:
    """The fixed sum of the law is in one currency and the claim in another one: it is not converted."""
    text = N_("La somme forfaitaire est en {currency} : elle n'est pas ajoutée à une créance en {other}")
    reason = Reason(text, currency=pack.currency, other=amount.currency)
    return Caution("compensation_in_other_currency", reason, regime.facts)


def of_claim(
    facts: Situation, interest: InterestRegime, fixed: CompensationRegime, pack: Pack
) -> Iterator[Caution]:
    """The cautions of one claim, in the order in which they matter."""
    if facts.is_late and not facts.has_notice:
        yield from _of_missing_notice(interest, fixed)
    if interest.is_nothing_without_clause and facts.clause is None:
        text = N_("Aucun intérêt légal contre ce débiteur sans clause du contrat")
        yield Caution("no_statutory_interest", Reason(text), interest.facts)
    if not facts.is_clause_yearly:
        text = N_("Le contrat n'exprime pas de taux annuel : seul le taux légal est dû")
        yield Caution("yearly_rate_missing", Reason(text), (interest.yearly_rate_needed,))
    if facts.clause is not None and interest.is_clause_checked:
        text = N_("La clause d'intérêt doit être valable contre ce débiteur : à vérifier")
        yield Caution("clause_to_check", Reason(text), interest.clause_facts or interest.facts)
    if interest.waits.days and facts.has_notice:
        text = N_("Compté après les {days} jours du rappel : une petite entreprise peut compter plus tôt")
        yield Caution("shortest_start", Reason(text, days=interest.waits.days), interest.clause_facts)
    if fixed.needs_clause and facts.compensation:
        text = N_("Cette indemnité est un maximum, dû seulement si une clause du contrat la prévoit")
        yield Caution("compensation_needs_clause", Reason(text), fixed.facts)
    if facts.is_judged:
        yield _of_judgment(interest)
    if facts.is_insolvent:
        yield _of_insolvency(pack)
    yield from _of_payments(facts, pack)


def _of_missing_notice(interest: InterestRegime, fixed: CompensationRegime) -> Iterator[Caution]:
    if interest.starts is Starts.NOTICE:
        text = N_("Aucun intérêt avant une mise en demeure : indiquez le jour où elle a été reçue")
        yield Caution("notice_required", Reason(text), interest.facts)
    if interest.starts is Starts.NOTICE_OR_DUE:
        text = N_(
            "Compté depuis l'échéance, ce qui suppose une date fixée d'un commun accord ; sinon, depuis la "
            "mise en demeure"
        )
        yield Caution("due_date_must_be_agreed", Reason(text), interest.facts)
    if fixed.after_notice is not None:
        text = N_("Rien ne peut être demandé avant un premier rappel gratuit et {days} jours")
        reason = Reason(text, days=fixed.after_notice.days)
        yield Caution("first_reminder_required", reason, fixed.facts)


def _of_judgment(interest: InterestRegime) -> Caution:
    if interest.judgment:
        text = N_("Après un jugement, ce qu'il dit des intérêts l'emporte sur ce calcul")
        return Caution("judgment_prevails", Reason(text), interest.judgment.facts)
    text = N_("L'effet d'un jugement sur les intérêts n'est pas connu ici : le taux d'avant est gardé")
    return Caution("judgment_not_researched", Reason(text))


def _of_insolvency(pack: Pack) -> Caution:
    known = pack.insolvency
    if known and known.stops_interest:
        text = N_(
            "Le jugement d'ouverture arrête les intérêts ; une somme forfaitaire née après n'est pas due"
        )
        return Caution("insolvency_stops_interest", Reason(text), known.facts)
    text = N_("L'effet d'une procédure collective sur les intérêts n'est pas connu ici : ils sont arrêtés")
    return Caution("insolvency_not_researched", Reason(text), known.facts if known else ())


def _of_payments(facts: Situation, pack: Pack) -> Iterator[Caution]:
    if facts.is_paid_on and not pack.allocation.facts:
        text = N_(
            "L'ordre d'imputation des paiements n'est pas connu ici : intérêts, somme forfaitaire, principal"
        )
        yield Caution("allocation_not_researched", Reason(text))
    if facts.is_paid_later:
        text = N_("Un paiement postérieur au {day} n'est pas compté")
        yield Caution("payment_after_until", Reason(text, day=facts.until))
    if facts.overpaid:
        text = N_("Payé en trop : {amount}")
        yield Caution("overpaid", Reason(text, amount=facts.overpaid), (), {"amount": facts.overpaid})


def of_facts(used: tuple[str, ...], until: date, law: Library) -> Iterator[Caution]:
    """Which facts were never read at their source, and which are only known up to an earlier day."""
    standings = {name: law.standing(name) for name in used}
    if unverified := tuple(name for name, known in standings.items() if known.is_unverified):
        text = N_(
            "Repose sur des faits non vérifiés ({facts}) : à faire confirmer avant toute démarche formelle"
        )
        yield Caution("unverified_fact", Reason(text, facts=", ".join(unverified)), unverified)
    stale = {n: k for n, k in standings.items() if not k.is_unverified and k.known_through < until}
    if stale:
        text = N_("Le droit n'est connu que jusqu'au {day} ({facts}) : vérifiez ce qui a changé depuis")
        day = min(known.known_through for known in stale.values())
        yield Caution("law_known_through", Reason(text, day=day, facts=", ".join(stale)), tuple(stale))
