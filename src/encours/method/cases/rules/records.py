"""A contact to be remembered: whose, of which case, and which row of which room tells of it."""

from dataclasses import dataclass

from encours.method.cases.rules.contact import PastContact


@dataclass(frozen=True, slots=True)
class ContactRecord:
    """One contact that took place. `source` is unique: `outreach.message:12`, `calls.note:7`, `inbox.item:3`."""

    customer_id: int
    source: str
    contact: PastContact
    case_id: int | None = None
