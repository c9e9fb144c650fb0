"""Who may do what in an entity: roles and the permissions each one holds."""

from dataclasses import dataclass
from enum import StrEnum

from encours.ground.kernel.reason import N_


class Role(StrEnum):
    """Role of a person in one creditor entity (ruling 12)."""

    OWNER = "owner"
    MANAGER = "manager"
    AR = "ar"
    ACCOUNT_MANAGER = "account_manager"
    INTERMEDIARY = "intermediary"
    READ_ONLY = "read_only"


ROLE_LABELS = {
    Role.OWNER: N_("dirigeant"),
    Role.MANAGER: N_("responsable"),
    Role.AR: N_("chargé de recouvrement"),
    Role.ACCOUNT_MANAGER: N_("chargé de clientèle"),
    Role.INTERMEDIARY: N_("intermédiaire"),
    Role.READ_ONLY: N_("lecture seule"),
}


@dataclass(frozen=True, slots=True)
class MemberDraft:
    """A person who joins a team; without `user_id` they never sign in."""

    name: str
    role: Role
    email: str = ""
    phone: str = ""
    user_id: int | None = None


class Permission(StrEnum):
    """One thing a person may do. Every view asks for exactly one of them."""

    READ = "read"
    CONTACT = "contact"  # calls, notes, confirming and sending messages, holds
    RECORD = "record"  # customers, invoices, payments, bank confirmation, imports
    DECIDE = "decide"  # overrides, skipping steps, confirming a type, releasing sending
    CLOSE = "close"  # the owner alone: an offer for less, giving up, parting
    CONFIGURE = "configure"  # entity, team, mail, terms


_ALL = frozenset(Permission)
_GRANTED: dict[Role, frozenset[Permission]] = {
    Role.OWNER: _ALL,
    Role.MANAGER: _ALL - {Permission.CONFIGURE, Permission.CLOSE},
    Role.AR: frozenset({Permission.READ, Permission.CONTACT, Permission.RECORD}),
    Role.ACCOUNT_MANAGER: frozenset({Permission.READ, Permission.CONTACT}),
    Role.INTERMEDIARY: frozenset({Permission.READ, Permission.CONTACT}),
    Role.READ_ONLY: frozenset({Permission.READ}),
}


def may(role: Role, permission: Permission) -> bool:
    """Whether a role holds a permission."""
    return permission in _GRANTED[role]
