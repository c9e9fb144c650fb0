"""What belongs to one dispute: its lines, its steps, its files, what colleagues were asked."""

from dataclasses import dataclass
from datetime import date, datetime

from encours.ground.kernel.money import Money
from encours.method.disputes.models import Dispute, DisputePaper, DisputeQuestion
from encours.method.disputes.queries import DisputeFact, fact_of
from encours.method.disputes.rules.house_mail import HouseMailState


@dataclass(frozen=True, slots=True)
class LineFact:
    """A contested line of the invoice."""

    description: str
    amount: Money


@dataclass(frozen=True, slots=True)
class StepFact:
    """A step, by whom it was done."""

    key: str
    done_on: date | None
    done_by: str


@dataclass(frozen=True, slots=True)
class PaperFact:
    """A file of the dispute; `by` is an actor of the journal, or a name."""

    document_id: int
    name: str
    media_type: str
    size: int
    at: datetime
    by: str


@dataclass(frozen=True, slots=True)
class QuestionFact:
    """What a colleague was asked, and answered."""

    id: int
    dispute_id: int
    customer_id: int
    entity_id: int
    name: str
    email: str
    question: str
    asked_at: datetime
    asked_by: str
    answered_at: datetime | None
    answered_by: str
    answer: str
    withdrawn_at: datetime | None
    mail: HouseMailState | None = None
    mailed_at: datetime | None = None

    @property
    def is_waiting(self) -> bool:
        """Whether an answer may still come."""
        return self.answered_at is None and self.withdrawn_at is None


@dataclass(frozen=True, slots=True)
class WholeDispute:
    """A dispute with all that belongs to it."""

    fact: DisputeFact
    lines: list[LineFact]
    steps: list[StepFact]
    papers: list[PaperFact]
    questions: list[QuestionFact]


def whole(entity_id: int, dispute_id: int) -> WholeDispute | None:
    """One dispute of an entity with its parts, or None; as many statements for many parts as for few."""
    rows = Dispute.objects.filter(customer__entity_id=entity_id, pk=dispute_id)
    row = rows.prefetch_related("lines", "steps", "papers__document", "questions__mails").first()
    if row is None:
        return None
    return WholeDispute(
        fact_of(row),
        [LineFact(x.description, Money(x.amount_minor, row.currency)) for x in row.lines.all()],
        [StepFact(x.key, x.done_on, x.done_by) for x in sorted(row.steps.all(), key=lambda x: x.pk)],
        [_paper(x) for x in sorted(row.papers.all(), key=lambda x: x.pk)],
        [_question(x, row, entity_id) for x in sorted(row.questions.all(), key=lambda x: x.pk)],
    )


def question(question_id: int) -> QuestionFact | None:
    """A question, whoever asks: the link that leads to it was checked before."""
    found = DisputeQuestion.objects.filter(pk=question_id).select_related("dispute__customer").first()
    return _question(found, found.dispute, found.dispute.customer.entity_id) if found else None


def holds_document(dispute_id: int, document_id: int) -> bool:
    """Whether a file belongs to a dispute."""
    return DisputePaper.objects.filter(dispute_id=dispute_id, document_id=document_id).exists()


def _paper(row: DisputePaper) -> PaperFact:
    file = row.document
    return PaperFact(file.pk, file.name, file.media_type, file.size_bytes, row.added_at, row.added_by)


def amount_of(row: Dispute) -> Money:
    """What is contested."""
    return Money(row.disputed_minor, row.currency)


def _question(row: DisputeQuestion, of: Dispute, entity_id: int) -> QuestionFact:
    last = max(row.mails.all(), key=lambda mail: mail.pk, default=None)
    return QuestionFact(
        row.pk, of.pk, of.customer_id, entity_id, row.name, row.email, row.question, row.asked_at, row.asked_by,
        row.answered_at, row.answered_by, row.answer, row.withdrawn_at,
        HouseMailState(last.state) if last else None, last.sent_at if last else None,
    )  # fmt: skip
