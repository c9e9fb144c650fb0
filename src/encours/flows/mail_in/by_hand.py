"""What people do with mails: file, confirm, take off a case, put aside, read; each can be taken back."""

from django.db import transaction

from encours.books.receivables import queries as receivables_queries
from encours.flows import contacting
from encours.flows.mail_in.taking_in import note
from encours.flows.review.refresh import refresh
from encours.ground.evidence.acts import Act
from encours.ground.kernel.reason import N_, Reason, Refused
from encours.method.cases import actions as cases_actions
from encours.method.inbox import actions as inbox_actions
from encours.method.inbox import queries as inbox_queries
from encours.method.inbox.queries import MailFact
from encours.method.inbox.rules.filing import Filed, Filing
from encours.method.inbox.rules.kept import Place
from encours.method.inbox.rules.kind import MailKind
from encours.method.inbox.rules.piles import Pile

_UNKNOWN = Refused(Reason(N_("Ce client n'est pas dans vos livres.")), "customer_id")
_MACHINES = frozenset({MailKind.BOUNCE, MailKind.ABSENCE, MailKind.AUTOMATIC})


@transaction.atomic
def file(act: Act, *, mail_id: int, customer_id: int) -> Refused | None:
    """A mail belongs to a customer: it stops the ladder there until it is read, and stops it nowhere else."""
    fact = _fact(act, mail_id)
    customer = receivables_queries.customer(act.entity_id, customer_id)
    if customer is None:
        return _UNKNOWN
    if fact.customer_id is not None and fact.customer_id != customer_id:
        _take_off(act, fact)
    people = dict(receivables_queries.contacts_at(act.entity_id, fact.from_email))
    contact_id = people.get(customer_id)
    refused = inbox_actions.file_mail(act, mail_id=mail_id, customer_id=customer_id, contact_id=contact_id)
    if (
        refused is None
        and fact.kind not in _MACHINES
        and (fact.item_id is None or fact.customer_id != customer_id)
    ):
        place = Place(0, 0, fact.received_at)
        belongs = Filed(Filing.HAND, customer_id, contact_id)
        note(act, mail_id, belongs, words=fact.text or fact.subject or "–", place=place)
    return refused


@transaction.atomic
def take_off(act: Act, *, mail_id: int) -> Refused | None:
    """A mail is not this customer's: it waits to be filed again, and the case stands as if it had not come."""
    fact = _fact(act, mail_id)
    if fact.customer_id is not None:
        _take_off(act, fact)
    refused = inbox_actions.unfile_mail(act, mail_id=mail_id)
    if fact.customer_id is not None:
        refresh(act, [fact.customer_id])
    return refused


@transaction.atomic
def read(act: Act, *, mail_id: int) -> Refused | None:
    """Somebody has read it: the ladder may go on."""
    fact = _fact(act, mail_id)
    if fact.item_id is not None and fact.customer_id is not None:
        return contacting.read_inbound(act, customer_id=fact.customer_id, item_id=fact.item_id)
    return inbox_actions.settle_mail(act, mail_id=mail_id, to=Pile.DONE)


@transaction.atomic
def put_aside(act: Act, *, mail_id: int) -> Refused | None:
    """It is about no customer; one on a case is taken off it first."""
    fact = _fact(act, mail_id)
    if fact.customer_id is not None:
        return Refused(Reason(N_("Ce courrier est sur un dossier : retirez-le d'abord.")))
    return inbox_actions.settle_mail(act, mail_id=mail_id, to=Pile.ASIDE)


@transaction.atomic
def bring_back(act: Act, *, mail_id: int) -> Refused | None:
    """What was put aside waits to be filed again."""
    return inbox_actions.settle_mail(act, mail_id=mail_id, to=Pile.TO_FILE)


def _take_off(act: Act, fact: MailFact) -> None:
    assert fact.customer_id is not None
    if fact.item_id is None:
        return
    source = f"inbox:{fact.item_id}"
    cases_actions.withdraw_contact(act, customer_id=fact.customer_id, source=source)
    cases_actions.mark_unanswered(act, customer_id=fact.customer_id, at=fact.received_at)
    inbox_actions.withdraw_item(act, item_id=fact.item_id)
    refresh(act, [fact.customer_id])


def _fact(act: Act, mail_id: int) -> MailFact:
    whole = inbox_queries.whole_mail(act.entity_id, mail_id)
    assert whole is not None
    return whole.fact
