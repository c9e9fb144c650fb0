"""What a customer's file is worth by every way out, from the facts as they stand; for the owner alone."""

from dataclasses import dataclass, replace
from datetime import date, timedelta

from encours.books.receivables.rules.open_item import OpenItem
from encours.flows.customer_file import CustomerFile, customer_file
from encours.flows.review.assess import Assessment
from encours.flows.review.payers import reading_of
from encours.ground.evidence.acts import Act
from encours.ground.kernel.clock import days_between
from encours.ground.kernel.money import Money, total
from encours.method.agreements.queries.settlements import settled_since, settlements_of
from encours.method.agreements.rules.settlement import Settlement
from encours.method.agreements.rules.settlement_states import SettlementState
from encours.method.agreements.rules.words import ON_TIME, AgreementState
from encours.method.cases.rules.contact import HoldKind
from encours.method.strategy.rules.settlement.advisor import Advised, advise_settlement
from encours.method.strategy.rules.settlement.facts import SettlementAsked

BETWEEN_SETTLEMENTS = timedelta(days=731)
"""None was made with the customer in the 24 months before. Source: method 2f, preconditions."""
_NEVER_MADE = frozenset({SettlementState.WITHDRAWN, SettlementState.APPROVED})


@dataclass(frozen=True, slots=True)
class Closing:
    """One file as the owner looks at it: what is late, what each way is worth, the offers made so far."""

    file: CustomerFile
    assessment: Assessment
    items: tuple[OpenItem, ...]
    balance: Money
    asked: SettlementAsked | None
    advised: Advised | None
    offers: tuple[Settlement, ...]

    @property
    def running(self) -> Settlement | None:
        """The offer that nothing else may disturb."""
        return next((one for one in self.offers if one.is_running), None)


def closing_of(act: Act, customer_id: int, *, currency: str = "", is_ending: bool = False) -> Closing | None:
    """The file of a customer in one currency, with the advice; None for a customer that is not one of ours.

    `is_ending`: the owner says that the relationship ends.
    """
    file = customer_file(act, customer_id)
    if file is None:
        return None
    assessment = next((a for a in file.assessments if a.currency == currency), file.assessments[0])
    items = late_items(file, assessment.currency, act.today)
    balance = total((Money(i.open_minor, i.currency) for i in items), assessment.currency)
    offers = tuple(settlements_of([customer_id]).get(customer_id, ()))
    found = Closing(file, assessment, items, balance, None, None, offers)
    if not balance.minor:
        return found
    asked, terms = _asked(act, found, is_ending=is_ending), file.known.house.thresholds
    advised = advise_settlement(asked, terms=terms.settlement, closing=terms.closing)
    return replace(found, asked=asked, advised=advised)


def late_items(file: CustomerFile, currency: str, today: date) -> tuple[OpenItem, ...]:
    """What is past due in a currency, the oldest first: what an offer closes, what is given up."""
    items = file.known.items.get(file.customer.pk, [])
    late = [item for item in items if item.currency == currency and item.due_on < today]
    return tuple(sorted(late, key=lambda item: (item.due_on, item.due_id)))


def _asked(act: Act, found: Closing, *, is_ending: bool) -> SettlementAsked:
    file, a = found.file, found.assessment
    known = reading_of(file.known, file.customer.pk).features
    holds = {hold.kind for hold in a.facts.holds}
    ask = file.known.house.thresholds.ladder.attempts_to_ask
    of_case = [one for one in found.offers if a.case is not None and one.case_id == a.case.id]
    return SettlementAsked(
        amount=found.balance,
        days_past_due=days_between(found.items[0].due_on, act.today),
        type=a.opinion.type,
        broken=a.facts.broken_agreements,
        silence_days=known.silence_days or 0,
        contacts=max(a.facts.unanswered, known.unanswered or 0),
        has_signal=bool(known.signals),
        has_partial=bool(known.partial_30d),
        is_ending=is_ending,
        is_hardship=bool(known.hardship),
        is_disputed=bool(known.dispute_open) or bool(a.balance.disputed.minor),
        is_insolvent=HoldKind.INSOLVENCY in holds or bool(known.insolvency),
        is_placed=HoldKind.PLACED in holds,
        is_plan_on_time=any(_is_on_time(one.state) for one in a.facts.agreements),
        offers=sum(one.state not in _NEVER_MADE for one in of_case),
        reasons_asked=a.facts.prepared.reason_known or a.facts.prepared.attempts_to_ask >= ask,
        settled_lately=settled_since(file.customer.pk, act.today - BETWEEN_SETTLEMENTS),
    )


def _is_on_time(state: AgreementState) -> bool:
    return state in ON_TIME
