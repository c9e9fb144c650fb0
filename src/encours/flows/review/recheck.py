"""The facts and the guard asked again for a message that waits, by the same rules as when it was prepared."""

from collections.abc import Iterator, Sequence

from encours.books.creditor import queries as creditor_queries
from encours.flows.review.asking import asked_for
from encours.flows.review.assess import Assessment, assess
from encours.flows.review.facts_of import guard_facts, override_of
from encours.flows.review.gathered import Gathered, House, gather
from encours.flows.review.wording_context import words_that_stop
from encours.ground.kernel.clock import local_date
from encours.ground.kernel.money import Money
from encours.ground.kernel.reason import N_, Reason
from encours.ground.plumbing.checks import text_number
from encours.ground.wording.stages import SERVICES
from encours.method.agreements.rules import letters
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
from encours.method.outreach.rules.outbox import is_stale, names_another_account
from encours.method.strategy.rules.decision import Call, CheckBank, MissingAddress, Send, Task
from encours.method.strategy.rules.step import Stage

_ASKS_FOR_NOTHING = SERVICES | {Stage.PROMISE_REMINDER, Stage.PROMISE, Stage.PLAN}
_OF_AGREEMENTS = frozenset({Stage.PROMISE_REMINDER, Stage.BROKEN_PROMISE})
NO_NUMBER = Reason(N_("Ce numéro ne reçoit pas de SMS\u00a0: il manque, ou c'est une ligne fixe"))
_AGREEMENT_CHANGED = Reason(N_("L'accord a changé depuis la préparation"))
_ON_PAPER = Task | MissingAddress
"""What a letter carries out besides: a step that is a person's, and one for which there is no e-mail."""


def recheck(house: House, message: Message) -> Verdict:
    """Whether a message may leave now, not before an instant, or not at all.

    What was paid, promised, disputed, held or decided otherwise in between stops it; an amount that
    changed stops it too, since its text would be wrong, and so does a text of another week, or a
    bank that is not read far enough: the next night writes a right one. Words that nobody may send stop
    it as well.
    """
    return _rechecked(gather(house, [message.customer_id], without_messages=[message.pk]), message)


def recheck_many(house: House, messages: Sequence[Message]) -> dict[int, Verdict]:
    """The same of several messages, by id: each room is asked once."""
    known = gather(house, sorted({message.customer_id for message in messages}))
    return {m.pk: _rechecked(known.without_messages([m.pk]), m) for m in messages}


def _rechecked(known: Gathered, message: Message) -> Verdict:
    (assessment,) = assess(known, [(message.customer_id, message.currency)])
    verdict = standing(known, message, assessment)
    if verdict.decision is not Decision.BLOCK and isinstance(assessment.decision, CheckBank):
        return _stop(assessment.decision.reasons[0]) if _is_dunning(message) else verdict
    if verdict.decision is not Decision.BLOCK and (why := words_that_stop(known, assessment, message)):
        return _stop(why)
    return verdict


def standing(known: Gathered, message: Message, a: Assessment) -> Verdict:
    """What the facts say of a message that waits, the bank aside."""
    verdict = address_changed(message) or _we_changed(known.house, message) or _guard(known, message, a)
    if verdict.decision is Decision.BLOCK:
        return verdict
    about = letters.read_key(message.step_key)
    if about is not None and not letters.still_fits(about, known.promises.get(message.customer_id, [])):
        return _stop(_AGREEMENT_CHANGED)
    otherwise = next(_decided_otherwise(message, a), None)
    return (_stop(otherwise) if otherwise else None) or _stale(known, message, verdict) or verdict


def _stale(known: Gathered, message: Message, verdict: Verdict) -> Verdict | None:
    zone = known.house.entity.time_zone
    leaves_on = local_date(verdict.until, zone) if verdict.until else known.house.today
    if not is_stale(message.decided_on, message.deadline_named_on, on=leaves_on):
        return None
    text = N_("Préparé pour le {on}, son texte ne convient plus au {leaves_on} : il est à refaire")
    return _stop(Reason(text, on=message.decided_on, leaves_on=leaves_on))


def address_changed(message: Message) -> Verdict | None:
    """Why a message no longer has an address, if so."""
    contact = message.contact
    if contact and contact.removed_at:
        return _stop(Reason(N_("L'adresse a changé depuis la préparation")))
    if is_letter(message):
        return None
    if Channel(message.channel) is Channel.SMS:
        return None if number_of(message) else _stop(NO_NUMBER)
    if contact and contact.email != message.to_email:
        return _stop(Reason(N_("L'adresse a changé depuis la préparation")))
    if contact and contact.bounced_at:
        return _stop(Reason(N_("Cette adresse ne fonctionne plus")))
    return None


def number_of(message: Message) -> str:
    """The number that a text would go to, as networks write it; empty where none takes it."""
    contact = message.contact
    return text_number(contact.phone, message.customer.country) if contact else ""


def _we_changed(house: House, message: Message) -> Verdict | None:
    """Why a message says of ourselves what is no longer so: where it comes from, where to pay."""
    account = creditor_queries.account_for(house.accounts, message.currency)
    if names_another_account(message.text, account.iban if account else ""):
        return _stop(Reason(N_("Vos coordonnées bancaires ont changé depuis la préparation")))
    is_mail = Channel(message.channel) is Channel.EMAIL
    if message.from_email != house.entity.email and is_mail:
        return _stop(Reason(N_("Votre adresse d'envoi a changé depuis la préparation")))
    return None


def _guard(known: Gathered, message: Message, a: Assessment) -> Verdict:
    is_service = message.stage in _ASKS_FOR_NOTHING
    proposed = ProposedContact(
        channel=Channel(message.channel),
        at=known.house.now,
        step=step_name(message.level, message.decided_on),
        stage=message.stage,
        occasion=Occasion(message.occasion),
        contact_id=message.contact_id,
        is_number_private=bool(message.contact and message.contact.is_phone_private),
        asked=() if is_service else _asked(message),
        override=override_of(known, message.customer_id),
    )
    items = None if is_service else asked_for(a.facts, message.stage)
    others = known.without_messages([message.pk])
    return review(guard_facts(others, message.customer_id, message.contact, items=items), proposed)


def _decided_otherwise(message: Message, a: Assessment) -> Iterator[Reason]:
    """Why the case asks for something else today than this step of its ladder, if it does.

    A step of mail and call may have begun with its call.
    """
    lines = message.lines.all()
    if message.stage == Stage.PRE_DUE and any(line.due_on < a.facts.today for line in lines):
        yield Reason(N_("L'échéance est passée : un autre message prend sa place"))
    if message.stage == Stage.PRE_DUE and a.balance.overdue:
        yield Reason(N_("Une autre facture est échue : elle passe avant l'échéance à venir"))
    yield from _no_longer_true(message, a)
    if message.stage in _OF_AGREEMENTS and message.occasion != Occasion.LADDER:
        yield from _agreement_moved(message, a)
    if not _is_dunning(message):
        return
    if a.left_ladder is not None:
        yield Reason(N_("Le scénario du client a changé : « {label} »"), label=Reason(a.procedure.label))
    decision = a.decision
    if isinstance(decision, CheckBank) and decision.blocked is not None:
        decision = decision.blocked
    if a.case is None:
        yield Reason(N_("Le dossier est clos"))
    elif not isinstance(decision, Send | Call | (_ON_PAPER if is_letter(message) else Send)):
        yield decision.reasons[0]
    elif decision.level.key != message.level:
        yield Reason(N_("L'étape est maintenant « {level} »"), level=Reason(decision.level.label))


def _agreement_moved(message: Message, a: Assessment) -> Iterator[Reason]:
    """Why a word about an agreement no longer fits it: paid, moved, cancelled since."""
    decision = a.decision
    if isinstance(decision, CheckBank) and decision.blocked is not None:
        decision = decision.blocked
    if not isinstance(decision, Send | Call) or decision.level.key != message.level:
        yield _AGREEMENT_CHANGED


def _no_longer_true(message: Message, a: Assessment) -> Iterator[Reason]:
    """What a message that asks for nothing says, and the books no longer do."""
    lines = message.lines.all()
    still_open = {item.due_id: item.open.minor for item in a.facts.items}
    if message.stage == Stage.INVOICE and any(still_open.get(x.due_id) != x.open_minor for x in lines):
        yield Reason(N_("Le solde de cette facture a changé depuis la préparation"))
    if message.stage == Stage.THANKS and any(x.due_id in still_open for x in lines):
        yield Reason(N_("Le règlement dont ce message remercie n'est plus dans les livres"))


def is_letter(message: Message) -> bool:
    """Whether a message leaves on paper."""
    return Channel(message.channel) is Channel.LETTER


def _is_dunning(message: Message) -> bool:
    return message.occasion == Occasion.LADDER and message.stage != Stage.PRE_DUE


def _asked(message: Message) -> tuple[AskedItem, ...]:
    return tuple(
        AskedItem(line.due_id, line.number, Money(line.open_minor, message.currency))
        for line in message.lines.all()
    )


def _stop(why: Reason) -> Verdict:
    return Verdict(Decision.BLOCK, why, GuardRule.FACTS)
