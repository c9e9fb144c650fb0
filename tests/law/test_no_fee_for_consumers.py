"""No consumer is shown a fee that the law forbids: not in a claim, not in a letter, not on an invoice."""

import re
from datetime import date

import pytest

from encours.ground.kernel.money import Money
from encours.ground.law.facts import Debtor
from encours.ground.law.formal_regimes import NoticeKind
from encours.ground.law.reading import shipped
from encours.ground.law.rules.claim import Claim, ClaimAsked, OwedInvoice, claim
from encours.ground.law.rules.mentions import invoice_mentions
from encours.ground.law.rules.notice import Notice, notice
from encours.ground.law.unknown import LawUnknown
from encours.ground.wording.facts import Fact, Register
from encours.ground.wording.templates import LANGUAGES, TemplateError, shipped_ids
from encours.ground.wording.templates import shipped as template

LAW = shipped()
FEE = re.compile(
    r"indemnité|pénalité|frais de (relance|recouvrement|dossier)|fixed_amount|compensation|late fee|penalt",
    re.IGNORECASE,
)


@pytest.mark.parametrize("code", LAW.codes)
def test_a_claim_against_a_consumer_holds_no_fixed_sum_unless_a_clause_and_a_free_reminder_allow_it(
    code: str,
) -> None:
    invoices = (OwedInvoice("", Money.from_text("1000.00", LAW.pack(code).currency), date(2026, 1, 31)),)
    for notice_on in (None, date(2026, 2, 28)):
        asked = ClaimAsked(code, Debtor.CONSUMER, invoices, date(2026, 6, 30), notice_on=notice_on)
        found = claim(asked, LAW)
        if isinstance(found, LawUnknown):
            assert code in {"EU", "LU", "US"}
        elif found.compensation:
            assert (
                code == "BE" and notice_on and "compensation_needs_clause" in {c.code for c in found.cautions}
            )


def test_nothing_at_all_before_the_notice_in_france_and_belgium() -> None:
    for code in ("FR", "BE"):
        invoices = (OwedInvoice("", Money.from_text("1000.00", "EUR"), date(2026, 1, 31)),)
        found = claim(ClaimAsked(code, Debtor.CONSUMER, invoices, date(2026, 6, 30)), LAW)
        assert isinstance(found, Claim) and found.owed == found.principal_open


@pytest.mark.parametrize(
    ("name", "language"),
    [(name, language) for language in LANGUAGES for name in sorted(shipped_ids(language))],
)
def test_a_message_speaks_of_a_fixed_sum_only_where_one_is_due(name: str, language: str) -> None:
    for register in Register:
        try:
            found = template(name, language, register)
        except TemplateError:
            continue
        for section in found.sections:
            if FEE.search(section.text):
                assert Fact.INDEMNITY in section.with_facts, (name, section.line)


def test_a_formal_notice_and_an_invoice_to_a_french_consumer_leave_it_out() -> None:
    on = date(2026, 11, 23)
    paper = notice(NoticeKind.FORMAL_NOTICE, jurisdiction="FR", debtor=Debtor.CONSUMER, on=on, law=LAW)
    assert isinstance(paper, Notice) and "compensation" not in paper.mentions
    told = invoice_mentions(jurisdiction="FR", debtor=Debtor.CONSUMER, on=on, law=LAW)
    assert not isinstance(told, LawUnknown) and "compensation" in told.never
