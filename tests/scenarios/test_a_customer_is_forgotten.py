"""A customer with whom nothing is open loses its name everywhere; the books and the chain stay whole."""

import json
from datetime import UTC, date, datetime

import pytest
from django.apps import apps
from django.test import Client

from encours.books.creditor.models import CreditorEntity
from encours.books.creditor.rules.roles import Role
from encours.books.receivables import actions as receivables_actions
from encours.books.receivables.models import Customer, Invoice, InvoiceDue
from encours.books.receivables.rules.drafts import ContactDraft
from encours.books.receivables.rules.retention import Retention, kept_until, retention_of
from encours.faces.cli.forget_verb import run as run_verb
from encours.faces.cli.main import _parser
from encours.flows.forgetting import forget, may_be_forgotten, what_is_open
from encours.ground.documents import actions as documents_actions
from encours.ground.evidence import queries as evidence_queries
from encours.ground.evidence.acts import Act
from encours.ground.kernel.reason import Refused
from encours.method.agreements.models import OwnPromise
from encours.method.agreements.rules.words import AgreementState
from encours.method.calls.models import CallNote
from encours.method.cases.models import Case
from encours.method.disputes.models import Dispute
from encours.method.inbox.models import InboundItem, InboundMail, MailPiece, MailSaying
from encours.method.insight.models import ObservedFact
from encours.method.outreach.rules.states import MessageState
from tests.factories import (
    a_case,
    a_customer,
    a_hold,
    a_member,
    a_message,
    a_payment,
    a_user,
    an_act,
    an_agreement,
    an_entity,
    an_invoice,
    euros,
)

NAME = "Quintard"
TODAY, NOW = date(2026, 11, 23), datetime(2026, 11, 23, 9, 0, tzinfo=UTC)


@pytest.fixture
def entity(db: None) -> CreditorEntity:
    return an_entity(name="Morel")


@pytest.fixture
def act(entity: CreditorEntity) -> Act:
    return an_act(entity)


@pytest.fixture
def quintard(entity: CreditorEntity, act: Act) -> Customer:
    """Somebody whose name stands in every room, and who owes nothing any more."""
    customer = a_customer(entity, f"{NAME} SARL", address=f"1 rue {NAME}", code=f"411{NAME}", note=NAME)
    receivables_actions.add_contact(
        act, customer_id=customer.pk, draft=ContactDraft(name=NAME, email=f"a@{NAME}.test")
    )
    receivables_actions.change_customer(act, customer_id=customer.pk, fields={"city": NAME})
    invoice = an_invoice(customer)
    InvoiceDue.objects.filter(invoice=invoice).update(open_minor=0, closed_on=TODAY)
    a_payment(customer, euros("1200"), reference=f"VIR {NAME}", unallocated_minor=0)
    case = a_case(customer, closed_on=TODAY)
    a_hold(customer, reason=f"vu avec {NAME}", released_at=NOW)
    a_message(
        customer, MessageState.ACCEPTED, to_name=NAME, to_email=f"a@{NAME}.test", subject=NAME, text=NAME,
        html=NAME, reasons=[NAME], refusal={"text": NAME}, receipt=NAME,
    )  # fmt: skip
    _words(customer, case, invoice)
    return customer


def _words(customer: Customer, case: Case, invoice: Invoice) -> None:
    about = {"customer": customer, "entity_id": customer.entity_id}
    an_agreement(case, person=NAME, acceptance=NAME, plan_b=NAME, state=AgreementState.PARTLY_KEPT)
    OwnPromise.objects.create(
        customer=customer,
        kind="answer",
        what=NAME,
        outcome=NAME,
        due_on=TODAY,
        promised_on=TODAY,
        done_on=TODAY,
    )
    Dispute.objects.create(
        customer=customer, invoice=invoice, disputed_minor=100, currency="EUR", subject=NAME, answer=NAME,
        reported_on=TODAY, answer_due_on=TODAY, outcome="upheld", state="closed", answered_on=TODAY, closed_on=TODAY,
    )  # fmt: skip
    InboundItem.objects.create(
        **about, channel="email", received_at=NOW, text=NAME, noted_by="user:1", read_at=NOW
    )
    mail = InboundMail.objects.create(
        **about, kind="reply", filing="thread", origin="proved", pile="done", fingerprint="1", message_id=f"<{NAME}>",
        thread=f"<{NAME}>", from_name=NAME, from_email=f"a@{NAME}.test", reply_to=f"a@{NAME}.test", recipients=NAME,
        subject=NAME, text=NAME, quoted=NAME, html=NAME, language="fr", received_at=NOW, taken_at=NOW, instead=NAME,
    )  # fmt: skip
    copy = documents_actions.store(
        owner=f"entity:{customer.entity_id}",
        name=f"{NAME}.pdf",
        content=b"x",
        media_type="text/plain",
        at=NOW,
    )
    MailPiece.objects.create(
        mail=mail, document_id=copy, name=f"{NAME}.pdf", media_type="text/plain", size_bytes=1
    )
    MailSaying.objects.create(mail=mail, kind="paid", sentence=NAME)
    CallNote.objects.create(
        **about, caller="user:1", called_at=NOW, noted_at=NOW, outcome="refused", note=NAME, reason_words=NAME,
        next_step=NAME, next_on=TODAY,
    )  # fmt: skip
    ObservedFact.objects.create(
        customer=customer, fact="hardship", observed_on=TODAY, source=NAME, noted_by="user:1"
    )


def everything() -> str:
    """Every word that stands in any table."""
    rows = [
        json.dumps(row, default=str, ensure_ascii=False)
        for model in apps.get_models()
        for row in model._default_manager.values()
    ]
    return "\n".join(rows).casefold()


def test_no_table_holds_the_name_any_more_and_the_journal_says_erased(
    quintard: Customer, act: Act, entity: CreditorEntity
) -> None:
    other = a_customer(entity, "Voisin SARL")
    assert NAME.casefold() in everything()
    assert forget(act, customer_id=quintard.pk, why="à sa demande", early=True) is None
    assert NAME.casefold() not in everything()
    (state,) = evidence_queries.verify()
    assert (state.broken_at, state.erased) == (None, 2)
    other.refresh_from_db()
    assert other.name == "Voisin SARL"


def test_what_was_owed_and_paid_stays(quintard: Customer, act: Act) -> None:
    forget(act, customer_id=quintard.pk, why="à sa demande", early=True)
    assert Invoice.objects.get(customer=quintard).total_minor == 120_000
    quintard.refresh_from_db()
    assert quintard.name == f"Client anonymisé {quintard.pk}"
    assert quintard.archived_at is not None


def test_what_is_open_keeps_a_customer_known(quintard: Customer, act: Act) -> None:
    InvoiceDue.objects.update(open_minor=100, closed_on=None)
    Case.objects.update(closed_on=None)
    a_message(quintard, MessageState.READY)
    assert len(what_is_open(act, quintard.pk)) == 3
    assert isinstance(forget(act, customer_id=quintard.pk, why="à sa demande", early=True), Refused)
    quintard.refresh_from_db()
    assert quintard.name == f"{NAME} SARL"


def test_before_the_end_of_the_period_a_person_has_to_answer_for_it(quintard: Customer, act: Act) -> None:
    refused = forget(act, customer_id=quintard.pk, why="à sa demande")
    assert isinstance(refused, Refused)
    assert refused.field == "early"
    assert refused.reason.values["until"] == date(2036, 11, 23)


def test_nobody_is_forgotten_twice_or_without_a_reason(quintard: Customer, act: Act) -> None:
    assert isinstance(forget(act, customer_id=quintard.pk, why=" ", early=True), Refused)
    forget(act, customer_id=quintard.pk, why="à sa demande", early=True)
    assert isinstance(forget(act, customer_id=quintard.pk, why="à sa demande", early=True), Refused)


def test_whose_period_is_over_is_listed_and_forgotten_from_the_command_line(
    quintard: Customer, act: Act, capsys: pytest.CaptureFixture[str]
) -> None:
    Invoice.objects.update(issued_on=date(2014, 1, 2))
    quintard.payments.update(received_on=date(2014, 2, 3))
    assert [keeping.until for keeping in may_be_forgotten(act)] == [date(2024, 2, 3)]

    def forgets(*arguments: str) -> int:
        return run_verb(_parser("forget").parse_args(["forget", *arguments]))

    assert forgets("--json") == 0
    assert json.loads(capsys.readouterr().out)["customers"][0]["kept_until"] == "2024-02-03"
    assert forgets("--years", "30") == 0
    assert may_be_forgotten(act) == []
    assert forgets("--years", "0", f"411{NAME}", "--why", "délai passé") == 0
    assert NAME.casefold() not in everything()


def test_only_the_owner_forgets_and_sees_first_what_goes(quintard: Customer, entity: CreditorEntity) -> None:
    people = {role: a_member(entity, role=role, user=a_user()).user for role in (Role.OWNER, Role.MANAGER)}
    page = f"/clients/{quintard.pk}/anonymiser"
    client = Client()
    assert people[Role.MANAGER] is not None
    assert people[Role.OWNER] is not None
    client.force_login(people[Role.MANAGER])
    assert client.get(page).status_code == 403
    client.force_login(people[Role.OWNER])
    assert "pour toujours" in client.get(page).content.decode()
    given = {"why": "à sa demande", "name": quintard.name}
    assert client.post(page, given).status_code == 422
    assert client.post(page, {**given, "early": "on"}).status_code == 302
    quintard.refresh_from_db()
    assert quintard.anonymised_at is not None


@pytest.mark.parametrize(
    ("last_on", "retention", "until"),
    [
        (date(2024, 5, 1), Retention(10), date(2034, 5, 1)),
        (date(2024, 2, 29), Retention(1), date(2025, 3, 1)),
        (date(2024, 5, 1), None, date.max),
        (None, Retention(10), None),
    ],
)
def test_until_when_books_are_kept(
    last_on: date | None, retention: Retention | None, until: date | None
) -> None:
    assert kept_until(last_on, retention) == until


def test_the_company_decides_else_its_country_else_nobody() -> None:
    assert retention_of("FR", own_years=None) == Retention(10, "C. com., art. L123-22", date(2026, 9, 25))
    assert retention_of("FR", own_years=12) == Retention(12)
    assert retention_of("BE", own_years=None) is None
