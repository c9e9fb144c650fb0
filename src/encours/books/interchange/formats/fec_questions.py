"""What a FEC leaves to know or to ask: due dates, doubtful accounts, means of payment, groups."""

import re
from functools import lru_cache

from encours.books.interchange.formats.fec_lines import CACHE_TEXTS, Beside
from encours.books.interchange.formats.fec_scan import Scan
from encours.books.interchange.formats.issues import Code, Issue, Question, issue, question
from encours.ground.kernel.text import company_key, search_key

_MEANS = re.compile(
    r"\b(cb|cartes?|stripe|paypal|sumup|especes|caisse|cheques?|amex|payplug|mollie|i?zettle|gocardless|lydia|tpe|alma)\b"
)
_PLAIN = re.compile(
    r"\b(clients?|comptes?|divers|remises?|ventes?|paiements?|encaissements?|bancaires?|en|par|de|a|encaisser)\b"
)
_COLLECTIVE = re.compile(r"(divers )?clients?( divers| collectifs?| ordinaires)?")


def remarks(scan: Scan, *, without_number: int, terms: tuple[int, int] | None) -> list[Issue]:
    """Warnings about the whole file. `terms` are the days given and how many due dates they made."""
    found: list[Issue] = []
    is_uneven = scan.unbalanced or scan.is_beyond_entries
    refusals = (Code.UNBALANCED_ENTRY, Code.UNBALANCED_FILE)
    if is_uneven and not any(refusal.code in refusals for refusal in scan.rejected):
        found.append(issue(Code.ENTRY_NUMBERS_USELESS, field="EcritureNum"))
    if without_number:
        found.append(issue(Code.NUMBER_FROM_ENTRY, field="PieceRef", count=without_number))
    for currency, count in scan.movements.foreign.items():
        said = issue(
            Code.FOREIGN_CURRENCY, field="Idevise", count=count, currency=currency, book=scan.currency
        )
        found.append(said)
    if terms is not None and terms[1]:
        found.append(issue(Code.TERMS_ASSUMED, days=terms[0], count=terms[1]))
    if not scan.movements.first_lines:
        found.append(issue(Code.NOTHING_TO_TAKE))
    return found


def questions_of_documents(
    without_due: tuple[list[str], int], without_date: tuple[list[str], int]
) -> list[Question]:
    """Due dates and true dates that nothing in the file tells: the first ones by name, and how many."""
    told = {Code.DUE_DATES_MISSING: without_due, Code.OPENING_DATES_MISSING: without_date}
    return [question(code, names, count=count) for code, (names, count) in told.items() if count]


def questions_of_customers(scan: Scan) -> list[Question]:
    """Accounts that are perhaps no customers to remind, and sums that stand beside their account."""
    names = dict(sorted(scan.movements.names.items()))
    collective = [names[code] for code in sorted(scan.movements.collective)]
    return _asked(
        {
            Code.LETTERING_MISSING: [] if scan.movements.is_lettered else list(names.values()),
            Code.BILLS_RECEIVABLE: _beside(scan, Beside.BILLS),
            Code.DOUBTFUL_ACCOUNTS: _beside(scan, Beside.DOUBTFUL),
            Code.ADVANCES: _beside(scan, Beside.ADVANCES),
            Code.COLLECTIVE_ACCOUNT: [name for name in collective if _COLLECTIVE.fullmatch(search_key(name))],
            Code.MEANS_OF_PAYMENT: [name for name in names.values() if is_means_of_payment(name)],
            Code.SAME_GROUP: [name for name in names.values() if _is_of_group(name, scan)],
        }
    )


def doubts(scan: Scan) -> dict[str, Code]:
    """By code, customers that are perhaps nobody to remind: means of payment, companies of the same group."""
    found: dict[str, Code] = {}
    for code, name in sorted(scan.movements.names.items()):
        if is_means_of_payment(name):
            found[code] = Code.MEANS_OF_PAYMENT
        elif _is_of_group(name, scan):
            found[code] = Code.SAME_GROUP
    return found


@lru_cache(maxsize=CACHE_TEXTS)
def is_means_of_payment(name: str) -> bool:
    """Whether nothing but words for means of payment make the name («Client CB», «Stripe»)."""
    rest, found = _MEANS.subn(" ", search_key(name))
    return bool(found) and not _PLAIN.sub(" ", rest).strip()


def _is_of_group(name: str, scan: Scan) -> bool:
    return bool(scan.group_names) and company_key(name) in scan.group_names


def _beside(scan: Scan, account: Beside) -> list[str]:
    return [name for (found, name), minor in scan.beside.items() if found is account and minor]


def _asked(subjects: dict[Code, list[str]]) -> list[Question]:
    return [question(code, names) for code, names in subjects.items() if names]
