"""Our letters about agreements: which there are, under which step each leaves once, when one no longer fits."""

import re
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date
from enum import StrEnum

from encours.method.agreements.rules.promise import Promise
from encours.method.agreements.rules.words import ON_TIME, AgreementState


class Letter(StrEnum):
    """Which letter, by the level under which the outbox knows it."""

    PROPOSAL = "plan_proposal"
    CONFIRMATION = "plan_confirmation"
    TO_CONFIRM = "promise_to_confirm"


_KEY = re.compile(
    r"(?:^|/)(?:plan/(?P<plan>\d+)(?P<accepted>/accepted)?|promise/(?P<promise>\d+)/(?P<on>[\d-]{10}))$"
)
_CONFIRMED = ON_TIME | {AgreementState.KEPT}


@dataclass(frozen=True, slots=True)
class About:
    """What a letter is about: a plan or a promise by its id, and for a promise the date it names."""

    letter: Letter
    agreement_id: int
    on: date | None = None


def step_key(about: About) -> str:
    """The step under which a letter leaves once: a promise that moved is another letter."""
    if about.letter is Letter.TO_CONFIRM:
        return f"promise/{about.agreement_id}/{about.on}"
    return f"plan/{about.agreement_id}" + ("/accepted" if about.letter is Letter.CONFIRMATION else "")


def read_key(key: str) -> About | None:
    """What the letter of a step is about; None for a step of something else."""
    found = _KEY.search(key)
    if found is None:
        return None
    if found["promise"]:
        return About(Letter.TO_CONFIRM, int(found["promise"]), date.fromisoformat(found["on"]))
    return About(Letter.CONFIRMATION if found["accepted"] else Letter.PROPOSAL, int(found["plan"]))


def still_fits(about: About, promises: Sequence[Promise]) -> bool:
    """Whether a letter still says what is so: it waits for a yes to that very date, or what it confirms runs.

    promises: those of the customer, the parts of plans among them.
    """
    if about.letter is Letter.TO_CONFIRM:
        return any(
            p.id == about.agreement_id and p.state is AgreementState.PROPOSED and p.promised_for == about.on
            for p in promises
        )
    states = {p.state for p in promises if p.plan_id == about.agreement_id}
    if about.letter is Letter.PROPOSAL:
        return AgreementState.PROPOSED in states
    return bool(states & _CONFIRMED)
