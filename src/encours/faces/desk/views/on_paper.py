"""A message on paper, and the copies that travel with it."""

from typing import Protocol

from django.http import HttpResponseBase
from django.shortcuts import render
from django.urls import reverse
from django.views.decorators.http import require_GET

from encours.books.creditor.rules.roles import Permission
from encours.faces.desk.views.kept_files import file_shown
from encours.faces.desk.who import DeskRequest, allowed, found
from encours.ground.documents import queries as documents_queries
from encours.ground.kernel.reason import N_, Reason
from encours.ground.plumbing.say import say
from encours.method.outreach import queries as outreach_queries


class Addressed(Protocol):
    """Whoever has a name and a postal address."""

    @property
    def name(self) -> str: ...
    @property
    def address(self) -> str: ...
    @property
    def postcode(self) -> str: ...
    @property
    def city(self) -> str: ...


@require_GET
@allowed(Permission.READ)
def on_paper(request: DeskRequest, message_id: int) -> HttpResponseBase:
    """The message to be printed, dated in the language of who reads it."""
    row = found(outreach_queries.message(request.desk.entity.id, message_id))
    entity, today = request.desk.entity, request.desk.act.today
    place = Reason(N_("{city}, le {on}"), city=entity.city, on=today)
    context = {
        "sender": _address(entity),
        "recipient": _address(row.customer),
        "place_and_day": say(place if entity.city else Reason(N_("Le {on}"), on=today), row.language),
        "enclosed": say(Reason(N_("Pièces jointes :")), row.language),
        "message": {"subject": row.subject, "text": row.text, "language": row.language},
        "attachments": [{"name": a.document.name} for a in row.attachments.all()],
        "back_url": reverse("desk:message", args=[message_id]),
    }
    return render(request, "desk/messages/print.html", context)


@require_GET
@allowed(Permission.READ)
def attachment(request: DeskRequest, message_id: int, document_id: int) -> HttpResponseBase:
    """A copy that travels with a message."""
    row = found(outreach_queries.message(request.desk.entity.id, message_id))
    piece = found(next((a for a in row.attachments.all() if a.document_id == document_id), None))
    content = documents_queries.content(document_id)
    return file_shown(content, name=piece.document.name, media_type=piece.document.media_type)


def _address(whose: Addressed) -> dict[str, str]:
    lines = f"{whose.address}\n{whose.postcode} {whose.city}".strip()
    return {"name": whose.name, "address": lines}
