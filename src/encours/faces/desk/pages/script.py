"""What one says on the phone, step by step, with the facts of the case (method, T07)."""

from typing import Any

from encours.faces.desk.pages.case import open_lines
from encours.faces.desk.who import Desk
from encours.flows.brief import Brief
from encours.ground.kernel.reason import N_, Reason
from encours.ground.plumbing.say import say

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


def script(desk: Desk, brief: Brief) -> list[dict[str, Any]]:
    """The steps of the call in order, each with its goal and its words."""
    said = [
        (N_("Ouvrir"), _hello(desk, brief)),
        *((N_("Les faits"), facts) for facts in _facts(brief)),
        (
            N_("Inviter"),
            Reason(N_("Y a-t-il quelque chose à propos du paiement dont je devrais être au courant ?")),
        ),
        (N_("Écouter"), Reason(N_("Se taire, noter, laisser venir. « Et ensuite ? »"))),
        (N_("Comprendre"), _question(brief)),
        *((goal, Reason(words)) for goal, words in _AFTER_THE_QUESTION),
    ]
    return [{"goal": say(Reason(goal)), "say": words} for goal, words in said]


def _hello(desk: Desk, brief: Brief) -> Reason:
    return Reason(
        N_("Bonjour {contact}, ici {sender}, {company}. Avez-vous deux minutes ?"),
        contact=next((p.name for p in brief.people if p.phone and p.name), "…"),
        sender=desk.member.name,
        company=desk.entity.name,
    )


def _facts(brief: Brief) -> list[Reason]:
    lines = [line for line in open_lines(brief.file) if line["age_days"]]
    if not lines:
        return []
    first = lines[0]
    if len(lines) > 1:
        text = N_("{count} factures sont ouvertes, la plus ancienne est la {number}, due le {due_on}.")
        return [Reason(text, count=len(lines), number=first["number"], due_on=first["due_on"])]
    text = N_(
        "Le paiement de {amount} pour la facture {number} était dû le {due_on} "
        "et nous ne l'avons pas encore reçu."
    )
    return [Reason(text, amount=first["open"], number=first["number"], due_on=first["due_on"])]


def _question(brief: Brief) -> Reason:
    """First late ever: what changed? Else: what settled it the last time? (R042, R043)"""
    if brief.is_first_time and brief.file.known.paid.get(brief.file.customer.pk):
        return Reason(N_("C'est la première fois : qu'est-ce qui a changé ?"))
    if brief.past_late:
        return Reason(
            N_("La dernière fois, le règlement était venu le {on} : qu'est-ce qui l'avait permis ?"),
            on=brief.past_late[0].closed_on,
        )
    return Reason(N_("La facture est-elle correcte ? Manque-t-il une information pour la valider ?"))
