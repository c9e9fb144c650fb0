"""The mail that came in: its piles, and whose each mail may be."""

import re
from collections.abc import Iterable
from typing import Any

from django.urls import reverse
from django.utils.text import Truncator

from encours.books.creditor.rules.roles import Permission
from encours.books.receivables import queries as receivables_queries
from encours.faces.desk.pages.words import CHANNEL_ICONS, State
from encours.faces.desk.who import Desk
from encours.ground.kernel.reason import N_, Reason
from encours.ground.plumbing.say import say
from encours.method.agreements import queries as agreements_queries
from encours.method.inbox import queries as inbox_queries
from encours.method.inbox.queries import InboundFact, MailFact, SayingFact
from encours.method.inbox.rules.bounces import BOUNCE_CAUSE_LABELS, BounceCause
from encours.method.inbox.rules.filing import FILING_LABELS, Filing
from encours.method.inbox.rules.kind import MAIL_KIND_LABELS, MailKind
from encours.method.inbox.rules.piles import PILE_LABELS, Pile, SayingState
from encours.method.inbox.rules.sayings import SAYING_LABELS

PAGE = 50
DUE = "due"
PILES: dict[str, Pile] = {
    "a-lire": Pile.TO_READ,
    "a-classer": Pile.TO_FILE,
    "lus": Pile.DONE,
    "de-cote": Pile.ASIDE,
}
_EMPTY = {
    "a-lire": N_(
        "Tout est lu. Une réponse arrête les relances de son client jusqu'à ce qu'une personne l'ait lue."
    ),
    "a-classer": N_(
        "Rien à classer. Ce qui ne répond à aucun de nos messages, et dont l'adresse n'est pas connue, arrive ici."
    ),
    "reponses-dues": N_(
        "Nous ne devons de réponse à personne. Une question sans réponse arrête les relances de son client."
    ),
    "lus": N_("Aucun courrier lu pour l'instant."),
    "de-cote": N_(
        "Rien de côté. Les lettres circulaires et les réponses de machines arrivent ici sans rien arrêter."
    ),
}
_ICONS = {
    MailKind.REPLY: ("press", "mail-open"),
    MailKind.BOUNCE: ("late", "mail-x"),
    MailKind.ABSENCE: ("today", "tree-palm"),
    MailKind.AUTOMATIC: ("rest", "bot"),
    MailKind.BULK: ("rest", "megaphone"),
    MailKind.OWN: ("rest", "undo-2"),
}
_NUMBER = re.compile(r"[A-Za-z0-9][A-Za-z0-9/._-]{1,28}[0-9]")
_MOST_NUMBERS = 60


def inbox_page(desk: Desk, tab: str, *, before: int | None = None) -> dict[str, Any]:
    """One pile, with what may be done about each line."""
    lines: list[dict[str, Any]] = []
    next_url = None
    if tab in PILES:
        pile = PILES[tab]
        found = _mails(desk, pile, before)
        lines = [
            *(_noted(desk) if pile is Pile.TO_READ and before is None else []),
            *_lines(desk, found[:PAGE]),
        ]
        if len(found) > PAGE:
            next_url = f"{reverse('desk:inbox')}?pile={tab}&avant={found[PAGE - 1].id}"
    else:
        lines = _owed(desk)
    return {
        "tabs": _tabs(desk, tab),
        "lines": lines,
        "next_url": next_url,
        "empty": {"title": say(Reason(_title(tab))), "text": say(Reason(_EMPTY[tab]))},
        "box": box_line(desk),
        "may_contact": desk.may(Permission.CONTACT),
        "may_configure": desk.may(Permission.CONFIGURE),
    }


def first_pile(desk: Desk) -> str:
    """The pile that waits for somebody: what is to be read, then what is to be filed."""
    counts = inbox_queries.counts(desk.entity.id)
    if counts.get(Pile.TO_READ) or inbox_queries.unread(desk.entity.id):
        return "a-lire"
    return "a-classer" if counts.get(Pile.TO_FILE) else "a-lire"


def waiting_count(desk: Desk) -> int:
    """How much of what came in waits for somebody: to be read or to be filed."""
    counts = inbox_queries.counts(desk.entity.id)
    return sum(counts.values()) + len(_by_hand(desk))


def box_line(desk: Desk) -> dict[str, Any] | None:
    """When the mailbox was last read and what is left there, or None without a mailbox."""
    box = inbox_queries.mailbox(desk.entity.id)
    if box is None:
        return None
    return {
        "checked_at": box.checked_at,
        "waiting": box.waiting,
        "failing_since": box.failing_since,
        "why": box.why.reason if box.why else None,
        "url": reverse("desk:settings_section", args=["mailbox"]),
    }


def kind_state(fact: MailFact) -> State:
    """What sort of mail it is, in a word; for a returned message, why."""
    tone, icon = _ICONS[fact.kind]
    label = Reason(MAIL_KIND_LABELS[fact.kind])
    if fact.kind is MailKind.BOUNCE and fact.bounce_cause:
        label = Reason(BOUNCE_CAUSE_LABELS[BounceCause(fact.bounce_cause)])
    return State(tone, icon, label)


def filing_state(fact: MailFact) -> State:
    """How it came to its customer."""
    tone = {Filing.SUGGESTED: "today", Filing.NONE: "today"}.get(fact.filing, "kept")
    icon = {Filing.SUGGESTED: "circle-question-mark", Filing.NONE: "inbox"}.get(fact.filing, "check")
    return State(tone, icon, Reason(FILING_LABELS[fact.filing]))


def candidates(desk: Desk, mails: Iterable[MailFact]) -> dict[int, tuple[int, str]]:
    """For mails of no customer, the one whose invoice they name: two statements for all of them."""
    named = {
        mail.id: list(dict.fromkeys(_NUMBER.findall(f"{mail.subject} {mail.text[:2000]}")))[:_MOST_NUMBERS]
        for mail in mails
        if mail.customer_id is None
    }
    numbers = sorted({number for found in named.values() for number in found})
    if not numbers:
        return {}
    known = receivables_queries.invoice_ids_by_number(desk.entity.id, numbers)
    rows = receivables_queries.invoices_by_id(desk.entity.id, known.values())
    found = {}
    for mail_id, words in named.items():
        owners = {
            rows[known[w]].customer_id: rows[known[w]].customer.name
            for w in words
            if w in known and known[w] in rows
        }
        if len(owners) == 1:
            found[mail_id] = next(iter(owners.items()))
    return found


def _title(tab: str) -> str:
    return N_("Réponses dues") if tab not in PILES else PILE_LABELS[PILES[tab]]


def _tabs(desk: Desk, current: str) -> list[dict[str, Any]]:
    counts = inbox_queries.counts(desk.entity.id)
    numbers: dict[str, int | None] = {
        "a-lire": counts.get(Pile.TO_READ, 0) + len(_by_hand(desk)),
        "a-classer": counts.get(Pile.TO_FILE, 0),
        "reponses-dues": len(agreements_queries.open_own_promises(desk.entity.id)),
        "lus": None,
        "de-cote": None,
    }
    return [
        {
            "url": f"{reverse('desk:inbox')}?pile={code}",
            "label": say(Reason(_title(code))),
            "count": count,
            "is_current": code == current,
        }
        for code, count in numbers.items()
    ]


def _mails(desk: Desk, pile: Pile, before: int | None) -> list[MailFact]:
    place = None
    if before is not None and (whole := inbox_queries.whole_mail(desk.entity.id, before)):
        place = (whole.fact.received_at, whole.fact.id)
    return inbox_queries.mails_in(desk.entity.id, pile, before=place, limit=PAGE + 1)


def _lines(desk: Desk, mails: list[MailFact]) -> list[dict[str, Any]]:
    sayings = inbox_queries.sayings_of([mail.id for mail in mails])
    owners = candidates(desk, [mail for mail in mails if mail.pile is Pile.TO_FILE])
    customers = receivables_queries.customers_by_id({m.customer_id for m in mails if m.customer_id})
    return [
        {
            "url": reverse("desk:inbox_mail", args=[mail.id]),
            "name": customers[mail.customer_id].name
            if mail.customer_id in customers
            else mail.from_name or mail.from_email,
            "from": mail.from_email or say(Reason(N_("expéditeur inconnu"))),
            "subject": mail.subject or say(Reason(N_("(sans objet)"))),
            "excerpt": Truncator(" ".join(mail.text.split())).chars(140),
            "at": mail.received_at,
            "state": kind_state(mail),
            "says": [Reason(SAYING_LABELS[s.kind]) for s in _open(sayings.get(mail.id, []))],
            "is_suggested": mail.filing is Filing.SUGGESTED,
            "file": _file_action(desk, mail, owners.get(mail.id)),
        }
        for mail in mails
    ]


def _file_action(desk: Desk, mail: MailFact, owner: tuple[int, str] | None) -> dict[str, Any] | None:
    """One key files it: where an invoice it names tells whose it is, at once; else after asking."""
    if mail.pile is not Pile.TO_FILE or not desk.may(Permission.CONTACT):
        return None
    url = reverse("desk:inbox_file", args=[mail.id])
    if owner is None:
        return {"url": url, "label": say(Reason(N_("Classer"))), "customer": ""}
    text = Reason(N_("Classer chez {name}"), name=owner[1])
    return {"url": url, "label": say(text), "customer": owner[1], "customer_id": owner[0]}


def _open(sayings: list[SayingFact]) -> list[SayingFact]:
    return [saying for saying in sayings if saying.state is SayingState.PROPOSED]


def _by_hand(desk: Desk) -> list[InboundFact]:
    """What was noted by hand and waits to be read; a mail is shown as a mail."""
    items = inbox_queries.unread(desk.entity.id)
    mails = inbox_queries.mails_of_items([item.id for item in items])
    return [item for item in items if item.id not in mails]


def _noted(desk: Desk) -> list[dict[str, Any]]:
    items = _by_hand(desk)
    customers = receivables_queries.customers_by_id({item.customer_id for item in items})
    return [
        {
            "url": reverse("desk:incoming", args=[item.id]),
            "name": customers[item.customer_id].name if item.customer_id in customers else "",
            "from": "",
            "subject": Truncator(item.text).chars(90),
            "excerpt": "",
            "at": item.received_at,
            "state": State("press", CHANNEL_ICONS[item.channel], Reason(N_("noté, à lire"))),
            "says": [],
            "is_suggested": False,
            "file": None,
        }
        for item in items
    ]


def _owed(desk: Desk) -> list[dict[str, Any]]:
    owed = agreements_queries.open_own_promises(desk.entity.id)
    customers = receivables_queries.customers_by_id({own.customer_id for own in owed})
    here = f"{reverse('desk:inbox')}?pile=reponses-dues"
    late = desk.act.today
    return [
        {
            "url": reverse("desk:own_promise_done", args=[own.customer_id, own.id]) + f"?next={here}",
            "name": customers[own.customer_id].name if own.customer_id in customers else "",
            "from": "",
            "subject": own.what,
            "excerpt": "",
            "at": own.due_on,
            "state": State(
                "late" if own.due_on < late else "today", "message-circle-reply",
                Reason(N_("pour le {on}"), on=own.due_on),
            ),
            "says": [],
            "is_suggested": False,
            "file": None,
            "done_url": reverse("desk:own_promise_done", args=[own.customer_id, own.id]) + f"?next={here}",
        }
        for own in owed
    ]  # fmt: skip
