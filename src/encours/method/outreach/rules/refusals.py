"""Refusals that waiting does not mend: changed facts, persons, wishes, holds without end, silence."""

from collections.abc import Iterator
from dataclasses import dataclass

from encours.ground.kernel.reason import N_, Reason
from encours.method.cases.rules.contact import Channel, HoldKind, Occasion
from encours.method.outreach.rules.cadence import open_hours
from encours.method.outreach.rules.contact_facts import (
    AskedItem,
    GuardFacts,
    GuardRule,
    ItemFact,
    ItemState,
    ProposedContact,
)
from encours.method.outreach.rules.limits import BY_NUMBER, SPOKEN
from encours.method.outreach.rules.past import Past
from encours.method.outreach.rules.pauses import lets_through

PROMISE_REMINDER = "promise_reminder"
_NOT_AN_ESCALATION = frozenset({"pre_due", "courtesy", "reminder2"})
_ENDLESS_HOLDS = {
    HoldKind.MANUAL: N_("En attente : {why}"),
    HoldKind.BEREAVEMENT: N_("Deuil chez le client : pas de contact"),
    HoldKind.SERIOUS_EVENT: N_("Événement grave chez le client : pas de contact"),
    HoldKind.INSOLVENCY: N_("Procédure collective : aucune demande de paiement, la créance se déclare"),
    HoldKind.PLACED: N_("Dossier transmis à un partenaire : lui seul s'adresse au client"),
    HoldKind.SETTLEMENT: N_("Une offre pour solde est en cours : rien d'autre n'est demandé"),
    HoldKind.UNREAD_REPLY: N_("Une réponse du client reste à lire"),
}
_CHANGED = {
    ItemState.PAID: N_("La facture {number} est payée"),
    ItemState.PROMISED: N_("Un accord en cours porte sur la facture {number}"),
    ItemState.DISPUTED: N_("La facture {number} est contestée"),
    ItemState.CANCELLED: N_("La facture {number} est annulée"),
}


@dataclass(frozen=True, slots=True)
class Refusal:
    """A rule that says no for good, and why."""

    rule: GuardRule
    reason: Reason


def refusals(facts: GuardFacts, past: Past, proposed: ProposedContact) -> Iterator[Refusal]:
    """What forbids a contact whatever the day."""
    yield from _changed_facts(facts, proposed)
    yield from _endless_holds(facts, proposed)
    yield from _wrong_person(facts, proposed)
    yield from _unwanted(facts, proposed)
    yield from _already_reminded(past, proposed)
    yield from _silence(facts, past, proposed)


def _changed_facts(facts: GuardFacts, proposed: ProposedContact) -> Iterator[Refusal]:
    if facts.items is None:
        return
    for asked in proposed.asked:
        reason = _why_not_asked(asked, facts.items.get(asked.due_id))
        if reason is not None:
            yield Refusal(GuardRule.FACTS, reason)


def _why_not_asked(asked: AskedItem, item: ItemFact | None) -> Reason | None:
    if item is None:
        return Reason(N_("La facture {number} n'est plus ouverte"), number=asked.number)
    if item.state is not ItemState.ACTIONABLE:
        return Reason(_CHANGED[item.state], number=asked.number)
    if item.open != asked.open:
        return Reason(
            N_("Le solde de la facture {number} est maintenant de {open} : le message est à refaire"),
            number=asked.number,
            open=item.open,
        )
    return None


def _endless_holds(facts: GuardFacts, proposed: ProposedContact) -> Iterator[Refusal]:
    for hold in facts.holds:
        if hold.until_on is None and not lets_through(hold, proposed):
            yield Refusal(GuardRule.K12, Reason(_ENDLESS_HOLDS[hold.kind], why=hold.reason))


def _wrong_person(facts: GuardFacts, proposed: ProposedContact) -> Iterator[Refusal]:
    person = proposed.contact_id
    if person is not None and person not in facts.allowed_contact_ids:
        yield Refusal(GuardRule.K4, Reason(N_("Cette personne n'est pas un interlocuteur de ce client")))
    if facts.is_business_customer and proposed.is_number_private and proposed.channel in BY_NUMBER:
        yield Refusal(
            GuardRule.K4, Reason(N_("C'est un numéro privé : on n'y appelle jamais une entreprise"))
        )


def _unwanted(facts: GuardFacts, proposed: ProposedContact) -> Iterator[Refusal]:
    if proposed.channel in BY_NUMBER and not facts.preferences.accepts_calls:
        yield Refusal(GuardRule.K7, Reason(N_("Cette personne ne souhaite pas être appelée")))
    elif proposed.channel is Channel.EMAIL and not facts.preferences.accepts_email:
        yield Refusal(GuardRule.K7, Reason(N_("Cette personne ne souhaite pas recevoir d'e-mail")))
    elif not open_hours(facts, proposed.channel):
        yield Refusal(GuardRule.K7, Reason(N_("Aucune heure ne convient à la fois au client et à nous")))


def _already_reminded(past: Past, proposed: ProposedContact) -> Iterator[Refusal]:
    is_reminder = proposed.occasion is Occasion.SERVICE and proposed.stage == PROMISE_REMINDER
    if is_reminder and proposed.step and past.same_step_days:
        yield Refusal(
            GuardRule.K6, Reason(N_("Cette promesse a déjà été rappelée : une seule fois par promesse"))
        )


def _silence(facts: GuardFacts, past: Past, proposed: ProposedContact) -> Iterator[Refusal]:
    unanswered = past.unanswered if facts.unanswered_in_case is None else facts.unanswered_in_case
    if unanswered < facts.limits.unanswered_before_no_calls:
        return
    if proposed.channel in BY_NUMBER | SPOKEN and proposed.occasion is not Occasion.CALL_BACK_REQUESTED:
        why = N_("{count} contacts sans réponse : plus d'appel, seule une étape écrite plus ferme")
    elif proposed.occasion is Occasion.LADDER and proposed.stage in _NOT_AN_ESCALATION:
        why = N_(
            "{count} contacts sans réponse : un rappel de plus n'y changera rien, une étape plus ferme se décide"
        )
    else:
        return
    yield Refusal(GuardRule.K13, Reason(why, count=unanswered))
