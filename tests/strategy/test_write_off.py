"""Giving up: what has to come first, and what the accountant books."""

from dataclasses import replace
from datetime import date

import pytest

from encours.books.receivables.rules.party import CreditKind
from encours.books.receivables.rules.waiver_entries import EntryRole, entry_lines
from encours.books.receivables.rules.waivers import Waived, WaiverDraft, problem_of_waiver
from encours.ground.kernel.money import Money
from encours.method.strategy.rules.ladder_terms import DEFAULT_CLOSING
from encours.method.strategy.rules.write_off import (
    LOSS_LABELS,
    PAPERS,
    LossGround,
    WriteOffAsked,
    problem_of_write_off,
)

EUR = "EUR"
ASKED = WriteOffAsked(amount=Money(120_000, EUR), ground=LossGround.NO_HOPE, offers=1, contacts=4)


@pytest.mark.parametrize(
    ("changed", "is_allowed"),
    [
        ({}, True),
        ({"offers": 0}, False),
        ({"contacts": 0}, False),
        ({"offers": 0, "contacts": 0, "ground": LossGround.TIME_BARRED}, True),
        ({"offers": 0, "contacts": 0, "amount": Money(10_000, EUR)}, True),
        ({"offers": 0, "amount": Money(10_001, EUR)}, False),
        ({"is_disputed": True, "ground": LossGround.LIQUIDATION}, False),
        ({"is_agreed": True}, False),
        ({"is_placed": True}, False),
    ],
)
def test_what_has_to_come_before_giving_up(changed: dict, is_allowed: bool) -> None:
    assert (problem_of_write_off(replace(ASKED, **changed), DEFAULT_CLOSING) is None) is is_allowed


def test_every_ground_has_its_words_and_its_papers() -> None:
    assert set(LOSS_LABELS) == set(PAPERS) == set(LossGround)


def given_up(kind: CreditKind, *, vat: int | None, cancelled: bool = False) -> Waived:
    return Waived(
        id=1,
        customer_id=1,
        kind=kind,
        number="AB-2026-001",
        on=date(2026, 7, 1),
        amount=Money(120_000, EUR),
        vat_minor=vat,
        reason="",
        cancelled_on=date(2026, 8, 1) if cancelled else None,
    )


@pytest.mark.parametrize("vat", [None, 20_000])
@pytest.mark.parametrize("kind", [CreditKind.WRITE_OFF, CreditKind.SETTLEMENT])
@pytest.mark.parametrize("cancelled", [False, True])
def test_both_sides_of_an_entry_are_equal(kind: CreditKind, vat: int | None, cancelled: bool) -> None:
    lines = entry_lines(given_up(kind, vat=vat, cancelled=cancelled), {"loss": "654"})
    assert sum(line.debit.minor for line in lines) == sum(line.credit.minor for line in lines)
    per_day = {line.on for line in lines}
    assert len(per_day) == 1 + cancelled
    assert any(line.role is EntryRole.VAT for line in lines) is bool(vat)
    if cancelled:
        assert sum(x.debit.minor - x.credit.minor for x in lines if x.role is EntryRole.CUSTOMERS) == 0


@pytest.mark.parametrize(
    "changed",
    [
        {"dues": ()},
        {"dues": ((1, 60_001),)},
        {"reason": " "},
        {"kind": CreditKind.CREDIT_NOTE},
        {"vat_minor": 60_000},
    ],
)
def test_what_cannot_be_given_up(changed: dict) -> None:
    draft = WaiverDraft(1, CreditKind.WRITE_OFF, EUR, ((1, 60_000),), "perdu", 10_000)
    assert problem_of_waiver(draft, {1: 60_000}) is None
    assert problem_of_waiver(replace(draft, **changed), {1: 60_000}) is not None
