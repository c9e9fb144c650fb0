"""Customers' lines of a FEC as movements: who is meant, what is written, what is refused of them."""

from collections import Counter
from collections.abc import Callable, Iterable, Iterator, Sequence
from datetime import date
from itertools import compress

from encours.books.interchange.formats import limits
from encours.books.interchange.formats.fec_columns import BETWEEN, Moves, tidy
from encours.books.interchange.formats.fec_lines import CACHE_TEXTS, Columns, Days, Texts
from encours.books.interchange.formats.fec_rows import Lines
from encours.books.interchange.formats.fec_spool import Piece, unpacked
from encours.books.interchange.formats.issues import Code, Issue, issue

_LONGEST = limits.FIELD_CHARACTERS["customer_code"]

_TIDIED = (7, 8, 8)
"""Where piece, label and letter stand in `Columns.told`, each once those before are taken out."""

Written = tuple[str, str, str, str]
"""A customer as a line writes it: code, name, account, name of the account."""


class Movements:
    """Makes movements of lines, in the order of the file; what it notes is by customer, not by line.

    `names` are the latest of each customer, `first_lines` where each comes first, `collective` those
    that are no more than an account, `foreign` the lines in each other currency.
    """

    def __init__(self, columns: Columns, lines: Lines, *, currency: str) -> None:
        self._columns = columns
        self._lines = lines
        self._codec = lines.codec
        self._currency = currency
        self.names: dict[str, str] = {}
        self.first_lines: dict[str, int] = {}
        self.foreign: Counter[str] = Counter()
        self.is_lettered = False
        self._days = Days()
        self._texts = Texts()
        self._people = _People()
        self.collective = self._people.collective
        self._written: dict[str, Written] = {}
        self._latest: dict[str, Written] = {}
        self._code_of: dict[str, str] = {}

    def again(self) -> "Movements":
        """One that goes through the same lines anew."""
        return Movements(self._columns, self._lines, currency=self._currency)

    def moves(self, pieces: Iterable[Piece], refuse: Callable[[Issue], None]) -> Iterator[Moves]:
        """The movements that lines of accounts 411 tell, in the order of the file; lines that tell none are refused.

        `pieces` are columns of rows (`fec_scan`): their texts are decoded and cut together, since alone
        each costs as much as all the rest that is done with it.
        """
        for packed_lines, packed_minors, touches, *texts in pieces:
            columns = [text.decode(self._codec) for text in texts]
            references, labels, letters = map(tidy, (columns.pop(place) for place in _TIDIED))
            journals, entries, days, *told, piece_days, letter_days, currencies = (
                column.split(BETWEEN) for column in columns
            )
            lines, written = unpacked(packed_lines), list(zip(*told, strict=True))
            customers = self._customers(lines, days, written, refuse)
            self._note_foreign(currencies, customers)
            moves = Moves(
                lines,
                unpacked(packed_minors),
                touches,
                journals,
                entries,
                days,
                customers,
                references,
                piece_days,
                labels,
                letters,
                letter_days,
            )
            if "" in customers:
                moves = moves.only(customers)
            self.is_lettered = self.is_lettered or any(moves.letters)
            yield moves
        self.names = {customer: self._name(told) for customer, told in self._written.items()}

    def name(self, row: list[bytes]) -> str:
        """Whose account a line is on; in place −1, where a column is that the file has not, nothing."""
        columns = self._columns
        places = (columns.customer, columns.customer_name, columns.account, columns.account_name)
        code, name, account, account_name = (self.said(row[place]) for place in places)
        return self._name((code, name, account, account_name))

    def tidy(self, text: bytes) -> str:
        """A text of the file with single spaces."""
        return self._texts[self.said(text)]

    def said(self, text: bytes) -> str:
        """Bytes of the file as text."""
        return text.decode(self._codec)

    def _customers(
        self, lines: Sequence[int], days: list[str], written: list[Written], refuse: Callable[[Issue], None]
    ) -> list[str]:
        """Whose account each line is on; a line without a day or with an endless code is refused and nobody's."""
        dated = list(map(self._days.__getitem__, days))
        codes = [told[0] for told in written]
        if None not in dated and list(map(self._latest.get, codes)) == written:
            return list(map(self._code_of.__getitem__, codes))
        return self._meet(lines, dated, written, refuse, days=days)

    def _meet(
        self,
        lines: Sequence[int],
        dated: Sequence[date | None],
        written: Sequence[Written],
        refuse: Callable[[Issue], None],
        *,
        days: Sequence[str],
    ) -> list[str]:
        """The same where a line says something new of somebody, or is refused."""
        people = self._people
        told = zip(dated, written, strict=True)
        customers = ["" if day is None else people[names] for day, names in told]
        for line, customer, names, day, text in zip(lines, customers, written, dated, days, strict=True):
            if customer:
                before = self._latest.get(names[0])
                if before is None or before[:3] != names[:3]:
                    self._written[customer] = self._latest[names[0]] = names
                    self._code_of[names[0]] = customer
                    self.first_lines.setdefault(customer, line)
            else:
                refuse(_no_day(line, text) if day is None else _too_long(line))
        if len(self._latest) > CACHE_TEXTS:
            self._latest.clear()
            self._code_of.clear()
        return customers

    def _note_foreign(self, currencies: list[str], customers: list[str]) -> None:
        """Counts the lines in another currency than that of the books."""
        if any(map(str.strip, set(currencies))):
            for written, count in Counter(compress(currencies, customers)).items():
                if (currency := written.strip().upper()) and currency != self._currency:
                    self.foreign[currency] += count

    def _name(self, written: Written) -> str:
        code, name, account, account_name = written
        own = self._texts[name] or self._texts[code] or self._texts[account_name] or account.strip()
        return own[: limits.FIELD_CHARACTERS["customer_name"]]


class _People(dict[Written, str]):
    """The code of a customer as lines write it; of one that is too long nothing."""

    def __init__(self) -> None:
        super().__init__()
        self.collective: set[str] = set()

    def __missing__(self, written: Written) -> str:
        if len(self) > CACHE_TEXTS:
            self.clear()
        account = written[2].strip()
        customer = " ".join(written[0].split()) or account
        if len(customer) > _LONGEST:
            customer = ""
        elif customer == account:
            self.collective.add(customer)
        self[written] = customer
        return customer


def _no_day(line: int, day: str) -> Issue:
    return issue(Code.DATE_UNREADABLE, line=line, field="EcritureDate", value=day.strip() or "?")


def _too_long(line: int) -> Issue:
    return issue(Code.TEXT_TOO_LONG, line=line, field="CompAuxNum", limit=_LONGEST)
