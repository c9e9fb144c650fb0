"""Stores computed types, many at once, and lets labels lapse; the journal is told when a type changes."""

import json
from collections.abc import Sequence
from datetime import date, timedelta
from decimal import Decimal
from typing import cast

from django.db import transaction

from encours.ground.evidence import actions as evidence_actions
from encours.ground.evidence.acts import Act
from encours.ground.kernel.facts import quick_dataclass
from encours.ground.kernel.months import add_months
from encours.ground.kernel.reason import N_, Reason
from encours.ground.plumbing.among import Among
from encours.ground.plumbing.bulk import replace_values
from encours.ground.plumbing.reason_json import as_text
from encours.method.insight.models import DebtorOpinion, TypeConfirmation
from encours.method.insight.rules.debtor_type import (
    LAPSING_TYPES,
    Evidence,
    Scores,
    TypeOpinion,
    after_expiry,
    expires_on,
)
from encours.method.insight.rules.payer import DebtorType
from encours.method.insight.rules.points import TypeThresholds

_KEPT = [
    "debtor_type", "is_avoids_candidate", "confidence_percent", "kinds", "trend_days", "scores",
    "evidence", "computed_on", "last_evidence_on",
]  # fmt: skip


@quick_dataclass(frozen=True, slots=True)
class NewOpinion:
    """What the classifier says of a customer today, and the day of the latest fact behind it."""

    customer_id: int
    opinion: TypeOpinion
    last_evidence_on: date | None = None

    @property
    def trend_days(self) -> int | None:
        """How many days later than before the last invoices were paid; None when too few are known."""
        trend = self.opinion.features.trend
        return None if trend is None else round(trend)


@quick_dataclass(frozen=True, slots=True)
class ReadyOpinion:
    """What is kept of an opinion, as the database takes it, whoever made it ready."""

    columns: dict[str, object]
    has_lapsed: bool

    @property
    def customer_id(self) -> int:
        """Whose opinion it is."""
        return cast(int, self.columns["customer_id"])


def opinions_made_ready(opinions: Sequence[NewOpinion], *, on: date) -> list[ReadyOpinion]:
    """What is kept of opinions of a day; nothing is stored."""
    return [ReadyOpinion(_row(new, on), new.opinion.has_lapsed) for new in opinions]


def store_opinions(act: Act, *, opinions: Sequence[NewOpinion]) -> int:
    """Stores opinions in place of those of the same customers; returns how many types changed."""
    return store_ready_opinions(act, opinions=opinions_made_ready(opinions, on=act.today))


@transaction.atomic
def store_ready_opinions(act: Act, *, opinions: Sequence[ReadyOpinion]) -> int:
    """Stores opinions in place of those of the same customers; returns how many types changed.

    As many statements for one as for hundreds. A first opinion changes nothing. A confirmation ends
    with the label it confirmed: should facts bring it back, a person reads them anew (R032).
    Source: method 2a.
    """
    latest = {new.customer_id: new for new in opinions}
    stored = DebtorOpinion.objects.select_for_update().filter(Among("customer_id", latest))
    before = dict(stored.values_list("customer_id", "debtor_type"))
    rows = [new.columns for new in latest.values()]
    replace_values(DebtorOpinion, rows, by="customer", fields=_KEPT, json_text=["scores", "evidence"])
    avoids = DebtorType.AVOIDS.value
    _end_confirmations(act, [c for c, n in latest.items() if n.columns["debtor_type"] != avoids])
    changed = [
        (new, was)
        for new in latest.values()
        if (was := before.get(new.customer_id)) and was != new.columns["debtor_type"]
    ]
    evidence_actions.append_many([_entry(act, new, was) for new, was in changed])
    return len(changed)


@transaction.atomic
def let_labels_lapse(act: Act, *, limits: TypeThresholds) -> int:
    """Sets labels without a new fact for twelve months back to UNKNOWN; returns how many.

    For every customer of the entity: those without an open case are reviewed by nobody else.
    Source: method 2a, ethics.
    """
    # A day more than enough: where months end on different days, the rule decides, not the filter.
    about = add_months(act.today, -limits.label_months) + timedelta(days=3)
    rows = DebtorOpinion.objects.select_for_update(of=("self",)).filter(
        customer__entity_id=act.entity_id,
        debtor_type__in=[kind.value for kind in LAPSING_TYPES],
        last_evidence_on__lte=about,
    )
    lapsed = [
        NewOpinion(
            row.customer_id, after_expiry(_told(row, limits), last_evidence_on=last, today=act.today), last
        )
        for row in rows
        if (last := row.last_evidence_on) and act.today >= expires_on(last, limits)
    ]
    return store_opinions(act, opinions=lapsed) if lapsed else 0


def _end_confirmations(act: Act, customer_ids: Sequence[int]) -> None:
    rows = TypeConfirmation.objects.filter(Among("customer_id", customer_ids), withdrawn_on__isnull=True)
    standing = dict(rows.values_list("pk", "customer_id"))
    if not standing:
        return
    TypeConfirmation.objects.filter(pk__in=list(standing)).update(withdrawn_on=act.today)
    evidence_actions.append_many(
        [
            act.entry(
                "insight.confirmation_withdrawn",
                f"customer:{customer_id}",
                Reason(N_("Confirmation du profil de paiement éteinte : les faits ont changé")),
                payload={"confirmation": confirmation},
            )
            for confirmation, customer_id in standing.items()
        ]
    )


def _row(new: NewOpinion, on: date) -> dict[str, object]:
    opinion, scores = new.opinion, new.opinion.scores
    return {
        "customer_id": new.customer_id,
        "debtor_type": opinion.type.value,
        "is_avoids_candidate": opinion.is_avoids_candidate,
        "confidence_percent": int(opinion.confidence.scaleb(2)),
        "kinds": opinion.kinds,
        "trend_days": new.trend_days,
        "scores": json.dumps(
            {"avoids": scores.avoids, "sporadic": scores.sporadic, "strained": scores.strained}
        ),
        "evidence": f"[{', '.join([_evidence(told) for told in opinion.evidence])}]",
        "computed_on": on,
        "last_evidence_on": new.last_evidence_on,
    }


def _evidence(told: Evidence) -> str:
    return f'{{"type": "{told.type.value}", "points": {told.points}, "reason": {as_text(told.reason)}}}'


def _told(row: DebtorOpinion, limits: TypeThresholds) -> TypeOpinion:
    confidence = Decimal(row.confidence_percent).scaleb(-2)
    scores = Scores(**row.scores)
    return TypeOpinion(DebtorType(row.debtor_type), confidence, row.kinds, None, scores, limits=limits)


def _entry(act: Act, new: ReadyOpinion, before: str) -> evidence_actions.NewEntry:
    """The sentence names no label: it may be read aloud, or over somebody's shoulder, during a call (R068)."""
    columns = new.columns
    if new.has_lapsed:
        said = N_("Profil de paiement remis à zéro : aucun fait nouveau depuis douze mois")
    elif columns["is_avoids_candidate"]:
        said = N_("Profil de paiement à relire par le dirigeant, avec les faits réunis")
    else:
        said = N_("Profil de paiement revu d'après les faits connus")
    return act.entry(
        "insight.type_changed",
        f"customer:{new.customer_id}",
        Reason(said),
        payload={"kinds": columns["kinds"], "confidence_percent": columns["confidence_percent"]},
        details={"before": before, "after": columns["debtor_type"]},
    )
