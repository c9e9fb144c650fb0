"""After a call: its note, the minutes it took, its written summary, its recording."""

from django.http import HttpResponseBase
from django.shortcuts import redirect, render
from django.urls import reverse
from django.views.decorators.http import require_GET, require_POST

from encours.books.creditor.rules.roles import Permission
from encours.books.receivables import queries as receivables_queries
from encours.faces.desk.forms.calling import MinutesForm, SoundForm, SummaryForm
from encours.faces.desk.pages.call_note import note_page
from encours.faces.desk.views.back import ask_first, is_done, said, show_form, told
from encours.faces.desk.views.kept_files import file_saved
from encours.faces.desk.who import DeskRequest, allowed, found
from encours.flows.calling import voices
from encours.flows.calling.summary import prepare_summary
from encours.ground.kernel.reason import N_, Reason
from encours.ground.plumbing.say import say
from encours.method.calls import actions as calls_actions
from encours.method.calls import queries as calls_queries
from encours.method.calls.queries import CallFact, under_way


@require_GET
@allowed(Permission.READ)
def call_note(request: DeskRequest, customer_id: int, note_id: int) -> HttpResponseBase:
    """What was said and what follows."""
    note = _note(request, customer_id, note_id)
    name = receivables_queries.customers_by_id([customer_id])[customer_id].name
    context = note_page(request.desk, note, name=name) | {
        "may_contact": request.desk.may(Permission.CONTACT),
        "minutes_form": MinutesForm(initial={"minutes": note.minutes}),
        "back_url": reverse("desk:customer", args=[customer_id]),
    }
    return render(request, "desk/call_note.html", context)


@require_POST
@allowed(Permission.CONTACT)
def call_minutes(request: DeskRequest, customer_id: int, note_id: int) -> HttpResponseBase:
    """How long it really took."""
    note, form = _note(request, customer_id, note_id), MinutesForm(request.POST)
    here = _here(note)
    if is_done(
        request,
        form,
        lambda given: calls_actions.correct_minutes(
            request.desk.act, note_id=note.id, minutes=given["minutes"]
        ),
    ):
        return said(request, Reason(N_("Durée corrigée.")), here)
    return show_form(
        request,
        form,
        back_url=here,
        heading=say(Reason(N_("Durée de l'appel"))),
        verb=say(Reason(N_("Corriger"))),
    )


@require_POST
@allowed(Permission.CONTACT)
def call_summary(request: DeskRequest, customer_id: int, note_id: int) -> HttpResponseBase:
    """Prepares the summary once more, where something was missing when the call ended."""
    note = _note(request, customer_id, note_id)
    message_id = prepare_summary(request.desk.act, note_id=note.id)
    if message_id is None:
        text = N_("Le résumé ne peut pas s'écrire : vérifiez l'adresse du client et ses factures ouvertes.")
        return said(request, Reason(text), _here(note))
    return redirect("desk:message", message_id)


@allowed(Permission.CONTACT)
def call_summary_close(request: DeskRequest, customer_id: int, note_id: int) -> HttpResponseBase:
    """It left by another way, or none is needed: said in words."""
    note, form = _note(request, customer_id, note_id), SummaryForm(request.POST or None)
    here = _here(note)
    if is_done(
        request,
        form,
        lambda given: calls_actions.close_summary(request.desk.act, note_id=note.id, why=given["why"]),
    ):
        return said(request, Reason(N_("Le résumé de cet appel est réglé.")), here)
    return show_form(
        request,
        form,
        back_url=here,
        heading=say(Reason(N_("Le résumé écrit de l'appel"))),
        verb=say(Reason(N_("C'est réglé"))),
    )


@allowed(Permission.CONTACT)
def call_voice(request: DeskRequest, customer_id: int, note_id: int) -> HttpResponseBase:
    """Keeps the sound of a call, where the person agreed."""
    note, here = _note(request, customer_id, note_id), reverse("desk:call_note", args=[customer_id, note_id])
    form = SoundForm(request.POST or None, request.FILES or None)
    terms = under_way.terms_of(request.desk.entity.id)
    if is_done(
        request,
        form,
        lambda given: voices.keep(request.desk.act, note=note, content=given["sound"].read()),
    ):
        return said(request, Reason(N_("Enregistrement gardé, chiffré.")), here)
    intro = Reason(N_("Gardé chiffré, effacé au bout de {days} jours."), days=terms.days)
    return show_form(
        request,
        form,
        back_url=here,
        heading=say(Reason(N_("Enregistrement de l'appel"))),
        verb=say(Reason(N_("Garder ce fichier"))),
        intro=intro,
        is_file=True,
    )


@require_GET
@allowed(Permission.CONTACT)
def call_voice_heard(request: DeskRequest, customer_id: int, note_id: int) -> HttpResponseBase:
    """The sound itself."""
    note = _note(request, customer_id, note_id)
    voice, sound = found(under_way.voice_of(note.id)), found(under_way.sound_of(note.id))
    ending = voice.media_type.partition("/")[2]
    return file_saved(sound, name=f"appel-{note.id}.{ending}", media_type=voice.media_type)


@allowed(Permission.CONTACT)
def call_voice_remove(request: DeskRequest, customer_id: int, note_id: int) -> HttpResponseBase:
    """Lets the sound go before its time, for good."""
    note, form = _note(request, customer_id, note_id), SummaryForm(request.POST or None)
    form.fields["why"].label = say(Reason(N_("Pourquoi l'effacer")))
    voice = found(under_way.voice_of(note.id))
    if request.method == "POST" and form.is_valid():
        done = voices.remove(request.desk.act, recording_id=voice.id, why=form.cleaned_data["why"])
        return told(request, done, Reason(N_("Enregistrement effacé.")), _here(note))
    return ask_first(
        request,
        back_url=_here(note),
        form=form,
        heading=say(Reason(N_("Effacer l'enregistrement de l'appel ?"))),
        consequence=say(
            Reason(N_("Sa clé est oubliée et le fichier effacé : personne ne pourra le réécouter."))
        ),
        verb=say(Reason(N_("Effacer"))),
        is_grave=True,
    )


def _note(request: DeskRequest, customer_id: int, note_id: int) -> CallFact:
    note = found(calls_queries.note(request.desk.entity.id, note_id))
    return found(note if note.customer_id == customer_id else None)


def _here(note: CallFact) -> str:
    return reverse("desk:call_note", args=[note.customer_id, note.id])
