"""What Today says when nobody has anything to do: how to begin, or that one may stop."""

from typing import Any

from django.urls import reverse
from django.utils.translation import ngettext

from encours.books.creditor.rules.roles import Permission
from encours.books.receivables import queries as receivables_queries
from encours.faces.desk.pages.departure import departure
from encours.faces.desk.pages.reviewed import is_reviewed
from encours.faces.desk.who import Desk
from encours.ground.kernel.reason import N_, Reason


def nothing_left(desk: Desk, *, waits_for_bank: bool) -> dict[str, Any]:
    """Why the list is empty, and the next thing to press."""
    if not receivables_queries.has_books(desk.entity.id):
        return _for_who_records(desk, _no_books(desk))
    if not is_reviewed(desk):
        return _for_who_records(desk, _no_night())
    if waits_for_bank:
        return _for_who_records(desk, _bank_first())
    return {
        "title": Reason(N_("C'est fait pour aujourd'hui")),
        "text": _rest(desk),
        "icon": "coffee",
        "verb": Reason(N_("Relire ce qui partira")),
        "url": reverse("desk:messages_tomorrow"),
        "second_verb": None,
        "second_url": None,
    }


def _for_who_records(desk: Desk, empty: dict[str, Any]) -> dict[str, Any]:
    """The books are another's business for who may not record: they read why, and press nothing."""
    if desk.may(Permission.RECORD):
        return empty
    return {**empty, "url": None, "post_url": None, "second_url": None}


def _no_books(desk: Desk) -> dict[str, Any]:
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
        "second_verb": Reason(N_("Voir le guide")) if desk.is_owner else Reason(N_("Déposer un fichier")),
        "second_url": reverse("desk:welcome") if desk.is_owner else reverse("desk:files"),
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


def _bank_first() -> dict[str, Any]:
    text = N_(
        "Un règlement est peut-être arrivé : regardez votre compte, notez ce qui est payé, puis dites-le. "
        "Ceux qui attendent reviennent alors à leur place."
    )
    return {
        "title": Reason(N_("La banque d'abord")),
        "text": Reason(text),
        "icon": "landmark",
        "verb": Reason(N_("J'ai vérifié ma banque aujourd'hui")),
        "post_url": reverse("desk:bank_checked"),
        "url": None,
        "second_verb": Reason(N_("Noter un règlement")),
        "second_url": reverse("desk:payment_new"),
    }


def _rest(desk: Desk) -> Reason:
    leaving = departure(desk)
    if leaving is None:
        return Reason(N_("Personne n'est à contacter aujourd'hui. Vous pouvez vous arrêter là."))
    text = ngettext(
        "Rien d'autre à faire à la main : {count} message est prêt à partir. Vous pouvez vous arrêter là.",
        "Rien d'autre à faire à la main : {count} messages sont prêts à partir. Vous pouvez vous arrêter là.",
        leaving["count"],
    )
    return Reason(text, count=leaving["count"])
