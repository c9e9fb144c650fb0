"""The page opens by its link alone, shows one customer's open invoices and no more, and looking changes nothing."""

import re
from collections.abc import Callable
from datetime import datetime, timedelta

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext

from encours.books.creditor.rules.door import PAGE_SAID
from encours.books.receivables.models import InvoiceDue
from encours.ground.documents import actions as documents_actions
from encours.ground.evidence.models import JournalEntry
from encours.ground.links import actions as links_actions
from encours.ground.links.rules.link import Purpose
from encours.method.disputes.models import Dispute
from encours.method.inbox.models import InboundItem
from tests import factories
from tests.desk.conftest import words
from tests.portal.conftest import MONDAY, Page, a_page


def test_the_page_says_who_writes_what_is_open_how_to_pay_and_how_to_answer(
    page: Page, visitor: Client
) -> None:
    shown = visitor.get(page.url)
    said = words(shown)
    assert shown.status_code == 200
    assert page.house.entity.name in said
    assert page.house.customer.name in said
    assert page.house.invoice.number in said
    assert "Parler à une personne" in said
    for address in ("deja-regle", "je-regle-le", "en-plusieurs-fois", "un-probleme", "autre"):
        assert f"{page.url}{address}" in said
        assert visitor.get(f"{page.url}{address}").status_code == 200


def test_nothing_of_ours_alone_is_shown(page: Page, visitor: Client) -> None:
    """No label of the payer, no plan B, no note, nobody of the customer's own people, no other house."""
    customer = page.house.customer
    customer.notes = "mauvais payeur, ne plus livrer"
    customer.save()
    contact = customer.contacts.get()
    case = factories.Case.objects.get(customer=customer)
    factories.an_agreement(case, plan_b="transmission au cabinet")
    said = words(visitor.get(page.url))
    for private in ("mauvais payeur", "cabinet", contact.name, contact.email, "profil"):
        assert private not in said


def test_looking_changes_nothing_and_leaves_no_cookie(page: Page, visitor: Client) -> None:
    before = (JournalEntry.objects.count(), InboundItem.objects.count())
    for address in ("", "deja-regle", "je-regle-le", "autre"):
        with CaptureQueriesContext(connection) as asked:
            answer = visitor.get(page.url + address)
        assert not [q for q in asked if not q["sql"].startswith(("SELECT", "SAVEPOINT", "RELEASE", "BEGIN"))]
        assert len(asked) < 40
        assert not answer.cookies
    assert (JournalEntry.objects.count(), InboundItem.objects.count()) == before


def test_no_other_site_and_no_search_engine_learns_of_it(page: Page, visitor: Client) -> None:
    for answer in (visitor.get(page.url), visitor.get("/p/made-up/"), visitor.post(f"{page.url}autre", {})):
        assert answer.headers["Referrer-Policy"] == "no-referrer"
        assert "noindex" in answer.headers["X-Robots-Tag"]
        assert "no-store" in answer.headers["Cache-Control"]
        policy = answer.headers["Content-Security-Policy"]
        assert "default-src 'none'" in policy
        assert "connect-src 'none'" in policy
        assert "unsafe" not in policy
        assert not re.findall(r'(?:src|href|action)="https?://', answer.content.decode())


def test_an_unknown_an_expired_and_a_revoked_link_give_the_same_page(
    page: Page, visitor: Client, stand_at: Callable[[datetime], None]
) -> None:
    unknown = visitor.get("/p/aaaaaaaa/")
    act = factories.an_act(page.house.entity, at=MONDAY)
    links_actions.revoke_all(act, purpose=Purpose.PAGE, subject_id=page.house.customer.pk, about="customer:1")
    revoked = visitor.get(page.url)
    stand_at(MONDAY + timedelta(days=121))
    expired = visitor.get(page.url)
    assert unknown.status_code == revoked.status_code == expired.status_code == 404
    assert unknown.content == revoked.content == expired.content
    assert "Répondez simplement au message" in words(unknown)


def test_who_left_the_customer_opens_nothing_any_more(page: Page, visitor: Client) -> None:
    page.house.customer.contacts.update(removed_at=MONDAY)
    assert visitor.get(page.url).status_code == 404


def test_a_copy_is_handed_out_for_an_open_invoice_of_this_customer_only(
    page: Page, other: Page, visitor: Client
) -> None:
    kept = documents_actions.store(
        owner="entity:1", name="f.pdf", content=b"%PDF-1.7 x", media_type="application/pdf", at=MONDAY
    )
    for house in (page.house, other.house):
        house.invoice.document_id = kept
        house.invoice.save()
    mine, theirs = (InvoiceDue.objects.get(invoice=h.invoice).pk for h in (page.house, other.house))
    got = visitor.get(f"{page.url}factures/{mine}.pdf")
    assert got.content == b"%PDF-1.7 x"
    assert got.headers["Content-Disposition"].startswith("attachment")
    assert visitor.get(f"{page.url}factures/{theirs}.pdf").status_code == 404
    InvoiceDue.objects.filter(pk=mine).update(open_minor=0, closed_on=MONDAY.date())
    assert visitor.get(f"{page.url}factures/{mine}.pdf").status_code == 404


def test_an_old_link_shows_nothing_that_was_invoiced_after_it(page: Page, visitor: Client) -> None:
    """A letter that is passed on years later says what it said then."""
    later = MONDAY.date() + timedelta(days=1)
    made = factories.an_invoice(
        page.house.customer, factories.euros("987"), number="F-LATER", issued_on=later, due_on=later
    )
    shown = words(visitor.get(page.url))
    assert "F-LATER" not in shown
    assert "987" not in shown
    assert "Ce lien date du lundi 23 novembre" in shown
    assert visitor.get(f"{page.url}factures/{made.dues.get().pk}.pdf").status_code == 404
    page.house.invoice.dues.update(open_minor=0, closed_on=MONDAY.date())
    assert "Rien n'est ouvert" not in words(visitor.get(page.url)), "that would not be true"


def test_what_is_looked_into_is_said_neutrally_and_not_asked_for(page: Page, visitor: Client) -> None:
    Dispute.objects.create(
        customer=page.house.customer,
        invoice=page.house.invoice,
        disputed_minor=20_000,
        currency="EUR",
        subject="mots à nous",
        reported_on=MONDAY.date(),
        answer_due_on=MONDAY.date(),
    )
    said = words(visitor.get(page.url))
    assert "200,00 € en cours d'examen ; 1 000,00 € à régler" in said
    assert "mots à nous" not in said


def test_the_page_speaks_the_reader_s_language_and_changes_it(page: Page, visitor: Client) -> None:
    page.house.customer.contacts.update(language="en")
    assert "Talk to a person" in words(visitor.get(page.url))
    french = words(visitor.get(f"{page.url}?langue=fr"))
    assert "Parler à une personne" in french
    assert "deja-regle?langue=fr" in french


def test_somebody_of_the_team_looks_and_says_nothing(page: Page, visitor: Client) -> None:
    seen = a_page(page.house, purpose=Purpose.PREVIEW)
    assert "Aperçu" in words(visitor.get(seen.url))
    visitor.post(f"{seen.url}autre", {"name": "Moi", "order": "BC-1"})
    assert not InboundItem.objects.exists()


def test_too_many_answers_and_too_large_ones_are_not_looked_at(
    page: Page, visitor: Client, settings: object
) -> None:
    for _n in range(PAGE_SAID.most):
        visitor.post(f"{page.url}autre", {})
    refused = visitor.post(f"{page.url}autre", {"name": "Moi", "order": "BC-1"})
    assert refused.status_code == 429
    assert not InboundItem.objects.exists()
    large = SimpleUploadedFile("photo.pdf", b"%PDF-" + b"x" * (12 * 1024 * 1024))
    assert visitor.post(f"{page.url}deja-regle", {"proof": large}).status_code == 413


@pytest.mark.parametrize("kind", ["rien", "admin", "deja-regle2"])
def test_an_answer_that_nobody_offers_is_nowhere(page: Page, visitor: Client, kind: str) -> None:
    assert visitor.get(page.url + kind).status_code == 404
    assert visitor.post(page.url + kind).status_code == 404
