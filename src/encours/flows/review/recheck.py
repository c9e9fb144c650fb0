"""The facts and the guard asked again for a message that is about to leave, by the same rules as when it was queued."""

from collections.abc import Iterator

from encours.flows.review.asking import asked_for
from encours.flows.review.facts_of import case_facts, guard_facts
from encours.flows.review.gathered import Gathered, House, gather
from encours.ground.kernel.clock import local_date
from encours.ground.kernel.money import Money
from encours.ground.kernel.reason import N_, Reason
from encours.method.cases.rules.contact import Channel, Occasion
from encours.method.outreach.models import Message
from encours.method.outreach.rules.contact_facts import (
    AskedItem,
    Decision,
    GuardRule,
    ProposedContact,
    Verdict,
)
from encours.method.outreach.rules.drafts import step_name
from encours.method.outreach.rules.guard import review
from encours.method.outreach.rules.outbox import is_stale
from encours.method.strategy.procedures import event_levels, shipped_procedures
from encours.method.strategy.rules.case_facts import CaseFacts
from encours.method.strategy.rules.decision import Send
from encours.method.strategy.rules.next_action import next_action
from encours.method.strategy.rules.step import Stage

_SERVICE = frozenset({Stage.THANKS.value})


def recheck(house: House, message: Message) -> Verdict:
    """Whether a queued message may leave now, not before an instant, or not at all.

    What was paid, promised, disputed, held or decided otherwise in between stops it; an amount that
    changed stops it too, since its text would be wrong, and so does a text of another week: the
    next night writes a right one.
    """
    known = gather(house, [message.customer_id], without_messages=[message.pk])
    facts = case_facts(known, message.customer_id, message.currency, pays_after_reminder=False)
    verdict = _address(message) or _guard(known, facts, message)
    if verdict.decision is Decision.BLOCK:
        return verdict
    leaves_on = local_date(verdict.until, house.entity.time_zone) if verdict.until else house.today
    if is_stale(message.decided_on, message.deadline_named_on, on=leaves_on):
        text = N_("Préparé pour le {on}, son texte ne convient plus au {leaves_on} : il est à refaire")
        return _stop(Reason(text, on=message.decided_on, leaves_on=leaves_on))
    return next((_stop(why) for why in _decided_otherwise(known, facts, message)), verdict)


def _address(message: Message) -> Verdict | None:
    contact = message.contact
    if contact and (contact.removed_at or contact.email != message.to_email):
        return _stop(Reason(N_("L'adresse a changé depuis la préparation")))
    if contact and contact.bounced_at:
        return _stop(Reason(N_("Cette adresse ne fonctionne plus")))
    return None


def _guard(known: Gathered, facts: CaseFacts, message: Message) -> Verdict:
    is_service = message.stage in _SERVICE
    proposed = ProposedContact(
        channel=Channel(message.channel),
        at=known.house.now,
        step=step_name(message.level, message.decided_on),
        stage=message.stage,
        occasion=Occasion(message.occasion),
        contact_id=message.contact_id,
        asked=() if is_service else _asked(message),
    )
    items = None if is_service else asked_for(facts, message.stage)
    return review(guard_facts(known, message.customer_id, message.contact, items=items), proposed)


def _decided_otherwise(known: Gathered, facts: CaseFacts, message: Message) -> Iterator[Reason]:
    """Why the case asks for something else today than this step of its ladder, if it does."""
    if message.occasion != Occasion.LADDER or message.stage == Stage.PRE_DUE:
        return
    case = known.cases.get((message.customer_id, message.currency))
    progress = known.progress.get(case.id) if case else None
    if progress is None:
        yield Reason(N_("Le dossier est clos"))
        return
    ladders = shipped_procedures()
    ladder = ladders.get(progress.chosen_procedure or progress.procedure, ladders["unknown"])
    decision = next_action(facts, ladder, event_levels())
    if not isinstance(decision, Send):
        yield decision.reasons[0]
    elif decision.level.key != message.level:
        yield Reason(N_("L'étape est maintenant « {level} »"), level=Reason(decision.level.label))


def _asked(message: Message) -> tuple[AskedItem, ...]:
    return tuple(
        AskedItem(line.due_id, line.number, Money(line.open_minor, message.currency))
        for line in message.lines.all()
    )


def _stop(why: Reason) -> Verdict:
    return Verdict(Decision.BLOCK, why, GuardRule.FACTS)
