"""One message: its words, and what a person decides about it."""

from collections.abc import Mapping
from datetime import date
from typing import Any

from django.http import HttpResponseBase
from django.shortcuts import render
from django.urls import reverse
from django.views.decorators.http import require_POST

from encours.books.creditor.rules.roles import Permission
from encours.faces.desk.forms.contacting import MOST_WORDS, SentForm, WhyForm, WordsForm
from encours.faces.desk.pages.messages import message_page
from encours.faces.desk.pages.same_day import CALL_TODAY, beside_message
from encours.faces.desk.pages.texts import finding_row
from encours.faces.desk.undo import remember, undoes
from encours.faces.desk.views.back import back_to, said, show_form, told
from encours.faces.desk.views.refusing import refuse
from encours.faces.desk.who import Desk, DeskRequest, allowed, found
from encours.flows import cooling, outbox, own_hand, texting
from encours.ground.kernel.reason import N_, Reason, Refused
from encours.ground.plumbing.say import say
from encours.ground.wording.findings import Finding, Severity
from encours.method.cases.rules.contact import Channel
from encours.method.outreach import queries as outreach_queries
from encours.method.outreach.rules.states import MessageState
from encours.method.strategy.rules.by_hand import Standing

_CONFIRMED = N_("Confirmé : il part à l'heure prévue.")
_PUT_OFF = N_("Remis à {until} : vos mots seront relus. S'ils portent de la colère, ils attendront.")
_PUTS_OFF = frozenset({MessageState.TO_CONFIRM, MessageState.READY})
_CHANGEABLE = frozenset({MessageState.TO_CONFIRM, MessageState.READY, MessageState.BY_HAND})


@allowed(Permission.READ)
def message(request: DeskRequest, message_id: int) -> HttpResponseBase:
    """One message; its words may be changed until it leaves."""
    row = found(outreach_queries.message(request.desk.entity.id, message_id))
    may_change = MessageState(row.state) in _CHANGEABLE and request.desk.may(Permission.CONTACT)
    words = {"subject": row.subject, "text": row.text}
    form = (
        WordsForm(request.POST or None, initial=words, may_override=request.desk.is_owner)
        if may_change
        else None
    )
    findings: list[dict[str, object]] = []
    later = None
    if form is not None and request.method == "POST" and form.is_valid():
        here = reverse("desk:message", args=[message_id])
        outcome = _kept_words(request, message_id, form.cleaned_data)
        if isinstance(outcome, cooling.PutOff):
            return said(request, Reason(_PUT_OFF, until=outcome.until), here)
        if not isinstance(outcome, list):
            return told(request, outcome, Reason(N_("Texte enregistré.")), here)
        findings = [finding_row(finding, form.cleaned_data["text"]) for finding in outcome]
        if any(finding.severity is Severity.BLOCK for finding in outcome):
            form.fields.pop("override", None)  # nobody overrides it
        later = _later(request, row, outcome)
    sent_form = SentForm(initial={"sent_on": request.desk.act.today})
    shown = {"form": form, "findings": findings, "later": later, "sent_form": sent_form}
    context = message_page(request.desk, row) | shown
    return render(request, "desk/messages/message.html", context, status=422 if findings else 200)


def _kept_words(
    request: DeskRequest, message_id: int, given: Mapping[str, str]
) -> Refused | list[Finding] | cooling.PutOff | None:
    act, words = request.desk.act, {"subject": given["subject"], "text": given["text"]}
    if "later" in request.POST:
        return cooling.put_off(act, message_id=message_id, **words)
    return outbox.change_words(act, message_id=message_id, **words, override=given.get("override", ""))


def _later(request: DeskRequest, row: Any, told: list[Finding]) -> str | None:
    """What the button says that lets a night pass over words of anger; None where nothing leaves by itself."""
    if (
        MessageState(row.state) not in _PUTS_OFF
        or row.channel != Channel.EMAIL
        or not cooling.are_heated(told)
    ):
        return None
    until = cooling.next_morning(request.desk.act)
    if until == cooling.tomorrow_at_nine(request.desk.act):
        return say(Reason(N_("Envoyer demain à 9 h")))
    return say(Reason(N_("Envoyer {until}"), until=until))


@require_POST
@allowed(Permission.CONTACT)
def reread(request: DeskRequest, message_id: int) -> HttpResponseBase:
    """What the rules say of the words as they stand in the form, while one writes; nothing is kept."""
    row = found(outreach_queries.message(request.desk.entity.id, message_id))
    text = request.POST.get("text", "")[:MOST_WORDS]
    told = outbox.look_at(request.desk.act, row, subject=request.POST.get("subject", ""), text=text)
    shown = {"findings": [finding_row(f, text) for f in told], "checks": True}
    return render(request, "desk/partials/findings.html", shown | {"later": _later(request, row, told)})


@allowed(Permission.CONTACT)
def withhold(request: DeskRequest, message_id: int) -> HttpResponseBase:
    """A message stays, with a reason."""
    row = found(outreach_queries.message(request.desk.entity.id, message_id))
    form = WhyForm(request.POST or None)
    back_url = back_to(request, reverse("desk:message", args=[message_id]))
    if request.method == "POST" and form.is_valid():
        outbox.withhold_many(request.desk.act, message_ids=[message_id], why=form.cleaned_data["why"])
        return said(request, Reason(N_("Message retenu : il ne partira pas.")), back_url)
    return show_form(
        request,
        form,
        back_url=back_url,
        heading=say(Reason(N_("Ne pas envoyer à {name}"), name=row.customer.name)),
        intro=row.subject,
        verb=say(Reason(N_("Ne pas envoyer"))),
        is_grave=True,
    )


@require_POST
@allowed(Permission.CONTACT)
def approve(request: DeskRequest, message_id: int) -> HttpResponseBase:
    """A person lets a message leave."""
    row = found(outreach_queries.message(request.desk.entity.id, message_id))
    is_one_step = beside_message(request.desk, row) is not None
    outcome = outbox.approve(request.desk.act, message_id=row.pk)
    text = N_("Confirmé : il part à l'heure prévue. {call}") if is_one_step else _CONFIRMED
    here = back_to(request, reverse("desk:message", args=[message_id]))
    return told(request, outcome, Reason(text, call=Reason(CALL_TODAY)), here)


@require_POST
@allowed(Permission.CONTACT)
def take_over(request: DeskRequest, message_id: int) -> HttpResponseBase:
    """A person will send it from their own mail program, or on paper."""
    outcome = outbox.take_over(request.desk.act, message_id=_own(request, message_id))
    here = reverse("desk:message", args=[message_id])
    text = N_("Il ne partira pas de lui-même : envoyez-le, puis dites-le ici.")
    return told(request, outcome, Reason(text), here)


@require_POST
@allowed(Permission.CONTACT)
def on_phone(request: DeskRequest, message_id: int) -> HttpResponseBase:
    """A message that waits for a hand becomes a text for one's own telephone, if the guard allows one now."""
    outcome = texting.put_on_phone(request.desk.act, message_id=_own(request, message_id))
    text = N_("Copiez ce texte dans votre téléphone, puis dites qu'il est parti.")
    return told(request, outcome, Reason(text), reverse("desk:message", args=[message_id]))


@require_POST
@allowed(Permission.CONTACT)
def by_service(request: DeskRequest, message_id: int) -> HttpResponseBase:
    """A message that waits leaves as a text through the company's service, if the guard allows one now."""
    outcome = texting.send(request.desk.act, message_id=_own(request, message_id))
    text = N_("SMS confirmé : il part après une dernière vérification des faits.")
    return told(request, outcome, Reason(text), reverse("desk:message", args=[message_id]))


@require_POST
@allowed(Permission.CONTACT)
def sent_by_hand(request: DeskRequest, message_id: int) -> HttpResponseBase:
    """«Envoyé»: the person sent it from their own mail program, today or on a day before."""
    row = found(outreach_queries.message(request.desk.entity.id, message_id))
    to = back_to(request, reverse("desk:message", args=[message_id]))
    form = SentForm(request.POST)
    if form.is_valid():
        sent = own_hand.note_sent(request.desk.act, message_id=message_id, on=form.cleaned_data["sent_on"])
        if isinstance(sent, own_hand.Sent):
            remember(request, "message_sent", _kept(sent), to)
            return said(request, Reason(N_("Noté : la suite se règle sur le {on}."), on=sent.on), to)
        if not sent.field:
            return told(request, sent, "", to)
        refuse(request, form, sent)
    context = message_page(request.desk, row) | {"form": None, "findings": [], "sent_form": form}
    return render(request, "desk/messages/message.html", context, status=422)


def _kept(sent: own_hand.Sent) -> dict[str, Any]:
    return {"message": sent.message_id, "on": sent.on.isoformat(), "before": sent.before.as_text()}


@undoes("message_sent", Permission.CONTACT)
def _undo_sent(desk: Desk, values: Mapping[str, Any]) -> Refused | None:
    before = Standing.from_text(values["before"])
    sent = own_hand.Sent(values["message"], date.fromisoformat(values["on"]), before)
    return own_hand.take_back(desk.act, sent)


@require_POST
@allowed(Permission.CONTACT)
def was_sent(request: DeskRequest, message_id: int) -> HttpResponseBase:
    """A doubtful message had left."""
    outcome = outbox.clear_up(request.desk.act, message_id=_own(request, message_id), was_sent=True)
    return _told(request, outcome, N_("Noté : il était parti."), message_id)


@require_POST
@allowed(Permission.CONTACT)
def not_sent(request: DeskRequest, message_id: int) -> HttpResponseBase:
    """A doubtful message had not left: it may leave now."""
    outcome = outbox.clear_up(request.desk.act, message_id=_own(request, message_id), was_sent=False)
    text = N_("Noté : il repart après une dernière vérification des faits.")
    return _told(request, outcome, text, message_id)


@require_POST
@allowed(Permission.CONTACT)
def again(request: DeskRequest, message_id: int) -> HttpResponseBase:
    """A refused message is tried once more."""
    outcome = outbox.try_again(request.desk.act, message_id=_own(request, message_id))
    return _told(request, outcome, N_("Nouvel essai prévu."), message_id)


def _own(request: DeskRequest, message_id: int) -> int:
    return int(found(outreach_queries.message(request.desk.entity.id, message_id)).pk)


def _told(request: DeskRequest, outcome: Refused | None, text: str, message_id: int) -> HttpResponseBase:
    """Says what became of a message, where one came from or on its own page."""
    return told(request, outcome, Reason(text), back_to(request, reverse("desk:message", args=[message_id])))
