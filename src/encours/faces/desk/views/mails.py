"""The mail that came in: its piles, one mail, whose it is, and what becomes of it."""

from collections.abc import Callable, Mapping
from typing import Any

from django.http import HttpResponseBase
from django.shortcuts import render
from django.urls import reverse
from django.views.decorators.http import require_GET, require_POST

from encours.books.creditor.rules.roles import Permission
from encours.books.receivables import queries as receivables_queries
from encours.faces.desk.addresses import number_in
from encours.faces.desk.forms.contacting import FileMailForm, WordsForm
from encours.faces.desk.pages import inbox as pages
from encours.faces.desk.pages.mail import mail_page
from encours.faces.desk.undo import remember, undoes
from encours.faces.desk.views.back import back_to, said, show_form, told
from encours.faces.desk.views.kept_files import file_saved
from encours.faces.desk.views.refusing import refuse
from encours.faces.desk.who import Desk, DeskRequest, allowed, found
from encours.flows import replying, resending
from encours.flows.mail_in import by_hand
from encours.ground.documents import queries as documents_queries
from encours.ground.evidence.acts import Act
from encours.ground.kernel.reason import N_, Reason, Refused
from encours.ground.plumbing.say import say
from encours.method.inbox import actions as inbox_actions
from encours.method.inbox import queries as inbox_queries
from encours.method.inbox.queries import WholeMail
from encours.method.inbox.rules.piles import SayingState

_DOWNLOADED = "application/octet-stream"
"""Whatever a file says it is, the browser saves it and opens nothing."""


@require_GET
@allowed(Permission.READ)
def inbox(request: DeskRequest) -> HttpResponseBase:
    """One pile of what came in."""
    tab = request.GET.get("pile", "")
    tab = tab if tab in {*pages.PILES, "reponses-dues"} else pages.first_pile(request.desk)
    before = number_in(request.GET.get("avant", ""))
    return render(request, "desk/inbox/list.html", pages.inbox_page(request.desk, tab, before=before))


@require_GET
@allowed(Permission.READ)
def mail(request: DeskRequest, mail_id: int) -> HttpResponseBase:
    """One mail, cleaned: nothing of it is fetched or run."""
    return render(request, "desk/inbox/mail.html", mail_page(request.desk, _whole(request, mail_id)))


@require_POST
@allowed(Permission.CONTACT)
def mail_read(request: DeskRequest, mail_id: int) -> HttpResponseBase:
    """Somebody has read it."""
    return _done(
        request, mail_id, by_hand.read, N_("Lu : la suite peut reprendre."), to=reverse("desk:inbox")
    )


@allowed(Permission.CONTACT)
def mail_file(request: DeskRequest, mail_id: int) -> HttpResponseBase:
    """A mail belongs to a customer: the one of the button, or the one that is named."""
    whole = _whole(request, mail_id)
    before = whole.fact.customer_id
    chosen = number_in(request.POST.get("customer_id", ""))
    form = FileMailForm(request.POST or None, entity_id=request.desk.entity.id)
    here = back_to(request, reverse("desk:inbox_mail", args=[mail_id]))
    if request.method == "POST" and (chosen is not None or form.is_valid()):
        customer_id = chosen if chosen is not None else int(form.cleaned_data["customer_id"])
        customer = found(receivables_queries.customer(request.desk.entity.id, customer_id))
        outcome = by_hand.file(request.desk.act, mail_id=mail_id, customer_id=customer.pk)
        if not isinstance(outcome, Refused):
            remember(request, "mail_filed", {"mail": mail_id, "before": before}, here)
        if not isinstance(outcome, Refused) or chosen is not None:
            return told(request, outcome, Reason(N_("Classé chez {name}."), name=customer.name), here)
        refuse(request, form, outcome)
    heading = say(Reason(N_("À qui est ce courrier ?")))
    intro = f"{whole.fact.from_email} – {whole.fact.subject}"
    return show_form(
        request, form, back_url=here, heading=heading, intro=intro, verb=say(Reason(N_("Classer")))
    )


@undoes("mail_filed", Permission.CONTACT)
def _undo_filed(desk: Desk, values: Mapping[str, Any]) -> Refused | None:
    if values["before"] is not None:
        return by_hand.file(desk.act, mail_id=values["mail"], customer_id=values["before"])
    return by_hand.take_off(desk.act, mail_id=values["mail"])


@require_POST
@allowed(Permission.CONTACT)
def mail_confirm(request: DeskRequest, mail_id: int) -> HttpResponseBase:
    """What was suggested is right."""
    customer_id = found(_whole(request, mail_id).fact.customer_id)
    outcome = by_hand.file(request.desk.act, mail_id=mail_id, customer_id=customer_id)
    return told(request, outcome, Reason(N_("Confirmé : ce courrier est bien de ce client.")), _here(mail_id))


@require_POST
@allowed(Permission.CONTACT)
def mail_take_off(request: DeskRequest, mail_id: int) -> HttpResponseBase:
    """It is not this customer's."""
    before = _whole(request, mail_id).fact.customer_id
    outcome = by_hand.take_off(request.desk.act, mail_id=mail_id)
    if outcome is None:
        remember(request, "mail_taken_off", {"mail": mail_id, "before": before}, _here(mail_id))
    return told(request, outcome, Reason(N_("Retiré de ce dossier : il est à classer.")), _here(mail_id))


@undoes("mail_taken_off", Permission.CONTACT)
def _undo_taken_off(desk: Desk, values: Mapping[str, Any]) -> Refused | None:
    return by_hand.file(desk.act, mail_id=values["mail"], customer_id=values["before"])


@require_POST
@allowed(Permission.CONTACT)
def mail_aside(request: DeskRequest, mail_id: int) -> HttpResponseBase:
    """It is about no customer."""
    to = f"{reverse('desk:inbox')}?pile=a-classer"
    answer = _done(request, mail_id, by_hand.put_aside, N_("Mis de côté : il n'arrête rien."), to=to)
    remember(request, "mail_aside", {"mail": mail_id}, to)
    return answer


@undoes("mail_aside", Permission.CONTACT)
def _undo_aside(desk: Desk, values: Mapping[str, Any]) -> Refused | None:
    return by_hand.bring_back(desk.act, mail_id=values["mail"])


@require_POST
@allowed(Permission.CONTACT)
def mail_back(request: DeskRequest, mail_id: int) -> HttpResponseBase:
    """What was put aside is to be filed after all."""
    return _done(request, mail_id, by_hand.bring_back, N_("Il est de nouveau à classer."), to=_here(mail_id))


@allowed(Permission.CONTACT)
def mail_reply(request: DeskRequest, mail_id: int) -> HttpResponseBase:
    """An answer in one's own words; it is read again as a message, with the rules of wording, before it leaves."""
    fact = _whole(request, mail_id).fact
    subject = fact.subject if fact.subject.lower().startswith("re:") else f"Re: {fact.subject}"
    start = {"subject": subject[:240], "text": _greeting(fact.from_name, fact.language)}
    form = WordsForm(request.POST or None, initial=start)
    if request.method == "POST" and form.is_valid():
        made = replying.reply(request.desk.act, mail_id=mail_id, **form.cleaned_data)
        if not isinstance(made, Refused):
            text = Reason(N_("Réponse préparée : relisez-la, puis confirmez l'envoi."))
            return said(request, text, reverse("desk:message", args=[made]))
        refuse(request, form, made)
    return show_form(
        request,
        form,
        back_url=_here(mail_id),
        heading=say(Reason(N_("Répondre à {who}"), who=fact.from_name or fact.from_email)),
        intro=fact.text[:1500],
        verb=say(Reason(N_("Préparer la réponse"))),
    )


@require_POST
@allowed(Permission.CONTACT)
def mail_resend(request: DeskRequest, mail_id: int, saying_id: int, invoice_id: int) -> HttpResponseBase:
    """The invoice that did not arrive leaves again, in one click."""
    whole = _whole(request, mail_id)
    saying = found(next((s for s in whole.sayings if s.id == saying_id), None))
    row = found(receivables_queries.invoice(request.desk.entity.id, invoice_id))
    found(row if row.customer_id == whole.fact.customer_id else None)
    outcome = resending.resend(request.desk.act, customer_id=row.customer_id, invoice_id=invoice_id)
    if not isinstance(outcome, Refused) and saying.state is SayingState.PROPOSED:
        inbox_actions.decide_saying(request.desk.act, saying_id=saying_id, state=SayingState.ACCEPTED)
    text = Reason(N_("Copie de {number} préparée pour {email}."), number=row.number, email=outcome)
    return told(request, outcome, text, _here(mail_id))


@require_POST
@allowed(Permission.CONTACT)
def saying_dismiss(request: DeskRequest, mail_id: int, saying_id: int) -> HttpResponseBase:
    """It says nothing of the kind."""
    found(next((s for s in _whole(request, mail_id).sayings if s.id == saying_id), None))
    outcome = inbox_actions.decide_saying(request.desk.act, saying_id=saying_id, state=SayingState.DISMISSED)
    if outcome is None:
        remember(request, "saying_dismissed", {"saying": saying_id}, _here(mail_id))
    return told(request, outcome, Reason(N_("Écarté.")), _here(mail_id))


@undoes("saying_dismissed", Permission.CONTACT)
def _undo_dismissed(desk: Desk, values: Mapping[str, Any]) -> Refused | None:
    return inbox_actions.decide_saying(desk.act, saying_id=values["saying"], state=SayingState.PROPOSED)


@require_GET
@allowed(Permission.READ)
def mail_piece(request: DeskRequest, mail_id: int, piece_id: int) -> HttpResponseBase:
    """A file that came with a mail, to be saved and never opened here."""
    whole = _whole(request, mail_id)
    piece = found(next((p for p in whole.pieces if p.id == piece_id and p.document_id is not None), None))
    assert piece.document_id is not None
    return file_saved(documents_queries.content(piece.document_id), name=piece.name, media_type=_DOWNLOADED)


def _whole(request: DeskRequest, mail_id: int) -> WholeMail:
    return found(inbox_queries.whole_mail(request.desk.entity.id, mail_id))


def _here(mail_id: int) -> str:
    return reverse("desk:inbox_mail", args=[mail_id])


def _done(
    request: DeskRequest, mail_id: int, doing: Callable[..., Refused | None], text: str, *, to: str
) -> HttpResponseBase:
    _whole(request, mail_id)
    act: Act = request.desk.act
    return told(request, doing(act, mail_id=mail_id), Reason(text), back_to(request, to))


def _greeting(name: str, language: str) -> str:
    return f"Hello {name},\n\n" if language == "en" else f"Bonjour {name},\n\n"
