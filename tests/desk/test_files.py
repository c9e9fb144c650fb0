"""Files at the desk: looked at before they are taken, mapped, answered about; what is missing is filled in."""

import io
import re
import zipfile
from collections.abc import Callable

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.http import HttpResponse
from django.test import Client

from encours.books.creditor.rules.roles import Role
from encours.books.interchange.models import ColumnMapping, ImportRun
from encours.books.receivables.models import Contact, Customer, Invoice, InvoiceDue, Payment
from encours.ground.evidence.models import JournalEntry
from tests import factories
from tests.desk.conftest import House, words
from tests.flows.importing import INVOICES, rows
from tests.interchange.fec_made import written, year

GOOD = INVOICES + rows(("F-101", "Lumen SAS", "01/09/2026", "15/10/2026", "1 200,50"))
BAD = GOOD + rows(("F-102", "Lumen SAS", "31/02/2026", "15/10/2026", "30"))
PDF = b"%PDF-1.4\n1\n%%EOF\n"


def upload(client: Client, *files: tuple[str, bytes | str], to: str = "/fichiers") -> HttpResponse:
    given = [SimpleUploadedFile(n, c.encode() if isinstance(c, str) else c) for n, c in files]
    return client.post(to, {"files": given})


def run() -> ImportRun:
    found = ImportRun.objects.order_by("id").last()
    assert found is not None
    return found


def page(client: Client, address: str) -> str:
    answer = client.get(address)
    assert answer.status_code == 200
    return words(answer)


def test_an_empty_company_is_shown_where_to_begin(owner: Client) -> None:
    shown = page(owner, "/fichiers")
    assert "Déposez vos fichiers" in shown
    assert "Télécharger le tableur" in shown


def test_a_file_is_seen_before_it_is_taken(owner: Client) -> None:
    answer = upload(owner, ("factures.csv", GOOD))
    assert answer.status_code == 302  # type: ignore[attr-defined]
    assert (run().state, run().kind, Invoice.objects.filter(number="F-101").count()) == (
        "preview",
        "invoices",
        0,
    )
    address = f"/fichiers/{run().pk}"
    shown = page(owner, address)
    assert "Prendre 1 client et 1 facture" in shown
    assert "1 200,50 €" in shown
    assert owner.post(f"{address}/prendre").status_code == 302
    assert Invoice.objects.get(number="F-101").customer.name == "Lumen SAS"
    shown = page(owner, address)
    assert "Pris dans vos livres : 1 client et 1 facture." in shown
    assert "Prendre" not in shown.replace("Prendre son", "")
    kinds = list(JournalEntry.objects.filter(kind__startswith="interchange").values_list("kind", flat=True))
    assert kinds == ["interchange.file_received", "interchange.file_taken"]


def test_pressing_twice_takes_once(owner: Client) -> None:
    upload(owner, ("factures.csv", GOOD))
    for _again in range(2):
        assert owner.post(f"/fichiers/{run().pk}/prendre").status_code == 302
    assert run().result["accepted"] == {"customers": 1, "invoices": 1}


def test_refused_lines_are_named_and_the_rest_can_be_taken(owner: Client) -> None:
    upload(owner, ("factures.csv", BAD))
    address = f"/fichiers/{run().pk}"
    shown = page(owner, address)
    assert "La date « 31/02/2026 » n'existe pas." in shown
    assert "date de facture" in shown
    assert "Prendre le reste, garder 1 ligne à part" in shown
    assert "Prendre 1" not in shown
    refused = owner.get(f"{address}/refus")
    assert refused["Content-Disposition"] == 'attachment; filename="factures-refus.csv"'
    assert b"F-102" in refused.content
    assert owner.post(f"{address}/prendre").status_code == 302
    assert (run().state, Invoice.objects.filter(number="F-101").exists()) == ("refused", False)
    assert owner.post(f"{address}/prendre-le-reste").status_code == 302
    assert (run().state, Invoice.objects.filter(number__startswith="F-10").count()) == ("taken", 1)
    assert b"F-102" in owner.get(f"{address}/refus").content
    assert "31/02/2026" in page(owner, address)


def test_what_a_file_does_not_say_is_asked(owner: Client) -> None:
    upload(owner, ("fec.txt", written(year())))
    address = f"/fichiers/{run().pk}"
    shown = page(owner, address)
    assert "Votre délai de paiement, en jours" in shown
    assert "Prendre le reste" not in shown
    assert owner.post(address, {"step": "options", "terms_days": "30"}).status_code == 302
    shown = page(owner, address)
    assert "Prendre 3 clients, 1 à-nouveau, 3 factures, 1 avoir et 3 règlements" in shown
    owner.post(f"{address}/prendre")
    assert InvoiceDue.objects.get(invoice__number="F-1").invoice.is_due_assumed


def test_columns_are_chosen_once_and_remembered(owner: Client) -> None:
    odd = "Aa;Bb;Cc;Dd;Ee\nF-201;Lumen;2026-09-01;2026-10-01;100\n"
    upload(owner, ("odd.csv", odd))
    address = f"/fichiers/{run().pk}"
    assert "nature inconnue" in page(owner, address)
    owner.post(address, {"step": "options", "kind": "invoices"})
    shown = page(owner, address)
    assert shown.count("<select") >= 6
    twice = {"step": "mapping", "column_0": "number", "column_1": "number"}
    answer = owner.post(address, twice)
    assert answer.status_code == 422
    assert "Deux colonnes veulent dire la même chose." in words(answer)
    chosen = ("number", "customer_name", "issued_on", "due_on", "total")
    owner.post(address, {"step": "mapping"} | {f"column_{i}": name for i, name in enumerate(chosen)})
    assert ColumnMapping.objects.get().kind == "invoices"
    assert "Prendre 1 client et 1 facture" in page(owner, address)
    upload(owner, ("odd2.csv", odd.replace("F-201", "F-202")))
    assert "Prendre 1 client et 1 facture" in page(owner, f"/fichiers/{run().pk}")


def test_a_list_that_may_be_of_invoices_or_of_payments_is_asked_about(owner: Client) -> None:
    upload(owner, ("mars.csv", "Date;Client;Montant;Facture\n15/03/2026;Lumen SAS;120;F-1\n"))
    address = f"/fichiers/{run().pk}"
    shown = page(owner, address)
    assert "de factures ou de règlements" in shown and "Prendre 1" not in shown
    owner.post(address, {"step": "options", "kind": "payments"})
    assert "Prendre 1 client et 1 règlement" in page(owner, address)


def test_the_list_says_what_a_file_is_once_it_is_known(owner: Client) -> None:
    """«nature inconnue» stayed there whatever a person answered."""
    odd = "Aa;Bb;Cc;Dd;Ee\nF-201;Lumen;2026-09-01;2026-10-01;100\n"
    upload(owner, ("odd.csv", odd))
    assert "nature inconnue" in page(owner, "/fichiers")
    address = f"/fichiers/{run().pk}"
    owner.post(address, {"step": "options", "kind": "invoices"})
    assert "nature inconnue" not in page(owner, "/fichiers")
    chosen = ("number", "customer_name", "issued_on", "due_on", "total")
    owner.post(address, {"step": "mapping"} | {f"column_{i}": name for i, name in enumerate(chosen)})
    upload(owner, ("odd2.csv", odd.replace("F-201", "F-202")))
    assert "nature inconnue" not in page(owner, "/fichiers")


def test_a_file_can_be_left(owner: Client) -> None:
    upload(owner, ("factures.csv", GOOD))
    assert owner.post(f"/fichiers/{run().pk}/laisser").status_code == 302
    assert run().state == "left"
    assert "laissé" in page(owner, "/fichiers")


def test_several_files_wait_in_the_list(owner: Client) -> None:
    upload(owner, ("a.csv", GOOD), ("b.csv", GOOD.replace("F-101", "F-102")))
    shown = page(owner, "/fichiers")
    assert "2 fichiers déposés" in shown
    assert shown.count("à confirmer") == 2


@pytest.mark.parametrize(
    ("content", "why"),
    [
        (b"\x00\x01" * 40, "CSV, XLSX ou ODS"),
        (b"a;b\n1;2\n", "ne ressemble ni à des clients"),
        (b"<x/>", ""),
    ],
    ids=["binary", "two columns", "another format"],
)
def test_what_cannot_be_read_says_why_and_takes_nothing(owner: Client, content: bytes, why: str) -> None:
    upload(owner, ("x.csv", content))
    shown = page(owner, f"/fichiers/{run().pk}")
    assert why in shown
    assert 'class="banner" data-tone="late"' in shown
    assert "Prendre " not in shown


def test_what_was_taken_leads_on_to_what_is_missing(owner: Client) -> None:
    upload(owner, ("factures.csv", GOOD))
    owner.post(f"/fichiers/{run().pk}/prendre")
    shown = page(owner, f"/fichiers/{run().pk}")
    assert "Compléter ce qui manque" in shown
    assert "Revoir les dossiers maintenant" in shown


def test_copies_without_their_invoice_are_files_not_lines(owner: Client) -> None:
    upload(owner, ("inconnue.pdf", b"%PDF-1.4 facture"))
    shown = page(owner, f"/fichiers/{run().pk}")
    assert "Nommez chaque PDF par le numéro de sa facture" in shown
    assert "Fichiers refusés" in shown
    assert "Lignes refusées" not in shown


def test_no_file_at_all_is_refused_in_words(owner: Client) -> None:
    answer = owner.post("/fichiers", {})
    assert answer.status_code == 422
    assert "Choisissez un fichier." in words(answer)


def test_the_spreadsheet_is_downloaded(owner: Client) -> None:
    answer = owner.get("/fichiers/tableur")
    assert answer["Content-Disposition"] == 'attachment; filename="encours-factures.xlsx"'
    assert answer.content.startswith(b"PK")


def test_one_sees_which_copy_goes_to_which_invoice_before_any_is_attached(
    owner: Client, house: House
) -> None:
    upload(owner, ("copies.zip", _zipped(f"{house.invoice.number}.pdf", "devis.pdf")))
    address = f"/fichiers/{run().pk}"
    shown = page(owner, address)
    assert shown.index(f"{house.invoice.number}.pdf") < shown.index(house.customer.name)
    assert "devis.pdf" in shown and "à confirmer" in shown and "copies de factures" in shown
    house.invoice.refresh_from_db()
    assert house.invoice.document_id is None
    assert "Joindre le reste, laisser 1 fichier" in shown
    owner.post(f"{address}/prendre-le-reste")
    house.invoice.refresh_from_db()
    assert house.invoice.document_id is not None
    shown = page(owner, address)
    assert "pris en compte" in shown and "devis.pdf" in shown and "Joindre" not in shown


def test_copies_that_all_fit_are_attached_by_one_button(owner: Client, house: House) -> None:
    upload(owner, ("copies.zip", _zipped(f"{house.invoice.number}.pdf")))
    address = f"/fichiers/{run().pk}"
    assert "Joindre 1 copie de facture" in page(owner, address)
    assert "Pris dans vos livres : 1 copie de facture." in words(
        owner.post(f"{address}/prendre", follow=True)
    )
    assert "1 copie de facture" in page(owner, "/fichiers")


def test_copies_of_which_none_fits_are_never_said_to_be_taken(owner: Client, house: House) -> None:
    """«pris en compte» stood beside «Rien n'en est pris»."""
    upload(owner, ("copies.zip", _zipped("devis.pdf", "plan.pdf")))
    address = f"/fichiers/{run().pk}"
    shown = page(owner, address)
    assert "Aucune copie n'a trouvé sa facture : rien n'est joint." in shown
    assert "Joindre le" not in shown and "Laisser ce fichier" in shown
    owner.post(f"{address}/prendre-le-reste")
    for seen in (page(owner, address), page(owner, "/fichiers")):
        assert "pris en compte" not in seen
    assert "2 fichiers refusés, rien n'est joint" in page(owner, "/fichiers")


def test_several_pdfs_are_seen_on_one_page(owner: Client, house: House) -> None:
    second = factories.an_invoice(house.customer)
    names = [house.invoice.number, second.number, second.number]
    upload(owner, *((f"{number}.pdf", PDF) for number in names), to="/fichiers/manques?vue=document")
    address = f"/fichiers/{run().pk}"
    assert "Joindre 2 copies de factures" in page(owner, address)
    owner.post(f"{address}/prendre")
    second.refresh_from_db()
    assert second.document_id is not None


def _zipped(*names: str) -> bytes:
    target = io.BytesIO()
    with zipfile.ZipFile(target, "w") as archive:
        for name in names:
            archive.writestr(name, PDF)
    return target.getvalue()


def test_customers_without_an_address_are_listed_before_the_first_run(owner: Client, house: House) -> None:
    lost = factories.a_customer(house.entity, "Sans Adresse SARL")
    factories.an_invoice(lost)
    assert "Clients à qui rien ne peut être écrit, faute d'adresse : 1." in page(owner, "/fichiers")
    address = "/fichiers/manques?vue=email"
    assert "Sans Adresse SARL" in page(owner, address)
    wrong = owner.post(address, {f"line{lost.pk}-email": "pas une adresse"})
    assert wrong.status_code == 422
    assert owner.post(address, {f"line{lost.pk}-email": "compta@sans.test"}).status_code == 302
    assert Contact.objects.get(customer=lost).email == "compta@sans.test"
    assert "Rien ne manque" in page(owner, address)


def test_assumed_due_dates_are_corrected_one_by_one_or_confirmed_at_once(owner: Client, house: House) -> None:
    Invoice.objects.update(is_due_assumed=True)
    second = factories.an_invoice(house.customer, is_due_assumed=True)
    due, other = house.invoice.dues.get(), second.dues.get()
    address = "/fichiers/manques?vue=due"
    too_early = owner.post(address, {f"line{due.pk}-due_on": "2020-01-01"})
    assert too_early.status_code == 422
    assert owner.post(address, {f"line{due.pk}-due_on": "2026-12-31"}).status_code == 302
    due.refresh_from_db()
    assert str(due.due_on) == "2026-12-31"
    assert "à confirmer : 1." in page(owner, address)
    assert owner.post(address, {"step": "confirm"}).status_code == 302
    other.refresh_from_db()
    assert not Invoice.objects.filter(is_due_assumed=True).exists()
    assert JournalEntry.objects.filter(kind="receivables.due_dates_confirmed").count() == 1


def test_a_copy_is_given_on_its_line_or_dropped(owner: Client, house: House) -> None:
    address = "/fichiers/manques?vue=document"
    due = house.invoice.dues.get()
    assert owner.post(address, {f"line{due.pk}-file": SimpleUploadedFile("x.pdf", PDF)}).status_code == 302
    house.invoice.refresh_from_db()
    assert house.invoice.document_id is not None
    second = factories.an_invoice(house.customer)
    assert upload(owner, (f"{second.number}.pdf", PDF), to=address).status_code == 302  # type: ignore[attr-defined]
    owner.post(f"/fichiers/{run().pk}/prendre")
    second.refresh_from_db()
    assert second.document_id is not None


def test_only_who_may_record_brings_files(house: House, sign_in: Callable[..., Client]) -> None:
    reader = sign_in(house, Role.READ_ONLY)
    assert "Déposez vos fichiers" not in page(reader, "/fichiers")
    assert upload(reader, ("factures.csv", GOOD)).status_code == 403  # type: ignore[attr-defined]
    assert reader.get("/fichiers/manques").status_code == 403


def test_a_file_of_another_company_is_not_there(
    owner: Client, stranger: House, sign_in: Callable[..., Client]
) -> None:
    upload(owner, ("factures.csv", GOOD))
    other = sign_in(stranger, Role.OWNER)
    for way in ("", "/refus"):
        assert other.get(f"/fichiers/{run().pk}{way}").status_code == 404
    for way in ("prendre", "prendre-le-reste", "laisser"):
        assert other.post(f"/fichiers/{run().pk}/{way}").status_code == 404
    assert "factures.csv" not in page(other, "/fichiers")
    assert Customer.objects.filter(name="Lumen SAS").count() == 0


def test_the_list_of_files_asks_the_same_number_of_questions_however_many(
    owner: Client, django_assert_num_queries: Callable[..., object]
) -> None:
    upload(owner, ("a.csv", GOOD))
    with_one = _statements(owner)
    upload(owner, *((f"{i}.csv", GOOD.replace("F-101", f"F-3{i}")) for i in range(6)))
    page(owner, "/fichiers")
    assert _statements(owner) == with_one


def _statements(client: Client) -> int:
    from django.db import connection
    from django.test.utils import CaptureQueriesContext

    client.get("/fichiers")
    with CaptureQueriesContext(connection) as told:
        client.get("/fichiers")
    return len(told)


def test_the_filled_in_spreadsheet_comes_back(owner: Client) -> None:
    from tests.interchange.workbooks import xlsx

    titles = (
        "Client",
        "E-mail",
        "Téléphone",
        "N° de facture",
        "Date de facture",
        "Échéance",
        "Montant TTC",
        "Déjà payé",
    )
    row = ("Lumen SAS", "compta@lumen.test", "", "F-1", "2026-09-01", "2026-10-01", 1200.5, 200)
    upload(owner, ("encours-factures.xlsx", xlsx([titles, row])))
    address = f"/fichiers/{run().pk}"
    assert "Prendre 1 client, 1 facture et 1 règlement" in re.sub(r"\s+", " ", page(owner, address))
    owner.post(f"{address}/prendre")
    assert Payment.objects.get().amount_minor == 20000
