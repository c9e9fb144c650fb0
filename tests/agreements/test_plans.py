"""Plans on a real database: proposed, accepted as a whole, each part judged as a promise, kept or fallen."""

from datetime import date, datetime, timedelta

import pytest
from django.db import IntegrityError, transaction

from encours.ground.evidence import queries as evidence_queries
from encours.ground.evidence.acts import Act
from encours.ground.kernel.reason import Refused
from encours.method.agreements import actions, queries
from encours.method.agreements.models import Acceptance, Agreement
from encours.method.agreements.rules.acceptance import AcceptanceDraft, AcceptedBy, text_digest
from encours.method.agreements.rules.plan import PlanDraft, PlanWish, Rhythm, build_plan
from encours.method.agreements.rules.plan_life import Plan
from encours.method.agreements.rules.plan_states import PlanState
from encours.method.agreements.rules.promise import Bank, covers
from encours.method.agreements.rules.receipts import Came, Receipt
from encours.method.agreements.rules.words import AgreementState, PromiseSource
from encours.method.cases.models import Case
from encours.method.cases.rules.calendar import Calendar
from tests.factories import NOW, TODAY, a_case, a_customer, an_act, an_entity, euros, kinds_about

pytestmark = pytest.mark.django_db
P, S = PlanState, AgreementState
FRANCE = Calendar("FR")
FRIDAY = TODAY + timedelta(days=4)
TEXT = "Échéancier entre Dupont et Atelier Morel : 900 €"


@pytest.fixture
def case() -> Case:
    return a_case(a_customer(an_entity()))


def act_on(case: Case, day: date = TODAY) -> Act:
    return an_act(case.entity, at=datetime.combine(day, NOW.time(), tzinfo=NOW.tzinfo))


def offer(case: Case, parts: int = 3, **fields: object) -> actions.PlanOffer:
    wish = PlanWish(euros("900"), FRIDAY, parts, Rhythm.FORTNIGHTLY)
    draft = build_plan(wish, today=TODAY, calendar=FRANCE)
    assert isinstance(draft, PlanDraft)
    values = {"means": "virement", "person": "Anne Petit", "source": PromiseSource.CALL} | fields
    return actions.PlanOffer(case.customer_id, case.pk, draft, **values)  # type: ignore[arg-type]


def by_link() -> AcceptanceDraft:
    return AcceptanceDraft(AcceptedBy.LINK, TEXT, person="Anne Petit", address="lien 7f3a")


def accepted(case: Case) -> int:
    made = actions.propose_plan(act_on(case), offer=offer(case))
    assert isinstance(made, int)
    assert actions.accept(act_on(case), agreement_id=made, acceptance=by_link()) is None
    return made


def plan(case: Case) -> Plan:
    return queries.plans_of([case.customer_id])[case.customer_id][0]


def judge(case: Case, day: date, *came: tuple[str, date]) -> PlanState:
    receipts = [Receipt(case.customer_id, on, euros(amount)) for amount, on in came]
    actions.judge_due(
        act_on(case, day),
        customer_ids=[case.customer_id],
        came=Came(receipts),
        bank=Bank(day, Calendar("FR")),
    )
    return plan(case).state


def covered(case: Case) -> int:
    return sum(covers(p).minor for p in queries.promises_of([case.customer_id])[case.customer_id])


def after(day: date, count: int = 1) -> date:
    return FRANCE.after(day, count)


def test_a_plan_is_accepted_as_a_whole_and_its_text_is_kept_word_for_word(case: Case) -> None:
    made = actions.propose_plan(act_on(case), offer=offer(case))
    assert isinstance(made, int)
    assert covered(case) == 0
    part = plan(case).parts[0].id
    assert isinstance(actions.accept(act_on(case), agreement_id=part, acceptance=by_link()), Refused)
    assert actions.accept(act_on(case), agreement_id=made, acceptance=by_link()) is None
    assert plan(case).state is P.ACCEPTED
    assert [one.state for one in plan(case).parts] == [S.ACCEPTED] * 3
    assert covered(case) == 900_00
    kept = Acceptance.objects.get()
    assert (kept.how, kept.text, kept.digest) == ("link", TEXT, text_digest(TEXT))
    last = evidence_queries.lines_about(act_on(case).chain, [f"customer:{case.customer_id}"])[0]
    assert (last.kind, last.payload["text_sha256"]) == ("agreements.plan_accepted", text_digest(TEXT))
    assert last.details["text"] == TEXT


def test_a_plan_kept_to_its_end_is_completed(case: Case) -> None:
    accepted(case)
    days = [part.promised_for for part in plan(case).parts]
    came = [("300", day) for day in days]
    assert judge(case, days[0]) is P.RUNNING
    assert judge(case, after(days[0]), *came[:1]) is P.RUNNING
    assert covered(case) == 600_00
    assert judge(case, after(days[1]), *came[:2]) is P.RUNNING
    assert judge(case, after(days[2]), *came) is P.COMPLETED
    assert kinds_about(case.customer)[-1] == "agreements.plan_completed"


def test_an_instalment_repaired_in_three_business_days_lets_the_plan_run_on(case: Case) -> None:
    accepted(case)
    first = plan(case).parts[0].promised_for
    missed = after(first)
    assert judge(case, missed) is P.INSTALMENT_MISSED
    assert covered(case) == 600_00
    late = ("300", after(missed, 2))
    assert judge(case, after(missed, 2), late) is P.RUNNING
    assert plan(case).parts[0].state is S.BROKEN_THEN_PAID


def test_a_part_of_an_instalment_is_repaired_by_what_follows(case: Case) -> None:
    accepted(case)
    first = plan(case).parts[0].promised_for
    part = ("100", first)
    assert judge(case, after(first), part) is P.INSTALMENT_MISSED
    assert plan(case).parts[0].state is S.PARTLY_KEPT
    assert judge(case, after(first, 2), part, ("200", after(first, 2))) is P.RUNNING


def test_an_instalment_that_is_not_repaired_makes_the_whole_balance_due(case: Case) -> None:
    accepted(case)
    missed = after(plan(case).parts[0].promised_for)
    judge(case, missed)
    assert judge(case, after(missed, 3)) is P.INSTALMENT_MISSED
    assert judge(case, after(missed, 4)) is P.ACCELERATED
    assert covered(case) == 0
    assert [one.state for one in plan(case).parts] == [S.BROKEN, S.CANCELLED, S.CANCELLED]
    assert kinds_about(case.customer)[-2:] == ["agreements.plan_broken", "agreements.plan_accelerated"]


def test_silence_leaves_a_plan_unconfirmed_and_a_late_yes_still_accepts_it(case: Case) -> None:
    made = actions.propose_plan(act_on(case), offer=offer(case))
    assert isinstance(made, int)
    assert judge(case, after(TODAY, 4)) is P.UNCONFIRMED
    act = act_on(case, FRIDAY)
    assert actions.accept(act, agreement_id=made, acceptance=by_link()) is None
    assert plan(case).state is P.ACCEPTED
    assert covered(case) == 900_00


def test_what_waits_for_us_is_not_accepted_before_we_agree(case: Case) -> None:
    made = actions.propose_plan(act_on(case), offer=offer(case, awaits_us=True))
    assert isinstance(made, int)
    assert isinstance(actions.accept(act_on(case), agreement_id=made, acceptance=by_link()), Refused)
    assert actions.approve(act_on(case), agreement_id=made) is None
    assert actions.accept(act_on(case), agreement_id=made, acceptance=by_link()) is None


def test_a_no_declines_the_plan_with_its_parts(case: Case) -> None:
    made = actions.propose_plan(act_on(case), offer=offer(case))
    assert isinstance(made, int)
    assert actions.decline(act_on(case), agreement_id=made, words="trop court") is None
    assert plan(case).state is P.DECLINED
    assert {one.state for one in plan(case).parts} == {S.CANCELLED}
    assert isinstance(actions.decline(act_on(case), agreement_id=made, words="non"), Refused)


def test_bereavement_pauses_a_plan_and_it_runs_on_that_much_later(case: Case) -> None:
    accepted(case)
    days = [part.promised_for for part in plan(case).parts]
    actions.end_plans(act_on(case), customer_id=case.customer_id, why="deuil", pauses=True)
    assert plan(case).state is P.PAUSED
    assert judge(case, after(days[0])) is P.PAUSED
    resumed_on = TODAY + timedelta(days=30)
    actions.resume_plans(act_on(case, resumed_on), customer_id=case.customer_id, calendar=FRANCE)
    assert plan(case).state is P.RUNNING
    assert [p.promised_for for p in plan(case).parts] == [
        FRANCE.next_open(day + timedelta(days=30)) for day in days
    ]


def test_insolvency_cancels_a_plan_with_what_still_waits(case: Case) -> None:
    accepted(case)
    actions.end_plans(act_on(case), customer_id=case.customer_id, why="procédure", pauses=False)
    assert plan(case).state is P.CANCELLED
    assert covered(case) == 0


def test_a_plan_is_renegotiated_once(case: Case) -> None:
    made = accepted(case)
    again = actions.renegotiate_plan(act_on(case), plan_id=made, offer=offer(case), why="paie décalée")
    assert isinstance(again, int)
    assert Agreement.objects.get(pk=made).state == P.RENEGOTIATED
    assert actions.accept(act_on(case), agreement_id=again, acceptance=by_link()) is None
    assert covered(case) == 900_00
    more = actions.renegotiate_plan(act_on(case), plan_id=again, offer=offer(case), why="encore")
    assert isinstance(more, Refused)


def test_money_that_comes_back_reopens_a_plan_that_was_kept(case: Case) -> None:
    accepted(case)
    days = [part.promised_for for part in plan(case).parts]
    judge(case, after(days[2]), *[("300", day) for day in days])
    receipts = [Receipt(case.customer_id, day, euros("300")) for day in days[:2]]
    actions.judge_due(
        act_on(case, after(days[2], 2)),
        customer_ids=[case.customer_id],
        came=Came(receipts),
        bank=Bank(days[2], Calendar("FR")),
        returned=True,
    )
    assert plan(case).state is P.INSTALMENT_MISSED
    assert plan(case).parts[2].state is S.BROKEN


def test_the_database_refuses_a_plan_accepted_without_a_trace(case: Case) -> None:
    made = actions.propose_plan(act_on(case), offer=offer(case))
    for state in ("running", "accelerated"):
        with pytest.raises(IntegrityError), transaction.atomic():
            Agreement.objects.filter(pk=made).update(state=state)


def test_the_wrong_sum_of_invoices_is_refused(case: Case) -> None:
    refused = actions.propose_plan(act_on(case), offer=offer(case, invoices=((1, 800_00),)))
    assert isinstance(refused, Refused) and refused.field == "invoices"
