"""Letters on paper: gathered, printed, posted; the PDFs of a letter and of a batch."""

from collections.abc import Mapping
from datetime import date
from typing import Any

from django.http import HttpResponseBase
from django.shortcuts import render
from django.urls import reverse
from django.views.decorators.http import require_GET, require_POST

from encours.books.creditor.rules.roles import Permission
from encours.faces.desk.addresses import number_in
from encours.faces.desk.forms.contacting import WhyForm
from encours.faces.desk.forms.paper import PostedForm
from encours.faces.desk.pages import paper as pages
from encours.faces.desk.undo import remember, undoes
from encours.faces.desk.views.about import about
from encours.faces.desk.views.back import ask_first, is_done, said, show_form, told
from encours.faces.desk.views.kept_files import file_shown
from encours.faces.desk.who import Desk, DeskRequest, allowed, found
from encours.flows import letter_steps, letters, own_hand, print_batches
from encours.ground.documents import queries as documents_queries
from encours.ground.kernel.reason import N_, Reason, Refused
from encours.ground.plumbing.say import say
from encours.method.outreach import actions as outreach_actions
from encours.method.outreach import queries as outreach_queries
from encours.method.strategy.rules.by_hand import Standing

_PDF = "application/pdf"
_LONGEST_NUMBER = 60


@require_GET
@allowed(Permission.READ)
def paper(request: DeskRequest) -> HttpResponseBase:
    """What is to print, to post, and was posted."""
    tab = request.GET.get("onglet", "")
    tab = tab if tab in pages.TABS else "a-imprimer"
    before = number_in(request.GET.get("avant", ""))
    return render(request, "desk/paper/list.html", pages.paper_page(request.desk, tab, before=before))


@require_POST
@allowed(Permission.CONTACT)
def batch_make(request: DeskRequest) -> HttpResponseBase:
    """A batch of the ticked letters; the facts are asked again of each."""
    ids = [pk for pk in map(number_in, request.POST.getlist("letter")) if pk is not None]
    made = print_batches.make(request.desk.act, message_ids=ids)
    if isinstance(made, Refused):
        return told(request, made, "", reverse("desk:paper"))
    to = reverse("desk:paper_batch", args=[made.batch_id])
    if not made.left_out:
        return said(request, Reason(N_("Lot prêt à imprimer, lettres : {count}."), count=made.count), to)
    text = N_("Lot prêt à imprimer, lettres : {count}. Laissées de côté : {left}. {why}")
    why = made.left_out[0][1]
    return said(request, Reason(text, count=made.count, left=len(made.left_out), why=why), to)


@require_GET
@allowed(Permission.READ)
def batch(request: DeskRequest, batch_id: int) -> HttpResponseBase:
    """One batch and its letters."""
    return _shown(request, batch_id, PostedForm(initial={"posted_on": request.desk.act.today}))


def _shown(request: DeskRequest, batch_id: int, form: PostedForm) -> HttpResponseBase:
    row = found(outreach_queries.batch(request.desk.entity.id, batch_id))
    context = pages.batch_page(request.desk, row) | {"form": form}
    return render(request, "desk/paper/batch.html", context, status=422 if form.errors else 200)


@require_GET
@allowed(Permission.READ)
def batch_pdf(request: DeskRequest, batch_id: int) -> HttpResponseBase:
    """The whole batch, to be printed."""
    row = found(outreach_queries.batch(request.desk.entity.id, batch_id))
    content = print_batches.printable(request.desk.act, row.pk)
    if isinstance(content, Refused):
        return told(request, content, "", reverse("desk:paper_batch", args=[row.pk]))
    return file_shown(content, name=f"courrier-{row.number}.pdf", media_type=_PDF)


@require_POST
@allowed(Permission.CONTACT)
def batch_printed(request: DeskRequest, batch_id: int) -> HttpResponseBase:
    """It came out of the printer."""
    row = found(outreach_queries.batch(request.desk.entity.id, batch_id))
    to = reverse("desk:paper_batch", args=[row.pk])
    outcome = print_batches.note_printed(request.desk.act, batch_id=row.pk)
    if outcome is None:
        remember(request, "batch_printed", {"batch": row.pk}, to)
    return told(
        request, outcome, Reason(N_("Noté imprimé. Rien ne compte comme envoyé avant d'être posté.")), to
    )


@undoes("batch_printed", Permission.CONTACT)
def _undo_printed(desk: Desk, values: Mapping[str, Any]) -> Refused | None:
    return print_batches.note_printed(desk.act, batch_id=values["batch"], is_printed=False)


@require_POST
@allowed(Permission.CONTACT)
def batch_posted(request: DeskRequest, batch_id: int) -> HttpResponseBase:
    """The ticked letters were posted on a day; what speaks against one and was not on the page is told."""
    row, form = found(outreach_queries.batch(request.desk.entity.id, batch_id)), PostedForm(request.POST)
    if not form.is_valid():
        return _shown(request, batch_id, form)
    to, outcome = (
        reverse("desk:paper_batch", args=[row.pk]),
        _note(request, row.pk, form.cleaned_data["posted_on"]),
    )
    if isinstance(outcome, Refused):
        return told(request, outcome, "", to)
    if outcome.letters:
        remember(request, "letters_posted", {"letters": [_kept(*one) for one in outcome.letters]}, to)
    if outcome.refused:
        text = N_("Notées postées : {count}. Pas notées : {left}. {why}")
        why = Reason(text, count=len(outcome.letters), left=len(outcome.refused), why=outcome.refused[0][1])
        return told(request, Refused(why), "", to)
    if not outcome.letters:
        return told(request, Refused(Reason(N_("Aucune lettre n'est cochée."))), "", to)
    return said(
        request,
        Reason(N_("Notées postées : {count}. Elles comptent comme envoyées."), count=len(outcome.letters)),
        to,
    )


def _note(request: DeskRequest, batch_id: int, on: date) -> print_batches.Posted | Refused:
    ticked, seen = (
        {pk for pk in map(number_in, request.POST.getlist(name)) if pk is not None}
        for name in ("letter", "seen")
    )
    tracking = {pk: request.POST.get(f"tracking-{pk}", "").strip()[:_LONGEST_NUMBER] for pk in ticked}
    told_now = print_batches.Told(on, ticked, seen, tracking)
    return print_batches.note_posted(request.desk.act, batch_id=batch_id, told=told_now)


def _kept(letter_id: int, sent: own_hand.Sent) -> dict[str, Any]:
    return {
        "letter": letter_id,
        "message": sent.message_id,
        "on": sent.on.isoformat(),
        "before": sent.before.as_text(),
    }


@undoes("letters_posted", Permission.CONTACT)
def _undo_posted(desk: Desk, values: Mapping[str, Any]) -> Refused | None:
    sent = [
        (
            one["letter"],
            own_hand.Sent(one["message"], date.fromisoformat(one["on"]), Standing.from_text(one["before"])),
        )
        for one in values["letters"]
    ]
    return print_batches.take_back_posted(desk.act, sent)


@allowed(Permission.CONTACT)
def letter_out(request: DeskRequest, letter_id: int) -> HttpResponseBase:
    """A letter leaves its batch, with a reason."""
    row, form = (
        found(outreach_queries.letter(request.desk.entity.id, letter_id)),
        WhyForm(request.POST or None),
    )
    to = reverse("desk:paper_batch", args=[row.batch_id])

    def doing(given: dict[str, Any]) -> Refused | None:
        return print_batches.take_out(request.desk.act, letter_id=row.pk, why=given["why"])

    if is_done(request, form, doing):
        remember(request, "letter_out", {"letter": row.pk}, to)
        return said(request, Reason(N_("Lettre retirée : ne la postez pas.")), to)
    return show_form(
        request,
        form,
        back_url=to,
        heading=say(Reason(N_("Retirer la lettre à {name} ?"), name=row.message.customer.name)),
        intro=say(Reason(N_("Abîmée, retenue, à refaire : elle attendra un autre lot."))),
        verb=say(Reason(N_("Retirer du lot"))),
        is_grave=True,
    )


@undoes("letter_out", Permission.CONTACT)
def _undo_out(desk: Desk, values: Mapping[str, Any]) -> Refused | None:
    return print_batches.put_back(desk.act, letter_id=values["letter"])


@require_GET
@allowed(Permission.READ)
def letter_pdf(request: DeskRequest, letter_id: int) -> HttpResponseBase:
    """The exact copy of a letter."""
    row = found(outreach_queries.letter(request.desk.entity.id, letter_id))
    content = documents_queries.content(found(row.document_id))
    return file_shown(content, name=f"lettre-{row.message_id}.pdf", media_type=_PDF)


@require_GET
@allowed(Permission.READ)
def preview(request: DeskRequest, message_id: int) -> HttpResponseBase:
    """A message as the letter it would be today."""
    row = found(outreach_queries.message(request.desk.entity.id, message_id))
    act = request.desk.act
    content = letters.drawn(act, letters.paper_of(act), row)
    return file_shown(content, name=f"lettre-{row.pk}.pdf", media_type=_PDF)


@require_POST
@allowed(Permission.CONTACT)
def put_on(request: DeskRequest, message_id: int) -> HttpResponseBase:
    """A message that waits for a hand becomes a letter."""
    row = found(outreach_queries.message(request.desk.entity.id, message_id))
    outcome = outreach_actions.put_on_paper(request.desk.act, message_id=row.pk)
    text = Reason(N_("Il attend avec le courrier à imprimer."))
    return told(request, outcome, text, reverse("desk:message", args=[row.pk]))


@require_POST
@allowed(Permission.CONTACT)
def take_off(request: DeskRequest, message_id: int) -> HttpResponseBase:
    """A letter becomes a mail again."""
    row = found(outreach_queries.message(request.desk.entity.id, message_id))
    outcome = outreach_actions.take_off_paper(request.desk.act, message_id=row.pk)
    text = Reason(N_("Ce n'est plus une lettre : envoyez-le par e-mail."))
    return told(request, outcome, text, reverse("desk:message", args=[row.pk]))


@allowed(Permission.CONTACT)
def prepare(request: DeskRequest, customer_id: int) -> HttpResponseBase:
    """The letter of the step that is due is written, and waits to be printed."""
    subject = about(request, customer_id)
    if request.method != "POST":
        return ask_first(
            request,
            back_url=subject.back_url,
            heading=say(Reason(N_("Écrire la lettre à {name} ?"), name=subject.file.customer.name)),
            verb=say(Reason(N_("Écrire la lettre"))),
            consequence=Reason(
                N_("Elle attend ensuite avec le courrier à imprimer ; rien ne part sans vous.")
            ),
        )
    made = letter_steps.prepare(request.desk.act, customer_id=customer_id)
    if isinstance(made, Refused):
        return told(request, made, "", subject.back_url)
    text = Reason(N_("Lettre écrite : relisez-la, puis imprimez-la avec le courrier."))
    return said(request, text, reverse("desk:message", args=[made]))
