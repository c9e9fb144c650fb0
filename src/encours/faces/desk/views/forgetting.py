"""Somebody is forgotten for good: asked twice, with what will be gone and what stays."""

from datetime import date

from django.http import HttpResponseBase
from django.urls import reverse
from django.utils.translation import gettext as _

from encours.books.creditor.rules.roles import Permission
from encours.books.receivables import queries as receivables_queries
from encours.faces.desk.forms.forgetting import ErasureForm
from encours.faces.desk.views.back import ask_first, back_to, is_done, said
from encours.faces.desk.who import DeskRequest, allowed, found
from encours.flows import recording
from encours.flows.forgetting import Keeping, forget, forget_contact, keeping_of, what_is_open
from encours.ground.kernel.reason import N_, Reason, Refused
from encours.ground.plumbing.say import say


@allowed(Permission.CONFIGURE)
def customer_forget(request: DeskRequest, customer_id: int) -> HttpResponseBase:
    """Takes a customer's name out of every page and out of the journal; nothing brings it back."""
    act = request.desk.act
    row = found(receivables_queries.customer(act.entity_id, customer_id))
    (keeping,) = keeping_of(act, [customer_id])
    form = ErasureForm(request.POST or None, name=row.name, is_early=not keeping.is_over(act.today))

    def erase(given: dict[str, object]) -> Refused | None:
        return forget(act, customer_id=customer_id, why=str(given["why"]), early=bool(given.get("early")))

    if is_done(request, form, erase):
        return said(request, _("Le client est anonymisé."), back_to(request, reverse("desk:customers")))
    standing = what_is_open(act, customer_id)
    return ask_first(
        request,
        form=None if standing else form,
        back_url=back_to(request, reverse("desk:customer", args=[customer_id])),
        heading=_("Anonymiser {name} ?").format(name=row.name),
        consequence=_NOT_YET if standing else _PLAIN,
        details=standing or [*_GOES_AND_STAYS, *_period(keeping)],
        verb="" if standing else _("Anonymiser pour toujours"),
        is_grave=True,
    )


@allowed(Permission.CONFIGURE)
def contact_forget(request: DeskRequest, contact_id: int) -> HttpResponseBase:
    """Takes the data of one person at a customer's away; nothing brings them back."""
    act = request.desk.act
    row = found(receivables_queries.contact(act.entity_id, contact_id))
    name = found(row.name or row.email or row.phone or None)
    page = back_to(request, reverse("desk:customer", args=[row.customer_id]))
    form = ErasureForm(request.POST or None, name=name)

    def erase(given: dict[str, object]) -> Refused | None:
        return recording.change_books(
            act,
            row.customer_id,
            lambda: forget_contact(act, contact_id=contact_id, why=str(given["why"])),
        )

    if is_done(request, form, erase):
        return said(request, _("Les données de cette personne sont effacées."), page)
    return ask_first(
        request,
        form=form,
        back_url=page,
        heading=say(Reason(N_("Effacer les données de {name} ?"), name=name)),
        consequence=_("Plus rien ne lui est adressé, et rien ne ramène ses données."),
        details=_PERSON_GOES_AND_STAYS,
        verb=_("Effacer pour toujours"),
        is_grave=True,
    )


_NOT_YET = Reason(N_("Pas encore : avec ce client, quelque chose est ouvert."))
_PLAIN = Reason(N_("Ce client perd son nom partout, pour toujours : rien ne le ramène."))
_GOES_AND_STAYS = (
    Reason(N_("Partent : nom, adresse, numéros, interlocuteurs, notes, textes des messages et du journal.")),
    Reason(
        N_(
            "Restent, parce que la loi veut les pièces : factures, règlements, montants, copies des factures, "
            "fichiers importés."
        )
    ),
)
_PERSON_GOES_AND_STAYS = (
    Reason(N_("Partent : son nom, son adresse, son numéro, et ce que le journal disait de cette personne.")),
    Reason(
        N_(
            "Restent, comme preuve : les messages envoyés et les notes d'appel, jusqu'à l'anonymisation du client."
        )
    ),
    Reason(N_("Les copies de factures et les sauvegardes ne changent pas.")),
)


def _period(keeping: Keeping) -> list[Reason]:
    if keeping.until is None:
        return []
    if keeping.until == date.max:
        return [
            Reason(
                N_("Aucun délai de conservation n'est fixé pour votre société : c'est à vous d'en décider.")
            )
        ]
    return [Reason(N_("Ses pièces se gardent jusqu'au {until}."), until=keeping.until)]
