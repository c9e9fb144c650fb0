"""What changed between the night and the morning is not sent, and the journal says why."""

from dataclasses import replace
from typing import Any

import pytest

from encours.books.creditor import actions as creditor_actions
from encours.books.receivables import actions as receivables_actions
from encours.books.receivables.rules.drafts import ContactDraft
from encours.flows import outbox, recording
from encours.method.cases.rules.contact import CallOutcome, HoldKind
from encours.method.outreach.models import Message
from encours.method.outreach.rules.states import MessageState, Mode
from encours.method.strategy import actions as strategy_actions
from tests.factories import an_entity
from tests.story import Debtor, Story, day, plain

S = MessageState
THURSDAY = "2026-03-05"


@pytest.fixture
def dupont(story: Story) -> Debtor:
    """One customer whose courtesy note for F-2031, 1 200 €, is ready on Thursday 5 March 2026."""
    customer = story.customer("Dupont SARL", phone="01 44 00 00 00")
    story.invoice("F-2031", customer, "1 200,00 €", due="2026-03-04")
    story.night(THURSDAY)
    story.queued("courtesy", to=customer)
    return customer


def to_confirm(customer: Debtor) -> None:
    Message.objects.filter(customer_id=customer.id).update(state=S.TO_CONFIRM.value)


def test_nothing_changed_and_it_leaves(story: Story, dupont: Debtor) -> None:
    story.dispatch(THURSDAY)
    assert [str(s) for s in story.left(dupont)] == ["2026-03-05 courtesy"]


def test_a_payment_made_between_queue_and_send_stops_the_reminder(story: Story, dupont: Debtor) -> None:
    story.pay(dupont, "1 200,00 €", on=THURSDAY, hour="08:00", number="F-2031")
    story.dispatch(THURSDAY)
    story.nothing_left_for(dupont, because="n'est plus ouverte")


def test_a_payment_of_a_part_stops_it_since_the_amount_would_be_wrong(story: Story, dupont: Debtor) -> None:
    story.pay(dupont, "500,00 €", on=THURSDAY, hour="08:00", number="F-2031")
    story.dispatch(THURSDAY)
    story.nothing_left_for(dupont, because="le message est à refaire")
    story.night("2026-03-06")
    assert "700,00" in story.queued("courtesy", to=dupont).text


def test_money_not_yet_allocated_stops_it_as_well(story: Story, dupont: Debtor) -> None:
    story.pay(dupont, "1 300,00 €", on=THURSDAY, hour="08:00")
    story.dispatch(THURSDAY)
    story.nothing_left_for(dupont, because="est payée")


def test_a_credit_note_stops_it(story: Story, dupont: Debtor) -> None:
    story.credit(dupont, "200,00 €", on=THURSDAY, hour="08:00", against="F-2031")
    story.dispatch(THURSDAY)
    story.nothing_left_for(dupont, because="1 000,00")


def test_a_credit_note_allocated_to_nothing_stops_it_too(story: Story, dupont: Debtor) -> None:
    story.credit(dupont, "200,00 €", on=THURSDAY, hour="08:00")
    story.dispatch(THURSDAY)
    story.nothing_left_for(dupont, because="le message est à refaire")


def test_a_promise_accepted_between_queue_and_send_stops_the_reminder(story: Story, dupont: Debtor) -> None:
    story.promise(dupont, "1 200,00 €", on="2026-03-25", made_on=THURSDAY, hour="08:00", accepted=True)
    story.dispatch(THURSDAY)
    story.nothing_left_for(dupont, because="Un accord en cours porte sur la facture F-2031")


def test_a_promise_that_is_only_spoken_stops_it_while_we_wait_for_the_written_yes(
    story: Story, dupont: Debtor
) -> None:
    story.promise(dupont, "1 200,00 €", on="2026-03-25", made_on=THURSDAY, hour="08:00")
    story.dispatch(THURSDAY)
    story.nothing_left_for(dupont, because="réponse attendue", besides="promise_to_confirm")


def test_a_promise_for_a_part_stops_what_asks_for_the_whole(story: Story, dupont: Debtor) -> None:
    story.promise(dupont, "500,00 €", on="2026-03-25", made_on=THURSDAY, hour="08:00", accepted=True)
    story.dispatch(THURSDAY)
    story.nothing_left_for(dupont, because="700,00")


def test_a_contested_invoice_is_never_reminded(story: Story, dupont: Debtor) -> None:
    story.contest(dupont, "F-2031", "1 200,00 €", on=THURSDAY, hour="08:00")
    story.dispatch(THURSDAY)
    story.nothing_left_for(dupont, because="est contestée")


def test_the_part_that_is_not_contested_is_asked_for_the_next_morning(story: Story, dupont: Debtor) -> None:
    story.contest(dupont, "F-2031", "200,00 €", on=THURSDAY, hour="08:00")
    story.dispatch(THURSDAY)
    story.nothing_left_for(dupont, because="le message est à refaire")
    story.night("2026-03-06")
    assert "1 000,00" in plain(story.queued("courtesy", to=dupont).text)


@pytest.mark.parametrize(
    ("kind", "until", "because"),
    [
        (HoldKind.MANUAL, "2026-03-10", "10 mars 2026"),
        (HoldKind.BEREAVEMENT, None, "deuil"),
        (HoldKind.SERIOUS_EVENT, None, "événement grave"),
        (HoldKind.INSOLVENCY, None, "procédure collective"),
    ],
)
def test_a_pause_stops_it(
    story: Story, dupont: Debtor, kind: HoldKind, until: str | None, because: str
) -> None:
    story.hold(dupont, on=THURSDAY, hour="08:00", until=until, kind=kind)
    story.dispatch(THURSDAY)
    story.nothing_left_for(dupont, because=because)


def test_something_unread_from_the_customer_stops_it(story: Story, dupont: Debtor) -> None:
    story.inbound(dupont, "C'est payé depuis hier.", on=THURSDAY, hour="08:00")
    story.dispatch(THURSDAY)
    story.nothing_left_for(dupont, because="une réponse du client reste à lire")


def test_what_we_owe_first_stops_it(story: Story, dupont: Debtor) -> None:
    story.owe(dupont, "le certificat demandé", on=THURSDAY, hour="08:00")
    story.dispatch(THURSDAY)
    story.nothing_left_for(dupont, because="le certificat demandé")


def test_a_call_in_the_morning_stops_the_mail_of_the_night(story: Story, dupont: Debtor) -> None:
    story.call(dupont, CallOutcome.ANSWERED_NO_PROMISE, on=THURSDAY, hour="08:30", next_on="2026-03-16")
    story.dispatch(THURSDAY)
    story.nothing_left_for(dupont, because="16 mars 2026")


def test_a_step_that_a_person_passes_over_does_not_leave(story: Story, dupont: Debtor) -> None:
    story.skip(dupont, on=THURSDAY, hour="08:00")
    story.dispatch(THURSDAY)
    story.nothing_left_for(dupont, because="Étape prévue 9 jours après")


def test_an_invoice_that_is_cancelled_is_not_asked_for(story: Story, dupont: Debtor) -> None:
    act = story.act(THURSDAY, "08:00")
    invoice = Message.objects.get().lines.get().due.invoice_id
    recording.change_books(
        act, dupont.id, lambda: receivables_actions.cancel_invoice(act, invoice_id=invoice)
    )
    story.dispatch(THURSDAY)
    story.nothing_left_for(dupont, because="F-2031")


def changed_contact(story: Story, customer: Debtor, **changes: Any) -> None:
    pk = story.contact(customer)
    assert pk is not None
    draft = replace(ContactDraft(name="Anne Petit", email="compta@dupont.test", is_main=True), **changes)
    receivables_actions.change_contact(story.act(THURSDAY, "08:00"), contact_id=pk, draft=draft)


def test_a_changed_address_stops_it(story: Story, dupont: Debtor) -> None:
    changed_contact(story, dupont, email="nouvelle@dupont.test")
    story.dispatch(THURSDAY)
    story.nothing_left_for(dupont, because="l'adresse a changé")
    story.night("2026-03-06")
    assert story.queued("courtesy", to=dupont).to_email == "nouvelle@dupont.test"


def test_a_person_who_left_is_not_written_to(story: Story, dupont: Debtor) -> None:
    pk = story.contact(dupont)
    assert pk is not None
    receivables_actions.remove_contact(story.act(THURSDAY, "08:00"), contact_id=pk, to=True)
    story.dispatch(THURSDAY)
    story.nothing_left_for(dupont, because="l'adresse a changé")


def test_an_address_that_does_not_work_is_not_written_to(story: Story, dupont: Debtor) -> None:
    pk = story.contact(dupont)
    assert pk is not None
    receivables_actions.note_bounce(story.act(THURSDAY, "08:00"), contact_id=pk)
    story.dispatch(THURSDAY)
    story.nothing_left_for(dupont, because="ne fonctionne plus")


def test_somebody_who_no_longer_wants_mail_gets_none(story: Story, dupont: Debtor) -> None:
    changed_contact(story, dupont, accepts_email=False)
    story.dispatch(THURSDAY)
    story.nothing_left_for(dupont, because="ne souhaite pas recevoir d'e-mail")


def test_a_message_that_waits_for_a_yes_is_withheld_as_soon_as_it_is_wrong(
    story: Story, dupont: Debtor
) -> None:
    to_confirm(dupont)
    story.pay(dupont, "1 200,00 €", on=THURSDAY, hour="08:00", number="F-2031")
    story.nothing_left_for(dupont, because="n'est plus ouverte")


def test_a_message_to_be_sent_by_hand_is_withheld_as_soon_as_it_is_wrong(
    story: Story, dupont: Debtor
) -> None:
    Message.objects.update(state=S.BY_HAND.value)
    story.inbound(dupont, on=THURSDAY, hour="08:00")
    story.nothing_left_for(dupont, because="une réponse du client reste à lire")


def test_a_text_of_another_week_is_written_anew(story: Story, dupont: Debtor) -> None:
    """Nobody said yes for nine days: the former text is put aside, and a right one asks for the yes."""
    to_confirm(dupont)
    story.lives("2026-03-06", "2026-03-13")
    former, latter = story.messages(dupont)
    assert (former.state, former.decided_on) == (S.CANCELLED, day(THURSDAY))
    assert latter.decided_on == day("2026-03-13")


def test_what_was_confirmed_in_the_evening_leaves_the_next_morning(story: Story, dupont: Debtor) -> None:
    to_confirm(dupont)
    story.approve(dupont, on=THURSDAY, hour="20:15")
    story.dispatch(THURSDAY, "20:16")
    assert story.left(dupont) == []
    assert any("reporté" in line for line in story.journal(dupont))
    story.bank(THURSDAY, "20:20")
    story.night("2026-03-06")
    story.dispatch("2026-03-06", "08:59")
    assert story.left(dupont) == []
    story.dispatch("2026-03-06", "09:00")
    assert [str(s) for s in story.left(dupont)] == ["2026-03-06 courtesy"]


def test_a_bank_that_is_not_read_since_stops_what_waited_over_the_weekend(
    story: Story, dupont: Debtor
) -> None:
    to_confirm(dupont)
    story.approve(dupont, on="2026-03-06", hour="19:30")
    story.dispatch("2026-03-09")
    story.nothing_left_for(dupont, because="un règlement est peut-être arrivé")


def test_the_decision_of_the_owner_to_stop_counts_before_the_confirmation(
    story: Story, dupont: Debtor
) -> None:
    to_confirm(dupont)
    (message,) = story.messages(dupont)
    outbox.withhold_many(story.act(THURSDAY, "08:00"), message_ids=[message.pk], why="vu ensemble")
    assert outbox.approve(story.act(THURSDAY, "08:01"), message_id=message.pk) is not None
    story.dispatch(THURSDAY)
    story.nothing_left_for(dupont, because="vu ensemble")


def test_two_companies_never_mix(story: Story, dupont: Debtor) -> None:
    """The same name, the same address, the same invoice number: a payment to one says nothing of the other."""
    studio = an_entity(name="Studio Morel", email="studio@morel.test", is_sending_on=True)
    other = Story(story.server, studio)
    twin = other.customer("Dupont SARL")
    other.invoice("F-2031", twin, "1 200,00 €", due="2026-03-04")
    other.night(THURSDAY)
    other.pay(twin, "1 200,00 €", on=THURSDAY, hour="08:00", number="F-2031")
    story.dispatch(THURSDAY)
    other.nothing_left_for(twin, because="n'est plus ouverte")
    assert [str(s) for s in story.left(dupont)] == ["2026-03-05 courtesy"]
    (received,) = story.server.messages
    assert "compta@morel.test" in received.message["From"]
    assert not any("Studio" in line for line in story.journal(dupont))


def test_a_promise_reaches_only_the_pause_it_pays_for(story: Story, dupont: Debtor) -> None:
    """What is due beside the promise is still asked for, in a message of its own."""
    story.invoice("F-2040", dupont, "800,00 €", due="2026-03-03")
    story.promise(dupont, "800,00 €", on="2026-03-25", made_on=THURSDAY, hour="08:00", accepted=True)
    story.dispatch(THURSDAY)
    assert story.left(dupont) == []
    story.night("2026-03-06")
    message = story.queued("courtesy", to=dupont)
    assert [line.number for line in message.lines.all()] == ["F-2031"]


# --- before the due date ------------------------------------------------------------------


@pytest.fixture
def early(story: Story) -> Debtor:
    """A new customer whose word before the date, for F-1 of 1 200 € due on 10 March, is ready."""
    customer = story.customer("Lumen SAS")
    story.invoice("F-1", customer, "1 200,00 €", due="2026-03-10", on="2026-03-01")
    story.night(THURSDAY)
    story.queued("pre_due", to=customer)
    return customer


def test_2026_11_22_money_in_our_hands_stops_the_word_before_the_date(story: Story, early: Debtor) -> None:
    """It left although the money was there: only what is overdue was held against credits."""
    story.pay(early, "1 500,00 €", on=THURSDAY, hour="08:30")
    story.dispatch(THURSDAY)
    story.nothing_left_for(early, because="est payée")


def test_2026_11_22_the_word_before_the_date_names_what_will_be_missing(story: Story) -> None:
    customer = story.customer("Lumen SAS")
    story.invoice("F-1", customer, "1 200,00 €", due="2026-03-10", on="2026-03-01")
    story.credit(customer, "400,00 €", on="2026-03-02")
    story.night(THURSDAY)
    message = story.queued("pre_due", to=customer)
    assert (message.total_minor, "800,00" in message.text, "1 200,00" in plain(message.text)) == (
        800_00, True, False,
    )  # fmt: skip
    story.dispatch(THURSDAY)
    assert [str(s) for s in story.left(customer)] == ["2026-03-05 pre_due"]


def test_another_invoice_that_is_late_comes_before_the_date_to_come(story: Story, early: Debtor) -> None:
    to_confirm(early)
    story.invoice("F-0", early, "300,00 €", due="2026-03-05", on="2026-02-01")
    story.night("2026-03-06")
    (word,) = story.messages(early, S.CANCELLED)
    assert word.level == "pre_due"
    story.queued("courtesy", to=early)


# --- what a person withheld ---------------------------------------------------------------


def withheld(story: Story, customer: Debtor) -> None:
    (message,) = story.messages(customer, S.READY)
    refused = outbox.withhold_many(
        story.act(THURSDAY, "08:00"), message_ids=[message.pk], why="on s'est parlé hier"
    )
    assert refused == []


def test_2026_11_22_what_a_person_withheld_does_not_leave_by_itself_the_next_morning(
    story: Story, dupont: Debtor
) -> None:
    """Its step was prepared again the very next night, and left before anybody looked."""
    withheld(story, dupont)
    story.lives("2026-03-06", "2026-03-11")
    assert story.left(dupont) == []
    assert story.line(dupont, "2026-03-06").next_on == day("2026-03-12")  # type: ignore[union-attr]
    story.lives("2026-03-12", "2026-03-12")
    assert [str(s) for s in story.left(dupont)] == ["2026-03-12 courtesy"]


def test_a_word_before_the_date_that_a_person_withheld_is_not_prepared_again(
    story: Story, early: Debtor
) -> None:
    withheld(story, early)
    story.lives("2026-03-06", "2026-03-10")
    assert story.left(early) == []
    assert len(story.messages(early)) == 1


def test_the_call_of_a_step_whose_mail_a_person_withheld_is_still_to_be_made(story: Story) -> None:
    customer = story.customer("Grand SA", phone="01 44 00 00 01")
    story.invoice("F-9", customer, "15 000,00 €", due="2026-03-04")
    story.night(THURSDAY)
    withheld(story, customer)
    line = story.line(customer, THURSDAY)
    assert line is not None and (line.action, line.section) == ("call", "first")


# --- the house becomes more careful -------------------------------------------------------


@pytest.mark.parametrize(
    ("mode", "ceiling", "state"),
    [
        (Mode.TO_CONFIRM, None, S.TO_CONFIRM),
        (Mode.MANUAL, None, S.BY_HAND),
        (None, 100_000, S.TO_CONFIRM),
        (Mode.AUTOMATIC, 200_000, S.ACCEPTED),
    ],
)
def test_2026_11_22_a_ceiling_or_a_mode_set_after_the_night_holds_what_is_ready(
    story: Story, dupont: Debtor, mode: Mode | None, ceiling: int | None, state: MessageState
) -> None:
    act = story.act(THURSDAY, "08:00")
    strategy_actions.set_step_mode(act, stage="courtesy", mode=mode)
    creditor_actions.change_entity(act, fields={"ceiling_minor": ceiling})
    story.dispatch(THURSDAY)
    (message,) = story.messages(dupont)
    assert message.state == state
    assert (story.left(dupont) == []) == (state != S.ACCEPTED)


def test_what_a_person_confirmed_leaves_above_the_ceiling(story: Story, dupont: Debtor) -> None:
    act = story.act(THURSDAY, "08:00")
    creditor_actions.change_entity(act, fields={"ceiling_minor": 100_000})
    story.dispatch(THURSDAY)
    story.approve(dupont, on=THURSDAY, hour="09:40")
    story.dispatch(THURSDAY, "09:45")
    assert [str(s) for s in story.left(dupont)] == ["2026-03-05 courtesy"], story.told(dupont)


# --- what we say of ourselves -------------------------------------------------------------


IBAN, OTHER_IBAN = "FR7630006000011234567890189", "FR7610107001011234567890129"


def account(story: Story, iban: str) -> int:
    act = story.act("2026-01-02")
    made = creditor_actions.add_account(act, label="Banque", iban=iban, bic="", currency="EUR")
    assert isinstance(made, int), made
    return made


def test_2026_11_22_a_message_that_names_a_former_bank_account_does_not_leave(story: Story) -> None:
    """The account was replaced after the night, and the reminder still asked for a transfer to it."""
    former = account(story, IBAN)
    customer = story.customer("Lumen SAS")
    story.invoice("F-1", customer, "1 200,00 €", due="2026-03-04")
    story.night(THURSDAY)
    assert "FR76 3000" in plain(story.queued("courtesy", to=customer).text)
    creditor_actions.remove_account(story.act(THURSDAY, "07:30"), account_id=former)
    account(story, OTHER_IBAN)
    story.dispatch(THURSDAY)
    story.nothing_left_for(customer, because="coordonnées bancaires")
    story.lives("2026-03-06", "2026-03-06")
    assert [str(s) for s in story.left(customer)] == ["2026-03-06 courtesy"]
    assert "FR76 1010" in plain(story.messages(customer)[-1].text)


def test_an_account_that_is_still_ours_stops_nothing(story: Story) -> None:
    account(story, IBAN)
    customer = story.customer("Lumen SAS")
    story.invoice("F-1", customer, "1 200,00 €", due="2026-03-04")
    story.lives(THURSDAY, THURSDAY)
    assert [str(s) for s in story.left(customer)] == ["2026-03-05 courtesy"], story.told(customer)


def test_a_message_from_an_address_that_is_no_longer_ours_is_written_anew(
    story: Story, dupont: Debtor
) -> None:
    creditor_actions.change_entity(story.act(THURSDAY, "07:30"), fields={"email": "relances@morel.test"})
    story.dispatch(THURSDAY)
    story.nothing_left_for(dupont, because="adresse d'envoi")


def test_words_that_nobody_may_send_do_not_leave_whoever_wrote_them(story: Story, dupont: Debtor) -> None:
    message = Message.objects.get(customer_id=dupont.id)
    Message.objects.update(text=f"{message.text}\n\nSans cela, nous porterons plainte.", approved_by="user:1")
    story.dispatch(THURSDAY)
    story.nothing_left_for(dupont, because="Ces mots ne peuvent pas partir")


def test_words_that_only_warn_are_sent_as_a_person_confirmed_them(story: Story, dupont: Debtor) -> None:
    message = Message.objects.get(customer_id=dupont.id)
    Message.objects.update(text=f"{message.text}\n\nMerci de répondre au plus vite.", approved_by="user:1")
    story.dispatch(THURSDAY)
    assert [str(s) for s in story.left(dupont)] == ["2026-03-05 courtesy"]
