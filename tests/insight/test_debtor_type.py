"""How a customer has paid so far: the examples of the method, what nearly misses, what a person decides."""

from dataclasses import fields, replace
from datetime import date
from decimal import Decimal

import pytest
from hypothesis import given
from hypothesis import strategies as st

from encours.method.insight.rules.debtor_type import (
    TYPE_LABELS,
    AvoidsConfirmation,
    DebtorType,
    PayerFeatures,
    Scores,
    after_expiry,
    classify,
    confidence_word,
    confirmed_without_features,
    expires_on,
)
from encours.method.insight.rules.points import POINTS, Rule, pays_when_reminded

BY_THE_OWNER = AvoidsConfirmation("Claire Vidal", date(2026, 3, 2))


def share(text: str) -> Decimal:
    return Decimal(text)


BAKERY = PayerFeatures(n=11, otr=share(".91"), sd=Decimal(4), answered_5d=True)
GARAGE = PayerFeatures(
    n=12, otr=share(".42"), sd=Decimal(19), bulk=share(".5"), partial=share(".25"), rem=share(".67"),
    skips=True, all_paid=True,
)  # fmt: skip
WORKSHOP = PayerFeatures(
    n=9, otr=share(".78"), otr_before=share("1.0"), trend=Decimal(16), hardship=True, asked_plan=True,
    answered_5d=True, orders_drop=True,
)  # fmt: skip
RESELLER = PayerFeatures(
    n=1, pb=3, unanswered=4, silence_days=30, channels=2, reasons_changed=3, refused_writing=1,
    able_not_paying=True,
)  # fmt: skip
FIRST_ORDER = PayerFeatures(n=0, open_invoices=1, dpd=5)
SILENT_DISPUTED = PayerFeatures(
    n=5,
    otr=share(".6"),
    pb=1,
    unanswered=3,
    silence_days=25,
    channels=2,
    reasons_changed=3,
    dispute_open=True,
)


@pytest.mark.parametrize(
    ("known", "kind", "scores", "confidence"),
    [
        pytest.param(BAKERY, DebtorType.RELIABLE, Scores(0, 0, 40), ".60", id="A bakery"),
        pytest.param(GARAGE, DebtorType.SPORADIC, Scores(0, 115, 0), ".90", id="B garage"),
        pytest.param(WORKSHOP, DebtorType.STRAINED, Scores(0, 15, 110), ".90", id="C workshop"),
        pytest.param(RESELLER, DebtorType.AVOIDS, Scores(95, 0, 0), ".65", id="D reseller"),
        pytest.param(FIRST_ORDER, DebtorType.NEW, Scores(0, 0, 0), ".30", id="E first order"),
        pytest.param(SILENT_DISPUTED, DebtorType.UNKNOWN, Scores(45, 15, 0), ".55", id="F disputed"),
    ],
)
def test_the_examples_of_the_method(known, kind, scores, confidence):
    opinion = classify(known)
    assert (opinion.type, opinion.scores, opinion.confidence) == (kind, scores, Decimal(confidence))


def test_a_type_without_score_has_no_kinds_and_no_margin():
    for known in (BAKERY, FIRST_ORDER, SILENT_DISPUTED):
        opinion = classify(known)
        assert (opinion.kinds, opinion.margin) == (0, None)


def test_kinds_and_margin_are_those_of_the_winning_type():
    assert (classify(GARAGE).kinds, classify(GARAGE).margin) == (7, 115)
    assert (classify(WORKSHOP).kinds, classify(WORKSHOP).margin) == (6, 95)
    assert (classify(RESELLER).kinds, classify(RESELLER).margin) == (5, 95)


def test_nothing_known_is_unknown_and_not_new():
    opinion = classify(PayerFeatures())
    assert (opinion.type, opinion.confidence) == (DebtorType.UNKNOWN, Decimal("0.30"))
    assert opinion.evidence == ()


@pytest.mark.parametrize(
    ("confidence", "word"),
    [
        (".30", "à confirmer par un appel"),
        (".49", "à confirmer par un appel"),
        (".50", "probable"),
        (".75", "probable"),
        (".76", "solide"),
    ],
)
def test_confidence_is_said_in_words(confidence, word):
    assert confidence_word(Decimal(confidence)) == word


# --- AVOIDS needs a person ---------------------------------------------------------------------


def test_avoids_is_only_a_candidate_until_a_person_confirms_it():
    opinion = classify(RESELLER)
    assert opinion.is_avoids_candidate
    assert not opinion.confirmed
    assert opinion.asks_bad_intent
    assert opinion.ladder_type is DebtorType.UNKNOWN


def test_a_confirmed_candidate_follows_its_own_ladder():
    opinion = classify(RESELLER, confirmed_avoids=BY_THE_OWNER)
    assert opinion.confirmed
    assert not opinion.is_avoids_candidate
    assert not opinion.asks_bad_intent
    assert opinion.ladder_type is DebtorType.AVOIDS


def test_a_confirmed_type_of_low_confidence_keeps_the_careful_ladder():
    three_kinds = PayerFeatures(n=0, pb=3, reasons_changed=3, able_not_paying=True)
    opinion = classify(three_kinds, confirmed_avoids=BY_THE_OWNER)
    assert (opinion.type, opinion.confidence) == (DebtorType.AVOIDS, Decimal("0.55"))
    assert opinion.ladder_type is DebtorType.UNKNOWN


def test_a_confirmation_makes_nobody_avoid_paying():
    assert classify(BAKERY, confirmed_avoids=BY_THE_OWNER).type is DebtorType.RELIABLE
    assert not classify(BAKERY, confirmed_avoids=BY_THE_OWNER).confirmed


def test_sixty_points_of_two_kinds_are_not_enough():
    two_kinds = PayerFeatures(n=0, pb=3, unanswered=6, silence_days=50, channels=2)
    opinion = classify(two_kinds)
    assert opinion.scores.avoids == 75
    assert opinion.type is DebtorType.NEW
    assert classify(replace(two_kinds, able_not_paying=True)).type is DebtorType.AVOIDS


def test_three_kinds_of_fifty_five_points_are_not_enough():
    known = PayerFeatures(n=1, pb=2, payment_stopped=True, able_not_paying=True)
    assert classify(known).scores.avoids == 55
    assert classify(known).type is DebtorType.NEW
    assert classify(replace(known, pb=3)).type is DebtorType.AVOIDS


@pytest.mark.parametrize("excuse", ["hardship", "dispute_open"])
def test_neither_hardship_nor_an_open_dispute_lets_anybody_be_called_avoiding(excuse):
    known = replace(RESELLER, unreachable=True, payment_stopped=True, late_dispute_rejected=True)
    assert classify(known).type is DebtorType.AVOIDS
    assert classify(replace(known, **{excuse: True})).type is not DebtorType.AVOIDS


def test_only_the_word_of_a_person_can_stand_without_features():
    opinion = confirmed_without_features(BY_THE_OWNER)
    assert (opinion.type, opinion.confirmed, opinion.ladder_type) == (
        DebtorType.AVOIDS,
        True,
        DebtorType.AVOIDS,
    )


# --- What counts, and what nearly does --------------------------------------------------------


@pytest.mark.parametrize(
    ("known", "points"),
    [
        ({"pb": 2}, 30),
        ({"pb": 3}, 45),
        ({"pb": 9}, 45),
        ({"unanswered": 3, "silence_days": 21, "channels": 2}, 20),
        ({"unanswered": 2, "silence_days": 40, "channels": 2}, 0),
        ({"unanswered": 5, "silence_days": 20, "channels": 2}, 0),
        ({"unanswered": 6, "silence_days": 45, "channels": 2}, 30),
        ({"unanswered": 6, "silence_days": 44, "channels": 2}, 20),
        ({"unanswered": 9, "silence_days": 90, "channels": 1}, 0),
        ({"n": 0, "open_invoices": 1, "dpd": 61}, 20),
        ({"n": 0, "open_invoices": 1, "dpd": 60}, 0),
        ({"n": 0, "open_invoices": 2, "dpd": 31}, 20),
        ({"n": 0, "open_invoices": 2, "dpd": 31, "open_over_30d": 1}, 0),
        ({"n": 0, "open_invoices": 3, "dpd": 90, "ever_paid": True}, 0),
        ({"n": 1, "open_invoices": 3, "dpd": 90}, 0),
        ({"unreachable": True}, 20),
        ({"payment_stopped": True}, 15),
        ({"late_dispute_rejected": True}, 15),
        ({"reasons_changed": 2}, 0),
        ({"reasons_changed": 3}, 10),
        ({"refused_writing": 1}, 10),
        ({"refused_writing": 5}, 20),
        ({"able_not_paying": True}, 10),
        ({"pb": 3, "partial_30d": True}, 25),
        ({"pb": 3, "answered_5d": True}, 35),
        ({"pb": 3, "dispute_upheld": True}, 25),
        ({"pb": 3, "pk": 2}, 25),
        ({"pb": 3, "hardship": True}, 20),
        ({"pb": 3, "n": 4, "otr": Decimal("0.8")}, 25),
        ({"pb": 3, "n": 3, "otr": Decimal("0.8")}, 45),
        ({"pk": 4}, 0),
    ],
)
def test_points_for_and_against_avoiding(known, points):
    assert classify(PayerFeatures(**known)).scores.avoids == points


@pytest.mark.parametrize(
    ("known", "points"),
    [
        ({"bulk": Decimal("0.30")}, 25),
        ({"bulk": Decimal("0.29")}, 0),
        ({"sd": Decimal(12)}, 20),
        ({"sd": Decimal("11.9")}, 0),
        ({"rem": Decimal("0.50")}, 20),
        ({"rem": Decimal("0.49")}, 0),
        ({"otr": Decimal("0.20")}, 15),
        ({"otr": Decimal("0.19")}, 0),
        ({"otr": Decimal("0.79")}, 15),
        ({"otr": Decimal("0.80")}, 0),
        ({"partial": Decimal("0.20")}, 15),
        ({"partial": Decimal("0.19")}, 0),
        ({"skips": True}, 10),
        ({"all_paid": True}, 10),
    ],
)
def test_points_for_paying_by_fits_and_starts(known, points):
    assert classify(PayerFeatures(**known)).scores.sporadic == points


@pytest.mark.parametrize(
    ("known", "points"),
    [
        ({"n": 4, "otr_before": Decimal("0.80")}, 30),
        ({"n": 3, "otr_before": Decimal("0.80")}, 0),
        ({"n": 4, "otr_before": Decimal("0.79"), "otr": Decimal(1)}, 0),
        ({"hardship": True}, 30),
        ({"signals": 1}, 20),
        ({"signals": 3}, 20),
        ({"trend": Decimal(10)}, 15),
        ({"trend": Decimal("9.9")}, 0),
        ({"partial_30d": True}, 15),
        ({"partial_30d": True, "asked_plan": True}, 15),
        ({"answered_5d": True}, 10),
        ({"orders_drop": True}, 10),
    ],
)
def test_points_for_a_difficulty(known, points):
    assert classify(PayerFeatures(**known)).scores.strained == points


def test_three_paid_invoices_are_too_few_for_an_irregular_payer():
    assert classify(replace(GARAGE, n=3)).type is DebtorType.UNKNOWN
    assert classify(replace(GARAGE, n=4)).type is DebtorType.SPORADIC


def test_a_tie_goes_to_the_milder_type():
    known = PayerFeatures(
        n=6, otr=Decimal(".85"), bulk=Decimal(".4"), sd=Decimal(15), all_paid=True,
        trend=Decimal(12), answered_5d=True,
    )  # fmt: skip
    opinion = classify(known)
    assert opinion.scores.sporadic == opinion.scores.strained == 55
    assert opinion.type is DebtorType.STRAINED
    assert opinion.margin == 0


def test_a_declared_hardship_is_heard_even_from_a_new_customer():
    known = PayerFeatures(n=1, signals=1, hardship=True)
    assert classify(known).type is DebtorType.STRAINED
    said_nothing = PayerFeatures(n=1, signals=1, asked_plan=True, answered_5d=True, orders_drop=True)
    assert classify(said_nothing).scores.strained >= 50
    assert classify(said_nothing).type is DebtorType.NEW


def test_few_invoices_paid_on_time_are_not_yet_a_good_name():
    assert classify(PayerFeatures(n=3, otr=Decimal(1))).type is DebtorType.UNKNOWN
    assert classify(PayerFeatures(n=4, otr=Decimal(1))).type is DebtorType.RELIABLE
    assert classify(PayerFeatures(n=4, otr=Decimal("0.79"))).type is DebtorType.UNKNOWN


def test_a_published_insolvency_goes_before_everything():
    opinion = classify(replace(GARAGE, insolvency=True), confirmed_avoids=BY_THE_OWNER)
    assert (opinion.type, opinion.ladder_type) == (DebtorType.INSOLVENCY, DebtorType.INSOLVENCY)
    assert not opinion.confirmed


def test_who_pays_after_reminders_is_told_from_who_does_not():
    assert pays_when_reminded(PayerFeatures(rem=Decimal("0.5")))
    assert not pays_when_reminded(PayerFeatures(rem=Decimal("0.49")))
    assert not pays_when_reminded(PayerFeatures())


# --- Labels lapse -----------------------------------------------------------------------------


def test_a_label_lapses_after_twelve_months_without_a_new_fact():
    opinion = classify(RESELLER, confirmed_avoids=BY_THE_OWNER)
    last = date(2026, 3, 2)
    assert expires_on(last) == date(2027, 3, 2)
    assert after_expiry(opinion, last_evidence_on=last, today=date(2027, 3, 1)) is opinion
    lapsed = after_expiry(opinion, last_evidence_on=last, today=date(2027, 3, 2))
    assert (lapsed.type, lapsed.confirmed, lapsed.ladder_type) == (
        DebtorType.UNKNOWN,
        False,
        DebtorType.UNKNOWN,
    )
    assert [item.rule for item in lapsed.evidence] == [Rule.LABEL_EXPIRED]


def test_a_good_name_and_a_court_decision_do_not_lapse():
    for known in (BAKERY, PayerFeatures(insolvency=True)):
        opinion = classify(known)
        assert after_expiry(opinion, last_evidence_on=date(2020, 1, 1), today=date(2026, 3, 2)) is opinion


# --- Always -----------------------------------------------------------------------------------

SHARES = st.decimals(min_value=0, max_value=1, places=2)
COUNTS = st.integers(min_value=0, max_value=40)
DAYS = st.decimals(min_value=-60, max_value=120, places=1)
FLAGS = st.booleans()
MANY = {
    "n",
    "open_invoices",
    "pk",
    "pb",
    "unanswered",
    "channels",
    "reasons_changed",
    "refused_writing",
    "signals",
}
LONG = {"dpd", "silence_days", "open_over_30d"}
PARTS = {"otr", "otr_before", "bulk", "partial", "rem"}


def _values(name: str) -> st.SearchStrategy:
    if name in PARTS:
        return SHARES
    if name in {"sd", "trend"}:
        return DAYS
    return COUNTS if name in MANY | LONG else FLAGS


PAYERS = st.builds(PayerFeatures, **{f.name: st.none() | _values(f.name) for f in fields(PayerFeatures)})


@given(PAYERS)
def test_the_machine_alone_never_puts_anybody_on_the_ladder_of_avoids(known):
    assert classify(known).ladder_type is not DebtorType.AVOIDS


@given(PAYERS)
def test_confidence_and_scores_stay_in_their_bounds(known):
    opinion = classify(known, confirmed_avoids=BY_THE_OWNER)
    assert Decimal("0.30") <= opinion.confidence <= Decimal("0.95")
    assert min(opinion.scores.avoids, opinion.scores.sporadic, opinion.scores.strained) >= 0
    assert opinion.type in TYPE_LABELS
    if opinion.type is DebtorType.AVOIDS:
        assert opinion.kinds >= 3
        assert opinion.scores.avoids >= 60
        assert not known.hardship
        assert not known.dispute_open


@given(PAYERS)
def test_the_points_told_add_up_to_the_scores(known):
    opinion = classify(known)
    for kind, score in (
        (DebtorType.SPORADIC, opinion.scores.sporadic),
        (DebtorType.STRAINED, opinion.scores.strained),
    ):
        assert sum(item.points for item in opinion.evidence if item.type is kind) == score
    told = sum(item.points for item in opinion.evidence if item.type is DebtorType.AVOIDS)
    assert max(0, told) == opinion.scores.avoids


@given(PAYERS)
def test_kept_agreements_and_answers_never_speak_against_anybody(known):
    better = replace(known, pk=(known.pk or 0) + 1, answered_5d=True)
    assert classify(better).scores.avoids <= classify(known).scores.avoids


def test_every_line_with_points_is_in_the_table():
    without_points = {
        Rule.INSOLVENCY_PUBLISHED, Rule.DISPUTE_OPEN, Rule.TOO_EARLY, Rule.PAYS_ON_TIME, Rule.LABEL_EXPIRED,
    }  # fmt: skip
    assert set(POINTS) == set(Rule) - without_points
