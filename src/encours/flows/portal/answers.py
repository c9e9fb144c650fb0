"""What a debtor can say on their page: five answers and a yes, as plain facts, and the words that tell them."""

from dataclasses import dataclass, field
from datetime import date
from enum import StrEnum

from encours.ground.kernel.money import Money
from encours.ground.kernel.reason import N_, Reason
from encours.method.disputes.rules.reasons import reason_of


class Kind(StrEnum):
    """What kind of answer it is."""

    PAID = "paid"
    PROMISE = "promise"
    PLAN = "plan"
    PROBLEM = "problem"
    OTHER = "other"
    YES = "yes"


KIND_LABELS = {
    Kind.PAID: N_("c'est déjà réglé"),
    Kind.PROMISE: N_("date de règlement annoncée"),
    Kind.PLAN: N_("règlement en plusieurs fois demandé"),
    Kind.PROBLEM: N_("un problème est signalé"),
    Kind.OTHER: N_("autre interlocuteur ou référence"),
    Kind.YES: N_("accord confirmé"),
}


class Means(StrEnum):
    """How a debtor pays."""

    TRANSFER = "transfer"
    CHEQUE = "cheque"
    CARD = "card"
    DEBIT = "debit"
    OTHER = "other"


MEANS_LABELS = {
    Means.TRANSFER: N_("virement"),
    Means.CHEQUE: N_("chèque"),
    Means.CARD: N_("carte"),
    Means.DEBIT: N_("prélèvement"),
    Means.OTHER: N_("autre moyen"),
}


@dataclass(frozen=True, slots=True)
class Upload:
    """A file that was sent with an answer."""

    name: str
    media_type: str
    content: bytes


@dataclass(frozen=True, slots=True)
class Paid:
    """It is paid already: when, how much, how, under which reference."""

    on: date
    amount: Money | None
    means: Means
    reference: str


@dataclass(frozen=True, slots=True)
class Promised:
    """It will be paid: how much, when, how."""

    amount: Money
    on: date
    means: Means


@dataclass(frozen=True, slots=True)
class PlanWished:
    """It is to be paid in parts: the dates and amounts proposed."""

    parts: tuple[tuple[date, Money], ...]


@dataclass(frozen=True, slots=True)
class Reported:
    """Something is wrong with one invoice: a code of the disputes' reasons; `amount` None: with all of it."""

    invoice_id: int
    number: str
    reason: str
    amount: Money | None


@dataclass(frozen=True, slots=True)
class Elsewhere:
    """Somebody else is to be written to, or an order number is missing: on one invoice, or on which is not said (0)."""

    person: str
    address: str
    order: str
    invoice_id: int = 0


@dataclass(frozen=True, slots=True)
class SaidYes:
    """A proposal is accepted, in the very words that were shown."""

    agreement_id: int
    words: str


Said = Paid | Promised | PlanWished | Reported | Elsewhere | SaidYes


@dataclass(frozen=True, slots=True)
class Answer:
    """One answer as it was sent. `form` is the mark of the form: sent twice, it counts once.

    `dues` are the due dates it is about; `name` is who says it; `words` are their own.
    """

    said: Said
    form: str
    name: str
    words: str = ""
    dues: tuple[int, ...] = ()
    numbers: tuple[str, ...] = ()
    files: tuple[Upload, ...] = field(default=())

    @property
    def kind(self) -> Kind:
        """What kind of answer it is."""
        match self.said:
            case Paid():
                return Kind.PAID
            case Promised():
                return Kind.PROMISE
            case PlanWished():
                return Kind.PLAN
            case Reported():
                return Kind.PROBLEM
            case Elsewhere():
                return Kind.OTHER
            case SaidYes():
                return Kind.YES


def told(answer: Answer, language: str) -> Reason:
    """An answer in one sentence, without the debtor's own words. language: that of who reads it."""
    said = answer.said
    match said:
        case Paid():
            return _paid(said)
        case Promised():
            text = N_("règlement de {amount} pour le {on}, par {means}")
            return Reason(text, amount=said.amount, on=said.on, means=Reason(MEANS_LABELS[said.means]))
        case PlanWished():
            parts = [Reason(N_("{amount} le {on}"), amount=amount, on=on) for on, amount in said.parts]
            return Reason(N_("règlement en {count} fois proposé : {parts}"), count=len(parts), parts=parts)
        case Reported():
            problem = reason_of(said.reason).named(language)
            if said.amount is not None:
                text = N_("facture {number}, {amount} à revoir : {problem}")
                return Reason(text, number=said.number, amount=said.amount, problem=problem)
            return Reason(N_("facture {number} : {problem}"), number=said.number, problem=problem)
        case Elsewhere():
            return _elsewhere(said)
        case SaidYes():
            return Reason(N_("confirmé : {words}"), words=said.words)


def _paid(said: Paid) -> Reason:
    facts = {"on": said.on, "means": Reason(MEANS_LABELS[said.means])}
    if said.amount is not None:
        return Reason(N_("déjà réglé le {on}, {amount}, par {means}"), amount=said.amount, **facts)
    return Reason(N_("déjà réglé le {on}, par {means}"), **facts)


def _elsewhere(said: Elsewhere) -> Reason:
    parts = []
    if said.person or said.address:
        who = " ".join(part for part in (said.person, said.address) if part)
        parts.append(Reason(N_("interlocuteur : {who}"), who=who))
    if said.order:
        parts.append(Reason(N_("numéro de commande : {order}"), order=said.order))
    return Reason("{parts}", parts=parts) if parts else Reason(N_("une précision sur ce dossier"))
