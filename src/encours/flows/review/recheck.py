"""The facts and the guard asked again for a message that is about to leave, by the same rules as when it was queued."""

from encours.flows.review.asking import asked_for
from encours.flows.review.facts_of import case_facts, guard_facts
from encours.flows.review.gathered import House, gather
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

_SERVICE = frozenset({"thanks"})


def recheck(house: House, message: Message) -> Verdict:
    """Whether a queued message may leave now.

    What was paid, promised, disputed or held in between stops it; an amount that changed stops it
    too, since its text would be wrong: the next night writes a right one.
    """
    known = gather(house, [message.customer_id], without_messages=[message.pk])
    facts = case_facts(known, message.customer_id, message.currency, pays_after_reminder=False)
    proposed = ProposedContact(
        channel=Channel(message.channel),
        at=house.now,
        step=step_name(message.level, message.decided_on),
        stage=message.stage,
        occasion=Occasion(message.occasion),
        contact_id=message.contact_id,
        asked=_asked(message),
    )
    guard = guard_facts(
        known,
        message.customer_id,
        message.contact,
        items=None if message.stage in _SERVICE else asked_for(facts, message.stage),
    )
    if message.contact and (message.contact.removed_at or message.contact.email != message.to_email):
        return Verdict(
            Decision.BLOCK, Reason(N_("L'adresse a changé depuis la préparation")), GuardRule.FACTS
        )
    if message.contact and message.contact.bounced_at:
        return Verdict(Decision.BLOCK, Reason(N_("Cette adresse ne fonctionne plus")), GuardRule.FACTS)
    return review(guard, proposed)


def _asked(message: Message) -> tuple[AskedItem, ...]:
    if message.stage in _SERVICE:
        return ()
    return tuple(
        AskedItem(line.due_id, line.number, Money(line.open_minor, message.currency))
        for line in message.lines.all()
    )
