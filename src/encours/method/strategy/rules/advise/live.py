"""What somebody is about to do right now: a draft, a call, a planned message, an act of a user."""

from collections.abc import Callable, Mapping
from datetime import datetime, timedelta

from encours.ground.kernel.business_days import is_holiday
from encours.ground.kernel.reason import N_, Reason
from encours.method.cases.rules.contact import Channel, HoldKind, Occasion
from encours.method.outreach.rules.contact_facts import ProposedContact
from encours.method.outreach.rules.guard import review
from encours.method.outreach.rules.pauses import concessions_locked_until
from encours.method.strategy.rules.advise.answer import ASKING, PENALTIES, TRACING, Advice
from encours.method.strategy.rules.advise.hand_over import place_with_agency
from encours.method.strategy.rules.advise.reading import IRRITATED, Reading
from encours.method.strategy.rules.advise.settling import write_off_asked
from encours.method.strategy.rules.advise.situation import Event, EventKind
from encours.method.strategy.rules.advise.words import (
    AdviceChannel,
    AdviceSender,
    Forbidden,
    Motive,
    NextAction,
)

F, A, C, S = Forbidden, NextAction, AdviceChannel, AdviceSender
_SERVICE = frozenset(
    {"promise_reminder", "condolence", "dispute_ack", "thanks", "own_promise", "call_summary"}
)
"""Messages that ask for nothing new: a changed fact does not stop them."""
_UPSET = frozenset({"emotional", "angry", "upset", "crying", "shouting", "furious", "agitated", "tense"})


def live(reading: Reading) -> Advice | None:
    """The answer when the last event is an act under way; None when it is not."""
    events = reading.situation.events
    if not events:
        return None
    last = events[-1]
    match last.kind:
        case EventKind.DRAFT:
            return _draft(reading, last)
        case EventKind.CALLER_MOOD:
            return _caller(reading, last)
        case EventKind.CALL_IN_PROGRESS:
            return _in_call(reading, last)
        case EventKind.SCHEDULED_CALL | EventKind.SCHEDULED_EMAIL:
            return _scheduled(reading, last)
        case EventKind.USER_ACTION:
            act = _ACTS.get(last.action)
            return act(reading, last) if act else _unknown_act(last)
        case _:
            return None


def _draft(reading: Reading, event: Event) -> Advice | None:
    slips = reading.kit.phrases.slips_in(event.text)
    # Before two broken agreements legal words are a threat; later they are the true next step.
    if reading.broken >= 2 and reading.situation.customer.plan_b_ready is not False:
        slips -= {F.THREATEN_LEGAL}
    closed = _closed_to_requests(reading)
    shouting = sum(word.isupper() and len(word) >= 5 for word in event.text.split()) > 0 or "!!" in event.text
    if not (slips or closed or shouting):
        return None
    told = Reason(N_("Ce texte contient ce que la méthode refuse : à réécrire avant tout envoi"))
    if closed and not slips and not shouting:
        told = Reason(N_("Rien ne se demande en ce moment à ce client : ce texte ne part pas"))
    return Advice(
        A.REWRITE_MESSAGE,
        C.EMAIL,
        S.AR,
        forbidden=frozenset({F.SEND, *slips}) | (ASKING if closed else frozenset()),
        why=(told,),
    )


def _closed_to_requests(reading: Reading) -> bool:
    whole = reading.dispute is not None and reading.dispute.is_open and reading.dispute.amount is None
    holds = any(reading.held(kind) for kind in HoldKind)
    return reading.is_paid or whole or holds or reading.promised.on_time or reading.cool_until is not None


def _caller(reading: Reading, event: Event) -> Advice | None:
    minutes = reading.thresholds.guard.caller_break_minutes
    passed = event.minutes_ago or 0
    if event.mood not in IRRITATED or passed >= minutes:
        return None
    why = Reason(
        N_("Une pause de {minutes} minutes, puis l'appel suivant ; l'écrit reste possible"), minutes=minutes
    )
    free_at = reading.situation.now + timedelta(minutes=minutes - passed)
    return Advice(
        A.CALLER_BREAK,
        C.NONE,
        S.AR,
        earliest=free_at,
        forbidden=frozenset({F.CALL, F.CALL_BEFORE_BREAK}),
        why=(why,),
    )


def _in_call(reading: Reading, event: Event) -> Advice:
    del reading
    always = (
        frozenset({F.ARGUE, F.THREATEN_LEGAL, F.RECORD_CALL_WITHOUT_CONSENT, F.DISCLOSE_PLAN_B}) | PENALTIES
    )
    if event.mood in _UPSET:
        why = Reason(
            N_("Rester calme, ne rien accorder ni exiger, proposer de rappeler quand ce sera plus calme")
        )
        refused = always | {F.GRANT_CONCESSION, F.CALL_TO_DEMAND}
        return Advice(A.RESCHEDULE, C.PHONE, S.AR, forbidden=refused, why=(why,), due_today=True)
    why = Reason(N_("Écouter, noter les faits, résumer : ce n'est pas le moment d'exposer notre position"))
    return Advice(A.TAKE_NOTES, C.PHONE, S.AR, forbidden=always, why=(why,))


def _scheduled(reading: Reading, event: Event) -> Advice | None:
    is_call = event.kind is EventKind.SCHEDULED_CALL
    if event.stage in _SERVICE:
        return None
    if _closed_to_requests(reading) or reading.owed.anything:
        why = Reason(N_("Les faits ont changé : ce qui était prévu ne part pas"))
        refused = ASKING | ({F.CALL, F.CALL_TO_DEMAND} if is_call else frozenset())
        return Advice(A.CANCEL_SCHEDULED, C.NONE, S.SYSTEM, forbidden=refused, why=(why,))
    asked = reading.last(EventKind.CALL)
    appointment = asked.appointment if asked else None
    verdict = review(reading.guard, _proposed(reading, event, appointment))
    if verdict.is_allowed:
        return None
    early = appointment is not None and event.at < appointment
    refused = _bad_day(reading, event) | ({F.CALL_BEFORE_APPOINTMENT} if early else frozenset())
    refused |= {F.CALL} if is_call else ASKING
    if reading.caller_irritated_at:
        refused |= {F.CALL_BEFORE_BREAK}
    way = C.PHONE if is_call else C.EMAIL
    return Advice(A.RESCHEDULE, way, S.AR, earliest=verdict.until, forbidden=refused, why=(verdict.reason,))


def _proposed(reading: Reading, event: Event, appointment: datetime | None) -> ProposedContact:
    channel = Channel.PHONE if event.kind is EventKind.SCHEDULED_CALL else Channel.EMAIL
    occasion = Occasion.CALL_BACK_REQUESTED if appointment else Occasion.LADDER
    at = max(event.at, reading.situation.now)
    return ProposedContact(channel, at, stage=event.stage, occasion=occasion, appointment_at=appointment)


def _bad_day(reading: Reading, event: Event) -> frozenset[Forbidden]:
    customer = reading.situation.customer
    if is_holiday(event.on, customer.country, customer.region):
        return frozenset({F.CALL_ON_HOLIDAY})
    return frozenset({F.CALL_ON_WEEKEND}) if event.on.weekday() >= 5 else frozenset()


def _search(reading: Reading, event: Event) -> Advice:
    del reading
    refused = {
        "search_ssn": F.COLLECT_SSN,
        "ask_neighbours": F.CONTACT_NEIGHBOURS,
        "contact_neighbours": F.CONTACT_NEIGHBOURS,
        "contact_third_party": F.CONTACT_THIRD_PARTY,
        "social_media_search": F.SOCIAL_MEDIA_INVESTIGATION,
        "social_media_investigation": F.SOCIAL_MEDIA_INVESTIGATION,
    }
    why = Reason(N_("Une adresse se cherche dans les registres publics, ou par un commissaire de justice"))
    return Advice(
        A.LAWFUL_ADDRESS_SEARCH,
        C.PUBLIC_REGISTERS,
        S.AR,
        forbidden=TRACING | {refused[event.action]},
        why=(why,),
    )


def _publish(reading: Reading, event: Event) -> Advice:
    del reading, event
    why = Reason(
        N_(
            "Publier un nom est exclu : restent la société de recouvrement, l'avocat, la médiation "
            "et le tribunal"
        )
    )
    return Advice(
        A.OFFER_LAWFUL_OPTIONS, C.NONE, S.OWNER, forbidden=frozenset({F.PUBLIC_SHAMING}), why=(why,)
    )


def _record(reading: Reading, event: Event) -> Advice:
    del reading
    refused = frozenset[Forbidden]() if event.has_consent else frozenset({F.RECORD_CALL_WITHOUT_CONSENT})
    why = Reason(
        N_(
            "Des notes toujours, un enregistrement seulement avec information et accord ; le résumé "
            "écrit prouve mieux"
        )
    )
    return Advice(A.TAKE_NOTES, C.PHONE, S.AR, forbidden=refused, why=(why,))


def _concede(reading: Reading, event: Event) -> Advice | None:
    locked = concessions_locked_until(reading.contacts, reading.thresholds.guard)
    if locked and reading.situation.now < locked:
        why = Reason(N_("Après un échange difficile, remises et annulations attendent 24 heures"))
        refused = {F.GRANT_CONCESSION, F.WRITE_OFF, F.WRITE_OFF_BEFORE_OFFER, F.WRITE_OFF_WITHOUT_ATTEMPT}
        return Advice(
            A.BLOCK_CONCESSION_24H, C.NONE, S.OWNER, earliest=locked, forbidden=frozenset(refused), why=(why,)
        )
    return write_off_asked(reading) if event.action in _WRITE_OFFS else None


def _bad_intent(reading: Reading, event: Event) -> Advice:
    del reading, event
    why = Reason(
        N_("Seul le dirigeant note qu'un client ne souhaite pas payer, sur un avis confirmé et ses preuves")
    )
    refused = frozenset({F.SET_BAD_INTENT, F.SET_BAD_INTENT_AUTOMATICALLY, F.CLASSIFY_AVOIDS})
    return Advice(
        A.OFFER_LAWFUL_OPTIONS, C.NONE, S.OWNER, motive=Motive.UNKNOWN, forbidden=refused, why=(why,)
    )


def _court(reading: Reading, event: Event) -> Advice | None:
    """The court only after the reasons were asked for, a formal notice and the owner's decision (R092)."""
    del event
    if reading.last(EventKind.LETTER_SENT) is None or _closed_to_requests(reading):
        return None
    if not any(e.stage in {"formal_notice", "last_notice"} for e in reading.situation.events):
        return None
    why = Reason(
        N_("Mise en demeure restée sans effet : requête au tribunal, par le dirigeant ou son avocat")
    )
    refused = frozenset({F.ANOTHER_LAST_NOTICE, F.ANOTHER_PROMISE, F.PUBLIC_SHAMING})
    return Advice(
        A.COURT_FILING, C.REGISTERED_LETTER, S.OWNER_OR_LAWYER, tone=5, forbidden=refused, why=(why,)
    )


def _dismiss(reading: Reading, event: Event) -> Advice:
    del reading, event
    why = Reason(
        N_(
            "Fin de relation : décision du dirigeant, préavis écrit, une autre adresse proposée, "
            "aucun reproche"
        )
    )
    refused = frozenset({F.DISMISSAL_WITHOUT_NOTICE, F.LETTER_WITH_REPROACH, F.SEND_LETTER_WITHOUT_OWNER})
    return Advice(A.DISMISSAL_REVIEW, C.MEETING, S.OWNER, tone=0, forbidden=refused, why=(why,))


def _unknown_act(event: Event) -> Advice | None:
    del event
    return None


_WRITE_OFFS = frozenset({"cancel_invoice", "write_off", "cancel_debt"})
_Act = Callable[[Reading, Event], Advice | None]
_ACTS: Mapping[str, _Act] = {
    **dict.fromkeys(
        (
            "search_ssn",
            "ask_neighbours",
            "contact_neighbours",
            "contact_third_party",
            "social_media_search",
            "social_media_investigation",
        ),
        _search,
    ),
    **dict.fromkeys(("publish_name", "name_and_shame", "publish_list"), _publish),
    "record_call": _record,
    **dict.fromkeys(
        ("cancel_invoice", "write_off", "cancel_debt", "grant_discount", "grant_concession"), _concede
    ),
    **dict.fromkeys(("place_with_agency", "agency_handoff"), place_with_agency),
    "set_bad_intent": _bad_intent,
    **dict.fromkeys(("court_filing", "go_to_court", "sue"), _court),
    **dict.fromkeys(("dismiss_customer", "end_relationship", "send_dismissal"), _dismiss),
}
