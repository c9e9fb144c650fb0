"""Opens, closes and reopens cases, many at once; keeps why a case is late and how often an agreement broke."""

from collections import Counter
from collections.abc import Iterable

from django.db import transaction

from encours.ground.evidence import actions as evidence_actions
from encours.ground.evidence.acts import Act
from encours.ground.kernel.reason import N_, Reason, Refused
from encours.method.cases.models import Case
from encours.method.cases.rules.reasons import LearntReason, problem_of_reason
from encours.method.cases.rules.words import CASE_REASON_LABELS, CaseReason

CaseKey = tuple[int, str]
"""A customer and a currency."""


@transaction.atomic
def open_cases(act: Act, *, openings: Iterable[CaseKey]) -> dict[CaseKey, int]:
    """Opens a case for each customer and currency that has none open; returns the open case of each.

    Source: ruling 5.
    """
    asked = list(dict.fromkeys(openings))
    found = _open_among(act, asked)
    rows = Case.objects.bulk_create(
        [
            Case(entity_id=act.entity_id, customer_id=customer, currency=currency, opened_on=act.today)
            for customer, currency in asked
            if (customer, currency) not in found
        ],
        batch_size=500,
    )
    _journal(act, rows, "cases.opened", N_("Dossier ouvert ({currency})"))
    return found | {(row.customer_id, row.currency): row.pk for row in rows}


@transaction.atomic
def close_cases(act: Act, *, case_ids: Iterable[int]) -> list[int]:
    """Closes open cases in which nothing is left to ask; returns those that were closed now."""
    rows = list(_cases(act, case_ids, is_open=True))
    Case.objects.filter(pk__in=[row.pk for row in rows]).update(closed_on=act.today)
    _journal(act, rows, "cases.closed", N_("Dossier clos ({currency}) : plus rien à régler"))
    return [row.pk for row in rows]


@transaction.atomic
def reopen_cases(act: Act, *, case_ids: Iterable[int]) -> list[int]:
    """Reopens closed cases with their history; returns those reopened.

    The count of broken agreements stays; the reason is asked anew, since it was that of another
    delay. A case whose customer has another one open in that currency stays closed.
    """
    closed = list(_cases(act, case_ids, is_open=False))
    busy = _open_among(act, [(row.customer_id, row.currency) for row in closed])
    rows = [row for row in closed if (row.customer_id, row.currency) not in busy]
    Case.objects.filter(pk__in=[row.pk for row in rows]).update(
        closed_on=None, reason=CaseReason.UNKNOWN.value, reason_channel="", reason_on=None
    )
    _journal(act, rows, "cases.reopened", N_("Dossier rouvert ({currency})"))
    return [row.pk for row in rows]


@transaction.atomic
def set_reason(act: Act, *, case_id: int, learnt: LearntReason, by_owner: bool) -> Refused | None:
    """Records why this payment is late, with its source. BAD_INTENT is not named in the sentence.

    Refused without a source, or for BAD_INTENT when not by the owner. Source: R087, ruling 13.
    """
    row = Case.objects.select_for_update().get(entity_id=act.entity_id, pk=case_id)
    refusal = problem_of_reason(learnt, today=act.today, by_owner=by_owner)
    if refusal:
        return refusal
    row.reason = learnt.reason.value
    row.reason_channel = learnt.channel.value if learnt.channel else ""
    row.reason_on = learnt.on
    row.save(update_fields=["reason", "reason_channel", "reason_on"])
    evidence_actions.append(
        act.entry(
            "cases.reason_set",
            f"customer:{row.customer_id}",
            _reason_sentence(learnt),
            payload={
                "case": row.pk,
                "reason": row.reason,
                "channel": row.reason_channel,
                "on": str(learnt.on or ""),
            },
            details={"words": learnt.words} if learnt.words else None,
        )
    )
    return None


@transaction.atomic
def bump_broken(act: Act, *, case_ids: Iterable[int]) -> dict[int, int]:
    """Counts one broken agreement per id given (an id may come twice); returns the new counts."""
    times = Counter(case_ids)
    rows = list(Case.objects.select_for_update().filter(entity_id=act.entity_id, pk__in=times).order_by("pk"))
    for row in rows:
        row.broken_agreements += times[row.pk]
    Case.objects.bulk_update(rows, ["broken_agreements"], batch_size=500)
    evidence_actions.append_many(
        [
            act.entry(
                "cases.broken_counted",
                f"customer:{row.customer_id}",
                Reason(
                    N_("Accords non suivis d'un paiement dans ce dossier : {count}"),
                    count=row.broken_agreements,
                ),
                payload={"case": row.pk, "broken": row.broken_agreements},
            )
            for row in rows
        ]
    )
    return {row.pk: row.broken_agreements for row in rows}


def _open_among(act: Act, keys: list[CaseKey]) -> dict[CaseKey, int]:
    wanted = set(keys)
    rows = Case.objects.filter(
        entity_id=act.entity_id, customer_id__in={customer for customer, _ in keys}, closed_on__isnull=True
    ).values_list("customer_id", "currency", "pk")
    return {(customer, currency): pk for customer, currency, pk in rows if (customer, currency) in wanted}


def _cases(act: Act, case_ids: Iterable[int], *, is_open: bool) -> Iterable[Case]:
    rows = Case.objects.select_for_update().filter(entity_id=act.entity_id, pk__in=list(case_ids))
    return rows.filter(closed_on__isnull=is_open).order_by("pk")


def _reason_sentence(learnt: LearntReason) -> Reason:
    if learnt.reason is CaseReason.BAD_INTENT:
        return Reason(N_("Raison du retard enregistrée par le dirigeant"))
    return Reason(N_("Raison du retard : {reason}"), reason=Reason(CASE_REASON_LABELS[learnt.reason]))


def _journal(act: Act, rows: Iterable[Case], kind: str, text: str) -> None:
    evidence_actions.append_many(
        [
            act.entry(
                kind,
                f"customer:{row.customer_id}",
                Reason(text, currency=row.currency),
                payload={"case": row.pk, "currency": row.currency},
            )
            for row in rows
        ]
    )
