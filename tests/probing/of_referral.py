"""What a company of the probe holds of outside help: a partner with its fee, a placed file and what was told of it."""

import secrets
from collections.abc import Iterator

from encours.ground.evidence.acts import Act
from encours.ground.plumbing.secrets import seal
from encours.method.cases.models import Case
from encours.method.referral.models import Partner, PartnerFee, Placement, PlacementNews
from tests.factories import NOW, TODAY


def placed_of(act: Act, case: Case, word: Iterator[str]) -> None:
    """One of everything that outside help keeps."""
    partner = Partner.objects.create(
        entity_id=act.entity_id,
        kind="agency",
        name=next(word),
        registration=next(word),
        insurance=next(word),
        contact_name=next(word),
        notes=next(word),
        hook=secrets.token_hex(16),
        sealed_secret=seal("un-secret-de-la-sonde"),
    )
    PartnerFee.objects.create(partner=partner, from_on=TODAY, success_percent=18, currency="EUR")
    placed = Placement.objects.create(
        entity_id=act.entity_id,
        customer=case.customer,
        case=case,
        partner=partner,
        state="contacted",
        currency="EUR",
        asked_at=NOW,
        asked_by=act.actor,
        success_percent=18,
        placed_minor=100,
        handed_over_at=NOW,
        last_news_on=TODAY,
        why=next(word),
    )
    PlacementNews.objects.create(
        placement=placed,
        key="sonde",
        kind="note",
        source="hand",
        happened_on=TODAY,
        heard_at=NOW,
        by=next(word),
        currency="EUR",
        words=next(word),
    )
