"""What a form starts with when it was opened from a mail, and the proposal that it settles once it is saved."""

import re
from dataclasses import dataclass
from datetime import date
from typing import Any

from django.http import HttpRequest

from encours.faces.desk.addresses import number_in
from encours.faces.desk.pages.mail import fact_of, until_back
from encours.faces.desk.who import Desk, DeskRequest
from encours.flows.contacting import calendar_of
from encours.ground.kernel.reason import N_, Reason
from encours.ground.plumbing.say import say
from encours.method.inbox import actions as inbox_actions
from encours.method.inbox import queries as inbox_queries
from encours.method.inbox.queries import MailFact, SayingFact
from encours.method.inbox.rules.order_numbers import order_number_in
from encours.method.inbox.rules.piles import SayingState
from encours.method.inbox.rules.sayings import SayingKind

_ADDRESS = re.compile(r"[A-Za-z0-9._%+-]+@[A-Za-z0-9.-]+\.[A-Za-z]{2,}")
_LONGEST = 240


@dataclass(frozen=True, slots=True)
class Heard:
    """A proposal of a mail, as the meaning that a person gives it; without one the form starts empty."""

    mail: MailFact | None = None
    saying: SayingFact | None = None
    kind: SayingKind | None = None

    def start(self, desk: Desk, *names: str) -> dict[str, Any]:
        """What the named fields start with."""
        if self.mail is None:
            return {}
        if self.saying is None or self.kind is None:
            return _only(until_back(self.mail), names) if self.mail.back_on else {}
        return _only(_meaning(desk, self.mail, self.saying, self.kind), names)

    def settle(self, desk: Desk) -> None:
        """The form was saved: the proposal was right, or is put right."""
        if self.saying is None:
            return
        is_same = self.kind is self.saying.kind
        inbox_actions.decide_saying(
            desk.act,
            saying_id=self.saying.id,
            state=SayingState.ACCEPTED if is_same else SayingState.CORRECTED,
            said=None if is_same else self.kind,
        )


def heard(request: DeskRequest, customer_id: int) -> Heard:
    """What an address names: `?dit=` a proposal, `?sens=` another meaning of it, `?absence=` an absence note."""
    desk = request.desk
    if (number := _number(request, "dit")) is not None:
        saying = inbox_queries.saying(desk.entity.id, number)
        mail = fact_of(desk, saying.mail_id) if saying else None
        if saying and mail and mail.customer_id == customer_id and saying.state is SayingState.PROPOSED:
            meant = request.GET.get("sens", "")
            return Heard(mail, saying, SayingKind(meant) if meant in set(SayingKind) else saying.kind)
    if (number := _number(request, "absence")) is not None:
        mail = fact_of(desk, number)
        if mail and mail.customer_id == customer_id:
            return Heard(mail)
    return Heard()


def _number(request: HttpRequest, name: str) -> int | None:
    return number_in(request.GET.get(name, ""))


def _only(start: dict[str, Any], names: tuple[str, ...]) -> dict[str, Any]:
    return {name: value for name, value in start.items() if name in names and value not in (None, "")}


def _meaning(desk: Desk, mail: MailFact, saying: SayingFact, kind: SayingKind) -> dict[str, Any]:
    """The fields that a meaning fills, whatever the form: each form takes those it has."""
    words, today = saying.sentence[:_LONGEST], desk.act.today
    start: dict[str, Any] = {"source": "email", "promised_for": saying.on, "amount": saying.amount}
    start |= {"subject": words, "invoice": None, "what": words, "reason": words}
    if mail.may_prove:
        start["trace"] = _trace(mail, saying)
    start["proof"] = say(Reason(N_("E-mail du {on} : {words}"), on=mail.received_at, words=words))[:400]
    start["po_number"] = order_number_in(saying.sentence)
    address = _ADDRESS.search(saying.sentence)
    start["email"] = address[0] if address else ""
    return start | _by_kind(desk, kind, today)


def _by_kind(desk: Desk, kind: SayingKind, today: date) -> dict[str, Any]:
    match kind:
        case SayingKind.BEREAVEMENT:
            return {"kind": "bereavement", "reason": say(Reason(N_("Un deuil, dit par e-mail")))}
        case SayingKind.INSOLVENCY:
            return {"kind": "insolvency"}
        case SayingKind.ANGER:
            return {"kind": "manual", "until_on": calendar_of(desk.act).after(today, 2)}
        case SayingKind.PAID:
            return {"kind": "manual", "until_on": calendar_of(desk.act).after(today, 3)}
        case SayingKind.CORRECTION:
            return {"kind": "repair", "due_on": today}
        case SayingKind.NEVER_RECEIVED:
            return {"kind": "document", "due_on": today, "what": say(Reason(N_("Renvoyer la facture")))}
        case SayingKind.CANNOT_PAY:
            return {"kind": "answer", "what": say(Reason(N_("Proposer une date ou un étalement")))}
        case SayingKind.QUESTION:
            return {"kind": "answer"}
        case SayingKind.DISPUTE | SayingKind.PROMISE | SayingKind.AGREED | SayingKind.WRONG_PERSON:
            return {}


def _trace(mail: MailFact, saying: SayingFact) -> str:
    text = Reason(
        N_("E-mail de {who} du {on} : {words}"),
        who=mail.from_email,
        on=mail.received_at,
        words=saying.sentence,
    )
    return say(text)[:1000]
