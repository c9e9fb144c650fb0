"""The call brief: what we owe comes first, what settled earlier delays is told, the question fits the past."""

from datetime import UTC, date, datetime, timedelta

import pytest
from django.test import Client

from encours.books.receivables.rules.drafts import PaymentDraft
from encours.flows import contacting, recording
from encours.ground.kernel.money import Money
from encours.method.agreements.rules.drafts import OwnPromiseDraft
from encours.method.agreements.rules.words import AgreementState, OwnPromiseKind
from encours.method.cases import actions as cases_actions
from encours.method.cases.rules.contact import Channel, Direction, Occasion, PastContact
from encours.method.cases.rules.records import ContactRecord
from tests import factories
from tests.desk.conftest import House, words

DEMAND = "Quand pouvons-nous espérer un paiement"
NO_HISTORY = "La facture est-elle correcte"


@pytest.fixture
def page(house: House) -> str:
    factories.a_contact(house.customer, phone="01 44 00 00 00", is_main=False)
    return f"/clients/{house.customer.pk}/appel"


def paid(house: House, *, due: date, late: int) -> None:
    """An invoice of 900 € that was paid so many days after its due date."""
    amount = Money(90_000, "EUR")
    invoice = factories.an_invoice(house.customer, amount, due_on=due)
    on = due + timedelta(days=late)
    draft = PaymentDraft(house.customer.pk, on, "EUR", amount.minor)
    assert isinstance(recording.add_payment(act(house), draft, named=invoice.number), int)


def called(house: House, on: date) -> None:
    at = datetime(on.year, on.month, on.day, 9, 0, tzinfo=UTC)
    contact = PastContact(at, Direction.OUTBOUND, Channel.PHONE, Occasion.LADDER, "call", "call")
    record = ContactRecord(house.customer.pk, f"test:{on}", contact, factories.a_case(house.customer).pk)
    cases_actions.record_contacts(act(house), records=[record])


def act(house: House):  # type: ignore[no-untyped-def]
    return factories.an_act(house.entity)


def test_where_we_owe_an_answer_the_call_begins_with_it_and_demands_nothing(
    owner: Client, house: House, page: str
) -> None:
    assert DEMAND in words(owner.get(page))
    draft = OwnPromiseDraft(house.customer.pk, OwnPromiseKind.ANSWER, "Le transformateur est-il garanti ?")
    assert isinstance(contacting.owe(act(house), draft), int)
    shown = words(owner.get(page))
    assert shown.count("Le transformateur est-il garanti ?") == 2
    assert "le paiement ensuite" in shown
    assert DEMAND not in shown


def test_an_earlier_delay_tells_what_settled_it(owner: Client, house: House, page: str) -> None:
    paid(house, due=date(2026, 6, 1), late=20)
    called(house, date(2026, 6, 17))
    shown = words(owner.get(page))
    assert "après notre contact du 17 juin (téléphone)" in shown
    assert "La dernière fois, le règlement était venu le 21 juin" in shown


def test_an_earlier_delay_settled_by_an_agreement_says_so(owner: Client, house: House, page: str) -> None:
    paid(house, due=date(2026, 6, 1), late=20)
    factories.an_agreement(
        factories.a_case(house.customer),
        Money(90_000, "EUR"),
        state=AgreementState.KEPT,
        proposed_on=date(2026, 6, 12),
        promised_for=date(2026, 6, 21),
        judged_on=date(2026, 6, 22),
    )
    assert "selon l'accord du 12 juin" in words(owner.get(page))


def test_a_few_days_are_no_delay_to_be_questioned_about(owner: Client, house: House, page: str) -> None:
    """«La dernière fois, qu'est-ce qui l'avait permis ?» was asked about two days."""
    paid(house, due=date(2026, 6, 1), late=2)
    shown = words(owner.get(page))
    assert "arrivent à quelques jours près : qu'est-ce qui a changé ?" in shown
    assert "qu'est-ce qui l'avait permis" not in shown


def test_the_first_delay_ever_asks_what_changed(owner: Client, house: House, page: str) -> None:
    assert NO_HISTORY in words(owner.get(page))
    paid(house, due=date(2026, 6, 1), late=-1)
    assert "C'est la première fois : qu'est-ce qui a changé ?" in words(owner.get(page))


def test_the_next_step_stays_readable_in_the_words_of_the_caller(
    owner: Client, house: House, page: str
) -> None:
    """«rappeler après le salon» was kept and shown nowhere."""
    owner.get(page)
    given = {
        "outcome": "answered_no_promise",
        "note": "Attend le salon.",
        "next_step": "rappeler après le salon",
        "next_on": "2026-12-01",
        "mood": "calm",
    }
    assert owner.post(page, given).status_code == 302
    shown = words(owner.get(f"/clients/{house.customer.pk}"))
    assert (
        "Suite : rappeler après le salon, le mar. 1er déc" in shown or "après le salon, le 1er déc" in shown
    )


def test_a_copy_is_sent_again_in_one_click_and_the_script_says_when(
    owner: Client, house: House, page: str
) -> None:
    recording.attach_copy(act(house), invoice_id=house.invoice.pk, name="F.pdf", content=b"%PDF-1.4 facture")
    again = f"/factures/{house.invoice.pk}/renvoyer"
    assert again in words(owner.get(page))
    assert again in words(owner.get(f"/factures/{house.invoice.pk}"))
    answer = owner.post(again, {"next": page}, follow=True)
    assert answer.redirect_chain[-1][0] == page
    assert "Copie de" in words(answer)
    assert "Je vous ai renvoyé la facture le" in words(owner.get(page))
    assert owner.get(again).status_code == 405
