"""What we owe a customer: noted, and done."""

from django.http import HttpResponseBase

from encours.books.creditor.rules.roles import Permission
from encours.faces.desk.forms.contacting import DoneForm, OwnPromiseForm
from encours.faces.desk.heard import heard
from encours.faces.desk.views.about import about
from encours.faces.desk.views.back import is_done, said
from encours.faces.desk.who import DeskRequest, allowed, found
from encours.flows import contacting
from encours.ground.kernel.reason import N_, Reason
from encours.method.agreements.rules.drafts import OwnPromiseDraft


@allowed(Permission.CONTACT)
def own_promise_new(request: DeskRequest, customer_id: int) -> HttpResponseBase:
    """We owe the customer something: dunning pauses until it is done."""
    act, subject = request.desk.act, about(request, customer_id)
    from_mail = heard(request, customer_id)
    form = OwnPromiseForm(
        request.POST or None, initial=from_mail.start(request.desk, "kind", "what", "due_on")
    )
    if is_done(request, form, lambda given: contacting.owe(act, OwnPromiseDraft(customer_id, **given))):
        from_mail.settle(request.desk)
        text = N_("Noté : aucune relance tant que ce n'est pas fait.")
        return said(request, Reason(text), subject.back_url)
    return subject.show(request, form, N_("Ce que nous devons à {name}"), N_("Noter"))


@allowed(Permission.CONTACT)
def own_promise_done(request: DeskRequest, customer_id: int, own_promise_id: int) -> HttpResponseBase:
    """What we owed is done."""
    act, subject = request.desk.act, about(request, customer_id)
    ours = subject.file.known.own.get(customer_id, [])
    owed = found(next((own for own in ours if own.id == own_promise_id), None))
    form = DoneForm(request.POST or None)
    if is_done(
        request,
        form,
        lambda given: contacting.fulfil(
            act, customer_id=customer_id, own_promise_id=own_promise_id, outcome=given["outcome"]
        ),
    ):
        return said(request, Reason(N_("C'est fait : la suite reprend.")), subject.back_url)
    return subject.show(request, form, N_("Parole tenue envers {name}"), N_("C'est fait"), intro=owed.what)
