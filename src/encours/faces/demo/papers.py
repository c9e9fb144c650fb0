"""The demonstration's invoices as PDFs, as a company's own program would have made them."""

from datetime import time
from decimal import Decimal
from importlib.resources import files

from babel.dates import format_date
from babel.numbers import format_currency

from encours.books.receivables.rules.party import CustomerKind
from encours.faces.demo.books import BookInvoice
from encours.faces.demo.characters import Character
from encours.faces.demo.company import COMPANY, ZONE
from encours.ground.kernel.clock import at
from encours.ground.kernel.identifiers import iban_in_groups
from encours.ground.kernel.money import Money
from encours.ground.law.facts import Debtor
from encours.ground.law.reading import shipped
from encours.ground.plumbing import pdf

LOCALES = {"fr": "fr_FR", "en": "en_GB"}
COUNTRIES = {"BE": "Belgique", "CH": "Suisse", "GB": "United Kingdom"}
EXEMPT = {
    "BE": "Autoliquidation : exonération de TVA, article 262 ter I du CGI.",
    "CH": "Exonération de TVA, article 262 I du CGI.",
    "GB": "Exempt from French VAT, article 262 I of the tax code (export).",
}
PERCENT = {Decimal("0.20"): "20", Decimal(0): "0"}
SELLER = (
    "name", "short_name", "trade", "legal_form", "registry", "vat_number", "address", "postcode", "city", "phone",
    "email", "bank",
)  # fmt: skip
WORDS: dict[str, dict[str, str]] = {
    "fr": {
        "invoice": "Facture",
        "label": "Désignation",
        "net": "Montant HT",
        "net_total": "Total HT",
        "total": "Total TTC",
        "quote": "Merci de rappeler le numéro",
        "issued": "Date de facture",
        "due": "Échéance",
        "order": "Votre commande",
        "code": "Code client",
        "vat": "TVA {rate} %",
        "pay": "À régler au plus tard le {due} par virement",
        "vat_number": "N° de TVA",
    },
    "en": {
        "invoice": "Invoice",
        "label": "Description",
        "net": "Net amount",
        "net_total": "Net total",
        "total": "Total due",
        "quote": "Please quote number",
        "issued": "Invoice date",
        "due": "Due date",
        "order": "Your order",
        "code": "Customer code",
        "vat": "VAT {rate} %",
        "pay": "Payable by {due} by bank transfer",
        "vat_number": "VAT no.",
    },
}
# Source: C. com., art. L441-9 and L441-10 (between professionals); CGI, art. 262 and 262 ter.
MENTIONS = {
    "fr": (
        "Pas d'escompte pour paiement anticipé.",
        "En cas de retard : pénalités à {rate}, et indemnité forfaitaire de recouvrement de {fixed} € entre "
        "professionnels.",
    ),
    "en": (
        "No discount for early payment.",
        "Late payment: interest at three times the French legal rate, and a fixed recovery compensation of "
        "{fixed} EUR.",
    ),
}


def invoice_pdf(invoice: BookInvoice, customer: Character) -> bytes:
    """One invoice on one page; always the same bytes."""
    return pdf.pdf(_template(), _facts(invoice, customer), made_at=at(invoice.issued_on, time(10), ZONE))


def net_and_vat(total: Money, rate: Decimal) -> tuple[Money, Money]:
    """A total split into its net amount and its VAT, to the cent."""
    net = total.times(1 / (1 + rate))
    return net, total - net


def _template() -> str:
    return files(__package__).joinpath("invoice.typ").read_text(encoding="utf-8")


def _facts(invoice: BookInvoice, customer: Character) -> dict[str, object]:
    words, locale = WORDS[customer.language], LOCALES[customer.language]
    net, vat = net_and_vat(invoice.total, customer.vat_rate)
    due = format_date(invoice.due_on, "long", locale=locale)
    dates = [
        (words["issued"], format_date(invoice.issued_on, "long", locale=locale)),
        (words["due"], due),
        (words["code"], customer.code),
    ]
    if invoice.order_reference:
        dates.append((words["order"], invoice.order_reference))
    return {
        "language": customer.language,
        "words": {**words, "mentions": _mentions(customer)},
        "seller": _seller(),
        "buyer": {"lines": _address(customer), "number": _vat_line(customer, words)},
        "invoice": {
            "title": f"{words['invoice']} {invoice.number}",
            "number": invoice.number,
            "dates": dates,
            "label": invoice.label,
            "net": _shown(net, locale),
            "vat_name": words["vat"].format(rate=PERCENT[customer.vat_rate]),
            "vat": _shown(vat, locale),
            "total": _shown(invoice.total, locale),
            "pay_by": words["pay"].format(due=due),
        },
    }


def _seller() -> dict[str, str]:
    return {name: str(getattr(COMPANY, name)) for name in SELLER} | {"iban": iban_in_groups(COMPANY.iban)}


def _address(customer: Character) -> list[str]:
    rows = [customer.name, customer.address, f"{customer.postcode} {customer.city}"]
    abroad = COUNTRIES.get(customer.country)
    return [*rows, abroad] if abroad else rows


def _vat_line(customer: Character, words: dict[str, str]) -> str:
    return f"{words['vat_number']} {customer.vat_number}" if customer.vat_number else ""


def _mentions(customer: Character) -> list[str]:
    if customer.kind is CustomerKind.CONSUMER:
        return ["Paiement à réception."]
    fixed = f"{shipped().pack(COMPANY.country).compensation_of(Debtor.BUSINESS).steps[0].fixed:.0f}"
    words = {"rate": COMPANY.late_interest, "fixed": fixed}
    mentions = [text.format(**words) for text in MENTIONS[customer.language]]
    exempt = EXEMPT.get(customer.country)
    return [*mentions, exempt] if exempt else mentions


def _shown(money: Money, locale: str) -> str:
    return format_currency(money.decimal, money.currency, locale=locale)
