"""Copies of invoices, and the spreadsheet that is downloaded, filled in and brought back."""

import io
import zipfile

import pytest

from encours.books.creditor.models import CreditorEntity
from encours.books.interchange.formats.spreadsheet import ready_spreadsheet
from encours.books.interchange.models import ImportRun
from encours.books.receivables.models import Contact, Customer, Invoice, Payment
from encours.ground.documents import queries as documents_queries
from encours.ground.evidence.models import JournalEntry
from tests.factories import a_customer, an_entity, an_invoice
from tests.flows.importing import opens, refusals, take
from tests.interchange.workbooks import xlsx

pytestmark = pytest.mark.django_db


@pytest.fixture
def entity() -> CreditorEntity:
    return an_entity()


def pdf(text: str = "") -> bytes:
    return b"%PDF-1.4\n" + text.encode() + b"\n%%EOF\n"


def zipped(**files: bytes) -> bytes:
    target = io.BytesIO()
    with zipfile.ZipFile(target, "w") as archive:
        for name, content in files.items():
            archive.writestr(name.replace("__", "/"), content)
    return target.getvalue()


def test_each_pdf_goes_to_the_invoice_that_its_name_holds(entity: CreditorEntity) -> None:
    customer = a_customer(entity)
    first, second = (an_invoice(customer, number=number) for number in ("FA-2026-0007", "FA-2026-0008"))
    files = {"copies/Facture FA-2026-0007.pdf": pdf("7"), "copies/fa20260008 Dupont.pdf": pdf("8")}
    answer = take(entity, zipped(**files), "copies.zip")
    assert (answer.kind, answer.accepted) == ("copies", {"copies": 2})
    first.refresh_from_db()
    second.refresh_from_db()
    assert documents_queries.content(first.document_id) == pdf("7")  # type: ignore[arg-type]
    assert second.document is not None and second.document.name == "fa20260008 Dupont.pdf"
    again = take(entity, zipped(**files), "copies.zip")
    assert (again.accepted, again.already_known) == ({}, {"copies": 2})


def test_a_pdf_that_no_invoice_owns_is_refused_with_the_others_unless_the_rest_is_wanted(
    entity: CreditorEntity,
) -> None:
    invoice = an_invoice(a_customer(entity), number="FA-2026-0007")
    files = zipped(**{"FA-2026-0007.pdf": pdf(), "devis.pdf": pdf(), "notes.txt": b"rien"})
    assert refusals(take(entity, files, "copies.zip")) == [(None, "copy_unmatched"), (None, "not_a_pdf")]
    invoice.refresh_from_db()
    assert invoice.document_id is None
    assert take(entity, files, "copies.zip", skip_rejected=True).accepted == {"copies": 1}
    assert list(ImportRun.objects.order_by("id").values_list("state", flat=True)) == ["refused", "taken"]


def test_a_single_pdf_and_an_invoice_that_is_paid(entity: CreditorEntity) -> None:
    invoice = an_invoice(a_customer(entity), number="FA-2026-0007")
    invoice.dues.update(open_minor=0, closed_on=invoice.issued_on)
    assert take(entity, pdf(), "FA-2026-0007.pdf").accepted == {"copies": 1}
    assert JournalEntry.objects.filter(kind="receivables.copy_attached").count() == 1


def test_copies_of_another_entity_are_nobodys(entity: CreditorEntity) -> None:
    an_invoice(a_customer(an_entity(name="Autre")), number="FA-2026-0007")
    assert refusals(take(entity, pdf(), "FA-2026-0007.pdf")) == [(None, "copy_unmatched")]


def test_the_ready_spreadsheet_comes_back_empty_and_brings_nothing(entity: CreditorEntity) -> None:
    answer = take(entity, ready_spreadsheet("fr"), "encours-factures.xlsx")
    assert (answer.accepted, answer.rejected, Customer.objects.count()) == ({}, (), 0)


@pytest.mark.parametrize(
    "titles",
    [
        (
            "Client",
            "E-mail",
            "Téléphone",
            "N° de facture",
            "Date de facture",
            "Échéance",
            "Montant TTC",
            "Déjà payé",
        ),
        (
            "Customer",
            "Email",
            "Phone",
            "Invoice number",
            "Invoice date",
            "Due date",
            "Amount incl. tax",
            "Already paid",
        ),
    ],
)
def test_the_ready_spreadsheet_filled_in_brings_customer_invoice_and_payment(
    entity: CreditorEntity, titles: tuple[str, ...]
) -> None:
    row = (
        "Dupont SARL",
        "compta@dupont.example",
        "01 99 00 12 34",
        "F-1",
        "2026-09-01",
        "2026-10-01",
        1200.5,
        200,
    )
    answer = take(entity, xlsx([titles, row]), "encours-factures.xlsx")
    assert answer.accepted == {"customers": 1, "invoices": 1, "payments": 1, "allocations": 1}
    assert Contact.objects.get().email == "compta@dupont.example"
    assert (Invoice.objects.get().total_minor, Payment.objects.get().amount_minor) == (120050, 20000)
    assert opens(entity) == {"F-1": 100050}
