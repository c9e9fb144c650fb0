"""Customers, contacts and payments from tables."""

from datetime import date

from encours.books.interchange.formats.records import Kind
from encours.books.receivables.rules.party import ContactRole, CustomerKind, PaymentMethod
from tests.interchange.taking import asked, codes, lines, read_bytes, read_text, warned
from tests.interchange.workbooks import xlsx

TITLES = [
    "Code client", "Raison sociale", "Type de client", "SIREN", "E-mail", "Téléphone", "Adresse", "CP", "Ville",
    "Pays", "Langue", "Délai de paiement", "Client depuis", "À conserver", "Commercial",
]  # fmt: skip
DUPONT = [
    "C1", "Dupont SARL", "Entreprise", "732 829 320", "Compta@Dupont.fr", "06 12 34 56 78", "1 rue de la Paix", "75002",
    "Paris", "France", "français", "30 jours", "15/03/2019", "oui", "Léa Roux",
]  # fmt: skip


def test_a_customer_is_read_with_all_that_the_file_says() -> None:
    parsed = read_text(lines(TITLES, DUPONT))
    (dupont,) = parsed.customers
    assert parsed.kind is Kind.CUSTOMERS
    assert (dupont.line, dupont.key, dupont.name, dupont.kind) == (
        2,
        "C1",
        "Dupont SARL",
        CustomerKind.BUSINESS,
    )
    assert (dupont.siren, dupont.email, dupont.phone) == ("732829320", "Compta@dupont.fr", "+33612345678")
    assert (dupont.postal_code, dupont.country, dupont.language) == ("75002", "FR", "fr")
    assert (dupont.term_days, dupont.since_on, dupont.keep) == (30, date(2019, 3, 15), True)
    assert dupont.account_manager == "Léa Roux"


def test_a_name_and_an_address_are_enough() -> None:
    parsed = read_text(lines(["Nom", "Email"], ["Dupont", "a@dupont.fr"], ["Martin", ""]))
    assert [(c.key, c.email) for c in parsed.customers] == [("dupont", "a@dupont.fr"), ("martin", "")]
    assert asked(parsed)["emails_missing"] == 1


def test_a_first_name_beside_a_name_is_a_persons() -> None:
    parsed = read_text(lines(["Nom", "Prénom", "Email"], ["Dupont", "Jean", "a@dupont.fr"]))
    assert parsed.customers[0].name == "Jean Dupont"
    assert parsed.contacts == ()


def test_what_cannot_be_read_is_left_out_and_said_but_does_not_refuse_the_customer() -> None:
    odd = [*DUPONT]
    odd[3], odd[4], odd[5], odd[9], odd[11] = (
        "732829321",
        "compta@",
        "poste 12",
        "Syldavie",
        "45 jours fin de mois",
    )
    parsed = read_text(lines(TITLES, odd))
    (dupont,) = parsed.customers
    assert parsed.rejected == ()
    assert (dupont.siren, dupont.email, dupont.country, dupont.term_days) == ("", "", "", None)
    assert dupont.phone == "poste 12"
    assert warned(parsed) == {
        "identifier_invalid", "email_invalid", "phone_unreadable", "value_unknown", "terms_not_understood",
    }  # fmt: skip


def test_the_siren_is_taken_from_the_siret_and_zeros_come_back() -> None:
    parsed = read_bytes(xlsx([["Client", "SIRET", "CP"], ["Dupont", 73282932000074, 1000]]))
    assert (parsed.customers[0].siren, parsed.customers[0].postal_code) == ("732829320", "01000")


def test_the_same_customer_twice_counts_once_and_another_under_its_code_is_refused() -> None:
    other = [*DUPONT]
    other[1] = "Durand"
    parsed = read_text(lines(TITLES, DUPONT, DUPONT, other))
    assert len(parsed.customers) == 1
    assert warned(parsed) == {"repeated_row"}
    assert codes(parsed) == [(4, "duplicate_customer")]


def test_a_nameless_row_a_formula_and_a_text_without_end_are_refused_each_on_its_line() -> None:
    parsed = read_text(
        lines(["Nom", "Email"], ["", "a@b.fr"], ["=cmd|' /C calc'!A0", ""], ["x" * 200, ""], ["Bon", ""])
    )
    assert codes(parsed) == [(2, "missing"), (3, "formula"), (4, "text_too_long")]
    assert [c.name for c in parsed.customers] == ["Bon"]
    assert str(parsed.rejected[0].message) == "La case «\u00a0Nom\u00a0» est vide."


def test_a_person_named_beside_the_company_becomes_its_contact() -> None:
    parsed = read_text(
        lines(
            ["Société", "Nom", "Prénom", "Fonction", "Email", "Adresse"],
            ["Dupont", "Roux", "Léa", "DAF", "l@d.fr", "x"],
        )
    )
    (contact,) = parsed.contacts
    assert (contact.customer, contact.name, contact.role) == ("dupont", "Léa Roux", ContactRole.ACCOUNTING)


def test_contacts_are_read_with_the_customer_they_belong_to() -> None:
    parsed = read_text(
        lines(
            ["Code client", "Client", "Nom", "Prénom", "Fonction", "E-mail", "Téléphone"],
            ["C1", "Dupont", "Roux", "Léa", "Comptable", "lea@dupont.fr", "01 99 00 11 22"],
            ["C1", "Dupont", "", "", "", "x@dupont.fr", ""],
            ["", "", "Seul", "", "", "", ""],
        )
    )
    assert parsed.kind is Kind.CONTACTS
    assert [(c.customer, c.name, c.email) for c in parsed.contacts] == [("C1", "Léa Roux", "lea@dupont.fr")]
    assert codes(parsed) == [(3, "missing"), (4, "missing")]


PAYMENTS = ["Date de règlement", "Client", "Montant", "N° de facture", "Mode de règlement", "Référence"]


def test_payments_are_read_with_what_they_pay() -> None:
    parsed = read_text(
        lines(
            PAYMENTS,
            ["15/03/2026", "Dupont", "1 200,00 €", "F-1, F-2 et F-3", "Virement", "VIR 12"],
            ["16/03/2026", "", "80,00", "F-4", "CHQ", ""],
        )
    )
    first, second = parsed.payments
    assert (first.received_on, first.amount_minor, first.currency) == (date(2026, 3, 15), 120000, "EUR")
    assert first.invoice_numbers == ("F-1", "F-2", "F-3")
    assert (first.customer, first.method, first.reference) == ("dupont", PaymentMethod.TRANSFER, "VIR 12")
    assert (second.customer, second.method) == ("", PaymentMethod.CHEQUE)
    assert parsed.totals["EUR"].paid == 128000
    assert parsed.cash_known_on == date(2026, 3, 16)


def test_two_equal_payments_of_a_day_are_two_and_have_the_same_names_next_time() -> None:
    text = lines(PAYMENTS[:3], ["15/03/2026", "Dupont", "80,00"], ["15/03/2026", "Dupont", "80,00"])
    first, again = read_text(text), read_text(text)
    assert len({payment.key for payment in first.payments}) == 2
    assert [p.key for p in first.payments] == [p.key for p in again.payments]


def test_a_payment_without_day_amount_or_payer_is_refused() -> None:
    parsed = read_text(
        lines(
            PAYMENTS,
            ["", "Dupont", "80,00", "", "", ""],
            ["31/02/2026", "Dupont", "80,00", "", "", ""],
            ["15/03/2026", "Dupont", "", "", "", ""],
            ["15/03/2026", "", "80,00", "", "", ""],
            ["15/03/2026", "Dupont", "-80,00", "", "", ""],
            ["Total", "", "400,00", "", "", ""],
        )
    )
    assert codes(parsed) == [
        (2, "missing"), (3, "date_impossible"), (4, "missing"), (5, "missing"), (6, "negative_payment"),
    ]  # fmt: skip


def test_a_long_reference_still_gives_a_short_name() -> None:
    parsed = read_text(lines(PAYMENTS, ["15/03/2026", "D" * 150, "80,00", "", "", "R" * 139]))
    assert len(parsed.payments[0].key) <= 140
