"""Texts in the settings: their list, one of them with its preview, its taking into use, its versions."""

from typing import Any

from django.http import HttpResponse, HttpResponseBase
from django.shortcuts import render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_GET, require_POST

from encours.books.creditor.rules.roles import Permission
from encours.books.receivables import queries as receivables_queries
from encours.faces.desk.addresses import number_in
from encours.faces.desk.forms.contacting import WhyForm
from encours.faces.desk.forms.texts import TextFileForm, TextForm
from encours.faces.desk.pages import texts as page
from encours.faces.desk.pages.settings import SUBJECTS, subjects
from encours.faces.desk.pages.texts import Shown
from encours.faces.desk.views.back import ask_first, is_done, said, show_form, told
from encours.faces.desk.who import DeskRequest, allowed, found
from encours.flows import texts as texts_flow
from encours.ground.kernel.reason import N_, Reason, Refused
from encours.ground.plumbing.say import say
from encours.ground.wording.edit import changed, written
from encours.ground.wording.findings import Severity
from encours.ground.wording.sections import TemplateError
from encours.method.outreach import actions as outreach_actions

_FORMS = {"one": False, "several": True}


def texts(request: DeskRequest) -> HttpResponseBase:
    """The list of texts; a subject of the settings."""
    shown = {
        "subjects": subjects("texts"),
        "heading": say(Reason(SUBJECTS["texts"])),
        "intro": _(
            "Les mots de chaque message, par étape. Les vôtres remplacent ceux d'origine, qui restent."
        ),
        "groups": page.text_groups(request.desk),
        "may_change": request.desk.may(Permission.DECIDE),
        "may_configure": True,
    }
    return render(request, "desk/texts/list.html", shown)


@allowed(Permission.READ)
def text(request: DeskRequest, template: str, language: str, register: str) -> HttpResponseBase:
    """One text: its words section by section, beside what the customer sees."""
    shown = page.text_of(request.desk, template, language, register)
    may_change = request.desk.may(Permission.DECIDE)
    form = TextForm(request.POST or None, template=shown.template)
    if request.method == "POST" and may_change and form.is_valid():
        outcome = texts_flow.save(request.desk.act, key=shown.key, texts=form.texts())
        if outcome is None:
            words = _("Brouillon enregistré : il ne sert qu'une fois mis en service.")
            return said(request, words, reverse("desk:text", args=shown.args))
        _refuse(form, outcome)
    if not may_change:
        for field in form.fields.values():
            field.disabled = True
    seen = _preview(request, shown, form)
    said_now, unsaid = form.rows(_said(seen))
    context = page.text_page(request.desk, shown) | {"form": form, "said": said_now, "unsaid": unsaid} | seen
    return render(
        request, "desk/texts/text.html", context, status=422 if form.is_bound and form.errors else 200
    )


@require_POST
@allowed(Permission.READ)
def preview(request: DeskRequest, template: str, language: str, register: str) -> HttpResponseBase:
    """What the customer would see of the words in the form; nothing is written."""
    shown = page.text_of(request.desk, template, language, register)
    form = TextForm(request.POST, template=shown.template)
    seen = _preview(request, shown, form) | {"may_change": request.desk.may(Permission.DECIDE)}
    return render(request, "desk/texts/preview.html", seen)


@allowed(Permission.DECIDE)
def publish(request: DeskRequest, template: str, language: str, register: str) -> HttpResponseBase:
    """What the draft changes and what the rules say, then its taking into use with a reason."""
    shown, desk = page.text_of(request.desk, template, language, register), request.desk
    found(shown.draft)
    to, form = reverse("desk:text", args=shown.args), WhyForm(request.POST or None)
    if is_done(
        request,
        form,
        lambda given: texts_flow.publish(desk.act, key=shown.key, why=given["why"], is_owner=desk.is_owner),
    ):
        return said(request, _("Texte en service : le prochain message l'utilise."), to)
    hurdles = texts_flow.hurdles(desk.act, shown.template)
    stopping = {Severity.BLOCK} if desk.is_owner else {Severity.BLOCK, Severity.ERROR}
    is_stopped = any(one.severity in stopping for one in hurdles)
    return ask_first(
        request,
        form=None if is_stopped else form,
        back_url=to,
        heading=_("Mettre ce texte en service ?"),
        consequence=_("Les règles d'écriture arrêtent ce texte : corrigez d'abord ce qui suit.")
        if is_stopped
        else _("Le prochain message l'utilise. Ceux qui attendent déjà gardent leurs mots."),
        details=[Reason(N_("{rule} : {why}"), rule=one.rule, why=one.why) for one in hurdles],
        verb="" if is_stopped else _("Mettre en service"),
    )


@require_POST
@allowed(Permission.DECIDE)
def drop(request: DeskRequest, template: str, language: str, register: str) -> HttpResponseBase:
    """The draft is given up."""
    shown = page.text_of(request.desk, template, language, register)
    outreach_actions.drop_text(request.desk.act, key=shown.key)
    words = _("Brouillon abandonné : rien n'a changé.")
    return said(request, words, reverse("desk:text", args=shown.args))


@require_POST
@allowed(Permission.DECIDE)
def restore(request: DeskRequest, template: str, language: str, register: str) -> HttpResponseBase:
    """An older version, or the shipped text, becomes the draft."""
    shown = page.text_of(request.desk, template, language, register)
    outcome = texts_flow.restore(
        request.desk.act, key=shown.key, version=number_in(request.POST.get("version", ""))
    )
    words = _("Repris comme brouillon : relisez-le, puis mettez-le en service.")
    return told(request, outcome, words, reverse("desk:text", args=shown.args))


@require_GET
@allowed(Permission.READ)
def export(request: DeskRequest, template: str, language: str, register: str) -> HttpResponseBase:
    """The text in force as its Markdown file, as it can be read and shipped."""
    shown = page.text_of(request.desk, template, language, register)
    answer = HttpResponse(written(shown.in_force), content_type="text/markdown; charset=utf-8")
    name = f"{'-'.join(shown.args)}-v{shown.in_force.version}.md"
    answer["Content-Disposition"] = f'attachment; filename="{name}"'
    return answer


@allowed(Permission.DECIDE)
def take_in(request: DeskRequest, template: str, language: str, register: str) -> HttpResponseBase:
    """A text from the content of a file becomes the draft."""
    shown = page.text_of(request.desk, template, language, register)
    to, form = reverse("desk:text", args=shown.args), TextFileForm(request.POST or None)
    if is_done(
        request,
        form,
        lambda given: texts_flow.take_in(request.desk.act, key=shown.key, text=given["text"]),
    ):
        return said(request, _("Repris comme brouillon : relisez-le, puis mettez-le en service."), to)
    return show_form(
        request,
        form,
        back_url=to,
        back_label=shown.in_force.name,
        heading=_("Reprendre un texte d'un fichier"),
        intro=_(
            "Le contenu d'un fichier téléchargé ici, ou dans une autre société. Il devient un brouillon."
        ),
        verb=_("Reprendre comme brouillon"),
    )


def _said(seen: dict[str, Any]) -> frozenset[int] | None:
    """The places of the sections that the message on the right says; None where there is no message."""
    return seen["seen"]["said"] or None if seen["seen"] else None


def _refuse(form: TextForm, outcome: object) -> None:
    if isinstance(outcome, Refused):
        form.refuse(outcome)
    elif isinstance(outcome, tuple):
        for unfit in outcome:
            form.refuse_section(unfit)


def _preview(request: DeskRequest, shown: Shown, form: TextForm) -> dict[str, Any]:
    """The words of the form on the chosen customer; what is wrong in them where they cannot be used."""
    asked = request.POST if request.method == "POST" else request.GET
    customer_id = number_in(asked.get("client", ""))
    if customer_id is not None and not receivables_queries.customer(request.desk.entity.id, customer_id):
        customer_id = None
    chosen = {"client": customer_id, "several": asked.get("forme", "")}
    try:
        tried = changed(shown.template, form.texts()) if form.is_bound else shown.template
    except TemplateError as problem:
        return {"chosen": chosen, "seen": None, "wrong": [say(problem.reason)]}
    if isinstance(tried, tuple):
        words = [_("Ligne %(line)d : %(why)s") % {"line": one.line, "why": say(one.why)} for one in tried]
        return {"chosen": chosen, "seen": None, "wrong": words}
    seen = texts_flow.see(
        request.desk.act, tried, customer_id=customer_id, several=_FORMS.get(asked.get("forme", ""))
    )
    texts = form.texts() if form.is_bound else [section.text for section in tried.sections]
    return {"chosen": chosen, "seen": page.seen_page(seen, texts), "wrong": []}
