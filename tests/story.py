"""Lives told day by day: short words over the real flows, a real database and a real mail server.

Each word takes a day («2026-03-05») and, where it matters, an hour. A night is run at half past two
and finds the bank read to the business day before, unless the story says otherwise.
"""

from collections.abc import Callable, Iterator
from dataclasses import dataclass
from datetime import date, datetime, time, timedelta
from decimal import Decimal

from encours.books.creditor import queries as creditor_queries
from encours.books.creditor.models import CreditorEntity, MailServer
from encours.books.creditor.rules.roles import Role
from encours.books.receivables import actions as receivables_actions
from encours.books.receivables import queries as receivables_queries
from encours.books.receivables.models import Customer, InvoiceDue, Payment
from encours.books.receivables.rules.drafts import (
    ContactDraft,
    CreditNoteDraft,
    CustomerDraft,
    InvoiceDraft,
    PaymentDraft,
)
from encours.flows import contacting, dispatch, holds, outbox, promises, recording, worklist
from encours.flows.contacting import CallExtras
from encours.flows.disputes import opening
from encours.flows.night.report import NightReport, Planned
from encours.flows.night.run import run as run_night
from encours.ground.evidence import queries as evidence_queries
from encours.ground.evidence.acts import SYSTEM, Act
from encours.ground.kernel.business_days import is_business_day, previous_business_day
from encours.ground.kernel.clock import FixedClock, at, local_date
from encours.ground.kernel.money import Money
from encours.ground.kernel.reason import Refused
from encours.ground.plumbing.reason_json import from_json
from encours.ground.plumbing.say import say
from encours.ground.plumbing.secrets import seal
from encours.method.agreements.rules.drafts import OwnPromiseDraft, PromiseDraft
from encours.method.agreements.rules.words import OwnPromiseKind, PromiseSource
from encours.method.calls.rules.note import CallDraft
from encours.method.cases import queries as cases_queries
from encours.method.cases.queries import CaseFact
from encours.method.cases.rules.contact import CallOutcome, Channel, HoldKind
from encours.method.cases.rules.holds import HoldDraft
from encours.method.cases.rules.words import CaseReason
from encours.method.disputes.rules.contest import DisputeDraft
from encours.method.inbox.rules.received import InboundDraft
from encours.method.outreach.models import Message
from encours.method.outreach.queries import GONE, WILL_LEAVE
from encours.method.outreach.rules.states import MessageState
from encours.method.strategy import queries as strategy_queries
from tests.factories import a_customer, a_member, an_entity, an_invoice
from tests.smtp import SmtpServer

ZONE = "Europe/Paris"
_DAY = timedelta(days=1)


@dataclass(frozen=True)
class Debtor:
    """A customer of the story."""

    id: int
    name: str


@dataclass(frozen=True)
class Step:
    """One message that left, in a word."""

    on: date
    level: str

    def __str__(self) -> str:
        return f"{self.on.isoformat()} {self.level}"


def day(text: str) -> date:
    return date.fromisoformat(text)


def minor(text: str) -> int:
    """«1 200,00 €» in cents."""
    plain = text.replace("\u00a0", "").replace("\u202f", "").replace(" ", "").rstrip("€$")
    return int(Decimal(plain.replace(",", ".")) * 100)


def plain(text: str) -> str:
    """A sentence with ordinary spaces."""
    return text.replace("\u00a0", " ").replace("\u202f", " ")


class Story:
    """One company, Atelier Morel, and what happens to its customers."""

    def __init__(self, server: SmtpServer, entity: CreditorEntity | None = None) -> None:
        self.server = server
        self.entity = entity or an_entity(
            name="Atelier Morel", email="compta@morel.test", phone="01 44 55 66 77", is_sending_on=True
        )
        a_member(self.entity, role=Role.OWNER)
        MailServer.objects.create(
            entity=self.entity,
            host=server.host,
            port=server.port,
            security="none",
            username=server.username,
            sealed_password=seal(server.password),
        )
        self.reads_bank = True
        self.report: NightReport | None = None

    # --- who acts, and when ---------------------------------------------------------------

    def clock(self, on: str | date, hour: str = "09:30") -> FixedClock:
        return FixedClock(at(_day(on), time.fromisoformat(hour), ZONE))

    def act(self, on: str | date, hour: str = "09:30", *, actor: str = "user:1") -> Act:
        return creditor_queries.act(self.entity.pk, actor, self.clock(on, hour))

    # --- the books ------------------------------------------------------------------------

    def customer(
        self, name: str = "Dupont SARL", *, email: str | None = None, phone: str = "", **fields: object
    ) -> Debtor:
        address = f"compta@{name.split(maxsplit=1)[0].lower()}.test" if email is None else email
        person = ContactDraft(name="Anne Petit", email=address, phone=phone)
        people = (person,) if address or phone else ()
        made = recording.add_customer(
            self.act("2026-01-02"),
            CustomerDraft(name=name, contacts=people, **fields),  # type: ignore[arg-type]
        )
        assert isinstance(made, int), made
        return Debtor(made, name)

    def invoice(
        self,
        number: str,
        customer: Debtor,
        amount: str,
        *,
        due: str | date,
        on: str | date | None = None,
        entered: str | date | None = None,
        currency: str = "EUR",
        pdf: bytes | None = None,
    ) -> int:
        """An invoice; `entered`: the day it came into the books, that of its issue when not said."""
        issued = _day(on) if on else _day(due) - timedelta(days=30)
        total = minor(amount)
        made = recording.add_invoice(
            self.act(entered or issued),
            InvoiceDraft(customer.id, number, issued, currency, total, ((_day(due), total),)),
            pdf=(f"{number}.pdf", pdf) if pdf else None,
        )
        assert isinstance(made, int), made
        return made

    def pay(
        self,
        customer: Debtor,
        amount: str,
        *,
        on: str | date,
        number: str = "",
        hour: str = "10:00",
        currency: str = "EUR",
    ) -> int:
        draft = PaymentDraft(customer.id, _day(on), currency, minor(amount))
        made = recording.add_payment(self.act(on, hour), draft, named=number)
        assert isinstance(made, int), made
        return made

    def payment_comes_back(self, payment: int, *, on: str, hour: str = "09:30") -> None:
        act = self.act(on, hour)
        (customer,) = Payment.objects.filter(pk=payment).values_list("customer_id", flat=True)
        outcome = recording.change_books(
            act, customer, lambda: receivables_actions.cancel_payment(act, payment_id=payment)
        )
        assert outcome is None, outcome

    def credit(
        self,
        customer: Debtor,
        amount: str,
        *,
        on: str,
        number: str = "A-1",
        against: str = "",
        hour: str = "10:00",
    ) -> int:
        draft = CreditNoteDraft(customer.id, number, _day(on), "EUR", minor(amount))
        made = recording.add_credit_note(self.act(on, hour), draft, named=against)
        assert isinstance(made, int), made
        return made

    def has_always_paid(self, customer: Debtor, *, count: int, until: str, late_days: int = 2) -> None:
        """Monthly invoices of 900 € up to a month, each paid so many days after its due date."""
        last = _day(until)
        for back in range(count, 0, -1):
            due = last - timedelta(days=30 * back)
            self.invoice(f"{customer.name[:3]}-{due:%y%m%d}", customer, "900,00", due=due)
            self.pay(
                customer,
                "900,00",
                on=due + timedelta(days=late_days),
                number=f"{customer.name[:3]}-{due:%y%m%d}",
            )

    def others_buy(self, *, count: int, amount: str, due: str = "2027-06-30") -> None:
        """Other customers, each with one invoice far from due: what makes a portfolio."""
        for place in range(count):
            other = a_customer(self.entity, f"Autre {place}")
            an_invoice(other, Money(minor(amount), "EUR"), due_on=day(due), issued_on=day("2026-01-15"))

    def closed(self, first: str, last: str) -> None:
        from encours.books.creditor import actions as creditor_actions

        made = creditor_actions.close_between(
            self.act("2026-01-02"), first_on=day(first), last_on=day(last), label="Fermeture"
        )
        assert isinstance(made, int), made

    # --- the machine ----------------------------------------------------------------------

    def bank(self, on: str | date, hour: str = "08:30") -> None:
        """«J'ai vérifié ma banque aujourd'hui»."""
        recording.confirm_bank(self.act(on, hour))

    def night(self, on: str | date, *, hour: str = "02:30") -> NightReport:
        today = _day(on)
        if self.reads_bank:
            self._bank_is_read(today)
        self.report = run_night(self.entity.pk, self.clock(today, hour))
        return self.report

    def _bank_is_read(self, today: date) -> None:
        before = previous_business_day(today, self.entity.country, self.entity.region)
        known = receivables_queries.cash_known_to(self.entity.pk)
        if known is None or known < before:
            receivables_actions.confirm_bank(self.act(before, "17:30"))

    def dispatch(self, on: str | date, hour: str = "09:30") -> int:
        return dispatch.run(self.clock(on, hour))

    def lives(
        self, first: str, last: str, *, on_the_day: Callable[[date], None] | None = None
    ) -> list[NightReport]:
        """Each day from one to another: the night, the morning's sending, then what the story adds."""
        return [self._lives_one(today, on_the_day) for today in _days(day(first), day(last))]

    def _lives_one(self, today: date, on_the_day: Callable[[date], None] | None) -> NightReport:
        report = self.night(today)
        self.dispatch(today)
        if on_the_day is not None and is_business_day(today, "FR"):
            on_the_day(today)
        return report

    # --- what people do -------------------------------------------------------------------

    def call(
        self,
        customer: Debtor,
        outcome: CallOutcome,
        *,
        on: str | date,
        hour: str = "10:30",
        level: str = "",
        next_on: str | date | None = None,
        reason: CaseReason | None = None,
        extras: CallExtras | None = None,
    ) -> int:
        """A call, noted at once; the next step is due in a week when the story does not say."""
        act = self.act(on, hour)
        case = self.case(customer)
        draft = CallDraft(
            customer_id=customer.id,
            called_at=act.at,
            outcome=outcome,
            next_step="Suite",
            next_on=_day(next_on) if next_on else act.today + timedelta(days=7),
            note="Échange noté" if outcome.had_conversation else "",
            case_id=case.id if case else None,
            contact_id=self.contact(customer),
            reason=reason,
            reason_words="ses mots" if reason else "",
        )
        made = contacting.note_call(act, draft, extras or CallExtras(level=level))
        assert isinstance(made, int), made
        return made

    def promise(
        self,
        customer: Debtor,
        amount: str,
        *,
        on: str,
        made_on: str | date,
        accepted: bool = False,
        hour: str = "09:00",
    ) -> int:
        act = self.act(made_on, hour)
        case = self.case(customer)
        assert case is not None
        draft = PromiseDraft(
            customer.id, case.id, Money(minor(amount), case.currency), day(on), "virement", "Anne Petit",
            PromiseSource.CALL,
        )  # fmt: skip
        made = contacting.promise(act, draft, trace="C'est d'accord. Anne Petit" if accepted else "")
        assert isinstance(made, int), made
        return made

    def accept(self, customer: Debtor, promise: int, *, on: str | date, hour: str = "09:00") -> None:
        refused = contacting.accept_promise(
            self.act(on, hour),
            customer_id=customer.id,
            agreement_id=promise,
            trace="C'est d'accord. Anne Petit",
        )
        assert refused is None, refused

    def inbound(
        self, customer: Debtor, text: str = "Bonjour, une question.", *, on: str | date, hour: str = "09:00"
    ) -> int:
        act = self.act(on, hour)
        made = contacting.note_inbound(act, InboundDraft(customer.id, Channel.EMAIL, text, act.at))
        assert isinstance(made, int), made
        return made

    def read(self, customer: Debtor, item: int, *, on: str | date, hour: str = "09:10") -> None:
        refused = contacting.read_inbound(self.act(on, hour), customer_id=customer.id, item_id=item)
        assert refused is None, refused

    def contest(self, customer: Debtor, number: str, amount: str, *, on: str, hour: str = "09:00") -> int:
        due = InvoiceDue.objects.get(customer_id=customer.id, invoice__number=number)
        draft = DisputeDraft(customer.id, due.invoice_id, Money(minor(amount), "EUR"), "Pièce abîmée")
        made = opening.contest(self.act(on, hour), draft, open_amount=Money(due.open_minor, "EUR"))
        assert isinstance(made, int), made
        return made

    def hold(
        self,
        customer: Debtor,
        *,
        on: str,
        until: str | None,
        kind: HoldKind = HoldKind.MANUAL,
        hour: str = "09:00",
    ) -> int:
        draft = HoldDraft(customer.id, kind, "à la demande du client", day(until) if until else None)
        made = holds.place(self.act(on, hour), draft)
        assert isinstance(made, int), made
        return made

    def owe(self, customer: Debtor, what: str, *, on: str, hour: str = "09:00") -> int:
        draft = OwnPromiseDraft(customer.id, OwnPromiseKind.ANSWER, what)
        made = contacting.owe(self.act(on, hour), draft)
        assert isinstance(made, int), made
        return made

    def skip(self, customer: Debtor, *, on: str | date, hour: str = "11:00") -> None:
        refused = contacting.skip_step(self.act(on, hour), customer_id=customer.id, reason="déjà vu ensemble")
        assert refused is None, refused

    def approve(self, customer: Debtor, *, on: str | date, hour: str = "09:00") -> None:
        for message in self.messages(customer, MessageState.TO_CONFIRM):
            assert outbox.approve(self.act(on, hour), message_id=message.pk) is None

    # --- what became of it ----------------------------------------------------------------

    def case(self, customer: Debtor, currency: str = "EUR") -> CaseFact | None:
        found = cases_queries.open_cases_of([customer.id]).get(customer.id, [])
        return next((c for c in found if c.currency == currency), found[0] if found else None)

    def contact(self, customer: Debtor) -> int | None:
        row = Customer.objects.get(pk=customer.id).contacts.order_by("id").first()
        return row.pk if row else None

    def messages(self, customer: Debtor, *states: MessageState) -> list[Message]:
        rows = Message.objects.filter(customer_id=customer.id).order_by("id")
        return list(rows.filter(state__in=[s.value for s in states]) if states else rows)

    def left(self, customer: Debtor, *, services: bool = False) -> list[Step]:
        """The messages that left, oldest first; those that ask for nothing (K6) only when asked for."""
        kept = {"thanks", "promise_reminder", "dispute_ack", "plan", "promise"}
        gone = [m for m in self.messages(customer, *GONE) if services or m.stage not in kept]
        steps = [Step(local_date(m.sent_at, ZONE), m.level) for m in gone if m.sent_at]
        return sorted(steps, key=lambda step: step.on)

    def planned(self, customer: Debtor) -> Planned | None:
        """What the last night said of a customer."""
        assert self.report is not None
        return next((p for p in self.report.planned if p.customer_id == customer.id), None)

    def line(self, customer: Debtor, on: str | date) -> worklist.Line | None:
        """The customer's line in the list of a day."""
        found = worklist.worklist(self.entity.pk, self.clock(on), on=_day(on))
        return next((line for line in found if line.customer_id == customer.id), None)

    def action(self, customer: Debtor, on: str | date) -> str:
        """What the list of a day says is to be done."""
        line = self.line(customer, on)
        return line.action if line else "nothing"

    def level(self, customer: Debtor, currency: str = "EUR") -> str:
        """The key of the step that the day's list holds for a customer."""
        lines = strategy_queries.work_items_among([customer.id]).get(customer.id, [])
        return next((line.level for line in lines if line.currency == currency), "")

    def journal(self, customer: Debtor) -> list[str]:
        """What the journal tells of a customer, oldest first, in its sentences."""
        lines = evidence_queries.lines_about(
            f"entity:{self.entity.pk}", [f"customer:{customer.id}"], limit=500
        )
        return [plain(line.summary) for line in reversed(lines)]

    def promise_state(self, promise: int) -> str:
        from encours.method.agreements.models import Agreement

        return Agreement.objects.get(pk=promise).state

    def promise_of(self, customer: Debtor) -> str:
        """The state of the one promise a customer has made."""
        from encours.method.agreements.models import Agreement

        return Agreement.objects.get(customer_id=customer.id).state

    def judge(self, on: str | date, hour: str = "09:00") -> None:
        promises.judge(creditor_queries.act(self.entity.pk, SYSTEM, self.clock(on, hour)))

    # --- what must be true ----------------------------------------------------------------

    def queued(self, level: str, *, to: Debtor) -> Message:
        """Exactly one message to a customer is prepared and waits to leave, for that step."""
        waiting = self.messages(to, *WILL_LEAVE)
        assert [m.level for m in waiting] == [level], self.told(to)
        return waiting[0]

    def nothing_queued(self, to: Debtor) -> None:
        assert self.messages(to, *WILL_LEAVE) == [], self.told(to)

    def nothing_left_for(self, customer: Debtor, *, because: str, besides: str = "") -> None:
        """Nothing reached the server for a customer, nothing waits (besides one level), and the journal says why."""
        assert self.left(customer) == [], self.told(customer)
        waiting = [m for m in self.messages(customer, *WILL_LEAVE) if m.level != besides]
        assert waiting == [], self.told(customer)
        withheld = self.messages(customer, MessageState.CANCELLED)
        assert withheld, self.told(customer)
        why = plain(say(from_json(withheld[-1].refusal)))
        assert because.casefold() in why.casefold(), self.told(customer)
        assert any(because.casefold() in line.casefold() for line in self.journal(customer)), self.told(
            customer
        )

    def told(self, customer: Debtor) -> str:
        """The journal of a customer, for a test that fails."""
        states = [f"{m.decided_on} {m.level} {m.state} {m.receipt}" for m in self.messages(customer)]
        return "\n".join(["", *self.journal(customer), *states])


def refused(outcome: object) -> str:
    """The sentence of a refusal."""
    assert isinstance(outcome, Refused), outcome
    return say(outcome.reason)


def _day(given: str | date) -> date:
    return (
        given
        if isinstance(given, date) and not isinstance(given, datetime)
        else date.fromisoformat(str(given))
    )


def _days(first: date, last: date) -> Iterator[date]:
    while first <= last:
        yield first
        first += _DAY
