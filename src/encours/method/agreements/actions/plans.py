"""Proposes a payment plan, replaces it once, pauses it, takes it back; its parts are promises of their own."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import timedelta

from django.db import transaction

from encours.ground.evidence.acts import Act
from encours.ground.kernel.clock import days_between
from encours.ground.kernel.money import Money
from encours.ground.kernel.reason import N_, Reason, Refused
from encours.method.agreements.actions.plan_bs import keep_plan_b
from encours.method.agreements.actions.rows import any_locked, journal, keep_invoices, one_plan, parts_of
from encours.method.agreements.models import Agreement
from encours.method.agreements.queries import plan_from
from encours.method.agreements.rules.plan import PlanDraft
from encours.method.agreements.rules.plan_b import PlanBDraft, problem_of_plan_b
from encours.method.agreements.rules.plan_states import PLAN_MOVES, PLAN_OPEN, PLAN_STATE_LABELS, PlanState
from encours.method.agreements.rules.renegotiating import problem_of_renegotiation
from encours.method.agreements.rules.words import OPEN, AgreementKind, AgreementState, PromiseSource
from encours.method.cases.rules.calendar import Calendar

_OPEN_PARTS = frozenset(state.value for state in OPEN)


@dataclass(frozen=True, slots=True)
class PlanOffer:
    """A plan to be proposed: its parts, for which invoices (with how much of each), how it reached us.

    `awaits_us`: our side, or the owner, must agree before it can be accepted.
    """

    customer_id: int
    case_id: int
    draft: PlanDraft
    means: str
    person: str
    source: PromiseSource
    invoices: tuple[tuple[int, int], ...] = ()
    fallback: PlanBDraft | None = None
    waives_interest: bool = False
    awaits_us: bool = False


@transaction.atomic
def propose_plan(act: Act, *, offer: PlanOffer, words: str = "") -> int | Refused:
    """Writes a plan down with its parts; each is proposed until a written yes accepts the whole. Returns its id.

    Source: method 2e, 2k.
    """
    if refusal := _problem(offer):
        return refusal
    row = _keep(act, offer)
    text = N_("Échéancier proposé : {amount}, jusqu'au {day}, à confirmer par écrit")
    details = {"person": row.person, "means": row.means}
    if words.strip():
        details["words"] = words.strip()
    journal(act, row, "agreements.plan_proposed", text, details, parts=len(offer.draft.instalments))
    return row.pk


@transaction.atomic
def renegotiate_plan(act: Act, *, plan_id: int, offer: PlanOffer, why: str) -> int | Refused:
    """Another plan in place of one that runs, asked for before a date: once, to be accepted anew.

    Returns the id of the new plan. Source: method 2k, «renegotiated».
    """
    row = one_plan(act, plan_id)
    standing = plan_from(row, parts_of(act, [row.pk]))
    refusal = problem_of_renegotiation(standing, today=act.today) or _without(why) or _problem(offer)
    if refusal:
        return refusal
    _end(act, row, PlanState.RENEGOTIATED)
    journal(
        act, row, "agreements.plan_renegotiated", N_("Échéancier remplacé : {amount}, jusqu'au {day}"),
        {"reason": why.strip()},
    )  # fmt: skip
    made = propose_plan(act, offer=offer)
    if not isinstance(made, Refused):
        Agreement.objects.filter(pk=made).update(moved_count=1)
    return made


@transaction.atomic
def cancel_plan(act: Act, *, plan_id: int, why: str) -> Refused | None:
    """A plan no longer holds, with a reason; its parts that wait go with it."""
    row = one_plan(act, plan_id)
    if PlanState.CANCELLED not in PLAN_MOVES[PlanState(row.state)]:
        text = N_("Cet échéancier est déjà terminé : il est « {state} ».")
        return Refused(Reason(text, state=Reason(PLAN_STATE_LABELS[PlanState(row.state)])))
    if refusal := _without(why):
        return refusal
    _end(act, row, PlanState.CANCELLED)
    _tell_cancelled(act, row, why)
    return None


@transaction.atomic
def end_plans(act: Act, *, customer_id: int, why: str, pauses: bool) -> list[int]:
    """Insolvency cancels the plans of a customer; bereavement pauses those that run. Source: method 2k, K12."""
    states = [state.value for state in PLAN_OPEN if state is not PlanState.PAUSED or not pauses]
    rows = any_locked(act).filter(customer_id=customer_id, kind=AgreementKind.PLAN.value, state__in=states)
    ended = list(rows.order_by("pk"))
    for row in ended:
        if pauses and PlanState.PAUSED in PLAN_MOVES[PlanState(row.state)]:
            row.state, row.judged_on = PlanState.PAUSED.value, act.today
            row.save(update_fields=["state", "judged_on"])
            text = N_("Échéancier suspendu : {amount}, jusqu'au {day}")
            journal(act, row, "agreements.plan_paused", text, {"reason": why.strip()})
        else:
            _end(act, row, PlanState.CANCELLED)
            _tell_cancelled(act, row, why)
    return [row.pk for row in ended]


@transaction.atomic
def resume_plans(act: Act, *, customer_id: int, calendar: Calendar) -> list[int]:
    """The plans of a customer that were paused run on; the dates still to come move by as long as the pause was."""
    rows = any_locked(act).filter(
        customer_id=customer_id, kind=AgreementKind.PLAN.value, state=PlanState.PAUSED.value
    )
    resumed = list(rows.order_by("pk"))
    parts = parts_of(act, [row.pk for row in resumed])
    for row in resumed:
        paused_days = days_between(row.judged_on or act.today, act.today)
        for part in (p for p in parts if p.plan_id == row.pk and p.state in _OPEN_PARTS):
            part.promised_for = calendar.next_open(part.promised_for + timedelta(days=paused_days))
            part.state = AgreementState.ACCEPTED.value
            part.save(update_fields=["promised_for", "state"])
            row.promised_for = max(row.promised_for, part.promised_for)
        row.state, row.judged_on = PlanState.RUNNING.value, act.today
        row.save(update_fields=["state", "judged_on", "promised_for"])
        journal(act, row, "agreements.plan_resumed", N_("L'échéancier reprend : {amount}, jusqu'au {day}"))
    return [row.pk for row in resumed]


def end_parts(act: Act, plan_ids: Iterable[int]) -> None:
    """What still waits in plans that ended is not expected any more: the whole balance is due or gone."""
    for part in parts_of(act, plan_ids):
        if part.state in _OPEN_PARTS:
            part.state, part.judged_on = AgreementState.CANCELLED.value, act.today
            part.save(update_fields=["state", "judged_on"])


def _keep(act: Act, offer: PlanOffer) -> Agreement:
    lines, total = offer.draft.instalments, offer.draft.total
    common = {
        "case_id": offer.case_id,
        "customer_id": offer.customer_id,
        "currency": total.currency,
        "means": offer.means.strip(),
        "person": offer.person.strip(),
        "source": offer.source.value,
        "proposed_on": act.today,
        "created_at": act.at,
    }
    row = Agreement.objects.create(
        kind=AgreementKind.PLAN.value,
        amount_minor=total.minor,
        promised_for=lines[-1].due_on,
        state=PlanState.PROPOSED.value,
        waives_interest=offer.waives_interest,
        awaits_us=offer.awaits_us,
        **common,
    )
    keep_invoices(row, offer.invoices)
    keep_plan_b(act, row, offer.fallback)
    Agreement.objects.bulk_create(
        Agreement(
            kind=AgreementKind.INSTALMENT.value,
            plan=row,
            place=line.place,
            amount_minor=line.amount.minor,
            promised_for=line.due_on,
            state=AgreementState.PROPOSED.value,
            fallback_id=row.fallback_id,
            **common,
        )
        for line in lines
    )
    return row


def _problem(offer: PlanOffer) -> Refused | None:
    if not offer.means.strip():
        return Refused(Reason(N_("Indiquez par quel moyen.")), "means")
    if not offer.person.strip():
        return Refused(Reason(N_("Indiquez qui l'a promis.")), "person")
    named = Money(sum(minor for _invoice, minor in offer.invoices), offer.draft.total.currency)
    if offer.invoices and named != offer.draft.total:
        return Refused(Reason(N_("Les échéances ne font pas le total des factures choisies.")), "invoices")
    return problem_of_plan_b(offer.fallback) if offer.fallback else None


def _end(act: Act, row: Agreement, state: PlanState) -> None:
    row.state, row.judged_on = state.value, act.today
    row.save(update_fields=["state", "judged_on"])
    end_parts(act, [row.pk])


def _tell_cancelled(act: Act, row: Agreement, why: str) -> None:
    text = N_("Échéancier annulé : {amount}, jusqu'au {day}")
    journal(act, row, "agreements.plan_cancelled", text, {"reason": why.strip()})


def _without(why: str) -> Refused | None:
    return None if why.strip() else Refused(Reason(N_("Indiquez pourquoi.")), "why")
