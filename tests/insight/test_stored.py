"""Opinions are kept with their facts, lapse without new ones, and only the owner confirms the gravest."""

from dataclasses import replace
from datetime import date, timedelta
from decimal import Decimal

import pytest
from pytest_django import DjangoAssertNumQueries

from encours.books.creditor.models import CreditorEntity
from encours.ground.evidence import queries as evidence_queries
from encours.ground.evidence.acts import Act
from encours.ground.kernel.reason import Refused
from encours.ground.plumbing.reason_json import from_json
from encours.method.insight import actions, queries
from encours.method.insight.actions import NewOpinion
from encours.method.insight.models import DebtorOpinion, ObservedFact
from encours.method.insight.rules.debtor_type import (
    AvoidsConfirmation,
    Scores,
    TypeOpinion,
    after_expiry,
    classify,
)
from encours.method.insight.rules.payer import (
    DebtorType,
    Observation,
    Observed,
    PayerDetails,
    PayerFeatures,
)
from encours.method.insight.rules.points import DEFAULT_TYPE_THRESHOLDS
from tests.factories import TODAY, a_customer, an_act, an_entity, kinds_about

RELIABLE = classify(PayerFeatures(n=11, otr=Decimal("0.91"), sd=Decimal(4)))
UNEVEN = classify(
    PayerFeatures(
        n=12, otr=Decimal("0.42"), sd=Decimal(19), bulk=Decimal("0.5"), rem=Decimal("0.67"), all_paid=True
    )
)
NO_FOLLOW_UP = classify(
    PayerFeatures(
        n=1, pb=3, unanswered=4, silence_days=30, channels=2, reasons_changed=3, refused_writing=1,
        able_not_paying=True,
    ),
    details=PayerDetails(
        broken_on=(date(2026, 9, 1), date(2026, 10, 1), date(2026, 11, 2)),
        silent_since=date(2026, 10, 24),
        observations=(Observation(Observed.ABLE_NOT_PAYING, date(2026, 11, 9), "appel"),),
    ),
)  # fmt: skip
YESTERDAY = TODAY - timedelta(days=1)


def store(entity: CreditorEntity, customer_id: int, opinion: TypeOpinion, *, on: date = TODAY) -> int:
    new = NewOpinion(customer_id, opinion, on - timedelta(days=5))
    return actions.store_opinions(an_act(entity, today=on), opinions=[new])


def lapse(act: Act) -> int:
    return actions.let_labels_lapse(act, limits=DEFAULT_TYPE_THRESHOLDS)


def kept(customer_id: int) -> DebtorOpinion:
    return DebtorOpinion.objects.get(customer_id=customer_id)


def confirm(entity: CreditorEntity, customer_id: int, **said: object) -> Refused | None:
    values = {
        "grounds": "trois accords sans suite, lus avec Nadia",
        "by_owner": True,
        "limits": DEFAULT_TYPE_THRESHOLDS,
    } | said
    return actions.confirm_avoids(an_act(entity), customer_id=customer_id, **values)  # type: ignore[arg-type]


@pytest.mark.django_db
@pytest.mark.parametrize("opinion", [RELIABLE, UNEVEN, NO_FOLLOW_UP])
def test_an_opinion_comes_back_as_it_was_stored(opinion: TypeOpinion) -> None:
    entity = an_entity()
    customer = a_customer(entity)
    store(entity, customer.pk, opinion)
    stored = kept(customer.pk)
    assert (stored.debtor_type, stored.kinds) == (opinion.type, opinion.kinds)
    assert Decimal(stored.confidence_percent) == opinion.confidence * 100
    assert (Scores(**stored.scores), stored.is_avoids_candidate) == (
        opinion.scores,
        opinion.is_avoids_candidate,
    )
    told = [(e["type"], e["points"], from_json(e["reason"])) for e in stored.evidence]
    assert told == [(e.type, e.points, e.reason) for e in opinion.evidence]
    assert (stored.computed_on, stored.last_evidence_on) == (TODAY, TODAY - timedelta(days=5))


@pytest.mark.django_db
def test_the_journal_tells_only_that_a_type_changed() -> None:
    entity = an_entity()
    customer = a_customer(entity)
    assert store(entity, customer.pk, UNEVEN, on=YESTERDAY) == 0
    assert store(entity, customer.pk, UNEVEN) == 0
    assert kinds_about(customer) == []
    assert store(entity, customer.pk, RELIABLE) == 1
    assert kinds_about(customer) == ["insight.type_changed"]
    assert kept(customer.pk).debtor_type == DebtorType.RELIABLE


@pytest.mark.django_db
def test_the_sentence_of_the_journal_names_no_label() -> None:
    entity = an_entity()
    customer = a_customer(entity)
    for opinion in (RELIABLE, NO_FOLLOW_UP, UNEVEN):
        store(entity, customer.pk, opinion)
    lines = evidence_queries.lines_about(f"entity:{entity.pk}", [f"customer:{customer.pk}"])
    assert {line.summary for line in lines} == {
        "Profil de paiement revu d'après les faits connus",
        "Profil de paiement à relire par le dirigeant, avec les faits réunis",
    }
    assert {"before": "AVOIDS", "after": "SPORADIC"} in [line.details for line in lines]
    assert all(set(line.payload) == {"kinds", "confidence_percent"} for line in lines)


@pytest.mark.django_db
def test_one_customer_in_two_currencies_has_one_opinion() -> None:
    entity = an_entity()
    customer = a_customer(entity)
    twice = [NewOpinion(customer.pk, UNEVEN), NewOpinion(customer.pk, RELIABLE)]
    actions.store_opinions(an_act(entity), opinions=twice)
    assert kept(customer.pk).debtor_type == DebtorType.RELIABLE


@pytest.mark.django_db
@pytest.mark.parametrize("how_many", [1, 60])
def test_any_number_of_opinions_takes_the_same_statements(
    how_many: int, django_assert_max_num_queries: DjangoAssertNumQueries
) -> None:
    entity = an_entity()
    customers = [a_customer(entity, f"Client {n}") for n in range(how_many)]
    ids = [customer.pk for customer in customers]
    actions.store_opinions(an_act(entity), opinions=[NewOpinion(i, UNEVEN) for i in ids])
    with django_assert_max_num_queries(16):
        changed = actions.store_opinions(an_act(entity), opinions=[NewOpinion(i, RELIABLE) for i in ids])
    assert changed == how_many
    for query in (queries.confirmations_of, queries.observations_of):
        with django_assert_max_num_queries(1):
            query(ids)


@pytest.mark.django_db
def test_the_owner_confirms_a_candidate_on_grounds() -> None:
    entity = an_entity()
    customer = a_customer(entity)
    store(entity, customer.pk, NO_FOLLOW_UP)
    assert kept(customer.pk).is_avoids_candidate
    assert confirm(entity, customer.pk) is None
    assert queries.confirmations_of([customer.pk]) == {customer.pk: AvoidsConfirmation("user:1", TODAY)}
    assert not kept(customer.pk).is_avoids_candidate
    assert kinds_about(customer) == ["insight.type_confirmed"]
    assert isinstance(confirm(entity, customer.pk), Refused), "it is no candidate any more"


@pytest.mark.django_db
@pytest.mark.parametrize("said", [{"by_owner": False}, {"grounds": "  "}])
def test_nobody_else_confirms_and_nobody_without_grounds(said: dict[str, object]) -> None:
    entity = an_entity()
    customer = a_customer(entity)
    store(entity, customer.pk, NO_FOLLOW_UP)
    assert isinstance(confirm(entity, customer.pk, **said), Refused)
    assert queries.confirmations_of([customer.pk]) == {}


@pytest.mark.django_db
@pytest.mark.parametrize("opinion", [RELIABLE, UNEVEN, replace(NO_FOLLOW_UP, kinds=2), None])
def test_a_type_without_three_kinds_of_facts_is_never_confirmed(opinion: TypeOpinion | None) -> None:
    entity = an_entity()
    customer = a_customer(entity)
    if opinion:
        store(entity, customer.pk, opinion)
    assert isinstance(confirm(entity, customer.pk), Refused)
    assert kinds_about(customer) == []


@pytest.mark.django_db
def test_a_confirmation_is_taken_back_with_a_reason() -> None:
    entity = an_entity()
    customer = a_customer(entity)
    act = an_act(entity)
    assert isinstance(actions.withdraw_confirmation(act, customer_id=customer.pk, why="x"), Refused)
    store(entity, customer.pk, NO_FOLLOW_UP)
    confirm(entity, customer.pk)
    assert isinstance(actions.withdraw_confirmation(act, customer_id=customer.pk, why=" "), Refused)
    said = "le client a contesté, il avait raison"
    assert actions.withdraw_confirmation(act, customer_id=customer.pk, why=said) is None
    assert queries.confirmations_of([customer.pk]) == {}
    assert kept(customer.pk).is_avoids_candidate
    assert confirm(entity, customer.pk) is None


@pytest.mark.django_db
def test_a_label_lapses_with_its_confirmation_after_twelve_months_without_new_facts() -> None:
    entity = an_entity()
    customer, settled = a_customer(entity), a_customer(entity, "Établi")
    store(entity, customer.pk, NO_FOLLOW_UP)
    store(entity, settled.pk, RELIABLE)
    confirm(entity, customer.pk)
    last = TODAY - timedelta(days=5)
    eve, day = date(2027, 11, 17), date(2027, 11, 18)
    assert (last.month, last.day) == (day.month, day.day)
    assert lapse(an_act(entity, today=eve)) == 0
    assert lapse(an_act(an_entity(name="Autre"), today=day)) == 0
    assert lapse(an_act(entity, today=day)) == 1
    assert kept(customer.pk).debtor_type == DebtorType.UNKNOWN
    assert kept(settled.pk).debtor_type == DebtorType.RELIABLE
    assert queries.confirmations_of([customer.pk]) == {}
    assert kinds_about(customer)[-1] == "insight.type_changed"
    assert lapse(an_act(entity, today=day)) == 0


LAPSED = after_expiry(NO_FOLLOW_UP, last_evidence_on=TODAY - timedelta(days=400), today=TODAY)


@pytest.mark.django_db
@pytest.mark.parametrize("opinion", [LAPSED, UNEVEN, RELIABLE])
def test_a_label_that_goes_takes_its_confirmation_along(opinion: TypeOpinion) -> None:
    entity = an_entity()
    customer = a_customer(entity)
    store(entity, customer.pk, NO_FOLLOW_UP)
    confirm(entity, customer.pk)
    store(entity, customer.pk, replace(NO_FOLLOW_UP, confirmation=AvoidsConfirmation("user:1", TODAY)))
    assert customer.pk in queries.confirmations_of([customer.pk]), "the same type keeps it"
    store(entity, customer.pk, opinion)
    assert queries.confirmations_of([customer.pk]) == {}
    assert kinds_about(customer)[-2:] == ["insight.confirmation_withdrawn", "insight.type_changed"]
    store(entity, customer.pk, NO_FOLLOW_UP)
    assert kept(customer.pk).is_avoids_candidate, "the owner reads anew"


@pytest.mark.django_db
def test_an_observed_fact_needs_a_source_and_a_day_that_has_come() -> None:
    entity = an_entity()
    customer = a_customer(entity)
    act = an_act(entity)

    def observe(*, on: date = TODAY, source: str = "appel d'Anne Petit") -> int | Refused:
        return actions.observe(act, customer_id=customer.pk, fact=Observed.HARDSHIP, on=on, source=source)

    assert isinstance(observe(source=" "), Refused)
    assert isinstance(observe(source="x" * 201), Refused)
    assert isinstance(observe(on=TODAY + timedelta(days=1)), Refused)
    assert isinstance(observe(), int)
    assert isinstance(observe(source="encore"), Refused), "the same fact of the same day counts once"
    assert isinstance(observe(on=YESTERDAY), int)
    assert queries.observations_of([customer.pk]) == {
        customer.pk: tuple(
            Observation(Observed.HARDSHIP, on, "appel d'Anne Petit") for on in (YESTERDAY, TODAY)
        )
    }
    assert kinds_about(customer) == ["insight.fact_observed"] * 2


@pytest.mark.django_db
def test_a_fact_taken_back_no_longer_counts_and_may_be_noted_again() -> None:
    entity = an_entity()
    customer = a_customer(entity)
    act = an_act(entity)
    said = {"customer_id": customer.pk, "fact": Observed.UNREACHABLE, "on": TODAY, "source": "standard"}
    made = actions.observe(act, **said)  # type: ignore[arg-type]
    assert isinstance(made, int)
    assert actions.withdraw_observation(act, observation_id=made) is None
    assert isinstance(actions.withdraw_observation(act, observation_id=made), Refused)
    assert queries.observations_of([customer.pk]) == {}
    assert isinstance(actions.observe(act, **said), int)  # type: ignore[arg-type]
    noted = queries.noted_of([customer.pk])[customer.pk][0]
    assert (noted.fact, noted.noted_by, noted.source) == (Observed.UNREACHABLE, "user:1", "standard")


@pytest.mark.django_db
def test_nothing_crosses_from_one_entity_to_another() -> None:
    entity, other = an_entity(), an_entity(name="Autre")
    customer = a_customer(entity)
    store(entity, customer.pk, NO_FOLLOW_UP)
    assert isinstance(confirm(other, customer.pk), Refused)
    confirm(entity, customer.pk)
    stranger = an_act(other)
    assert isinstance(actions.withdraw_confirmation(stranger, customer_id=customer.pk, why="x"), Refused)
    fact = Observed.HARDSHIP
    assert isinstance(
        actions.observe(stranger, customer_id=customer.pk, fact=fact, on=TODAY, source="appel"), Refused
    )
    made = actions.observe(an_act(entity), customer_id=customer.pk, fact=fact, on=TODAY, source="appel")
    assert isinstance(made, int)
    with pytest.raises(ObservedFact.DoesNotExist):
        actions.withdraw_observation(stranger, observation_id=made)
    assert queries.counted_types(other.pk) == {}


@pytest.mark.django_db
def test_everybody_is_counted_once_and_a_candidate_counts_as_unknown() -> None:
    entity = an_entity()
    for number, opinion in enumerate([RELIABLE, UNEVEN, NO_FOLLOW_UP]):
        store(entity, a_customer(entity, f"Client {number}").pk, opinion)
    found = queries.counted_types(entity.pk)
    assert found == {DebtorType.RELIABLE: 1, DebtorType.SPORADIC: 1, DebtorType.UNKNOWN: 1}
