"""A customer's next step in words: what, why, and what happens if nobody does anything."""

from datetime import date
from typing import Any

from django.urls import reverse

from encours.books.creditor.rules.roles import Permission
from encours.faces.desk.pages.banners import banners
from encours.faces.desk.pages.by_hand import done_action, is_open_today, needs_of, not_before, task_of
from encours.faces.desk.pages.departure import Held, held_back
from encours.faces.desk.pages.rights import rights_panel
from encours.faces.desk.pages.words import (
    CHANNEL_ICONS,
    Action,
    State,
    action_for,
    is_call,
)
from encours.faces.desk.who import Desk
from encours.flows.customer_file import CustomerFile
from encours.flows.drafting import is_writable
from encours.flows.review.assess import Assessment
from encours.flows.review.list_lines import action_name, next_date, why
from encours.flows.review.rhythm import rhythm_of
from encours.flows.steps import own_step
from encours.ground.kernel.clock import days_between
from encours.ground.kernel.money import Money
from encours.ground.kernel.reason import N_, Reason
from encours.ground.plumbing.say import say
from encours.ground.wording.stages import SERVICES
from encours.method.cases.rules.contact import CHANNEL_LABELS, Direction, PastContact
from encours.method.cases.rules.words import OUTCOME_LABELS
from encours.method.insight.rules.money_curve import cost_of_waiting
from encours.method.outreach.rules.states import MessageState
from encours.method.strategy.rules.decision import (
    Call,
    CheckBank,
    Close,
    Decide,
    Hold,
    KeepOnAccount,
    MissingAddress,
    Send,
    Task,
    Wait,
    WeOwe,
)
from encours.method.strategy.rules.gauge import GAUGE_LABELS

_BY_PERSON = frozenset(
    {MessageState.TO_CONFIRM, MessageState.BY_HAND, MessageState.REFUSED, MessageState.UNKNOWN}
)

_LEAVES = N_("Le message « {subject} » part tout seul.")
_HELD = {
    Held.STOPPED: N_("Le message « {subject} » attend : tous les envois sont arrêtés."),
    Held.TEST: N_("Le message « {subject} » est prêt ; en mode d'essai, il ne part pas."),
    Held.BANK: N_("Le message « {subject} » part tout seul, si la banque est vérifiée."),
}


def case_panel(desk: Desk, file: CustomerFile) -> dict[str, Any]:
    """The case as it slides in beside the list."""
    assessment = file.assessments[0]
    may_contact = desk.may(Permission.CONTACT)
    new_note = f"{reverse('desk:incoming_new')}?customer={file.customer.pk}"
    return {
        "customer_id": file.customer.pk,
        "name": file.customer.name,
        "close_url": reverse("desk:today"),
        "due": list(file.due),
        "oldest_days": oldest_days(file),
        **next_step(desk, file, assessment),
        "reasons": reasons_with_points(assessment),
        "banners": banners(file, may_contact=may_contact),
        "invoices": open_lines(file)[:8],
        "contacts": [contact_line(c) for c in latest_contacts(file, 3)],
        "rhythm": rhythm(file, assessment),
        "later_url": None,
        "hold_url": reverse("desk:hold_new", args=[file.customer.pk]) if may_contact else None,
        "note_url": new_note if may_contact else None,
    }


def rhythm(file: CustomerFile, a: Assessment) -> dict[str, Any] | None:
    """To which side we lean on the case, and why; None without a case."""
    if a.case is None:
        return None
    found = rhythm_of(file.known, a)
    return {
        "place": found.gauge.value,
        "label": say(Reason(GAUGE_LABELS[found.gauge])).capitalize(),
        "why": list(found.why),
    }


def next_step(desk: Desk, file: CustomerFile, a: Assessment) -> dict[str, Any]:
    """What is to be done, when, by which button; what happens by itself; what a week of waiting costs."""
    message = _waiting_message(file)
    actionable = a.balance.actionable
    waiting = cost_of_waiting(actionable, a.balance.days_past_due).per_week if actionable else None
    return {
        "what": what_to_do(a),
        **_when(file, a),
        "needs": _needs(file, a),
        "action": _action(file, a, message) if desk.may(Permission.CONTACT) else None,
        "otherwise": _left_alone(desk, message) or otherwise(a, message),
        "rights": rights_panel(desk, file),
        "waiting": waiting or None,
    }


def _needs(file: CustomerFile, a: Assessment) -> list[Reason]:
    step = a.decision if isinstance(a.decision, Task) else own_step(a.decision)
    return needs_of(file, a, step) if step is not None else []


def _when(file: CustomerFile, a: Assessment) -> dict[str, date | None]:
    """The day of the next step; `not_before`: the first one that the guard leaves to it.

    `since`: its day is past and nothing but we keep it waiting.
    """
    on, open_on = next_date(a), not_before(file, a)
    is_past = on is not None and on < file.known.house.today
    return {
        "on": None if is_past else on,
        "since": on if is_past and open_on is None else None,
        "not_before": open_on,
    }


def what_to_do(a: Assessment) -> Reason:
    """The one thing to do, as a sentence."""
    decision = a.decision
    match decision:
        case Send(level=level) | Call(level=level) | Task(level=level):
            return Reason(level.label)
        case WeOwe():
            return decision.reasons[0]
        case MissingAddress():
            return Reason(N_("Compléter les coordonnées : sans elles, rien ne peut être envoyé ni dit"))
        case CheckBank():
            return Reason(N_("Vérifier la banque, puis la suite se décide"))
        case Decide():
            return Reason(N_("Décider de la suite : le scénario est terminé"))
        case Wait() | Hold():
            return Reason(N_("Attendre"))
        case KeepOnAccount():
            return Reason(N_("Laisser sur le compte : c'est un petit solde"))
        case Close():
            return Reason(N_("Rien : tout est réglé"))


def _left_alone(desk: Desk, message: Any) -> Reason | None:
    """What becomes of a message that waits for its hour; None without one."""
    if message is None or MessageState(message.state) is not MessageState.READY:
        return None
    held = held_back(desk, [message.stage])
    return Reason(_HELD[held] if held else _LEAVES, subject=message.subject)


def otherwise(a: Assessment, message: Any) -> Reason:
    """What happens by itself if nobody does anything."""
    if message and MessageState(message.state) in _BY_PERSON:
        return Reason(
            N_("Le message « {subject} » attend votre main : il ne part pas seul."), subject=message.subject
        )
    match a.decision:
        case Send() if not is_writable(a.decision):
            return Reason(
                N_("Rien ne part : cette étape n'a pas de texte tout prêt, elle s'écrit de votre main.")
            )
        case Send():
            return Reason(N_("Le message est préparé la nuit prochaine ; rien ne part deux fois."))
        case Call() | Task() | Decide() | MissingAddress():
            return Reason(N_("Rien ne se passe : cette étape attend une personne, et reste dans la liste."))
        case WeOwe():
            return Reason(N_("Aucune relance ne part tant que ce que nous devons n'est pas fait."))
        case CheckBank():
            return Reason(N_("Aucune relance ne part tant que la banque n'est pas vérifiée."))
        case Wait(until=until):
            return Reason(N_("Le dossier est revu le {on}."), on=until)
        case Hold(until=until) if until:
            return Reason(N_("Personne n'est contacté jusqu'au {on}."), on=until)
        case _:
            return Reason(N_("Personne n'est contacté."))


def reasons_with_points(a: Assessment) -> list[dict[str, Any]]:
    """The reasons of the line; the parts of the score carry their points."""
    points = {part.reason: part.points for part in a.priority.parts}
    return [
        {"label": reason, "points": f"{points[reason]:+.0f}" if points.get(reason) else ""}
        for reason in why(a)
    ]


def open_lines(file: CustomerFile) -> list[dict[str, Any]]:
    """Open items, oldest first, each with its state."""
    today, found = file.known.house.today, []
    items = {i.due_id: i for a in file.assessments for i in a.facts.items}
    for item in file.known.items.get(file.customer.pk, []):
        fact = items.get(item.due_id)
        found.append(
            {
                "id": item.invoice_id,
                "number": item.number,
                "due_on": item.due_on,
                "age_days": max(0, days_between(item.due_on, today)) or None,
                "open": Money(item.open_minor, item.currency),
                "state": item_state(fact, is_late=item.due_on < today),
            }
        )
    return found


def item_state(fact: Any, *, is_late: bool) -> State:
    """How an open item stands: late, promised, contested, or not due yet."""
    if fact is not None and fact.disputed:
        return State("today", "message-circle-warning", Reason(N_("contestée")))
    if fact is not None and fact.promised:
        return State("kept", "handshake", Reason(N_("promise")))
    if is_late:
        return State("late", "clock-alert", Reason(N_("échue")))
    return State("rest", "clock", Reason(N_("non échue")))


def latest_contacts(file: CustomerFile, count: int) -> list[PastContact]:
    """The last contacts, newest first."""
    contacts = file.known.contacts.get(file.customer.pk, [])
    return sorted(contacts, key=lambda c: c.at, reverse=True)[:count]


def contact_line(contact: PastContact) -> dict[str, Any]:
    """One past contact in a line."""
    who = N_("reçu, {channel}") if contact.direction is Direction.INBOUND else N_("{channel}")
    what = Reason(who, channel=Reason(CHANNEL_LABELS[contact.channel]))
    if contact.outcome:
        what = Reason(
            N_("{channel} : {outcome}"), channel=what, outcome=Reason(OUTCOME_LABELS[contact.outcome])
        )
    return {"icon": CHANNEL_ICONS[contact.channel], "at": contact.at, "what": what}


def oldest_days(file: CustomerFile) -> int | None:
    """Days since the oldest overdue date."""
    return max((a.balance.days_past_due for a in file.assessments if a.balance.oldest), default=None)


def _waiting_message(file: CustomerFile) -> Any:
    live = [*_BY_PERSON, MessageState.READY, MessageState.SENDING]
    return next((m for m in file.messages if MessageState(m.state) in live and m.stage not in SERVICES), None)


def _action(file: CustomerFile, a: Assessment, message: Any) -> Action | None:
    name, by_hand = action_name(a).action, task_of(file)
    if (
        by_hand
        and by_hand[0] is a
        and is_open_today(a)
        and not (message and MessageState(message.state) in _BY_PERSON)
    ):
        return done_action(file, by_hand[1])
    if message and MessageState(message.state) in _BY_PERSON and not is_call(name):
        return action_for(name, file.customer.pk, message_id=message.pk)
    action = action_for(name, file.customer.pk)
    is_here = action is not None and action.url == reverse("desk:customer", args=[file.customer.pk])
    return None if is_here else action
