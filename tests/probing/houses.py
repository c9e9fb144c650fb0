"""Two companies that hold something in every table; every word of theirs carries a canary of its own."""

import re
from collections.abc import Iterator
from dataclasses import dataclass, field
from datetime import datetime, timedelta
from itertools import count

from django.contrib.auth.hashers import make_password

from encours.books.creditor import models as creditor
from encours.books.creditor.models import CreditorEntity, TeamMember
from encours.books.creditor.rules.door import DoorEvent
from encours.books.creditor.rules.roles import Role
from encours.books.interchange.models import ColumnMapping
from encours.books.receivables import models as receivables
from encours.flows import ladders
from encours.flows.importing import waiting
from encours.flows.night.run import run as run_night
from encours.ground.documents import actions as documents_actions
from encours.ground.evidence.acts import Act
from encours.ground.kernel.clock import FixedClock
from encours.ground.plumbing.secrets import seal
from encours.method.agreements.models import OwnPromise
from encours.method.calls.models import BriefOpening, CallNote
from encours.method.cases.models import Alert, Case, ContactFact, LegalEvent
from encours.method.disputes.models import Dispute
from encours.method.inbox.models import InboundItem, Mailbox
from encours.method.insight import models as insight
from encours.method.outreach.models import (
    Attachment,
    Message,
    MessageLine,
    PaperStyle,
    PrintBatch,
    PrintedLetter,
    SendingStop,
)
from encours.method.outreach.rules.batches import LetterState
from encours.method.outreach.rules.states import MessageState
from encours.method.strategy import actions as strategy_actions
from encours.method.strategy import models as strategy
from encours.method.strategy.procedures import shipped_procedures
from encours.method.strategy.rules.procedure_text import written
from tests import factories
from tests.factories import NOW, TODAY
from tests.probing.files import a_pdf, a_table
from tests.probing.mailed import mailed
from tests.probing.of_calls import calls_of
from tests.probing.of_promises import piece_of, promises_of
from tests.probing.of_proof import proof_of
from tests.probing.of_referral import placed_of
from tests.probing.of_words import a_service_and_a_ground, a_text, arrived, restraint

PASSWORD = "un-mot-de-passe-long"
_DAY = timedelta(days=1)
_WEEK = 7 * _DAY


@dataclass(frozen=True)
class Marks:
    """What no answer to somebody of another company may hold: words that begin alike, and figures."""

    word: str
    siren: str
    vat: str
    iban: str
    phone: str
    minor: int

    def words(self) -> Iterator[str]:
        return (f"{self.word}{number}" for number in count(1))

    @property
    def figures(self) -> "re.Pattern[bytes]":
        """Its figures as a page, a file or a sentence writes them, with whatever spaces and marks."""
        gap = rb"(?:[ .,-]|\xc2\xa0|\xe2\x80\xaf|&nbsp;){0,2}"
        amount = str(self.minor)
        told = [self.siren, self.iban, self.phone[-8:], amount]
        return re.compile(
            b"|".join(rb"(?<!\d)" + gap.join(re.escape(c).encode() for c in one) for one in told)
        )


FIRST = Marks(
    "kwalda", "732829320", "FR44732829320", "FR1420041010050500013M02606", "+33199771177", 7_717_171
)
SECOND = Marks(
    "zobrix", "552100554", "FR83552100554", "FR7630006000011234567890189", "+33199882288", 8_828_282
)


@dataclass
class House:
    """A company, its people by role, and some who are on their way in or out."""

    marks: Marks
    entity: CreditorEntity
    members: dict[Role, TeamMember]
    others: dict[str, TeamMember] = field(default_factory=dict)
    secrets: list[bytes] = field(default_factory=list)

    @property
    def user_ids(self) -> list[int]:
        return [m.user_id for m in [*self.members.values(), *self.others.values()] if m.user_id]


def a_full_house(marks: Marks, at: datetime) -> House:
    """Everything that a company may hold, some of it open, some of it done."""
    word = marks.words()
    entity = factories.an_entity(
        name=f"{next(word)} SARL",
        siren=marks.siren,
        vat_number=marks.vat,
        address=f"1 rue {next(word)}",
        postcode="44000",
        city=next(word),
        email=f"{next(word)}@{marks.word}.test",
        phone=marks.phone,
        is_sending_on=True,
    )
    act = factories.an_act(entity, at=at)
    house = House(marks, entity, {})
    _team(house, word)
    act = factories.an_act(entity, at=at, actor=f"user:{house.members[Role.OWNER].user_id}")
    _settings(house, act, word)
    customers = [_customer(house, act, word, place) for place in range(4)]
    run_night(entity.pk, FixedClock(at))
    for customer in customers[:2]:
        _followed(house, act, customer, word)
    _files(act, word)
    _ladders(act, word)
    _opinions(act, customers[1], word)
    return house


def _team(house: House, word: Iterator[str]) -> None:
    for role in Role:
        house.members[role] = _person(house, role, word)
    for name in ("leaver", "mover", "half"):
        house.others[name] = _person(house, Role.MANAGER, word)
    house.others["bare"] = factories.a_member(
        house.entity, role=Role.INTERMEDIARY, name=next(word), phone=house.marks.phone
    )
    for member in [house.members[Role.OWNER], house.others["half"]]:
        _door(house, member, word)


def _person(house: House, role: Role, word: Iterator[str]) -> TeamMember:
    hashed = make_password(PASSWORD)
    house.secrets.append(hashed.encode())
    user = factories.a_user(email=f"{next(word)}@{house.marks.word}.test", name=next(word), password=hashed)
    return factories.a_member(
        house.entity, role=role, user=user, name=user.name, email=user.email, phone=house.marks.phone
    )


def _door(house: House, member: TeamMember, word: Iterator[str]) -> None:
    user, name = member.user, next(word)
    assert user is not None
    creditor.OpenSession.objects.create(
        user=user, key=f"{name}session", place="192.0.2.0", device=name, opened_at=NOW, used_at=NOW
    )
    creditor.DoorRecord.objects.create(
        at=NOW,
        event=DoorEvent.SIGNED_IN.value,
        user=user,
        actor=f"user:{user.pk}",
        place="192.0.2.0",
        device=name,
    )
    creditor.ResetMail.objects.create(user=user, site=f"https://{name}.test/", asked_at=NOW)
    creditor.RecoveryCode.objects.create(user=user, hash=f"{name}recovery")
    sealed = seal("JBSWY3DPEHPK3PXP")
    if member is house.others["half"]:
        creditor.SecondFactor.objects.create(user=user, sealed_secret=sealed, added_at=NOW)
    else:  # elsewhere: their own passkey belongs to another name than this server's
        creditor.Passkey.objects.create(
            user=user,
            name=name,
            host="autre.test",
            handle=f"{name}handle",
            credential_id=f"{name}credential",
            credential="e30=",
            added_at=NOW,
        )
    house.secrets += [
        f"{name}session".encode(),
        f"{name}recovery".encode(),
        sealed.encode(),
        b"JBSWY3DPEHPK3PXP",
    ]


def _settings(house: House, act: Act, word: Iterator[str]) -> None:
    entity, marks = house.entity, house.marks
    smtp = f"{marks.word}-smtp-geheim"
    sealed = seal(smtp)
    house.secrets += [smtp.encode(), sealed.encode()]
    creditor.MailServer.objects.create(
        entity=entity,
        host=f"{next(word)}.test",
        port=9,
        security="none",
        username=next(word),
        sealed_password=sealed,
    )
    box = f"{marks.word}-imap-geheim"
    sealed_box = seal(box)
    house.secrets += [box.encode(), sealed_box.encode()]
    Mailbox.objects.create(
        entity=entity, host=f"{next(word)}.test", port=9, security="none", username=next(word),
        sealed_password=sealed_box, address=f"{next(word)}@{marks.word}.test", since_on=TODAY,
    )  # fmt: skip
    paid = f"{marks.word}-pay-geheim-of-twenty"
    sealed_paid = seal(paid)
    house.secrets += [paid.encode(), sealed_paid.encode()]
    creditor.OnlinePayment.objects.create(
        entity=entity, label=next(word), sealed_secret=sealed_paid, hook=f"{marks.word}hook",
        link_pattern="https://pay.test/{amount}/{reference}",
    )  # fmt: skip
    creditor.BankAccount.objects.create(entity=entity, label=next(word), iban=marks.iban, bic="AGRIFRPP")
    creditor.Absence.objects.create(
        member=house.members[Role.AR],
        first_on=TODAY + _WEEK,
        last_on=TODAY + 2 * _WEEK,
        deputy=house.members[Role.MANAGER],
    )
    creditor.ClosedPeriod.objects.create(
        entity=entity, first_on=TODAY + 5 * _WEEK, last_on=TODAY + 6 * _WEEK, label=next(word)
    )
    creditor.ExchangeRate.objects.create(
        entity=entity, currency="USD", from_on=TODAY - _WEEK, millionths=923_000
    )
    creditor.ThresholdChange.objects.create(
        entity=entity, key="guard.gap_days", value=6, changed_at=NOW, changed_by=act.actor
    )
    creditor.LawChange.objects.create(
        entity=entity, kind="validation", subject="FR-COMP-01", digest="0" * 64, person=next(word), on=TODAY,
        made_at=NOW, made_by=act.actor,
    )  # fmt: skip
    creditor.DataExport.objects.create(
        entity=entity, asked_by=act.actor, asked_at=NOW, state="failed", problem=next(word)
    )
    receivables.CashConfirmation.objects.create(
        entity=entity, known_to=TODAY, source="person", confirmed_by=act.actor, confirmed_at=NOW
    )
    receivables.RetentionPeriod.objects.create(entity=entity, years=11)
    webhook = f"{marks.word}-post-geheim"
    house.secrets += [webhook.encode(), (sealed_hook := seal(webhook)).encode()]
    PaperStyle.objects.create(
        entity=entity, norm="fr_dl", webhook_url=f"https://{next(word)}.test/", sealed_secret=sealed_hook
    )
    SendingStop.objects.create(
        entity=entity, reason=next(word), stopped_by=act.actor, stopped_at=NOW - _DAY, lifted_at=NOW,
        lifted_by=act.actor,
    )  # fmt: skip
    Alert.objects.create(
        entity=entity, actor=act.actor, is_shared=True, name=next(word), late_days=3, currency="EUR"
    )
    Alert.objects.create(entity=entity, actor=act.actor, name=next(word), untouched_days=5, currency="EUR")


def _customer(house: House, act: Act, word: Iterator[str], place: int) -> receivables.Customer:
    entity, marks = house.entity, house.marks
    customer = factories.a_customer(
        entity,
        f"{next(word)} SAS",
        code=next(word),
        siren=marks.siren,
        vat_number=marks.vat,
        address=f"2 rue {next(word)}",
        postcode="69001",
        city=next(word),
        note=next(word),
        account_manager=house.members[Role.ACCOUNT_MANAGER],
    )
    for is_main in (True, False):
        factories.a_contact(
            customer,
            name=next(word),
            email=f"{next(word)}@client{place}.test",
            phone=marks.phone,
            is_main=is_main,
        )
    copy = documents_actions.store(
        owner=act.chain,
        name=f"{next(word)}.pdf",
        content=a_pdf(next(word)),
        media_type="application/pdf",
        at=NOW,
    )
    amount = factories.Money(marks.minor, "EUR")
    for late in (40 + place, 12, -20):
        factories.an_invoice(
            customer,
            amount,
            due_on=TODAY - late * _DAY,
            number=next(word),
            po_number=next(word),
            document_id=copy,
            is_due_assumed=late == 12,
        )
    factories.an_invoice(customer, amount, number=next(word), cancelled_at=NOW)
    free = factories.a_payment(customer, factories.euros("10"), reference=next(word), source_key=next(word))
    note = receivables.CreditNote.objects.create(
        entity=entity,
        customer=customer,
        number=next(word),
        issued_on=TODAY - _WEEK,
        currency="EUR",
        total_minor=2_000,
        unallocated_minor=1_000,
        reason=next(word),
        created_at=NOW,
    )
    due = receivables.InvoiceDue.objects.filter(customer=customer).order_by("due_on")[0]
    receivables.Allocation.objects.create(due=due, credit_note=note, amount_minor=1_000, allocated_on=TODAY)
    receivables.Allocation.objects.create(due=due, payment=free, amount_minor=100, allocated_on=TODAY)
    due.open_minor -= 1_100
    due.save()
    free.unallocated_minor -= 100
    free.save()
    return customer


def _followed(house: House, act: Act, customer: receivables.Customer, word: Iterator[str]) -> None:
    entity, contact = house.entity, customer.contacts.order_by("id")[0]
    case = Case.objects.filter(customer=customer).first() or factories.a_case(customer)
    due = receivables.InvoiceDue.objects.filter(customer=customer).order_by("due_on")[0]
    factories.a_hold(customer, reason=next(word))
    proof_of(act, case, word)
    LegalEvent.objects.create(
        entity=entity, customer=customer, invoice=due.invoice, kind="acknowledgement", on=TODAY - _WEEK,
        proof=next(word), noted_at=NOW, noted_by=act.actor,
    )  # fmt: skip
    OwnPromise.objects.create(
        customer=customer, kind="answer", what=next(word), due_on=TODAY + _DAY, promised_on=TODAY
    )
    BriefOpening.objects.create(customer=customer, opened_by=act.actor, opened_at=NOW)
    restraint(act, customer, word)
    a_service_and_a_ground(act, customer, word)
    note = CallNote.objects.create(
        entity=entity,
        customer=customer,
        case=case,
        contact=contact,
        caller=act.actor,
        called_at=NOW - _DAY,
        noted_at=NOW,
        outcome="no_answer",
        note=next(word),
        reason_words=next(word),
        next_step=next(word),
        next_on=TODAY + _WEEK,
    )
    calls_of(act, note, word)
    ContactFact.objects.create(
        entity=entity,
        customer=customer,
        case=case,
        contact=contact,
        at=NOW - _DAY,
        direction="outbound",
        channel="phone",
        occasion="ladder",
        step=next(word),
        source=f"calls:{note.pk}",
    )
    dispute = Dispute.objects.create(
        customer=customer,
        invoice=due.invoice,
        disputed_minor=100,
        currency="EUR",
        subject=next(word),
        reported_on=TODAY,
        answer_due_on=TODAY + _WEEK,
        handled_by=house.members[Role.AR],
    )
    promises_of(act, case, dispute, word)
    placed_of(act, case, word)
    item = InboundItem.objects.create(
        entity=entity,
        customer=customer,
        contact=contact,
        channel="email",
        received_at=NOW,
        text=next(word),
        noted_by=act.actor,
    )
    piece_of(act, item, word)
    mailed(act, customer, word)
    for state in MessageState:
        _message(customer, state, due, next(word))
    _on_paper(house, act, customer, word)
    strategy.StepSkip.objects.create(
        case=case, level="courtesy", reason=next(word), skipped_by=act.actor, skipped_on=TODAY
    )


def _message(
    customer: receivables.Customer,
    state: MessageState,
    due: receivables.InvoiceDue,
    word: str,
    **more: object,
) -> Message:
    message: Message = factories.a_message(
        customer,
        state,
        subject=f"{word}objet",
        text=f"{word}texte",
        html=f"<p>{word}html</p>",
        to_name=f"{word}nom",
        to_email=f"{word}@client.test",
        from_name=f"{word}maison",
        message_id=f"<{word}@client.test>",
        receipt=f"{word}recu",
        total_minor=due.open_minor,
        contact=customer.contacts.order_by("id")[0],
        **more,
    )
    MessageLine.objects.create(
        message=message,
        due=due,
        number=due.invoice.number,
        issued_on=TODAY,
        due_on=due.due_on,
        open_minor=due.open_minor,
    )
    Attachment.objects.create(message=message, document_id=due.invoice.document_id)
    arrived(message, word)
    return message


def _on_paper(house: House, act: Act, customer: receivables.Customer, word: Iterator[str]) -> None:
    """Letters of a batch in each state, and one that waits for a batch."""
    number = PrintBatch.objects.filter(entity=house.entity).count() + 1
    batch = PrintBatch.objects.create(
        entity=house.entity, number=number, state="printed", way="by_hand", made_at=NOW, made_by=act.actor
    )
    due = receivables.InvoiceDue.objects.filter(customer=customer).order_by("due_on")[0]
    for place, state in enumerate([*LetterState, None], 1):
        message = _message(customer, MessageState.BY_HAND, due, next(word), channel="letter")
        if state is None:
            continue
        copy = documents_actions.store(
            owner=act.chain,
            name=f"{next(word)}.pdf",
            content=a_pdf(next(word)),
            media_type="application/pdf",
            at=NOW,
        )
        PrintedLetter.objects.create(
            batch=batch,
            message=message,
            place=place,
            state=state.value,
            document_id=copy,
            pages=1,
            recipient=[next(word)],
            tracking=next(word),
            answer=next(word),
            why=next(word),
        )


def _files(act: Act, word: Iterator[str]) -> None:
    tables = [(f"{next(word)}.csv", a_table(next(word), next(word))) for _place in range(2)]
    waiting.receive_all(act, [*tables, (f"{next(word)}.pdf", a_table(next(word), next(word)))])
    ColumnMapping.objects.create(
        entity_id=act.entity_id, headers_key=next(word), kind="invoices", columns={}, changed_at=NOW
    )


def _ladders(act: Act, word: Iterator[str]) -> None:
    body = written(shipped_procedures()["new"])
    strategy_actions.save_draft(act, key="new", body=body)
    ladders.publish(act, key="new", why=next(word))
    for key in ("new", "reliable"):
        strategy_actions.save_draft(act, key=key, body=written(shipped_procedures()[key]))
    a_text(act, word)
    strategy.StepMode.objects.create(entity_id=act.entity_id, stage="courtesy", mode="automatic")


def _opinions(act: Act, customer: receivables.Customer, word: Iterator[str]) -> None:
    insight.DebtorOpinion.objects.filter(customer=customer).update(is_avoids_candidate=True)
    insight.ObservedFact.objects.create(
        customer=customer, fact="hardship", observed_on=TODAY - _DAY, source=next(word), noted_by=act.actor
    )
    insight.TypeConfirmation.objects.create(
        customer=customer, confirmed_by=act.actor, confirmed_on=TODAY, grounds=next(word)
    )
    insight.QuarterCount.objects.get_or_create(
        entity_id=act.entity_id,
        quarter_on=TODAY - 200 * _DAY,
        debtor_type="UNKNOWN",
        defaults={"customers": 1},
    )
