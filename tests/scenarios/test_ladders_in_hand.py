"""Lives in which a manager changes a ladder, gives a customer another one, or writes a rule."""

from dataclasses import replace

import pytest

from encours.flows import ladder_rules, ladder_trial, ladders
from encours.flows.ladder_trial import Start
from encours.ground.kernel.reason import Refused
from encours.method.cases.rules.contact import CallOutcome
from encours.method.outreach.rules.states import MessageState, Mode
from encours.method.strategy import actions as strategy_actions
from encours.method.strategy import queries as strategy_queries
from encours.method.strategy.models import CaseProgress, NightRun, ProcedureVersion
from encours.method.strategy.procedures import RULES, shipped_procedures
from encours.method.strategy.rules.assignment import AssignmentRule, Condition, written_rules
from encours.method.strategy.rules.ladder_edit import CardChange, with_card, without_step
from encours.method.strategy.rules.procedure_text import written
from encours.method.strategy.rules.step import Procedure
from tests.story import Debtor, Story, refused

ON = "2026-03-02"


@pytest.fixture
def dupont(story: Story) -> Debtor:
    return story.customer("Dupont SARL", phone="+33144556677")


def earlier(procedure: Procedure, key: str, day: int) -> Procedure:
    """The same ladder with one step on another day."""
    level = procedure.level(key)
    change = CardChange(level.label, day, level.sender, level.mode, level.gap_days, level.deadline_days)
    return with_card(procedure, key, change)


def published(story: Story, changed: Procedure, *, on: str = ON) -> int:
    """A ladder as somebody wrote it, in force from now on."""
    strategy_actions.save_draft(story.act(on), key=changed.key, body=written(changed))
    made = ladders.publish(story.act(on), key=changed.key, why="plus tôt")
    assert isinstance(made, int), made
    return made


def running(story: Story, customer: Debtor) -> tuple[str, int]:
    case = story.case(customer)
    assert case is not None
    row = CaseProgress.objects.get(case_id=case.id)
    return row.procedure, row.procedure_version


NEW = earlier(shipped_procedures()["new"], "call_1", 10)


def test_a_new_case_follows_the_version_that_was_published(story: Story, dupont: Debtor) -> None:
    assert published(story, NEW) == 2
    story.invoice("F-1", dupont, "1 200,00 €", due="2026-03-16")
    story.lives("2026-03-17", "2026-03-26")
    assert running(story, dupont) == ("new", 2)
    assert story.action(dupont, "2026-03-25") == "wait"
    assert story.action(dupont, "2026-03-26") == "call"
    night = NightRun.objects.latest("as_of")
    assert (night.versions["new"], night.versions["reliable"]) == (2, 1)


def test_a_running_case_keeps_its_version_until_somebody_moves_it(story: Story, dupont: Debtor) -> None:
    story.invoice("F-1", dupont, "1 200,00 €", due=ON)
    story.lives("2026-03-03", "2026-03-04")
    published(story, NEW, on="2026-03-04")
    story.night("2026-03-11")
    assert running(story, dupont) == ("new", 1)
    assert story.action(dupont, "2026-03-11") == "call"
    moved = ladders.follow_latest(story.act("2026-03-11"), key="new", why="pour tous")
    assert moved == 1
    assert running(story, dupont) == ("new", 2)
    assert story.action(dupont, "2026-03-11") == "wait"
    assert "Le dossier suit désormais la version 2 de « Nouveau client »" in story.journal(dupont)[-1]
    story.night("2026-03-12")
    assert story.action(dupont, "2026-03-12") == "call"


def test_a_ladder_that_breaks_the_method_is_not_published(story: Story) -> None:
    broken = without_step(shipped_procedures()["new"], "call_1")
    strategy_actions.save_draft(story.act(ON), key="new", body=written(broken))
    outcome = ladders.publish(story.act(ON), key="new", why="plus court")
    assert "silence" in refused(outcome)
    assert not ProcedureVersion.objects.filter(version__isnull=False).exists()


def test_the_shipped_ladder_comes_back_as_a_version_of_its_own(story: Story) -> None:
    published(story, NEW)
    assert ladders.restore(story.act(ON), key="new", version=None) is None
    assert ladders.publish(story.act(ON), key="new", why="comme avant") == 3
    known = strategy_queries.ladders_of(story.entity.pk)
    assert known.in_force["new"].levels == shipped_procedures()["new"].levels
    assert known.in_force["new"].version == 3
    assert ladders.restore(story.act(ON), key="new", version=2) is None
    assert strategy_queries.drafts_of(story.entity.pk)["new"].version is None


def test_a_draft_that_changes_nothing_or_has_no_reason_is_not_published(story: Story) -> None:
    assert "Aucun brouillon" in refused(ladders.publish(story.act(ON), key="new", why="pour voir"))
    strategy_actions.save_draft(story.act(ON), key="new", body=written(shipped_procedures()["new"]))
    assert "ne change rien" in refused(ladders.publish(story.act(ON), key="new", why="pour voir"))
    assert isinstance(ladders.publish(story.act(ON), key="new", why=" "), Refused)


def test_a_version_of_one_company_is_nothing_to_another(story: Story) -> None:
    from tests.factories import an_entity

    published(story, NEW)
    other = an_entity(name="Négoce Martin")
    assert strategy_queries.ladders_of(other.pk).in_force["new"].version == 1


def test_another_ladder_takes_the_message_of_the_old_one_back(story: Story, dupont: Debtor) -> None:
    strategy_actions.set_step_mode(story.act(ON), stage="courtesy", mode=Mode.TO_CONFIRM)
    story.invoice("F-1", dupont, "1 200,00 €", due=ON)
    story.night("2026-03-03")
    assert [m.level for m in story.messages(dupont, MessageState.TO_CONFIRM)] == ["courtesy"]
    done = ladders.choose(story.act("2026-03-03"), customer_id=dupont.id, key="key_small", why="compte suivi")
    assert not isinstance(done, Refused)
    story.nothing_queued(dupont)
    assert running(story, dupont) == ("key_small", 1)
    assert any("Scénario « Grand compte, petite facture » choisi" in line for line in story.journal(dupont))
    story.night("2026-03-04")
    assert [m.level for m in story.messages(dupont, MessageState.TO_CONFIRM)] == ["statement_1"]


def test_a_case_goes_on_at_the_same_step_of_another_ladder(story: Story, dupont: Debtor) -> None:
    story.invoice("F-1", dupont, "1 200,00 €", due=ON)
    story.lives("2026-03-03", "2026-03-11")
    story.call(dupont, CallOutcome.ANSWERED_NO_PROMISE, on="2026-03-11", level="call_1", next_on="2026-03-12")
    ladders.choose(story.act("2026-03-11"), customer_id=dupont.id, key="sporadic", why="un jour par mois")
    case = story.case(dupont)
    assert case is not None
    row = CaseProgress.objects.get(case_id=case.id)
    assert (row.procedure, row.level, str(row.level_done_on)) == ("sporadic", "call_1", "2026-03-11")


def test_a_choice_is_taken_back_to_where_the_case_stood(story: Story, dupont: Debtor) -> None:
    story.invoice("F-1", dupont, "1 200,00 €", due=ON)
    story.lives("2026-03-03", "2026-03-04")
    before = list(CaseProgress.objects.values())
    done = ladders.choose(story.act("2026-03-04"), customer_id=dupont.id, key="key_small", why="compte suivi")
    assert not isinstance(done, Refused)
    ladders.take_back(story.act("2026-03-04"), chosen=done)
    after = list(CaseProgress.objects.values())
    assert [{**row, "review_on": None} for row in after] == [{**row, "review_on": None} for row in before]


def test_a_choice_holds_when_a_case_opens_anew(story: Story, dupont: Debtor) -> None:
    story.invoice("F-1", dupont, "1 200,00 €", due=ON)
    story.lives("2026-03-03", "2026-03-03")
    ladders.choose(story.act("2026-03-03"), customer_id=dupont.id, key="strained", why="difficulté dite")
    story.pay(dupont, "1 200,00 €", on="2026-03-05", number="F-1")
    story.lives("2026-03-06", "2026-03-06")
    assert story.case(dupont) is None
    story.invoice("F-2", dupont, "900,00 €", due="2026-10-05")
    story.lives("2026-10-06", "2026-10-07")
    assert running(story, dupont)[0] == "strained"


def test_who_is_not_confirmed_does_not_get_the_firm_ladder(story: Story, dupont: Debtor) -> None:
    story.invoice("F-1", dupont, "1 200,00 €", due=ON)
    story.lives("2026-03-03", "2026-03-03")
    outcome = ladders.choose(story.act("2026-03-03"), customer_id=dupont.id, key="avoids", why="ne paie pas")
    assert "profil confirmé" in refused(outcome)
    nobody = story.customer("Martin")
    outcome = ladders.choose(story.act("2026-03-03"), customer_id=nobody.id, key="new", why="pour voir")
    assert "Aucun dossier" in refused(outcome)


def test_a_rule_says_who_changes_and_changes_nobody_before_it_is_published(
    story: Story, dupont: Debtor
) -> None:
    belgian = story.customer("Peeters", country="BE")
    for customer, number in ((dupont, "F-1"), (belgian, "F-2")):
        story.invoice(number, customer, "1 200,00 €", due=ON)
    story.lives("2026-03-03", "2026-03-04")
    rule = AssignmentRule(Condition.COUNTRY, "BE", "sporadic")
    act = story.act("2026-03-04")
    strategy_actions.save_draft(act, key=RULES, body=written_rules([rule]))
    seen = ladder_rules.who_changes(act, [rule])
    assert [(change.customer, change.old, change.new.key) for change in seen.found] == [
        ("Peeters", "new", "sporadic")
    ]
    story.night("2026-03-05")
    assert running(story, belgian)[0] == "new"
    assert ladder_rules.publish(story.act("2026-03-05"), why="usage belge") == 1
    assert (running(story, belgian)[0], running(story, dupont)[0]) == ("sporadic", "new")
    story.night("2026-03-06")
    assert (running(story, belgian)[0], running(story, dupont)[0]) == ("sporadic", "new")
    assert "le pays est BE" in story.journal(belgian)[-1]


def test_a_trial_writes_nothing_and_tells_the_truth(story: Story, dupont: Debtor) -> None:
    story.invoice("F-1", dupont, "1 200,00 €", due=ON)
    story.lives("2026-03-03", "2026-03-05")
    before = (len(story.journal(dupont)), list(CaseProgress.objects.values()))
    act = story.act("2026-03-06")
    found = ladder_trial.try_out(
        act, procedure=shipped_procedures()["new"], customer_id=dupont.id, start=Start.TODAY
    )
    assert not isinstance(found, Refused)
    assert (len(story.journal(dupont)), list(CaseProgress.objects.values())) == before
    first = found.trial.steps[0]
    assert first.level.key == "call_1"
    story.lives("2026-03-06", str(first.on))
    assert story.action(dupont, str(first.on)) == "call"
    again = ladder_trial.try_out(
        act, procedure=shipped_procedures()["new"], customer_id=dupont.id, start=Start.DUE_DATE
    )
    assert not isinstance(again, Refused)
    assert [step.level.key for step in again.trial.steps][:2] == ["pre_due", "courtesy"]
    assert replace(again, follows=found.follows).customer == found.customer
