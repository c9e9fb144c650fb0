"""Who does whose tasks on a day: the person, a deputy, the deputy's deputy, or nobody."""

from datetime import date

import pytest

from encours.books.creditor.rules.absence import AbsenceDraft, on_duty, problem_of_absence

MONDAY, FRIDAY = date(2026, 11, 23), date(2026, 11, 27)
ANNE, BRUNO, CHLOE = 1, 2, 3
TEAM = (ANNE, BRUNO, CHLOE)


def away(member: int, deputy: int | None = None, last_on: date = FRIDAY) -> AbsenceDraft:
    return AbsenceDraft(member, MONDAY, last_on, deputy)


@pytest.mark.parametrize(
    ("absences", "present", "anne"),
    [
        ([], TEAM, ANNE),
        ([away(ANNE, BRUNO)], TEAM, BRUNO),
        ([away(ANNE)], TEAM, None),
        ([away(ANNE, BRUNO), away(BRUNO, CHLOE)], TEAM, CHLOE),
        ([away(ANNE, BRUNO), away(BRUNO, ANNE)], TEAM, None),  # each for the other: nobody is there
        ([away(ANNE, BRUNO)], (ANNE, CHLOE), None),  # the deputy left
        ([], (BRUNO, CHLOE), None),  # she left herself
        ([away(ANNE), away(ANNE, CHLOE)], TEAM, CHLOE),
        ([away(ANNE, CHLOE), away(ANNE)], TEAM, CHLOE),
    ],
)
def test_who_does_the_tasks_of_anne(
    absences: list[AbsenceDraft], present: tuple[int, ...], anne: int | None
) -> None:
    assert on_duty(TEAM, present=present, absences=absences, today=MONDAY)[ANNE] == anne


@pytest.mark.parametrize(
    ("today", "anne"),
    [(date(2026, 11, 22), ANNE), (MONDAY, BRUNO), (FRIDAY, BRUNO), (date(2026, 11, 28), ANNE)],
)
def test_an_absence_holds_on_its_first_and_on_its_last_day(today: date, anne: int) -> None:
    assert on_duty(TEAM, present=TEAM, absences=[away(ANNE, BRUNO)], today=today)[ANNE] == anne


def test_an_absence_in_the_wrong_order_over_or_of_oneself_is_refused() -> None:
    assert problem_of_absence(away(ANNE, BRUNO), today=MONDAY) is None
    for wrong in (
        away(ANNE, BRUNO, last_on=date(2026, 11, 20)),
        AbsenceDraft(ANNE, date(2026, 11, 2), date(2026, 11, 6), BRUNO),
        away(ANNE, ANNE),
    ):
        assert problem_of_absence(wrong, today=MONDAY) is not None
