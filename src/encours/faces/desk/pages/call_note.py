"""A call that was noted: what was said, how long it took, its written summary, what remains, its recording."""

from typing import Any

from django.urls import reverse

from encours.faces.desk.pages.agenda import follow_up_row, names_of_team
from encours.faces.desk.who import Desk
from encours.flows.calling.agenda import GONE, summary_key
from encours.ground.kernel.reason import N_, Reason
from encours.method.calls.queries import CallFact, under_way
from encours.method.calls.rules import questions
from encours.method.calls.rules.recording import Consent
from encours.method.calls.rules.words import CLOSED
from encours.method.cases.rules.contact import Channel
from encours.method.cases.rules.words import CASE_REASON_LABELS, OUTCOME_LABELS
from encours.method.outreach.queries.by_step import by_step_keys


def note_page(desk: Desk, note: CallFact, *, name: str) -> dict[str, Any]:
    """Everything on the page but the forms."""
    names = names_of_team(desk)
    terms, voice = under_way.terms_of(desk.entity.id), under_way.voice_of(note.id)
    return {
        "customer": {"id": note.customer_id, "name": name},
        "note_id": note.id,
        "what": Reason(N_("Rendez-vous")) if note.channel is Channel.VISIT else Reason(N_("Appel")),
        "at": note.called_at,
        "outcome": Reason(OUTCOME_LABELS[note.outcome]),
        "told": _told(note),
        "path": [
            {
                "question": Reason(questions.QUESTIONS[question].text),
                "answer": Reason(next(a.label for a in questions.answers_to(question) if a.key == answer)),
            }
            for question, answer in note.answers
        ],
        "next": None
        if note.next_step == CLOSED or note.next_on is None
        else Reason(N_("{what}, le {on}"), what=note.next_step, on=note.next_on),
        "minutes": note.minutes,
        "counted": note.counted_minutes,
        "summary": _summary(desk, note),
        "follow_ups": [
            follow_up_row(desk, each, names)
            for each in under_way.follow_ups_of(note.customer_id)
            if each.note_id == note.id
        ],
        "voice": voice,
        "may_keep_voice": terms.is_allowed and note.consent is Consent.GIVEN and voice is None,
    }


def _told(note: CallFact) -> list[dict[str, Any]]:
    reason = Reason(CASE_REASON_LABELS[note.reason]) if note.reason else None
    ours = None
    if note.our_action:
        ours = Reason(N_("{what}, avant le {on}"), what=note.our_action, on=note.our_action_on)
    found: list[tuple[str, Reason | str | None]] = [
        (N_("Résumé confirmé"), note.summary),
        (N_("Faits"), note.note),
        (N_("Raison"), reason),
        (N_("Dans ses mots"), note.reason_words),
        (N_("Contraintes"), note.constraints),
        (N_("Promis"), note.promises),
        (N_("De notre côté"), ours),
    ]
    return [{"label": Reason(label), "text": text} for label, text in found if text]


def _summary(desk: Desk, note: CallFact) -> dict[str, Any] | None:
    """Where the written summary stands; None where none is due or it was settled by hand."""
    key = summary_key(note.id)
    message_id, state = by_step_keys(desk.entity.id, [key]).get(key, (None, None))
    if not note.owes_summary and message_id is None:
        return None
    return {
        "is_gone": state in GONE,
        "is_due": note.owes_summary and state not in GONE,
        "url": reverse("desk:message", args=[message_id]) if message_id else None,
    }
