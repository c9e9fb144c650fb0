"""Keeps plan B of an agreement, what makes it ready, its naming, its carrying out and its only ways back."""

from collections.abc import Mapping
from datetime import date

from django.contrib.auth import get_user_model
from django.db import transaction
from django.db.models import QuerySet

from encours.ground.evidence import actions as evidence_actions
from encours.ground.evidence.acts import Act
from encours.ground.kernel.reason import N_, Reason, Refused
from encours.method.agreements.models import Agreement, PlanB
from encours.method.agreements.queries.plan_bs import plan_b_from
from encours.method.agreements.rules.plan_b import (
    MEASURE_LABELS,
    READINESS_LABELS,
    WITHDRAWAL_LABELS,
    Measure,
    Naming,
    PlanBDraft,
    Readiness,
    Withdrawal,
    default_plan_b,
    problem_of_naming,
    problem_of_plan_b,
    problem_of_withdrawal,
)
from encours.method.agreements.rules.words import AgreementKind

_FIELDS = {
    Readiness.ACCOUNT: "account_open_on",
    Readiness.QUOTE: "quote_on",
    Readiness.EVIDENCE: "evidence_on",
    Readiness.APPROVAL: "approved_on",
}


def keep_plan_b(act: Act, row: Agreement, draft: PlanBDraft | None) -> None:
    """The plan B of a new agreement: fixed from then on. One that was announced in the case and stands is kept.

    What was ready for the same measure stays ready. Without a draft: the next measure of the chain (R103).
    """
    former = list(PlanB.objects.filter(case_id=row.case_id).order_by("-pk"))
    announced = next((one for one in former if plan_b_from(one).stands), None)
    if announced is None:
        count = Agreement.objects.filter(case_id=row.case_id, state="broken").count()
        wanted = draft or default_plan_b(AgreementKind(row.kind), broken=count, owner_id=_user_of(act))
        announced = _new(act, (row.case_id, row.customer_id), wanted, former)
    row.fallback = announced
    row.save(update_fields=["fallback"])


@transaction.atomic
def open_plan_b(act: Act, *, case_id: int, customer_id: int, draft: PlanBDraft) -> int | Refused:
    """The plan B of a case in which nothing was ever agreed: the formal steps want one (ruling 2).

    Refused while one stands that was named, or without somebody ready to carry it out.
    """
    former = list(PlanB.objects.filter(case_id=case_id).order_by("-pk"))
    if any(plan_b_from(one).stands for one in former):
        return Refused(Reason(N_("Le plan B a déjà été annoncé : il ne se change plus.")))
    if refused := problem_of_plan_b(draft):
        return refused
    row = _new(act, (case_id, customer_id), draft, former)
    text = Reason(N_("Plan B choisi : {measure}"), measure=Reason(MEASURE_LABELS[draft.measure]))
    _tell(act, row, "agreements.plan_b_prepared", text)
    return row.pk


def _new(act: Act, of: tuple[int, int], draft: PlanBDraft, former: list[PlanB]) -> PlanB:
    ready = next((one for one in former if one.measure == draft.measure.value), None)
    carried = {name: getattr(ready, name) for name in _FIELDS.values()} if ready else {}
    return PlanB.objects.create(
        case_id=of[0],
        customer_id=of[1],
        measure=draft.measure.value,
        after_days=draft.after_days,
        owner_id=draft.owner_id,
        words=draft.words.strip(),
        created_at=act.at,
        **carried,
    )


@transaction.atomic
def prepare_plan_b(act: Act, *, plan_b_id: int, ready: frozenset[Readiness]) -> None:
    """Says which of the four facts hold; each keeps the day on which it became true. Source: method 2e."""
    row = _plan_bs(act).get(pk=plan_b_id)
    before = plan_b_from(row).ready
    for fact, name in _FIELDS.items():
        if (fact in ready) != (fact in before):
            setattr(row, name, act.today if fact in ready else None)
    row.save(update_fields=list(_FIELDS.values()))
    parts = [Reason(READINESS_LABELS[one]) for one in Readiness if one in ready]
    text = N_("Plan B préparé : {parts}") if parts else N_("Le plan B n'est plus prêt")
    _tell(act, row, "agreements.plan_b_prepared", Reason(text, parts=parts), ready=sorted(ready))


@transaction.atomic
def name_plan_b(act: Act, *, plan_b_id: int, naming: Naming) -> Refused | None:
    """Plan B is named to the customer with its day: from now on a dated task. Source: R106, R107; ruling 2."""
    row = _plan_bs(act).get(pk=plan_b_id)
    others = PlanB.objects.filter(case_id=row.case_id).exclude(pk=row.pk)
    former = tuple(plan_b_from(one) for one in others)
    if refusal := problem_of_naming(plan_b_from(row), former, naming, today=act.today):
        return refusal
    row.named_on, row.due_on = act.today, naming.due_on
    row.save(update_fields=["named_on", "due_on"])
    text = N_("Plan B annoncé au client : {measure}, le {day}")
    _tell(act, row, "agreements.plan_b_named", Reason(text, measure=_measure(row), day=naming.due_on))
    return None


@transaction.atomic
def execute_plan_b(act: Act, *, plan_b_id: int, note: str) -> Refused | None:
    """Plan B was carried out."""
    row = _plan_bs(act).get(pk=plan_b_id)
    if row.executed_on or row.withdrawn_on:
        return Refused(Reason(N_("Ce plan B n'est plus en vigueur.")))
    row.executed_on = act.today
    row.save(update_fields=["executed_on"])
    reason = Reason(N_("Plan B exécuté : {measure}"), measure=_measure(row))
    _tell(act, row, "agreements.plan_b_executed", reason, {"note": note.strip()} if note.strip() else None)
    return None


@transaction.atomic
def withdraw_plan_b(
    act: Act, *, plan_b_id: int, because: Withdrawal | None, note: str = ""
) -> Refused | None:
    """A plan B that was named does not take place, for one of the six facts of the method. Source: 2e, R107."""
    row = _plan_bs(act).get(pk=plan_b_id)
    refusal = problem_of_withdrawal(plan_b_from(row), because)
    if refusal or because is None:
        return refusal
    row.withdrawn_on, row.withdrawal = act.today, because.value
    row.save(update_fields=["withdrawn_on", "withdrawal"])
    text = N_("Plan B retiré : {why}")
    details = {"note": note.strip()} if note.strip() else None
    reason = Reason(text, why=Reason(WITHDRAWAL_LABELS[because]))
    _tell(act, row, "agreements.plan_b_withdrawn", reason, details, because=because.value)
    return None


@transaction.atomic
def take_back_plan_b(act: Act, *, plan_b_id: int, on: date) -> None:
    """It was noted by mistake that plan B was named, or carried out, on a day: a slip, not a withdrawal."""
    row = _plan_bs(act).get(pk=plan_b_id)
    if row.executed_on == on:
        row.executed_on = None
    elif row.named_on == on:
        row.named_on = row.due_on = None
    row.save(update_fields=["named_on", "due_on", "executed_on"])
    reason = Reason(N_("Plan B : la note du {on} est reprise"), on=on)
    _tell(act, row, "agreements.plan_b_taken_back", reason)


def _measure(row: PlanB) -> Reason:
    return Reason(MEASURE_LABELS[Measure(row.measure)])


def _plan_bs(act: Act) -> QuerySet[PlanB]:
    return PlanB.objects.select_for_update(of=("self",)).filter(customer__entity_id=act.entity_id)


def _user_of(act: Act) -> int | None:
    kind, _, number = act.actor.partition(":")
    if kind != "user" or not number.isdigit():
        return None
    return get_user_model().objects.filter(pk=int(number)).values_list("pk", flat=True).first()


def _tell(
    act: Act,
    row: PlanB,
    kind: str,
    reason: Reason,
    details: Mapping[str, object] | None = None,
    **figures: object,
) -> None:
    payload = {"plan_b": row.pk, "measure": row.measure, "due_on": str(row.due_on or ""), **figures}
    evidence_actions.append(
        act.entry(kind, f"customer:{row.customer_id}", reason, payload=payload, details=details or {})
    )
