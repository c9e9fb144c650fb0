"""What the rules say no to: said beside the field or above the form, and told to the journal."""

from django.http import HttpRequest

from encours.ground.evidence import actions as evidence_actions
from encours.ground.kernel.reason import N_, Reason, Refused
from encours.ground.plumbing.plain_form import PlainForm


def refuse(request: HttpRequest, form: PlainForm, refused: Refused) -> None:
    """Shows a refusal in its form. One about a field is a slip of the pen, which the journal leaves out."""
    form.refuse(refused)
    if not refused.field:
        tell_journal(request, refused)


def tell_journal(request: HttpRequest, refused: Refused) -> None:
    """Writes down that somebody asked for something, and why it was not done. Who only opens a page asks nothing."""
    desk, asked = getattr(request, "desk", None), request.resolver_match
    if desk is None or asked is None or request.method != "POST":
        return
    customer = asked.kwargs.get("customer_id")
    subject = f"customer:{customer}" if customer else f"entity:{desk.entity.id}"
    evidence_actions.append(
        desk.act.entry(
            "evidence.request_refused",
            subject,
            Reason(N_("Refusé\u00a0: {why}"), why=refused.reason),
            payload={"page": asked.url_name or "", **asked.kwargs},
        )
    )
