"""The spreadsheet to download, fill in and bring back: one sheet, eight columns, one row per invoice."""

import io
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date
from decimal import Decimal
from types import MappingProxyType

import xlsxwriter

ROWS = 500
FILE_NAMES: Mapping[str, str] = MappingProxyType(
    {"fr": "encours-factures.xlsx", "en": "encours-invoices.xlsx"}
)

_ISSUED, _DUE, _ISSUED_LATER, _DUE_LATER = (
    date(2026, 9, 1),
    date(2026, 10, 1),
    date(2026, 9, 15),
    date(2026, 10, 15),
)


@dataclass(frozen=True, slots=True, kw_only=True)
class _Texts:
    """One language of the sheet. Titles and examples are what the importer knows."""

    sheet: str
    titles: tuple[str, ...]
    hints: tuple[str, ...]
    examples: tuple[tuple[str | date | Decimal | None, ...], ...]
    wrong_date: str
    wrong_amount: str


_TEXTS: Mapping[str, _Texts] = MappingProxyType({
    "fr": _Texts(
        sheet="Factures",
        titles=(
            "Client", "E-mail", "Téléphone", "N° de facture", "Date de facture", "Échéance", "Montant TTC", "Déjà payé",
        ),
        hints=(
            "Une ligne par facture. Le même nom désigne le même client.",
            "Où écrire à la comptabilité du client. Facultatif.",
            "Facultatif.",
            "Comme il est écrit sur la facture. Pour un avoir : un montant négatif.",
            "Jour/mois/année.",
            "Vide : Encours vous demandera votre délai de paiement.",
            "Toutes taxes comprises, en euros ou avec le symbole de la devise.",
            "Ce qui a déjà été réglé. Vide : rien.",
        ),
        examples=(
            ("EXEMPLE Boulangerie Martin", "compta@boulangerie.example", "01 99 00 12 34", "EXEMPLE-1",
             _ISSUED, _DUE, Decimal("250.00"), None),
            ("EXEMPLE Garage Dupont", "contact@garage.example", None, "EXEMPLE-2",
             _ISSUED_LATER, _DUE_LATER, Decimal("1234.56"), Decimal("500.00")),
        ),
        wrong_date="Écrivez une date, par exemple 31/12/2026.",
        wrong_amount="Écrivez un montant, par exemple 1 234,56.",
    ),
    "en": _Texts(
        sheet="Invoices",
        titles=(
            "Customer", "Email", "Phone", "Invoice number", "Invoice date", "Due date",
            "Amount incl. tax", "Already paid",
        ),
        hints=(
            "One row per invoice. The same name is the same customer.",
            "Where to write to the customer's accounts department. Optional.",
            "Optional.",
            "As printed on the invoice. For a credit note: a negative amount.",
            "As a date.",
            "Empty: Encours will ask for your payment terms.",
            "Including tax, in euros or with the currency's symbol.",
            "What was paid before. Empty: nothing.",
        ),
        examples=(
            ("EXAMPLE Martin Bakery", "accounts@bakery.example", "+44 20 7946 0000", "EXAMPLE-1",
             _ISSUED, _DUE, Decimal("250.00"), None),
            ("EXAMPLE Dupont Garage", "contact@garage.example", None, "EXAMPLE-2",
             _ISSUED_LATER, _DUE_LATER, Decimal("1234.56"), Decimal("500.00")),
        ),
        wrong_date="Enter a date, for example 31/12/2026.",
        wrong_amount="Enter an amount, for example 1234.56.",
    ),
})  # fmt: skip


def ready_spreadsheet(language: str = "fr") -> bytes:
    """The sheet as XLSX, in French or English, with two grey example rows.

    The importer leaves the examples out, whether they were erased or not: their name and their
    number both begin with «EXEMPLE».
    """
    texts = _TEXTS.get(language, _TEXTS["fr"])
    target = io.BytesIO()
    book = xlsxwriter.Workbook(
        target, {"in_memory": True, "strings_to_formulas": False, "strings_to_urls": False}
    )
    page = book.add_worksheet(texts.sheet)
    _titles(book, page, texts)
    _columns(book, page, texts)
    _examples(book, page, texts)
    book.close()
    return target.getvalue()


def _titles(book: xlsxwriter.Workbook, page: xlsxwriter.worksheet.Worksheet, texts: _Texts) -> None:
    style = book.add_format({"bold": True, "bottom": 1, "bg_color": "#E8EEF4"})
    for column, (title, hint) in enumerate(zip(texts.titles, texts.hints, strict=True)):
        page.write_string(0, column, title, style)
        page.write_comment(0, column, hint)
    page.freeze_panes(1, 1)


def _columns(book: xlsxwriter.Workbook, page: xlsxwriter.worksheet.Worksheet, texts: _Texts) -> None:
    """Widths, formats and checks: dates are dates and amounts numbers before they reach us."""
    text, day, amount = (book.add_format({"num_format": form}) for form in ("@", "dd/mm/yyyy", "#,##0.00"))
    page.set_column(0, 1, 32, text)
    page.set_column(2, 3, 18, text)
    page.set_column(4, 5, 14, day)
    page.set_column(6, 7, 14, amount)
    page.data_validation(
        1,
        4,
        ROWS,
        5,
        {
            "validate": "date",
            "criteria": ">=",
            "value": date(1990, 1, 1),
            "error_message": texts.wrong_date,
        },
    )
    page.data_validation(1, 6, ROWS, 7, {
        "validate": "decimal", "criteria": "between", "minimum": -10**9, "maximum": 10**9,
        "error_message": texts.wrong_amount,
    })  # fmt: skip


def _examples(book: xlsxwriter.Workbook, page: xlsxwriter.worksheet.Worksheet, texts: _Texts) -> None:
    grey = {"italic": True, "font_color": "#808080"}
    text, day, amount = (
        book.add_format({**grey, "num_format": form}) for form in ("@", "dd/mm/yyyy", "#,##0.00")
    )
    for line, row in enumerate(texts.examples, start=1):
        for column, value in enumerate(row):
            match value:
                case str():
                    page.write_string(line, column, value, text)
                case date():
                    page.write_datetime(line, column, value, day)
                case Decimal():
                    page.write_number(line, column, value, amount)
                case None:
                    page.write_blank(line, column, None, text)
