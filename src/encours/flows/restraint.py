"""The owner passes over our own limits, knowing which, and a customer's complaint becomes an answer we owe."""

from collections.abc import Iterable
from dataclasses import dataclass, replace
from datetime import date

from django.db import transaction

from encours.flows import contacting
from encours.flows.customer_file import CustomerFile, customer_file
from encours.flows.drafting import Drafting, draft_of, is_writable
from encours.flows.review.assess import Assessment, guarded, written_to_today
from encours.flows.review.facts_of import moment_of_sending
from encours.flows.review.refresh import refresh
from encours.ground.evidence.acts import Act
from encours.ground.kernel.reason import N_, Reason, Refused
from encours.method.agreements.rules.drafts import OwnPromiseDraft
from encours.method.agreements.rules.words import OwnPromiseKind
from encours.method.outreach import actions as outreach_actions
from encours.method.outreach.rules.contact_facts import Verdict
from encours.method.outreach.rules.restraint import ComplaintAbout, PassedOver
from encours.method.strategy.rules.decision import Call, Send

_ANY_REASON = "?" * 400
_MOST_OF_AN_ANSWER = 240


@dataclass(frozen=True, slots=True)
class Limits:
    """What the owner would pass over for a contact today, and what would still speak against it then."""

    rules: tuple[str, ...]
    staying: tuple[Reason, ...]


def limits_today(act: Act, file: CustomerFile) -> Limits:
    """Which of our limits the owner may pass over for a customer today, and which nobody may (K15)."""
    as_if = _as_if(act, file, _ANY_REASON)
    then = [_verdict(as_if, a) for a in as_if.assessments]
    return Limits(
        rules=tuple(
            sorted({rule.value for verdict in then if verdict.is_allowed for rule in verdict.overridden})
        ),
        staying=tuple(dict.fromkeys(verdict.reason for verdict in then if not verdict.is_allowed)),
    )


@transaction.atomic
def pass_over(act: Act, *, customer_id: int, why: str) -> int | Refused:
    """One contact with this customer may break our limits today; its step is prepared at once.

    Only the owner asks for it: whoever calls has made sure. Refused with a reason that is too short, and
    where nothing that may be passed over stands in the way. Source: K15 of method 2d.
    """
    file = customer_file(act, customer_id)
    if file is None:
        return Refused(Reason(N_("Ce client n'est pas des vôtres.")))
    least, why = file.known.house.thresholds.guard.override_reason_characters, why.strip()
    if len(why) < least:
        text = N_("Dites pourquoi en {least} caractères au moins : le bilan du mois le montre.")
        return Refused(Reason(text, least=least), "why")
    limits = limits_today(act, file)
    if not limits.rules:
        stays = limits.staying[0] if limits.staying else Reason(N_("Rien n'empêche un contact aujourd'hui."))
        return Refused(stays)
    key = outreach_actions.pass_over(act, customer_id=customer_id, why=why, rules=limits.rules)
    refresh(act, [customer_id])
    _prepare(act, customer_id)
    return key


@transaction.atomic
def complain(
    act: Act, *, customer_id: int, received_on: date, about: ComplaintAbout, words: str
) -> int | Refused:
    """A complaint is written down, and an answer is owed: until it is given nobody is chased (R069, R111)."""
    if received_on > act.today:
        return Refused(Reason(N_("Cette date est à venir.")), "received_on")
    key = outreach_actions.note_complaint(
        act, customer_id=customer_id, received_on=received_on, about=about, words=words
    )
    what = words[:_MOST_OF_AN_ANSWER]
    contacting.owe(act, OwnPromiseDraft(customer_id=customer_id, kind=OwnPromiseKind.ANSWER, what=what))
    return key


def _verdict(file: CustomerFile, a: Assessment) -> Verdict:
    """The guard's answer to the step of today, or to a mail where the ladder has none."""
    if not isinstance(a.decision, Send | Call):
        return written_to_today(file.known, a.customer_id)
    _, verdict = guarded(file.known, a.customer_id, a.decision, asked=a.asked)
    assert verdict is not None
    return verdict


def _as_if(act: Act, file: CustomerFile, why: str) -> CustomerFile:
    """The same file as if the owner had passed over the limits."""
    known, customer_id = file.known, file.customer.pk
    word = PassedOver(customer_id, act.today, act.at, act.actor, why)
    house = replace(known.house, passed_over={**known.house.passed_over, customer_id: word})
    return replace(file, known=replace(known, house=house))


def _prepare(act: Act, customer_id: int) -> None:
    """The message of the step that may be made now, where it is one that Encours writes."""
    file = customer_file(act, customer_id)
    assert file is not None
    drafting = Drafting.of(file.known.house)
    for a in _writable(file):
        draft = draft_of(file.known, drafting, a, leaves_at=moment_of_sending(file.known.house))
        if not isinstance(draft, Refused):
            drafting.queue(act, [draft])


def _writable(file: CustomerFile) -> Iterable[Assessment]:
    waiting = {message.currency for message in file.known.pending.get(file.customer.pk, [])}
    for a in file.assessments:
        if is_writable(a.decision) and a.verdict and a.verdict.is_allowed and a.currency not in waiting:
            yield a
