"""Words for the stories of backup and restore: a seeded installation, and looks into one from outside."""

import json
from pathlib import Path

from tests.installations import Installation

ROOT = Path(__file__).resolve().parents[2]
_HEAD = f"import sys, json; sys.path.insert(0, {str(ROOT)!r})\n"
_READY = "from encours.ground.plumbing.readiness import make_ready; make_ready()"
_SEED = """
from datetime import UTC, datetime
from encours.ground.documents import actions as documents_actions
from encours.ground.plumbing.secrets import seal
from encours.books.creditor.models import MailServer
from tests.kill.seeding import NIGHT, companies
ids = json.loads(companies({"Morel": 3}, ready=True))
MailServer.objects.update(sealed_password=seal("mot de passe"))
documents_actions.store(owner="entity:1", name="F1.pdf", content=b"%PDF copy", media_type="application/pdf", at=NIGHT)
documents_actions.store(owner="entity:1", name="big", content=bytes(5_000_000), media_type="x", at=NIGHT)
"""
_LOOK = """
from encours.books.creditor.queries import entities
from encours.books.creditor.models import MailServer
from encours.books.receivables.models import Customer
from encours.ground.documents import queries as documents_queries
from encours.ground.evidence import queries as evidence_queries
from encours.ground.evidence.models import JournalEntry
from encours.ground.plumbing.secrets import SecretUnreadable, unseal
from encours.method.outreach.models import Message
from encours.method.outreach.queries import standing_stop
from collections import Counter
def opened():
    try:
        return [unseal(row.sealed_password) for row in MailServer.objects.all()]
    except SecretUnreadable:
        return None
print(json.dumps({
    "entities": [e.name for e in entities()],
    "customers": Customer.objects.count(),
    "told": JournalEntry.objects.filter(kind="receivables.customer_recorded").count(),
    "states": dict(Counter(Message.objects.values_list("state", flat=True))),
    "stopped": [standing_stop(e.id) is not None for e in entities()],
    "whole": [s.broken_at for s in evidence_queries.verify() if s.broken_at is not None] == [],
    "documents": [documents_queries.is_intact(d) for d in documents_queries.hashes()],
    "passwords": opened(),
}))
"""


def make_tables(installation: Installation) -> None:
    """What the first start does."""
    installation.python(_READY)


def seed(installation: Installation) -> None:
    """A company with three customers, a message ready to leave to each, a mail password, two files."""
    installation.python(f"{_HEAD}{_READY}" + _SEED)


def look(installation: Installation) -> dict[str, object]:
    """What an installation holds, once its next start has brought it up to date."""
    found: dict[str, object] = json.loads(installation.python(f"{_HEAD}{_READY}" + _LOOK).stdout)
    return found


def new_customers(count: int) -> str:
    """Code that records customers, each with its entry in the journal, and says a line for each."""
    return f"""{_HEAD}
from encours.books.creditor.queries import act, entities
from encours.books.receivables import actions as receivables_actions
from encours.books.receivables.rules.drafts import CustomerDraft
from encours.ground.kernel.clock import SystemClock
now = act(entities()[0].id, "system", SystemClock())
for place in range({count}):
    receivables_actions.record_customer(now, CustomerDraft(name=f"Nouveau {{place}}"))
    print(place, flush=True)
"""
