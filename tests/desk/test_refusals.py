"""What the rules refuse to somebody at the desk is told to the journal; a slip of the pen is not."""

from django.test import Client

from encours.ground.evidence.models import JournalEntry
from tests.desk.conftest import House, words

PROMISE = {
    "amount": "500", "promised_for": "2026-11-30", "means": "virement", "person": "Anne Petit", "source": "call",
    "measure": "short_plan", "after_days": "1",
    "trace": "",
}  # fmt: skip
NO = "Rien n'est échu chez ce client"


def refusals() -> list[JournalEntry]:
    return list(JournalEntry.objects.filter(kind="evidence.request_refused").select_related("words"))


def test_a_refusal_of_the_rules_is_kept_with_its_reason(owner: Client, house: House) -> None:
    answer = owner.post(f"/clients/{house.customer.pk}/promesse", PROMISE)
    assert answer.status_code == 422
    assert NO in words(answer)
    (line,) = refusals()
    assert line.subject == f"customer:{house.customer.pk}"
    assert line.payload == {"page": "promise_new", "customer_id": house.customer.pk}
    assert NO in line.words.summary


def test_a_slip_of_the_pen_is_nobodys_business(owner: Client, house: House) -> None:
    answer = owner.post(f"/clients/{house.customer.pk}/promesse", PROMISE | {"amount": "beaucoup"})
    assert answer.status_code == 422
    assert refusals() == []
