"""What came in from a customer, noted by hand and read; and the search that the palette uses."""

from datetime import time as hour
from typing import Any

from django.http import HttpResponseBase
from django.shortcuts import redirect, render
from django.urls import reverse
from django.views.decorators.http import require_GET

from encours.books.creditor.rules.roles import Permission
from encours.books.receivables import queries as receivables_queries
from encours.faces.desk.addresses import number_in
from encours.faces.desk.forms.contacting import IncomingForm, IncomingOfForm
from encours.faces.desk.views.back import back_to, said, show_form, told
from encours.faces.desk.views.refusing import refuse
from encours.faces.desk.views.resending import order_noted
from encours.faces.desk.who import DeskRequest, allowed, found
from encours.flows import contacting
from encours.flows.portal import order_numbers
from encours.flows.portal.order_numbers import OrderGiven
from encours.ground.kernel.clock import at
from encours.ground.kernel.reason import N_, Reason, Refused
from encours.ground.plumbing.say import say
from encours.method.cases.rules.contact import CHANNEL_LABELS
from encours.method.inbox import queries as inbox_queries
from encours.method.inbox.queries import InboundFact
from encours.method.inbox.rules.received import InboundDraft


@allowed(Permission.CONTACT)
def incoming_new(request: DeskRequest) -> HttpResponseBase:
    """Notes what came in: the ladder waits until it is read."""
    wished = number_in(request.GET.get("customer", ""))
    chosen = None if wished is None else receivables_queries.customer(request.desk.entity.id, wished)
    given = request.POST or None
    form = IncomingForm(given) if chosen else IncomingOfForm(given, entity_id=request.desk.entity.id)
    back_url = back_to(
        request, reverse("desk:customer", args=[chosen.pk]) if chosen else reverse("desk:today")
    )
    if request.method == "POST" and form.is_valid():
        customer_id = chosen.pk if chosen else int(form.cleaned_data["customer_id"])
        made = contacting.note_inbound(request.desk.act, _draft(request, customer_id, form.cleaned_data))
        if not isinstance(made, Refused):
            return said(request, Reason(N_("Noté : la suite attend que ce message soit lu.")), back_url)
        refuse(request, form, made)
    heading = (
        say(Reason(N_("Reçu de {name}"), name=chosen.name))
        if chosen
        else say(Reason(N_("Noter ce qui est arrivé")))
    )
    return show_form(request, form, back_url=back_url, heading=heading, verb=say(Reason(N_("Noter"))))


@allowed(Permission.CONTACT)
def incoming(request: DeskRequest, item_id: int) -> HttpResponseBase:
    """Reads what came in; once read, the ladder may go on."""
    item = found(inbox_queries.item(request.desk.entity.id, item_id))
    customer = found(receivables_queries.customer(request.desk.entity.id, item.customer_id))
    back_url = back_to(request, reverse("desk:customer", args=[customer.pk]))
    mail_id = inbox_queries.mails_of_items([item_id]).get(item_id)
    if mail_id is not None and request.method != "POST":
        return redirect("desk:inbox_mail", mail_id)
    given = order_numbers.order_given(request.desk.entity.id, item_id)
    if given is not None and "order" in request.POST:
        sent = order_numbers.carry_out(request.desk.act, item_id=item_id)
        return told(request, sent, order_noted(given.invoice, sent), back_url)
    if request.method == "POST":
        contacting.read_inbound(request.desk.act, customer_id=customer.pk, item_id=item_id)
        return said(request, Reason(N_("Lu : la suite peut reprendre.")), back_url)
    return render(request, "desk/confirm.html", _to_read(item, customer.name, given, back_url))


def _to_read(item: InboundFact, name: str, given: OrderGiven | None, back_url: str) -> dict[str, Any]:
    """What came in, its files, and what one click does about it."""
    at_of = Reason(
        N_("{channel}, le {at}"), channel=Reason(CHANNEL_LABELS[item.channel]), at=item.received_at
    )
    label = N_("Noter {number} sur {invoice} et renvoyer la copie")
    return {
        "heading": say(Reason(N_("Reçu de {name}"), name=name)),
        "consequence": item.text,
        "details": [at_of],
        "verb": say(Reason(N_("Marquer comme lu"))),
        "first": {"name": "order", "label": Reason(label, number=given.number, invoice=given.invoice)}
        if given
        else None,
        "form": None,
        "aside": [
            (reverse("desk:received_file", args=[item.id, file.id]), file.name)
            for file in inbox_queries.files_of_items([item.id]).get(item.id, [])
            if file.document_id is not None
        ],
        "back_url": back_url,
    }


@require_GET
@allowed(Permission.READ)
def search(request: DeskRequest) -> HttpResponseBase:
    """Customers and invoices whose name or number holds the words."""
    query = request.GET.get("q", "").strip()[:100]
    entity_id = request.desk.entity.id
    found_lines = [
        {"url": reverse("desk:customer", args=[c.pk]), "icon": "building-2", "label": c.name, "hint": c.city}
        for c in receivables_queries.search_customers(entity_id, query, limit=12)
    ]
    if query and request.GET.get("kind") != "customer":
        found_lines += [
            {
                "url": reverse("desk:invoice", args=[i.pk]),
                "icon": "file-text",
                "label": i.number,
                "hint": i.customer.name,
            }
            for i in receivables_queries.search_invoices(entity_id, query)
        ]
    return render(request, "desk/search.html", {"query": query, "found": found_lines})


def _draft(request: DeskRequest, customer_id: int, noted: dict[str, Any]) -> InboundDraft:
    on, act = noted["received_on"], request.desk.act
    received_at = act.at if on in {None, act.today} else at(on, hour(12), request.desk.entity.time_zone)
    return InboundDraft(customer_id, noted["channel"], noted["text"], received_at)
