"""What must hold after every request, whoever made it and whatever it said."""

import re
from collections.abc import Iterator
from dataclasses import dataclass

from encours.books.creditor.rules.roles import Permission, Role, may
from encours.ground.evidence.models import ChainHead, JournalEntry
from tests.desk.test_headers import assert_guarded
from tests.probing.asking import Answer, Request
from tests.probing.files import unpacked
from tests.probing.houses import House
from tests.probing.odd import MARK
from tests.probing.pages import PATTERNS
from tests.probing.people import Person, Standing

SAFE = {"GET", "HEAD", "OPTIONS", "TRACE"}
# Sessions, tries and what happened at the door: written down whoever comes.
DOOR = {"django_session", "creditor_opensession", "creditor_trycount", "creditor_doorrecord"}
JOURNAL = {"evidence_journalentry", "evidence_journaltext", "evidence_chainhead"}
ONESELF = (
    DOOR
    | JOURNAL
    | {
        "creditor_user",
        "creditor_secondfactor",
        "creditor_recoverycode",
        "creditor_passkey",
        "creditor_resetmail",
    }
)
# Reading these pages is itself a fact that counts.
READING_TELLS = {"brief": {"calls_briefopening"} | JOURNAL, "export_take": JOURNAL}
# These try something out and take it back before they answer.
TRYING = {"messages_tomorrow"}
PERMISSIONS: dict[str, Permission] = {
    p.name: p.callback.permission for p in PATTERNS if hasattr(p.callback, "permission")
}
# A manager switches sending on and off, notes who is away, and sets the thresholds.
_DECIDED = {
    "creditor_creditorentity",
    "creditor_absence",
    "creditor_thresholdchange",
    "creditor_lawchange",
    "strategy_procedureversion",
}
_RECORDED = {
    "receivables_customer",
    "receivables_invoice",
    "receivables_invoicedue",
    "receivables_payment",
    "receivables_creditnote",
    "receivables_allocation",
    "receivables_cashconfirmation",
    "cases_legalevent",
    "interchange_importrun",
    "interchange_columnmapping",
}


@dataclass(frozen=True)
class Case:
    """One request, who made it, what they were just before, and the answer."""

    person: Person
    standing: Standing
    request: Request
    answer: Answer
    houses: tuple[House, House]
    heads: dict[str, int]
    said: frozenset[str]  # since the batch began: what is answered back is no leak

    def wrote(self) -> set[str]:
        """The tables that were written to; of who only tries something out, where the journal tells of it."""
        wrote = self.answer.wrote
        if self.request.page in TRYING and self.heads == heads_of_journal():
            return wrote & (ONESELF - JOURNAL)
        return wrote


def heads_of_journal() -> dict[str, int]:
    return dict(ChainHead.objects.values_list("chain", "sequence"))


def problems(case: Case, secrets: "re.Pattern[bytes]") -> Iterator[str]:
    """Everything that is wrong with an answer."""
    yield from _broken(case)
    if case.answer.broke is None and case.answer.status:
        yield from _unguarded(case)
        yield from _told(case, secrets)
    yield from _written(case)


def _broken(case: Case) -> Iterator[str]:
    answer = case.answer
    if answer.broke is not None:
        yield f"broke: {type(answer.broke).__name__}: {str(answer.broke)[:200]}"
    elif answer.status >= 500 or not answer.status:
        yield f"status {answer.status}"


def _unguarded(case: Case) -> Iterator[str]:
    if case.request.path.startswith(b"/static/") and case.answer.status in {200, 206, 304, 405, 416}:
        return
    try:
        assert_guarded(case.answer, "")  # type: ignore[arg-type]
    except (AssertionError, KeyError) as missing:
        yield f"headers: {missing!r}"


def _told(case: Case, secrets: "re.Pattern[bytes]") -> Iterator[str]:
    answer = case.answer
    headers = "\n".join(f"{name}: {value}" for name, value in answer.headers.items()).encode()
    content = unpacked(answer.content)
    yield from (f"of another company: {word!r}" for word in _foreign(case, content + headers))
    if found := secrets.search(content + headers):
        yield f"secret: {found[0][:12]!r}"
    if MARK.encode() in content and "html" in answer.headers.get("Content-Type", ""):
        yield "unescaped"
    if re.match(r"\s*(?:[a-z][a-z0-9+.-]*:|[/\\]{2})", answer.headers.get("Location", ""), re.IGNORECASE):
        yield f"leads elsewhere: {answer.headers['Location'][:80]}"


def _foreign(case: Case, content: bytes) -> Iterator[bytes]:
    """Words and figures of a company that this person is not of, or not at."""
    mine = case.standing.entity_id if case.standing.role else None
    for house in case.houses:
        if house.entity.pk == mine:
            continue
        allowed = set(case.said)
        if house.entity.pk in case.standing.companies:  # the menu names it and its town
            allowed |= set(re.findall(rf"{house.marks.word}\d+", f"{house.entity.name} {house.entity.city}"))
        # One's own name and address: above the field for the code, in a company founded just now.
        allowed |= set(re.findall(rf"{house.marks.word}\d*", case.person.words))
        found = {word.lower() for word in re.findall(rb"(?i)" + house.marks.word.encode() + rb"\d*", content)}
        yield from sorted(found - {word.encode() for word in allowed})
        if f"figures of {house.marks.word}" not in case.said:
            yield from house.marks.figures.findall(content)[:3]


def _written(case: Case) -> Iterator[str]:
    """Nothing changes but by who may change it, asked for in the way that changes things."""
    wrote, request = case.wrote(), case.request
    role = case.standing.role
    if request.method in SAFE:
        if beyond := wrote - DOOR - READING_TELLS.get(request.page, set()):
            yield f"reading wrote {sorted(beyond)}"
    elif not request.has_key and wrote - DOOR:
        yield f"a form without its key wrote {sorted(wrote - DOOR)}"
    if role is None and wrote - ONESELF:
        yield f"an outsider wrote {sorted(wrote - ONESELF)}"
    wanted = PERMISSIONS.get(request.page)
    if role and wanted and not may(role, wanted) and wrote - {"django_session", "creditor_opensession"}:
        yield f"{role} has not {wanted} and wrote {sorted(wrote)}"
    if role:
        yield from _beyond_role(role, wrote, request)


def _beyond_role(role: Role, wrote: set[str], request: Request) -> Iterator[str]:
    """Held against the tables themselves: a page that asks for less than it does is found too."""
    beyond = {table for table in wrote - ONESELF if not _may_write(role, table)}
    if beyond:
        yield f"{role} wrote {sorted(beyond)}"


def _may_write(role: Role, table: str) -> bool:
    if table in _DECIDED:
        return may(role, Permission.DECIDE)
    if table in _RECORDED:
        return may(role, Permission.RECORD)
    if table.startswith("creditor_"):
        return may(role, Permission.CONFIGURE)
    return may(role, Permission.CONTACT)


def refusals_only(entity_id: int, since: int) -> bool:
    """Whether a company's journal tells of nothing but refusals since an entry."""
    told = JournalEntry.objects.filter(chain=f"entity:{entity_id}", sequence__gt=since)
    return not told.exclude(kind="evidence.request_refused").exists()
