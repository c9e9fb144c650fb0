"""What stands above a customer's page today: pauses, unread messages, agreements, contested points, debts of ours."""

from collections.abc import Sequence

from django.urls import reverse

from encours.books.creditor.rules.roles import Permission
from encours.books.receivables.rules.party import CREDIT_KIND_LABELS
from encours.books.receivables.rules.waivers import Waived
from encours.faces.desk.pages.words import Banner, agreement_state
from encours.faces.desk.who import Desk
from encours.flows.customer_file import CustomerFile
from encours.flows.look_alikes import LookAlike
from encours.ground.kernel.reason import N_, Reason
from encours.method.agreements.queries import OwnPromiseFact
from encours.method.agreements.rules.promise import Promise
from encours.method.agreements.rules.words import AgreementState
from encours.method.cases.queries import StandingHold
from encours.method.cases.rules.words import HOLD_KIND_LABELS
from encours.method.disputes.queries import DisputeFact
from encours.method.inbox.queries import InboundFact
from encours.method.insight.rules.look_alike import TRACE_LABELS
from encours.method.strategy.rules.entry import is_open

_LIVE = frozenset(
    {AgreementState.PROPOSED, AgreementState.ACCEPTED, AgreementState.DUE, AgreementState.IN_TRANSIT}
)


def banners(file: CustomerFile, *, may_contact: bool) -> list[Banner]:
    """Pauses, agreements and contested points that hold today; who may do nothing about them only sees them."""
    customer, known = file.customer.pk, file.known
    found = [
        *(_alike(one) for one in file.alike),
        *(_entry() for a in file.assessments if is_open(a.facts)),
        *(_hold(customer, hold) for hold in known.holds.get(customer, [])),
        *(_unread(item) for item in known.unread.get(customer, [])),
        *(_promise(customer, p) for p in known.promises.get(customer, []) if p.state in _LIVE),
        *(_dispute(d) for d in known.disputes.get(customer, []) if d.is_open),
        *(_owed(customer, own) for own in known.own.get(customer, []) if own.done_on is None),
    ]
    return found if may_contact else [Banner(b.tone, b.icon, b.text) for b in found]


def given_up(desk: Desk, waived: Sequence[Waived]) -> list[Banner]:
    """What is not asked for any more, with the way to its page for who may open it."""
    found = []
    for one in waived:
        kind = Reason(CREDIT_KIND_LABELS[one.kind])
        text = Reason(N_("{kind}, {amount}, le {on}"), kind=kind, amount=one.amount, on=one.on)
        may_open = desk.may(Permission.RECORD)
        url = reverse("desk:waiver", args=[one.id]) if may_open else ""
        found.append(Banner("soft", "circle-slash", text, url, Reason(N_("Voir")) if may_open else ""))
    return found


def alike_words(one: LookAlike) -> Reason:
    """What a new customer shares with one that gives no follow-up; a hint to check, not a verdict."""
    return Reason(
        N_("Avant de livrer, vérifiez : {shared} que {other}, qui ne donne pas suite"),
        shared=Reason(TRACE_LABELS[one.shared[0]]),
        other=one.other_name,
    )


def _alike(one: LookAlike) -> Banner:
    return Banner("today", "scan-eye", alike_words(one))


def _entry() -> Banner:
    text = Reason(N_("Dette déjà ancienne à son arrivée : rien de plus qu'un mot léger avant votre accord"))
    return Banner("today", "history", text, reverse("desk:customer_entries"), Reason(N_("Choisir l'étape")))


def _hold(customer_id: int, hold: StandingHold) -> Banner:
    kind = Reason(HOLD_KIND_LABELS[hold.kind])
    if hold.until_on is None:
        text = Reason(N_("{kind} : {why}"), kind=kind, why=hold.reason)
    else:
        text = Reason(N_("{kind} jusqu'au {until} : {why}"), kind=kind, until=hold.until_on, why=hold.reason)
    url = reverse("desk:hold_end", args=[customer_id, hold.id])
    return Banner("rest", "pause", text, url, Reason(N_("Changer ou lever")))


def _unread(item: InboundFact) -> Banner:
    text = Reason(N_("Message reçu le {at}, à lire : la suite attend"), at=item.received_at)
    url = reverse("desk:incoming", args=[item.id])
    return Banner("press", "mail-open", text, url, Reason(N_("Lire")))


def _promise(customer_id: int, promise: Promise) -> Banner:
    text = Reason(
        N_("{amount} promis pour le {on} : {state}"),
        amount=promise.amount,
        on=promise.promised_for,
        state=agreement_state(promise.state).label,
    )
    url = reverse("desk:promise", args=[customer_id, promise.id])
    return Banner("kept", "handshake", text, url, Reason(N_("Voir")))


def _dispute(dispute: DisputeFact) -> Banner:
    text = Reason(N_("{amount} contestés : {subject}"), amount=dispute.amount, subject=dispute.subject)
    url = reverse("desk:dispute_one", args=[dispute.id])
    return Banner("today", "message-circle-warning", text, url, Reason(N_("Voir le litige")))


def _owed(customer_id: int, own: OwnPromiseFact) -> Banner:
    text = Reason(N_("Nous leur devons pour le {on} : {what}"), on=own.due_on, what=own.what)
    url = reverse("desk:own_promise_done", args=[customer_id, own.id])
    return Banner("press", "reply", text, url, Reason(N_("C'est fait")))
