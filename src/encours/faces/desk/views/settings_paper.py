"""How the company writes on paper: envelopes, signature, logo, and the way to the post."""

from typing import Any

from django.http import HttpResponseBase
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.debug import sensitive_post_parameters
from django.views.decorators.http import require_GET, require_POST

from encours.books.creditor.rules.roles import Permission
from encours.faces.desk.forms.paper import PaperForm
from encours.faces.desk.views.back import said
from encours.faces.desk.views.kept_files import file_shown
from encours.faces.desk.views.section import show_section
from encours.faces.desk.who import Desk, DeskRequest, allowed
from encours.ground.documents import actions as documents_actions
from encours.ground.kernel.reason import N_, Reason
from encours.ground.plumbing.say import say
from encours.method.outreach import actions as outreach_actions
from encours.method.outreach import queries as outreach_queries
from encours.method.outreach.actions import paper as paper_actions
from encours.method.outreach.queries import Style

_PICTURES = {"signature": "signature_id", "logo": "logo_id"}
_SAMPLE = ("ENTREPRISE EXEMPLE", "MADAME CLAIRE DUPONT", "BATIMENT C", "12 RUE DE LA GARE", "69001 LYON")


@sensitive_post_parameters("secret")
def paper(request: DeskRequest) -> HttpResponseBase:
    """Envelopes, pictures, post."""
    style = outreach_queries.style_of(request.desk.entity.id)
    form = PaperForm(request.POST or None, request.FILES or None, initial=_start(style))
    if request.method == "POST" and form.is_valid():
        _save(request.desk, form.cleaned_data)
        return said(request, _("Papier à lettres enregistré."), _page())
    trial = {
        "url": f"{reverse('desk:settings_paper_trial')}?norme={style.norm.key}",
        "label": _("Feuille d'essai"),
        "icon": "printer",
        "is_dialog": False,
    }
    return show_section(
        request,
        "paper",
        form,
        template="paper",
        verb=_("Enregistrer le papier à lettres"),
        aside=[trial],
        intro=_("Ce que portent vos lettres, et comment elles partent."),
        pictures=_pictures(style),
        norm=style.norm,
        has_secret=style.has_secret,
    )


@require_POST
@allowed(Permission.CONFIGURE)
def picture_remove(request: DeskRequest, name: str) -> HttpResponseBase:
    """The signature or the logo is taken off the letters; the file stays with the letters that carry it."""
    if name in _PICTURES:
        outreach_actions.change_style(request.desk.act, fields={**_kept(request.desk), _PICTURES[name]: None})
    return said(request, _("Image retirée des lettres."), _page())


@require_GET
@allowed(Permission.READ)
def trial(request: DeskRequest) -> HttpResponseBase:
    """A sheet to hold behind the window of one's own envelope."""
    norm = outreach_queries.norms().get(request.GET.get("norme", ""))
    norm = norm or outreach_queries.style_of(request.desk.entity.id).norm
    notes = [
        Reason(norm.label),
        Reason(N_("Pliez la feuille sur les pointillés et glissez-la dans votre enveloppe.")),
        Reason(N_("Le cadre plein doit se voir en entier, où que glisse la feuille ; rien d'autre que lui.")),
    ]
    told = [say(note) for note in notes]
    content = paper_actions.trial_pdf(norm, recipient=_SAMPLE, notes=told, made_at=request.desk.act.at)
    return file_shown(content, name="feuille-d-essai.pdf", media_type="application/pdf")


def _start(style: Style) -> dict[str, Any]:
    return {
        "norm": style.norm.key,
        "cover": style.cover,
        "is_duplex": style.is_duplex,
        "has_payment_code": style.has_payment_code,
        "way": style.way,
        "webhook_url": style.webhook_url,
    }


def _save(desk: Desk, given: dict[str, Any]) -> None:
    fields = {
        "norm": given["norm"],
        "cover": given["cover"].value,
        "is_duplex": given["is_duplex"],
        "has_payment_code": given["has_payment_code"],
        "way": given["way"].value,
        "webhook_url": given["webhook_url"],
    }
    for name, column in _PICTURES.items():
        if given[name] is not None:
            file, content, media_type = given[name]
            fields[column] = documents_actions.store(
                owner=desk.act.chain, name=file, content=content, media_type=media_type, at=desk.act.at
            )
    outreach_actions.change_style(desk.act, fields=fields, secret=given["secret"])


def _kept(desk: Desk) -> dict[str, Any]:
    return {"norm": outreach_queries.style_of(desk.entity.id).norm.key}


def _pictures(style: Style) -> list[dict[str, Any]]:
    names = {"signature": (style.signature_id, _("Signature")), "logo": (style.logo_id, _("Logo"))}
    return [
        {"label": label, "remove_url": reverse("desk:settings_paper_picture", args=[name])}
        for name, (document, label) in names.items()
        if document is not None
    ]


def _page() -> str:
    return reverse("desk:settings_section", args=["paper"])
