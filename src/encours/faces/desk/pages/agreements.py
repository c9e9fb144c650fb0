"""The agreements: one list of all, a plan with its parts, plan B with what makes it ready."""

from collections.abc import Iterable, Mapping
from typing import Any

from django.urls import reverse

from encours.books.creditor import queries as creditor_queries
from encours.books.creditor.queries import Member
from encours.books.creditor.rules.roles import Permission
from encours.books.receivables import queries as receivables_queries
from encours.faces.desk.pages.words import State, agreement_state, plan_state
from encours.faces.desk.who import Desk
from encours.flows.agreeing.expected import expected_cash
from encours.flows.agreeing.interest import WaivedInterest
from encours.flows.broken_unanswered import Unanswered
from encours.ground.kernel.money import Money
from encours.ground.kernel.reason import N_, Reason
from encours.ground.plumbing.say import say
from encours.method.agreements.queries import listing
from encours.method.agreements.queries.listing import AgreementLine, Ours, OwnLine, Place, Wanted
from encours.method.agreements.rules.acceptance import may_be_accepted
from encours.method.agreements.rules.expected import Expected, by_week
from encours.method.agreements.rules.plan import PlanDraft
from encours.method.agreements.rules.plan_b import MEASURE_LABELS, READINESS_LABELS, PlanB, Readiness
from encours.method.agreements.rules.plan_life import Plan
from encours.method.agreements.rules.plan_states import PLAN_MOVES, PLAN_OPEN, PlanState
from encours.method.agreements.rules.renegotiating import problem_of_renegotiation
from encours.method.agreements.rules.waived_interest import Standing
from encours.method.agreements.rules.words import (
    AGREEMENT_KIND_LABELS,
    OPEN,
    OWN_PROMISE_LABELS,
    AgreementKind,
    AgreementState,
)

PAGE = 50
EXPECTED = "attendus"
_S, _P = AgreementState, PlanState
_OPEN_STATES = frozenset({*(s.value for s in OPEN), *(s.value for s in PLAN_OPEN)})
TABS: dict[str, tuple[str, Wanted]] = {
    "en-cours": (N_("En cours"), Wanted(_OPEN_STATES, Ours.OPEN)),
    EXPECTED: (N_("Attendus par date"), Wanted((), Ours.NONE)),
    "non-tenus": (N_("Non tenus"), Wanted({_S.BROKEN, _S.PARTLY_KEPT, _S.BROKEN_THEN_PAID, _P.ACCELERATED}, Ours.LATE)),
    "tenus": (N_("Tenus"), Wanted({_S.KEPT, _P.COMPLETED}, Ours.KEPT)),
    "autres": (N_("Sans suite"), Wanted({_S.CANCELLED, _S.UNCONFIRMED, _P.DECLINED, _P.RENEGOTIATED}, Ours.NONE)),
    "nous": (N_("De notre part"), Wanted((), Ours.ALL)),
    "tous": (N_("Tous"), Wanted(None, Ours.ALL)),
}  # fmt: skip
_MAY_BE_OPENED = OPEN | {_S.UNCONFIRMED}
_EMPTY = {
    "en-cours": N_("Aucun accord n'est en cours. Une promesse se note sur la fiche d'un client."),
    "non-tenus": N_("Aucun accord n'est resté sans paiement."),
    "tenus": N_("Aucun accord n'a encore été tenu."),
    "autres": N_("Aucun accord n'a été annulé, décliné ou laissé sans réponse."),
    "nous": N_("Nous n'avons rien promis. Ce que nous devons à un client se note sur sa fiche."),
    "tous": N_("Aucun accord noté."),
    EXPECTED: N_("Aucun versement convenu n'est attendu."),
}


def agreements_page(desk: Desk, tab: str, *, after: Place, unanswered: list[Unanswered]) -> dict[str, Any]:
    """One tab of the list, theirs and ours in one order; `unanswered`: what broke and had no reaction of ours."""
    entity, today = desk.entity.id, desk.act.today
    found, place = listing.lines_in(entity, TABS[tab][1], after=after, today=today, most=PAGE)
    return _heading(desk, tab, unanswered) | {
        "lines": [_line(line) if isinstance(line, AgreementLine) else _own(line, desk) for line in found],
        "next_url": f"{reverse('desk:agreements')}?onglet={tab}&{_place_words(place)}" if place else None,
    }


def expected_page(desk: Desk, *, unanswered: list[Unanswered]) -> dict[str, Any]:
    """What agreements bring, week by week; what the bank has not shown yet comes first."""
    lines = expected_cash(desk.act, most=MOST_EXPECTED)
    late = [line for line in lines if line.on < desk.act.today]
    coming = by_week([line for line in lines if line.on >= desk.act.today])
    names = names_of({line.promise.customer_id for line in lines})
    return _heading(desk, EXPECTED, unanswered) | {
        "late": [_expected_line(line, names) for line in late],
        "weeks": [
            {
                "first_on": week.first_on,
                "written": list(week.written),
                "said": list(week.said),
                "lines": [_expected_line(line, names) for line in week.lines],
            }
            for week in coming
        ],
    }


MOST_EXPECTED = 300
"""How many dates one page shows; whoever has more reads the first of them."""


def place_in(agreement: int | None, own: int | None) -> Place:
    """Where a page begins, as its address says it."""
    return Place(agreement, own)


def _place_words(place: Place) -> str:
    told = {"avant": place.agreement, "notre": place.own}
    return "&".join(f"{name}={number}" for name, number in told.items() if number is not None)


def _heading(desk: Desk, tab: str, unanswered: list[Unanswered]) -> dict[str, Any]:
    return {
        "tabs": [
            {"url": f"{reverse('desk:agreements')}?onglet={code}", "label": say(Reason(label)), "count": None,
             "is_current": code == tab}
            for code, (label, _wanted) in TABS.items()
        ],
        "empty": {"title": say(Reason(TABS[tab][0])), "text": say(Reason(_EMPTY[tab]))},
        "unanswered": [
            {
                "url": reverse("desk:customer", args=[one.customer_id]),
                "customer": one.customer,
                "days": one.days,
                "on": one.since_on,
            }
            for one in unanswered
        ],
        "awaiting": listing.awaiting_us(desk.entity.id),
    }  # fmt: skip


def _expected_line(line: Expected, names: Mapping[int, str]) -> dict[str, Any]:
    promise = line.promise
    customer_url = reverse("desk:customer", args=[promise.customer_id])
    is_part = promise.plan_id is not None
    url = (
        reverse("desk:plan", args=[promise.customer_id, promise.plan_id])
        if is_part
        else reverse("desk:promise", args=[promise.customer_id, promise.id])
    )
    return {
        "url": url,
        "is_dialog": not is_part,
        "customer": names.get(promise.customer_id, ""),
        "customer_url": customer_url,
        "what": Reason(AGREEMENT_KIND_LABELS[promise.kind]),
        "on": line.on,
        "amount": line.amount,
        "state": agreement_state(promise.state),
    }


def _line(line: AgreementLine) -> dict[str, Any]:
    is_plan = line.kind is AgreementKind.PLAN
    name = "desk:plan" if is_plan else "desk:promise"
    text = (
        N_("{kind} de {amount}, {paid} échéances sur {parts} payées") if is_plan else N_("{kind} de {amount}")
    )
    if is_plan and line.next_on:
        text = N_("{kind} de {amount}, {paid} échéances sur {parts} payées, la suivante de {next}")
    kind = Reason(AGREEMENT_KIND_LABELS[line.kind])
    state = plan_state(line.state) if isinstance(line.state, PlanState) else agreement_state(line.state)
    if line.awaits_us:
        state = State("today", "stamp", Reason(N_("attend votre accord")))
    is_settled = not is_plan and line.state not in _MAY_BE_OPENED
    customer_url = reverse("desk:customer", args=[line.customer_id])
    return {
        "url": customer_url if is_settled else reverse(name, args=[line.customer_id, line.id]),
        "customer": line.customer,
        "customer_url": customer_url,
        "what": Reason(
            text, kind=kind, amount=line.amount, paid=line.paid, parts=line.parts, next=line.next_amount
        ),
        "who": line.person,
        "due_on": line.next_on or line.due_on,
        "amount": line.amount,
        "state": state,
        "is_dialog": not is_plan and not is_settled,
    }


def _own(line: OwnLine, desk: Desk) -> dict[str, Any]:
    customer_url, is_open = reverse("desk:customer", args=[line.customer_id]), line.done_on is None
    is_late = is_open and line.due_on < desk.act.today
    if line.done_on is not None and line.done_on > line.due_on:
        state = State("today", "check", Reason(N_("tenu de notre part, après la date")))
    elif line.done_on is not None:
        state = State("kept", "check", Reason(N_("tenu de notre part")))
    elif is_late:
        state = State("late", "reply", Reason(N_("nous le devons depuis le {on}"), on=line.due_on))
    else:
        state = State("today", "reply", Reason(N_("nous le devons")))
    kind = Reason(OWN_PROMISE_LABELS[line.kind])
    return {
        "url": reverse("desk:own_promise_done", args=[line.customer_id, line.id])
        if is_open
        else customer_url,
        "customer": line.customer,
        "customer_url": customer_url,
        "what": Reason(N_("De notre part : {kind}, « {what} »"), kind=kind, what=line.what),
        "who": desk.entity.name,
        "due_on": line.due_on,
        "amount": None,
        "state": state,
        "is_dialog": is_open,
    }


def names_of(customer_ids: Iterable[int]) -> dict[int, str]:
    """What some customers are called."""
    return {pk: row.name for pk, row in receivables_queries.customers_by_id(customer_ids).items()}


_INTEREST = {
    Standing.WAIVED: N_(
        "Intérêts de retard au {until} : {amount}, non demandés tant que l'échéancier est tenu"
    ),
    Standing.GIVEN_UP: N_("Intérêts de retard au {until} : {amount}, abandonnés, l'échéancier a été tenu"),
    Standing.DUE_AGAIN: N_("Intérêts de retard au {until} : {amount}, de nouveau dus depuis l'arrêt du plan"),
}


def interest_words(found: WaivedInterest | None) -> Reason | None:
    """What a plan waives, in money, or why that is not known."""
    if found is None:
        return None
    if found.amount is None:
        return Reason(N_("Intérêts de retard abandonnés si le plan est tenu ; montant inconnu : {why}"),
                      why=found.unknown)  # fmt: skip
    return Reason(_INTEREST[found.standing], until=found.until, amount=found.amount)


def plan_page(
    desk: Desk, plan: Plan, plan_b: PlanB | None, interest: WaivedInterest | None = None
) -> dict[str, Any]:
    """One plan: its parts, what it covers, the interest it waives, what may be done with it, the private plan B."""
    ids = [plan.customer_id, plan.id]
    may = desk.may(Permission.CONTACT)
    can_accept = may and may_be_accepted(plan.state) and not plan.awaits_us
    return {
        "plan": {
            "id": plan.id,
            "total": plan.total,
            "received": plan.received,
            "left": max(plan.total - plan.received, Money.zero(plan.total.currency)),
            "state": plan_state(plan.state),
            "proposed_on": plan.proposed_on,
            "accepted_on": plan.accepted_on,
            "person": plan.person,
            "means": plan.means,
            "interest": interest_words(interest),
            "awaits_us": plan.awaits_us and plan.state is PlanState.PROPOSED,
        },
        "parts": [
            {"place": p.place, "due_on": p.promised_for, "amount": p.amount, "received": p.received,
             "state": agreement_state(p.state)}
            for p in plan.parts
        ],
        "accept_url": reverse("desk:plan_accept", args=ids) if can_accept else None,
        "approve_url": reverse("desk:plan_approve", args=ids) if desk.is_owner and plan.awaits_us else None,
        "renegotiate_url": reverse("desk:plan_renegotiate", args=ids)
        if may and problem_of_renegotiation(plan, today=desk.act.today) is None
        else None,
        "cancel_url": reverse("desk:plan_cancel", args=ids)
        if may and PlanState.CANCELLED in PLAN_MOVES[plan.state]
        else None,
        "paper_url": reverse("desk:plan_paper", args=ids),
        "plan_b": plan_b_shape(desk, plan_b) if plan_b else None,
    }  # fmt: skip


def plan_b_shape(desk: Desk, plan_b: PlanB) -> dict[str, Any]:
    """Plan B as only we see it: the measure, what is ready, what is missing, its day once named."""
    ids = [plan_b.customer_id, plan_b.id]
    owner = next((m.name for m in desk_team(desk) if m.user_id == plan_b.owner_id), "")
    return {
        "told": plan_b_told(plan_b),
        "owner": owner,
        "facts": [
            {"label": Reason(READINESS_LABELS[one]), "is_ready": one in plan_b.ready}
            for one in Readiness
            if one in plan_b.needed
        ],
        "url": reverse("desk:plan_b", args=ids) if desk.may(Permission.CONTACT) else None,
        "withdraw_url": reverse("desk:plan_b_withdraw", args=ids) if desk.is_owner and plan_b.stands else None,
        "done_url": reverse("desk:plan_b_done", args=ids) if desk.is_owner and plan_b.stands else None,
    }  # fmt: skip


def plan_b_told(plan_b: PlanB) -> Reason:
    """Plan B in one sentence, for us alone."""
    measure = Reason(MEASURE_LABELS[plan_b.measure])
    if plan_b.stands and plan_b.due_on is not None:
        return Reason(N_("Annoncé au client : {measure}, le {on}"), measure=measure, on=plan_b.due_on)
    ready = Reason(N_("prêt")) if plan_b.is_ready else Reason(N_("pas encore prêt"))
    text = N_("Si l'accord n'est pas tenu : {measure}, {days} jours après sa date ({ready})")
    return Reason(text, measure=measure, days=plan_b.after_days, ready=ready)


def desk_team(desk: Desk) -> list[Member]:
    """The people of the entity."""
    return list(creditor_queries.team(desk.entity.id))


def team_options(desk: Desk) -> list[tuple[str, str]]:
    """Who may carry out a plan B: those who sign in."""
    return [(str(m.user_id), m.name) for m in desk_team(desk) if m.user_id is not None]


def looked_at_shape(draft: PlanDraft) -> dict[str, Any]:
    """A plan that does not exist yet: its parts, its sum, why the owner would have to agree."""
    return {
        "parts": [{"place": p.place, "due_on": p.due_on, "amount": p.amount} for p in draft.instalments],
        "total": draft.total,
        "owner": list(draft.owner),
    }
