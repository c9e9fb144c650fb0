"""What the night does for some hundreds of customers at a time, each in two halves: deciding reads, writing acts."""

from collections.abc import Callable, Iterable
from dataclasses import dataclass
from typing import Generic, Protocol, TypeVar

from encours.flows.night.pre_due import WordsPlan, decide_words, write_words, written_to
from encours.flows.night.report import NightReport
from encours.flows.night.review_chunk import ReviewPlan, decide_reviews, write_reviews
from encours.flows.review.gathered import House, Pair
from encours.flows.review.payers import Read, keep, read_of
from encours.ground.evidence.acts import Act

Plan = TypeVar("Plan")
Told_co = TypeVar("Told_co", covariant=True)


class Decide(Protocol[Told_co]):
    """Decides for some customers; only reads. tells: the report of the plan names each of them."""

    def __call__(self, act: Act, house: House, pairs: list[Pair], /, *, tells: bool) -> Told_co: ...


@dataclass(frozen=True, slots=True)
class Work(Generic[Plan]):
    """One thing that is done for customers; a plan is plain data, good for a journey between processes."""

    name: str
    decide: "Decide[Plan]"
    write: Callable[[Act, Plan, NightReport], None]
    touches: Callable[[Plan], Iterable[int]] | None = None
    """The customers about whom something is written; all that it was decided for unless it says so."""


def _decide_payers(_act: Act, house: House, pairs: list[Pair], *, tells: bool) -> Read:
    return read_of(house, [customer for customer, _ in pairs])


def _write_payers(act: Act, plan: Read, _report: NightReport) -> None:
    keep(act, plan)


REVIEWS: Work[ReviewPlan] = Work("reviews", decide_reviews, write_reviews)
WORDS: Work[WordsPlan] = Work("words", decide_words, write_words, written_to)
PAYERS: Work[Read] = Work("payers", _decide_payers, _write_payers)
DECIDED_BY = {work.name: work.decide for work in (REVIEWS, WORDS, PAYERS)}
