"""A threshold is changed within its bounds, by whom and when is kept, and any past instant can be told again."""

from datetime import datetime, timedelta

import pytest

from encours.books.creditor import actions
from encours.books.creditor.rules.threshold import (
    Family,
    Held,
    Threshold,
    Unit,
    minor_per_unit,
    problem_of_change,
)
from encours.books.creditor.thresholds import changed_values, changes
from encours.ground.evidence import queries as evidence_queries
from encours.ground.kernel.reason import Refused
from tests.factories import NOW, an_act, an_entity

FAMILY = Family(
    "trial", "Essai", "",
    (
        Threshold("trial.days", "days", Unit.DAYS, 7, 1, 30, "Jours", "Des jours.", "2d"),
        Threshold("trial.gap", "gap", Unit.DAYS, 7, 1, 30, "Écart", "Un écart.", "2d", "", Held.UP),
        Threshold("trial.most", "most", Unit.COUNT, 3, 1, 9, "Au plus", "Un plafond.", "2d", "", Held.DOWN),
        Threshold("trial.small", "small", Unit.MONEY, 50, 0, 1_000, "Petit", "Un montant.", "2c"),
        Threshold("trial.longer", "longer", Unit.DAYS, 20, 1, 60, "Plus long", "Des jours encore.", "2d"),
    ),
    rising=(("trial.days", "trial.longer"),),
)  # fmt: skip


def refusal(key: str, value: int, **changed: int) -> str:
    found = {f"trial.{name}": number for name, number in changed.items()}
    refused = problem_of_change(FAMILY, key, value, changed=found, currency="EUR")
    return "" if refused is None else str(refused.reason)


def test_what_protects_the_customer_is_only_made_stricter() -> None:
    assert refusal("trial.gap", 10) == ""
    assert "protège le client" in refusal("trial.gap", 6)
    assert refusal("trial.most", 2) == ""
    assert "protège le client" in refusal("trial.most", 4)


def test_a_value_stays_in_its_bounds_and_in_the_order_of_its_neighbours() -> None:
    assert "entre" in refusal("trial.days", 31)
    assert "Au plus la valeur" in refusal("trial.days", 21)
    assert "Au moins la valeur" in refusal("trial.longer", 9, days=10)
    assert "déjà" in refusal("trial.days", 7)
    assert "n'existe pas" in refusal("trial.nothing", 7)


@pytest.mark.parametrize(("currency", "minor"), [("EUR", 5_000), ("JPY", 5_000), ("TND", 50_000)])
def test_an_amount_is_declared_in_whole_units_and_kept_in_minor_ones(currency: str, minor: int) -> None:
    small = FAMILY.threshold("trial.small")
    assert small is not None
    assert small.default_in(currency) == minor == 50 * minor_per_unit(currency)


@pytest.mark.django_db
def test_a_change_is_kept_and_told_and_any_past_instant_can_be_told_again() -> None:
    entity = an_entity()

    def give(key: str, value: int, *, at: datetime) -> Refused | None:
        return actions.change_threshold(an_act(entity, at=at), family=FAMILY, key=key, value=value)

    assert give("trial.days", 9, at=NOW) is None
    assert give("trial.days", 12, at=NOW + timedelta(hours=1)) is None
    assert give("trial.small", 8_000, at=NOW + timedelta(hours=1)) is None
    assert give("trial.days", 7, at=NOW + timedelta(days=1)) is None  # back to the default
    assert isinstance(give("trial.gap", 3, at=NOW), Refused)
    standing = [
        changed_values(entity.pk, currency="EUR", at=at)
        for at in (NOW - timedelta(1), NOW, NOW + timedelta(hours=2), NOW + timedelta(days=2))
    ]
    assert standing == [
        {},
        {"trial.days": 9},
        {"trial.days": 12, "trial.small": 8_000},
        {"trial.small": 8_000},
    ]
    assert [(x.key, x.value) for x in changes(entity.pk)][:2] == [
        ("trial.days", None),
        ("trial.small", 8_000),
    ]
    told = [
        line.kind
        for line in evidence_queries.lines_about(f"entity:{entity.pk}", [f"entity:{entity.pk}"], limit=10)
    ]
    assert told.count("creditor.threshold_changed") == 3
    assert told.count("creditor.threshold_restored") == 1


@pytest.mark.django_db
def test_another_company_and_another_currency_are_not_touched() -> None:
    entity, other = an_entity(), an_entity(name="Autre")
    for key, value in (("trial.days", 9), ("trial.small", 8_000)):
        assert actions.change_threshold(an_act(entity), family=FAMILY, key=key, value=value) is None
    assert changed_values(other.pk, currency="EUR") == {}
    assert changed_values(entity.pk, currency="JPY") == {"trial.days": 9}
