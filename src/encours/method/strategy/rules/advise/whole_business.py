"""Questions about the whole business: outside help, and the yearly look at every customer."""

from collections.abc import Sequence
from decimal import Decimal

from encours.ground.kernel.reason import N_, Reason
from encours.method.insight.rules.yearly_review import Exclusion, Reviewed, excluded
from encours.method.insight.rules.yearly_review import proposed as worst_of
from encours.method.strategy.rules.advise.answer import Advice, Answer
from encours.method.strategy.rules.advise.situation import Candidate, Portfolio
from encours.method.strategy.rules.advise.words import (
    AdviceChannel,
    AdviceSender,
    Forbidden,
    Motive,
    NextAction,
)

F, A, C, S = Forbidden, NextAction, AdviceChannel, AdviceSender
HOURS_PER_MILLION, CASES_PER_PERSON, RECOVERY_RATE = 6, 15, Decimal("0.30")


def outside_help(portfolio: Portfolio) -> Answer:
    """Whether chasing takes too much: hours, cases per person, money that comes in (2j)."""
    found = _triggers(portfolio)
    refused = frozenset({F.HANDOFF_WITHOUT_QUOTE, F.HANDOFF_WITHOUT_FILE, F.AUTO_HANDOFF})
    if not found:
        why = (
            Reason(
                N_("Ni les heures, ni le nombre de dossiers, ni les rentrées ne demandent d'aide extérieure")
            ),
        )
        return _answer(Advice(A.WAIT, C.NONE, S.SYSTEM, forbidden=refused, why=why))
    return _answer(Advice(A.SUGGEST_AGENCY, C.QUOTE, S.OWNER, tone=5, forbidden=refused, why=found))


def yearly_review(candidates: Sequence[Candidate]) -> Answer:
    """At most two customers are proposed to the owner; those whose complaints were right never are (2i)."""
    lines = [_reviewed(place, candidate) for place, candidate in enumerate(candidates)]
    proposed = [candidates[one.id] for one in worst_of(lines)]
    kept = tuple(c.name for c in candidates if c not in proposed)
    why = [
        Reason(N_("{name} : coûte plus qu'il n'apporte, et pèse sur l'équipe"), name=c.name) for c in proposed
    ] or [Reason(N_("Personne à proposer cette année"))]
    why += [
        Reason(N_("{name} : ses litiges étaient fondés, c'est à nous de changer"), name=c.name)
        for c in candidates
        if _was_right(c)
    ]
    refused = frozenset(
        {
            F.PROPOSE_MORE_THAN_TWO,
            F.DISMISSAL_WITHOUT_NOTICE,
            F.LETTER_WITH_REPROACH,
            F.SEND_LETTER_WITHOUT_OWNER,
        }
    )
    advice = Advice(A.DISMISSAL_REVIEW, C.MEETING, S.OWNER, tone=0, forbidden=refused, why=tuple(why))
    return _answer(advice, kept)


def _answer(advice: Advice, refused_names: tuple[str, ...] = ()) -> Answer:
    return Answer(None, None, Motive.UNKNOWN, None, advice, refused_names=refused_names, why=advice.why)


def _triggers(portfolio: Portfolio) -> tuple[Reason, ...]:
    found = []
    if portfolio.hours_week is not None and portfolio.our_revenue is not None:
        allowed = HOURS_PER_MILLION * portfolio.our_revenue.decimal / 1_000_000
        if portfolio.hours_week > allowed:
            found.append(
                Reason(N_("{hours} heures de relance par semaine, c'est trop"), hours=portfolio.hours_week)
            )
    cases, staff = portfolio.open_cases, portfolio.staff
    if cases is not None and staff and cases / staff > CASES_PER_PERSON:
        found.append(Reason(N_("{cases} dossiers ouverts, plus de 15 par personne"), cases=cases))
    rate = portfolio.recovered_90d_rate
    if rate is not None and rate < RECOVERY_RATE:
        found.append(Reason(N_("Moins de 30 % des dossiers anciens rentrent en 90 jours")))
    return tuple(found)


def _reviewed(place: int, candidate: Candidate) -> Reviewed:
    return Reviewed(
        id=place,
        name=candidate.name,
        margin=candidate.margin,
        cost=candidate.service_cost,
        mean=candidate.stress,
        months=candidate.since_months,
        disputes=candidate.disputes,
        upheld=candidate.upheld,
    )


def _was_right(candidate: Candidate) -> bool:
    return Exclusion.UPHELD in excluded(_reviewed(0, candidate))
