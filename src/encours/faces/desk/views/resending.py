"""A copy of an open invoice sent again in one click."""

from django.http import HttpResponseBase
from django.urls import reverse
from django.views.decorators.http import require_POST

from encours.books.creditor.rules.roles import Permission
from encours.books.receivables import queries as receivables_queries
from encours.faces.desk.views.back import back_to, told
from encours.faces.desk.who import DeskRequest, allowed, found
from encours.flows import resending
from encours.ground.kernel.reason import N_, Reason


@require_POST
@allowed(Permission.CONTACT)
def invoice_resend(request: DeskRequest, invoice_id: int) -> HttpResponseBase:
    """Prepares the message with the copy; it leaves as any other does, and can be withheld until then."""
    row = found(receivables_queries.invoice(request.desk.entity.id, invoice_id))
    outcome = resending.resend(request.desk.act, customer_id=row.customer_id, invoice_id=invoice_id)
    text = N_("Copie de {number} préparée pour {email} : elle est dans les messages.")
    words = Reason(text, number=row.number, email=outcome)
    return told(request, outcome, words, back_to(request, reverse("desk:invoice", args=[invoice_id])))
