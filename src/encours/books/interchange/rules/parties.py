"""Which customer of the books a customer of a file is; a new one when it is none of them."""

from collections import defaultdict
from collections.abc import Iterable
from dataclasses import dataclass, field

from encours.books.interchange.formats.issues import Code
from encours.books.interchange.formats.records import CustomerRecord
from encours.books.interchange.rules.books import Who
from encours.books.receivables.rules.booked import BookedCustomer
from encours.ground.kernel.text import company_key


@dataclass(frozen=True, slots=True)
class Parties:
    """The customers of a file by their key: known ones, new ones, and those that cannot be told."""

    known: dict[str, BookedCustomer] = field(default_factory=dict)
    new: dict[str, CustomerRecord] = field(default_factory=dict)
    unclear: dict[str, Code] = field(default_factory=dict)
    names: dict[str, str] = field(default_factory=dict)

    def who(self, key: str) -> Who | None:
        """The customer of a key, None when it cannot be told."""
        found = self.known.get(key)
        return found.id if found else key if key in self.new else None

    def of(self, keys: Iterable[str]) -> "Parties":
        """The same of some customers alone."""
        wanted = set(keys)
        return Parties(
            {key: self.known[key] for key in wanted & self.known.keys()},
            {key: self.new[key] for key in wanted & self.new.keys()},
            {key: self.unclear[key] for key in wanted & self.unclear.keys()},
            {key: self.names[key] for key in wanted & self.names.keys()},
        )

    @property
    def ids(self) -> set[int]:
        """The customers of the books that the file speaks of."""
        return {customer.id for customer in self.known.values()}


def find_parties(
    records: Iterable[CustomerRecord], booked: Iterable[BookedCustomer], *, needs_name: bool = False
) -> Parties:
    """Customers by their code, else their SIREN, else their name without legal form.

    Two different codes are two customers, whatever their names. `needs_name`: a file that is not
    about what customers buy makes no new one out of a bare code.
    """
    books = _Books(booked)
    parties = Parties()
    for record in records:
        parties.names[record.key] = record.name
        found = books.find(record)
        if len(found) == 1:
            parties.known[record.key] = found[0]
            books.claim(found[0], record)
        elif found:
            parties.unclear[record.key] = Code.CUSTOMER_AMBIGUOUS
        elif needs_name and record.name == record.code:
            parties.unclear[record.key] = Code.CUSTOMER_UNKNOWN
        else:
            parties.new[record.key] = record
    return parties


class _Books:
    """The customers of the books, ready to be looked for."""

    def __init__(self, booked: Iterable[BookedCustomer]) -> None:
        self._by_code: dict[str, BookedCustomer] = {}
        self._by_siren: dict[str, list[BookedCustomer]] = defaultdict(list)
        self._by_name: dict[str, list[BookedCustomer]] = defaultdict(list)
        self._claimed: dict[int, str] = {}
        for customer in booked:
            if customer.code:
                self._by_code[customer.code] = customer
            if customer.siren:
                self._by_siren[customer.siren].append(customer)
            self._by_name[customer.company_key].append(customer)

    def find(self, record: CustomerRecord) -> list[BookedCustomer]:
        """The customers that the record may be: none, one, or several between which it does not choose."""
        coded = self._by_code.get(record.code or record.name)
        if coded is not None:
            return [coded]
        siren = self._by_siren.get(record.siren, []) if record.siren else []
        named = self._by_name.get(company_key(record.name), [])
        return self._possible(record, siren) or self._possible(record, named)

    def claim(self, customer: BookedCustomer, record: CustomerRecord) -> None:
        """A customer without a code has from now on the code that a record gave it: no other record's."""
        self._claimed.setdefault(customer.id, record.code)

    def _possible(self, record: CustomerRecord, candidates: list[BookedCustomer]) -> list[BookedCustomer]:
        return [
            customer
            for customer in candidates
            if not (record.code and (customer.code or self._claimed.get(customer.id)))
            and not (record.siren and customer.siren and record.siren != customer.siren)
        ]
