"""Enters the company, its team, its accounts and its hours, as the first-run guide and the settings would."""

from dataclasses import dataclass
from datetime import timedelta
from decimal import Decimal
from typing import TypeVar

from encours.books.creditor import actions as creditor_actions
from encours.books.creditor import queries as creditor_queries
from encours.books.creditor.rules.roles import ROLE_LABELS, MemberDraft
from encours.faces.demo.company import BOOKS_FROM, CLOSED, COMPANY, PASSWORD, SET_UP_AT, TODAY, ZONE, Member
from encours.ground.evidence.acts import Act
from encours.ground.kernel.clock import FixedClock
from encours.ground.kernel.reason import Refused
from encours.ground.plumbing.demonstration import Demonstration, Login
from encours.ground.plumbing.say import say

CEILING_MINOR = 1_000_000
SWISS_FRANC = Decimal("1.06")
SHOWN_CLOSINGS_FROM = TODAY - timedelta(days=365)

Granted = TypeVar("Granted")


@dataclass(frozen=True, slots=True)
class Made:
    """The entity that was made, and the actor that each login of the story is."""

    entity_id: int
    actors: dict[str, str]
    zone: str = ZONE

    @property
    def owner(self) -> str:
        """Who set it up."""
        return self.actors[COMPANY.team[0].login]


def set_up() -> Made:
    """Makes the entity on the evening before the first morning."""
    clock = FixedClock(SET_UP_AT)
    users = {member.login: _user(clock, member) for member in COMPANY.team}
    owner, *others = COMPANY.team
    entity_id = creditor_actions.create_entity(clock, owner_id=users[owner.login], fields=_fields())
    act = creditor_queries.act(entity_id, f"user:{users[owner.login]}", clock)
    (first,) = creditor_queries.team(entity_id)
    granted(creditor_actions.change_member(act, member_id=first.id, fields={"phone": owner.phone}))
    for member in others:
        draft = MemberDraft(member.name, member.role, member.email, member.phone, users[member.login])
        granted(creditor_actions.add_member(act, draft=draft))
    granted(creditor_actions.add_account(act, label=COMPANY.bank, iban=COMPANY.iban, bic="", currency="EUR"))
    granted(creditor_actions.set_rate(act, currency="CHF", from_on=BOOKS_FROM, rate=SWISS_FRANC))
    _open_the_post(act)
    _close_in_summer_and_at_christmas(act)
    return Made(entity_id, {login: f"user:{pk}" for login, pk in users.items()})


def door() -> Demonstration:
    """What the page where one signs in shows: who only wants to look around comes in as the owner."""
    return Demonstration(PASSWORD, tuple(Login(m.name, ROLE_LABELS[m.role], m.email) for m in COMPANY.team))


def granted(answer: Granted | Refused) -> Granted:
    """What was done. The story asks for nothing that is refused: raises RuntimeError with the reason."""
    if isinstance(answer, Refused):
        raise RuntimeError(say(answer.reason, "fr"))
    return answer


def _user(clock: FixedClock, member: Member) -> int:
    made = creditor_actions.create_user(clock, email=member.email, name=member.name, password=PASSWORD)
    return int(granted(made).pk)


def _fields() -> dict[str, object]:
    return {
        "name": COMPANY.name,
        "siren": COMPANY.siren,
        "vat_number": COMPANY.vat_number,
        "address": COMPANY.address,
        "postcode": COMPANY.postcode,
        "city": COMPANY.city,
        "country": COMPANY.country,
        "email": COMPANY.email,
        "phone": COMPANY.phone,
        "ceiling_minor": CEILING_MINOR,
    }


def _open_the_post(act: Act) -> None:
    """A mail server that is never reached: while the clock is fixed, mail goes into the folder `outbox`."""
    domain = COMPANY.email.rpartition("@")[2]
    fields = {"host": f"smtp.{domain}", "port": 587, "security": "starttls", "username": COMPANY.email}
    creditor_actions.set_mail_server(act, fields=fields, password=PASSWORD)
    creditor_actions.turn_sending(act, to=True)


def _close_in_summer_and_at_christmas(act: Act) -> None:
    for period in CLOSED:
        if period.last_on >= SHOWN_CLOSINGS_FROM:
            label = "Congés d'été" if period.first_on.month == 8 else "Fin d'année"
            granted(
                creditor_actions.close_between(
                    act, first_on=period.first_on, last_on=period.last_on, label=label
                )
            )
