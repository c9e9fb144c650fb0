"""The numbers of disputes, each a default that an entity may change (declared in `declared`)."""

from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class DisputeTerms:
    """Business days within which a dispute is answered, and for which its part rests after our answer.

    Source: method 2k, table Dispute.
    """

    answer_days: int = 10
    rest_days: int = 5


DEFAULT_TERMS = DisputeTerms()
