"""Who may do what, and when an invoice falls due under each reading of the terms."""

from datetime import date

import pytest
from hypothesis import given
from hypothesis import strategies as st

from encours.books.creditor.queries import Member, member_in_role
from encours.books.creditor.rules.roles import ROLE_LABELS, Permission, Role, may
from encours.books.creditor.rules.terms import TERM_RULE_LABELS, TermRule, due_on

R, C, W, D, S = (
    Permission.READ,
    Permission.CONTACT,
    Permission.RECORD,
    Permission.DECIDE,
    Permission.CONFIGURE,
)


@pytest.mark.parametrize(
    ("role", "held"),
    [
        (Role.OWNER, {R, C, W, D, S, Permission.CLOSE}),
        (Role.MANAGER, {R, C, W, D}),
        (Role.AR, {R, C, W}),
        (Role.ACCOUNT_MANAGER, {R, C}),
        (Role.INTERMEDIARY, {R, C}),
        (Role.READ_ONLY, {R}),
    ],
)
def test_each_role_holds_exactly_its_permissions(role: Role, held: set[Permission]) -> None:
    assert {permission for permission in Permission if may(role, permission)} == held


def test_every_role_and_every_reading_of_the_terms_has_a_name() -> None:
    assert set(ROLE_LABELS) == set(Role)
    assert set(TERM_RULE_LABELS) == set(TermRule)


def test_only_the_owner_configures_and_nobody_is_without_reading() -> None:
    assert [role for role in Role if may(role, Permission.CONFIGURE)] == [Role.OWNER]
    assert all(may(role, Permission.READ) for role in Role)


def member(number: int, role: Role) -> Member:
    return Member(number, 1, None, f"Personne {number}", role, "", "", None)


def test_the_owner_stands_in_where_nobody_holds_a_role() -> None:
    owner, clerk = member(1, Role.OWNER), member(2, Role.AR)
    assert member_in_role([owner, clerk], Role.AR) == clerk
    assert member_in_role([clerk, owner], Role.MANAGER) == owner
    assert member_in_role([clerk], Role.MANAGER) is None


ISSUED = date(2026, 1, 15)


@pytest.mark.parametrize(
    ("rule", "days", "expected"),
    [
        (TermRule.NET, 0, date(2026, 1, 15)),
        (TermRule.NET, 30, date(2026, 2, 14)),
        # «45 jours fin de mois»: 15 January + 45 days = 1 March, hence 31 March …
        (TermRule.DAYS_THEN_END_OF_MONTH, 45, date(2026, 3, 31)),
        # … or 31 January + 45 days = 17 March.
        (TermRule.END_OF_MONTH_THEN_DAYS, 45, date(2026, 3, 17)),
        (TermRule.DAYS_THEN_END_OF_MONTH, 30, date(2026, 2, 28)),
        (TermRule.END_OF_MONTH_THEN_DAYS, 30, date(2026, 3, 2)),
    ],
)
def test_terms_are_read_as_they_are_agreed(rule: TermRule, days: int, expected: date) -> None:
    assert due_on(ISSUED, days, rule) == expected


def test_the_last_day_of_a_leap_february_is_the_29th() -> None:
    assert due_on(date(2028, 1, 30), 10, TermRule.DAYS_THEN_END_OF_MONTH) == date(2028, 2, 29)
    assert due_on(date(2028, 2, 1), 0, TermRule.END_OF_MONTH_THEN_DAYS) == date(2028, 2, 29)


DAYS = st.dates(date(2000, 1, 1), date(2099, 12, 31))


@given(DAYS, st.integers(0, 120))
def test_no_reading_is_earlier_than_net_and_they_differ_by_a_month_at_most(issued: date, days: int) -> None:
    net, then_end, end_then = (due_on(issued, days, rule) for rule in TermRule)
    assert net <= then_end
    assert net <= end_then
    assert (then_end - net).days < 31
    assert (end_then - net).days < 31


@given(DAYS, st.integers(0, 120))
def test_days_then_end_of_month_falls_on_the_last_day_of_a_month(issued: date, days: int) -> None:
    found = due_on(issued, days, TermRule.DAYS_THEN_END_OF_MONTH)
    assert date.fromordinal(found.toordinal() + 1).day == 1
