"""The screen of a call under way: one step at a time, large words, what they say beside, terms closed until asked."""

from dataclasses import dataclass
from datetime import date, datetime, timedelta
from typing import Any

from encours.faces.desk.pages.brief import brief_page, number_of
from encours.faces.desk.pages.script import owed_first
from encours.faces.desk.pages.spoken import Heard, language_of, lines, voicemail
from encours.faces.desk.who import Desk
from encours.flows import next_contact
from encours.flows.brief import Brief
from encours.flows.calling.live import offers, options_before
from encours.flows.contacting import calendar_of
from encours.ground.kernel.business_days import full_business_days_after
from encours.ground.kernel.clock import local_time
from encours.ground.kernel.money import Money
from encours.ground.kernel.reason import N_, Reason
from encours.ground.plumbing.say import say
from encours.ground.plumbing.typed import Unreadable, read_amount
from encours.ground.wording.script import Step as Spoken
from encours.method.calls.queries import under_way
from encours.method.calls.rules import questions
from encours.method.calls.rules.outcome import advice, all_that_follows, proposed_outcome
from encours.method.calls.rules.palette import MONEY
from encours.method.calls.rules.recording import PHRASE, RecordingTerms
from encours.method.calls.rules.sheet import Sheet
from encours.method.calls.rules.steps import STEP_LABELS, Step, next_step, shows_terms, way
from encours.method.calls.rules.tree import Leads
from encours.method.cases.rules.contact import CallOutcome, Channel
from encours.method.cases.rules.words import OUTCOME_LABELS

ABSENT = (
    CallOutcome.NO_ANSWER,
    CallOutcome.VOICEMAIL_LEFT,
    CallOutcome.WRONG_NUMBER,
    CallOutcome.SOMEONE_ELSE,
)
_SPOKEN_AT = {
    Step.OPEN: (Spoken.OPENING, Spoken.FACTS),
    Step.LISTEN: (Spoken.INVITE, Spoken.LISTEN),
    Step.ASK: (),
    Step.SUM_UP: (Spoken.SUMMARY, Spoken.EMPATHY, Spoken.INTENT),
    Step.REQUEST: (Spoken.REQUEST,),
    Step.AGREE: (Spoken.AGREEMENT,),
    Step.CLOSE: (Spoken.CLOSING,),
    Step.CALM: (Spoken.PAUSE,),
    Step.ABSENT: (),
}
_LONG_RELATION_MONTHS = 24


@dataclass(frozen=True, slots=True)
class Live:
    """A call under way as its page reads it. `asked`: a question that somebody chose to ask out of its turn."""

    brief: Brief
    sheet: Sheet
    asked: str = ""

    @property
    def we_owe(self) -> bool:
        """Whether the call keeps our word and asks for nothing."""
        return owed_first(self.brief) is not None

    @property
    def contact(self) -> Any:
        """Who is on the line, as far as it is said."""
        wanted = self.sheet.said("contact")
        return next((p for p in self.brief.people if str(p.pk) == wanted), None)

    @property
    def due(self) -> Money:
        """What is past due, in the currency of the case."""
        file = self.brief.file
        return next(iter(file.due), Money.zero(file.known.house.entity.currency))


def call_page(desk: Desk, live: Live, *, terms: RecordingTerms) -> dict[str, Any]:
    """Everything on the page but the form."""
    step, sheet = live.sheet.step, live.sheet
    heard = heard_so_far(desk, live)
    spoken = lines(desk, live.brief, heard)
    language = language_of(live.brief, heard)
    page = brief_page(desk, live.brief, back_url="")
    return page | {
        "sheet_id": sheet.id,
        "step": {"key": step.value, "label": Reason(STEP_LABELS[step])},
        "steps": _steps(live),
        "said": _said(live, spoken),
        "owed": owed_first(live.brief),
        "silence": step is Step.LISTEN,
        "pause": spoken.get(Spoken.PAUSE, ""),
        "unknown": spoken.get(Spoken.UNKNOWN, ""),
        "someone_else": spoken.get(Spoken.SOMEONE_ELSE, ""),
        "voicemail": voicemail(desk, live.brief, heard),
        "numbers": [number_of(p) for p in live.brief.people if p.phone],
        "is_visit": sheet.channel is Channel.VISIT,
        "question": _question(live, language) if step is Step.ASK else None,
        "advice": advice(sheet.answers, options_before(live.brief)),
        "terms_open": shows_terms(step),
        "offers": _offers(desk, live) if step is Step.REQUEST else [],
        "absent": _absent(live) if step is Step.ABSENT else [],
        "read_back": spoken.get(Spoken.AGREEMENT, "") if step is Step.AGREE else "",
        "next": next_step(step, we_owe=live.we_owe),
        "is_last": step in {Step.CLOSE, Step.CALM} or (step is Step.ABSENT and bool(sheet.said("outcome"))),
        "consent": _consent(live, terms, language),
        "kept": kept_at(desk, sheet.saved_at),
        "elapsed": max(0, int((desk.act.at - sheet.began_at).total_seconds())),
        "cool_down_on": cool_down_on(desk),
    }


def kept_at(desk: Desk, at: datetime) -> Reason:
    """When the sheet was last kept, by the clock on the wall."""
    return Reason(N_("gardé à {hour}"), hour=f"{local_time(at, desk.entity.time_zone):%H:%M}")


def heard_so_far(desk: Desk, live: Live) -> Heard:
    """What the sheet holds, as the script says it; at the read-back also what its fields propose."""
    sheet = live.sheet
    words = first_words(desk, live) if sheet.step is Step.AGREE else sheet.written
    speaker = next(
        (m for m in live.brief.file.known.house.team if str(m.id) == sheet.said("spoken_by")), None
    )
    return Heard(
        contact=live.contact,
        caller=speaker.name if speaker else "",
        is_intermediary=bool(speaker and speaker.role == "intermediary"),
        is_hardship_told=bool(sheet.said("hardship")),
        values={
            "situation": sheet.said("summary").rstrip("."),
            "agreed_amount": _read_amount(words.get("agreed_amount", ""), live.due.currency),
            "agreed_date": _read_day(words.get("agreed_on", "")),
            "method": words.get("agreed_by", ""),
            "our_action": words.get("our_action", ""),
        },
    )


def first_words(desk: Desk, live: Live) -> dict[str, str]:
    """What the fields propose before anybody writes: nothing that was not said or computed."""
    sheet, today = live.sheet, desk.act.today
    has_promise = bool(sheet.said("agreed_amount") and sheet.said("agreed_on"))
    outcome = proposed_outcome(sheet.answers, has_promise=has_promise)
    if sheet.step is Step.CALM:
        outcome = CallOutcome.EMOTIONAL
    told = sheet.said("outcome")
    outcome = CallOutcome(told) if told in set(CallOutcome) else outcome
    calendar = calendar_of(desk.act)
    found = all_that_follows(sheet.answers, today=today, calendar=calendar)
    owed = next((one.owed for one in found if one.owed), None)
    reason = questions.reason_of(sheet.answers)
    main = next((p for p in live.brief.people if p.phone), None)
    contact = live.contact or main
    proposed = {
        "contact": str(contact.pk) if contact else "",
        "agreed_by": say(Reason(N_("virement"))),
        "agreed_person": contact.name if contact else "",
        "our_action": say(owed.what) if owed else "",
        "our_action_on": owed.due_on.isoformat() if owed else "",
        "reason": reason.value if reason else "",
        "outcome": outcome.value,
        "mood": "calm",
        **_next(desk, live, outcome),
    }
    return {name: text for name, text in proposed.items() if text} | sheet.written


def cool_down_on(desk: Desk) -> date:
    """The first day after the two full business days of calm."""
    return full_business_days_after(desk.act.today, 2, desk.entity.country, desk.entity.region)


def _next(desk: Desk, live: Live, outcome: CallOutcome) -> dict[str, str]:
    """The step that comes next and its day, as far as the rules know them."""
    known, customer = live.brief.file.known, live.brief.file.customer.pk
    if outcome is CallOutcome.EMOTIONAL:
        words, on = N_("reprendre l'échange au calme, par une autre voix"), cool_down_on(desk)
        inside = next_contact.NextWay.INSIDE.value  # the guard says itself when somebody may call again
        return {"next_step": say(Reason(words)), "next_on": on.isoformat(), "next_way": inside}
    if outcome is CallOutcome.WRONG_NUMBER:
        words = N_("trouver le bon numéro")
        return {
            "next_step": say(Reason(words)),
            "next_on": desk.act.today.isoformat(),
            "next_way": next_contact.NextWay.INSIDE.value,
        }
    if outcome is CallOutcome.ORAL_PROMISE and (agreed := live.sheet.said("agreed_on")):
        return {"next_step": say(Reason(N_("vérifier le versement"))), "next_on": agreed}
    words = N_("rappeler") if not outcome.had_conversation else N_("reprendre contact")
    day = next_contact.first_day(known, customer, outcome=outcome)
    leads = {one.leaf.leads for one in _follows(desk, live)}
    if leads & {Leads.CALL_BACK, Leads.CALL_DECIDER, Leads.WRITE_OPTIONS}:
        words = N_("rappeler comme convenu")
    return {"next_step": say(Reason(words)), "next_on": day.isoformat() if day else ""}


def _follows(desk: Desk, live: Live) -> Any:
    return all_that_follows(live.sheet.answers, today=desk.act.today, calendar=calendar_of(desk.act))


def _steps(live: Live) -> list[dict[str, Any]]:
    order = way(we_owe=live.we_owe)
    here = order.index(live.sheet.step) if live.sheet.step in order else -1
    return [
        {
            "key": step.value,
            "label": Reason(STEP_LABELS[step]),
            "is_here": place == here,
            "is_done": place < here,
        }
        for place, step in enumerate(order)
    ]


def _said(live: Live, spoken: dict[Spoken, str]) -> list[str | Reason]:
    step = live.sheet.step
    if live.we_owe and step is Step.LISTEN:
        return [
            Reason(N_("Dites d'abord ce qui était dû de notre côté, puis : « Reste-t-il autre chose ? »"))
        ]
    if live.we_owe and step is Step.OPEN:
        return [spoken[Spoken.OPENING]]
    wanted = [one for one in _SPOKEN_AT[step] if one in spoken]
    if not _values_the_relation(live):
        wanted = [one for one in wanted if one is not Spoken.INTENT]
    return [spoken[one] for one in wanted]


def _values_the_relation(live: Live) -> bool:
    """The intention is said where it is true: a regular, reliable customer, or one to be kept (T07, 8)."""
    customer = live.brief.file.customer
    if customer.to_be_kept:
        return True
    today, since = live.brief.file.known.house.today, customer.since_on
    return since is not None and today - since >= timedelta(days=30 * _LONG_RELATION_MONTHS)


def _question(live: Live, language: str) -> dict[str, Any]:
    answers = live.sheet.answers
    asked = questions.QUESTIONS.get(live.asked) or questions.question_after(answers)
    leaf_keys = questions.leaves_of(answers[-1:])
    leaf = questions.LEAVES[leaf_keys[0]] if leaf_keys and not live.asked else None
    more = questions.goes_on_with(answers) if leaf else None
    return {
        "key": asked.key if asked else "",
        "text": say(Reason(asked.text), language) if asked else "",
        "answers": [
            {
                "key": answer.key,
                "label": Reason(answer.label),
                "digit": place,
                "is_aside": answer in questions.ASIDE,
            }
            for place, answer in enumerate(questions.answers_to(asked.key), start=1)
        ]
        if asked
        else [],
        "path": [_answered(question, answer) for question, answer in answers],
        "leaf": {"say": Reason(leaf.say), "leads": leaf.leads.value} if leaf else None,
        "more": {"key": more.key, "text": Reason(more.text)} if more else None,
        "others": [{"key": q.key, "text": Reason(q.text)} for q in questions.QUESTIONS.values()],
    }


def _answered(question: str, answer: str) -> dict[str, Reason]:
    label = next(a.label for a in questions.answers_to(question) if a.key == answer)
    return {"question": Reason(questions.QUESTIONS[question].text), "answer": Reason(label)}


def _offers(desk: Desk, live: Live) -> list[dict[str, Any]]:
    chosen = live.sheet.said("option")
    return [
        {
            "key": offer.option.value,
            "title": offer.title,
            "detail": offer.detail,
            "locked": offer.locked,
            "is_task": offer.is_task,
            "is_money": offer.option in MONEY,
            "is_chosen": offer.option.value == chosen,
            "digit": place,
        }
        for place, offer in enumerate(offers(desk.act, live.brief, live.due), start=1)
    ]


def _absent(live: Live) -> list[dict[str, Any]]:
    chosen = live.sheet.said("outcome")
    return [
        {
            "key": outcome.value,
            "label": Reason(OUTCOME_LABELS[outcome]),
            "digit": place,
            "is_chosen": outcome.value == chosen,
        }
        for place, outcome in enumerate(ABSENT, start=1)
    ]


def _consent(live: Live, terms: RecordingTerms, language: str) -> dict[str, Any] | None:
    if not terms.is_allowed:
        return None
    return {
        "phrase": say(Reason(PHRASE, days=terms.days), language),
        "answer": live.sheet.consent.value,
        "at": live.sheet.consent_at,
    }


def consent_phrase(live: Live, terms: RecordingTerms) -> str:
    """The words that asked, in the language of whoever answers."""
    return say(Reason(PHRASE, days=terms.days), language_of(live.brief, Heard(contact=live.contact)))


def terms_of(desk: Desk) -> RecordingTerms:
    """Whether this company keeps voices."""
    return under_way.terms_of(desk.entity.id)


def _read_amount(text: str, currency: str) -> str:
    try:
        return say(Reason("{amount}", amount=read_amount(text, currency))) if text else ""
    except Unreadable:
        return text


def _read_day(text: str) -> str:
    try:
        return say(Reason("{on}", on=date.fromisoformat(text)))
    except ValueError:
        return text
