"""What a text may not say, or must, because of what is known of the case (EMP01, OWN01, PLB02–03, CTX)."""

from collections.abc import Iterator
from dataclasses import dataclass

from encours.ground.wording.linter.ledger import dates_stated
from encours.ground.wording.linter.reading import Found, Reading, match_in
from encours.ground.wording.stages import Stage

_OWED_FIRST = frozenset({Stage.COURTESY, Stage.REMINDER2, Stage.CALL, Stage.FIRM})
_PLAN_B_DUE = frozenset({Stage.BROKEN_PROMISE, Stage.FIRM, Stage.LAST_NOTICE})
_NOT_TO_THE_DEBTOR = frozenset({Stage.AGENCY_HANDOFF})


@dataclass(frozen=True, slots=True)
class Spoken:
    """A rule, and the words it is about; none where it is about the whole text."""

    rule: str
    found: Found | None = None


def spoken(reading: Reading, *, is_message: bool) -> Iterator[Spoken]:
    """Every finding that depends on the case."""
    yield from _stopped(reading)
    yield from _disputed(reading)
    yield from _owed(reading)
    yield from _plan_b(reading, is_message=is_message)
    is_due = reading.context.hardship and (is_message or reading.context.step == "empathy")
    if is_due and reading.stage not in _NOT_TO_THE_DEBTOR and not reading.has("empathy"):
        yield Spoken("EMP01")


def _requests(reading: Reading) -> list[Found]:
    """Every sentence that asks for money, or reminds of it."""
    found = [*reading.found("request"), *reading.found("reminder")]
    return sorted({f.sentence.start: f for f in reversed(found)}.values(), key=lambda f: f.start)


def _stopped(reading: Reading) -> Iterator[Spoken]:
    context = reading.context
    rules = {
        "CTX01": context.bereavement,
        "CTX03": context.insolvency,
        "CTX04": context.paid or context.agreement_on_time,
    }
    if not any(rules.values()) or reading.stage in _NOT_TO_THE_DEBTOR:
        return
    for found in _requests(reading)[:1]:
        yield from (Spoken(rule, found) for rule, holds in rules.items() if holds)


def _disputed(reading: Reading) -> Iterator[Spoken]:
    context = reading.context
    if not context.dispute_open:
        return
    asked = next((found for found in _requests(reading) if _names_the_disputed(found, reading)), None)
    if asked is not None:
        yield Spoken("CTX02", asked)
        return
    if reading.stage is Stage.DISPUTE_ACK:
        return
    number = context.disputed_number.lower()
    text = reading.folded.text
    if number and number not in text and any(i.number and i.number.lower() in text for i in context.invoices):
        return
    for found in _requests(reading):
        others = [i.number.lower() for i in context.invoices if i.number and i.number.lower() != number]
        is_other = (
            bool(number)
            and number not in found.sentence.text
            and any(o in found.sentence.text for o in others)
        )
        if not is_other and not reading.has("undisputed"):
            yield Spoken("CTX02", found)
            return


def _names_the_disputed(found: Found, reading: Reading) -> bool:
    """Whether a request asks for the very part that is contested, in its own sentence."""
    phrases = reading.book.signals["disputed_part"]
    words = next(words for sentence, words in reading.sentences if sentence is found.sentence)
    return match_in(found.sentence, words, phrases) is not None


def _owed(reading: Reading) -> Iterator[Spoken]:
    if reading.context.our_promise_open and reading.stage in _OWED_FIRST and not reading.has("owed_by_us"):
        for found in _requests(reading)[:1]:
            yield Spoken("OWN01", found)


def _plan_b(reading: Reading, *, is_message: bool) -> Iterator[Spoken]:
    context, stage = reading.context, reading.stage
    named = next(reading.found("measure"), None)
    if stage in _NOT_TO_THE_DEBTOR:
        named = named or next(reading.found("handed_over"), None)
        if named is not None and context.plan_b_ready is False:
            yield Spoken("PLB03", named)
        return
    if is_message and stage in _PLAN_B_DUE and context.repeatedly_broken and context.plan_b and named is None:
        yield Spoken("PLB02")
    if named is None or stage in {Stage.PRE_SALE, Stage.INVOICE}:
        return
    if context.plan_b_ready is False or not _is_dated(named, reading):
        yield Spoken("PLB03", named)


def _is_dated(named: Found, reading: Reading) -> bool:
    """A date in the sentence that names the measure, or in the ones beside it."""
    sentences = [sentence for sentence, _ in reading.sentences]
    place = sentences.index(named.sentence)
    near = sentences[max(0, place - 2) : place + 2]
    return any(dates_stated(sentence.text) for sentence in near)
