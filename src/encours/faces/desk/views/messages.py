"""Messages: the list, what leaves next, one message and what a person decides about it."""

from urllib.parse import quote

from django.http import HttpRequest, HttpResponse, HttpResponseBase
from django.shortcuts import render
from django.urls import reverse
from django.views.decorators.http import require_GET, require_POST

from encours.books.creditor.rules.roles import Permission
from encours.faces.desk.forms.contacting import UntickForm, WhyForm, WordsForm
from encours.faces.desk.pages import messages as pages
from encours.faces.desk.views.back import back_to, said, show_form, told
from encours.faces.desk.who import DeskRequest, allowed, found
from encours.flows import nightly, outbox
from encours.ground.documents import queries as documents_queries
from encours.ground.kernel.reason import N_, Reason
from encours.ground.plumbing.say import say
from encours.method.outreach import queries as outreach_queries
from encours.method.outreach.rules.states import MessageState

_CHANGEABLE = frozenset({MessageState.TO_CONFIRM, MessageState.READY, MessageState.BY_HAND})


@require_GET
@allowed(Permission.READ)
def messages(request: DeskRequest) -> HttpResponseBase:
    """One tab of the list."""
    tab = request.GET.get("onglet", "")
    tab = tab if tab in pages.TABS else pages.first_tab(request.desk)
    before = request.GET.get("avant", "")
    context = pages.messages_page(request.desk, tab, before=int(before) if before.isdigit() else None)
    return render(request, "desk/messages/list.html", context)


@allowed(Permission.READ)
def leaving(request: DeskRequest) -> HttpResponseBase:
    """What leaves next, to whom, with which words, and what does not; unticked ones stay, with a reason."""
    form = UntickForm(request.POST or None)
    if request.method == "POST" and request.desk.may(Permission.CONTACT):
        kept = {int(pk) for pk in request.POST.getlist("keep") if pk.isdigit()}
        ready = outreach_queries.messages_in(request.desk.entity.id, [MessageState.READY])
        unticked = [m.pk for m in ready if m.pk not in kept]
        if not unticked:
            return said(request, Reason(N_("Tout part comme prévu.")), reverse("desk:messages_tomorrow"))
        if form.is_valid():
            outbox.withhold_many(request.desk.act, message_ids=unticked, why=form.cleaned_data["reason"])
            return said(
                request,
                Reason(N_("Messages retenus : {count}."), count=len(unticked)),
                reverse("desk:messages_tomorrow"),
            )
    foreseen = nightly.tomorrow_of(request.desk.entity.id, request.desk.clock)
    context = pages.leaving_page(request.desk, foreseen) | {"form": form}
    return render(request, "desk/messages/tomorrow.html", context, status=422 if form.errors else 200)


@allowed(Permission.READ)
def message(request: DeskRequest, message_id: int) -> HttpResponseBase:
    """One message; its words may be changed until it leaves."""
    row = found(outreach_queries.message(request.desk.entity.id, message_id))
    may_change = MessageState(row.state) in _CHANGEABLE and request.desk.may(Permission.CONTACT)
    form = (
        WordsForm(request.POST or None, initial={"subject": row.subject, "text": row.text})
        if may_change
        else None
    )
    findings: list[dict[str, object]] = []
    if form is not None and request.method == "POST" and form.is_valid():
        outcome = outbox.change_words(request.desk.act, message_id=message_id, **form.cleaned_data)
        if not isinstance(outcome, list):
            return told(
                request, outcome, Reason(N_("Texte enregistré.")), reverse("desk:message", args=[message_id])
            )
        findings = [_finding(f) for f in outcome]
    context = pages.message_page(request.desk, row) | {"form": form}
    return render(
        request,
        "desk/messages/message.html",
        context | {"findings": findings},
        status=422 if findings else 200,
    )


def _finding(found_one: outbox.Finding) -> dict[str, object]:
    return {"severity": found_one.severity, "tone": "late", "icon": "circle-alert", "excerpt": found_one.excerpt,
            "why": say(found_one.why), "suggestion": ""}  # fmt: skip


@allowed(Permission.CONTACT)
def withhold(request: DeskRequest, message_id: int) -> HttpResponseBase:
    """A message stays, with a reason."""
    row = found(outreach_queries.message(request.desk.entity.id, message_id))
    form = WhyForm(request.POST or None)
    back_url = back_to(request, reverse("desk:message", args=[message_id]))
    if request.method == "POST" and form.is_valid():
        outbox.withhold_many(request.desk.act, message_ids=[message_id], why=form.cleaned_data["why"])
        return said(request, Reason(N_("Message retenu : il ne partira pas.")), back_url)
    heading = say(Reason(N_("Ne pas envoyer à {name}"), name=row.customer.name))
    return show_form(
        request,
        form,
        back_url=back_url,
        heading=heading,
        intro=row.subject,
        verb=say(Reason(N_("Ne pas envoyer"))),
        is_grave=True,
    )


@require_POST
@allowed(Permission.CONTACT)
def approve(request: DeskRequest, message_id: int) -> HttpResponseBase:
    """A person lets a message leave."""
    outcome = outbox.approve(request.desk.act, message_id=_own(request, message_id))
    return told(
        request, outcome, Reason(N_("Confirmé : il part à l'heure prévue.")), _page(request, message_id)
    )


@require_POST
@allowed(Permission.CONTACT)
def sent_by_hand(request: DeskRequest, message_id: int) -> HttpResponseBase:
    """«Envoyé»: the person sent it from their own mail program."""
    outcome = outbox.sent_by_hand(request.desk.act, message_id=_own(request, message_id))
    return told(
        request, outcome, Reason(N_("Noté : la suite se règle sur aujourd'hui.")), _page(request, message_id)
    )


@require_POST
@allowed(Permission.CONTACT)
def was_sent(request: DeskRequest, message_id: int) -> HttpResponseBase:
    """A doubtful message had left."""
    outcome = outbox.clear_up(request.desk.act, message_id=_own(request, message_id), was_sent=True)
    return told(request, outcome, Reason(N_("Noté : il était parti.")), _page(request, message_id))


@require_POST
@allowed(Permission.CONTACT)
def not_sent(request: DeskRequest, message_id: int) -> HttpResponseBase:
    """A doubtful message had not left: it may leave now."""
    outcome = outbox.clear_up(request.desk.act, message_id=_own(request, message_id), was_sent=False)
    return told(
        request,
        outcome,
        Reason(N_("Noté : il repart après une dernière vérification des faits.")),
        _page(request, message_id),
    )


@require_POST
@allowed(Permission.CONTACT)
def again(request: DeskRequest, message_id: int) -> HttpResponseBase:
    """A refused message is tried once more."""
    outcome = outbox.try_again(request.desk.act, message_id=_own(request, message_id))
    return told(request, outcome, Reason(N_("Nouvel essai prévu.")), _page(request, message_id))


@require_GET
@allowed(Permission.READ)
def on_paper(request: DeskRequest, message_id: int) -> HttpResponseBase:
    """The message to be printed."""
    row = found(outreach_queries.message(request.desk.entity.id, message_id))
    entity, customer = request.desk.entity, row.customer
    context = {
        "sender": {
            "name": entity.name,
            "address": f"{entity.address}\n{entity.postcode} {entity.city}".strip(),
        },
        "recipient": {
            "name": customer.name,
            "address": f"{customer.address}\n{customer.postcode} {customer.city}".strip(),
        },
        "place_and_day": say(Reason(N_("{city}, le {on}"), city=entity.city, on=request.desk.act.today))
        if entity.city
        else "",
        "message": {"subject": row.subject, "text": row.text},
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
    return file_response(
        request,
        documents_queries.content(document_id),
        name=piece.document.name,
        media_type=piece.document.media_type,
    )


def file_response(request: HttpRequest, content: bytes, *, name: str, media_type: str) -> HttpResponse:
    """A kept file, shown by the browser when it is a PDF, else saved."""
    del request
    kind = media_type if media_type == "application/pdf" else "application/octet-stream"
    response = HttpResponse(content, content_type=kind)
    response.headers["Content-Disposition"] = (
        f"{'inline' if kind == media_type else 'attachment'}; filename*=UTF-8''{_quoted(name)}"
    )
    response.headers["X-Content-Type-Options"] = "nosniff"
    return response


def _quoted(name: str) -> str:
    return quote(name.replace("/", "-"), safe="")


def _own(request: DeskRequest, message_id: int) -> int:
    return int(found(outreach_queries.message(request.desk.entity.id, message_id)).pk)


def _page(request: DeskRequest, message_id: int) -> str:
    return back_to(request, reverse("desk:message", args=[message_id]))
