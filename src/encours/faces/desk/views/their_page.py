"""The customer's own page as the team deals with it: looked at, its link handed out or revoked, what was said."""

from typing import Protocol

from django.http import HttpResponseBase
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_GET, require_POST

from encours.books.creditor.rules.roles import Permission
from encours.books.receivables import queries as receivables_queries
from encours.faces.desk.views.back import ask_first, said
from encours.faces.desk.views.kept_files import file_saved
from encours.faces.desk.views.refusing import tell_journal
from encours.faces.desk.who import DeskRequest, allowed, found
from encours.flows.page_links import public_address
from encours.flows.portal import handing
from encours.ground.documents import queries as documents_queries
from encours.ground.kernel.reason import N_, Reason, Refused
from encours.ground.links import queries as links_queries
from encours.ground.links.rules.link import Purpose

_DOWNLOADED = "application/octet-stream"


class Named(Protocol):
    """A customer as this page names it."""

    pk: int
    name: str


@require_GET
@allowed(Permission.READ)
def their_page(request: DeskRequest, customer_id: int) -> HttpResponseBase:
    """Whether links lead to the customer's page, and what was said on it."""
    customer = found(receivables_queries.customer(request.desk.entity.id, customer_id))
    return _shown(request, customer)


@require_POST
@allowed(Permission.CONTACT)
def their_page_link(request: DeskRequest, customer_id: int) -> HttpResponseBase:
    """A link to hand on, told in the journal; or why there is none."""
    customer = found(receivables_queries.customer(request.desk.entity.id, customer_id))
    made = handing.hand_out(request.desk.act, customer_id=customer.pk)
    if isinstance(made, Refused):
        tell_journal(request, made)
        return _shown(request, customer, refused=made.reason)
    return _shown(request, customer, link=made)


def _shown(
    request: DeskRequest, customer: Named, *, link: str = "", refused: Reason | None = None
) -> HttpResponseBase:
    desk = request.desk
    context = {
        "customer": customer,
        "public_address": public_address(),
        "life_days": handing.life_days(),
        "link": link,
        "refused": refused,
        "revoked_at": links_queries.last_ended_at(
            desk.entity.id, purpose=Purpose.PAGE, subject_id=customer.pk
        ),
        "told": handing.said_there(desk.entity.id, customer.pk),
        "may_contact": desk.may(Permission.CONTACT),
    }
    return render(request, "desk/customers/their_page.html", context, status=422 if refused else 200)


@require_GET
@allowed(Permission.READ)
def their_page_seen(request: DeskRequest, customer_id: int) -> HttpResponseBase:
    """The page as the customer sees it; nothing can be said on it."""
    customer = found(receivables_queries.customer(request.desk.entity.id, customer_id))
    return redirect(handing.preview_path(request.desk.act, customer.pk))


@allowed(Permission.CONTACT)
def their_page_revoke(request: DeskRequest, customer_id: int) -> HttpResponseBase:
    """Every link made until now opens nothing any more."""
    customer = found(receivables_queries.customer(request.desk.entity.id, customer_id))
    back_url = reverse("desk:their_page", args=[customer.pk])
    if request.method == "POST":
        handing.revoke_all(request.desk.act, customer_id=customer.pk)
        return said(request, Reason(N_("Liens révoqués : ceux déjà envoyés n'ouvrent plus rien.")), back_url)
    text = N_(
        "Aucun lien déjà envoyé à {name} n'ouvrira plus sa page. Les prochains messages en portent un nouveau."
    )
    return ask_first(
        request,
        back_url=back_url,
        heading=_("Révoquer tous les liens ?"),
        consequence=Reason(text, name=customer.name),
        verb=_("Révoquer les liens"),
        is_grave=True,
    )


@require_GET
@allowed(Permission.READ)
def received_file(request: DeskRequest, item_id: int, piece_id: int) -> HttpResponseBase:
    """A file that a customer sent from their page, to be saved."""
    file = found(handing.received_file(request.desk.entity.id, item_id=item_id, piece_id=piece_id))
    assert file.document_id is not None
    content = documents_queries.content(file.document_id)
    return file_saved(content, name=file.name, media_type=_DOWNLOADED)
