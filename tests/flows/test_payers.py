"""Everybody who buys is read as a payer, also who owes nothing; the year before is told from the payments."""

import pytest

from encours.flows.look_alikes import look_alikes
from encours.flows.night.run import run
from encours.flows.review.payers import to_read
from encours.method.insight import queries as insight_queries
from encours.method.insight.models import DebtorOpinion, QuarterCount, TypeConfirmation
from encours.method.insight.rules.look_alike import Trace
from encours.method.insight.rules.payer import DebtorType
from tests.story import Debtor, Story, day

ON = "2026-03-10"
QUARTERS = ["2026-01-01", "2025-10-01", "2025-07-01", "2025-04-01", "2025-01-01"]


def a_good_payer(story: Story) -> Debtor:
    """A bill a month in 2025, each paid two days late."""
    debtor = story.customer("Papeterie Lunel")
    story.has_always_paid(debtor, count=12, until="2026-01-15")
    return debtor


def avoids(story: Story, debtor: Debtor) -> None:
    """The owner has read the facts and confirmed."""
    TypeConfirmation.objects.create(
        customer_id=debtor.id, confirmed_by="user:1", confirmed_on=day(ON), grounds="trois accords sans suite"
    )


def counts(story: Story) -> dict[str, dict[DebtorType, int]]:
    found = insight_queries.quarter_counts(story.entity.pk, [day(on) for on in QUARTERS])
    return {on.isoformat(): kinds for on, kinds in found.items()}


def test_who_owes_nothing_is_read_too_and_the_past_is_told(story: Story) -> None:
    a_good_payer(story)
    story.customer("Jamais facturé")
    story.night(ON)
    assert insight_queries.counted_types(story.entity.pk) == {DebtorType.RELIABLE: 1}
    found = counts(story)
    assert found["2026-01-01"] == {DebtorType.RELIABLE: 1}
    assert found["2025-10-01"] == {DebtorType.RELIABLE: 1}
    assert found["2025-01-01"] == {DebtorType.UNKNOWN: 1}, "too little was paid by then to tell"


def test_the_second_night_adds_nothing_to_the_past(story: Story) -> None:
    a_good_payer(story)
    story.night(ON)
    before = counts(story)
    story.night(ON)
    story.night("2026-03-11")
    assert counts(story) == before
    assert to_read(story.entity.pk, day("2026-03-11")) == []
    assert len(to_read(story.entity.pk, day("2026-03-12"))) == 1


def test_who_is_late_counts_in_the_past_as_well(story: Story) -> None:
    debtor = a_good_payer(story)
    story.invoice("RETARD", debtor, "300,00", due="2026-02-04")
    story.night(ON)
    assert counts(story)["2025-10-01"] == {DebtorType.RELIABLE: 1}


def test_opinions_of_an_earlier_version_are_completed(story: Story) -> None:
    a_good_payer(story)
    story.night(ON)
    QuarterCount.objects.all().delete()
    DebtorOpinion.objects.update(is_past_counted=False)
    story.night("2026-03-11")
    assert counts(story)["2025-10-01"] == {DebtorType.RELIABLE: 1}


def test_a_dry_run_counts_nothing(story: Story) -> None:
    a_good_payer(story)
    run(story.entity.pk, story.clock(ON, "02:30"), dry_run=True)
    assert counts(story) == {}


@pytest.mark.parametrize(("phone", "shared"), [("05 56 12 34 56", (Trace.PHONE,)), ("05 56 99 99 99", ())])
def test_a_newcomer_who_shares_a_telephone_is_noticed(
    story: Story, phone: str, shared: tuple[Trace, ...]
) -> None:
    known = story.customer("Garonne Négoce", phone="+33 5 56 12 34 56")
    new = story.customer("Négoce du Port", phone=phone, email="contact@negoce-du-port.example")
    assert look_alikes(story.entity.pk, [new.id]) == []
    avoids(story, known)
    found = look_alikes(story.entity.pk, [new.id, known.id])
    assert [one.shared for one in found] == ([shared] if shared else [])
