"""What a whole message must have at its stage: an answer, a means, a date, an amount (FAC, ANS, COM, SET, …)."""

import re
from collections.abc import Iterator

from encours.ground.wording.figures import dates_in
from encours.ground.wording.linter.ledger import Missing, dates_stated, has_amount, missing_in
from encours.ground.wording.linter.notation import AMOUNT, DATE
from encours.ground.wording.linter.reading import Reading
from encours.ground.wording.linter.rulebook import AGREE
from encours.ground.wording.stages import FORMAL, Stage

_LETTERS = frozenset({Stage.FORMAL_NOTICE, Stage.LAST_NOTICE})
_SETTLED_WITH = frozenset({Stage.PROMISE, Stage.PLAN, Stage.CALL_SUMMARY})
_AGREEMENTS = AGREE - _LETTERS - {Stage.FIRM}
_NO_ANSWER_WANTED = frozenset({Stage.THANKS, Stage.AGENCY_HANDOFF, Stage.INVOICE, Stage.CALL})
_PAID_BY = (
    (_AGREEMENTS - {Stage.CALL_SUMMARY})
    | _LETTERS
    | {Stage.PRE_DUE, Stage.COURTESY, Stage.REMINDER2, Stage.FIRM}
)
_GOES_ON = _AGREEMENTS | _LETTERS | {Stage.REMINDER2, Stage.FIRM, Stage.DISPUTE_ACK, Stage.OWN_PROMISE}
_REMINDERS = frozenset({Stage.COURTESY, Stage.REMINDER2})
_LONGEST_MAIL, _LONGEST_VOICEMAIL, _LONGEST_SMS = 180, 45, 300
_CONTACT = re.compile(
    r"\?|(?<![\w.+-])[\w.+-]{1,64}@[\w-]{1,63}\.\w|(?<![\w.,-])(?:\+|00)?\d[\d .()/-]{7,}\d(?![\w,])"
    r"|(?<![\w.,/-])\d{3}[ .-]\d{4}(?![\w.,/-]\d)"
    r"|(?<!\w)0\d(?:[ .-]?\d\d){4}|(?<!\w)\d{3}[ .-]\d{3}[ .-]\d{4}"
)
_NOT_A_TELEPHONE = re.compile(
    rf"(?<!\w)[a-z]{{2}}\d{{2}}(?: ?[\da-z]{{4}}){{3,8}}(?: ?[\da-z]{{1,3}})?(?!\w)|{DATE}|{AMOUNT}"
)
_IBAN = re.compile(r"(?<!\w)(?:iban|bic|[a-z]{2}\d{2}(?: ?[\da-z]{4}){3,8}[ \da-z]{0,4})(?!\w)")


def lacks(reading: Reading) -> Iterator[Missing]:
    """Every rule of which the message lacks what it asks for."""
    yield from missing_in(reading)
    yield from _answers(reading)
    yield from _agreement(reading)
    yield from _endings(reading)
    yield from _advice(reading)


def _answers(reading: Reading) -> Iterator[Missing]:
    stage, text = reading.stage, reading.folded.text
    reachable = _CONTACT.search(_NOT_A_TELEPHONE.sub(" ", text))
    if stage not in _NO_ANSWER_WANTED and not (reachable or reading.has("answer_way")):
        yield Missing("ANS01")
    if stage in _PAID_BY and not (_IBAN.search(text) or reading.has("payment_means")):
        yield Missing("ANS02")
    if stage in _GOES_ON and not (_has_future_date(reading) or reading.has("next_step")):
        yield Missing("ANS03")
    if stage in _REMINDERS and not ("?" in text and reading.has("open_question")):
        yield Missing("ANS05")


def _has_future_date(reading: Reading) -> bool:
    """Whether a date stands there that is not one of the past: the due date, an earlier message."""
    today, stated = reading.context.today, dates_in(reading.given, reading.book.language)
    if today is not None:
        days = [figure.day for figure in stated if figure.day]
        return any(
            (year or today.year, month, day) >= (today.year, today.month, today.day)
            for year, month, day in days
        )
    return any(True for _ in reading.found("dated_step"))


def _agreement(reading: Reading) -> Iterator[Missing]:
    stage, text = reading.stage, reading.folded.text
    has_date = bool(dates_stated(text))
    if stage in _SETTLED_WITH:
        if not has_date or not has_amount(text):
            yield Missing("COM02")
        if not reading.has("acceptance_asked"):
            yield Missing("COM03")
    if stage is Stage.BROKEN_PROMISE and not (reading.has("agreement_recalled") and has_date):
        yield Missing("COM04")


def _endings(reading: Reading) -> Iterator[Missing]:
    stage, text = reading.stage, reading.folded.text
    has_date = bool(dates_stated(text))
    if stage is Stage.SETTLEMENT and not (has_date and has_amount(text) and reading.has("full_settlement")):
        yield Missing("SET01")
    if stage is Stage.DISMISSAL and not has_date:
        yield Missing("DIS02")


def _advice(reading: Reading) -> Iterator[Missing]:
    stage, words = reading.stage, len(re.findall(r"\w+(?:['-]\w+)*", reading.folded.text))
    if stage in _REMINDERS and not reading.context.attachments and not reading.has("attached_copy"):
        yield Missing("FAC08")
    if stage in FORMAL | {Stage.REMINDER2, Stage.FIRM} and not reading.has("options"):
        yield Missing("OPT01")
    if _is_too_long(reading, words):
        yield Missing("LEN01")
    is_reliable = reading.context.customer == "regular_reliable"
    if is_reliable and stage in {Stage.REMINDER2, Stage.CALL, Stage.FIRM} and not reading.has("intent"):
        yield Missing("INT01")


def _is_too_long(reading: Reading, words: int) -> bool:
    """180 words of a mail, 45 of a voicemail, 300 characters of an SMS."""
    if reading.stage is Stage.SMS:
        return len(reading.given.strip()) > _LONGEST_SMS
    return words > (_LONGEST_VOICEMAIL if reading.stage is Stage.VOICEMAIL else _LONGEST_MAIL)
