"""An entity, its people, accounts, closings, rates and mail: set up, changed, journalled, never crossed."""

from datetime import UTC, date, datetime
from decimal import Decimal

import pytest
from django.contrib.auth.hashers import check_password
from django.db import IntegrityError, transaction
from pytest_django.fixtures import Settings

from encours.books.creditor import actions, queries
from encours.books.creditor.models import (
    BankAccount,
    ClosedPeriod,
    CreditorEntity,
    ExchangeRate,
    MailServer,
    TeamMember,
)
from encours.books.creditor.rules.roles import MemberDraft, Role
from encours.books.creditor.rules.terms import TermRule
from encours.ground.evidence import queries as evidence_queries
from encours.ground.kernel.business_days import Period
from encours.ground.kernel.clock import FixedClock
from encours.ground.kernel.reason import Refused
from encours.ground.plumbing.secrets import SecretUnreadable
from tests.factories import TODAY, a_member, a_user, an_act, an_entity

pytestmark = pytest.mark.django_db

IBAN, OTHER_IBAN = "FR7630006000011234567890189", "FR7610107001011234567890129"


def told(entity_id: int) -> list[tuple[str, str]]:
    """Kind and sentence of what the journal tells of an entity, oldest first."""
    return [(line.kind, line.summary) for line in reversed(evidence_queries.latest(f"entity:{entity_id}"))]


def new_entity(clock: FixedClock, **fields: object) -> int:
    user = actions.create_user(clock, email=" Claire@Morel.test ", name=" Claire ", password="un mot long")
    assert not isinstance(user, Refused)
    return actions.create_entity(clock, owner_id=user.pk, fields={"name": "Atelier Morel"} | fields)


def test_the_one_who_creates_an_entity_is_its_owner(clock: FixedClock) -> None:
    assert queries.installation_is_empty()
    entity_id = new_entity(clock, phone="01 02 03 04 05")
    assert not queries.installation_is_empty()
    (owner,) = queries.team(entity_id)
    assert (owner.name, owner.role, owner.email, owner.phone) == (
        "Claire",
        Role.OWNER,
        "claire@morel.test",
        "01 02 03 04 05",
    )
    assert told(entity_id) == [("creditor.entity_created", "Société ajoutée\u00a0: Atelier Morel")]
    user = queries.user_named("CLAIRE@morel.test")
    assert user
    assert queries.memberships(user.pk) == [owner]


def test_an_address_has_one_account_and_its_password_is_never_in_clear(clock: FixedClock) -> None:
    new_entity(clock)
    again = actions.create_user(clock, email="claire@MOREL.test", name="x", password="y")
    assert isinstance(again, Refused)
    user = queries.user_named("claire@morel.test")
    assert user
    actions.set_password(clock, user_id=user.pk, password="un autre", actor=f"user:{user.pk}")
    user.refresh_from_db()
    assert check_password("un autre", user.password)
    lines = evidence_queries.latest("installation")
    assert [line.kind for line in lines] == ["creditor.password_set", "creditor.user_created"]
    assert "un autre" not in str(lines)


def test_the_act_has_the_day_and_the_language_of_the_entity() -> None:
    evening = FixedClock(datetime(2026, 6, 10, 22, 30, tzinfo=UTC))
    paris = queries.act(an_entity().pk, "user:1", evening)
    assert (paris.today, paris.language, paris.at) == (date(2026, 6, 11), "fr", evening.now())
    montreal = an_entity(name="Atelier Roy", time_zone="America/Montreal", language="en")
    assert queries.act(montreal.pk, "user:1", evening).today == date(2026, 6, 10)
    assert queries.act(montreal.pk, "user:1", evening).language == "en"


def test_a_changed_setting_is_journalled_with_its_old_and_new_value() -> None:
    entity = an_entity()
    fields = {"term_days": 45, "term_rule": TermRule.END_OF_MONTH_THEN_DAYS.value, "city": ""}
    assert actions.change_entity(an_act(entity), fields=fields) == ("term_days", "term_rule")
    assert actions.change_entity(an_act(entity), fields=fields) == ()
    assert queries.entity(entity.pk).term_rule is TermRule.END_OF_MONTH_THEN_DAYS
    (line,) = evidence_queries.latest(f"entity:{entity.pk}")
    assert line.details == {"term_days": ["30", "45"], "term_rule": ["net", "end_of_month_then_days"]}


def test_sending_starts_off_and_is_turned_on_and_off_by_somebody() -> None:
    entity = an_entity()
    assert not queries.entity(entity.pk).is_sending_on
    for to, kind in [(True, "creditor.sending_turned_on"), (False, "creditor.sending_turned_off")]:
        actions.turn_sending(an_act(entity), to=to)
        assert queries.entity(entity.pk).is_sending_on is to
        assert told(entity.pk)[-1][0] == kind


def test_the_last_owner_stays_and_stays_owner() -> None:
    entity = an_entity()
    claire, nadia = a_member(entity), a_member(entity, role=Role.AR, name="Nadia")
    act = an_act(entity)
    assert isinstance(actions.change_member(act, member_id=claire.pk, fields={"role": "ar"}), Refused)
    assert isinstance(actions.remove_member(act, member_id=claire.pk), Refused)
    assert told(entity.pk) == []
    assert actions.change_member(act, member_id=nadia.pk, fields={"role": "owner"}) is None
    assert actions.change_member(act, member_id=claire.pk, fields={"phone": "01", "role": "owner"}) is None
    assert actions.remove_member(act, member_id=claire.pk) is None
    assert isinstance(actions.remove_member(act, member_id=nadia.pk), Refused)
    with pytest.raises(TeamMember.DoesNotExist):
        actions.remove_member(act, member_id=claire.pk)
    assert [m.name for m in queries.team(entity.pk)] == ["Nadia"]


def test_an_intermediary_needs_no_account_and_the_owner_comes_first() -> None:
    entity = an_entity()
    act = an_act(entity)
    for name in ("Zoé", "Yann"):
        made = actions.add_member(act, draft=MemberDraft(name, Role.INTERMEDIARY))
        assert isinstance(made, int)
    a_member(entity)
    team = queries.team(entity.pk)
    assert [(m.name, m.role, m.user_id) for m in team] == [
        ("Claire Morel", Role.OWNER, None),
        ("Zoé", Role.INTERMEDIARY, None),
        ("Yann", Role.INTERMEDIARY, None),
    ]
    assert told(entity.pk)[0] == ("creditor.member_added", "Zoé rejoint l'équipe (intermédiaire)")


def test_who_left_and_comes_back_takes_up_the_former_place() -> None:
    entity, user = an_entity(), a_user()
    a_member(entity)
    act = an_act(entity)
    draft = MemberDraft("Nadia", Role.AR, user_id=user.pk)
    made = actions.add_member(act, draft=draft)
    assert isinstance(made, int)
    assert isinstance(actions.add_member(act, draft=draft), Refused)
    actions.remove_member(act, member_id=made)
    assert queries.memberships(user.pk) == []
    back_again = MemberDraft("Nadia B.", Role.MANAGER, user_id=user.pk)
    assert actions.add_member(act, draft=back_again) == made
    (back,) = queries.memberships(user.pk)
    assert (back.name, back.role) == ("Nadia B.", Role.MANAGER)


def test_who_may_no_longer_sign_in_enters_no_entity() -> None:
    entity, user = an_entity(), a_user(is_active=False)
    a_member(entity, user=user)
    assert queries.memberships(user.pk) == []


def test_the_first_account_of_a_currency_is_the_main_one_until_it_goes() -> None:
    entity = an_entity()
    act = an_act(entity)

    def add(iban: str, currency: str = "EUR") -> int | Refused:
        return actions.add_account(act, label="Banque", iban=iban, bic="", currency=currency)

    first, second, dollars = add(IBAN), add(OTHER_IBAN), add("US1", "USD")
    assert isinstance(add(IBAN), Refused)
    accounts = queries.accounts(entity.pk)
    assert [(a.id, a.is_default) for a in accounts] == [(first, True), (dollars, True), (second, False)]
    euros, pounds = queries.account_for(accounts, "EUR"), queries.account_for(accounts, "GBP")
    assert (euros.id if euros else 0, pounds) == (first, None)
    assert isinstance(first, int)
    actions.remove_account(act, account_id=first)
    heir = queries.account_for(queries.accounts(entity.pk), "EUR")
    assert heir
    assert (heir.id, heir.is_default) == (second, True)
    assert told(entity.pk)[-1] == (
        "creditor.account_removed",
        "Compte bancaire retiré, se terminant par 0189",
    )
    assert IBAN not in str(evidence_queries.latest(f"entity:{entity.pk}"))


def test_closings_are_told_first_to_last_and_can_be_taken_back() -> None:
    entity = an_entity()
    act = an_act(entity)
    winter = actions.close_between(
        act, first_on=date(2026, 12, 24), last_on=date(2027, 1, 1), label="Fin d'année"
    )
    summer = actions.close_between(act, first_on=date(2026, 8, 3), last_on=date(2026, 8, 21), label="")
    assert isinstance(
        actions.close_between(act, first_on=TODAY, last_on=date(2026, 11, 22), label="x"), Refused
    )
    assert [c.id for c in queries.closings(entity.pk)] == [summer, winter]
    assert queries.closed_periods(entity.pk)[0] == Period(date(2026, 8, 3), date(2026, 8, 21))
    assert isinstance(summer, int)
    actions.open_again(act, closing_id=summer)
    assert [c.label for c in queries.closings(entity.pk)] == ["Fin d'année"]
    assert [kind for kind, _ in told(entity.pk)] == [
        "creditor.closing_added",
        "creditor.closing_added",
        "creditor.closing_removed",
    ]


def test_the_database_itself_refuses_a_closing_that_ends_before_it_begins() -> None:
    with pytest.raises(IntegrityError), transaction.atomic():
        ClosedPeriod.objects.create(entity=an_entity(), first_on=TODAY, last_on=date(2026, 11, 1))


def test_a_rate_holds_from_its_day_until_the_next_one() -> None:
    entity = an_entity()
    act = an_act(entity)
    for day, rate in [(1, "0.92"), (10, "0.9312345"), (10, "0.931235")]:
        assert actions.set_rate(act, currency="USD", from_on=date(2026, 11, day), rate=Decimal(rate)) is None
    assert queries.rates(entity.pk, date(2026, 10, 31)) == {}
    assert queries.rates(entity.pk, date(2026, 11, 9)) == {"USD": Decimal("0.92")}
    assert queries.rates(entity.pk, TODAY) == {"USD": Decimal("0.931235")}
    assert ExchangeRate.objects.count() == 2, "a second rate of the same day replaces the first"


@pytest.mark.parametrize("rate", ["0", "-1.1", "0.0000001"])
def test_a_rate_is_positive(rate: str) -> None:
    act = an_act(an_entity())
    assert isinstance(actions.set_rate(act, currency="USD", from_on=TODAY, rate=Decimal(rate)), Refused)


def test_the_password_of_the_mail_server_is_sealed_and_kept_when_nothing_is_said() -> None:
    entity = an_entity()
    act = an_act(entity)
    fields = {"host": "smtp.morel.test", "port": 587, "security": "starttls", "username": "claire"}
    assert (queries.smtp(entity.pk), queries.has_smtp(entity.pk)) == (None, False)
    actions.set_mail_server(act, fields=fields, password="secret de boîte")
    actions.set_mail_server(act, fields=fields | {"port": 465}, password=None)
    server = queries.smtp(entity.pk)
    assert server
    assert (server.password, server.port, server.daily_cap) == ("secret de boîte", 465, 500)
    assert "secret" not in MailServer.objects.get().sealed_password
    assert "secret" not in str(evidence_queries.latest(f"entity:{entity.pk}"))
    actions.remove_mail_server(act)
    assert not queries.has_smtp(entity.pk)


def test_a_sealed_password_opens_with_the_key_of_this_installation_only(settings: Settings) -> None:
    entity = an_entity()
    fields = {"host": "smtp.morel.test", "port": 587, "security": "starttls"}
    actions.set_mail_server(an_act(entity), fields=fields, password="secret")
    settings.SECRET_KEY = "une autre clé"
    with pytest.raises(SecretUnreadable):
        queries.smtp(entity.pk)


def test_nothing_crosses_from_one_entity_to_another() -> None:
    entity, other = an_entity(), an_entity(name="Autre")
    act, stranger = an_act(entity), an_act(other)
    account = actions.add_account(act, label="Banque", iban=IBAN, bic="", currency="EUR")
    closing = actions.close_between(act, first_on=TODAY, last_on=TODAY, label="")
    member = a_member(entity)
    actions.set_rate(act, currency="USD", from_on=TODAY, rate=Decimal("0.9"))
    assert isinstance(account, int)
    assert isinstance(closing, int)
    with pytest.raises(BankAccount.DoesNotExist):
        actions.remove_account(stranger, account_id=account)
    with pytest.raises(ClosedPeriod.DoesNotExist):
        actions.open_again(stranger, closing_id=closing)
    with pytest.raises(TeamMember.DoesNotExist):
        actions.change_member(stranger, member_id=member.pk, fields={"role": "owner"})
    with pytest.raises(TeamMember.DoesNotExist):
        actions.remove_member(stranger, member_id=member.pk)
    assert isinstance(
        actions.add_account(stranger, label="Banque", iban=IBAN, bic="", currency="EUR"), int
    ), "the same bank may pay two entities"
    actions.change_entity(stranger, fields={"city": "Lyon"})
    assert CreditorEntity.objects.get(pk=entity.pk).city == ""
    assert (queries.team(other.pk), queries.closings(other.pk), queries.rates(other.pk, TODAY)) == (
        [],
        [],
        {},
    )
    assert {kind for kind, _ in told(other.pk)} == {"creditor.account_added", "creditor.entity_changed"}
