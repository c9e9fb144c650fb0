"""Words of a message are looked at while a person writes them, with what is known of its case."""

from encours.flows.review.assess import assess
from encours.flows.review.facts_of import contact_for
from encours.flows.review.gathered import gather, house_of
from encours.flows.review.wording_context import About, context_of, flags_of
from encours.ground.evidence.acts import Act
from encours.ground.kernel.clock import FixedClock
from encours.ground.wording.findings import Finding, Severity
from encours.ground.wording.linter.context import Context
from encours.ground.wording.linter.lint import Kind, lint
from encours.ground.wording.linter.rulebook import rulebook
from encours.ground.wording.stages import Stage
from encours.method.cases.rules.contact import Channel, Occasion
from encours.method.outreach.models import Message

_GRAVITY = {severity: rank for rank, severity in enumerate(Severity)}


def words_of_message(act: Act, message: Message, *, subject: str, text: str) -> list[Finding]:
    """What the rules find in a message, gravest first; places are those of the text, 0 for the subject's.

    An answer in a conversation need not hold what a message of a step does: an invoice, an account, a date.
    """
    context, language, stage = case_context(act, message), message.language, Stage(message.stage)
    found = lint(text, lang=language, stage=stage, context=context)
    if message.occasion == Occasion.REPLY:
        whole = {rule.id for rule in rulebook(language).rules.values() if rule.for_messages}
        found = [one for one in found if one.rule not in whole]
    above = lint(subject, lang=language, stage=stage, kind=Kind.SENTENCE, context=context)
    every = [*(_without_place(one) for one in above if one.end > one.start), *found]
    return sorted(every, key=lambda f: (_GRAVITY[f.severity], f.start, f.rule))


def _without_place(found: Finding) -> Finding:
    return Finding(found.rule, found.severity, 0, 0, found.why, found.suggestions)


def case_context(act: Act, message: Message) -> Context:
    """What is known today of the case of one message."""
    known = gather(house_of(act.entity_id, act.today, FixedClock(act.at)), [message.customer_id])
    (assessment,) = assess(known, [(message.customer_id, message.currency)])
    return context_of(known, assessment, About.of(message))


def words_of_summary(act: Act, customer_id: int, text: str) -> list[Finding]:
    """What the rules find in words that the summary of a call will say, gravest first. Figures in them are theirs."""
    known = gather(house_of(act.entity_id, act.today, FixedClock(act.at)), [customer_id])
    customer = known.customers[customer_id]
    currency = next((i.currency for i in known.items.get(customer_id, ())), known.house.entity.currency)
    (assessment,) = assess(known, [(customer_id, currency)])
    contact = contact_for(customer, Channel.EMAIL)
    language = (contact.language if contact else "") or customer.language
    context = flags_of(known, assessment, About(stage=Stage.CALL_SUMMARY))
    found = lint(text, lang=language, stage=Stage.CALL_SUMMARY, kind=Kind.SENTENCE, context=context)
    return sorted(found, key=lambda f: (_GRAVITY[f.severity], f.start, f.rule))
