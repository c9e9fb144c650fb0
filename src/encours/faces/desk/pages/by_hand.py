"""A step that a person does: which one, what it needs, whether today allows it, what noting it changes."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date
from typing import Any

from django.urls import reverse

from encours.faces.desk.pages.words import CHANNEL_ICONS, Action
from encours.flows.customer_file import CustomerFile
from encours.flows.review.assess import Assessment
from encours.flows.step_words import words_of_step
from encours.flows.steps import FORMAL_ACTS, OwnStep, answer_by, own_step
from encours.ground.evidence.queries import Line
from encours.ground.kernel.clock import local_date
from encours.ground.kernel.reason import N_, Reason, Refused
from encours.ground.plumbing.say import say
from encours.method.cases.rules.contact import Channel
from encours.method.strategy.rules.decision import Call, Send, Task

STEP_DONE = "strategy.step_done"
_TAKEN_BACK = {
    "strategy.step_taken_back": STEP_DONE,
    "outreach.message_taken_back": "outreach.message_sent_by_hand",
}
"""What says that something else was noted by mistake."""


@dataclass(frozen=True, slots=True)
class _Words:
    """How one speaks of noting a step: the thing to press, the question, the answer, the answer on a closed day."""

    press: str
    question: str
    answer: str
    already: str


_LETTER = _Words(
    N_("Noter l'envoi"),
    N_("La lettre à {name} est-elle partie ?"),
    N_("Elle est partie"),
    N_("Elle est déjà partie"),
)
_MAIL = _Words(
    N_("Noter l'envoi"),
    N_("Le message à {name} est-il parti ?"),
    N_("Il est parti"),
    N_("Il est déjà parti"),
)
_VISIT = _Words(
    N_("Noter le rendez-vous"),
    N_("Le rendez-vous avec {name} a-t-il eu lieu ?"),
    N_("Il a eu lieu"),
    N_("Il a déjà eu lieu"),
)
_OTHER = _Words(
    N_("Noter l'étape faite"),
    N_("Étape faite pour {name} ?"),
    N_("C'est fait"),
    N_("C'est déjà fait"),
)
_BY_CHANNEL = {Channel.LETTER: _LETTER, Channel.EMAIL: _MAIL, Channel.VISIT: _VISIT}


def without_taken_back(lines: Iterable[Line]) -> list[Line]:
    """Journal lines, newest first, but for what was noted as done and taken back since."""
    taken_back: list[tuple[object, ...]] = []
    found = []
    for line in lines:
        if line.kind in _TAKEN_BACK:
            taken_back.append(_thing(_TAKEN_BACK[line.kind], line))
        if (done := _thing(line.kind, line)) in taken_back:
            taken_back.remove(done)
        else:
            found.append(line)
    return found


def _thing(kind: str, line: Line) -> tuple[object, ...]:
    """What a line is about, for the line that takes it back: a step of a case, or a message."""
    return kind, line.payload.get("case"), line.payload.get("level"), line.payload.get("message")


def task_of(file: CustomerFile) -> tuple[Assessment, OwnStep] | None:
    """The step that a person may do now, with nothing missing for it; None without one."""
    for a in file.assessments:
        step = own_step(a.decision)
        if step is not None and a.case is not None:
            return a, step
    return None


def done_action(file: CustomerFile, task: OwnStep) -> Action:
    """What one presses once the step is done."""
    channel = task.level.parts[0].channel
    case = next((a.case for a in file.assessments if a.decision is task), None)
    if task.level.stage.value in FORMAL_ACTS and case:
        return Action(reverse("desk:formal", args=[case.id]), Reason(N_("Préparer l'acte")), "scale")
    url = reverse("desk:step_done", args=[file.customer.pk])
    return Action(url, Reason(_words(task).press), CHANNEL_ICONS[channel], is_dialog=True)


def done_page(file: CustomerFile) -> dict[str, Any] | None:
    """Everything on the page that asks whether the step is done; None when no such step is due."""
    found = task_of(file)
    if found is None:
        return None
    a, task = found
    words, limit = _words(task), not_today(file, a)
    return {
        "heading": say(Reason(words.question, name=file.customer.name)),
        "what": Reason(task.level.label),
        "amount": task.amount,
        "on": task.due_on,
        "limit": limit,
        "needs": needs_of(file, a, task),
        "consequence": _consequence(file, task),
        "letter": _letter(file, a, task),
        "verb": say(Reason(words.already if limit else words.answer)),
    }


def _letter(file: CustomerFile, a: Assessment, task: OwnStep) -> dict[str, Any] | None:
    """The words of the step, ready to be copied; or why Encours does not write them."""
    words = words_of_step(file.known, a, task)
    if words is None:
        return None
    if isinstance(words, Refused):
        return {"refused": words.reason}
    return {"subject": words.subject, "text": words.text, "language": words.language}


def needs_of(file: CustomerFile, a: Assessment, task: OwnStep) -> list[Reason]:
    """What a person must have for a step, with the date to leave to the customer."""
    needs = [Reason(need) for need in task.level.needs]
    if isinstance(task, Send) and a.contact is not None:
        needs.append(Reason(N_("un message de votre main, à {email}"), email=a.contact.email))
    today, on = file.known.house.today, _first_day(file, a)
    until = answer_by(task.level, on) if on else None
    if until and on == today:
        needs.append(Reason(N_("si elle part aujourd'hui, la date à y donner : {until}"), until=until))
    elif until:
        needs.append(Reason(N_("si elle part le {on}, la date à y donner : {until}"), on=on, until=until))
    return needs


def is_open_today(a: Assessment) -> bool:
    """Whether the guard lets the step be carried out today."""
    return a.verdict is None or a.verdict.is_allowed


def not_before(file: CustomerFile, a: Assessment) -> date | None:
    """The first day after today that the guard leaves to a step; None when today is open or no day is known."""
    on = _first_day(file, a) if isinstance(a.decision, Send | Call | Task) else None
    return on if on and on > file.known.house.today else None


def not_today(file: CustomerFile, a: Assessment) -> Reason | None:
    """Until when and why the guard lets nobody carry out the step; None when it may be done today."""
    verdict, house = a.verdict, file.known.house
    if verdict is None or verdict.is_allowed:
        return None
    on = _first_day(file, a)
    if on is None:
        return Reason(N_("Pas de contact pour le moment. {why}"), why=verdict.reason)
    if on == house.today:
        return Reason(N_("Plus tard aujourd'hui. {why}"), why=verdict.reason)
    return Reason(N_("Pas avant le {on}. {why}"), on=on, why=verdict.reason)


def _first_day(file: CustomerFile, a: Assessment) -> date | None:
    """The first day on which the guard lets the step be carried out; None when waiting would not mend it."""
    verdict, house = a.verdict, file.known.house
    if verdict is None or verdict.is_allowed:
        return house.today
    return local_date(verdict.until, house.entity.time_zone) if verdict.until else None


def _words(task: OwnStep) -> _Words:
    return _BY_CHANNEL.get(task.level.parts[0].channel, _OTHER)


def _consequence(file: CustomerFile, task: OwnStep) -> Reason:
    until = answer_by(task.level, file.known.house.today)
    if until is None:
        return Reason(N_("Encours le compte comme un contact d'aujourd'hui, et passe à l'étape suivante."))
    text = N_(
        "Encours le compte comme un contact d'aujourd'hui et attend la réponse jusqu'au {until} compris. "
        "L'étape suivante ne vient pas avant."
    )
    return Reason(text, until=until)
