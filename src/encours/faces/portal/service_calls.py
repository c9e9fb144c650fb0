"""The address at which a service says what became of a text: for machines, without a page and without a session."""

from django.http import HttpRequest, HttpResponse
from django.views.decorators.csrf import csrf_exempt
from django.views.decorators.http import require_POST

from encours.books.creditor import actions as creditor_actions
from encours.books.creditor.rules.door import SERVICE_MISSED
from encours.flows.text_calls import Heard, ServiceCall, hear
from encours.ground.kernel.reason import Refused
from encours.ground.plumbing.clock import installation_clock
from encours.ground.plumbing.whence import address_of
from encours.method.outreach.rules.text_service import LONGEST_CALL_BYTES


@csrf_exempt
@require_POST
def texts(request: HttpRequest, entity_id: int) -> HttpResponse:
    """One call. What is not signed is counted by its place, so that nobody tries secrets in a row."""
    size = request.headers.get("content-length", "")
    if not size.isdigit() or int(size) > LONGEST_CALL_BYTES:
        return HttpResponse(status=413)
    given = ServiceCall(
        request.headers.get("Encours-Timestamp", ""),
        request.headers.get("Encours-Signature", ""),
        request.body,
    )
    heard = hear(entity_id, given, installation_clock())
    if heard is Heard.NOT_SIGNED:
        counted = creditor_actions.count_try(SERVICE_MISSED, key=address_of(request))
        return HttpResponse(status=429 if isinstance(counted, Refused) else heard.value)
    return HttpResponse(status=heard.value)
