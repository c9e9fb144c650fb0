"""Every message of the library, as it is written for many cases: true, complete, and clean in its stage.

Rendered purely: no database. One case for each risk: register, language, one or several invoices, what
happened, what is known.
"""

from dataclasses import replace
from datetime import date
from decimal import Decimal

import pytest

from encours.ground.kernel.money import Money
from encours.ground.kernel.reason import Refused
from encours.ground.wording.facts import Fact, Register
from encours.ground.wording.findings import Severity
from encours.ground.wording.library import faults
from encours.ground.wording.linter.context import Context, InvoiceFact
from encours.ground.wording.linter.lint import lint
from encours.ground.wording.stages import Stage
from encours.ground.wording.templates import shipped, shipped_ids
from encours.method.outreach.rules.compose import compose, compose_short
from encours.method.outreach.rules.message_facts import (
    Attached,
    ComposeFacts,
    Draft,
    Happened,
    InvoiceLine,
    PaymentThanked,
    Sender,
    Told,
)

pytestmark = pytest.mark.slow

FORMS = (("fr", Register.VOUS), ("fr", Register.TU), ("en", Register.VOUS))
BLOCKS = {"T03", "T08", "attached", "instalment", "line", "page", "past", "policy"}
MESSAGES = sorted(set(shipped_ids("fr")) - BLOCKS)
TODAY = date(2026, 4, 8)
ONE = (InvoiceLine("F-2031", date(2026, 2, 15), date(2026, 3, 17), Money(123_450, "EUR")),)
TWO = (*ONE, InvoiceLine("F-2040", date(2026, 3, 1), date(2026, 4, 1), Money(76_550, "EUR")))
SENDER = Sender("Jeanne Duval", "Atelier Duval", "01 23 45 67 89")
WORDS = {
    "fr": {
        "agency_contact": "Madame Roux",
        "agency_name": "Recouvra",
        "agreements_summary": "deux, sans paiement",
        "answer": "le bon a été signé à la livraison",
        "availability": "le matin",
        "billing_rhythm": "à la livraison",
        "colleague": "Paul Duval",
        "deliverables": "la pose",
        "dispute_status": "aucune",
        "dispute_subject": "une différence de quantité",
        "extras": "les déplacements",
        "fee_terms": "18 % des sommes reçues",
        "findings": "le bon de livraison porte douze pièces",
        "method": "virement",
        "our_action": "l'envoi du bon de livraison",
        "our_promise": "vérifier la garantie",
        "owner": "Paul Duval",
        "payment_methods": "virement",
        "person": "Monsieur Hamon",
        "plan_b_sentence": "le dossier sera confié à notre agence de recouvrement partenaire Recouvra",
        "question": "la livraison est-elle complète",
        "reporting_rhythm": "chaque semaine",
        "situation": "un gros chantier est reporté",
        "stated_reason": "un chantier reporté",
        "what_was_done": "la garantie est confirmée",
    },
    "en": {
        "agency_contact": "Ms Roux",
        "agency_name": "Recouvra",
        "agreements_summary": "two, without payment",
        "answer": "the note was signed on delivery",
        "availability": "in the morning",
        "billing_rhythm": "on delivery",
        "colleague": "Paul Duval",
        "deliverables": "the installation",
        "dispute_status": "none",
        "dispute_subject": "a difference in quantity",
        "extras": "travel",
        "fee_terms": "18% of what is received",
        "findings": "the delivery note shows twelve pieces",
        "method": "transfer",
        "our_action": "sending the delivery note",
        "our_promise": "check the warranty",
        "owner": "Paul Duval",
        "payment_methods": "transfer",
        "person": "Mr Hamon",
        "plan_b_sentence": "the file will go to our partner collection agency Recouvra",
        "question": "is the delivery complete",
        "reporting_rhythm": "every week",
        "situation": "a large job was postponed",
        "stated_reason": "a job postponed",
        "what_was_done": "the warranty is confirmed",
    },
}
MANDATORY: dict[str, Told] = {
    "agreed_amount": Money(60_000, "EUR"),
    "agreed_date": date(2026, 4, 15),
    "agreement_date": date(2026, 3, 20),
    "answer_date": date(2026, 4, 20),
    "call_date": date(2026, 4, 7),
    "case_ref": "D-12",
    "check_date": date(2026, 4, 16),
    "deadline_date": date(2026, 4, 20),
    "debtor_address": "3 rue des Lilas, 31000 Toulouse",
    "debtor_contacts": "Claire Morel, claire@morel.example, français",
    "debtor_legal_name": "Morel SARL",
    "debtor_registration": "552 100 554 00025",
    "disputed_amount": Money(20_000, "EUR"),
    "dispute_ref": "L-7",
    "email": "comptes@duval.example",
    "end_date": date(2026, 6, 30),
    "new_amount": Money(103_450, "EUR"),
    "new_due_date": date(2026, 4, 30),
    "notice_days": 12,
    "offer_expiry_date": date(2026, 4, 30),
    "option_a_amount": Money(80_000, "EUR"),
    "option_a_date": date(2026, 4, 28),
    "option_b_n": 4,
    "option_b_start_date": date(2026, 4, 22),
    "our_action_date": date(2026, 4, 10),
    "our_promise_date": date(2026, 3, 30),
    "question_date": date(2026, 4, 2),
    "reply_by_date": date(2026, 4, 14),
    "required_amount": Money(60_000, "EUR"),
    "terms_days": 30,
    "total_due": Money(200_000, "EUR"),
    "credit_amount": Money(20_000, "EUR"),
}
HAPPENED = Happened(
    messages_on=(date(2026, 3, 18), date(2026, 3, 27)),
    calls_on=(date(2026, 3, 24),),
    broken_on=(date(2026, 3, 20), date(2026, 3, 30)),
)
SCHEDULE = ((date(2026, 4, 15), Money(60_000, "EUR")), (date(2026, 5, 15), Money(63_450, "EUR")))
ADDED: dict[str, Told] = {
    "plan_b_date": date(2026, 4, 30),
    "interest_amount": Money(1_200, "EUR"),
    "interest_rate": "12,15 %",
    "fixed_amount": Money(4_000, "EUR"),
    "delivery_date": date(2026, 2, 14),
    "deliverable": "la pose",
    "po_number": "BC-7788",
    "agreement_ref": "A-3",
    "supplier": "Atelier Brun",
    "open_orders": "C-17",
    "attachments": "F-2031.pdf",
}
ALWAYS_DATED = {"T13", "T22", "T23"}
NEEDS_SCHEDULE = {"T14", "T15"}


def facts_of(template: str, language: str, register: Register, *, rich: bool, several: bool) -> ComposeFacts:
    """A case of which next to nothing is known, or everything."""
    told: dict[str, Told] = {**MANDATORY, **WORDS[language]}
    if not rich:
        for name in (
            "method",
            "our_action",
            "situation",
            "terms_days",
            "colleague",
            "availability",
            "credit_amount",
        ):
            if not (template == "T21" and name == "credit_amount"):
                told.pop(name)
        if template not in {"T10", "T11", "T12"}:
            told.pop("agreed_amount")
    if template == "T01":
        told["terms_days"] = 30
        told["payment_methods"] = WORDS[language]["payment_methods"]
    if rich:
        told |= ADDED
    if template in ALWAYS_DATED:
        told["plan_b_date"] = date(2026, 4, 30)
    lines = TWO if several else ONE
    if rich:
        lines = tuple(replace(line, received=Money(10_000, "EUR"), has_copy=True) for line in lines)
    return ComposeFacts(
        template=template,
        language=language,
        register=register,
        customer="Morel SARL",
        sender=SENDER if rich else replace(SENDER, phone=""),
        today=TODAY,
        lines=lines,
        contact="Claire Morel" if rich else "",
        iban="FR7630006000011234567890189" if rich else "",
        last_message_on=date(2026, 3, 27) if rich else None,
        next_step_on=date(2026, 4, 17) if rich or template in {"T17", "T27"} else None,
        next_step_is_call=rich,
        payment=PaymentThanked(Money(123_450, "EUR"), TODAY) if template == "T26" else None,
        happened=HAPPENED if rich or template == "T13" else None,
        schedule=SCHEDULE if template in NEEDS_SCHEDULE or (rich and template in {"T09", "T12"}) else (),
        attached=(Attached("facture F-2031.pdf", 84_300),) if rich else (),
        page="https://compta.example.fr/p/ceaqaea2k2f26xx4h4eze56r5abu2nzw6qcy7/" if rich else "",
        told=told,
        also=frozenset({Fact.HARDSHIP}) if rich and template != "T01" else frozenset(),
    )


def context_of(facts: ComposeFacts) -> Context:
    """What the linter is told of the same case."""
    broken = len(facts.happened.broken_on) if facts.happened else 0
    if facts.template == "T12":
        broken = 1
    return Context(
        today=TODAY,
        country="FR",
        hardship=Fact.HARDSHIP in facts.also,
        broken_agreements=2 if facts.template == "T13" else broken,
        plan_b="plan_b_date" in facts.told,
        plan_b_ready=True,
        tutoiement=facts.register is Register.TU,
        names=("Morel SARL", "Atelier Duval", "IBAN"),
        attachments=bool(facts.attached),
    )


def wrong_in(draft: Draft, context: Context) -> list[tuple[str, str]]:
    text = f"{draft.subject}\n\n{draft.text}"
    found = lint(text, lang=draft.language, stage=draft.stage, context=context)
    return [(f.rule, text[f.start : f.end]) for f in found if f.severity is not Severity.INFO]


def test_nothing_shipped_is_unusable() -> None:
    assert faults() == ()


def test_all_messages_of_the_method_are_there() -> None:
    wanted = {f"T{number:02}" for number in range(1, 31)} - {"T07"}
    assert wanted <= set(shipped_ids("fr")) == set(shipped_ids("en"))


@pytest.mark.parametrize("template", MESSAGES)
def test_every_message_is_true_and_clean_in_each_form(template: str) -> None:
    for language, register in FORMS:
        for rich in (False, True):
            for several in (False, True):
                facts = facts_of(template, language, register, rich=rich, several=several)
                draft = compose(facts)
                assert not isinstance(draft, Refused), (template, language, rich, several, draft)
                wrong = wrong_in(draft, context_of(facts))
                assert wrong == [], (template, language, register, rich, several, wrong, draft.text)


@pytest.mark.parametrize("template", sorted(set(shipped_ids("fr", Register.TU)) - BLOCKS))
def test_one_who_is_called_tu_never_reads_vous(template: str) -> None:
    for rich in (False, True):
        draft = compose(facts_of(template, "fr", Register.TU, rich=rich, several=rich))
        assert isinstance(draft, Draft)
        words = f"{draft.subject} {draft.text}".lower().replace("rendez-vous", "").split()
        assert not {"vous", "votre", "vos"} & set(words), draft.text


def test_both_forms_of_address_say_the_same_under_the_same_facts() -> None:
    """When this fails: a section was changed in one of data/fr and data/fr/tu."""
    for template in shipped_ids("fr", Register.TU):
        plain, familiar = shipped(template, "fr"), shipped(template, "fr", Register.TU)
        of = [(s.name, s.is_joined, s.with_facts, s.without_facts) for s in plain.sections]
        assert of == [(s.name, s.is_joined, s.with_facts, s.without_facts) for s in familiar.sections], (
            template
        )
        assert (plain.stage, plain.version, plain.is_block) == (
            familiar.stage,
            familiar.version,
            familiar.is_block,
        )


@pytest.mark.parametrize("template", ["T19", "T22", "T23"])
def test_a_letter_quotes_only_what_took_place(template: str) -> None:
    """Ruling 3: nothing happened, something happened, agreements were broken."""
    for language, register in FORMS:
        facts = facts_of(template, language, register, rich=False, several=False)
        silent = compose(replace(facts, happened=Happened(messages_on=(date(2026, 3, 18),))))
        broken = compose(replace(facts, happened=HAPPENED))
        assert isinstance(silent, Draft) and isinstance(broken, Draft)
        assert "18" in silent.text and "appel du" not in silent.text and "call of" not in silent.text
        assert "accord du" not in silent.text.lower() and "agreement of" not in silent.text
        assert ("accords du" in broken.text) or ("agreements of" in broken.text)
        assert ("24 mars" in broken.text) or ("24 March" in broken.text)


def test_a_consumer_reads_neither_compensation_nor_interest() -> None:
    for language, register in FORMS:
        facts = facts_of("T22", language, register, rich=False, several=False)
        draft = compose(replace(facts, also=frozenset({Fact.CONSUMER})))
        assert isinstance(draft, Draft)
        assert (
            "indemn" not in draft.text.lower()
            and "interest" not in draft.text
            and "intérêt" not in draft.text
        )


def test_a_figure_that_nobody_told_is_refused() -> None:
    facts = facts_of("T19", "fr", Register.VOUS, rich=False, several=False)
    told = {**facts.told, "plan_b_sentence": "le dossier sera transmis", "plan_b_date": date(2026, 5, 1)}
    assert isinstance(compose(replace(facts, told=told)), Draft)


def test_files_are_listed_with_their_size_at_the_end() -> None:
    draft = compose(facts_of("T06", "fr", Register.VOUS, rich=True, several=False))
    assert isinstance(draft, Draft)
    assert draft.text.endswith("Pièce jointe\u00a0: facture F-2031.pdf (84\u00a0Ko)")
    assert "84\u00a0Ko" in draft.html


@pytest.mark.parametrize("template", ["T04", "T05", "T06", "T11", "T26"])
def test_short_forms_fit_a_telephone(template: str) -> None:
    for language, register in FORMS:
        facts = facts_of(template, language, register, rich=True, several=False)
        short = compose_short(facts)
        assert isinstance(short, str) and len(short) <= 300, short
        context = replace(context_of(facts), hardship=False)
        stage = shipped(template, language).stage
        found = lint(short, lang=language, stage=stage, context=context)
        assert [f for f in found if f.severity is not Severity.INFO] == [], (short, found)
        assert isinstance(compose_short(replace(facts, lines=TWO)), Refused)


def test_a_voicemail_says_neither_amount_nor_reason() -> None:
    for language, register in FORMS:
        for rich in (False, True):
            facts = facts_of("T08", language, register, rich=rich, several=False)
            said = compose_short(facts)
            assert isinstance(said, str)
            found = lint(said, lang=language, stage=Stage.VOICEMAIL, context=context_of(facts))
            assert [f for f in found if f.severity is not Severity.INFO and f.rule != "EMP01"] == [], (
                said,
                found,
            )


def test_the_early_payment_block_states_what_it_takes_off() -> None:
    for language in ("fr", "en"):
        facts = replace(
            facts_of("T03", language, Register.VOUS, rich=False, several=False),
            told={
                "discount_pct": "2",
                "discount_date": date(2026, 3, 1),
                "discounted_amount": Money(120_981, "EUR"),
            },
        )
        said = compose_short(facts)
        assert isinstance(said, str) and "1" in said
        assert Decimal("1209.81") == Decimal(120_981) / 100
        context = Context(invoices=(InvoiceFact("F-2031", date(2026, 3, 17), Decimal("1234.50"), "EUR"),))
        found = lint(said, lang=language, stage=Stage.INVOICE, context=replace(context, invoices=()))
        assert [f for f in found if f.severity is not Severity.INFO] == [], (said, found)
