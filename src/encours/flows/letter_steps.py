"""A step that wants paper becomes a letter: a firm one that a person sends, or a word to whoever has no e-mail."""

from dataclasses import replace

from django.db import transaction

from encours.flows.drafting import WRITTEN_AT_NIGHT, Drafting, draft_of
from encours.flows.letters import INCOMPLETE, postal_of
from encours.flows.review.assess import Assessment
from encours.flows.review.facts_of import guard_facts, live_contacts, moment_of_sending
from encours.flows.review.gathered import Gathered, gather, house_of
from encours.flows.review.refresh import refresh
from encours.ground.evidence.acts import Act
from encours.ground.kernel.clock import FixedClock
from encours.ground.kernel.money import Money
from encours.ground.kernel.reason import N_, Reason, Refused
from encours.method.cases.rules.contact import Channel
from encours.method.outreach import queries as outreach_queries
from encours.method.outreach.rules.contact_facts import AskedItem, ProposedContact
from encours.method.outreach.rules.drafts import MessageDraft, step_name
from encours.method.outreach.rules.guard import review
from encours.method.outreach.rules.states import Mode
from encours.method.strategy.rules.decision import Decision, MissingAddress, Send, Task

ON_PAPER = WRITTEN_AT_NIGHT | {"T19"}
"""Letters that Encours has the words and the facts of; formal ones need a file that a person puts together."""
_NO_STEP = Reason(N_("Aucune lettre n'est prévue pour ce client aujourd'hui."))
_TWICE = Reason(N_("Cette lettre a déjà été préparée aujourd'hui."))


def wants_paper(decision: Decision) -> bool:
    """Whether Encours can write the step as a letter now."""
    match decision:
        case Task(level=level, missing=()):
            part = level.message
            return part is not None and part.channel is Channel.LETTER and part.template in ON_PAPER
        case MissingAddress(channel=Channel.EMAIL, level=level):
            return level.message is not None and level.message.template in ON_PAPER
    return False


@transaction.atomic
def prepare(act: Act, *, customer_id: int) -> int | Refused:
    """Writes the letter of the step that is due and puts it where letters wait; answers its message.

    The guard is asked of a letter; refused without a whole postal address, and twice on one day.
    """
    due = next((a for a in refresh(act, [customer_id]) if wants_paper(a.decision)), None)
    if due is None:
        return Refused(_NO_STEP)
    house = house_of(act.entity_id, act.today, FixedClock(act.at))
    known = gather(house, [customer_id])
    if not postal_of(known.customers[customer_id]).is_complete:
        return Refused(INCOMPLETE)
    if outreach_queries.pending_of([customer_id]).get(customer_id):
        return Refused(Reason(N_("Un message pour ce client attend déjà.")))
    against = _against(known, due)
    if against is not None:
        return Refused(against)
    drafting = Drafting.of(house)
    drafting.read_files(known, [customer_id])
    draft = draft_of(known, drafting, _as_sent(due), leaves_at=moment_of_sending(house))
    if isinstance(draft, Refused):
        return draft
    if not drafting.queue(act, [_on_paper(known, draft)]):
        return Refused(_TWICE)
    (message,) = outreach_queries.waiting_of([customer_id])
    return message.pk


def _against(known: Gathered, a: Assessment) -> Reason | None:
    """What the guard says against a letter today, if anything."""
    level = _as_sent(a).decision.level  # type: ignore[union-attr]
    proposed = ProposedContact(
        channel=Channel.LETTER,
        at=moment_of_sending(known.house),
        step=step_name(level.key, known.house.today),
        stage=level.stage.value,
        asked=tuple(
            AskedItem(x.item.due_id, x.item.number, Money(x.minor, x.item.open.currency)) for x in a.asked
        ),
    )
    verdict = review(guard_facts(known, a.customer_id, None, level=level.key), proposed)
    return None if verdict.is_allowed else verdict.reason


def _as_sent(a: Assessment) -> Assessment:
    """The same step as one that Encours writes."""
    match a.decision:
        case Task(level=level, due_on=due_on, amount=amount, reasons=reasons, occasion=occasion):
            send = Send(level, due_on, amount, reasons, occasion=occasion)
        case MissingAddress(level=level, due_on=due_on, reasons=reasons):
            send = Send(level, due_on, a.balance.actionable, reasons)
        case _:
            raise AssertionError("no step on paper")
    return a.with_decision(send, contact=None, verdict=None)


def _on_paper(known: Gathered, draft: MessageDraft) -> MessageDraft:
    person = next(iter(live_contacts(known.customers[draft.customer_id])), None)
    return replace(
        draft,
        channel=Channel.LETTER,
        mode=Mode.MANUAL,
        contact_id=person.pk if person else None,
        to_name=person.name if person else draft.to_name,
        to_email="",
        html="",
        thread=(),
    )
