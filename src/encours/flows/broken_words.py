"""An agreement that turns out not to be kept: its word is prepared on the same day, for a person to confirm (R099)."""

from collections.abc import Collection

from encours.flows.drafting import Drafting, draft_of, is_writable
from encours.flows.review.assess import Assessment, assess
from encours.flows.review.facts_of import moment_of_sending
from encours.flows.review.gathered import Gathered, gather, house_of
from encours.ground.evidence.acts import Act
from encours.ground.kernel.clock import FixedClock
from encours.ground.wording.stages import Stage
from encours.method.outreach.rules.drafts import MessageDraft
from encours.method.strategy.rules.decision import Send


def prepare(act: Act, customer_ids: Collection[int]) -> int:
    """Prepares the word about an agreement of these customers that was just judged; returns how many."""
    if not customer_ids:
        return 0
    house = house_of(act.entity_id, act.today, FixedClock(act.at))
    known = gather(house, sorted(customer_ids))
    due = [a for a in assess(known, sorted(known.cases)) if _is_due(known, a)]
    if not due:
        return 0
    drafting, leaves_at = Drafting.of(house), moment_of_sending(house)
    drafts = [draft_of(known, drafting, a, leaves_at=leaves_at) for a in due]
    return drafting.queue(act, [draft for draft in drafts if isinstance(draft, MessageDraft)])


def _is_due(known: Gathered, a: Assessment) -> bool:
    decision = a.decision
    if not isinstance(decision, Send) or decision.level.stage is not Stage.BROKEN_PROMISE:
        return False
    is_waiting = any(m.currency == a.currency for m in known.pending.get(a.customer_id, []))
    return is_writable(decision) and not is_waiting and a.verdict is not None and a.verdict.is_allowed
