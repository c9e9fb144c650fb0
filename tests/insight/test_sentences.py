"""What is said of a payer: facts with dates and sources, never a judgement."""

import re
from datetime import date
from decimal import Decimal

import pytest

from encours.ground.plumbing.say import say
from encours.method.cases.rules.contact import Channel
from encours.method.insight.rules.debtor_type import PayerDetails, PayerFeatures, classify
from encours.method.insight.rules.payer import Observation, Observed
from encours.method.insight.rules.points import Rule
from encours.method.insight.rules.sentences import sentence

TODAY = date(2026, 5, 4)
HARSH = re.compile(r"mauvais|mensonge|menteur|malhonnête|tricheur|prétend|toujours|jamais|!", re.IGNORECASE)


def said(rule: Rule, details: PayerDetails | None = None, **known: object) -> str:
    reason = sentence(rule, PayerFeatures(**known), details or PayerDetails())  # type: ignore[arg-type]
    return say(reason, "fr", today=TODAY).replace("\u00a0", " ").replace("\u202f", " ")


def test_broken_agreements_are_told_with_their_dates():
    details = PayerDetails(broken_on=(date(2026, 3, 12), date(2026, 4, 2), date(2026, 4, 20)))
    told = said(Rule.BROKEN_AGREEMENTS, details, pb=3)
    assert told == "3 accords écrits non suivis d'un paiement (12 mars, 2 avril et 20 avril)"
    assert said(Rule.BROKEN_AGREEMENTS, pb=1) == "1 accord écrit non suivi d'un paiement"


def test_a_silence_is_told_with_its_first_day_and_its_channels():
    details = PayerDetails(silent_since=date(2026, 3, 1), silent_channels=(Channel.EMAIL, Channel.PHONE))
    told = said(Rule.LONG_SILENCE, details, unanswered=6)
    assert told == "6 messages sans réponse depuis le 1er mars : e-mail et téléphone"
    assert said(Rule.SILENCE, unanswered=4, silence_days=30) == "4 messages sans réponse en 30 jours"


def test_a_habit_is_told_as_so_many_of_so_many():
    assert (
        said(Rule.SEVERAL_AT_ONCE, n=12, bulk=Decimal(".5")) == "Paie plusieurs factures d'un coup : 6 sur 12"
    )
    assert said(Rule.SEVERAL_AT_ONCE, bulk=Decimal(".5")) == "Paie plusieurs factures d'un coup : 50 %"


def test_a_slowing_down_is_told_with_both_delays():
    details = PayerDetails(late_before_days=2, late_recently_days=18)
    assert (
        said(Rule.SLOWING_DOWN, details) == "Délai moyen passé de 2 à 18 jours sur les 3 dernières factures"
    )
    assert said(Rule.SLOWING_DOWN, trend=Decimal("15.6")) == (
        "Délai moyen allongé de 16 jours sur les 3 dernières factures"
    )


def test_a_declared_difficulty_is_told_with_its_day_and_source():
    details = PayerDetails(observations=(Observation(Observed.HARDSHIP, date(2026, 4, 15), "appel"),))
    assert said(Rule.HARDSHIP_DECLARED, details) == "A déclaré une difficulté le 15 avril (appel)"
    assert said(Rule.HARDSHIP_DECLARED) == "A déclaré une difficulté"


def test_too_little_is_said_to_be_too_little():
    assert said(Rule.TOO_EARLY) == "Moins de 3 factures payées : trop tôt pour conclure"


def test_the_latest_of_several_observations_is_told():
    details = PayerDetails(
        observations=(
            Observation(Observed.SCORE_FELL, date(2026, 1, 5), "registre"),
            Observation(Observed.LIEN_FILED, date(2026, 4, 1), "greffe"),
        )
    )
    assert said(Rule.EXTERNAL_SIGNALS, details) == "Signal extérieur du 1er avril : inscription de privilège"


@pytest.mark.parametrize("rule", list(Rule))
def test_each_line_has_a_sentence_that_states_a_fact_and_blames_nobody(rule):
    full = PayerDetails(
        broken_on=(date(2026, 3, 12),),
        silent_since=date(2026, 3, 1),
        silent_channels=(Channel.EMAIL,),
        late_before_days=2,
        late_recently_days=18,
        observations=tuple(Observation(fact, date(2026, 4, 1), "appel") for fact in Observed),
    )
    for details in (PayerDetails(), full):
        told = said(rule, details, n=5, pb=2, otr=Decimal(".6"), unanswered=3)
        assert told
        assert "{" not in told
        assert not HARSH.search(told)


def test_the_winning_type_is_explained_first():
    known = PayerFeatures(n=9, otr=Decimal(".78"), otr_before=Decimal(1), trend=Decimal(16), hardship=True)
    opinion = classify(known)
    told = [item.type is opinion.type for item in opinion.evidence]
    assert told == sorted(told, reverse=True)
    assert told[0]
