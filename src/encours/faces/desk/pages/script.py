"""What one says on the phone, as it is read before the call: the script's lines, or the answer that we owe."""

from typing import Any

from encours.faces.desk.pages.past_late import question
from encours.faces.desk.pages.spoken import lines
from encours.faces.desk.who import Desk
from encours.flows.brief import Brief
from encours.flows.review.list_lines import due_now
from encours.ground.kernel.reason import N_, Reason
from encours.ground.plumbing.say import say
from encours.ground.wording.script import Step

Said = tuple[str, Reason | str]
_GOALS = (
    (Step.OPENING, N_("Ouvrir")),
    (Step.FACTS, N_("Les faits")),
    (Step.INVITE, N_("Inviter")),
    (Step.LISTEN, N_("Écouter")),
    (Step.MINOR, N_("Comprendre")),
    (Step.MAJOR, N_("Comprendre")),
    (Step.SUMMARY, N_("Résumer")),
    (Step.REQUEST, N_("Demander")),
    (Step.AGREEMENT, N_("Convenir")),
    (Step.CLOSING, N_("Conclure")),
)


def script(desk: Desk, brief: Brief) -> list[dict[str, Any]]:
    """The steps of the call in order, each with its goal and its words."""
    owed, spoken = owed_first(brief), lines(desk, brief)
    if owed is not None:
        said: list[Said] = [(N_("Ouvrir"), spoken[Step.OPENING]), *_answer(owed)]
    else:
        said = [(goal, spoken[step]) for step, goal in _GOALS if step in spoken]
        said.insert(4, (N_("Comprendre"), question(brief)))
    return [{"goal": say(Reason(goal)), "say": words} for goal, words in said]


def owed_first(brief: Brief) -> Reason | None:
    """What we owe this customer today, if anything: it is said before any payment is asked for."""
    due = due_now(brief.file.assessments[0])
    return due[0].reasons[0] if due else None


def _answer(owed: Reason) -> list[Said]:
    """A call that keeps our word: no demand in it."""
    return [
        (N_("Répondre"), Reason(N_("Dire d'abord ce qui était dû de notre côté. {owed}"), owed=owed)),
        (N_("Inviter"), Reason(N_("Est-ce que cela répond à votre question ? Reste-t-il autre chose ?"))),
        (N_("Écouter"), Reason(N_("Se taire, noter, laisser venir. « Et ensuite ? »"))),
        (N_("Conclure"), Reason(N_("Je vous confirme cela par écrit aujourd'hui. Merci pour votre temps."))),
    ]
