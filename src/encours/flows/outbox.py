"""What a person decides about messages; a message that left moves its case, whoever sent it."""

from collections.abc import Sequence
from datetime import timedelta

from django.db import transaction

from encours.books.creditor import queries as creditor_queries
from encours.flows.after_contact import contact_made, level_of
from encours.flows.proofreading import words_of_message
from encours.flows.review.refresh import refresh
from encours.flows.review.wording_context import words_of_anger
from encours.ground.evidence.acts import Act
from encours.ground.kernel.reason import Refused
from encours.ground.wording.findings import Finding, Severity
from encours.method.outreach import actions as outreach_actions
from encours.method.outreach import queries as outreach_queries
from encours.method.outreach.actions import KeptWords
from encours.method.outreach.models import Message
from encours.method.strategy import actions as strategy_actions
from encours.method.strategy.rules.position import after_written_part
from encours.method.strategy.rules.step import Level
from encours.method.strategy.thresholds import thresholds_now


@transaction.atomic
def approve(act: Act, *, message_id: int) -> Refused | None:
    """A person lets a message leave; the facts are read again when it does. Words of anger only by the owner."""
    message = outreach_queries.message(act.entity_id, message_id)
    team = creditor_queries.team(act.entity_id)
    if message is not None and (why := words_of_anger(message, sent_by=act.actor, team=team)):
        return Refused(why)
    return outreach_actions.approve(act, message_id=message_id)


@transaction.atomic
def withhold_many(act: Act, *, message_ids: Sequence[int], why: str) -> list[Refused]:
    """Messages stay, each with the reason in the journal (ruling 9); their cases are looked at again.

    What a person withheld is not prepared again the next morning: its step waits for the gap.
    """
    refused, customers = [], set()
    for pk in message_ids:
        outcome, message = _withhold(act, pk, why)
        if outcome is not None:
            refused.append(outcome)
        if message is not None:
            customers.add(message.customer_id)
    refresh(act, customers)
    return refused


def _withhold(act: Act, message_id: int, why: str) -> tuple[Refused | None, Message | None]:
    outcome = outreach_actions.cancel(act, message_id=message_id, why=why)
    message = outreach_queries.message(act.entity_id, message_id)
    if outcome is None and message is not None and message.case_id is not None:
        _let_rest(act, message.case_id, level_of(message.case_id, message.level))
    return outcome, message


def _let_rest(act: Act, case_id: int, level: Level | None) -> None:
    """The step of a withheld message comes again after the gap; a call of the same step is still to be made."""
    if level is not None and level.has_call:
        strategy_actions.move({case_id: after_written_part(level, on=act.today)})
    else:
        on = act.today + timedelta(days=thresholds_now(act).guard.gap_days)
        strategy_actions.fix_step_date(act, case_id=case_id, on=on)


@transaction.atomic
def take_over(act: Act, *, message_id: int) -> Refused | None:
    """A message leaves the automatic sending: a person will send it, from their own mail program or on paper."""
    return outreach_actions.send_by_hand_instead(act, message_id=message_id)


@transaction.atomic
def clear_up(act: Act, *, message_id: int, was_sent: bool) -> Refused | None:
    """A doubtful message had left, or had not."""
    refused = outreach_actions.resolve_unknown(act, message_id=message_id, was_sent=was_sent)
    if refused is None and was_sent:
        _left(act, message_id)
    return refused


@transaction.atomic
def try_again(act: Act, *, message_id: int) -> Refused | None:
    """A refused message is tried once more."""
    return outreach_actions.try_again(act, message_id=message_id)


@transaction.atomic
def change_words(
    act: Act, *, message_id: int, subject: str, text: str, override: str = ""
) -> Refused | list[Finding] | None:
    """Changes the words before a message leaves, unless a figure disagrees with the books or nobody may send them.

    An error wants the reason of an owner (`override`); what the rules only warn of is kept knowingly. The
    journal names the rules.
    """
    message = outreach_queries.message(act.entity_id, message_id)
    assert message is not None
    found = [f for f in look_at(act, message, subject=subject, text=text) if f.severity is not Severity.INFO]
    grave = {finding.severity for finding in found}
    if Severity.BLOCK in grave or (Severity.ERROR in grave and not override.strip()):
        return found
    kept = KeptWords(
        tuple(sorted({finding.rule for finding in found})), override if Severity.ERROR in grave else ""
    )
    return outreach_actions.change_text(act, message_id=message_id, subject=subject, text=text, kept=kept)


def look_at(act: Act, message: Message, *, subject: str, text: str) -> list[Finding]:
    """What is to be said of new words of a message: every rule of wording, every figure against the books."""
    return words_of_message(act, message, subject=subject, text=text)


def _left(act: Act, message_id: int) -> None:
    message = outreach_queries.message(act.entity_id, message_id)
    assert message is not None
    contact_made(act, message)
    refresh(act, [message.customer_id])
