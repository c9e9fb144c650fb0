"""Files written in a test and taken in by the flow."""

from collections.abc import Sequence

from encours.books.creditor.models import CreditorEntity
from encours.books.receivables import queries as receivables_queries
from encours.books.receivables.models import Customer, InvoiceDue
from encours.flows.importing import FileAnswer, ImportOptions, import_files
from tests.factories import an_act

CUSTOMERS = "Code client;Raison sociale;SIREN;E-mail;Délai de paiement\n"
INVOICES = "N° de facture;Client;Date de facture;Échéance;Montant TTC\n"
PAYMENTS = "Date de paiement;Client;Montant;N° de facture;Référence\n"


def rows(*cells: Sequence[object]) -> str:
    """Lines of a CSV."""
    return "".join(";".join(map(str, row)) + "\n" for row in cells)


def take(
    entity: CreditorEntity, content: str | bytes, name: str = "fichier.csv", **options: object
) -> FileAnswer:
    """Takes one file in and returns what is said of it."""
    data = content.encode() if isinstance(content, str) else content
    answer = import_files(an_act(entity), [(name, data)], ImportOptions(**options))  # type: ignore[arg-type]
    return answer.files[0]


def refusals(answer: FileAnswer) -> list[tuple[int | None, str]]:
    """Refused lines with their codes."""
    return [(found.line, found.code.value) for found in answer.rejected]


def owed(entity: CreditorEntity) -> dict[str, int]:
    """What each customer owes by the facts, in minor units, without those that owe nothing."""
    names = dict(Customer.objects.filter(entity=entity).values_list("id", "name"))
    balances = receivables_queries.balances_on(names, an_act(entity).today)
    return {names[customer]: minor for (customer, _currency), minor in balances.items() if minor}


def opens(entity: CreditorEntity) -> dict[str, int]:
    """What is open of each debit, by number."""
    dues = InvoiceDue.objects.filter(entity=entity, open_minor__gt=0)
    return dict(dues.values_list("invoice__number", "open_minor"))
