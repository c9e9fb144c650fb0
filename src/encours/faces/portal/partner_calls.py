"""The address at which a partner's service tells of a placed file: for machines, without page or session."""

from django.http import HttpRequest, HttpResponse
from django.views.decorators.csrf import csrf_exempt
from django.views.decorators.http import require_POST

from encours.books.creditor import actions as creditor_actions
from encours.books.creditor.rules.door import SERVICE_MISSED
from encours.flows.referral.hearing import Answer, PartnerCall, hear_call
from encours.ground.kernel.reason import Refused
from encours.ground.plumbing.clock import installation_clock
from encours.ground.plumbing.whence import address_of
from encours.method.referral.rules.news import LONGEST_CALL_BYTES


@csrf_exempt
@require_POST
def told(request: HttpRequest, hook: str) -> HttpResponse:
    """One call. What is not signed is counted by its place, so that nobody tries secrets in a row."""
    size = request.headers.get("content-length", "")
    if not size.isdigit() or int(size) > LONGEST_CALL_BYTES:
        return HttpResponse(status=413)
    given = PartnerCall(
        request.headers.get("Encours-Timestamp", ""),
        request.headers.get("Encours-Signature", ""),
        request.body,
    )
    answer = hear_call(installation_clock(), hook=hook, call=given)
    if answer is Answer.NOT_SIGNED:
        counted = creditor_actions.count_try(SERVICE_MISSED, key=address_of(request))
        return HttpResponse(status=429 if isinstance(counted, Refused) else answer.value)
    return HttpResponse(status=answer.value)
