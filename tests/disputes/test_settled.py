"""Which dispute a credit note settles: the one it names or corrects, to the cent, and no other."""

from dataclasses import replace
from datetime import date

import pytest

from encours.ground.kernel.money import Money
from encours.method.disputes.rules.house_mail import MOST_TRIES, problem_of_address, try_again_in
from encours.method.disputes.rules.settled import Awaited, Credit, settled_by
from encours.method.disputes.rules.words import DisputeOutcome, DisputeState

S, O = DisputeState, DisputeOutcome  # noqa: E741 - where it stands, how it ends
DAY = date(2026, 3, 5)


def euros(whole: int) -> Money:
    return Money(whole * 100, "EUR")


REMARK = Awaited(7, 1, 10, S.INVESTIGATING, O.OPEN, DAY, euros(400), euros(400), euros(0))
NOTE = Credit(1, 1, "A-1", DAY, euros(400), "A-1 remise", {10: 40000})


@pytest.mark.parametrize(
    "remark",
    [
        REMARK,
        replace(REMARK, state=S.REPORTED),
        replace(REMARK, state=S.OVERDUE_US),
        replace(REMARK, state=S.ANSWERED, outcome=O.UPHELD, granted=euros(400)),
        replace(REMARK, state=S.ANSWERED, outcome=O.PARTLY, disputed=euros(900), left=euros(900), granted=euros(400)),
        replace(REMARK, state=S.CLOSED, outcome=O.PARTLY, disputed=euros(900), left=euros(700), granted=euros(600)),
    ],
)  # fmt: skip
def test_it_settles_what_is_awaited_to_the_cent(remark: Awaited) -> None:
    assert settled_by(NOTE, [remark]) == 7


@pytest.mark.parametrize(
    "remark",
    [
        replace(REMARK, customer_id=2),
        replace(REMARK, invoice_id=11),
        replace(REMARK, left=euros(401)),
        replace(REMARK, left=Money(40000, "CHF")),
        replace(REMARK, reported_on=date(2026, 3, 6)),
        replace(REMARK, state=S.ANSWERED, outcome=O.GROUNDLESS),
        replace(REMARK, state=S.CONTESTED, outcome=O.GROUNDLESS),
        replace(REMARK, state=S.MEDIATION, outcome=O.PARTLY, granted=euros(400)),
        replace(REMARK, state=S.CLOSED, outcome=O.WITHDRAWN, granted=euros(400)),
        replace(REMARK, state=S.CLOSED, outcome=O.UPHELD, left=euros(0), granted=euros(400)),
    ],
)
def test_it_settles_no_other(remark: Awaited) -> None:
    assert settled_by(NOTE, [remark]) is None


def test_a_name_decides_and_of_two_that_fit_none_is_guessed() -> None:
    other = replace(REMARK, id=8)
    assert settled_by(NOTE, [REMARK, other]) is None
    assert settled_by(NOTE, [REMARK, other], asked=8) == 8
    named = replace(NOTE, words="A-1 suite à votre litige l-8.", paid={}, issued_on=date(2026, 3, 1))
    assert settled_by(named, [REMARK, other]) == 8
    for words in ("A-1 XL-8", "L-80", "L-8-2"):
        assert settled_by(replace(named, words=words), [other]) is None
    assert settled_by(replace(NOTE, words="L-9"), [REMARK]) is None, "it names another one"
    assert settled_by(NOTE, [REMARK], asked=9) is None


def test_a_mail_inside_the_house_never_goes_to_a_customer() -> None:
    known, domains = {"anne@dupont.test"}, {"dupont.test"}
    for address in ("Anne@Dupont.test", " anne@dupont.test ", "pierre@DUPONT.test"):
        assert problem_of_address(address, debtors=known, domains=domains) is not None
    assert problem_of_address("luc@morel.test", debtors=known, domains=domains) is None


def test_it_is_tried_again_ever_later_and_in_the_end_shown_to_a_person() -> None:
    waits = [try_again_in(tries) for tries in range(1, MOST_TRIES)]
    assert all(wait is not None for wait in waits)
    assert waits == sorted(waits)  # type: ignore[type-var]
    assert try_again_in(MOST_TRIES) is None
