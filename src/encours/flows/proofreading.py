"""Words of a message are looked at while a person writes them, with what is known of its case."""

from collections.abc import Sequence

from encours.flows.review.assess import assess
from encours.flows.review.gathered import gather, house_of
from encours.flows.review.wording_context import context_of
from encours.ground.evidence.acts import Act
from encours.ground.kernel.clock import FixedClock
from encours.ground.wording.findings import Finding, Severity
from encours.ground.wording.linter.context import Context
from encours.ground.wording.linter.lint import lint
from encours.ground.wording.stages import Stage
from encours.method.outreach.models import Message

_FIGURES = frozenset({"FAC01", "FAC02", "FAC03", "FAC06", "FAC07"})
_GRAVITY = {severity: rank for rank, severity in enumerate(Severity)}


def words_of_message(
    act: Act, message: Message, text: str, *, figures: Sequence[Finding] = ()
) -> list[Finding]:
    """What the rules find in words of a message, gravest first. `figures`: what its ledger said already."""
    context = case_context(act, message)
    found = lint(text, lang=message.language, stage=Stage(message.stage), context=context)
    every = [*figures, *(f for f in found if f.rule not in _FIGURES)]
    return sorted(every, key=lambda f: (_GRAVITY[f.severity], f.start, f.rule))


def case_context(act: Act, message: Message) -> Context:
    """What is known today of the case of one message."""
    known = gather(house_of(act.entity_id, act.today, FixedClock(act.at)), [message.customer_id])
    (assessment,) = assess(known, [(message.customer_id, message.currency)])
    numbers = [line.number for line in message.lines.all()]
    return context_of(known, assessment, names=(message.to_name, message.from_name), numbers=numbers)
