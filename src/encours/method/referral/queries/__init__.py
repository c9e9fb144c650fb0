"""Reads partners, placements, what was told of them, and what each partner brought."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date, datetime
from decimal import Decimal

from django.db.models import Q, QuerySet

from encours.books.creditor import queries as creditor_queries
from encours.ground.kernel.clock import local_date
from encours.ground.kernel.money import Money
from encours.ground.plumbing.among import Among
from encours.ground.plumbing.secrets import SecretUnreadable, unseal
from encours.method.referral.models import Partner, PartnerFee, Placement, PlacementNews
from encours.method.referral.rules.partner import FeeTerms, PartnerDraft
from encours.method.referral.rules.quote import Quote
from encours.method.referral.rules.states import BLOCKS_US, ENDED, WITH_PARTNER
from encours.method.referral.rules.words import NewsKind, NewsSource, PartnerKind, PlacementState


@dataclass(frozen=True, slots=True)
class PartnerFact:
    """A partner with its fees, the latest first. `has_secret`: its service may tell us something."""

    id: int
    draft: PartnerDraft
    fees: tuple[FeeTerms, ...]
    hook: str
    has_secret: bool
    stopped_on: date | None


@dataclass(frozen=True, slots=True, kw_only=True)
class PlacementFact:
    """A placed file, or one that is about to be."""

    id: int
    entity_id: int
    customer_id: int
    case_id: int
    partner_id: int
    partner_name: str
    state: PlacementState
    before_pause: PlacementState | None
    asked_at: datetime
    quote: Quote | None
    placed: Money
    collected: Money
    remitted: Money
    fee: Money
    proof_id: int | None
    handed_over_at: datetime | None
    hold_id: int | None
    last_news_on: date | None
    ended_on: date | None
    why: str


@dataclass(frozen=True, slots=True, kw_only=True)
class NewsFact:
    """One thing told."""

    id: int
    placement_id: int
    key: str
    kind: NewsKind
    source: NewsSource
    state: str
    happened_on: date
    heard_at: datetime
    by: str
    amount: Money | None
    fee: Money | None
    words: str
    document_id: int | None


@dataclass(frozen=True, slots=True, kw_only=True)
class PartnerFigures:
    """What a partner was given and brought, in one currency. `months`: of ended files, from hand-over to end."""

    partner_id: int
    currency: str
    count: int
    placed: Money
    recovered: Money
    fee: Money
    months: Decimal | None

    @property
    def net(self) -> Money:
        """What stays after fees."""
        return Money(self.recovered.minor - self.fee.minor, self.currency)


def partners(entity_id: int, *, with_stopped: bool = False) -> list[PartnerFact]:
    """The partners of an entity, by name."""
    rows = Partner.objects.filter(entity_id=entity_id).order_by("name", "pk").prefetch_related("fees")
    return [_partner(row) for row in (rows if with_stopped else rows.filter(stopped_on__isnull=True))]


def partner(entity_id: int, partner_id: int) -> PartnerFact | None:
    """One partner of an entity."""
    row = Partner.objects.filter(entity_id=entity_id, pk=partner_id).first()
    return _partner(row) if row else None


def partner_at(hook: str) -> tuple[int, int, str] | None:
    """Entity, partner and secret in clear of an address; None where nobody may tell anything there."""
    row = Partner.objects.filter(hook=hook, stopped_on__isnull=True).exclude(sealed_secret="").first()
    if not hook or row is None:
        return None
    try:
        return row.entity_id, row.pk, unseal(row.sealed_secret)
    except SecretUnreadable:
        return None


def placement(entity_id: int, placement_id: int) -> PlacementFact | None:
    """One placement of an entity."""
    row = _placements().filter(entity_id=entity_id, pk=placement_id).first()
    return _fact(row) if row else None


def placements(entity_id: int, *, only_running: bool = False, most: int = 500) -> list[PlacementFact]:
    """The placements of an entity, the latest first."""
    rows = _placements().filter(entity_id=entity_id).order_by("-asked_at", "-pk")
    return [_fact(row) for row in (rows.exclude(_ended()) if only_running else rows)[:most]]


def running_of(customer_ids: Iterable[int]) -> dict[int, list[PlacementFact]]:
    """What has not ended for some customers."""
    found: dict[int, list[PlacementFact]] = {}
    for row in _placements().filter(Among("customer_id", customer_ids)).exclude(_ended()).order_by("pk"):
        found.setdefault(row.customer_id, []).append(_fact(row))
    return found


def holds_of(customer_id: int) -> set[int]:
    """The holds that placements of a customer brought."""
    rows = Placement.objects.filter(customer_id=customer_id, hold__isnull=False)
    return set(rows.values_list("hold_id", flat=True))


def blocking_holds(customer_ids: Iterable[int]) -> set[int]:
    """The holds that may not be lifted: of customers of whom a partner has a file, or is about to."""
    states = [state.value for state in BLOCKS_US]
    blocked = Placement.objects.filter(Among("customer_id", customer_ids), state__in=states)
    rows = Placement.objects.filter(customer__in=blocked.values("customer"), hold__isnull=False)
    return set(rows.values_list("hold_id", flat=True))


def with_partner_minor(entity_id: int) -> dict[tuple[int, str], int]:
    """What partners hold of each customer and currency, minor units: placed and not yet passed on."""
    states = [state.value for state in WITH_PARTNER]
    rows = Placement.objects.filter(entity_id=entity_id, state__in=states)
    found: dict[tuple[int, str], int] = {}
    for customer, currency, placed, remitted in rows.values_list(
        "customer_id", "currency", "placed_minor", "remitted_minor"
    ):
        found[(customer, currency)] = found.get((customer, currency), 0) + max(0, placed - remitted)
    return found


def news_of(placement_ids: Iterable[int]) -> dict[int, list[NewsFact]]:
    """What was told of some placements, the latest first."""
    found: dict[int, list[NewsFact]] = {}
    rows = PlacementNews.objects.filter(Among("placement_id", placement_ids))
    for row in rows.order_by("-heard_at", "-pk"):
        found.setdefault(row.placement_id, []).append(_news(row))
    return found


def fees_booked(entity_id: int) -> list[tuple[NewsFact, PlacementFact]]:
    """Every fee of a partner, as accounts want it: oldest first, each with its file."""
    rows = PlacementNews.objects.filter(
        placement__entity_id=entity_id,
        kind__in=[NewsKind.REMITTED.value, NewsKind.FEE.value],
        fee_minor__gt=0,
    )
    rows = rows.select_related("placement__partner").order_by("happened_on", "pk")
    return [(_news(row), _fact(row.placement)) for row in rows]


def figures(entity_id: int) -> dict[int, list[PartnerFigures]]:
    """What each partner was given and brought, by currency."""
    zone = creditor_queries.entity(entity_id).time_zone
    groups: dict[tuple[int, str], list[Placement]] = {}
    for row in _placements().filter(entity_id=entity_id, handed_over_at__isnull=False):
        groups.setdefault((row.partner_id, row.currency), []).append(row)
    found: dict[int, list[PartnerFigures]] = {}
    for (partner_id, currency), rows in sorted(groups.items()):
        days = [
            (r.ended_on - local_date(r.handed_over_at, zone)).days
            for r in rows
            if r.ended_on and r.handed_over_at
        ]
        found.setdefault(partner_id, []).append(
            PartnerFigures(
                partner_id=partner_id,
                currency=currency,
                count=len(rows),
                placed=Money(sum(r.placed_minor for r in rows), currency),
                recovered=Money(sum(r.collected_minor for r in rows), currency),
                fee=Money(sum(r.fee_minor for r in rows), currency),
                months=(Decimal(sum(days)) / len(days) / Decimal("30.4")).quantize(Decimal("0.1"))
                if days
                else None,
            )
        )
    return found


def _placements() -> QuerySet[Placement]:
    return Placement.objects.select_related("partner")


def _ended() -> Q:
    return Q(state__in=[state.value for state in ENDED])


def _partner(row: Partner) -> PartnerFact:
    names = [name for name in PartnerDraft.__slots__ if name != "kind"]
    draft = PartnerDraft(kind=PartnerKind(row.kind), **{name: getattr(row, name) for name in names})
    fees = sorted(row.fees.all(), key=lambda fee: fee.from_on, reverse=True)
    return PartnerFact(
        row.pk, draft, tuple(map(_fee, fees)), row.hook, bool(row.sealed_secret), row.stopped_on
    )


def _fee(row: PartnerFee) -> FeeTerms:
    return FeeTerms(row.from_on, row.success_percent, Money(row.fixed_minor, row.currency))


def _fact(row: Placement) -> PlacementFact:
    quote = None
    if row.success_percent is not None:
        quote = Quote(row.success_percent, Money(row.fixed_minor, row.currency), row.valid_until_on)
    return PlacementFact(
        id=row.pk,
        entity_id=row.entity_id,
        customer_id=row.customer_id,
        case_id=row.case_id,
        partner_id=row.partner_id,
        partner_name=row.partner.name,
        state=PlacementState(row.state),
        before_pause=PlacementState(row.before_pause) if row.before_pause else None,
        asked_at=row.asked_at,
        quote=quote,
        placed=Money(row.placed_minor, row.currency),
        collected=Money(row.collected_minor, row.currency),
        remitted=Money(row.remitted_minor, row.currency),
        fee=Money(row.fee_minor, row.currency),
        proof_id=row.proof_id,
        handed_over_at=row.handed_over_at,
        hold_id=row.hold_id,
        last_news_on=row.last_news_on,
        ended_on=row.ended_on,
        why=row.why,
    )


def _news(row: PlacementNews) -> NewsFact:
    def money(minor: int | None) -> Money | None:
        return None if minor is None else Money(minor, row.currency)

    return NewsFact(
        id=row.pk,
        placement_id=row.placement_id,
        key=row.key,
        kind=NewsKind(row.kind),
        source=NewsSource(row.source),
        state=row.state,
        happened_on=row.happened_on,
        heard_at=row.heard_at,
        by=row.by,
        amount=money(row.amount_minor),
        fee=money(row.fee_minor),
        words=row.words,
        document_id=row.document_id,
    )
