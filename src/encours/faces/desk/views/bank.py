"""«J'ai vérifié ma banque aujourd'hui»: cash is known up to today; said in one key, taken back in one."""

from collections.abc import Mapping
from typing import Any

from django.http import HttpResponseBase
from django.urls import reverse
from django.utils.translation import gettext as _

from encours.books.creditor.rules.roles import Permission
from encours.faces.desk.undo import remember, undoes
from encours.faces.desk.views.back import ask_first, back_to, said
from encours.faces.desk.who import Desk, DeskRequest, allowed
from encours.flows import recording
from encours.ground.kernel.reason import N_, Reason, Refused


@allowed(Permission.RECORD)
def bank_checked(request: DeskRequest) -> HttpResponseBase:
    """Everything received up to today is in the books: promises are judged, what waited goes on."""
    page = back_to(request, reverse("desk:today"))
    if request.method == "POST":
        made = recording.confirm_bank(request.desk.act)
        remember(request, "bank_checked", {"id": made}, page)
        return said(request, Reason(N_("Banque vérifiée le {on}."), on=request.desk.act.today), page)
    return ask_first(
        request,
        back_url=page,
        heading=_("Avez-vous vérifié votre banque aujourd'hui ?"),
        verb=_("J'ai vérifié ma banque aujourd'hui"),
        consequence=_(
            "Tout ce qui est arrivé jusqu'à aujourd'hui est noté ici : les promesses "
            "sont vérifiées, et ce qui attendait peut partir."
        ),
    )


@undoes("bank_checked", Permission.RECORD)
def _undo(desk: Desk, values: Mapping[str, Any]) -> Refused | None:
    recording.withdraw_bank(desk.act, confirmation_id=values["id"])
    return None
