"""«Annuler»: takes back what was just done, within a day."""

from django.core.exceptions import PermissionDenied
from django.http import HttpResponseBase
from django.views.decorators.http import require_POST

from encours.books.creditor.rules.roles import Permission
from encours.faces.desk import undo as ways
from encours.faces.desk.views.back import told
from encours.faces.desk.who import DeskRequest, allowed, found
from encours.ground.kernel.reason import N_, Reason


@require_POST
@allowed(Permission.READ)
def undo(request: DeskRequest, key: str) -> HttpResponseBase:
    """Takes one thing back; it needs the permission of that thing."""
    kept = found(ways.take(request, key))
    if not request.desk.may(ways.permission_of(kept)):
        raise PermissionDenied
    outcome = ways.run(request.desk, kept)
    return told(request, outcome, Reason(N_("C'est annulé : tout est comme avant.")), kept.to)
