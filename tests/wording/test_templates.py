"""Every shipped message, in both languages, both forms and all variants: filled, true, and in its tone."""

import re
from collections.abc import Iterator
from datetime import date
from itertools import combinations

import pytest

from encours.ground.kernel.money import Money
from encours.ground.wording.check import Ledger, LedgerLine, check, check_figures
from encours.ground.wording.formats import amount, enumeration, long_date, month
from encours.ground.wording.stages import Stage
from encours.ground.wording.templates import (
    LANGUAGES,
    Fact,
    Rendered,
    TemplateError,
    fill,
    parse,
    render,
    shipped,
    shipped_ids,
)

pytestmark = pytest.mark.slow

LINES = (
    LedgerLine("F-2031", date(2026, 3, 17), Money(123_450, "EUR")),
    LedgerLine("F-2040", date(2026, 4, 1), Money(76_550, "EUR")),
)
OPEN = (*LINES, LedgerLine("F-2055", date(2026, 5, 4), Money(10_000, "EUR")))
PAID = Money(20_000, "EUR")
IBAN, PHONE = "FR76 3000 6000 0112 3456 7890 189", "01 23 45 67 89"
MESSAGES = [(name, language) for language in LANGUAGES for name in ("T02", "T04", "T05", "T06", "T26", "T30")]
EXCLUSIVE = ({Fact.COPIES, Fact.SOME_COPIES}, {Fact.CALL, Fact.WRITE}, {Fact.LIGHT, Fact.OPTIONS})


def lines_text(lines: tuple[LedgerLine, ...], language: str) -> str:
    return "\n".join(
        render(
            "line",
            language,
            {
                "invoice_no": line.number,
                "due_date": long_date(line.due_on, language),
                "amount": amount(line.open, language),
            },
            facts=set(),
        ).text
        for line in lines
    )


def total(lines: tuple[LedgerLine, ...]) -> Money:
    return Money(sum(line.open.minor for line in lines), "EUR")


def values(language: str) -> dict[str, str]:
    first = LINES[0]
    return {
        "amount": amount(first.open, language),
        "attached_numbers": enumeration(["F-2031"], language),
        "contact": "Claire Morel",
        "deliverable": "la pose des vitrines",
        "delivery_date": long_date(date(2026, 2, 15), language),
        "po_number": "BC-7788",
        "due_date": long_date(first.due_on, language),
        "iban": IBAN,
        "invoice_count": "2",
        "invoice_date": long_date(date(2026, 2, 15), language),
        "invoice_lines": lines_text(LINES, language),
        "invoice_no": first.number,
        "last_contact_date": long_date(date(2026, 3, 18), language),
        "month": month(date(2026, 3, 31), language),
        "next_step_date": long_date(date(2026, 4, 2), language),
        "our_company": "Atelier Duval",
        "paid_amount": amount(PAID, language),
        "paid_date": long_date(date(2026, 3, 20), language),
        "phone": PHONE,
        "policy_notice": render("policy", language, {}, facts=set()).text,
        "signature": f"Jeanne Duval – {PHONE}\nAtelier Duval",
        "statement_lines": lines_text(OPEN, language),
        "statement_total": amount(total(OPEN), language),
        "their_company": "Morel SARL",
        "total": amount(total(LINES), language),
    }


def ledger(facts: set[Fact]) -> Ledger:
    return Ledger(
        lines=LINES if Fact.SEVERAL in facts else LINES[:1],
        amounts=(PAID, total(LINES), total(OPEN), *(line.open for line in OPEN)),
        dates=(
            date(2026, 2, 15),
            date(2026, 3, 18),
            date(2026, 3, 20),
            date(2026, 4, 2),
            *(line.due_on for line in OPEN),
        ),
        numbers=[line.number for line in OPEN],
        names=[IBAN, PHONE, "BC-7788", "Atelier Duval", "Morel SARL", "Claire Morel", "Jeanne Duval"],
    )


def variants(name: str, language: str) -> Iterator[set[Fact]]:
    """All sets of up to three facts a template knows, and of nearly all, none that exclude each other."""
    facts = sorted(shipped(name, language).facts | {Fact.SEVERAL})
    for size in {0, 1, 2, 3, *range(max(0, len(facts) - 4), len(facts) + 1)}:
        for chosen in combinations(facts, size):
            if not any(pair <= set(chosen) for pair in EXCLUSIVE):
                yield set(chosen)


def each_message(name: str, language: str) -> Iterator[tuple[set[Fact], Rendered]]:
    for facts in variants(name, language):
        yield facts, render(name, language, values(language), facts=facts)


@pytest.mark.parametrize(("name", "language"), MESSAGES)
def test_every_variant_states_the_ledger_and_nothing_else(name: str, language: str) -> None:
    for facts, message in each_message(name, language):
        stage = shipped(name, language).stage
        assert check(message.text, language=language, stage=stage, ledger=ledger(facts)) == (), message.text
        assert check_figures(message.subject, language=language, ledger=ledger(facts)) == ()
        assert (message.template, message.version) == (name, shipped(name, language).version)


# The soft stages of section 3: no accusation, no threat, no trade word, no hurry, no excuse.
FORBIDDEN = {
    "fr": (
        r"pénalit|mise en demeure|impayé|contentieux|recouvrement|créance|débiteur|en souffrance|retard|"
        r"huissier|avocat|tribunal|poursuite|justice|saisie|plainte|frais|sous peine|faute de quoi|"
        r"impérativement|exige|sommons|immédiatement|sans délai|urgent|24 h|dernier rappel|dernier avis|"
        r"vous devez|vous n'avez pas|vous êtes tenu|votre dette|vos dettes|votre oubli|votre silence|jamais|"
        r"toujours|systématiquement|désolé|déranger|pas grave|rien ne presse|prenez votre temps|inutile|"
        r"pouvez-vous payer|souhaitez-vous|voulez-vous|comptez-vous|veuillez|payez|réglez|dès que possible|"
        r"bientôt|la semaine prochaine|fin de mois|inacceptable|\btu\b|\btoi\b|\btes\b|40 €|taux"
    ),
    "en": (
        r"penalt|formal notice|unpaid|overdue|arrears|delinquent|debt|collection|\blate\b|bailiff|lawyer|"
        r"solicitor|court|legal|\bsue\b|seize|\bfees?\b|failing which|demand|insist|immediately|urgent|"
        r"24 hours|final notice|last notice|must pay|you owe|you have not|you did not|your silence|"
        r"never|always|as usual|sorry|bother|no rush|no worries|take your time|do not reply|"
        r"can you pay|will you pay|do you want|would you like|please pay|kindly|as soon as|shortly|"
        r"next week|unacceptable|default|£40|interest"
    ),
}


@pytest.mark.parametrize(("name", "language"), MESSAGES)
def test_no_variant_uses_a_word_that_its_stage_forbids(name: str, language: str) -> None:
    wrong = re.compile(FORBIDDEN[language], re.IGNORECASE)
    for _facts, message in each_message(name, language):
        for text in (message.subject, message.text):
            assert wrong.search(text) is None, f"{wrong.search(text)} in {text}"
            assert "!" not in text and "??" not in text


@pytest.mark.parametrize(("name", "language"), MESSAGES)
def test_a_copy_is_announced_only_when_it_is_attached(name: str, language: str) -> None:
    announced = re.compile(r"\bjoin|\bjoint|attach", re.IGNORECASE)
    for facts, message in each_message(name, language):
        attached = facts & {Fact.COPIES, Fact.SOME_COPIES}
        assert bool(announced.search(message.text)) == bool(attached), message.text


@pytest.mark.parametrize("language", LANGUAGES)
def test_a_call_is_announced_only_when_one_is_planned(language: str) -> None:
    for facts, message in each_message("T06", language):
        announced = "je vous appellerai" in message.text or "I will call" in message.text
        assert announced == (Fact.CALL in facts)


@pytest.mark.parametrize(("name", "language"), MESSAGES)
def test_every_request_leaves_a_way_to_answer_and_a_way_to_pay(name: str, language: str) -> None:
    if name == "T26":
        return
    for _facts, message in each_message(name, language):
        assert "?" in message.text
        assert re.search(r"virement|transfer|IBAN", message.text)


@pytest.mark.parametrize("language", LANGUAGES)
def test_a_second_message_offers_a_way_to_begin(language: str) -> None:
    for _facts, message in each_message("T06", language):
        assert re.search(r"date|premier versement|first payment|appellerai|I will call", message.text)


@pytest.mark.parametrize("language", LANGUAGES)
def test_courtesy_stays_under_120_words_for_one_invoice(language: str) -> None:
    facts = {Fact.CONTACT, Fact.COPIES, Fact.IBAN, Fact.POLICY}
    text = render("T05", language, values(language), facts=facts).text
    assert len(text.replace(values(language)["policy_notice"], "").split()) <= 120
    assert len(text.split()) <= 180


def test_the_policy_stands_alone_and_names_no_figure() -> None:
    for language in LANGUAGES:
        notice = render("policy", language, {}, facts=set())
        assert notice.subject == "" and not re.search(r"\d|€|%", notice.text)
        assert re.search(FORBIDDEN[language], notice.text, re.IGNORECASE) is None


def test_both_languages_ship_the_same_messages_for_the_same_facts() -> None:
    assert shipped_ids("fr") == shipped_ids("en")
    for name in shipped_ids("fr"):
        french, english = shipped(name, "fr"), shipped(name, "en")
        assert (french.stage, french.facts, french.is_block) == (
            english.stage,
            english.facts,
            english.is_block,
        )


def test_french_signs_never_stand_alone_at_the_start_of_a_line() -> None:
    for name, language in MESSAGES:
        if language == "fr":
            for _facts, message in each_message(name, language):
                assert not re.search(r" [:;?!»%€]|« ", message.text)


GOOD = """+++
id = "T99"
name = "Essai"
stage = "courtesy"
language = "fr"
version = 3
+++

## subject
Facture {invoice_no}

## body | one, no copies
Bonjour « {contact} » ?

## + more | copies
Jointe.
"""


def test_a_template_edited_by_a_person_is_read_like_a_shipped_one() -> None:
    template = parse(GOOD)
    message = fill(template, {"invoice_no": "F-1", "contact": "Léa ?"}, facts=set())
    assert (message.subject, message.text, message.version) == (
        "Facture F-1",
        "Bonjour «\u00a0Léa ?\u00a0»\u00a0?",
        3,
    )
    assert template.stage is Stage.COURTESY


@pytest.mark.parametrize(
    ("wrong", "right", "says"),
    [
        ("{invoice_no}", "{invoice_number}", "invoice_number"),
        ("{contact}", "{contact", "accolade"),
        ("| one, no copies", "| no copie", "no copie"),
        ("## subject\n", "## subject | one\n", "objet"),
        ("## subject\nFacture {invoice_no}\n", "", "objet"),
        ('stage = "courtesy"', 'stage = "rude"', "Étape"),
        ('language = "fr"', 'language = "xx"', "langue"),
        ("version = 3", 'version = "3"', "nombre entier"),
        ("version = 3", "versio = 3", "en-tête"),
        ("+++\nid", "id", "en-tête"),
        ("## + more", "##  more", "illisible"),
        ("Jointe.", "", "vide"),
    ],
)
def test_a_wrong_template_is_refused_when_it_is_read(wrong: str, right: str, says: str) -> None:
    assert wrong in GOOD
    with pytest.raises(TemplateError, match=says):
        parse(GOOD.replace(wrong, right, 1))


def test_an_empty_or_unknown_value_is_refused() -> None:
    template = parse(GOOD)
    with pytest.raises(TemplateError, match="contact"):
        fill(template, {"invoice_no": "F-1", "contact": ""}, facts=set())
    with pytest.raises(TemplateError, match="inconnues"):
        fill(template, {"invoice_no": "F-1", "contact": "Léa", "colour": "red"}, facts=set())
    with pytest.raises(TemplateError, match="Aucun modèle"):
        shipped("T98", "fr")
    with pytest.raises(TemplateError, match="Aucun modèle"):
        shipped("T05", "../fr")


def test_amounts_and_dates_are_written_as_letters_write_them() -> None:
    assert amount(Money(123_450, "EUR"), "fr") == "1\u202f234,50\u00a0€"
    assert amount(Money(123_450, "EUR"), "en") == "€1,234.50"
    assert long_date(date(2026, 3, 1), "fr") == "1er mars 2026"
    assert long_date(date(2026, 3, 11), "fr") == "11 mars 2026"
    assert long_date(date(2026, 3, 17), "en") == "17 March 2026"
    assert month(date(2026, 3, 17), "fr") == "mars 2026"
