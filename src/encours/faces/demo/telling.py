"""The few words in which the story is told: days before today, letters sent and received."""

from datetime import date, datetime, time, timedelta

from encours.faces.demo.books import make_books
from encours.faces.demo.company import ACCOUNTS, TODAY, ZONE, login_of
from encours.faces.demo.events import FactObserved, MessageReceived, MessageSent
from encours.ground.kernel.clock import at
from encours.ground.kernel.money import Money
from encours.method.cases.rules.contact import Channel, Occasion
from encours.method.insight.rules.payer import Observed
from encours.method.strategy.rules.step import Stage

STAGES = {
    "T05": Stage.COURTESY,
    "T06": Stage.REMINDER2,
    "T09": Stage.CALL_SUMMARY,
    "T11": Stage.PROMISE_REMINDER,
    "T12": Stage.BROKEN_PROMISE,
    "T13": Stage.BROKEN_PROMISE,
    "T26": Stage.THANKS,
    "T30": Stage.COURTESY,
}
LEVELS = {"T05": "courtesy", "T06": "second_reminder", "T30": "statement_1"}
OCCASIONS = {
    Stage.CALL_SUMMARY: Occasion.SERVICE,
    Stage.PROMISE_REMINDER: Occasion.SERVICE,
    Stage.THANKS: Occasion.SERVICE,
    Stage.BROKEN_PROMISE: Occasion.AGREEMENT_BROKEN,
}


def day(days_ago: int) -> date:
    """A day before today; negative is still to come."""
    return TODAY - timedelta(days=days_ago)


def ago(days_ago: int, hour: str) -> datetime:
    """An hour in Paris («10:40») of a day before today."""
    return at(day(days_ago), time.fromisoformat(hour), ZONE)


def number(key: str) -> str:
    """The number of the invoice that the story calls so."""
    return make_books().invoice(key).number


def euros(text: str) -> Money:
    """An amount in euros («1320.00»)."""
    return Money.from_text(text, "EUR")


def wrote(
    customer: str, when: datetime, invoice: str, template: str = "T05", *, level: str | None = None
) -> MessageSent:
    """A message of ours about one invoice of the story, by post where no e-mail address is known.

    The first ones are signed by the account manager, whom the customer knows.
    """
    stage = STAGES[template]
    character = next(one for one in make_books().customers if one.code == customer)
    return MessageSent(
        customer=customer,
        at=when,
        by=ACCOUNTS if stage is Stage.REMINDER2 and level is None else login_of(character.manager),
        level=LEVELS.get(template, "") if level is None else level,
        stage=stage,
        template=template,
        invoices=(number(invoice),),
        channel=Channel.EMAIL if character.email else Channel.LETTER,
        occasion=OCCASIONS.get(stage, Occasion.LADDER),
    )


def heard(customer: str, when: datetime, text: str, *, read: datetime | None) -> MessageReceived:
    """Something the customer wrote; `read` is None while nobody has opened it."""
    return MessageReceived(customer=customer, at=when, channel=Channel.EMAIL, text=text, read_at=read)


def observed(
    customer: str, when: datetime, fact: Observed, source: str, *, by: str = "sophie"
) -> FactObserved:
    """A fact with its source."""
    return FactObserved(customer=customer, at=when, fact=fact, source=source, by=by)
