"""Two people answer one dispute at the same moment: one wins, the other is told that it changed."""

import threading

import pytest
from django.db import connection

from encours.ground.evidence.models import JournalEntry
from encours.ground.kernel.reason import Refused
from encours.method.cases.rules.calendar import Calendar
from encours.method.disputes import actions
from encours.method.disputes.models import Dispute
from encours.method.disputes.rules.contest import AnswerDraft, DisputeDraft
from encours.method.disputes.rules.words import DisputeOutcome
from tests.factories import TODAY, a_customer, an_act, an_entity, an_invoice, euros


@pytest.mark.django_db(transaction=True)
def test_of_several_who_answer_at_the_same_moment_one_wins() -> None:
    entity = an_entity()
    invoice = an_invoice(a_customer(entity))
    draft = DisputeDraft(invoice.customer_id, invoice.pk, euros("300"), "rayé")
    act = an_act(entity)
    made = actions.open_dispute(act, draft=draft, open_amount=euros("1200"), calendar=Calendar("FR"))
    assert isinstance(made, int)
    actions.acknowledge(act, dispute_id=made)
    actions.start(act, dispute_id=made)
    seen, outcomes = Dispute.objects.get().version, []
    ready = threading.Barrier(3)

    def answer(outcome: DisputeOutcome) -> None:
        try:
            said, who = AnswerDraft(outcome, "vérifié ensemble"), an_act(entity, actor=f"user:{outcome}")
            ready.wait()
            outcomes.append(
                actions.answer_dispute(who, dispute_id=made, draft=said, rests_until_on=TODAY, seen=seen)
            )
        except BaseException as problem:  # noqa: BLE001 told to the test
            outcomes.append(problem)
        finally:
            connection.close()

    wanted = (DisputeOutcome.UPHELD, DisputeOutcome.GROUNDLESS, DisputeOutcome.GROUNDLESS)
    threads = [threading.Thread(target=answer, args=(outcome,)) for outcome in wanted]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    refused = [outcome for outcome in outcomes if outcome is not None]
    assert [(type(one), getattr(one, "field", one)) for one in refused] == [(Refused, "seen")] * 2
    assert JournalEntry.objects.filter(kind="disputes.dispute_answered").count() == 1
