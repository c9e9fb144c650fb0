"""What Today says when nobody has anything to do: how to begin, or that one may stop."""

from typing import Any

from django.urls import reverse

from encours.books.receivables import queries as receivables_queries
from encours.faces.desk.pages.departure import departure
from encours.faces.desk.pages.reviewed import is_reviewed
from encours.faces.desk.who import Desk
from encours.ground.kernel.reason import N_, Reason


def nothing_left(desk: Desk) -> dict[str, Any]:
    """Why the list is empty, and the next thing to press."""
    if not receivables_queries.has_books(desk.entity.id):
        return _no_books()
    if not is_reviewed(desk):
        return _no_night()
    return {
        "title": Reason(N_("C'est fait pour aujourd'hui")),
        "text": _rest(desk),
        "icon": "coffee",
        "verb": Reason(N_("Relire ce qui partira")),
        "url": reverse("desk:messages_tomorrow"),
        "second_verb": None,
        "second_url": None,
    }


def _no_books() -> dict[str, Any]:
    text = N_(
        "Saisissez un client et une facture échue, ou déposez vos fichiers : "
        "Encours dira qui contacter, pourquoi et avec quels mots."
    )
    return {
        "title": Reason(N_("Commençons par un client et sa facture")),
        "text": Reason(text),
        "icon": "sprout",
        "verb": Reason(N_("Ajouter un client")),
        "url": reverse("desk:customer_new"),
        "second_verb": Reason(N_("Déposer un fichier")),
        "second_url": reverse("desk:files"),
    }


def _no_night() -> dict[str, Any]:
    text = N_("La première revue se fait chaque nuit ; lancez-la maintenant pour voir qui contacter.")
    return {
        "title": Reason(N_("Vos livres sont prêts")),
        "text": Reason(text),
        "icon": "moon",
        "verb": Reason(N_("Revoir les dossiers maintenant")),
        "url": reverse("desk:night"),
        "second_verb": None,
        "second_url": None,
    }


def _rest(desk: Desk) -> Reason:
    leaving = departure(desk)
    if leaving is None:
        return Reason(N_("Personne n'est à contacter aujourd'hui. Vous pouvez vous arrêter là."))
    text = N_(
        "Rien d'autre à faire à la main : {count} messages sont prêts à partir. Vous pouvez vous arrêter là."
    )
    return Reason(text, count=leaving["count"])
