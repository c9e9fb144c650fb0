"""SPF, DKIM and DMARC of the domain that the company writes from."""

from django.http import HttpResponseBase
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_GET

from encours.books.creditor import actions as creditor_actions
from encours.books.creditor.rules.door import DOMAIN_CHECK
from encours.books.creditor.rules.roles import Permission
from encours.faces.desk.forms.sending import SelectorForm
from encours.faces.desk.pages.words import State
from encours.faces.desk.views.section import show_section
from encours.faces.desk.who import DeskRequest, allowed
from encours.flows import mail_domain
from encours.ground.kernel.reason import N_, Reason, Refused
from encours.method.outreach.rules.sending_domain import Verdict

_STATES = {
    Verdict.GOOD: State("kept", "check", Reason(N_("en ordre"))),
    Verdict.WEAK: State("today", "circle-alert", Reason(N_("à renforcer"))),
    Verdict.WRONG: State("late", "circle-alert", Reason(N_("à corriger"))),
    Verdict.UNKNOWN: State("rest", "circle-question-mark", Reason(N_("pas vu"))),
}


@require_GET
@allowed(Permission.CONFIGURE)
def mail_domain_page(request: DeskRequest) -> HttpResponseBase:
    """What the domain publishes now, and what to ask one's provider."""
    form = SelectorForm(request.GET) if "selector" in request.GET else SelectorForm()
    selector = form.cleaned_data["selector"] if form.is_bound and form.is_valid() else ""
    desk = request.desk
    seen = creditor_actions.count_try(DOMAIN_CHECK, key=desk.actor) or mail_domain.check(
        desk.clock, entity_id=desk.entity.id, selector=selector
    )
    found = () if isinstance(seen, Refused) else seen[1]
    return show_section(
        request,
        "mail",
        template="domain",
        heading=_("Domaine d'envoi"),
        back_url=reverse("desk:settings_section", args=["mail"]),
        form=form,
        refused=seen.reason if isinstance(seen, Refused) else None,
        domain="" if isinstance(seen, Refused) else seen[0],
        findings=[{"state": _STATES[one.verdict], "finding": one} for one in found],
        intro=_("Sans ces trois preuves, vos messages risquent les indésirables de vos clients."),
    )
