"""The customer file."""

from django.http import HttpResponseBase
from django.shortcuts import render
from django.views.decorators.http import require_GET

from encours.books.creditor.rules.roles import Permission
from encours.faces.desk.pages.customer import customer_page
from encours.faces.desk.who import DeskRequest, allowed, found
from encours.flows.customer_file import customer_file, exchanges


@require_GET
@allowed(Permission.READ)
def customer(request: DeskRequest, customer_id: int) -> HttpResponseBase:
    """One customer: what is due, what comes next, the exchanges, the people."""
    file = found(customer_file(request.desk.act, customer_id))
    page = customer_page(request.desk, file, exchanges(request.desk.act, file))
    return render(request, "desk/customers/file.html", page)
