"""What proves a case: papers, a file of proof that failed, a formal act that waits."""

from collections.abc import Iterator

from encours.ground.evidence.acts import Act
from encours.method.cases.models import Case, CasePaper, ProofFile
from encours.method.strategy.models import CourtFile, FormalAct
from tests.factories import NOW


def proof_of(act: Act, case: Case, word: Iterator[str]) -> None:
    """One of each, about the customer of a case."""
    entity, customer = case.entity, case.customer
    CasePaper.objects.create(
        entity=entity, customer=customer, kind="contract", title=next(word), added_by=act.actor, added_at=NOW
    )
    FormalAct.objects.create(
        entity=entity, case=case, kind="formal_notice", means="registered_letter", level="formal_notice",
        language="fr", subject=next(word), text=next(word), currency="EUR", total_minor=120_000,
        prepared_by=act.actor, prepared_at=NOW,
    )  # fmt: skip
    CourtFile.objects.create(
        entity=entity, case=case, jurisdiction="FR", procedure="order_for_payment_commercial", currency="EUR",
        total_minor=120_000, fees={"registry": 3347}, seal=next(word), prepared_by=act.actor, prepared_at=NOW,
    )  # fmt: skip
    ProofFile.objects.create(
        entity=entity, case=case, asked_by=act.actor, asked_at=NOW, state="failed", problem=next(word)
    )
