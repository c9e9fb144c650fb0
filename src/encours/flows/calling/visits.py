"""A visit: by appointment, at the place of business, asked of the guard like any contact; then held and noted."""

from dataclasses import dataclass, replace

from django.db import transaction

from encours.books.receivables.rules.party import CustomerKind
from encours.flows.customer_file import CustomerFile, customer_file
from encours.flows.review.facts_of import guard_facts, live_contacts
from encours.ground.evidence.acts import Act
from encours.ground.kernel.reason import N_, Reason, Refused
from encours.method.calls import actions as calls_actions
from encours.method.calls.actions import Beginning
from encours.method.calls.queries import under_way
from encours.method.calls.rules.follow_up import FollowUpDraft, FollowUpKind, problem_of_visit
from encours.method.cases.rules.contact import Channel, Occasion
from encours.method.outreach.rules.contact_facts import Decision, ProposedContact
from encours.method.outreach.rules.guard import review

_NO_VISIT = Reason(N_("Ce rendez-vous n'est plus à tenir."))


@dataclass(frozen=True, slots=True)
class Appointment:
    """A visit as it was agreed with the customer."""

    draft: FollowUpDraft
    is_place_of_business: bool


@transaction.atomic
def plan_visit(act: Act, file: CustomerFile, appointment: Appointment) -> int | Refused:
    """Notes an appointment; refused at anybody's home, and where the guard says no. Returns its id. Source: G11."""
    draft = replace(appointment.draft, kind=FollowUpKind.VISIT)
    refused = problem_of_visit(
        draft,
        is_business=file.customer.kind != CustomerKind.CONSUMER.value,
        is_place_of_business=appointment.is_place_of_business,
        now=act.at,
    )
    refused = refused or _guarded(file, draft)
    return refused or calls_actions.note_follow_up(act, draft=draft)


@transaction.atomic
def begin_visit(act: Act, *, follow_up_id: int) -> int | Refused:
    """Opens the sheet of a visit, which is noted like a call. Returns the sheet."""
    visit = under_way.follow_up(act.entity_id, follow_up_id)
    if visit is None or visit.kind is not FollowUpKind.VISIT or visit.done_at is not None:
        return Refused(_NO_VISIT)
    open_now = under_way.sheet_of(act.entity_id, act.actor)
    if open_now is not None:
        is_same = open_now.follow_up_id == follow_up_id
        return open_now.id if is_same else Refused(Reason(N_("Terminez d'abord l'appel en cours.")))
    file = customer_file(act, visit.customer_id)
    if file is None:
        return Refused(_NO_VISIT)
    case = file.assessments[0].case
    beginning = Beginning(
        visit.customer_id, case.id if case else None, channel=Channel.VISIT, follow_up_id=follow_up_id
    )
    return calls_actions.begin_sheet(act, beginning=beginning)


def _guarded(file: CustomerFile, draft: FollowUpDraft) -> Refused | None:
    """The guard's answer at the hour of the appointment: the customer asked for it, or agreed to it."""
    assert draft.due_at is not None
    person = next((p for p in live_contacts(file.customer) if p.pk == draft.contact_id), None)
    proposed = ProposedContact(
        channel=Channel.VISIT,
        at=draft.due_at,
        step=f"visit {draft.due_on.isoformat()}",
        stage="call",
        occasion=Occasion.CALL_BACK_REQUESTED,
        contact_id=person.pk if person else None,
        appointment_at=draft.due_at,
    )
    verdict = review(guard_facts(file.known, file.customer.pk, person), proposed)
    if verdict.decision is Decision.ALLOW or (verdict.until is not None and verdict.until <= draft.due_at):
        return None
    return Refused(verdict.reason, "due_on")
