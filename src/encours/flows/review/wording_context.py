"""What is known of a case when its words are held against the rules of wording; facts gathered for many."""

from collections.abc import Sequence
from functools import lru_cache

from encours.flows.case_words import also_true
from encours.flows.review.assess import Assessment
from encours.flows.review.gathered import Gathered
from encours.ground.kernel.reason import N_, Reason
from encours.ground.wording.facts import Fact, Register
from encours.ground.wording.findings import Finding, Severity
from encours.ground.wording.linter.context import Context, InvoiceFact
from encours.ground.wording.linter.lint import Kind, lint
from encours.ground.wording.stages import Stage
from encours.method.cases.rules.contact import HoldKind
from encours.method.insight.rules.payer import DebtorType
from encours.method.outreach.models import Message

_KEPT = 512
"""A page shows the same letters again and again; the sentence of an answer is asked for twice."""


def context_of(
    known: Gathered, a: Assessment, *, names: Sequence[str] = (), numbers: Sequence[str] = ()
) -> Context:
    """The context class of a customer's case on this day. Source: method 3, `ctx`; ruling 15.

    Hardship, contested points, bereavement, insolvency, broken agreements and what we owe change which
    words may be said. `numbers` are the invoices that the message is about; `names` are never judged.
    """
    customer = known.customers[a.customer_id]
    kinds = {hold.kind for hold in known.holds.get(a.customer_id, ())}
    items = {item.invoice_id: item.number for item in known.items.get(a.customer_id, ())}
    contested = [d for d in known.disputes.get(a.customer_id, ()) if d.closed_on is None]
    one = contested[0] if len(contested) == 1 else None
    return Context(
        today=known.house.today,
        country=customer.country,
        invoices=tuple(InvoiceFact(number=number) for number in numbers),
        names=tuple(filter(None, [customer.name, known.house.entity.name, *names])),
        hardship=Fact.HARDSHIP in also_true(known, a),
        broken_agreements=a.facts.broken_agreements,
        dispute_open=bool(contested),
        disputed_number=items.get(one.invoice_id, "") if one else "",
        disputed_amount=one.amount.decimal if one else None,
        insolvency=HoldKind.INSOLVENCY in kinds,
        bereavement=HoldKind.BEREAVEMENT in kinds,
        our_promise_open=any(o.done_on is None and not o.outcome for o in known.own.get(a.customer_id, ())),
        customer="regular_reliable" if a.opinion.type is DebtorType.RELIABLE else "",
        tutoiement=Register(customer.register) is Register.TU,
    )


def words_that_stop(known: Gathered, a: Assessment, message: Message) -> Reason | None:
    """Why a message may not leave as it is worded, whoever wrote it: a finding that nobody may override."""
    context = context_of(known, a, names=(message.to_name, message.from_name))
    found = _findings(message.text, message.language, Stage(message.stage), context)
    worst = next((f for f in found if f.severity is Severity.BLOCK), None)
    if worst is None:
        return None
    text = N_("Ces mots ne peuvent pas partir : « {words} ». {why}. Modifiez le texte, puis confirmez-le.")
    return Reason(text, words=message.text[worst.start : worst.end], why=worst.why)


@lru_cache(maxsize=_KEPT)
def _findings(text: str, language: str, stage: Stage, context: Context) -> tuple[Finding, ...]:
    return tuple(lint(text, lang=language, stage=stage, kind=Kind.SENTENCE, context=context))
