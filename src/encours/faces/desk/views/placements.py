"""Outside help for one file: asked for, quoted, accepted, handed over, followed, brought back."""

from typing import Any
from uuid import uuid4

from django.http import Http404, HttpResponseBase
from django.shortcuts import render
from django.urls import reverse
from django.views.decorators.http import require_GET, require_POST

from encours.books.creditor.rules.roles import Permission
from encours.faces.desk.forms.contacting import WhyForm
from encours.faces.desk.forms.referral import AskPartnerForm, NewsForm, QuoteForm
from encours.faces.desk.pages import referral as pages
from encours.faces.desk.views.back import ask_first, is_done, said, show_form, told
from encours.faces.desk.views.disputes import sent_files, site_of
from encours.faces.desk.views.kept_files import file_saved
from encours.faces.desk.who import DeskRequest, allowed, found
from encours.flows.referral import hearing, placing
from encours.flows.referral.helping import HelpShown, help_for
from encours.ground.documents import queries as documents_queries
from encours.ground.kernel.reason import N_, Reason, Refused
from encours.ground.plumbing.plain_form import PlainForm
from encours.ground.plumbing.say import say
from encours.method.disputes.rules.papers import SentFile
from encours.method.referral import queries as referral_queries
from encours.method.referral.queries import PlacementFact
from encours.method.referral.rules.news import NewsDraft
from encours.method.referral.rules.quote import Quote
from encours.method.referral.rules.states import OWNER_ONLY, PlacementEvent
from encours.method.referral.rules.words import NewsKind, NewsSource

_CONSEQUENCES = {
    PlacementEvent.UNDONE: N_("Le partenaire n'ouvre plus la page du dossier. Prévenez-le aussi."),
    PlacementEvent.COMPLAINT: N_(
        "Le dossier est suspendu jusqu'à votre décision. Demandez au partenaire d'arrêter."
    ),
    PlacementEvent.RESUMED: N_("Le dossier reprend où il était."),
    PlacementEvent.LEGAL_AGREED: N_("Le partenaire peut saisir le tribunal en votre nom."),
    PlacementEvent.RETURNED: N_(
        "Le dossier revient\u00a0: nos propres relances reprennent selon le scénario."
    ),
    PlacementEvent.CLOSED: N_("Le dossier confié est terminé."),
    PlacementEvent.CANCELLED: N_("Rien n'est transmis\u00a0: nos propres relances reprennent."),
}


@require_GET
@allowed(Permission.READ)
def help_page(request: DeskRequest, customer_id: int) -> HttpResponseBase:
    """Outside help for a customer, from the first day late."""
    return render(
        request, "desk/referral/help.html", pages.help_page(request.desk, _help(request, customer_id))
    )


@allowed(Permission.CONTACT)
def help_ask(request: DeskRequest, customer_id: int) -> HttpResponseBase:
    """A partner is asked for a quote; nothing is handed over yet."""
    shown, back = _help(request, customer_id), reverse("desk:help", args=[customer_id])
    fitting = [(str(o.partner.id), o.partner.draft.name) for o in shown.offered if not o.match.against]
    form = AskPartnerForm(request.POST or None, partners=fitting)
    made: list[int] = []

    def ask(given: dict[str, Any]) -> object:
        outcome = placing.ask(
            request.desk.act,
            customer_id=customer_id,
            currency=shown.closing.balance.currency,
            partner_id=int(given["partner"]),
        )
        if not isinstance(outcome, Refused):
            made.append(outcome)
        return outcome

    if is_done(request, form, ask):
        text = Reason(N_("Demande notée\u00a0: écrivez au partenaire, puis notez son devis ici."))
        return said(request, text, reverse("desk:placement", args=made))
    heading = say(Reason(N_("Demander un devis pour {name}"), name=shown.closing.file.customer.name))
    intro = Reason(N_("Seuls les partenaires dont les preuves sont au dossier sont proposés."))
    verb = say(Reason(N_("Noter la demande")))
    return show_form(request, form, back_url=back, heading=heading, verb=verb, intro=intro)


@require_GET
@allowed(Permission.READ)
def placement(request: DeskRequest, placement_id: int) -> HttpResponseBase:
    """One placed file."""
    fact = _placement(request, placement_id)
    shape = pages.placement_page(request.desk, fact, site=site_of(request))
    return render(request, "desk/referral/placement.html", shape)


@allowed(Permission.CONTACT)
def placement_quote(request: DeskRequest, placement_id: int) -> HttpResponseBase:
    """What the partner asks for this case."""
    fact = _placement(request, placement_id)
    start = {}
    if fact.quote:
        start = {"success_percent": fact.quote.success_percent, "fixed": fact.quote.fixed}
    form = QuoteForm(request.POST or None, currency=fact.placed.currency, initial=start)

    def record(given: dict[str, Any]) -> object:
        return placing.record_quote(request.desk.act, placement_id=fact.id, quote=Quote(**given))

    if is_done(request, form, record):
        return said(request, Reason(N_("Devis enregistré.")), _page(fact))
    heading = say(Reason(N_("Devis de {partner}"), partner=fact.partner_name))
    return show_form(
        request, form, back_url=_page(fact), heading=heading, verb=say(Reason(N_("Enregistrer le devis")))
    )


@allowed(Permission.CLOSE)
def placement_accept(request: DeskRequest, placement_id: int) -> HttpResponseBase:
    """The owner accepts: no reminder of ours from now on."""
    fact = _placement(request, placement_id)
    if request.method == "POST":
        outcome = placing.accept(request.desk.act, placement_id=fact.id)
        return told(
            request, outcome, Reason(N_("Devis accepté\u00a0: nos relances s'arrêtent.")), _page(fact)
        )
    shown = _help(request, fact.customer_id)
    cost = pages.cost_words(fact, shown)
    heading = say(Reason(N_("Accepter le devis de {partner}\u00a0?"), partner=fact.partner_name))
    text = Reason(N_("Plus aucune relance ne part de chez nous tant que le dossier est confié."))
    details = [{"label": cost}] if cost else []
    verb = say(Reason(N_("Accepter")))
    return ask_first(
        request, back_url=_page(fact), details=details, heading=heading, consequence=text, verb=verb
    )


@allowed(Permission.CLOSE)
def placement_hand_over(request: DeskRequest, placement_id: int) -> HttpResponseBase:
    """The complete file goes to the partner."""
    fact = _placement(request, placement_id)
    if request.method == "POST":
        outcome = placing.hand_over(request.desk.act, placement_id=fact.id)
        text = Reason(N_("Dossier transmis\u00a0: donnez au partenaire l'adresse de sa page."))
        return told(request, outcome, text, _page(fact))
    missing = placing.missing_of(request.desk.act, fact)
    heading = say(Reason(N_("Transmettre le dossier à {partner}\u00a0?"), partner=fact.partner_name))
    text = Reason(
        N_(
            "Le partenaire ouvre le dossier de preuve par un lien signé. La transmission s'annule pendant 24 heures."
        )
    )
    lacking = [{"label": Reason(N_("Manque\u00a0: {what}"), what=one)} for one in missing]
    return ask_first(
        request, back_url=_page(fact), heading=heading, consequence=text, details=lacking,
        verb="" if missing else say(Reason(N_("Transmettre"))),
    )  # fmt: skip


@allowed(Permission.CLOSE)
def placement_move(request: DeskRequest, placement_id: int, event: str) -> HttpResponseBase:
    """One of our own moves, with its reason."""
    fact = _placement(request, placement_id)
    if event not in {one.value for one in pages.OUR_MOVES}:
        raise Http404
    wanted = PlacementEvent(event)
    form = None if wanted in OWNER_ONLY - {PlacementEvent.UNDONE} else WhyForm(request.POST or None)
    act = request.desk.act

    def move(given: dict[str, Any]) -> object:
        return placing.move(act, placement_id=fact.id, event=wanted, why=given.get("why", ""))

    if form is None and request.method == "POST":
        return told(request, move({}), Reason(N_("C'est noté.")), _page(fact))
    if form is not None and is_done(request, form, move):
        return said(request, Reason(N_("C'est noté.")), _page(fact))
    verb = say(Reason(pages.OUR_MOVES[wanted][0]))
    heading = say(Reason(N_("{what}\u00a0: {reference}"), what=verb, reference=f"P{fact.id}"))
    text = Reason(_CONSEQUENCES[wanted])
    return ask_first(request, back_url=_page(fact), form=form, heading=heading, consequence=text, verb=verb)


@allowed(Permission.RECORD)
def placement_news(request: DeskRequest, placement_id: int) -> HttpResponseBase:
    """What the partner told, noted by hand."""
    fact = _placement(request, placement_id)
    act = request.desk.act
    start = {"happened_on": act.today, "key": f"hand-{uuid4().hex}"}
    form = NewsForm(request.POST or None, request.FILES or None, currency=fact.placed.currency, initial=start)

    def take(given: dict[str, Any]) -> object:
        news, file = told_by(form, fact.id)
        return hearing.take(act, news, source=NewsSource.HAND, file=file)

    if is_done(request, form, take):
        return said(request, Reason(N_("Nouvelle notée.")), _page(fact))
    heading = say(Reason(N_("Nouvelle de {partner}"), partner=fact.partner_name))
    return show_form(
        request, form, back_url=_page(fact), heading=heading, verb=say(Reason(N_("Noter"))), is_file=True
    )


@require_POST
@allowed(Permission.CONTACT)
def placement_told(request: DeskRequest, placement_id: int, credit_id: int) -> HttpResponseBase:
    """The partner was told of money that came to us directly, the same day."""
    fact = _placement(request, placement_id)
    rows = {row.id: row for row in hearing.direct_payments(request.desk.act, fact)}
    row = found(rows.get(credit_id))
    news = NewsDraft(
        placement_id=fact.id,
        key=f"direct:{row.id}",
        kind=NewsKind.TOLD_DIRECT,
        happened_on=request.desk.act.today,
    )
    outcome = hearing.take(request.desk.act, news, source=NewsSource.HAND)
    return told(request, outcome, Reason(N_("Noté\u00a0: le partenaire le sait.")), _page(fact))


@require_GET
@allowed(Permission.READ)
def placement_document(request: DeskRequest, placement_id: int, news_id: int) -> HttpResponseBase:
    """A document that came with news, to be saved."""
    fact = _placement(request, placement_id)
    news = referral_queries.news_of([fact.id]).get(fact.id, [])
    document = found(next((one.document_id for one in news if one.id == news_id), None))
    kept = documents_queries.files_of([document])[document]
    return file_saved(
        documents_queries.content(document), name=kept.name, media_type="application/octet-stream"
    )


def told_by(form: PlainForm, placement_id: int) -> tuple[NewsDraft, SentFile | None]:
    """What a form of news says, and its file."""
    given = form.cleaned_data
    names = ("key", "kind", "state", "happened_on", "amount", "fee", "words")
    files = sent_files(given)
    return NewsDraft(placement_id=placement_id, **{name: given[name] for name in names}), next(
        iter(files), None
    )


def _help(request: DeskRequest, customer_id: int) -> HelpShown:
    return found(help_for(request.desk.act, customer_id, currency=request.GET.get("devise", "")))


def _placement(request: DeskRequest, placement_id: int) -> PlacementFact:
    return found(referral_queries.placement(request.desk.entity.id, placement_id))


def _page(fact: PlacementFact) -> str:
    return reverse("desk:placement", args=[fact.id])
