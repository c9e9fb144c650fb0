"""A line of the day's list says why it stands there and shows a figure, whatever is in the way."""

import pytest

from encours.flows.customer_file import customer_file
from encours.ground.plumbing.say import say
from encours.method.cases.rules.contact import CallOutcome
from encours.method.strategy import queries as strategy_queries
from tests.story import Debtor, Story, plain

pytestmark = pytest.mark.either


@pytest.fixture
def dupont(story: Story) -> Debtor:
    customer = story.customer("Dupont SARL", phone="01 44 00 00 00")
    story.invoice("F-1", customer, "1 200,00 €", due="2026-03-02")
    return customer


def stored(story: Story, customer: Debtor) -> tuple[str, int, list[str]]:
    """Section, amount in cents and reasons of the customer's line as the desk reads it."""
    (line,) = strategy_queries.work_items_among([customer.id])[customer.id]
    return line.section, line.amount_minor, [plain(say(reason)) for reason in line.why]


def promised(story: Story, customer: Debtor) -> None:
    """On Tuesday 10 March the whole is promised, in writing, for Friday 20 March."""
    story.lives("2026-03-03", "2026-03-10")
    story.call(customer, CallOutcome.ORAL_PROMISE, on="2026-03-10")
    story.promise(customer, "1 200,00 €", on="2026-03-20", made_on="2026-03-10", accepted=True, hour="11:00")


def test_2026_11_22_the_eve_of_a_promise_says_so_and_shows_what_is_owed(story: Story, dupont: Debtor) -> None:
    """It read «0,00 € exigibles» beside «0 €»."""
    promised(story, dupont)
    story.night("2026-03-19")
    _, amount, why = stored(story, dupont)
    assert amount == 120_000
    assert why[0] == "Accord du 20 mars 2026 : un mot la veille"
    assert not any("0,00" in reason for reason in why), why


def test_2026_11_22_a_bank_that_was_read_is_not_said_to_be_unread(story: Story, dupont: Debtor) -> None:
    promised(story, dupont)
    story.night("2026-03-20")
    story.bank("2026-03-20")
    story.night("2026-03-21")
    section, amount, why = stored(story, dupont)
    assert (section, amount) == ("do_not_contact", 120_000)
    assert "se décide le 23 mars" in why[0], why


def test_2026_11_22_a_contested_invoice_shows_its_figure_where_we_owe_the_answer(
    story: Story, dupont: Debtor
) -> None:
    story.lives("2026-03-03", "2026-03-10")
    story.contest(dupont, "F-1", "1 200,00 €", on="2026-03-11")
    story.lives("2026-03-12", "2026-03-26")
    section, amount, _ = stored(story, dupont)
    assert (section, amount) == ("we_owe", 120_000)


def test_2026_11_22_before_the_bank_is_read_each_line_keeps_its_own_reason(
    story: Story, dupont: Debtor
) -> None:
    """The same sentence about the bank stood in every line, and above the list as well."""
    story.reads_bank = False
    story.night("2026-03-04")
    _, _, why = stored(story, dupont)
    assert "1 200,00 €" in why[0], why
    assert any(reason.startswith("Banque pas encore vérifiée") for reason in why), why


def test_2026_11_22_a_broken_agreement_is_named_by_its_day_everywhere(story: Story, dupont: Debtor) -> None:
    """The profile gave the day on which the bank was read, the next step the day that was agreed on."""
    promised(story, dupont)
    story.lives("2026-03-20", "2026-03-23")
    evidence = [plain(line) for line in told_of(story, dupont)]
    assert any("(20 mars" in line for line in evidence), evidence


def told_of(story: Story, customer: Debtor) -> list[str]:
    """The sentences about the customer as a payer."""
    file = customer_file(story.act("2026-03-23"), customer.id)
    assert file is not None
    return [say(fact.reason) for fact in file.assessments[0].opinion.evidence]
