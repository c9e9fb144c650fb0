"""What a call under way offers: options sized to the case, and what earlier calls with the customer came to."""

from encours.flows.brief import Brief
from encours.flows.contacting import calendar_of
from encours.ground.evidence.acts import Act
from encours.ground.kernel.money import Money
from encours.method.calls.rules.outcome import Before
from encours.method.calls.rules.palette import Offer, PaletteFacts, palette
from encours.method.calls.rules.questions import leaves_of
from encours.method.cases.rules.words import CaseReason
from encours.method.insight.rules.payer import DebtorType
from encours.method.outreach.rules.pauses import concessions_locked_until


def offers(act: Act, brief: Brief, due: Money) -> tuple[Offer, ...]:
    """The palette of a case: its amount, its broken agreements, and whether concessions rest (R073, R088)."""
    file = brief.file
    case, contacts = file.assessments[0].case, file.known.contacts.get(file.customer.pk, [])
    return palette(
        PaletteFacts(
            due=due,
            today=act.today,
            calendar=calendar_of(act),
            now=act.at,
            broken_agreements=case.broken_agreements if case else 0,
            locked_until=concessions_locked_until(contacts, file.known.house.thresholds.guard),
            is_strained=file.assessments[0].opinion.type is DebtorType.STRAINED,
            has_copy=any(item.document_id for item in file.known.items.get(file.customer.pk, [])),
        )
    )


def options_before(brief: Brief) -> Before:
    """What earlier calls with this customer came to (R051)."""
    notes = brief.file.known.notes.get(brief.file.customer.pk, [])
    return Before(
        leaves=tuple(key for note in notes for key in leaves_of(note.answers)),
        outcomes=tuple(note.outcome for note in notes),
        reasons=frozenset(n.reason for n in notes if n.reason and n.reason is not CaseReason.UNKNOWN),
    )
