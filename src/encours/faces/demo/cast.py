"""Who is meant when the story names a customer, a person or an invoice: the rows taken in from the files."""

from dataclasses import dataclass
from datetime import datetime

from encours.books.creditor import queries as creditor_queries
from encours.books.receivables import queries as receivables_queries
from encours.faces.demo.books import make_books
from encours.faces.demo.characters import Character
from encours.faces.demo.setting_up import Made
from encours.ground.evidence.acts import Act
from encours.ground.kernel.clock import FixedClock
from encours.method.cases import queries as cases_queries


@dataclass(frozen=True, slots=True)
class Cast:
    """Customers by code, and their people by name or address; `made` knows the team."""

    made: Made
    customers: dict[str, int]
    people: dict[tuple[int, str], int]

    def act(self, moment: datetime, actor: str) -> Act:
        """What somebody does at an hour of the story."""
        return creditor_queries.act(self.made.entity_id, actor, FixedClock(moment))

    def customer(self, code: str) -> int:
        """The customer of that code."""
        return self.customers[code]

    def person(self, code: str, name: str) -> int | None:
        """Somebody at a customer's, by name or by e-mail; None when the story names nobody known."""
        return self.people.get((self.customers[code], name))

    def case(self, code: str) -> int | None:
        """The open case of a customer, if there is one."""
        found = cases_queries.open_cases_of([self.customers[code]]).get(self.customers[code], [])
        return found[0].id if found else None

    def invoice(self, number: str) -> int:
        """The invoice of that number."""
        return receivables_queries.invoice_ids_by_number(self.made.entity_id, [number])[number]


def find_cast(made: Made) -> Cast:
    """Reads once whom the importers made of the files."""
    found = receivables_queries.search_customers(made.entity_id, "", limit=1000)
    customers = receivables_queries.customers_by_id([row.pk for row in found])
    people = {
        (customer.pk, known): person.pk
        for customer in customers.values()
        for person in customer.contacts.all()
        for known in (person.name, person.email)
        if known
    }
    return Cast(made, {row.code: row.pk for row in customers.values()}, people)


def character(code: str) -> Character:
    """The customer of that code, as the story knows it."""
    return next(one for one in make_books().customers if one.code == code)
