"""Takes what a debtor says on their page: once, into the timeline; the ladder waits, and we confirm."""

from collections.abc import Sequence
from dataclasses import dataclass

from django.db import transaction

from encours.flows import commitments, contacting
from encours.flows.agreeing import letters
from encours.flows.disputes import opening as disputes_opening
from encours.flows.portal.answers import (
    KIND_LABELS,
    Answer,
    Paid,
    PlanWished,
    Promised,
    Reported,
    SaidYes,
    told,
)
from encours.flows.portal.confirming import confirm
from encours.flows.portal.opening import Opened
from encours.flows.portal.order_numbers import outcome_of
from encours.ground.documents import actions as documents_actions
from encours.ground.evidence.acts import Act
from encours.ground.kernel.money import total
from encours.ground.kernel.reason import N_, Reason, Refused
from encours.ground.links import actions as links_actions
from encours.ground.plumbing.say import say
from encours.method.agreements import actions as agreements_actions
from encours.method.agreements import queries as agreements_queries
from encours.method.agreements.rules.plan import PlanWish
from encours.method.agreements.rules.words import ALLOWED_MOVES, AgreementState
from encours.method.cases import queries as cases_queries
from encours.method.cases.rules.contact import Channel
from encours.method.disputes.rules.papers import SentFile
from encours.method.inbox.rules.received import InboundDraft, KeptFile


@dataclass(frozen=True, slots=True)
class Heard:
    """An answer that was taken, now or when the same form came before; `confirmed_to`: where we confirm it."""

    is_new: bool
    confirmed_to: str = ""


@transaction.atomic
def hear(act: Act, opened: Opened, answer: Answer) -> Heard | Refused:
    """Takes an answer whole, or not at all: what it changes, the note of it with its files, our confirmation.

    Until a person has read it, no reminder leaves. Refused where the facts have changed since the page was shown.
    """
    link = opened.link
    if not links_actions.use_once(act, link=link, form=answer.form, what=answer.kind.value):
        return Heard(is_new=False)
    refused = _carry_out(act, opened, answer)
    noted = refused or contacting.note_inbound(act, _draft(act, opened, answer), _kept(act, answer))
    if isinstance(noted, Refused):
        transaction.set_rollback(True)
        return noted
    links_actions.name_outcome(link=link, form=answer.form, outcome=outcome_of(noted, answer.said))
    return Heard(is_new=True, confirmed_to=_confirm(act, opened, answer))


def _carry_out(act: Act, opened: Opened, answer: Answer) -> Refused | None:
    """What an answer changes by itself; the others wait for the person who reads them."""
    match answer.said:
        case SaidYes() as yes:
            return _accept(act, opened, yes, answer.name)
        case Promised() | PlanWished():
            return _propose(act, opened, answer)
        case Reported() as problem:
            return _report(act, opened, problem, answer)
        case Paid() if answer.files:
            _show_transfer(act, opened, answer)
    return None


def _accept(act: Act, opened: Opened, yes: SaidYes, name: str) -> Refused | None:
    """The row is locked and read anew: what was withdrawn or moved meanwhile is not accepted."""
    identity = f"{name} · {opened.link.fingerprint[:16]}"
    return commitments.accept_by_link(
        act, customer_id=opened.customer.pk, agreement_id=yes.agreement_id, identity=identity, text=yes.words
    )


def _propose(act: Act, opened: Opened, answer: Answer) -> Refused | None:
    """A date or parts for a case that is open are proposed; where nothing is late yet they are only noted."""
    said, customer_id = answer.said, opened.customer.pk
    assert isinstance(said, Promised | PlanWished)
    currency = said.amount.currency if isinstance(said, Promised) else said.parts[0][1].currency
    cases = cases_queries.open_cases_of([customer_id]).get(customer_id, [])
    if not any(case.currency == currency for case in cases):
        return None
    if isinstance(said, Promised):
        made = commitments.propose_promise_from_customer(
            act, customer_id=customer_id, amount=said.amount, on=said.on, words=answer.words
        )
    else:
        balance = total((amount for _on, amount in said.parts), currency)
        wish = PlanWish(balance, said.parts[0][0], len(said.parts))
        made = commitments.propose_plan_from_customer(
            act, customer_id=customer_id, wish=wish, parts=said.parts, words=answer.words
        )
    return made if isinstance(made, Refused) else None


def _report(act: Act, opened: Opened, said: Reported, answer: Answer) -> Refused | None:
    """The part concerned rests at once, and our acknowledgement of it is the confirmation."""
    made = disputes_opening.report_problem(
        act,
        customer_id=opened.customer.pk,
        invoice_id=said.invoice_id,
        reason=said.reason,
        words=answer.words,
        amount=said.amount,
        files=[SentFile(file.name, file.content) for file in answer.files],
    )
    return made if isinstance(made, Refused) else None


def _confirm(act: Act, opened: Opened, answer: Answer) -> str:
    """To which address it is confirmed; what is contested and a plan that was accepted have letters of their own."""
    has_own_letter = isinstance(answer.said, Reported)
    if isinstance(answer.said, SaidYes):
        agreement = answer.said.agreement_id
        has_own_letter = letters.prepare_confirmation(act, opened.customer.pk, agreement) is not None
    if not has_own_letter:
        return confirm(act, opened, answer)
    return opened.written_to.email if opened.written_to else ""


def _show_transfer(act: Act, opened: Opened, answer: Answer) -> None:
    """A proof of payment where an agreement waits for money: it may be on its way for three banking days."""
    promises = agreements_queries.promises_of([opened.customer.pk]).get(opened.customer.pk, [])
    waiting = [p for p in promises if AgreementState.IN_TRANSIT in ALLOWED_MOVES[p.state]]
    if len(waiting) == 1:
        agreements_actions.show_transfer(
            act, agreement_id=waiting[0].id, proof=", ".join(file.name for file in answer.files)
        )


def _draft(act: Act, opened: Opened, answer: Answer) -> InboundDraft:
    """What the timeline says of it, in our own language; the debtor's words stand beside it as they are."""
    rows = [
        Reason(N_("Sur sa page, {name} : {kind}."), name=answer.name, kind=Reason(KIND_LABELS[answer.kind])),
        told(answer, act.language),
        *([Reason(N_("Factures : {numbers}"), numbers=list(answer.numbers))] if answer.numbers else []),
        *([Reason(N_("Fichiers : {names}"), names=[f.name for f in answer.files])] if answer.files else []),
    ]
    reference = getattr(answer.said, "reference", "")
    text = "\n".join([*(say(row, act.language) for row in rows), *filter(None, (reference, answer.words))])
    contact = opened.contact.pk if opened.contact else None
    return InboundDraft(opened.customer.pk, Channel.PAGE, text, act.at, contact)


def _kept(act: Act, answer: Answer) -> Sequence[KeptFile]:
    return [
        KeptFile(
            documents_actions.store(
                owner=act.chain, name=file.name, content=file.content, media_type=file.media_type, at=act.at
            ),
            file.name,
            file.media_type,
            len(file.content),
        )
        for file in answer.files
    ]
