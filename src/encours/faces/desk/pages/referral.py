"""Outside help on screen: partners with their proofs and figures, help for one file, a placed file."""

from datetime import date
from typing import Any

from django.urls import reverse

from encours.books.creditor import queries as creditor_queries
from encours.books.creditor.rules.roles import Permission
from encours.books.receivables import queries as receivables_queries
from encours.faces.desk.pages.words import State
from encours.faces.desk.who import Desk
from encours.flows.referral import linking
from encours.flows.referral.hearing import direct_payments
from encours.flows.referral.helping import HelpShown, Offered
from encours.flows.referral.linking import OpenedPlacement
from encours.flows.referral.placing import missing_of, proof_of
from encours.ground.kernel.clock import local_date
from encours.ground.kernel.money import Money
from encours.ground.kernel.reason import N_, Reason
from encours.ground.plumbing.formats import decimal_text
from encours.ground.plumbing.say import say
from encours.method.referral import queries as referral_queries
from encours.method.referral.queries import NewsFact, PartnerFact, PartnerFigures, PlacementFact
from encours.method.referral.rules.news import REMIT_DAYS, is_stale, reference
from encours.method.referral.rules.partner import FeeTerms, proofs
from encours.method.referral.rules.quote import expected_cost
from encours.method.referral.rules.states import (
    WITH_PARTNER,
    PlacementEvent,
    problem_of_move,
    problem_of_undo,
)
from encours.method.referral.rules.words import (
    NEWS_KIND_LABELS,
    NEWS_SOURCE_LABELS,
    PARTNER_KIND_LABELS,
    PLACEMENT_STATE_LABELS,
    NewsKind,
    PlacementState,
)

FEES_ACCOUNT = "6226"
"""Fees of others, in the French chart of accounts."""
_S = PlacementState
_TONES = {
    _S.QUOTE_REQUESTED: ("rest", "hourglass"),
    _S.QUOTED: ("today", "file-text"),
    _S.ACCEPTED: ("today", "folder-check"),
    _S.PAUSED: ("late", "pause"),
    _S.RETURNED: ("late", "undo-2"),
    _S.CANCELLED: ("rest", "ban"),
    _S.CLOSED: ("kept", "check"),
    _S.PAID_TO_AGENCY: ("kept", "coins"),
    _S.PARTIALLY_PAID: ("kept", "coins"),
    _S.LEGAL_ADVISED: ("today", "scale"),
}
OUR_MOVES = {
    PlacementEvent.UNDONE: (N_("Annuler la transmission"), "undo-2"),
    PlacementEvent.COMPLAINT: (N_("Noter une réclamation"), "pause"),
    PlacementEvent.RESUMED: (N_("Reprendre"), "arrow-right"),
    PlacementEvent.LEGAL_AGREED: (N_("Accepter la voie judiciaire"), "scale"),
    PlacementEvent.RETURNED: (N_("Rappeler le dossier"), "undo-2"),
    PlacementEvent.CLOSED: (N_("Terminer"), "check"),
    PlacementEvent.CANCELLED: (N_("Abandonner"), "ban"),
}


def partners_page(desk: Desk) -> dict[str, Any]:
    """Every partner with what it lacks and what it brought; every placed file."""
    found = referral_queries.partners(desk.entity.id, with_stopped=True)
    figures = referral_queries.figures(desk.entity.id)
    placed = referral_queries.placements(desk.entity.id)
    names = {
        pk: row.name
        for pk, row in receivables_queries.customers_by_id([one.customer_id for one in placed]).items()
    }
    may = desk.may(Permission.CONFIGURE)
    return {
        "partners": [_partner_line(desk, one, figures.get(one.id, [])) for one in found],
        "new_url": reverse("desk:partner_new") if may else None,
        "placements": [_placement_line(desk, one, names.get(one.customer_id, "")) for one in placed],
        "fees_url": reverse("desk:partner_fees") if any(one.fee.minor for one in placed) else None,
        "counters": _counters(desk, placed),
    }


def partner_page(desk: Desk, fact: PartnerFact, *, site: str) -> dict[str, Any]:
    """One partner."""
    pk, may = fact.id, desk.may(Permission.CONFIGURE)
    line = _partner_line(desk, fact, referral_queries.figures(desk.entity.id).get(pk, []))
    draft = fact.draft
    return {
        **line,
        "registration": draft.registration,
        "insurance": draft.insurance,
        "insured_until_on": draft.insured_until_on,
        "has_segregated_account": draft.has_segregated_account,
        "account_checked_on": draft.account_checked_on,
        "languages": draft.languages,
        "countries": draft.countries,
        "contact": " · ".join(filter(None, (draft.contact_name, draft.email, draft.phone))),
        "notes": draft.notes,
        "fees": [(fee.from_on, _fee_words(fee)) for fee in fact.fees],
        "hook": f"{site}/services/partenaire/{fact.hook}" if may else "",
        "has_secret": fact.has_secret,
        "edit_url": reverse("desk:partner_edit", args=[pk]) if may else None,
        "fee_url": reverse("desk:partner_fee", args=[pk]) if may else None,
        "secret_url": reverse("desk:partner_secret", args=[pk]) if may else None,
        "stop_url": reverse("desk:partner_stop", args=[pk]) if may and not fact.stopped_on else None,
        "csv_url": reverse("desk:partner_csv", args=[pk]) if desk.may(Permission.RECORD) else None,
    }


def help_page(desk: Desk, shown: HelpShown) -> dict[str, Any]:
    """Outside help for one file: whether it is proposed, why, what each partner costs."""
    file, running = shown.closing.file, shown.running
    pk = file.customer.pk
    may_ask = desk.may(Permission.CONTACT) and shown.help.may_ask and not shown.help.never and not running
    return {
        "customer": {"name": file.customer.name, "url": reverse("desk:customer", args=[pk])},
        "balance": shown.closing.balance,
        "is_proposed": shown.help.is_proposed,
        "may_ask": shown.help.may_ask,
        "reasons": [{"label": one} for one in shown.help.reasons],
        "never": [{"label": one} for one in shown.help.never],
        "partners": [_offered_line(one) for one in shown.offered],
        "ask_url": reverse("desk:help_ask", args=[pk]) if may_ask and shown.offered else None,
        "partners_url": reverse("desk:partners"),
        "running_url": reverse("desk:placement", args=[running.id]) if running else None,
    }


def placement_page(desk: Desk, found: PlacementFact, *, site: str) -> dict[str, Any]:
    """One placed file: its state, its sums, what is missing, what was told, what may be done."""
    customer = receivables_queries.customer(desk.entity.id, found.customer_id)
    assert customer is not None
    is_before = found.state in (_S.QUOTE_REQUESTED, _S.QUOTED, _S.ACCEPTED)
    missing = missing_of(desk.act, found) if is_before else []
    news = referral_queries.news_of([found.id]).get(found.id, [])
    proof = proof_of(found)
    today = desk.act.today
    is_out = found.state in WITH_PARTNER
    page_url = f"{site}{reverse('desk:partner_page', args=[linking.token_of(found)])}" if is_out else ""
    return {
        "reference": reference(found.id),
        "customer": {"name": customer.name, "url": reverse("desk:customer", args=[customer.pk])},
        "partner": {"name": found.partner_name, "url": reverse("desk:partner", args=[found.partner_id])},
        "state": state_of(found),
        "quote": _quote_words(found),
        "valid_until_on": found.quote.valid_until_on if found.quote else None,
        "sums": [
            (N_("confié"), found.placed),
            (N_("encaissé"), found.collected),
            (N_("reversé"), found.remitted),
            (N_("honoraires"), found.fee),
        ],
        "handed_over_at": found.handed_over_at,
        "why": found.why,
        "missing": [{"label": one} for one in missing],
        "proof_url": reverse("desk:proof", args=[found.case_id]),
        "has_proof": proof is not None,
        "is_before": is_before,
        "alerts": alerts_of(found, news, today=today),
        "direct": [_direct(desk, found, row) for row in direct_payments(desk.act, found)] if is_out else [],
        "news": [_news_line(found, one) for one in news],
        "page_url": page_url if desk.may(Permission.CONTACT) else "",
        "steps": _steps(desk, found, news),
        "news_url": reverse("desk:placement_news", args=[found.id])
        if found.handed_over_at and desk.may(Permission.RECORD)
        else None,
    }


def their_shape(opened: OpenedPlacement, token: str, *, is_heard: bool) -> dict[str, Any]:
    """What the partner sees of its file: the debtor's name, the sums, what it told; nothing of ours."""
    found = opened.placement
    news = referral_queries.news_of([found.id]).get(found.id, [])
    return {
        "company": opened.entity.name,
        "debtor": opened.debtor,
        "reference": reference(found.id),
        "state": state_of(found),
        "placed": found.placed,
        "remitted": found.remitted,
        "handed_over_at": found.handed_over_at,
        "file_url": reverse("desk:partner_file", args=[token]) if proof_of(found) else None,
        "news": [_news_line(None, one) for one in news if one.kind is not NewsKind.DOCUMENT][:20],
        "is_heard": is_heard,
    }


def state_of(found: PlacementFact) -> State:
    """The state as it is shown."""
    tone, icon = _TONES.get(found.state, ("press", "send"))
    return State(tone, icon, Reason(PLACEMENT_STATE_LABELS[found.state]))


def alerts_of(found: PlacementFact, news: list[NewsFact], *, today: date) -> list[dict[str, Any]]:
    """Silence for too long, money that is not passed on in time, a quote that has run out."""
    told: list[Reason] = []
    if found.state in WITH_PARTNER and is_stale(found.last_news_on, today=today):
        text = N_("Sans nouvelles depuis le {on}\u00a0: demandez où en est le dossier.")
        told.append(Reason(text, on=found.last_news_on))
    late = [n for n in news if n.kind is NewsKind.COLLECTED and (today - n.happened_on).days > REMIT_DAYS]
    if late and found.remitted < found.collected:
        text = N_("{amount} encaissés et pas reversés après {days} jours.")
        told.append(
            Reason(
                text,
                amount=Money(found.collected.minor - found.remitted.minor, found.placed.currency),
                days=REMIT_DAYS,
            )
        )
    quote = found.quote
    if quote and quote.valid_until_on and quote.valid_until_on < today and found.handed_over_at is None:
        told.append(Reason(N_("Ce devis n'est plus valable.")))
    return [{"label": one} for one in told]


def _partner_line(desk: Desk, fact: PartnerFact, figures: list[PartnerFigures]) -> dict[str, Any]:
    lacking = proofs(fact.draft, today=desk.act.today)
    grave = any(one.is_grave for one in lacking)
    state = State("kept", "check", Reason(N_("preuves au dossier")))
    if lacking:
        state = State("late" if grave else "today", "triangle-alert", lacking[0].reason)
    if fact.stopped_on:
        state = State("rest", "ban", Reason(N_("plus utilisé")))
    return {
        "name": fact.draft.name,
        "kind": Reason(PARTNER_KIND_LABELS[fact.draft.kind]),
        "url": reverse("desk:partner", args=[fact.id]),
        "state": state,
        "lacking": [{"label": one.reason} for one in lacking],
        "figures": [
            {
                "count": one.count,
                "placed": one.placed,
                "recovered": one.recovered,
                "fee": one.fee,
                "net": one.net,
                "months": decimal_text(one.months, language=desk.act.language)
                if one.months is not None
                else "",
            }
            for one in figures
        ],
    }


def _placement_line(desk: Desk, one: PlacementFact, name: str) -> dict[str, Any]:
    return {
        "url": reverse("desk:placement", args=[one.id]),
        "reference": reference(one.id),
        "customer": name,
        "partner": one.partner_name,
        "state": state_of(one),
        "placed": one.placed,
        "last_news_on": one.last_news_on,
        "is_stale": one.state in WITH_PARTNER and is_stale(one.last_news_on, today=desk.act.today),
    }


def _counters(desk: Desk, placed: list[PlacementFact]) -> list[dict[str, Any]]:
    """Three counts: ready, collecting, collected. Source: peers, Hand-off."""
    currency = desk.entity.currency
    own = [one for one in placed if one.placed.currency == currency]
    ready = sum(one.state in (_S.QUOTED, _S.ACCEPTED) for one in own)
    out = [one for one in own if one.state in WITH_PARTNER]
    return [
        {"label": Reason(N_("à transmettre")), "count": ready, "amount": None},
        {
            "label": Reason(N_("chez un partenaire ({count})"), count=len(out)),
            "count": None,
            "amount": Money(sum(max(0, o.placed.minor - o.remitted.minor) for o in out), currency),
        },
        {
            "label": Reason(N_("encaissé")),
            "count": None,
            "amount": Money(sum(o.collected.minor for o in own), currency),
        },
    ]


def _offered_line(one: Offered) -> dict[str, Any]:
    return {
        "name": one.partner.draft.name,
        "kind": Reason(PARTNER_KIND_LABELS[one.partner.draft.kind]),
        "url": reverse("desk:partner", args=[one.partner.id]),
        "against": [{"label": reason} for reason in one.match.against],
        "fee": one.cost.fee if one.cost else None,
        "net": one.cost.net if one.cost else None,
    }


def _fee_words(fee: FeeTerms) -> Reason:
    return Reason(
        N_("{percent}\u00a0% des encaissements et {fixed}"), percent=fee.success_percent, fixed=fee.fixed
    )


def _quote_words(found: PlacementFact) -> Reason | None:
    if found.quote is None:
        return None
    text = N_("{percent}\u00a0% des encaissements et {fixed}")
    return Reason(text, percent=found.quote.success_percent, fixed=found.quote.fixed)


def _news_line(found: PlacementFact | None, one: NewsFact) -> dict[str, Any]:
    label = Reason(NEWS_KIND_LABELS[one.kind])
    document = one.document_id and found is not None
    return {
        "on": one.happened_on,
        "heard_at": one.heard_at,
        "what": label,
        "told": Reason(PLACEMENT_STATE_LABELS[_told_state(one.state)]) if one.state else None,
        "amount": one.amount,
        "fee": one.fee,
        "words": one.words,
        "by": one.by,
        "source": Reason(NEWS_SOURCE_LABELS[one.source]),
        "url": reverse("desk:placement_document", args=[found.id, one.id]) if document and found else None,
    }


def _told_state(state: str) -> PlacementState:
    return PlacementState.PAUSED if state == "complaint" else PlacementState(state)


def _direct(desk: Desk, found: PlacementFact, row: Any) -> dict[str, Any]:
    url = reverse("desk:placement_told", args=[found.id, row.id]) if desk.may(Permission.CONTACT) else None
    return {"on": row.on, "amount": Money(row.total_minor, row.currency), "url": url}


def _steps(desk: Desk, found: PlacementFact, news: list[NewsFact]) -> list[dict[str, Any]]:
    """What may be done now, the first one first. The owner's steps are the owner's."""
    steps: list[tuple[str, str, str]] = []
    pk = found.id
    if desk.may(Permission.CONTACT) and found.state in (_S.QUOTE_REQUESTED, _S.QUOTED):
        steps.append(
            (reverse("desk:placement_quote", args=[pk]), say(Reason(N_("Noter le devis"))), "file-text")
        )
    if not desk.may(Permission.CLOSE):
        return _shaped(steps)
    if found.state is _S.QUOTED:
        steps.insert(
            0, (reverse("desk:placement_accept", args=[pk]), say(Reason(N_("Accepter le devis"))), "check")
        )
    if found.state is _S.ACCEPTED:
        url = reverse("desk:placement_hand_over", args=[pk])
        steps.append((url, say(Reason(N_("Transmettre le dossier"))), "send"))
    heard = [n for n in news if n.kind is not NewsKind.TOLD_DIRECT]
    fresh = [n for n in heard if found.handed_over_at and n.heard_at >= found.handed_over_at]
    for event, (label, icon) in OUR_MOVES.items():
        if problem_of_move(found.state, event, before_pause=found.before_pause):
            continue
        if event is PlacementEvent.UNDONE and problem_of_undo(
            found.handed_over_at, desk.act.at, has_news=bool(fresh)
        ):
            continue
        steps.append((reverse("desk:placement_move", args=[pk, event.value]), say(Reason(label)), icon))
    return _shaped(steps)


def _shaped(steps: list[tuple[str, str, str]]) -> list[dict[str, Any]]:
    return [
        {"url": url, "label": label, "icon": icon, "is_main": place == 0}
        for place, (url, label, icon) in enumerate(steps)
    ]


def cost_words(found: PlacementFact, shown: HelpShown) -> Reason | None:
    """What the quote costs on this very case."""
    if found.quote is None or shown.closing.advised is None:
        return None
    cost = expected_cost(shown.closing.balance, shown.closing.advised.agencys, found.quote)
    text = N_("Sur ce dossier\u00a0: {fee} d'honoraires attendus, {net} qui restent.")
    return Reason(text, fee=cost.fee, net=cost.net)


def fee_rows(desk: Desk) -> list[list[str]]:
    """Every fee as accounts want it: day, account, label, amount."""
    zone = creditor_queries.entity(desk.entity.id).time_zone
    rows = []
    for news, placed in referral_queries.fees_booked(desk.entity.id):
        assert news.fee is not None
        label = f"{placed.partner_name} {reference(placed.id)}"
        heard = local_date(news.heard_at, zone)
        fee = [str(news.fee.decimal), news.fee.currency]
        rows.append([news.happened_on.isoformat(), FEES_ACCOUNT, label, *fee, news.key, heard.isoformat()])
    return rows
