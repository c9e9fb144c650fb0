"""The numbers of disputes, each a default that an entity may change (declared in `declared`)."""

from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class DisputeTerms:
    """Business days within which a dispute is answered, and for which its part rests after our answer.

    `new_due_days`: days from our answer to the new due date of what is left, where the customer was right.
    Source: method 2k, table Dispute; section 5, Q2.
    """

    answer_days: int = 10
    rest_days: int = 5
    new_due_days: int = 8


DEFAULT_TERMS = DisputeTerms()
