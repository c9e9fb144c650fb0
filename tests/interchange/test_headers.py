"""What a table is about and what its columns say, from titles in French and English."""

import io

import pytest

from encours.books.interchange.formats.cells import Row, Table
from encours.books.interchange.formats.headers import fields_of, header_key, propose, suggest
from encours.books.interchange.formats.issues import SENTENCES, Code
from encours.books.interchange.formats.labels import FIELD_LABELS
from encours.books.interchange.formats.mapping import (
    DateOrder,
    Field,
    Mapping,
    MappingError,
    RowShape,
    mapping_from,
    signature,
)
from encours.books.interchange.formats.reader import preview
from encours.books.interchange.formats.reading import Options
from encours.books.interchange.formats.records import Kind
from tests.interchange.taking import codes, lines, preview_text, read_text
from tests.interchange.workbooks import xlsx


def fields(titles: str, name: str = "") -> tuple[Kind | None, dict[str, str]]:
    row = Row(1, tuple(titles.split(";")))
    found = propose(Table(rows=(row,)), file_name=name)
    columns = () if found.mapping is None else found.mapping.columns
    return found.kind, {field.value: title for title, field in columns}


@pytest.mark.parametrize(
    "titles",
    [
        "Client;N° de facture;Date de facture;Échéance;Montant TTC",
        "CLIENT;Numero facture;date facture;Date d'echeance;TTC",
        "Nom du client;Facture n°;Émise le;À payer avant le;Total TTC (€)",
        "Customer name;Invoice number;Invoice date;Due date;Total incl. VAT",
        "*ContactName;*InvoiceNumber;*InvoiceDate;*DueDate;Total",
        "Raison sociale;Réf. facture;Date d'émission;Date limite de règlement;Montant total EUR",
        "partner_id;invoice_number;invoice_date;invoice_date_due;amount_total_signed",
    ],
)
def test_invoices_are_known_by_titles_of_many_programs(titles: str) -> None:
    kind, found = fields(titles)
    assert kind is Kind.INVOICES
    assert set(found) == {"customer_name", "number", "issued_on", "due_on", "total"}


@pytest.mark.parametrize(
    ("titles", "kind"),
    [
        ("Raison sociale;SIREN;Adresse;CP;Ville;E-mail", Kind.CUSTOMERS),
        ("Nom;Email", Kind.CUSTOMERS),
        ("Company name;VAT number;Address;Postcode;City", Kind.CUSTOMERS),
        ("Société;Nom;Prénom;Fonction;E-mail", Kind.CONTACTS),
        ("Client;Interlocuteur;Rôle;Téléphone", Kind.CONTACTS),
        ("Date de règlement;Client;Montant", Kind.PAYMENTS),
        ("Payment date;Customer;Amount;Payment method;Invoice number", Kind.PAYMENTS),
        ("Date;Client;Montant;Mode de règlement;N° facture", Kind.PAYMENTS),
        ("Date;N° facture;Client;Montant", None),
        ("Date;Client;Montant;Facture", None),
        ("Date;N° facture;Client;Montant;Échéance", Kind.INVOICES),
        ("Date;N° facture;Client;Montant TTC", Kind.INVOICES),
        ("Date de facture;N° facture;Client;Montant", Kind.INVOICES),
        ("Reçu le;Client;Montant;Facture", Kind.PAYMENTS),
        ("Date;Client;Montant reçu;Facture", Kind.PAYMENTS),
        ("Date;Client;Montant du règlement;Facture", Kind.PAYMENTS),
        ("Date;Customer;Payment amount;Invoice", Kind.PAYMENTS),
        ("Colonne A;Colonne B", None),
    ],
)
def test_the_titles_say_what_the_file_is_about(titles: str, kind: Kind | None) -> None:
    assert fields(titles)[0] is kind


def test_the_name_of_the_file_decides_between_equals() -> None:
    titles = "Date;Facture;Client;Montant"
    assert fields(titles, "factures mars.csv")[0] is Kind.INVOICES
    assert fields(titles, "paiements mars.csv")[0] is Kind.PAYMENTS


def test_titles_of_invoices_and_of_payments_alike_are_asked_about() -> None:
    """A list of payments was taken for invoices, and its customers would have been asked for them again."""
    text = lines(["Date", "Client", "Montant", "Facture"], ["15/03/2026", "Dupont", "12,50", "F-1"])
    assert codes(read_text(text)) == [(None, "kind_unclear")]
    assert preview_text(text).titles == ("Date", "Client", "Montant", "Facture")
    assert len(read_text(text, kind=Kind.PAYMENTS).payments) == 1
    assert len(read_text(text, kind=Kind.INVOICES).invoices) == 1


def test_each_column_has_one_meaning_and_the_best_title_wins() -> None:
    _kind, found = fields("Référence;N° de facture;Client;Date;Montant HT;Montant TTC;Reste à payer")
    assert found["number"] == "N° de facture"
    assert found["po_number"] == "Référence"
    assert (found["net_total"], found["total"], found["open"]) == (
        "Montant HT",
        "Montant TTC",
        "Reste à payer",
    )


def test_titles_are_compared_without_accents_case_or_small_words() -> None:
    assert header_key("*Date d'ÉCHÉANCE (€)") == header_key("date echeance") == "dateecheance"


def test_a_near_miss_is_proposed_and_never_applied() -> None:
    shown = preview_text(
        lines(["Cliant", "N° de facture", "Date de facture", "Montant TTC"], ["D", "1", "2", "3"])
    )
    assert shown.mapping is not None
    assert not shown.mapping.has(Field.CUSTOMER_NAME)
    assert ("Cliant", Field.CUSTOMER_NAME) in suggest(shown.titles, shown.mapping)


def test_the_titles_are_found_below_a_preamble() -> None:
    text = "Export du 12/03/2026;;;\n;;;\nSociété Encours;;;\n"
    text += "Client;N° facture;Date;Montant TTC\nDupont;F-1;02/03/2026;12,00\n"
    parsed = read_text(text)
    assert [(invoice.line, invoice.number) for invoice in parsed.invoices] == [(5, "F-1")]


def test_a_preview_shows_what_would_be_read() -> None:
    shown = preview_text(
        lines(["Client", "N° facture", "Date facture", "TTC"], ["Dupont", "F-1", "02/03/2026", "12"])
    )
    assert (shown.kind, shown.encoding, shown.proven) == (Kind.INVOICES, "utf-8", True)
    assert shown.rows == (("Dupont", "F-1", "02/03/2026", "12"),)
    assert shown.mapping is not None
    assert shown.mapping.field_of("TTC") is Field.TOTAL


def test_unknown_titles_are_shown_to_be_mapped_by_hand() -> None:
    text = lines(["Qui", "Quoi", "Quand", "Combien"], ["Dupont", "F-1", "15/03/2026", "12,50"])
    assert codes(read_text(text)) == [(None, "unknown_kind")]
    shown = preview_text(text)
    assert shown.kind is None
    assert shown.titles == ("Qui", "Quoi", "Quand", "Combien")
    mapping = Mapping(
        kind=Kind.INVOICES,
        columns=(
            ("Qui", Field.CUSTOMER_NAME), ("Quoi", Field.NUMBER), ("Quand", Field.ISSUED_ON), ("Combien", Field.TOTAL),
        ),
    )  # fmt: skip
    parsed = read_text(text, mapping=mapping)
    assert [(i.number, i.total_minor) for i in parsed.invoices] == [("F-1", 1250)]


def test_a_remembered_mapping_finds_its_titles_again() -> None:
    stored = Mapping(
        kind=Kind.PAYMENTS,
        columns=(("Jour", Field.RECEIVED_ON), ("Qui", Field.CUSTOMER_NAME), ("Montant", Field.AMOUNT)),
        date_order=DateOrder.MONTH_FIRST,
    )
    mapping = mapping_from(stored.as_dict())
    assert mapping == stored
    parsed = read_text("rien;;\nMontant;Qui;Jour\n12;Dupont;03/04/2026\n", mapping=mapping)
    assert str(parsed.payments[0].received_on) == "2026-03-04"
    assert codes(read_text("Montant;Client\n12;Dupont\n", mapping=mapping)) == [
        (None, "column_missing"),
        (None, "column_missing"),
    ]


@pytest.mark.parametrize(
    "wrong",
    [{}, {"columns": {}}, {"kind": "invoices", "columns": {"A": "colour"}}, {"columns": {"A": "total"}}],
)
def test_a_stored_mapping_that_says_nothing_is_refused(wrong: dict[str, object]) -> None:
    with pytest.raises(MappingError):
        mapping_from(wrong)


def test_headers_that_differ_by_case_and_spaces_are_the_same_table() -> None:
    assert signature(["Client ", "", "Montant"]) == signature(["client", "montant"])


def test_the_best_sheet_of_a_workbook_is_read() -> None:
    data = xlsx(
        [["Lisez-moi"], ["Voici nos factures"]],
        [["Client", "N° facture", "Date", "TTC"], ["D", "F-1", "x", 1]],
    )
    shown = preview(io.BytesIO(data), "classeur.xlsx", options=Options())
    assert (shown.sheet, shown.kind) == ("Sheet2", Kind.INVOICES)


def test_kinds_that_other_readers_take_are_named_and_refused() -> None:
    bank = lines(["Date", "Libellé", "Débit euros", "Crédit euros"], ["01/02/2026", "VIR", "", "12,00"])
    for text in (bank, "#FLG 001\n#VER 14\n", '<?xml version="1.0"?><Invoice/>'):
        parsed = read_text(text)
        assert parsed.unreadable
        assert parsed.rejected[0].code in (Code.KIND_NOT_TAKEN, Code.SAGE_TEXT)


def test_a_layout_by_lines_is_known_by_its_columns() -> None:
    found = propose(Table(rows=(Row(1, ("Customer", "Invoice no", "Date", "Quantity", "Unit price")),)))
    assert found.mapping is not None
    assert found.mapping.shape is RowShape.LINE


def test_every_field_has_a_label_and_every_code_a_sentence() -> None:
    assert set(FIELD_LABELS) == set(Field)
    assert set(SENTENCES) == set(Code)
    assert {field for kind in Kind for field in fields_of(kind)} == set(Field)
