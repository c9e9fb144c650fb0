"""What is told of a placement: kept once under its key, moving the state only forwards."""

from dataclasses import dataclass

from django.db import transaction

from encours.ground.evidence import actions as evidence_actions
from encours.ground.evidence.acts import Act
from encours.ground.kernel.reason import N_, Reason, Refused
from encours.method.referral.actions.placing import claimed, settle_end
from encours.method.referral.models import Placement, PlacementNews
from encours.method.referral.rules.news import NewsDraft, event_of, moved, problem_of_news
from encours.method.referral.rules.states import PlacementEvent
from encours.method.referral.rules.words import (
    NEWS_KIND_LABELS,
    NewsKind,
    NewsSource,
    PlacementState,
)


@dataclass(frozen=True, slots=True)
class Teller:
    """Who tells, by which way, with which file."""

    source: NewsSource
    by: str = ""
    document_id: int | None = None


@dataclass(frozen=True, slots=True)
class Taken:
    """What became of a piece of news; `is_new` False: it was known, and nothing changed."""

    news_id: int
    is_new: bool
    was: PlacementState
    state: PlacementState


@transaction.atomic
def take_news(act: Act, *, news: NewsDraft, teller: Teller) -> Taken | Refused:
    """Keeps one thing told. The same key again changes nothing; what comes late is kept and moves nothing back."""
    row = claimed(act, news.placement_id)
    if isinstance(row, Refused):
        return row
    was = PlacementState(row.state)
    known = PlacementNews.objects.filter(placement=row, key=news.key).first()
    if known is not None:
        return Taken(known.pk, is_new=False, was=was, state=was)
    if refused := _not_ours_yet(row, news) or problem_of_news(news, currency=row.currency, today=act.today):
        return refused
    kept = PlacementNews.objects.create(
        placement=row,
        key=news.key,
        kind=news.kind.value,
        source=teller.source.value,
        state=news.state if news.kind is NewsKind.STATUS else "",
        happened_on=news.happened_on,
        heard_at=act.at,
        by=teller.by[:120],
        amount_minor=news.amount.minor if news.amount else None,
        fee_minor=news.fee.minor if news.fee else None,
        currency=row.currency,
        words=news.words.strip(),
        document_id=teller.document_id,
    )
    _follow(act, row, news)
    row.save()
    _tell(act, row, news, kept)
    return Taken(kept.pk, is_new=True, was=was, state=PlacementState(row.state))


def _not_ours_yet(row: Placement, news: NewsDraft) -> Refused | None:
    if row.handed_over_at is None and news.kind is not NewsKind.NOTE:
        return Refused(Reason(N_("Ce dossier n'a pas été transmis.")))
    return None


def _follow(act: Act, row: Placement, news: NewsDraft) -> None:
    amount = news.amount.minor if news.amount else 0
    if news.kind is NewsKind.COLLECTED:
        row.collected_minor += amount
    if news.kind is NewsKind.REMITTED:
        row.remitted_minor += amount
        row.collected_minor = max(row.collected_minor, row.remitted_minor)
    if news.kind in (NewsKind.REMITTED, NewsKind.FEE):
        row.fee_minor += news.fee.minor if news.fee else 0
    if news.kind is not NewsKind.TOLD_DIRECT:
        row.last_news_on = max(row.last_news_on or act.today, act.today)
    event = event_of(
        news,
        placed_minor=row.placed_minor,
        collected_minor=row.collected_minor,
        remitted_minor=row.remitted_minor,
    )
    _move(act, row, event)


def _move(act: Act, row: Placement, event: PlacementEvent | None) -> None:
    state = PlacementState(row.state)
    before = PlacementState(row.before_pause) if row.before_pause else None
    if state is PlacementState.PAUSED and event not in (PlacementEvent.RETURNED, PlacementEvent.COMPLAINT):
        # What goes on meanwhile is remembered behind the pause, which only the owner ends.
        assert before is not None
        row.before_pause = moved(before, event, before_pause=None).value
        return
    to = moved(state, event, before_pause=before)
    if to is PlacementState.REMITTED:
        to = PlacementState.CLOSED  # the fee is booked with what was passed on: nothing is left to do
    if to is PlacementState.PAUSED and state is not PlacementState.PAUSED:
        row.before_pause = state.value
    elif to is not PlacementState.PAUSED:
        row.before_pause = ""
    row.state = to.value
    if row.ended_on is None:
        settle_end(act, row)


def _tell(act: Act, row: Placement, news: NewsDraft, kept: PlacementNews) -> None:
    text = N_("Nouvelles du partenaire\u00a0: {kind}")
    kind = Reason(NEWS_KIND_LABELS[news.kind])
    reason = Reason(text, kind=kind)
    if news.amount:
        reason = Reason(N_("Nouvelles du partenaire\u00a0: {kind}, {amount}"), kind=kind, amount=news.amount)
    payload = {
        "placement": row.pk,
        "news": kept.pk,
        "kind": news.kind.value,
        "state": row.state,
        "amount_minor": kept.amount_minor,
        "fee_minor": kept.fee_minor,
        "currency": row.currency,
        "on": news.happened_on.isoformat(),
    }
    details = {"partner": row.partner.name, "by": kept.by, "words": kept.words, "told": kept.state}
    entry = act.entry(
        "referral.news_taken", f"customer:{row.customer_id}", reason, payload=payload,
        details={name: value for name, value in details.items() if value},
    )  # fmt: skip
    evidence_actions.append(entry)
