"""Where a case stands follows from its facts, and from day to day it moves only as the method allows."""

from dataclasses import replace

import pytest

from encours.method.agreements.rules.words import AgreementState, OwnPromiseKind
from encours.method.cases.rules.contact import HoldKind
from encours.method.outreach.rules.contact_facts import HoldFact
from encours.method.strategy.rules.case_facts import AgreementFact, CaseFacts, OwedFact
from encours.method.strategy.rules.case_state import CaseEvent, CaseState, after, state_of
from encours.method.strategy.rules.position import Position
from tests.strategy.story import case, contact, day, euros, invoice

OPENED = day(1)
S, E = CaseState, CaseEvent
ASKED = {"contacts": (contact(day(3), stage="courtesy"),)}
NOTICE = {"contacts": (contact(day(40), stage="formal_notice", deadline=day(50)),)}


def agreement(state: AgreementState, *, since: int = 10) -> AgreementFact:
    return AgreementFact(state, euros(1000), day(since), day(since + 5), day(since))


def hold(kind: HoldKind) -> dict[str, object]:
    return {"holds": (HoldFact(kind),)}


def stands(facts: CaseFacts) -> CaseState:
    return state_of(facts, opened_on=OPENED)


@pytest.mark.parametrize(
    ("facts", "state"),
    [
        (case(day(2)), S.OPEN),
        (case(day(5), **ASKED), S.CONTACTED),
        (case(day(5), contacts=(contact(day(-40), stage="courtesy"),)), S.OPEN),
        (case(day(5), position=Position("courtesy", 1, 1, day(3))), S.CONTACTED),
        (case(day(5), **ASKED, owed=(OwedFact(OwnPromiseKind.ANSWER, day(6)),)), S.FIXING),
        (case(day(9), owed=(OwedFact(OwnPromiseKind.ANSWER, day(6), "", day(8)),)), S.CONTACTED),
        (case(day(5), invoice(disputed=1000), **ASKED), S.DISPUTED),
        (case(day(5), invoice(disputed=400), **ASKED), S.CONTACTED),
        (case(day(12), **ASKED, agreements=(agreement(AgreementState.PROPOSED),)), S.CONTACTED),
        (case(day(12), **ASKED, agreements=(agreement(AgreementState.ACCEPTED),)), S.COMMITTED),
        (case(day(12), **ASKED, agreements=(agreement(AgreementState.BROKEN),)), S.BROKEN),
        (case(day(12), **ASKED, agreements=(agreement(AgreementState.BROKEN, since=-60),)), S.CONTACTED),
        (case(day(45), **NOTICE), S.FORMAL),
        (case(day(51), **NOTICE), S.ESCALATING),
        (case(day(51), **NOTICE, agreements=(agreement(AgreementState.ACCEPTED, since=50),)), S.COMMITTED),
        (case(day(5), credit=1000, **ASKED), S.PAID),
        (case(day(5), **ASKED, **hold(HoldKind.BEREAVEMENT)), S.HOLD),
        (case(day(5), **ASKED, **hold(HoldKind.MANUAL)), S.HOLD),
        (case(day(5), **ASKED, **hold(HoldKind.UNREAD_REPLY)), S.CONTACTED),
        (case(day(5), **ASKED, **hold(HoldKind.INSOLVENCY)), S.INSOLVENT),
        (case(day(5), **ASKED, **hold(HoldKind.PLACED)), S.PLACED),
    ],
)  # fmt: skip
def test_where_a_case_stands(facts: CaseFacts, state: CaseState) -> None:
    assert stands(facts) is state


def test_a_life_moves_as_the_method_says() -> None:
    facts = case(day(2))
    life = [
        ({"today": day(3), **ASKED}, E.CONTACT_MADE),
        ({"today": day(4), "owed": (OwedFact(OwnPromiseKind.ANSWER, day(6)),)}, E.MINOR_PROBLEM),
        ({"today": day(6), "owed": (OwedFact(OwnPromiseKind.ANSWER, day(6), "", day(6)),)}, E.MINOR_FIXED),
        ({"today": day(10), "agreements": (agreement(AgreementState.ACCEPTED),)}, E.AGREEMENT_ACCEPTED),
        ({"today": day(16), "agreements": (agreement(AgreementState.BROKEN, since=16),)}, E.AGREEMENT_BROKEN),
        ({"today": day(40), "contacts": (*ASKED["contacts"], *NOTICE["contacts"])}, E.FORMAL_STEP),
        ({"today": day(51)}, E.DEADLINE_PASSED),
        ({"today": day(52), **hold(HoldKind.PLACED)}, E.PLACED),
        ({"today": day(60), "holds": (), "unallocated": euros(1000)}, E.NOTHING_LEFT),
    ]  # fmt: skip
    state = stands(facts)
    for changed, event in life:
        facts = replace(facts, **changed)  # type: ignore[arg-type]
        assert stands(facts) is after(state, event), event
        state = stands(facts)
    assert state is S.PAID
