"""What a payment provider tells us of a payment: believed when signed, of now, and ours; answered in plain JSON."""

from django.http import HttpRequest, JsonResponse
from django.views.decorators.csrf import csrf_exempt
from django.views.decorators.http import require_POST

from encours.books.creditor import actions as creditor_actions
from encours.books.creditor.rules.door import PAGE_MISSED
from encours.books.creditor.rules.online_payment import MOST_BYTES, WhyNot
from encours.flows.portal.paying import Believed, heard
from encours.ground.kernel.reason import Refused
from encours.ground.plumbing.clock import installation_clock
from encours.ground.plumbing.whence import address_of

_HEADERS = ("Encours-Timestamp", "Encours-Signature")
_STATUS = {
    WhyNot.UNKNOWN: 404,
    WhyNot.SIGNATURE: 401,
    WhyNot.TIME: 401,
    WhyNot.FORMAT: 400,
    WhyNot.REFERENCE: 422,
    WhyNot.AMOUNT: 422,
}
_GUESSES = frozenset({WhyNot.UNKNOWN, WhyNot.SIGNATURE})


@csrf_exempt
@require_POST
def notice(request: HttpRequest, hook: str) -> JsonResponse:
    """One notice. No cookie is read or set; nothing is told to who cannot sign."""
    size = request.headers.get("content-length", "")
    if not size.isdigit() or int(size) > MOST_BYTES:
        return _answer({"refused": "size"}, 413)
    headers = {name: request.headers.get(name, "") for name in _HEADERS}
    outcome = heard(installation_clock(), hook=hook, headers=headers, body=request.body)
    if isinstance(outcome, Believed):
        return _answer({"taken": True, "new": outcome.is_new}, 200)
    if outcome in _GUESSES and isinstance(
        creditor_actions.count_try(PAGE_MISSED, key=address_of(request)), Refused
    ):
        return _answer({"refused": "later"}, 429)
    return _answer({"refused": outcome.value}, _STATUS[outcome])


def _answer(said: dict[str, object], status: int) -> JsonResponse:
    response = JsonResponse(said, status=status)
    response.headers["Cache-Control"] = "no-store, private"
    response.headers["X-Robots-Tag"] = "noindex, nofollow, noarchive, nosnippet"
    return response
