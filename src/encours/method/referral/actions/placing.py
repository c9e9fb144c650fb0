"""A placement goes from a quote asked for to its end; each move by the table, each with its line."""

from django.db import transaction

from encours.ground.evidence import actions as evidence_actions
from encours.ground.evidence.acts import Act
from encours.ground.kernel.money import Money
from encours.ground.kernel.reason import N_, Reason, Refused
from encours.method.referral.models import Partner, Placement
from encours.method.referral.rules.quote import Quote, is_expired, problem_of_quote
from encours.method.referral.rules.states import (
    ENDED,
    EVENT_LABELS,
    PlacementEvent,
    after,
    problem_of_move,
    problem_of_undo,
)
from encours.method.referral.rules.words import PLACEMENT_STATE_LABELS, NewsKind, PlacementState

_GONE = Refused(Reason(N_("Ce dossier confié n'existe pas.")))
_E = PlacementEvent


@transaction.atomic
def ask_quote(act: Act, *, case_id: int, customer_id: int, currency: str, partner_id: int) -> int | Refused:
    """A partner is asked what it would cost; one at a time for a case. The caller has checked case and partner."""
    if Placement.objects.filter(case_id=case_id).exclude(state__in=[s.value for s in ENDED]).exists():
        return Refused(Reason(N_("Un partenaire est déjà sollicité pour ce dossier.")))
    partner = Partner.objects.filter(entity_id=act.entity_id, pk=partner_id, stopped_on__isnull=True).first()
    if partner is None:
        return Refused(Reason(N_("Ce partenaire n'existe pas.")), "partner")
    row = Placement.objects.create(
        entity_id=act.entity_id,
        case_id=case_id,
        customer_id=customer_id,
        currency=currency,
        partner=partner,
        asked_at=act.at,
        asked_by=act.actor,
    )
    _tell(act, row, "referral.quote_asked", Reason(N_("Devis demandé à un partenaire")))
    return row.pk


@transaction.atomic
def record_quote(act: Act, *, placement_id: int, quote: Quote) -> Refused | None:
    """What the partner asks for this case, before anything is handed over (R125)."""
    row = claimed(act, placement_id)
    if isinstance(row, Refused):
        return row
    refused = problem_of_quote(quote, today=act.today, currency=row.currency) or _move(row, _E.QUOTE_RECORDED)
    if refused:
        return refused
    row.success_percent, row.fixed_minor = quote.success_percent, quote.fixed.minor
    row.valid_until_on, row.quoted_on = quote.valid_until_on, act.today
    row.save()
    text = N_("Devis enregistré\u00a0: {percent}\u00a0% des encaissements et {fixed}")
    reason = Reason(text, percent=quote.success_percent, fixed=quote.fixed)
    _tell(act, row, "referral.quote_recorded", reason)
    return None


@transaction.atomic
def accept_quote(act: Act, *, placement_id: int, hold_id: int | None) -> Refused | None:
    """The owner accepts; `hold_id`: what keeps everybody of ours from asking. Refused once the quote has expired."""
    row = claimed(act, placement_id)
    if isinstance(row, Refused):
        return row
    if is_expired(_quote(row), today=act.today):
        return Refused(Reason(N_("Ce devis n'est plus valable\u00a0: demandez-en un autre.")))
    if refused := _move(row, _E.OWNER_ACCEPTS):
        return refused
    row.accepted_at, row.accepted_by, row.hold_id = act.at, act.actor, hold_id
    row.save()
    _tell(
        act,
        row,
        "referral.quote_accepted",
        Reason(N_("Devis accepté\u00a0: plus aucune relance de notre part")),
    )
    return None


@transaction.atomic
def hand_over(act: Act, *, placement_id: int, proof_id: int, amount: Money) -> Refused | None:
    """The complete file goes to the partner. The caller has checked that it is complete."""
    row = claimed(act, placement_id)
    if isinstance(row, Refused):
        return row
    if is_expired(_quote(row), today=act.today):
        return Refused(Reason(N_("Ce devis n'est plus valable\u00a0: demandez-en un autre.")))
    if refused := _move(row, _E.HANDED_OVER):
        return refused
    row.proof_id, row.handed_over_at = proof_id, act.at
    row.placed_minor, row.last_news_on = amount.minor, act.today
    row.save()
    _tell(
        act,
        row,
        "referral.handed_over",
        Reason(N_("Dossier transmis au partenaire\u00a0: {amount}"), amount=amount),
    )
    return None


@transaction.atomic
def move(act: Act, *, placement_id: int, event: PlacementEvent, why: str = "") -> Placement | Refused:
    """One of our own moves: undo, cancel, resume, agree to court, return, close. Returns the row after it."""
    row = claimed(act, placement_id)
    if isinstance(row, Refused):
        return row
    if event is _E.UNDONE and (refused := _problem_of_undo(act, row)):
        return refused
    if refused := _move(row, event):
        return refused
    if event is _E.UNDONE:
        row.handed_over_at, row.placed_minor, row.last_news_on = None, 0, None
    settle_end(act, row)
    row.why = why.strip() or row.why
    row.save()
    reason = Reason(N_("Dossier confié\u00a0: {event}"), event=Reason(EVENT_LABELS[event]))
    _tell(act, row, KINDS[event], reason, why.strip())
    return row


KINDS = {
    _E.UNDONE: "referral.handover_undone",
    _E.CANCELLED: "referral.placement_cancelled",
    _E.COMPLAINT: "referral.placement_paused",
    _E.RESUMED: "referral.placement_resumed",
    _E.LEGAL_AGREED: "referral.legal_agreed",
    _E.RETURNED: "referral.placement_returned",
    _E.CLOSED: "referral.placement_closed",
}


def claimed(act: Act, placement_id: int) -> Placement | Refused:
    """The row of a placement of this entity, locked."""
    rows = Placement.objects.select_for_update(of=("self",)).filter(entity_id=act.entity_id, pk=placement_id)
    return rows.select_related("partner").first() or _GONE


def settle_end(act: Act, row: Placement) -> None:
    """A placement that came to an end did so today."""
    row.ended_on = act.today if PlacementState(row.state) in ENDED else None


def _move(row: Placement, event: PlacementEvent) -> Refused | None:
    before = PlacementState(row.before_pause) if row.before_pause else None
    state = PlacementState(row.state)
    if refused := problem_of_move(state, event, before_pause=before):
        return refused
    to = after(state, event, before_pause=before)
    assert to is not None
    row.before_pause = state.value if to is PlacementState.PAUSED else ""
    row.state = to.value
    return None


def _problem_of_undo(act: Act, row: Placement) -> Refused | None:
    heard = row.news.filter(heard_at__gte=row.handed_over_at) if row.handed_over_at else row.news.none()
    has_news = heard.exclude(kind=NewsKind.TOLD_DIRECT.value).exists()
    return problem_of_undo(row.handed_over_at, act.at, has_news=has_news)


def _quote(row: Placement) -> Quote:
    return Quote(row.success_percent or 0, Money(row.fixed_minor, row.currency), row.valid_until_on)  # type: ignore[arg-type]


def _tell(act: Act, row: Placement, kind: str, reason: Reason, why: str = "") -> None:
    payload = {
        "placement": row.pk,
        "case": row.case_id,
        "partner": row.partner_id,
        "state": row.state,
        "placed_minor": row.placed_minor,
        "currency": row.currency,
    }
    details = {"partner": row.partner.name, "state": PLACEMENT_STATE_LABELS[PlacementState(row.state)]}
    if why:
        details["why"] = why
    evidence_actions.append(
        act.entry(kind, f"customer:{row.customer_id}", reason, payload=payload, details=details)
    )
