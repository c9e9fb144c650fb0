"""What a company of the probe holds of agreements and disputes: a plan with its plan B, a point contested in full."""

from collections.abc import Iterator
from datetime import timedelta

from encours.ground.documents import actions as documents_actions
from encours.ground.evidence.acts import Act
from encours.ground.links.models import LinkEnding, LinkUse
from encours.ground.links.rules.link import Purpose
from encours.method.agreements.models import (
    Acceptance,
    Agreement,
    AgreementInvoice,
    PlanB,
    Settlement,
    SettlementInvoice,
)
from encours.method.cases.models import Case
from encours.method.disputes.models import (
    Dispute,
    DisputeLine,
    DisputePaper,
    DisputeQuestion,
    DisputeStep,
    HouseMail,
)
from encours.method.inbox.models import InboundItem, InboundPiece
from encours.method.insight.models import ReviewLine, StressVote, YearlyReview
from tests import factories
from tests.factories import NOW, TODAY

_DAY = timedelta(days=1)


def promises_of(act: Act, case: Case, dispute: Dispute, word: Iterator[str]) -> None:
    """One of everything that an agreement and a dispute keep, and what was done through a link."""
    plan_b = PlanB.objects.create(
        case=case, customer=case.customer, measure="agency", after_days=8, words=next(word), created_at=NOW
    )
    agreement: Agreement = factories.an_agreement(
        case, person=next(word), acceptance=next(word), plan_b=next(word), fallback=plan_b
    )
    AgreementInvoice.objects.create(agreement=agreement, invoice=dispute.invoice, amount_minor=100)
    Acceptance.objects.create(
        agreement=agreement,
        how="link",
        accepted_at=NOW,
        person=next(word),
        text=next(word),
        digest="0" * 64,
        document_id=_document(act, next(word)),
    )
    offer = Settlement.objects.create(
        case=case, customer=case.customer, currency="EUR", balance_minor=200, amount_minor=100, floor_minor=50,
        ends_on=TODAY, pay_by=TODAY, parts=2, parts_from_on=TODAY, approved_on=TODAY,
        created_at=NOW,
    )  # fmt: skip
    SettlementInvoice.objects.create(settlement=offer, invoice=dispute.invoice, amount_minor=200)
    review, _is_new = YearlyReview.objects.get_or_create(
        entity_id=act.entity_id, year=2026, defaults={"opened_on": TODAY}
    )
    line = ReviewLine.objects.create(
        review=review, customer=case.customer, currency="EUR", margin_minor=100, cost_minor=900
    )
    StressVote.objects.create(line=line, actor=act.actor, stress=3, voted_at=NOW)
    _contested(act, dispute, word)
    _through_links(act, case.customer_id, word)


def _contested(act: Act, dispute: Dispute, word: Iterator[str]) -> None:
    DisputeLine.objects.create(dispute=dispute, description=next(word), amount_minor=100)
    DisputeStep.objects.create(dispute=dispute, key="look")
    DisputePaper.objects.create(
        dispute=dispute, document_id=_document(act, next(word)), added_at=NOW, added_by=act.actor
    )
    asked = DisputeQuestion.objects.create(
        dispute=dispute, name=next(word), question=next(word), asked_at=NOW, asked_by=act.actor
    )
    HouseMail.objects.create(
        dispute=dispute, question=asked, kind="question", to_name=next(word), to_email="luc@example.test",
        asked_at=NOW, not_before=NOW, state="sent",
    )  # fmt: skip


def _through_links(act: Act, customer_id: int, word: Iterator[str]) -> None:
    about = {"entity_id": act.entity_id, "purpose": Purpose.PAGE.value, "subject_id": customer_id}
    LinkEnding.objects.create(
        **about, made_until=NOW - 30 * _DAY, ended_at=NOW - 30 * _DAY, ended_by=act.actor
    )
    LinkUse.objects.create(
        **about, fingerprint="0" * 64, key=f"{act.entity_id}-{customer_id}", what=next(word), used_at=NOW
    )


def piece_of(act: Act, item: InboundItem, word: Iterator[str]) -> None:
    """A file that came with what was received."""
    InboundPiece.objects.create(
        item=item,
        name=next(word),
        media_type="application/pdf",
        size_bytes=1,
        document_id=_document(act, next(word)),
    )


def _document(act: Act, word: str) -> int:
    return documents_actions.store(
        owner=act.chain, name=f"{word}.pdf", content=word.encode(), media_type="application/pdf", at=NOW
    )
