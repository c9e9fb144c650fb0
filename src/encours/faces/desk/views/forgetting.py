"""A customer is forgotten for good: asked first, with what will be gone and what stays."""

from datetime import date

from django.http import HttpResponseBase
from django.urls import reverse
from django.utils.translation import gettext as _

from encours.books.creditor.rules.roles import Permission
from encours.books.receivables import queries as receivables_queries
from encours.faces.desk.forms.forgetting import ForgetForm
from encours.faces.desk.views.back import ask_first, is_done, said
from encours.faces.desk.who import DeskRequest, allowed, found
from encours.flows.forgetting import Keeping, forget, keeping_of, what_is_open
from encours.ground.kernel.reason import N_, Reason


@allowed(Permission.CONFIGURE)
def customer_forget(request: DeskRequest, customer_id: int) -> HttpResponseBase:
    """Takes a customer's name out of every page and out of the journal; nothing brings it back."""
    act = request.desk.act
    row = found(receivables_queries.customer(act.entity_id, customer_id))
    (keeping,) = keeping_of(act, [customer_id])
    form = ForgetForm(request.POST or None, is_early=not keeping.is_over(act.today))
    if is_done(request, form, lambda given: forget(act, customer_id=customer_id, **given)):
        return said(request, _("Le client est anonymisé."), reverse("desk:customers"))
    standing = what_is_open(act, customer_id)
    return ask_first(
        request,
        form=None if standing else form,
        back_url=reverse("desk:customer", args=[customer_id]),
        heading=_("Anonymiser {name} ?").format(name=row.name),
        consequence=_PLAIN,
        details=standing or [*_GOES_AND_STAYS, *_period(keeping)],
        verb="" if standing else _("Anonymiser pour toujours"),
        is_grave=True,
    )


_PLAIN = Reason(N_("Ce client perd son nom partout, pour toujours : rien ne le ramène."))
_GOES_AND_STAYS = (
    Reason(N_("Partent : nom, adresse, numéros, interlocuteurs, notes, textes des messages et du journal.")),
    Reason(N_("Restent : factures, règlements et leurs montants, copies des factures, fichiers importés.")),
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
