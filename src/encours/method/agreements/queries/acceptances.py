"""Reads the written yeses of some agreements: one statement."""

from collections import defaultdict
from collections.abc import Iterable
from dataclasses import dataclass
from datetime import datetime

from encours.ground.plumbing.among import Among
from encours.method.agreements.models import Acceptance
from encours.method.agreements.rules.acceptance import AcceptedBy


@dataclass(frozen=True, slots=True)
class AcceptanceFact:
    """One written yes. `text`: what was accepted, `words`: what the customer wrote; `digest`: of the text."""

    id: int
    agreement_id: int
    how: AcceptedBy
    accepted_at: datetime
    person: str
    address: str
    text: str
    words: str
    digest: str
    document_id: int | None


def acceptances_of(agreement_ids: Iterable[int]) -> dict[int, list[AcceptanceFact]]:
    """The written yeses by agreement, oldest first."""
    found: dict[int, list[AcceptanceFact]] = defaultdict(list)
    for x in Acceptance.objects.filter(Among("agreement_id", agreement_ids)).order_by("accepted_at", "pk"):
        found[x.agreement_id].append(
            AcceptanceFact(
                x.pk, x.agreement_id, AcceptedBy(x.how), x.accepted_at, x.person, x.address, x.text, x.words,
                x.digest, x.document_id,
            )
        )  # fmt: skip
    return dict(found)
