"""A decided message becomes words and a draft for the outbox: facts from the books, words from the templates."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field
from datetime import date, datetime

from encours.books.creditor import queries as creditor_queries
from encours.books.creditor.queries import Member
from encours.books.creditor.rules.roles import Role
from encours.books.receivables.rules.open_item import OpenItem as BookItem
from encours.flows.case_words import also_true, register_of, told_of
from encours.flows.page_links import page_link
from encours.flows.review.assess import Assessment
from encours.flows.review.facts_of import contact_for
from encours.flows.review.gathered import Gathered, House
from encours.flows.review.wording_context import About, flags_of
from encours.ground.documents import queries as documents_queries
from encours.ground.evidence.acts import Act
from encours.ground.kernel.clock import local_date
from encours.ground.kernel.facts import quick_dataclass
from encours.ground.kernel.money import Money
from encours.ground.kernel.reason import Refused
from encours.ground.wording.library import SHIPPED, Library
from encours.method.cases.rules.contact import Channel, Direction
from encours.method.insight.rules.payer import DebtorType
from encours.method.outreach import actions as outreach_actions
from encours.method.outreach.actions import ReadyMessage
from encours.method.outreach.queries.texts import library_of
from encours.method.outreach.rules.compose import compose
from encours.method.outreach.rules.drafts import LineDraft, MessageDraft
from encours.method.outreach.rules.message_facts import (
    Attached,
    ComposeFacts,
    Draft,
    InvoiceLine,
    Sender,
)
from encours.method.outreach.rules.states import Mode
from encours.method.outreach.rules.template_words import allowed
from encours.method.strategy import queries as strategy_queries
from encours.method.strategy.rules.balance import OpenItem
from encours.method.strategy.rules.decision import Decision, Send
from encours.method.strategy.rules.pre_due import near_items
from encours.method.strategy.rules.step import Enclosed, Level, Stage

Asked = Sequence[tuple[OpenItem, int]]
WRITTEN_AT_NIGHT = frozenset({"T04", "T05", "T06", "T11", "T12", "T26", "T30"})
"""The messages that Encours writes by itself; the others need what only a person knows."""


@dataclass(frozen=True, slots=True)
class Drafting:
    """How an entity writes: its modes, its ceiling, whether mail can leave by itself.

    `told_policy` are the customers whose draft of this very night carries the policy.
    """

    house: House
    modes: dict[str, Mode]
    can_send: bool
    texts: Library = SHIPPED
    told_policy: set[int] = field(default_factory=set)
    files: dict[int, Attached] = field(default_factory=dict)

    @classmethod
    def of(cls, house: House) -> "Drafting":
        """Reads once what every draft of an entity needs."""
        entity_id = house.entity.id
        return cls(
            house,
            strategy_queries.step_modes(entity_id),
            creditor_queries.has_smtp(entity_id),
            library_of(entity_id),
        )

    def read_files(self, known: Gathered, customer_ids: Iterable[int]) -> None:
        """Reads once what the copies of invoices of some customers are called and how large they are."""
        items = (item for customer in customer_ids for item in known.items.get(customer, ()))
        found = documents_queries.files_of({i.document_id for i in items if i.document_id is not None})
        self.files.update({pk: Attached(file.name, file.size) for pk, file in found.items()})

    def queue(self, act: Act, drafts: Sequence[MessageDraft]) -> int:
        """Puts drafts into the outbox; returns how many entered it."""
        return len(outreach_actions.queue_ready(act, messages=self.made_ready(act, drafts)))

    def made_ready(self, act: Act, drafts: Sequence[MessageDraft]) -> list[ReadyMessage]:
        """Drafts as the outbox takes them, currency by currency; nothing is stored."""
        found: list[ReadyMessage] = []
        for currency in sorted({draft.currency for draft in drafts}):
            part = [draft for draft in drafts if draft.currency == currency]
            ceiling = self.house.ceiling_in(currency)
            found += outreach_actions.made_ready(
                act, drafts=part, ceiling_minor=ceiling, can_send=self.can_send
            )
        return found


@quick_dataclass(frozen=True, slots=True)
class _Written:
    """A message in its words, with what they were made from and when it may leave."""

    facts: ComposeFacts
    words: Draft
    asked: Asked
    book: dict[int, BookItem]
    leaves_at: datetime


def is_writable(decision: Decision) -> bool:
    """Whether Encours has the words of a decided message."""
    message = decision.level.message if isinstance(decision, Send) else None
    return message is not None and message.template in WRITTEN_AT_NIGHT


def draft_of(
    known: Gathered, drafting: Drafting, a: Assessment, *, leaves_at: datetime
) -> MessageDraft | Refused:
    """The message that a decision asks for, in its final words; refused when it cannot be written truly."""
    assert isinstance(a.decision, Send)
    asked = asked_by(a)
    book = {item.due_id: item for item in known.items.get(a.customer_id, [])}
    facts = _facts(known, drafting, a, asked=asked, book=book)
    words = allowed(compose(facts), facts, flags_of(known, a, About(stage=a.decision.level.stage)))
    if isinstance(words, Refused):
        return words
    if facts.has_policy:
        drafting.told_policy.add(a.customer_id)
    return _message(known, drafting, a, _Written(facts, words, asked, book, leaves_at))


def asked_by(a: Assessment) -> list[tuple[OpenItem, int]]:
    """The items a message names and the amount asked for each."""
    assert isinstance(a.decision, Send)
    if a.decision.level.stage is Stage.PROMISE_REMINDER:
        covered = [item for item in a.facts.items if item.promised] or list(a.facts.items[:1])
        return [(item, item.open.minor) for item in covered]
    if a.decision.level.stage is Stage.PRE_DUE:
        facts, level = a.facts, a.decision.level
        near = near_items(facts.today, level, facts.items, unallocated=facts.unallocated)
        return [(asked.item, asked.minor) for asked in near]
    return [(asked.item, asked.minor) for asked in a.asked]


def sender_of(known: Gathered, a: Assessment) -> Sender:
    """Who signs: the person in the role of the step; for an account manager, the one of this customer."""
    assert isinstance(a.decision, Send)
    return sender_in_role(known, a.customer_id, a.decision.level.sender)


def sender_in_role(known: Gathered, customer_id: int, role: Role) -> Sender:
    """Who signs in a role; for an account manager, the one of this customer."""
    return _sender(known.house, member_for(known, customer_id, role))


def member_for(known: Gathered, customer_id: int, role: Role) -> Member | None:
    """Who has a role in the team; for an account manager, the one of this customer first."""
    team = known.house.team
    own = known.customers[customer_id].account_manager_id if role is Role.ACCOUNT_MANAGER else None
    theirs = next((member for member in team if member.id == own), None)
    return theirs or creditor_queries.member_in_role(team, role)


def invoice_lines(known: Gathered, a: Assessment) -> list[InvoiceLine]:
    """What is asked for of a customer, as a message names it."""
    book = {item.due_id: item for item in known.items.get(a.customer_id, [])}
    return [_line(known, asked.item, asked.minor, book) for asked in a.asked]


def plain_sender(house: House) -> Sender:
    """Who signs what is no step of a ladder: the one in charge of receivables."""
    return _sender(house, creditor_queries.member_in_role(house.team, Role.AR))


def _sender(house: House, member: Member | None) -> Sender:
    if member is None:
        return Sender("", house.entity.name, house.entity.phone)
    return Sender(member.name, house.entity.name, member.phone or house.entity.phone)


def _facts(
    known: Gathered, drafting: Drafting, a: Assessment, *, asked: Asked, book: dict[int, BookItem]
) -> ComposeFacts:
    assert isinstance(a.decision, Send)
    level, house = a.decision.level, known.house
    customer = known.customers[a.customer_id]
    contact = contact_for(customer, Channel.EMAIL)
    account = creditor_queries.account_for(house.accounts, a.currency)
    part = level.message
    return ComposeFacts(
        template=part.template if part else "",
        language=(contact.language if contact else "") or customer.language,
        customer=customer.name,
        sender=sender_of(known, a),
        today=house.today,
        lines=[_line(known, item, minor, book) for item, minor in asked],
        statement=_statement(known, a, book) if Enclosed.STATEMENT in level.enclosed else (),
        contact=contact.name if contact else "",
        iban=account.iban if account else "",
        last_message_on=_last_message_on(known, a),
        next_step_on=_announced(a),
        next_step_is_call=a.decision.next_step_is_call,
        is_light=level.key.startswith("light_"),
        offers_options=Enclosed.WRITTEN_OPTIONS in level.enclosed,
        has_policy=_tells_policy(a, level, known.told_policy | drafting.told_policy),
        page=page_link(entity_id=house.entity.id, customer_id=a.customer_id, contact=contact, now=house.now),
        register=register_of(customer),
        told=told_of(known, a, level),
        also=also_true(known, a),
        texts=drafting.texts,
        attached=[drafting.files[pk] for pk in _copies(asked, book) if pk in drafting.files],
    )


def _tells_policy(a: Assessment, level: Level, told: set[int]) -> bool:
    """The first late word to a new customer says how we work, whatever the ladder; once, not twice.

    Source: R021.
    """
    is_first_word = level.stage is Stage.COURTESY and a.opinion.type is DebtorType.NEW
    return (Enclosed.POLICY in level.enclosed or is_first_word) and a.customer_id not in told


def _message(known: Gathered, drafting: Drafting, a: Assessment, written: _Written) -> MessageDraft:
    assert isinstance(a.decision, Send)
    level, house = a.decision.level, known.house
    customer, words, sender = known.customers[a.customer_id], written.words, written.facts.sender
    contact = contact_for(customer, Channel.EMAIL)
    return MessageDraft(
        customer_id=a.customer_id,
        case_id=a.case.id if a.case else None,
        contact_id=contact.pk if contact else None,
        step_key=f"customer:{a.customer_id}/{a.currency}/{level.key}/{house.today.isoformat()}",
        level=level.key,
        occasion=a.decision.occasion,
        channel=Channel.EMAIL,
        stage=level.stage.value,
        template=words.template,
        template_version=str(words.version),
        language=words.language,
        mode=drafting.modes.get(level.stage.value, level.mode),
        from_name=f"{sender.name} – {house.entity.name}" if sender.name else house.entity.name,
        from_email=house.entity.email,
        to_name=contact.name if contact else customer.name,
        to_email=contact.email if contact else "",
        subject=words.subject,
        text=words.text,
        html=words.html,
        currency=a.currency,
        total_minor=sum(minor for _, minor in written.asked),
        send_from=written.leaves_at,
        decided_on=house.today,
        lines=_lines(written.asked, written.book),
        document_ids=_copies(written.asked, written.book),
        deadline_named_on=written.facts.next_step_on,
        has_policy=written.facts.has_policy,
        thread=tuple(known.threads.get(a.customer_id, ())),
        reasons=a.decision.reasons,
    )


def _announced(a: Assessment) -> date | None:
    """The day of the next step, which only a second message announces: then it binds us (ruling 5)."""
    assert isinstance(a.decision, Send)
    return a.decision.next_step_on if a.decision.level.stage is Stage.REMINDER2 else None


def _last_message_on(known: Gathered, a: Assessment) -> date | None:
    """The day of our last message, said where it named an invoice of this one and nobody reacted to it."""
    written = [
        c.at
        for c in known.contacts.get(a.customer_id, [])
        if c.direction is Direction.OUTBOUND
        and c.channel in {Channel.EMAIL, Channel.LETTER}
        and not c.answered
    ]
    if not written or not any(x.item.mentioned for x in a.asked):
        return None
    return local_date(max(written), known.house.entity.time_zone)


def _line(known: Gathered, item: OpenItem, minor: int, book: dict[int, BookItem]) -> InvoiceLine:
    row = book[item.due_id]
    received = row.amount_minor - minor
    return InvoiceLine(
        number=item.number,
        issued_on=row.issued_on,
        due_on=item.due_on,
        open=Money(minor, item.open.currency),
        received=_received(known, item, received) if received else None,
        has_copy=row.document_id is not None,
    )


def _received(known: Gathered, item: OpenItem, missing_minor: int) -> Money | None:
    """What was really paid on a line; a dispute or a credit note also lowers it, but is no payment."""
    paid = sum(minor for _, minor in known.part_paid.get(item.due_id, ()))
    return Money(min(paid, missing_minor), item.open.currency) if paid else None


def _statement(known: Gathered, a: Assessment, book: dict[int, BookItem]) -> tuple[InvoiceLine, ...]:
    return tuple(_line(known, i, i.free_minor(), book) for i in a.facts.items if i.free_minor())


def _lines(asked: Asked, book: dict[int, BookItem]) -> tuple[LineDraft, ...]:
    return tuple(
        LineDraft(i.due_id, i.number, book[i.due_id].issued_on, i.due_on, minor) for i, minor in asked
    )


def _copies(asked: Asked, book: dict[int, BookItem]) -> tuple[int, ...]:
    found = (book[item.due_id].document_id for item, _ in asked)
    return tuple(dict.fromkeys(pk for pk in found if pk is not None))
