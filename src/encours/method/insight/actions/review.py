"""The yearly review: opened with its figures, voted on by the team, corrected and decided by the owner."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date

from django.db import transaction

from encours.ground.evidence import actions as evidence_actions
from encours.ground.evidence.acts import Act
from encours.ground.kernel.money import Money
from encours.ground.kernel.reason import N_, Reason, Refused
from encours.method.insight.models import ReviewLine, StressVote, YearlyReview
from encours.method.insight.rules.yearly_review import DECISION_LABELS, MOST_STRESS, ReviewDecision

_OVER = Reason(N_("Cette revue est close."))


@dataclass(frozen=True, slots=True, kw_only=True)
class LineDraft:
    """One customer as the review opens. `parts`: what the cost is made of, in minor units."""

    customer_id: int
    margin: Money
    cost: Money
    months: int | None
    disputes: int
    upheld: int
    parts: dict[str, int]


@transaction.atomic
def open_review(act: Act, *, year: int, lines: Sequence[LineDraft]) -> int | Refused:
    """Opens the review of a year with the customers to look at; refused when there is one. Returns its id."""
    if YearlyReview.objects.filter(entity_id=act.entity_id, year=year).exists():
        return Refused(Reason(N_("La revue de cette année est déjà ouverte.")))
    review = YearlyReview.objects.create(entity_id=act.entity_id, year=year, opened_on=act.today)
    ReviewLine.objects.bulk_create(
        ReviewLine(
            review=review,
            customer_id=line.customer_id,
            currency=line.margin.currency,
            margin_minor=line.margin.minor,
            cost_minor=line.cost.minor,
            parts=line.parts,
            months=line.months,
            disputes=line.disputes,
            upheld=line.upheld,
        )
        for line in lines
    )
    text = N_("Revue annuelle {year} ouverte : {count} clients à regarder")
    _tell(act, "insight.review_opened", Reason(text, year=str(year), count=len(lines)), {"review": review.pk})
    return review.pk


@transaction.atomic
def vote(act: Act, *, line_id: int, stress: int) -> Refused | None:
    """How much a customer weighs on the person who votes, 0 to 3; a later vote of theirs replaces it."""
    line = _line(act, line_id)
    if line.review.held_on is not None:
        return Refused(_OVER)
    if not 0 <= stress <= MOST_STRESS:
        return Refused(Reason(N_("Un vote va de 0 à 3.")), "stress")
    StressVote.objects.update_or_create(
        line=line, actor=act.actor, defaults={"stress": stress, "voted_at": act.at}
    )
    _tell(act, "insight.stress_voted", Reason(N_("Vote noté pour la revue annuelle")), {"line": line.pk})
    return None


@transaction.atomic
def correct_line(act: Act, *, line_id: int, margin: Money, is_bound: bool) -> Refused | None:
    """The owner says the true margin of a customer, and whether a contract binds us."""
    line = _line(act, line_id)
    if line.review.held_on is not None:
        return Refused(_OVER)
    line.margin_minor, line.is_bound = margin.minor, is_bound
    line.save(update_fields=["margin_minor", "is_bound"])
    reason = Reason(N_("Chiffres de la revue annuelle corrigés"))
    _tell(act, "insight.review_corrected", reason, {"line": line.pk, "margin_minor": margin.minor})
    return None


@transaction.atomic
def decide_line(act: Act, *, line_id: int, decision: ReviewDecision, ends_on: date | None = None) -> None:
    """What the owner decided for a customer; `ends_on`: the end of the notice where it parts."""
    line = _line(act, line_id)
    line.decision, line.decided_on, line.ends_on = decision.value, act.today, ends_on
    line.save(update_fields=["decision", "decided_on", "ends_on"])
    text = N_("Revue annuelle : {decision}")
    evidence_actions.append(
        act.entry(
            "insight.review_decided",
            f"customer:{line.customer_id}",
            Reason(text, decision=Reason(DECISION_LABELS[decision])),
            payload={"line": line.pk, "decision": decision.value, "ends_on": str(ends_on or "")},
        )
    )


@transaction.atomic
def hold_review(act: Act, *, review_id: int) -> Refused | None:
    """The meeting took place: votes and figures are closed."""
    review = YearlyReview.objects.select_for_update().get(entity_id=act.entity_id, pk=review_id)
    if review.held_on is not None:
        return Refused(_OVER)
    review.held_on = act.today
    review.save(update_fields=["held_on"])
    text = Reason(N_("Revue annuelle {year} tenue"), year=str(review.year))
    _tell(act, "insight.review_held", text, {"review": review.pk})
    return None


def _line(act: Act, line_id: int) -> ReviewLine:
    rows = ReviewLine.objects.select_for_update(of=("self",)).select_related("review")
    return rows.get(pk=line_id, review__entity_id=act.entity_id)


def _tell(act: Act, kind: str, reason: Reason, payload: dict[str, object]) -> None:
    evidence_actions.append(act.entry(kind, f"entity:{act.entity_id}", reason, payload=payload))
