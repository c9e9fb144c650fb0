"""Writes the demonstration's books as the files a small business has: spreadsheets, PDFs, a FEC."""

import csv
import io
import zipfile
from collections.abc import Iterable, Sequence
from datetime import date
from pathlib import Path

from encours.books.creditor.rules.terms import TermRule
from encours.books.receivables.rules.party import ContactRole, CustomerKind, PaymentMethod
from encours.faces.demo.books import BookCredit, BookInvoice, BookPayment, Books, make_books
from encours.faces.demo.characters import END_OF_MONTH, Character, Terms
from encours.faces.demo.company import TODAY
from encours.faces.demo.fec import fec_name, fec_text
from encours.faces.demo.papers import invoice_pdf
from encours.ground.kernel.money import Money

CUSTOMERS, CONTACTS, INVOICES, PAYMENTS = "customers.csv", "contacts.csv", "invoices.csv", "payments.csv"
PAPERS_FOLDER, PAPERS_ZIP = "pdf", "invoices.zip"
TO_IMPORT = (CUSTOMERS, CONTACTS, INVOICES, PAYMENTS)
"""In this order; the ZIP is dropped on the invoices afterwards. The FEC says the same again, otherwise."""

# Titles that the importers know (books/interchange/formats/headers.toml).
CUSTOMER_TITLES = (
    "Code client", "Raison sociale", "Type", "SIREN", "N° TVA", "E-mail", "Téléphone", "Adresse", "Code postal",
    "Ville", "Pays", "Langue", "Délai de paiement", "Client depuis", "À conserver", "Chargé de clientèle",
)  # fmt: skip
CONTACT_TITLES = ("Code client", "Contact", "Fonction", "E-mail", "Téléphone", "Langue")
INVOICE_TITLES = (
    "N° de facture", "Type de pièce", "Code client", "Date de facture", "Échéance", "Montant TTC", "Devise",
    "Bon de commande", "Facture d'origine", "Libellé",
)  # fmt: skip
PAYMENT_TITLES = (
    "Date de paiement", "Code client", "Montant", "Devise", "N° de facture", "Mode de règlement", "Référence",
)  # fmt: skip
KINDS = {
    CustomerKind.BUSINESS: "Entreprise",
    CustomerKind.CONSUMER: "Particulier",
    CustomerKind.PUBLIC: "Organisme public",
}
COUNTRIES = {"FR": "France", "BE": "Belgique", "CH": "Suisse", "GB": "Royaume-Uni"}
LANGUAGES = {"fr": "Français", "en": "Anglais"}
ROLES = {
    ContactRole.ACCOUNTING: "Comptabilité",
    ContactRole.PURCHASING: "Achats",
    ContactRole.MANAGEMENT: "Direction",
    ContactRole.OTHER: "Autre",
}
METHODS = {
    PaymentMethod.TRANSFER: "Virement",
    PaymentMethod.CHEQUE: "Chèque",
    PaymentMethod.CARD: "Carte bancaire",
    PaymentMethod.BILL_OF_EXCHANGE: "LCR",
}


def write_books(folder: Path) -> tuple[Path, ...]:
    """Writes every file into a folder, made if needed; files of the same name are replaced.

    Returns what was written: the four tables, the FEC, the ZIP, then each PDF.
    """
    books = make_books()
    papers = {f"{invoice.number}.pdf": paper for invoice, paper in open_papers(books)}
    contents = {
        CUSTOMERS: customers_csv(books),
        CONTACTS: contacts_csv(books),
        INVOICES: invoices_csv(books),
        PAYMENTS: payments_csv(books),
        fec_name(): fec_text(books).encode("utf-8"),
        PAPERS_ZIP: zipped(papers),
    } | {f"{PAPERS_FOLDER}/{name}": paper for name, paper in papers.items()}
    (folder / PAPERS_FOLDER).mkdir(parents=True, exist_ok=True)
    for name, content in contents.items():
        (folder / name).write_bytes(content)
    return tuple(folder / name for name in contents)


def customers_csv(books: Books) -> bytes:
    """Customers, one a line."""
    return _csv(CUSTOMER_TITLES, (_customer_row(character) for character in books.customers))


def contacts_csv(books: Books) -> bytes:
    """The people at each customer's, the main one first."""
    rows = (
        (c.code, person.name, ROLES[person.role], person.email, person.phone, LANGUAGES[c.language])
        for c in books.customers
        for person in c.people
    )
    return _csv(CONTACT_TITLES, rows)


def invoices_csv(books: Books) -> bytes:
    """Invoices, and credit notes with a negative amount, by date and number."""
    rows = [_invoice_row(invoice) for invoice in books.invoices]
    rows += [_credit_row(credit) for credit in books.credits]
    return _csv(INVOICE_TITLES, rows)


def payments_csv(books: Books) -> bytes:
    """Payments, one line for each invoice paid; lines of one payment share day and reference."""
    return _csv(PAYMENT_TITLES, (row for payment in books.payments for row in _payment_rows(payment)))


def open_papers(books: Books) -> tuple[tuple[BookInvoice, bytes], ...]:
    """The open invoices with their PDF."""
    by_code = {character.code: character for character in books.customers}
    return tuple(
        (invoice, invoice_pdf(invoice, by_code[invoice.customer])) for invoice in books.open_invoices()
    )


def zipped(files: dict[str, bytes]) -> bytes:
    """Files in one ZIP, the same bytes on every machine: nothing squeezed again, one fixed time."""
    out = io.BytesIO()
    with zipfile.ZipFile(out, "w", zipfile.ZIP_STORED) as archive:
        for name, content in files.items():
            entry = zipfile.ZipInfo(name, date_time=(TODAY.year, TODAY.month, TODAY.day, 8, 0, 0))
            entry.create_system = 3
            entry.external_attr = 0o644 << 16
            archive.writestr(entry, content)
    return out.getvalue()


def _customer_row(character: Character) -> Sequence[str]:
    return (
        character.code,
        character.name,
        KINDS[character.kind],
        character.siren,
        character.vat_number,
        character.email,
        character.phone,
        character.address,
        character.postcode,
        character.city,
        COUNTRIES[character.country],
        LANGUAGES[character.language],
        _terms(character.terms),
        _day(character.since_on),
        "Oui" if character.is_to_be_kept else "",
        character.manager,
    )


def _invoice_row(invoice: BookInvoice) -> tuple[str, ...]:
    return (
        invoice.number,
        "Facture",
        invoice.customer,
        _day(invoice.issued_on),
        _day(invoice.due_on),
        _amount(invoice.total),
        invoice.total.currency,
        invoice.order_reference,
        "",
        invoice.label,
    )


def _credit_row(credit: BookCredit) -> tuple[str, ...]:
    return (
        credit.number,
        "Avoir",
        credit.customer,
        _day(credit.issued_on),
        "",
        _amount(-credit.total),
        credit.total.currency,
        "",
        credit.invoice,
        credit.label,
    )


def _payment_rows(payment: BookPayment) -> Iterable[Sequence[str]]:
    for number, money in payment.parts or (("", payment.amount),):
        yield (
            _day(payment.received_on),
            payment.customer,
            _amount(money),
            money.currency,
            number,
            METHODS[payment.method],
            payment.reference,
        )


def _csv(titles: Sequence[str], rows: Iterable[Sequence[str]]) -> bytes:
    """As a French spreadsheet program saves it: semicolons, CRLF, UTF-8 with its mark."""
    text = io.StringIO()
    writer = csv.writer(text, delimiter=";", lineterminator="\r\n")
    writer.writerow(titles)
    writer.writerows(rows)
    return text.getvalue().encode("utf-8-sig")


def _terms(terms: Terms) -> str:
    return f"{terms.days}" if terms.rule is TermRule.NET else f"{terms.days} {END_OF_MONTH}"


def _day(day: date) -> str:
    return f"{day:%d/%m/%Y}"


def _amount(money: Money) -> str:
    return str(money.decimal).replace(".", ",")
