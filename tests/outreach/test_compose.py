"""Facts become words: what is not known is not said, what is said is what the books have."""

from dataclasses import replace
from datetime import date

import pytest

from encours.ground.kernel.money import Money
from encours.ground.kernel.reason import Refused
from encours.ground.wording.templates import TemplateError
from encours.method.outreach.rules.as_html import html_of
from encours.method.outreach.rules.compose import compose, findings
from encours.method.outreach.rules.message_facts import (
    ComposeFacts,
    Draft,
    InvoiceLine,
    PaymentThanked,
    Sender,
)

FIRST = InvoiceLine("F-2031", date(2026, 2, 15), date(2026, 3, 17), Money(123_450, "EUR"))
SECOND = InvoiceLine("F-2040", date(2026, 3, 1), date(2026, 4, 1), Money(76_550, "EUR"))
LATER = InvoiceLine("F-2055", date(2026, 4, 4), date(2026, 5, 4), Money(10_000, "EUR"))
FACTS = ComposeFacts(
    template="T05",
    language="fr",
    customer="Morel SARL",
    sender=Sender("Jeanne Duval", "Atelier Duval", "01 23 45 67 89"),
    today=date(2026, 3, 18),
    lines=(FIRST,),
    contact="Claire Morel",
    iban="FR7630006000011234567890189",
)


def written(facts: ComposeFacts) -> Draft:
    draft = compose(facts)
    assert isinstance(draft, Draft), draft
    return draft


def test_a_courtesy_note_says_the_facts_and_who_writes() -> None:
    draft = written(replace(FACTS, lines=(replace(FIRST, has_copy=True),)))
    assert draft.subject == "Facture F-2031 du 15 février 2026"
    assert "(1\u202f234,50\u00a0€, prévu le 17 mars 2026)" in draft.text
    assert draft.text.startswith("Bonjour Claire Morel,\n\n")
    assert "Je la joins de nouveau." in draft.text
    assert "FR76 3000 6000 0112 3456 7890 189" in draft.text
    assert draft.text.endswith("Bien à vous,\nJeanne Duval – 01 23 45 67 89\nAtelier Duval")
    assert (draft.stage, draft.template, draft.version, draft.language) == ("courtesy", "T05", 2, "fr")


def test_what_is_not_known_is_not_said() -> None:
    bare = replace(FACTS, contact=" ", iban="", sender=Sender("", "Atelier Duval"))
    text = written(bare).text
    assert text.startswith("Bonjour,\n")
    assert "IBAN" not in text and "joins" not in text
    assert text.endswith("Bien à vous,\nAtelier Duval")


def test_several_invoices_are_listed_by_due_date_with_their_total() -> None:
    draft = written(replace(FACTS, lines=(SECOND, replace(FIRST, has_copy=True))))
    assert draft.subject == "Point sur 2 factures – 2\u202f000,00\u00a0€"
    first, second = draft.text.index("F-2031, échéance"), draft.text.index("F-2040, échéance du 1er avril")
    assert first < second and "Total\u00a0: 2\u202f000,00\u00a0€." in draft.text
    assert "Je joins de nouveau F-2031\u00a0;" in draft.text


def test_english_customers_are_written_to_in_english() -> None:
    draft = written(replace(FACTS, language="en", lines=(FIRST, SECOND)))
    assert draft.subject == "2 invoices – €2,000.00"
    assert "– invoice F-2031, due 17 March 2026: €1,234.50" in draft.text


def test_a_part_that_arrived_is_thanked_for() -> None:
    draft = written(replace(FACTS, lines=(replace(FIRST, received=Money(20_000, "EUR")),)))
    assert "Les 200,00\u00a0€ déjà versés sont bien arrivés, merci." in draft.text


def test_the_next_step_is_announced_as_it_is_planned() -> None:
    second = replace(FACTS, template="T06", last_message_on=date(2026, 3, 18), next_step_on=date(2026, 4, 2))
    called = written(replace(second, next_step_is_call=True)).text
    assert "Mon message du 18 mars 2026" in called
    assert "je vous appellerai le 2 avril 2026" in called
    assert "je vous écrirai de nouveau le 2 avril 2026" in written(second).text
    nothing = written(replace(second, last_message_on=None, next_step_on=None)).text
    assert "appellerai" not in nothing and "écrirai" not in nothing and "Mon message du" not in nothing


def test_light_and_optional_variants_differ_from_the_plain_second_message() -> None:
    second = replace(FACTS, template="T06")
    texts = {
        written(second).text,
        written(replace(second, is_light=True)).text,
        written(replace(second, offers_options=True)).text,
    }
    assert len(texts) == 3


def test_a_statement_says_the_only_line_only_when_it_is() -> None:
    statement = replace(FACTS, template="T30")
    assert "Une seule ligne est ouverte" in written(replace(statement, statement=(FIRST,))).text
    more = written(replace(statement, statement=(FIRST, LATER))).text
    assert "Une ligne est arrivée à échéance" in more and "F-2055" in more and "1\u202f334,50" in more
    unknown = written(statement)
    assert "Une seule ligne" not in unknown.text
    assert unknown.subject == "Relevé de compte mars 2026 – Morel SARL"


def test_a_new_customer_reads_the_policy_in_the_same_message() -> None:
    assert "notre façon de faire" in written(replace(FACTS, has_policy=True)).text
    assert "notre façon de faire" not in written(FACTS).text


def test_a_thank_you_tells_what_arrived_and_only_what_is_so() -> None:
    payment = PaymentThanked(Money(123_450, "EUR"), date(2026, 3, 20))
    thanks = replace(FACTS, template="T26", payment=payment)
    plain = written(thanks).text
    assert (
        "Votre règlement de 1\u202f234,50\u00a0€ pour la facture F-2031 est bien arrivé le 20 mars 2026."
        in plain
    )
    assert "tenu cette date" not in plain and "à jour" not in plain
    kept = written(
        replace(
            thanks,
            payment=replace(payment, is_date_kept=True, is_account_settled=True),
            lines=(FIRST, SECOND),
        )
    )
    assert "Merci d'avoir tenu cette date. Votre compte est à jour." in kept.text


@pytest.mark.parametrize(
    "facts",
    [
        replace(FACTS, lines=()),
        replace(FACTS, lines=(FIRST, replace(SECOND, open=Money(100, "CHF")))),
        replace(FACTS, statement=(FIRST, replace(LATER, open=Money(100, "CHF")))),
        replace(FACTS, template="T26"),
    ],
)
def test_what_cannot_be_written_truly_is_not_written(facts: ComposeFacts) -> None:
    assert isinstance(compose(facts), Refused)


def test_an_unknown_template_is_a_mistake_of_the_program() -> None:
    with pytest.raises(TemplateError):
        compose(replace(FACTS, template="T99"))


def test_words_that_a_person_changed_are_held_against_the_books() -> None:
    draft = written(FACTS)
    assert findings(FACTS, draft.subject, draft.text) == ()
    changed = draft.text.replace("17 mars", "16 mars")
    assert {finding.rule for finding in findings(FACTS, draft.subject, changed)} == {"FAC02", "FAC06"}
    assert [f.rule for f in findings(FACTS, "Facture F-2013", draft.text)] == ["FAC06"]


def test_a_name_with_figures_is_not_taken_for_one() -> None:
    facts = replace(FACTS, customer="Société du 14 juillet 1789", contact="Bureau n° 12", template="T30")
    assert findings(facts, written(facts).subject, written(facts).text) == ()


def test_html_is_made_from_the_text_and_escaped() -> None:
    html = html_of("Bonjour <b>,\n\nVoici :\n– un & un\n– deux\nTotal : 2\n\nÀ vous", language="fr")
    assert html.startswith('<div lang="fr" style="')
    assert "<b>" not in html and "&lt;b&gt;" in html
    assert "<li>un &amp; un</li><li>deux</li></ul>" in html
    assert html.count("<p ") == 4 and html.endswith("À vous</p></div>")


@pytest.mark.parametrize("language", ["fr", "en"])
@pytest.mark.parametrize("template", ["T04", "T05", "T06", "T30"])
def test_money_of_any_currency_is_written_and_found_again(template: str, language: str) -> None:
    for currency in ("EUR", "USD", "CHF", "GBP", "CAD", "JPY", "XOF", "TND"):
        line = replace(FIRST, open=Money(1_234_567, currency))
        written(
            replace(FACTS, template=template, language=language, lines=(line, replace(line, number="F-9")))
        )
