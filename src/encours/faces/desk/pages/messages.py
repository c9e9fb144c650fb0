"""The messages: what waits for a person, what leaves, what left, and one message in its words."""

from collections.abc import Mapping
from typing import Any
from urllib.parse import quote, urlencode

from django.urls import reverse
from django.utils.text import Truncator

from encours.books.creditor import queries as creditor_queries
from encours.books.creditor.rules.roles import Permission
from encours.books.receivables import queries as receivables_queries
from encours.faces.desk.pages.departure import departure
from encours.faces.desk.pages.inbox import waiting_count
from encours.faces.desk.pages.paper import on_paper_of
from encours.faces.desk.pages.same_day import beside_message
from encours.faces.desk.pages.words import State, message_state
from encours.faces.desk.who import Desk
from encours.flows import texting
from encours.flows.review.recheck import number_of
from encours.flows.review.wording_context import words_of_anger
from encours.ground.kernel.money import Money
from encours.ground.kernel.reason import N_, Reason
from encours.ground.plumbing.reason_json import from_json
from encours.ground.plumbing.say import say
from encours.method.inbox import queries as inbox_queries
from encours.method.outreach import queries as outreach_queries
from encours.method.outreach.queries import WAITING
from encours.method.outreach.queries import text_service as text_queries
from encours.method.outreach.rules.receipts import told
from encours.method.outreach.rules.states import MODE_LABELS, MessageState, Mode
from encours.method.outreach.rules.text_service import DELIVERY_LABELS, Delivery

PAGE = 50
_HANDED_OVER = frozenset({MessageState.ACCEPTED, MessageState.UNKNOWN, MessageState.SENDING})
_ARRIVALS = {
    Delivery.TAKEN: ("press", "clock"),
    Delivery.DELIVERED: ("kept", "check"),
    Delivery.UNDELIVERED: ("late", "circle-alert"),
}
TABS: dict[str, tuple[str, frozenset[MessageState]]] = {
    "a-confirmer": (N_("À confirmer"), frozenset({MessageState.TO_CONFIRM})),
    "a-envoyer": (N_("À envoyer vous-même"), frozenset({MessageState.BY_HAND})),
    "a-verifier": (N_("À vérifier"), frozenset({MessageState.UNKNOWN, MessageState.REFUSED})),
    "prets": (N_("Prêts à partir"), frozenset({MessageState.READY, MessageState.SENDING})),
    "recus": (N_("Reçus"), frozenset()),
    "partis": (N_("Partis"), frozenset({MessageState.ACCEPTED, MessageState.SENT_BY_HAND})),
    "non-envoyes": (N_("Non envoyés"), frozenset({MessageState.CANCELLED})),
}
_BY_SERVER = frozenset({MessageState.TO_CONFIRM, MessageState.READY, MessageState.REFUSED})
"""What a server would send, or would not take: a person may send it instead."""
_EMPTY = {
    "a-confirmer": N_(
        "Rien n'attend votre accord. Les messages au-dessus de votre plafond, "
        "et ceux des étapes à confirmer, arrivent ici."
    ),
    "a-envoyer": N_(
        "Rien à envoyer à la main. Sans serveur d'envoi, les messages préparés arrivent ici, prêts à copier."
    ),
    "a-verifier": N_("Aucun envoi n'est en doute, aucun n'a été refusé."),
    "prets": N_("Aucun message n'attend son heure. La nuit prépare ceux du lendemain."),
    "recus": N_(
        "Rien à lire. Notez ici ce qui arrive par téléphone, par courrier ou par e-mail : "
        "la suite attend que vous l'ayez lu."
    ),
    "partis": N_("Aucun message n'est encore parti."),
    "non-envoyes": N_("Aucun message n'a été retenu."),
}


def messages_page(desk: Desk, tab: str, *, before: int | None = None) -> dict[str, Any]:
    """One tab of the list."""
    states = TABS[tab][1]
    lines = _received(desk) if tab == "recus" else []
    next_url = None
    if states:
        rows = outreach_queries.messages_in(desk.entity.id, states)
        found = list((rows.filter(pk__lt=before) if before else rows)[: PAGE + 1])
        lines = [_line(m) for m in found[:PAGE]]
        if len(found) > PAGE:
            next_url = f"{reverse('desk:messages')}?onglet={tab}&avant={found[PAGE - 1].pk}"
    leaving = departure(desk)
    return {
        "tabs": _tabs(desk, tab),
        "lines": lines,
        "next_url": next_url,
        "empty": {"title": say(Reason(TABS[tab][0])), "text": say(Reason(_EMPTY[tab]))},
        "tomorrow": leaving,
        "may_contact": desk.may(Permission.CONTACT),
    }


def first_tab(desk: Desk) -> str:
    """The tab that holds something for a person, else what is ready."""
    counts = outreach_queries.counts(desk.entity.id)
    if inbox_queries.unread(desk.entity.id):
        return "recus"
    for tab in ("a-confirmer", "a-envoyer", "a-verifier"):
        if any(counts.get(state) for state in TABS[tab][1]):
            return tab
    return "prets"


def _tabs(desk: Desk, current: str) -> list[dict[str, Any]]:
    counts = outreach_queries.counts(desk.entity.id)
    unread = waiting_count(desk)
    return [
        {
            "url": reverse("desk:inbox") if code == "recus" else f"{reverse('desk:messages')}?onglet={code}",
            "label": say(Reason(label)),
            "count": unread if code == "recus" else _waiting_count(counts, states),
            "is_current": code == current,
        }
        for code, (label, states) in TABS.items()
    ]


def _waiting_count(counts: Mapping[MessageState, int], states: frozenset[MessageState]) -> int | None:
    """How many wait in some states; what is over is not counted."""
    return sum(counts.get(state, 0) for state in states) if states & WAITING else None


def _line(m: Any) -> dict[str, Any]:
    state = MessageState(m.state)
    why = from_json(m.refusal) if m.refusal else (from_json(m.reasons[0]) if m.reasons else None)
    return {
        "id": m.pk,
        "url": reverse("desk:message", args=[m.pk]),
        "customer": m.customer.name,
        "subject": m.subject,
        "to": m.to_email or m.to_name,
        "amount": Money(m.total_minor, m.currency) if m.total_minor else None,
        "at": m.sent_at or m.send_from,
        "why": why,
        "state": message_state(state),
        "action": None,
    }


def _received(desk: Desk) -> list[dict[str, Any]]:
    items = inbox_queries.unread(desk.entity.id)
    names = {
        pk: row.name
        for pk, row in receivables_queries.customers_by_id({i.customer_id for i in items}).items()
    }
    state = State("press", "mail-open", Reason(N_("à lire")))
    return [
        {
            "id": i.id,
            "url": reverse("desk:incoming", args=[i.id]),
            "customer": names.get(i.customer_id, ""),
            "subject": Truncator(i.text).chars(90),
            "to": "",
            "amount": None,
            "at": i.received_at,
            "why": None,
            "state": state,
            "action": None,
        }
        for i in items
    ]


def message_page(desk: Desk, m: Any) -> dict[str, Any]:
    """One message in its words, why it exists, and how it leaves."""
    state = MessageState(m.state)
    may = desk.may(Permission.CONTACT)
    anger = _anger(desk, m) if state is MessageState.TO_CONFIRM else None
    waits = state in {MessageState.TO_CONFIRM, MessageState.READY, MessageState.BY_HAND}
    return {
        "message": {
            "id": m.pk,
            "customer_id": m.customer_id,
            "customer": m.customer.name,
            "is_text": m.channel == "sms",
            "from": _sender(m),
            "to": _recipient(m),
            "subject": m.subject,
            "text": m.text,
            "at": m.sent_at or m.send_from,
            "state": message_state(state),
            "mode": _how(desk, m, state),
            "amount": Money(m.total_minor, m.currency) if m.total_minor else None,
            "receipt": say(told(m.receipt)),
            "language": m.language,
        },
        "reasons": [from_json(reason) for reason in m.reasons],
        "lines": [
            {"number": x.number, "due_on": x.due_on, "open": Money(x.open_minor, m.currency)}
            for x in m.lines.all()
        ],
        "attachments": _copies(m),
        "missing": _missing(m) if m.channel != "sms" else [],
        "findings": [],
        "same_day": beside_message(desk, m) if may else None,
        "refusal": anger or (from_json(m.refusal) if m.refusal else None),
        "confirm": _confirm(m, state, can_send=creditor_queries.has_smtp(desk.entity.id))
        if may and not anger
        else None,
        "withhold_url": reverse("desk:message_withhold", args=[m.pk]) if may and waits else None,
        "take_over_url": reverse("desk:message_take_over", args=[m.pk])
        if may and state in _BY_SERVER
        else None,
        "by_hand": by_hand(m) if may and state is MessageState.BY_HAND and m.channel != "letter" else None,
        "paper": on_paper_of(desk, m, is_by_hand=state is MessageState.BY_HAND),
        "text_service": _by_service(m) if may and (waits or state is MessageState.REFUSED) else None,
        "arrival": _arrival(m) if m.channel == "sms" else None,
        "doubt": {
            "is_text": m.channel == "sms",
            "accepted_url": reverse("desk:message_was_sent", args=[m.pk]),
            "again_url": reverse("desk:message_not_sent", args=[m.pk]),
        }
        if may and state is MessageState.UNKNOWN
        else None,
    }


def _copies(m: Any) -> list[dict[str, str]]:
    """What travels with it; a text carries nothing."""
    if m.channel == "sms":
        return []
    return [
        {
            "name": a.document.name,
            "url": reverse("desk:attachment", args=[m.pk, a.document_id]),
            "size": _size(a.document.size_bytes),
        }
        for a in m.attachments.all()
    ]


def _anger(desk: Desk, m: Any) -> Reason | None:
    """Why a message cannot be confirmed by whoever looks at it: words of anger."""
    return words_of_anger(m, sent_by=desk.actor, team=creditor_queries.team(desk.entity.id))


def _by_service(m: Any) -> dict[str, Any] | None:
    """The button by which a message leaves as a text through the company's service, where it can."""
    if not text_queries.text_way_of(m.entity_id).is_usable or not number_of(m):
        return None
    is_own_text = m.channel == "sms" and m.state == MessageState.BY_HAND.value
    if not is_own_text and (m.channel != "email" or not texting.has_short_form(m)):
        return None
    return {"url": reverse("desk:message_by_service", args=[m.pk]), "number": m.contact.phone}


def _arrival(m: Any) -> dict[str, Any] | None:
    """What the service said of a text that left; nothing before it was handed over."""
    found = text_queries.arrival_of(m.pk)
    if found is None or MessageState(m.state) not in _HANDED_OVER:
        return None
    tone, icon = _ARRIVALS[found.delivery]
    return {
        "state": State(tone, icon, Reason(DELIVERY_LABELS[found.delivery])),
        "at": found.told_at,
        "number": found.number,
        "words": found.words,
    }


def _sender(m: Any) -> str:
    """As the customer sees it: a telephone shows the name that the service was given, or a number."""
    if m.channel == "sms":
        return text_queries.text_way_of(m.entity_id).sender or str(m.from_name)
    return f"{m.from_name} <{m.from_email}>" if m.from_email else str(m.from_name)


def _recipient(m: Any) -> str:
    if m.channel == "sms" and m.contact:
        return f"{m.to_name} · {m.contact.phone}"
    return f"{m.to_name} <{m.to_email}>" if m.to_name and m.to_email else m.to_name or m.to_email


def _how(desk: Desk, m: Any, state: MessageState) -> Reason | None:
    """What the state does not say: that it leaves by itself, or why it asks for a yes."""
    if state is MessageState.TO_CONFIRM and Mode(m.mode) is Mode.AUTOMATIC:
        ceiling = desk.entity.ceiling_minor or 0
        return Reason(N_("au-delà de votre plafond de {amount}"), amount=Money(ceiling, desk.entity.currency))
    return Reason(MODE_LABELS[Mode.AUTOMATIC]) if state is MessageState.READY else None


def _confirm(m: Any, state: MessageState, *, can_send: bool) -> dict[str, Any] | None:
    by_server = state is MessageState.BY_HAND and can_send and m.to_email and m.channel == "email"
    if state is MessageState.TO_CONFIRM or by_server:
        label = Reason(N_("Confirmer l'envoi à {name}, {at}"), name=m.customer.name, at=m.send_from)
        return {"url": reverse("desk:message_approve", args=[m.pk]), "label": say(label)}
    if state is MessageState.REFUSED:
        return {
            "url": reverse("desk:message_again", args=[m.pk]),
            "label": say(Reason(N_("Essayer de nouveau"))),
        }
    return None


def by_hand(m: Any) -> dict[str, str]:
    """Copy, print, or open in one's own mail program or telephone, then say that it left."""
    is_text = m.channel == "sms"
    query = urlencode({"subject": m.subject, "body": m.text}, quote_via=quote)
    return {
        "mailto": f"mailto:{quote(m.to_email, safe='@')}?{query}",
        "number": m.contact.phone if is_text and m.contact else "",
        "sms": f"sms:{_digits(m.contact.phone)}?{urlencode({'body': m.text}, quote_via=quote)}"
        if is_text and m.contact
        else "",
        "phone_url": reverse("desk:message_on_phone", args=[m.pk])
        if m.channel == "email" and number_of(m) and texting.has_short_form(m)
        else "",
        "print_url": reverse("desk:message_print", args=[m.pk]),
        "sent_url": reverse("desk:message_sent_by_hand", args=[m.pk]),
    }


def _digits(number: str) -> str:
    return "".join(c for c in number if c.isdigit() or c == "+")


def _missing(m: Any) -> list[Reason]:
    lines, copies = len(m.lines.all()), len(m.attachments.all())
    if m.stage == "thanks" or copies >= lines:
        return []
    return [Reason(N_("Factures sans copie jointe : {count} sur {total}"), count=lines - copies, total=lines)]


def _size(size_bytes: int) -> str:
    return f"{max(1, round(size_bytes / 1024))} ko"
