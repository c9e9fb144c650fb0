"""Pauses of a customer: placed, given another end, lifted; the list follows at once."""

from collections.abc import Sequence
from dataclasses import replace
from datetime import date, timedelta

from django.db import transaction

from encours.books.creditor import queries as creditor_queries
from encours.flows import plan_b
from encours.flows.review.refresh import refresh
from encours.ground.evidence.acts import Act
from encours.ground.kernel.reason import N_, Reason, Refused
from encours.method.agreements import actions as agreements_actions
from encours.method.cases import actions as cases_actions
from encours.method.cases import queries as cases_queries
from encours.method.cases.rules.calendar import Calendar
from encours.method.cases.rules.contact import HoldKind
from encours.method.cases.rules.holds import ENDS_AGREEMENTS, HoldDraft
from encours.method.outreach.rules.pauses import hold_days
from encours.method.referral import queries as referral_queries
from encours.method.strategy.thresholds import thresholds_now


@transaction.atomic
def place(act: Act, draft: HoldDraft) -> int | Refused:
    """Nobody contacts a customer for a while; insolvency and bereavement end what it had promised (ruling 11).

    A plan that runs is only paused by a bereavement (method 2k).
    """
    made = cases_actions.place_hold(act, draft=_with_its_end(act, draft))
    if not isinstance(made, Refused) and draft.kind in ENDS_AGREEMENTS:
        pauses = draft.kind is not HoldKind.INSOLVENCY
        agreements_actions.end_settlements(act, customer_id=draft.customer_id, why=draft.reason)
        agreements_actions.end_plans(act, customer_id=draft.customer_id, why=draft.reason, pauses=pauses)
        agreements_actions.cancel_open(act, customer_id=draft.customer_id, why=draft.reason)
        plan_b.withdraw_for_hold(act, draft.customer_id, draft.kind)
    refresh(act, [draft.customer_id])
    return made


@transaction.atomic
def place_many(
    act: Act, *, customer_ids: Sequence[int], until_on: date | None, reason: str
) -> list[int] | Refused:
    """Nobody contacts some customers until a day, included, all or none; returns the ids of the pauses."""
    drafts = [HoldDraft(customer, HoldKind.MANUAL, reason, until_on) for customer in customer_ids]
    made = cases_actions.place_holds(act, drafts=drafts)
    if not isinstance(made, Refused):
        refresh(act, customer_ids)
    return made


@transaction.atomic
def release_many(act: Act, *, hold_ids: Sequence[int], why: str) -> None:
    """Several pauses end before their time; those of files that a partner has stay."""
    kept = referral_queries.blocking_holds(cases_queries.customers_of_holds(hold_ids))
    hold_ids = [pk for pk in hold_ids if pk not in kept]
    refresh(act, cases_actions.release_holds(act, hold_ids=hold_ids, why=why))


@transaction.atomic
def change_end(
    act: Act, *, customer_id: int, hold_id: int, until_on: date | None, why: str
) -> Refused | None:
    """A pause gets another last day, nearer or further; None only for what lasts until it is lifted."""
    refused = cases_actions.change_hold(act, hold_id=hold_id, until_on=until_on, why=why)
    if refused is None:
        refresh(act, [customer_id])
    return refused


@transaction.atomic
def release(act: Act, *, customer_id: int, hold_id: int, why: str) -> Refused | None:
    """A pause ends before its time; a plan that it had paused runs on, its dates that much later.

    Not while a partner has the file: it is asked to give the file back first (R130).
    """
    if is_with_partner(customer_id, hold_id):
        return Refused(Reason(N_("Un partenaire a ce dossier\u00a0: rappelez le dossier, la pause suit.")))
    refused = cases_actions.release_hold(act, hold_id=hold_id, why=why)
    if refused is None:
        resume(act, customer_id)
    refresh(act, [customer_id])
    return refused


def is_with_partner(customer_id: int, hold_id: int) -> bool:
    """Whether a pause belongs to a file that a partner has."""
    return hold_id in referral_queries.blocking_holds([customer_id])


def resume(act: Act, customer_id: int) -> None:
    """Plans run on once no bereavement and no insolvency stands."""
    standing = cases_queries.standing_holds([customer_id], today=act.today).get(customer_id, [])
    if not any(hold.kind in ENDS_AGREEMENTS for hold in standing):
        entity = creditor_queries.entity(act.entity_id)
        closed = creditor_queries.closed_periods(act.entity_id)
        calendar = Calendar(entity.country, entity.region, closed)
        agreements_actions.resume_plans(act, customer_id=customer_id, calendar=calendar)


def _with_its_end(act: Act, draft: HoldDraft) -> HoldDraft:
    """The last day of a pause that has a usual length in this entity, where nobody named another day."""
    days = None if draft.until_on else hold_days(draft.kind, thresholds_now(act).guard)
    return replace(draft, until_on=act.today + timedelta(days=days)) if days else draft
