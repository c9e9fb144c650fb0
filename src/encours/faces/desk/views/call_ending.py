"""What was written on a sheet, read field by field, becomes the end of a call."""

from datetime import datetime, time
from typing import Any

from encours.faces.desk.forms.calling import SheetForm
from encours.faces.desk.pages.call import Live
from encours.faces.desk.who import Desk
from encours.flows.calling import ending
from encours.flows.calling.ending import Ended, Ending
from encours.flows.next_contact import NextWay
from encours.ground.kernel.clock import at
from encours.ground.kernel.reason import N_, Reason, Refused
from encours.method.agreements.rules.drafts import PromiseDraft
from encours.method.agreements.rules.words import PromiseSource
from encours.method.calls.rules.palette import Option
from encours.method.calls.rules.steps import Step, problem_of_step
from encours.method.calls.rules.words import Mood
from encours.method.cases.rules.contact import CallOutcome, Channel

_MORNING = time(9)
_FIELDS = {
    "amount": "agreed_amount",
    "promised_for": "agreed_on",
    "means": "agreed_by",
    "person": "agreed_person",
    "note": "facts",
}
"""How the rules call what the sheet calls otherwise."""
_HALF = Reason(N_("Relisez l'accord : il faut un montant et une date, ou aucun des deux."))


def note_ending(desk: Desk, live: Live, form: SheetForm) -> Ended | Refused:
    """Notes the call; refused with an empty reason where the form itself says what is wrong."""
    if not form.is_valid():
        return Refused(Reason(""))
    noted, sheet = form.cleaned_data, live.sheet
    outcome: CallOutcome = noted["outcome"]
    if sheet.step is Step.CALM:
        outcome = CallOutcome.EMOTIONAL
    if outcome.had_conversation and outcome is not CallOutcome.EMOTIONAL:
        wanted = problem_of_step(Step.CLOSE, summary=noted["summary"], is_confirmed=noted["is_confirmed"])
        if wanted is not None:
            return wanted
    if bool(noted["agreed_amount"]) != bool(noted["agreed_on"]) and outcome.had_conversation:
        return Refused(_HALF)
    made = ending.finish(desk.act, sheet, live.brief.file, _ending(desk, live, noted, outcome))
    if isinstance(made, Refused):
        return Refused(made.reason, _FIELDS.get(made.field, made.field))
    return made


def _ending(desk: Desk, live: Live, noted: dict[str, Any], outcome: CallOutcome) -> Ending:
    has_spoken = outcome.had_conversation
    option = live.sheet.said("option")
    return Ending(
        outcome=outcome,
        next_step=noted["next_step"],
        next_on=noted["next_on"],
        next_way=_way(noted, outcome),
        call_back_at=_call_back(desk, noted, outcome),
        contact_id=int(noted["contact"]) if noted["contact"] else None,
        spoken_by_id=int(noted["spoken_by"]) if noted["spoken_by"] else None,
        facts=noted["facts"],
        reason=noted["reason"] if has_spoken else None,
        reason_words=noted["reason_words"],
        constraints=noted["constraints"],
        promises=noted["promises"],
        summary=noted["summary"],
        is_hardship_told=noted["hardship"],
        promise=_promise(live, noted, outcome),
        option=Option(option) if option in set(Option) and has_spoken else None,
        our_action=noted["our_action"] if live.sheet.said("our_action") and has_spoken else "",
        our_action_on=noted["our_action_on"] if live.sheet.said("our_action") else None,
        owed=noted["owed"] if has_spoken else "",
        mood=noted["mood"] or Mood.CALM,
        ratings=(_rating(noted["friendly"]), _rating(noted["firm"]), _rating(noted["factual"])),
    )


def _promise(live: Live, noted: dict[str, Any], outcome: CallOutcome) -> PromiseDraft | None:
    """The promise that was read back; after a difficult exchange nothing was agreed (R073)."""
    case_id = live.sheet.case_id
    if not (noted["agreed_amount"] and noted["agreed_on"] and case_id) or not outcome.had_conversation:
        return None
    if outcome is CallOutcome.EMOTIONAL:
        return None
    return PromiseDraft(
        customer_id=live.sheet.customer_id,
        case_id=case_id,
        amount=noted["agreed_amount"],
        promised_for=noted["agreed_on"],
        means=noted["agreed_by"],
        person=noted["agreed_person"],
        source=PromiseSource.VISIT if live.sheet.channel is Channel.VISIT else PromiseSource.CALL,
    )


def _way(noted: dict[str, Any], outcome: CallOutcome) -> NextWay:
    is_asked = outcome is CallOutcome.CALL_BACK_REQUESTED
    return noted["next_way"] or (NextWay.ASKED if is_asked else NextWay.OURS)


def _call_back(desk: Desk, noted: dict[str, Any], outcome: CallOutcome) -> datetime | None:
    if _way(noted, outcome) is not NextWay.ASKED or not noted["next_on"]:
        return None
    return at(noted["next_on"], noted["call_back_hour"] or _MORNING, desk.entity.time_zone)


def _rating(text: str) -> int | None:
    return int(text) if text else None
