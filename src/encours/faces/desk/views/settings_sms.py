"""How texts leave: from one's own telephone, or through a service that speaks our protocol."""

from typing import Any

from django.http import HttpResponseBase
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.debug import sensitive_post_parameters

from encours.faces.desk.forms.sms import SmsForm
from encours.faces.desk.views.back import said
from encours.faces.desk.views.section import show_section
from encours.faces.desk.who import Desk, DeskRequest
from encours.flows.page_links import service_address
from encours.method.outreach import actions as outreach_actions
from encours.method.outreach.queries import text_service as text_queries


@sensitive_post_parameters("secret")
def sms(request: DeskRequest) -> HttpResponseBase:
    """The service, its secret, and where it calls back."""
    desk = request.desk
    way = text_queries.text_way_of(desk.entity.id)
    start = {"is_on": way.is_on, "url": way.url, "sender": way.sender}
    form = SmsForm(request.POST or None, initial=start, has_secret=way.has_secret)
    if request.method == "POST" and form.is_valid():
        _save(desk, form.cleaned_data)
        return said(request, _("Réglage des SMS enregistré."), reverse("desk:settings_section", args=["sms"]))
    intro = _(
        "Sans service, un SMS part de votre propre téléphone et vous le notez. Avec un service, il part à votre "
        "demande, relu et permis par le garde-fou, et son arrivée se voit sur le message."
    )
    return show_section(
        request,
        "sms",
        form,
        template="sms",
        verb=_("Enregistrer"),
        intro=intro,
        way=way,
        callback=service_address(desk.entity.id),
    )


def _save(desk: Desk, given: dict[str, Any]) -> None:
    fields = {name: given[name] for name in ("is_on", "url", "sender")}
    outreach_actions.change_text_service(desk.act, fields=fields, secret=given["secret"])
