"""What one says on the phone, step by step, with the facts of the case (method, T07)."""

from typing import Any

from django.utils.translation import get_language

from encours.faces.desk.pages.case import open_lines
from encours.faces.desk.pages.past_late import question
from encours.faces.desk.who import Desk
from encours.flows.brief import Brief
from encours.flows.review.list_lines import due_now
from encours.ground.kernel.reason import N_, Reason
from encours.ground.plumbing.say import say
from encours.ground.wording.civility import greeted

_AFTER_THE_QUESTION = (
    (N_("Résumer"), N_("Donc, si je comprends bien, la situation chez vous est… ; est-ce exact ?")),
    (
        N_("Demander"),
        N_("Quand pouvons-nous espérer un paiement ? Serait-il utile de mettre en place un échéancier ?"),
    ),
    (
        N_("Convenir"),
        N_(
            "Pour mes notes et pour que tout soit clair : tel montant, tel jour, par virement. "
            "Est-ce bien cela ?"
        ),
    ),
    (
        N_("Conclure"),
        N_("Je vous envoie ce résumé par écrit ; un « d'accord » en réponse suffit. Merci pour votre temps."),
    ),
)


_LISTEN = Reason(N_("Se taire, noter, laisser venir. « Et ensuite ? »"))
Said = tuple[str, Reason]


def script(desk: Desk, brief: Brief) -> list[dict[str, Any]]:
    """The steps of the call in order, each with its goal and its words."""
    owed = owed_first(brief)
    said = [(N_("Ouvrir"), _hello(desk, brief)), *(_demand(brief) if owed is None else _answer(owed))]
    return [{"goal": say(Reason(goal)), "say": words} for goal, words in said]


def owed_first(brief: Brief) -> Reason | None:
    """What we owe this customer today, if anything: it is said before any payment is asked for."""
    due = due_now(brief.file.assessments[0])
    return due[0].reasons[0] if due else None


def _demand(brief: Brief) -> list[Said]:
    return [
        *((N_("Les faits"), facts) for facts in _facts(brief)),
        (
            N_("Inviter"),
            Reason(N_("Y a-t-il quelque chose à propos du paiement dont je devrais être au courant ?")),
        ),
        (N_("Écouter"), _LISTEN),
        (N_("Comprendre"), question(brief)),
        *((goal, Reason(words)) for goal, words in _AFTER_THE_QUESTION),
    ]


def _answer(owed: Reason) -> list[Said]:
    """A call that keeps our word: no demand in it."""
    return [
        (N_("Répondre"), Reason(N_("Dire d'abord ce qui était dû de notre côté. {owed}"), owed=owed)),
        (N_("Inviter"), Reason(N_("Est-ce que cela répond à votre question ? Reste-t-il autre chose ?"))),
        (N_("Écouter"), _LISTEN),
        (N_("Conclure"), Reason(N_("Je vous confirme cela par écrit aujourd'hui. Merci pour votre temps."))),
    ]


def _hello(desk: Desk, brief: Brief) -> Reason:
    return Reason(
        N_("Bonjour {contact}, ici {sender}, {company}. Avez-vous deux minutes ?"),
        contact=next((greeted(p.name, _language()) for p in brief.people if p.phone and p.name), "…"),
        sender=desk.member.name,
        company=desk.entity.name,
    )


def _language() -> str:
    """Of the words the caller reads: «Monsieur» in French, «Mr» in English."""
    return "fr" if (get_language() or "fr").startswith("fr") else "en"


def _facts(brief: Brief) -> list[Reason]:
    lines = [line for line in open_lines(brief.file) if line["age_days"]]
    if not lines:
        return []
    first = lines[0]
    resent = brief.resent_on.get(first["id"])
    copy = Reason(N_("Je vous en ai renvoyé une copie le {on}."), on=resent) if resent else None
    if len(lines) > 1:
        text = N_("{count} factures sont ouvertes, la plus ancienne est la {number}, due le {due_on}.")
        facts = Reason(text, count=len(lines), number=first["number"], due_on=first["due_on"])
    else:
        text = N_(
            "Le paiement de {amount} pour la facture {number} était dû le {due_on} "
            "et nous ne l'avons pas encore reçu."
        )
        facts = Reason(text, amount=first["open"], number=first["number"], due_on=first["due_on"])
    return [facts, copy] if copy else [facts]
