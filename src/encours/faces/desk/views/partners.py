"""Partners of the house: their files, fees, secrets, the fees they took, and what a CSV of theirs tells."""

import csv
from typing import Any

from django.http import HttpResponse, HttpResponseBase
from django.shortcuts import render
from django.urls import reverse
from django.views.decorators.debug import sensitive_post_parameters
from django.views.decorators.http import require_GET

from encours.books.creditor.rules.roles import Permission
from encours.books.interchange.formats.export import harmless
from encours.faces.desk.forms.referral import FeeForm, PartnerFileForm, PartnerForm, PartnerSecretForm
from encours.faces.desk.pages import referral as pages
from encours.faces.desk.views.back import ask_first, is_done, said, show_form, told
from encours.faces.desk.views.disputes import site_of
from encours.faces.desk.who import DeskRequest, allowed, found
from encours.flows.referral import hearing
from encours.flows.referral.hearing import FileHeard
from encours.ground.kernel.reason import N_, Reason, Refused
from encours.ground.plumbing.say import say
from encours.method.referral import actions as referral_actions
from encours.method.referral import queries as referral_queries
from encours.method.referral.queries import PartnerFact
from encours.method.referral.rules.partner import FeeTerms, PartnerDraft


@require_GET
@allowed(Permission.READ)
def partners(request: DeskRequest) -> HttpResponseBase:
    """Partners and the files they have."""
    return render(request, "desk/referral/partners.html", pages.partners_page(request.desk))


@require_GET
@allowed(Permission.READ)
def partner(request: DeskRequest, partner_id: int) -> HttpResponseBase:
    """One partner."""
    shape = pages.partner_page(request.desk, _partner(request, partner_id), site=site_of(request))
    return render(request, "desk/referral/partner.html", shape)


@allowed(Permission.CONFIGURE)
def partner_new(request: DeskRequest) -> HttpResponseBase:
    """A partner is written down."""
    form = PartnerForm(request.POST or None)
    act = request.desk.act
    if is_done(request, form, lambda given: referral_actions.save_partner(act, draft=PartnerDraft(**given))):
        return said(request, Reason(N_("Partenaire enregistré.")), reverse("desk:partners"))
    heading, verb = say(Reason(N_("Ajouter un partenaire"))), say(Reason(N_("Ajouter")))
    intro = Reason(N_("Rien n'est transmis à un partenaire sans inscription, assurance et compte séparé."))
    return show_form(
        request, form, back_url=reverse("desk:partners"), heading=heading, verb=verb, intro=intro
    )


@allowed(Permission.CONFIGURE)
def partner_edit(request: DeskRequest, partner_id: int) -> HttpResponseBase:
    """What changed of a partner."""
    fact, back = _partner(request, partner_id), reverse("desk:partner", args=[partner_id])
    start = {name: getattr(fact.draft, name) for name in PartnerDraft.__slots__}
    form = PartnerForm(request.POST or None, initial=start)

    def save(given: dict[str, Any]) -> object:
        return referral_actions.save_partner(
            request.desk.act, draft=PartnerDraft(**given), partner_id=partner_id
        )

    if is_done(request, form, save):
        return said(request, Reason(N_("Partenaire enregistré.")), back)
    heading = say(Reason(N_("Modifier {name}"), name=fact.draft.name))
    return show_form(request, form, back_url=back, heading=heading, verb=say(Reason(N_("Enregistrer"))))


@allowed(Permission.CONFIGURE)
def partner_fee(request: DeskRequest, partner_id: int) -> HttpResponseBase:
    """What a partner takes from a day on; earlier terms stay in sight."""
    fact, back = _partner(request, partner_id), reverse("desk:partner", args=[partner_id])
    act = request.desk.act
    start = {"from_on": act.today}
    form = FeeForm(request.POST or None, currency=request.desk.entity.currency, initial=start)

    def save(given: dict[str, Any]) -> object:
        return referral_actions.save_fee(act, partner_id=partner_id, fee=FeeTerms(**given))

    if is_done(request, form, save):
        return said(request, Reason(N_("Honoraires enregistrés.")), back)
    heading = say(Reason(N_("Honoraires de {name}"), name=fact.draft.name))
    return show_form(request, form, back_url=back, heading=heading, verb=say(Reason(N_("Enregistrer"))))


@sensitive_post_parameters("secret")
@allowed(Permission.CONFIGURE)
def partner_secret(request: DeskRequest, partner_id: int) -> HttpResponseBase:
    """The secret under which a partner's service tells us something."""
    fact, back = _partner(request, partner_id), reverse("desk:partner", args=[partner_id])
    form = PartnerSecretForm(request.POST or None)

    def save(given: dict[str, Any]) -> object:
        return referral_actions.set_secret(request.desk.act, partner_id=partner_id, secret=given["secret"])

    if is_done(request, form, save):
        return said(request, Reason(N_("Secret enregistré.")), back)
    heading = say(Reason(N_("Service de {name}"), name=fact.draft.name))
    return show_form(request, form, back_url=back, heading=heading, verb=say(Reason(N_("Enregistrer"))))


@allowed(Permission.CONFIGURE)
def partner_stop(request: DeskRequest, partner_id: int) -> HttpResponseBase:
    """No further file goes to a partner."""
    fact, back = _partner(request, partner_id), reverse("desk:partner", args=[partner_id])
    if request.method == "POST":
        outcome = referral_actions.stop_partner(request.desk.act, partner_id=partner_id)
        return told(request, outcome, Reason(N_("Ce partenaire ne reçoit plus de dossier.")), back)
    heading = say(Reason(N_("Ne plus travailler avec {name}\u00a0?"), name=fact.draft.name))
    text = Reason(N_("Aucun dossier ne lui sera plus proposé. Son historique et ses chiffres restent."))
    return ask_first(
        request, back_url=back, heading=heading, consequence=text, verb=say(Reason(N_("Arrêter")))
    )


@allowed(Permission.RECORD)
def partner_csv(request: DeskRequest, partner_id: int) -> HttpResponseBase:
    """A CSV of a partner's news; lines known already change nothing."""
    fact, back = _partner(request, partner_id), reverse("desk:partner", args=[partner_id])
    form = PartnerFileForm(request.POST or None, request.FILES or None)
    heard: list[FileHeard] = []

    def take(given: dict[str, Any]) -> Refused | None:
        for _name, content in given["papers"][:1]:
            heard.append(hearing.hear_file(request.desk.act, content=content, partner_id=partner_id))
        refused = heard[0].refused if heard else ()
        if refused:
            line, reason = refused[0]
            text = N_(
                "{new} lignes prises, {known} déjà connues, {count} refusées. Ligne {line}\u00a0: {why}"
            )
            return Refused(
                Reason(
                    text, new=heard[0].new, known=heard[0].known, count=len(refused), line=line, why=reason
                )
            )
        return None

    if is_done(request, form, take):
        text = N_("Fichier lu\u00a0: {new} nouvelles, {known} déjà connues.")
        return said(request, Reason(text, new=heard[0].new, known=heard[0].known), back)
    heading = say(Reason(N_("Nouvelles de {name}"), name=fact.draft.name))
    intro = Reason(N_("Colonnes\u00a0: placement, key, kind, state, on, amount, fee, currency, note."))
    verb = say(Reason(N_("Lire le fichier")))
    return show_form(request, form, back_url=back, heading=heading, verb=verb, intro=intro, is_file=True)


@require_GET
@allowed(Permission.RECORD)
def partner_fees(request: DeskRequest) -> HttpResponseBase:
    """Every fee as one line for accounts."""
    answer = HttpResponse(content_type="text/csv; charset=utf-8")
    answer["Content-Disposition"] = 'attachment; filename="honoraires-partenaires.csv"'
    answer.write("\ufeff")
    writer = csv.writer(answer)
    writer.writerow(["date", "account", "label", "amount", "currency", "reference", "recorded"])
    writer.writerows([harmless(cell) for cell in row] for row in pages.fee_rows(request.desk))
    return answer


def _partner(request: DeskRequest, partner_id: int) -> PartnerFact:
    return found(referral_queries.partner(request.desk.entity.id, partner_id))
