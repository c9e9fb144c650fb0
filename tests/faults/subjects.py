"""What the kill tests interrupt, each a function that a forked process runs: a night, sending, an import, a backup."""

import io
import threading
import time
import zipfile
from collections.abc import Callable
from datetime import datetime, timedelta
from pathlib import Path

from django.conf import settings
from django.db import OperationalError, connection

from encours.books.creditor import queries as creditor_queries
from encours.books.creditor.models import CreditorEntity, MailServer
from encours.books.creditor.rules.roles import Role
from encours.books.receivables.models import CashConfirmation, Customer, Invoice, Payment
from encours.faces.desk.pages.departure import for_a_person
from encours.faces.desk.who import Desk
from encours.flows import dispatch, nightly, outbox
from encours.flows.backing_up import Backed, back_up
from encours.flows.importing import import_files
from encours.flows.night import run as night_run
from encours.ground.documents import actions as documents_actions
from encours.ground.evidence.models import JournalEntry
from encours.ground.kernel.clock import FixedClock, InstallationClock
from encours.ground.kernel.reason import Refused
from encours.ground.plumbing.backup.archive import reading, verify
from encours.ground.plumbing.say import say
from encours.ground.plumbing.worker import Job, work
from encours.method.cases.models import Case
from encours.method.outreach import queries as outreach_queries
from encours.method.outreach.models import Message
from encours.method.outreach.rules.states import MessageState
from encours.method.strategy.models import CaseProgress
from tests.factories import (
    NOW,
    TODAY,
    a_case,
    a_contact,
    a_customer,
    a_hold,
    a_member,
    an_agreement,
    an_entity,
    an_invoice,
    euros,
)

NIGHT = FixedClock(datetime.fromisoformat("2026-11-23T02:45:00+01:00"))
MORNING = FixedClock(datetime.fromisoformat("2026-11-23T09:30:00+01:00"))


def seed(customers: int, *, port: int = 1, is_sending: bool = False) -> int:
    """A company whose customers are late in every way a night knows; its mail server listens at `port`."""
    entity = an_entity(name="Morel", email="compta@morel.test", is_sending_on=is_sending)
    a_member(entity, role=Role.OWNER)
    MailServer.objects.create(entity=entity, host="127.0.0.1", port=port, security="none")
    CashConfirmation.objects.create(
        entity=entity, known_to=TODAY, source="person", confirmed_by="user:1", confirmed_at=NOW
    )
    for place in range(customers):
        add_customer(entity, place)
    return entity.pk


def add_customer(entity: CreditorEntity, place: int) -> None:
    customer = a_customer(entity, f"Client {place}")
    a_contact(customer, email=f"client{place}@morel.test")
    copy = documents_actions.store(
        owner=f"entity:{entity.pk}", name=f"F{place}.pdf", content=b"%PDF-1.4\n" + bytes([place]) * 3000,
        media_type="application/pdf", at=NOW,
    )  # fmt: skip
    match place % 7:
        case 3:
            a_hold(customer)
            an_invoice(customer, number=f"F-{place:03}", document_id=copy)
        case 4:  # a promise that was not kept
            an_invoice(customer, number=f"F-{place:03}", document_id=copy)
            an_agreement(_followed(customer), promised_for=TODAY - timedelta(days=9))
        case 5:  # paid: its case closes
            _followed(customer)
        case 6:  # a word before the due date
            an_invoice(customer, euros("9000"), due_on=TODAY + timedelta(days=7), number=f"F-{place:03}")
        case _:
            an_invoice(customer, number=f"F-{place:03}", document_id=copy)


def _followed(customer: Customer) -> Case:
    """A case that nobody would look at again before next week."""
    case = a_case(customer)
    CaseProgress.objects.create(case=case, procedure="new", review_on=TODAY + timedelta(days=7))
    return case


def night() -> None:
    """The nights that are due, by few customers at a time; one that is cut short may be begun again at once."""
    night_run.CHUNK, settings.ENCOURS_LEASE_SECONDS = 4, 0
    nightly.run_due(NIGHT)


def sending() -> None:
    """Everything that may leave; a claim counts as lost the moment its worker is gone."""
    settings.ENCOURS_LEASE_SECONDS = 0
    work([Job("dispatch", 0.05, dispatch.run)], MORNING, stop=threading.Event(), until_empty=True)


def into_a_folder(minutes: int) -> None:
    """What a demonstration sends, so many minutes later: each mail is a file."""
    clock = InstallationClock(settings.ENCOURS_CLOCK_FILE)
    clock.fix(MORNING.now() + timedelta(minutes=minutes))
    work([Job("dispatch", 0.05, dispatch.run)], clock, stop=threading.Event(), until_empty=True)


def working(lease_seconds: int) -> None:
    """A worker with the jobs of every day, until it is killed."""
    night_run.CHUNK = 4
    settings.ENCOURS_LEASE_SECONDS = lease_seconds
    jobs = [Job("night", 0.2, nightly.run_due), Job("dispatch", 0.1, dispatch.run)]
    work(jobs, MORNING, stop=threading.Event())


def importing() -> None:
    """Customers, what they bought, what they paid, and copies of their invoices."""
    act = creditor_queries.act(_only(), "user:1", MORNING)
    answer = import_files(act, files())
    assert all(file.is_taken for file in answer.files), answer.as_dict()


def importing_until_done() -> None:
    """The same by somebody who begins again whenever the database was away."""
    while True:
        try:
            return importing()
        except OperationalError:
            connection.close()
            time.sleep(0.2)


def imported() -> list[int]:
    """Customers, debits, payments and copies that are in the books by these files."""
    invoices = Invoice.objects.filter(number__startswith="FA-")
    customers = Customer.objects.filter(name__startswith="Nouveau").count()
    payments = Payment.objects.filter(reference__startswith="VIR-").count()
    return [customers, invoices.count(), payments, invoices.exclude(document=None).count()]


def files() -> list[tuple[str, bytes]]:
    """Three tables and an archive, of six customers."""
    customers = ["Code client;Raison sociale;SIREN;E-mail;Délai de paiement"]
    invoices = ["N° de facture;Client;Date de facture;Échéance;Montant TTC"]
    payments = ["Date de paiement;Client;Montant;N° de facture;Référence"]
    copies = io.BytesIO()
    with zipfile.ZipFile(copies, "w") as archive:
        for place in range(6):
            customers.append(f"N{place};Nouveau {place};;nouveau{place}@client.test;30")
            invoices.append(f"FA-{place:04};Nouveau {place};01/09/2026;01/10/2026;{1200 + place},00")
            payments.append(f"15/11/2026;Nouveau {place};{400 + place},00;FA-{place:04};VIR-{place}")
            archive.writestr(f"FA-{place:04}.pdf", b"%PDF-1.4\n" + bytes([place]) * 3000 + b"\n%%EOF\n")
    tables = {"clients.csv": customers, "factures.csv": invoices, "reglements.csv": payments}
    found = [(name, ("\n".join(lines) + "\n").encode()) for name, lines in tables.items()]
    return [*found, ("copies.zip", copies.getvalue())]


def backing_up(target: str) -> None:
    """A backup under a name."""
    made = back_up(Path(target), MORNING)
    assert isinstance(made, Backed), say(made.reason)
    assert not made.damaged
    assert not made.broken


def refused_backup(target: str) -> str:
    """Why no backup could be written."""
    made = back_up(Path(target), MORNING)
    assert isinstance(made, Refused)
    return say(made.reason)


def held_by(backup: str) -> dict[str, int]:
    """How many rows of each table a backup holds, once every part of it is read to its end."""
    with reading(Path(backup)) as (zipped, told):
        verify(zipped, told)
        return dict(told.rows)


def clear_up(taken: list[str]) -> None:
    """A person looks in the mailbox and says of each doubtful message whether it had left."""
    act = creditor_queries.act(_only(), "user:1", MORNING)
    for message in outreach_queries.messages_in(_only(), [MessageState.UNKNOWN]):
        assert outbox.clear_up(act, message_id=message.pk, was_sent=message.message_id in taken) is None


def states() -> dict[str, list[str]]:
    """Message-IDs by state, and how often the night was told."""
    found: dict[str, list[str]] = {
        "night": ["told"] * JournalEntry.objects.filter(kind="strategy.night_run").count()
    }
    for message in Message.objects.all():
        found.setdefault(message.state, []).append(message.message_id)
    return found


def waits_for_a_person() -> int:
    """How many doubtful messages there are, all of them among those that Today says somebody must see to."""
    entity = creditor_queries.entity(_only())
    member = creditor_queries.team(entity.id)[0]
    act = creditor_queries.act(entity.id, "user:1", MORNING)
    clock = InstallationClock(settings.ENCOURS_CLOCK_FILE)
    told = for_a_person(Desk(1, member, entity, act, clock))
    doubtful = Message.objects.filter(state=MessageState.UNKNOWN.value).count()
    assert doubtful <= (told["count"] if told else 0)
    return doubtful


def _only() -> int:
    (entity,) = creditor_queries.entities()
    return entity.id


Subject = Callable[[], None]
