"""The check of figures: what a person may have changed in a draft is held against the books."""

from datetime import date
from decimal import Decimal

import pytest

from encours.ground.kernel.money import Money
from encours.ground.wording.check import Finding, Ledger, LedgerLine, check, check_figures
from encours.ground.wording.figures import amounts_in
from encours.ground.wording.linter.rulebook import rulebook
from encours.ground.wording.stages import Stage

pytestmark = pytest.mark.slow

LEDGER = Ledger(
    lines=[LedgerLine("F-2031", date(2026, 3, 17), Money(123_450, "EUR"))],
    dates=[date(2026, 4, 2)],
    names=["FR76 3000 6000 0112 3456 7890 189", "01 23 45 67 89", "Studio 1234 €"],
)
RIGHT = "La facture F-2031 (1 234,50 €) était due le 17 mars 2026. Je vous appelle le 2 avril."


def rules(text: str, stage: Stage = Stage.COURTESY, *, language: str = "fr") -> list[str]:
    return [finding.rule for finding in check(text, language=language, stage=stage, ledger=LEDGER)]


def test_words_as_we_write_them_ourselves_need_no_rule_book() -> None:
    """Reading the rules takes a second: in a night, in each of its processes."""
    rulebook.cache_clear()
    subject = "Relevé de compte avril 2026 – Studio 1234 €"
    assert check_figures(subject, language="fr", ledger=LEDGER) == ()
    text = (
        "La facture F-2031 (1\u202f234,50\u00a0€) était due le 17 mars 2026. Je vous appelle le 2 avril 2026."
    )
    assert check(text, language="fr", stage=Stage.COURTESY, ledger=LEDGER) == ()
    assert rulebook.cache_info().misses == 0


@pytest.mark.parametrize(
    "text",
    [
        RIGHT,
        "Facture F-2031 : 1\u202f234,50\u00a0€ au 17/03/2026",
        "Facture n° F-2031 : 1234,50 EUR, échue le 2026-03-17",
        "La facture F-2031, 1234.50 € du 17.03.26, est ouverte",
        RIGHT + " IBAN FR76 3000 6000 0112 3456 7890 189, tél. 01 23 45 67 89, Studio 1234 €",
        RIGHT + " Le chantier a duré 12 jours, 3 personnes, depuis mars 2026.",
    ],
)
def test_what_the_books_say_passes_however_it_is_written(text: str) -> None:
    assert rules(text) == []


@pytest.mark.parametrize(
    "text",
    [
        "Invoice F-2031 for €1,234.50 was due on 17 March 2026",
        "Invoice no. F-2031: EUR 1,234.50, due March 17, 2026",
        "Invoice F-2031 for 1234.50 euros was due on 17th March 2026",
    ],
)
def test_english_figures_are_read_as_well(text: str) -> None:
    assert rules(text, language="en") == []


@pytest.mark.parametrize(
    ("added", "words"),
    [
        (" Soit 1 243,50 € en tout.", "1 243,50 €"),
        (" Soit 1 234,50 $US.", "1 234,50 $US"),
        (" Avant le 18 mars 2026.", "18 mars 2026"),
        (" Avant le 31 février 2026.", "31 février 2026"),
        (" Avant le 17 mars 2025.", "17 mars 2025"),
        (" Avant le 03/04/2026.", "03/04/2026"),
        (" Voir la facture F-2032.", "F-2032"),
        (" Voir aussi F-2013.", "F-2013"),
        (" Voir la facture n° 77.", "77"),
    ],
)
def test_a_figure_that_the_books_do_not_have_blocks(added: str, words: str) -> None:
    text = RIGHT + added
    found = check(text, language="fr", stage=Stage.COURTESY, ledger=LEDGER)
    assert [(f.rule, f.severity, text[f.start : f.end]) for f in found] == [("FAC06", "block", words)]


@pytest.mark.parametrize(
    ("text", "language", "amount", "currency"),
    [
        ("CHF1,234.50", "en", "1234.50", "CHF"),
        ("1200EUR", "fr", "1200", "EUR"),
        ("1.234,5 €/mois", "fr", "1234.5", "EUR"),
        ("10 000 F\u202fCFA", "fr", "10000", "XOF"),
        ("US$2,000", "en", "2000", "USD"),
        ("$2,000", "en", "2000", ""),
        ("1'234.50 CHF", "en", "1234.50", "CHF"),
        ("1,234 €", "fr", "1.234", "EUR"),
    ],
)
def test_an_amount_is_read_in_any_common_form(text: str, language: str, amount: str, currency: str) -> None:
    (found,) = amounts_in(text, language)
    assert (found.amount, found.currency) == (Decimal(amount), currency)


@pytest.mark.parametrize(("text", "language"), [("1.234.5 €", "en"), ("1,234,5 €", "fr")])
def test_a_number_that_cannot_be_read_states_no_amount(text: str, language: str) -> None:
    """It is still found: a message that says it is held back."""
    (found,) = amounts_in(text, language)
    assert (found.words, found.amount) == (text, None)


@pytest.mark.parametrize("text", ["12 jours", "01 23 45 67 89", "2 L d'huile", "2026", "v1.2"])
def test_a_number_without_currency_is_no_amount(text: str) -> None:
    assert amounts_in(text, "fr") == ()


def test_each_invoice_is_named_with_its_date_and_amount() -> None:
    assert rules("Bonjour, avez-vous reçu la facture ?") == ["FAC01", "FAC02", "FAC03"]
    assert rules("Facture F-20310 : 1 234,50 € au 17 mars 2026") == ["FAC01", "FAC06"]


def test_a_thank_you_need_not_repeat_the_due_date() -> None:
    assert rules("Merci pour la facture F-2031.", Stage.THANKS) == []


@pytest.mark.parametrize("left", ["{contact}", "[NOM]", "XXX", "____", "{{client}}"])
def test_a_place_left_to_fill_in_blocks(left: str) -> None:
    text = f"Bonjour {left}, {RIGHT}"
    found = check(text, language="fr", stage=Stage.COURTESY, ledger=LEDGER)
    assert {finding.rule for finding in found} == {"FAC07"}
    assert any(text[finding.start : finding.end] == left for finding in found)


def test_a_subject_may_say_little_but_nothing_wrong() -> None:
    def of(subject: str) -> list[Finding]:
        return list(check_figures(subject, language="fr", ledger=LEDGER))

    assert of("Une question") == []
    assert [finding.rule for finding in of("Facture F-2099")] == ["FAC06"]


@pytest.mark.parametrize("number", ["2026-03-17", "12", "17/03/2025-4", "450", "10 234", "F.2031"])
def test_an_invoice_number_that_looks_like_another_figure_is_only_a_number(number: str) -> None:
    ledger = Ledger([LedgerLine(number, date(2026, 4, 12), Money(45_000, "EUR"))])
    text = f"La facture {number} (450,00 €) était due le 12 avril 2026."
    assert check(text, language="fr", stage=Stage.COURTESY, ledger=ledger) == ()
    wrong = text.replace("12 avril", "13 avril")
    assert [f.rule for f in check(wrong, language="fr", stage=Stage.COURTESY, ledger=ledger)][-1] == "FAC06"


def test_a_number_that_begins_like_a_known_one_is_another() -> None:
    assert rules(RIGHT + " Et F-20318 ; facture F-203.") == ["FAC06", "FAC06"]


@pytest.mark.parametrize(
    ("text", "language", "rule"),
    [
        ("Invoice F-2031 for €1,234.50, due 17 March 2026", "en", ""),
        ("Invoice F-2031 for €1,234.50 USD, due 17 March 2026", "en", "FAC03"),
        ("Invoice F-2031 for A€1,234.50, due 17 March 2026", "en", "FAC03"),
        ("Invoice F-2031 for €1,234.50, due 117 March 2026", "en", "FAC02"),
        ("Facture F-2031 : 11\u202f234,50\u00a0€ au 17 mars 2026", "fr", "FAC03"),
        ("Facture F-2031 : 1\u202f234,50\u00a0€UR au 17 mars 2026", "fr", ""),
        ("Facture F-2031 : -1\u202f234,50\u00a0€ au 17 mars 2026", "fr", "FAC03"),
        ("Facture F-2031 : 1\u202f234,50\u00a0€ au 17 mars 2026 12 €", "fr", "FAC06"),
    ],
)
def test_figures_written_our_way_are_read_where_something_beside_them_changes_them(
    text: str, language: str, rule: str
) -> None:
    assert rules(text, language=language)[:1] == ([rule] if rule else [])
