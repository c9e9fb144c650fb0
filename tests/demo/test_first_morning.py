"""The first morning of the demonstration, read as the person who works there reads it."""

import re
from collections import Counter
from decimal import Decimal

import pytest

from encours.books.creditor import queries as creditor_queries
from encours.books.receivables import queries as receivables_queries
from encours.faces.demo.characters import characters
from encours.faces.desk.pages.brief import goal as brief_goal
from encours.flows.brief import brief
from encours.ground.evidence import queries as evidence_queries
from encours.ground.evidence.models import JournalEntry
from encours.ground.kernel.money import Money
from encours.ground.wording.formats import amount
from encours.method.inbox.models import InboundMail
from encours.method.insight.models import DebtorOpinion
from encours.method.insight.rules.priority import Section
from encours.method.outreach.models import Message
from encours.method.outreach.rules.states import MessageState
from tests.demo.conftest import Morning

pytestmark = pytest.mark.either

# Method 2b, rows 1 to 10 by the customers who live them; row 9 is hidden.
ROWS = {
    "LUMEN": "85",
    "VIDAL": "80",
    "MOREL": "75",
    "TRIVELLE": "51.5",
    "DIGIPLAN": "50.3",
    "BAZIN": "50.0",
    "BELLEALLURE": "33.4",
    "SEVERIN": "17.0",
    "GUILBAUD": "13.1",
}
LEFT_IN_PEACE = {"FAUCHER", "KERVADEC", "TROISMOULINS", "ESTEVE", "ORVEAU", "TILLEULS", "GWENN", "STCYPRIEN"}
WE_OWE = {"MOREL", "AUGUSTINE"}
NUMBER = re.compile(r"FA-\d{4}-\d{4}")
FIGURE = re.compile(r"€[\d,]+\.\d\d|\d[\d\u202f\u00a0]*,\d\d[\u00a0 ](?:€|CHF)")


@pytest.fixture
def morning(lasting_morning: Morning, at_home: None) -> Morning:
    return lasting_morning


def test_the_first_time_customer_with_a_large_invoice_comes_first_with_a_call(morning: Morning) -> None:
    code, line = next(iter(morning.lines().items()))

    assert code == "LUMEN"
    assert (line.rank, line.section, line.action) == (1, Section.FIRST, "call")
    assert line.amount == Money(1_500_000, "EUR")


def test_the_faithful_customer_with_250_euros_gets_an_e_mail_only(morning: Morning) -> None:
    line = morning.lines()["GUILBAUD"]

    assert line.section is Section.WRITTEN_ONLY
    assert line.channel == "email"


def test_the_big_customer_with_380_euros_is_written_to_by_its_account_manager_and_not_called(
    morning: Morning,
) -> None:
    line = morning.lines()["SEVERIN"]
    message = _prepared(morning)["SEVERIN"]
    act = creditor_queries.act(morning.entity_id, "user:1", morning.clock)
    read = brief(act, line.customer_id)

    assert (line.channel, line.sender) == ("email", "account_manager")
    assert message.from_name.startswith("Claire Besnard")
    assert read is not None
    assert read.bar is not None


def test_the_rows_of_the_method_stand_in_their_order_with_their_figures(morning: Morning) -> None:
    lines = morning.lines()

    assert [code for code in lines if code in ROWS] == list(ROWS)
    assert {code: lines[code].priority.value for code in ROWS} == {
        code: Decimal(value) for code, value in ROWS.items()
    }
    assert lines["KERVADEC"].section is Section.DO_NOT_CONTACT


def test_each_customer_that_was_looked_at_has_the_type_its_story_intends(morning: Morning) -> None:
    rows = DebtorOpinion.objects.filter(customer_id__in=morning.cast.customers.values())
    found = dict(rows.values_list("customer_id", "debtor_type"))
    intended = {morning.cast.customers[c.code]: (c.code, c.payer) for c in characters()}

    assert len(found) >= 30
    assert {intended[pk][0]: kind for pk, kind in found.items()} == {
        code: payer for pk, (code, payer) in intended.items() if pk in found
    }


def test_nobody_held_disputed_promised_or_waiting_for_us_is_asked(morning: Morning) -> None:
    lines, prepared = morning.lines(), _prepared(morning)

    assert not (LEFT_IN_PEACE | WE_OWE) & set(prepared)
    assert {lines[code].section for code in LEFT_IN_PEACE} == {Section.DO_NOT_CONTACT}
    assert {lines[code].section for code in WE_OWE} == {Section.WE_OWE}


def test_of_a_disputed_invoice_only_the_rest_is_asked(morning: Morning) -> None:
    assert morning.lines()["GRANDLARGE"].amount == Money(396_000, "EUR")


def test_who_is_covered_by_money_or_a_credit_note_is_on_no_list(morning: Morning) -> None:
    assert {"MARSAC", "CASTELNAU"}.isdisjoint(morning.lines())


def test_it_is_a_day_that_two_people_can_work(morning: Morning) -> None:
    lines = morning.lines().values()
    calls = [line for line in lines if line.channel.startswith("phone") and line.priority.value]
    states = Counter(message.state for message in _prepared(morning).values())

    assert 5 <= len(calls) <= 9
    assert 9 <= states[MessageState.READY.value] <= 15
    assert 1 <= states[MessageState.TO_CONFIRM.value] <= 3
    assert sum(line.section is Section.DO_NOT_CONTACT for line in lines) >= 7


def test_every_prepared_text_names_only_invoices_and_figures_of_the_books(morning: Morning) -> None:
    for message in _prepared(morning).values():
        items = receivables_queries.open_items_of([message.customer_id])[message.customer_id]
        numbers = {item.number for item in items}
        named = [item.open_minor for item in items if item.number in NUMBER.findall(message.text)]
        asked = sum(line.open_minor for line in message.lines.all())
        figures = {
            amount(Money(minor, message.currency), message.language) for minor in (*named, asked, sum(named))
        }

        assert set(NUMBER.findall(message.subject + message.text)) <= numbers
        assert asked == message.total_minor
        assert set(FIGURE.findall(message.subject + message.text)) <= figures, message.text


def test_a_refusal_of_the_guard_is_written_down_with_its_rule(morning: Morning) -> None:
    refusals = JournalEntry.objects.filter(kind="outreach.contact_refused")

    assert {(e.subject, e.payload["rule"]) for e in refusals} == {
        (f"customer:{morning.cast.customers['TEISSIER']}", "K2")
    }


def test_past_messages_stand_in_the_outbox_as_sent_with_their_words(morning: Morning) -> None:
    sent = Message.objects.filter(state__in=["accepted", "sent_by_hand"])

    assert sent.count() > 100
    assert not sent.filter(text="").exists()
    assert not sent.filter(sent_at__isnull=True).exists()


def test_the_journal_is_whole(morning: Morning) -> None:
    assert [chain.problem for chain in evidence_queries.verify()] == ["", ""]


def _prepared(morning: Morning) -> dict[str, Message]:
    """What the night prepared, by the customer's code; a promise to be confirmed in writing asks for nothing."""
    codes = morning.codes()
    rows = Message.objects.exclude(state__in=["accepted", "sent_by_hand", "cancelled"])
    rows = rows.exclude(level="promise_to_confirm").prefetch_related("lines")
    return {codes[row.customer_id]: row for row in rows}


def test_a_new_customer_hears_from_us_before_the_first_due_date(morning: Morning) -> None:
    """In two years of books nobody ever got the word before the due date."""
    message = _prepared(morning)["QUAIVERT"]

    assert (message.stage, message.template) == ("pre_due", "T04")
    assert message.deadline_named_on is None


def test_the_brief_of_the_key_account_asks_for_nothing_by_phone(morning: Morning) -> None:
    """A brief that nobody may call from still said «À obtenir : la raison…»."""
    act = creditor_queries.act(morning.entity_id, "user:1", morning.clock)
    opened = brief(act, morning.cast.customer("SEVERIN"))
    assert opened is not None
    assert opened.bar is not None
    assert brief_goal(opened).text.startswith("Aucun appel à ce client aujourd'hui")


def test_messages_greet_people_by_civility_and_surname(morning: Morning) -> None:
    theatre = Message.objects.get(customer_id=morning.cast.customer("QUATREVENTS"), state="ready")

    assert theatre.text.startswith("Bonjour Monsieur Hamon,")
    assert all("Bonjour M. " not in m.text and "Bonjour Mme " not in m.text for m in Message.objects.all())


def test_whoever_is_not_written_to_shows_what_is_past_due(morning: Morning) -> None:
    """«0,00 €» stood beside a customer whose whole invoice is contested."""
    silent = [p for p in morning.report.planned if p.customer_id == morning.cast.customer("KERVADEC")]

    assert [str(p.amount) for p in silent] == ["7000.00 EUR"]


def test_the_inbox_shows_mails_of_each_kind(morning: Morning) -> None:
    """Filed by somebody, suggested by an address, and one of nobody known; what they seem to say is quoted."""
    mails = {mail.customer_id: mail for mail in InboundMail.objects.prefetch_related("sayings")}
    filed, suggested = (mails[morning.cast.customer(code)] for code in ("TILLEULS", "ORVEAU"))
    assert (filed.filing, suggested.filing, mails[None].pile) == ("hand", "suggested", "to_file")
    assert "correction" in {saying.kind for saying in filed.sayings.all()}
    (paid,) = suggested.sayings.all()
    assert (paid.kind, paid.amount_minor) == ("paid", 111_600)
