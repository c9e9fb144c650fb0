"""The sheet of a call under way: begun, kept at every keystroke, answered question by question, finished or dropped."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime

from django.db import transaction

from encours.ground.evidence import actions as evidence_actions
from encours.ground.evidence.acts import Act
from encours.ground.kernel.reason import N_, Reason
from encours.method.calls.models import CallSheet
from encours.method.calls.rules.questions import is_answer
from encours.method.calls.rules.recording import CONSENT_LABELS, Consent
from encours.method.calls.rules.sheet import kept
from encours.method.calls.rules.steps import Step
from encours.method.cases.rules.contact import Channel


@dataclass(frozen=True, slots=True)
class Beginning:
    """What a call is begun with."""

    customer_id: int
    case_id: int | None = None
    channel: Channel = Channel.PHONE
    follow_up_id: int | None = None


@transaction.atomic
def begin_sheet(act: Act, *, beginning: Beginning) -> int:
    """A person begins a call; whoever has one open with the same customer goes on with it. Returns the sheet."""
    row, is_new = CallSheet.objects.get_or_create(
        entity_id=act.entity_id,
        caller=act.actor,
        defaults={
            "customer_id": beginning.customer_id,
            "case_id": beginning.case_id,
            "channel": beginning.channel.value,
            "follow_up_id": beginning.follow_up_id,
            "began_at": act.at,
            "saved_at": act.at,
        },
    )
    if is_new:
        evidence_actions.append(
            act.entry(
                "calls.call_begun",
                f"customer:{row.customer_id}",
                Reason(N_("Appel commencé")),
                payload={"sheet": row.pk, "channel": row.channel},
            )
        )
    return row.pk


def save_sheet(
    act: Act, *, sheet_id: int, given: Mapping[str, str], step: Step | None = None
) -> datetime | None:
    """Keeps what is typed, as it is typed; None when the sheet is no longer this caller's."""
    with transaction.atomic():
        row = _own(act, sheet_id)
        if row is None:
            return None
        row.written = kept(row.written, dict(given))
        row.saved_at = act.at
        row.step = step.value if step else row.step
        row.save(update_fields=["written", "saved_at", "step"])
    return row.saved_at


@transaction.atomic
def answer_question(act: Act, *, sheet_id: int, question: str, answer: str) -> bool:
    """Keeps one answer; what was answered to the same question before, and after it, goes. False: no such answer."""
    row = _own(act, sheet_id)
    if row is None or not is_answer(question, answer):
        return False
    before = list(row.answers)
    places = [place for place, pair in enumerate(before) if pair[0] == question]
    row.answers = [*(before[: places[0]] if places else before), [question, answer]]
    row.saved_at = act.at
    row.save(update_fields=["answers", "saved_at"])
    return True


@transaction.atomic
def take_answer_back(act: Act, *, sheet_id: int) -> None:
    """The last answer was a slip."""
    row = _own(act, sheet_id)
    if row is not None:
        row.answers = row.answers[:-1]
        row.save(update_fields=["answers"])


@transaction.atomic
def note_consent(act: Act, *, sheet_id: int, consent: Consent, phrase: str) -> None:
    """What the person answered when asked whether their voice may be kept, with the words that asked. Source: G8."""
    row = _own(act, sheet_id)
    if row is None:
        return
    row.consent, row.consent_at = consent.value, act.at
    row.save(update_fields=["consent", "consent_at"])
    evidence_actions.append(
        act.entry(
            "calls.consent_noted",
            f"customer:{row.customer_id}",
            Reason(N_("Enregistrement de l'appel : {answer}"), answer=Reason(CONSENT_LABELS[consent])),
            payload={"sheet": row.pk, "consent": consent.value},
            details={"phrase": phrase},
        )
    )


@transaction.atomic
def drop_sheet(act: Act, *, sheet_id: int, why: str) -> None:
    """A sheet that was no call: it goes, and the journal says why."""
    row = _own(act, sheet_id)
    if row is None:
        return
    evidence_actions.append(
        act.entry(
            "calls.call_dropped",
            f"customer:{row.customer_id}",
            Reason(N_("Appel abandonné : {why}"), why=why.strip()),
            payload={"sheet": row.pk},
            details={"why": why.strip()},
        )
    )
    row.delete()


def finish_sheet(act: Act, *, sheet_id: int) -> None:
    """The call is noted: its note holds the words now."""
    CallSheet.objects.filter(pk=sheet_id, entity_id=act.entity_id, caller=act.actor).delete()


def _own(act: Act, sheet_id: int) -> CallSheet | None:
    rows = CallSheet.objects.select_for_update()
    return rows.filter(pk=sheet_id, entity_id=act.entity_id, caller=act.actor).first()
