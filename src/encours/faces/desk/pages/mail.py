"""One mail: its words, whose it is, what it seems to say, and the form that each meaning opens."""

from datetime import timedelta
from typing import Any

from django.urls import reverse
from django.utils.safestring import mark_safe

from encours.books.creditor.rules.roles import Permission
from encours.books.receivables import queries as receivables_queries
from encours.books.receivables.rules.open_item import OpenItem
from encours.faces.desk.addresses import with_query
from encours.faces.desk.pages.inbox import candidates, filing_state, kind_state
from encours.faces.desk.pages.words import State
from encours.faces.desk.who import Desk
from encours.ground.kernel.reason import N_, Reason
from encours.ground.plumbing.say import say
from encours.method.agreements import queries as agreements_queries
from encours.method.agreements.rules.words import AgreementState
from encours.method.inbox import queries as inbox_queries
from encours.method.inbox.queries import MailFact, PieceFact, SayingFact, WholeMail
from encours.method.inbox.rules.filing import Filing
from encours.method.inbox.rules.html_words import may_be_shown
from encours.method.inbox.rules.kind import MailKind
from encours.method.inbox.rules.mail import FAULT_LABELS
from encours.method.inbox.rules.piles import SAYING_STATE_LABELS, Pile, SayingState
from encours.method.inbox.rules.sayings import SAYING_LABELS, SayingKind
from encours.method.inbox.rules.trust import ORIGIN_LABELS, Origin

# What a meaning opens: the address of an existing form, and the word on its button.
FORMS: dict[SayingKind, tuple[str, str]] = {
    SayingKind.BEREAVEMENT: ("hold_new", N_("Ne plus rien demander pendant 30 jours")),
    SayingKind.INSOLVENCY: ("hold_new", N_("Arrêter tout, déclarer la créance")),
    SayingKind.ANGER: ("hold_new", N_("Laisser deux jours ouvrés")),
    SayingKind.DISPUTE: ("dispute_new", N_("Noter le litige")),
    SayingKind.NEVER_RECEIVED: ("own_promise_new", N_("Devoir une copie aujourd'hui")),
    SayingKind.CORRECTION: ("own_promise_new", N_("Corriger aujourd'hui")),
    SayingKind.PAID: ("hold_new", N_("Attendre trois jours, chercher en banque")),
    SayingKind.PROMISE: ("promise_new", N_("Noter la promesse")),
    SayingKind.AGREED: ("promise_new", N_("Noter ce qui est convenu")),
    SayingKind.CANNOT_PAY: ("own_promise_new", N_("Devoir une proposition")),
    SayingKind.WRONG_PERSON: ("contact_new", N_("Ajouter la bonne personne")),
    SayingKind.QUESTION: ("own_promise_new", N_("Devoir une réponse")),
}
_MOST_COPIES = 3


def mail_page(desk: Desk, whole: WholeMail) -> dict[str, Any]:
    """Everything on the page of one mail."""
    fact = whole.fact
    may = desk.may(Permission.CONTACT)
    customer = receivables_queries.customer(desk.entity.id, fact.customer_id) if fact.customer_id else None
    here = reverse("desk:inbox_mail", args=[fact.id])
    return {
        "mail": {
            "id": fact.id,
            "subject": fact.subject or say(Reason(N_("(sans objet)"))),
            "from_name": fact.from_name,
            "from_email": fact.from_email,
            "to": whole.recipients,
            "at": fact.received_at,
            "text": fact.text,
            "quoted": whole.quoted,
            "html": mark_safe(may_be_shown(whole.html)),  # noqa: S308 — cleaned by a library made for it
            "language": fact.language,
        },
        "customer": {"name": customer.name, "url": reverse("desk:customer", args=[customer.pk])}
        if customer
        else None,
        "states": _states(fact),
        "faults": [Reason(FAULT_LABELS[fault]) for fault in fact.faults],
        "pieces": [_piece(fact, piece) for piece in whole.pieces],
        "proposals": [_proposal(desk, fact, saying, here) for saying in whole.sayings]
        if may and customer
        else [],
        "absence": _absence(fact, here) if may and customer else None,
        "returned": _returned(desk, fact, here) if may and customer else None,
        "doings": _doings(desk, fact) if may else {},
    }


def _states(fact: MailFact) -> list[State]:
    found = [kind_state(fact)]
    if fact.kind is MailKind.REPLY:
        found.append(filing_state(fact))
        tone = {Origin.PROVED: "kept", Origin.UNPROVED: "rest", Origin.FORGED: "late"}[fact.origin]
        icon = {
            Origin.PROVED: "shield-check",
            Origin.UNPROVED: "shield-question-mark",
            Origin.FORGED: "shield-alert",
        }
        found.append(State(tone, icon[fact.origin], Reason(ORIGIN_LABELS[fact.origin])))
    return found


def _piece(fact: MailFact, piece: PieceFact) -> dict[str, Any]:
    is_kept = piece.document_id is not None
    return {
        "name": piece.name,
        "url": reverse("desk:inbox_piece", args=[fact.id, piece.id]) if is_kept else None,
        "size": f"{max(1, round(piece.size_bytes / 1000)):,} ko".replace(",", "\u202f"),
    }


def _proposal(desk: Desk, fact: MailFact, saying: SayingFact, here: str) -> dict[str, Any]:
    is_open = saying.state is SayingState.PROPOSED
    own = (fact.id, saying.id)
    return {
        "label": Reason(SAYING_LABELS[saying.kind]),
        "sentence": saying.sentence,
        "on": saying.on,
        "amount": saying.amount,
        "state": None if is_open else _decided(saying),
        "accept": _accept(desk, fact, saying, here) if is_open else None,
        "copies": _copies(desk, fact, saying) if is_open else [],
        "fixes": _fixes(desk, fact, saying, here) if is_open else [],
        "dismiss_url": reverse("desk:inbox_dismiss", args=own) if is_open else None,
        "others": [_form(fact, saying, kind, here) for kind in SayingKind if kind is not saying.kind]
        if is_open
        else [],
    }


def _decided(saying: SayingFact) -> State:
    tone = "kept" if saying.state is not SayingState.DISMISSED else "rest"
    label = Reason(SAYING_STATE_LABELS[saying.state])
    if saying.said is not None:
        label = Reason(N_("corrigé : {said}"), said=Reason(SAYING_LABELS[saying.said]))
    return State(tone, "check" if tone == "kept" else "x", label)


def _accept(desk: Desk, fact: MailFact, saying: SayingFact, here: str) -> dict[str, Any]:
    """What accepting opens: the form of its meaning; an agreement that waits for a yes is accepted on its own."""
    if saying.kind in {SayingKind.AGREED, SayingKind.PAID} and (
        waiting := _waiting_promise(desk, fact, saying.kind)
    ):
        assert fact.customer_id is not None
        name = N_("Noter l'accord écrit") if saying.kind is SayingKind.AGREED else N_("Noter le virement")
        url = reverse("desk:promise", args=[fact.customer_id, waiting])
        return {"url": with_query(url, dit=saying.id, next=here), "label": say(Reason(name))}
    return _form(fact, saying, saying.kind, here)


def _waiting_promise(desk: Desk, fact: MailFact, kind: SayingKind) -> int | None:
    """The agreement that the mail may be about: one that waits for a yes, or one accepted that waits for money.

    A sender who is only suggested accepts nothing.
    """
    if fact.customer_id is None or (kind is SayingKind.AGREED and not fact.may_prove):
        return None
    wanted = (
        {AgreementState.PROPOSED, AgreementState.UNCONFIRMED}
        if kind is SayingKind.AGREED
        else {AgreementState.ACCEPTED, AgreementState.DUE}
    )
    promises = agreements_queries.promises_of([fact.customer_id]).get(fact.customer_id, [])
    return next((p.id for p in promises if p.state in wanted), None)


def _form(fact: MailFact, saying: SayingFact, kind: SayingKind, here: str) -> dict[str, Any]:
    name, label = FORMS[kind]
    said = kind.value if kind is not saying.kind else ""
    url = with_query(reverse(f"desk:{name}", args=[fact.customer_id]), dit=saying.id, sens=said, next=here)
    return {"url": url, "label": say(Reason(label)), "meaning": say(Reason(SAYING_LABELS[kind]))}


def _copies(desk: Desk, fact: MailFact, saying: SayingFact) -> list[dict[str, Any]]:
    """Invoices to send again in one click: those the mail names, else the late ones."""
    if saying.kind is not SayingKind.NEVER_RECEIVED or fact.customer_id is None:
        return []
    return [
        {
            "number": item.number,
            "url": reverse("desk:inbox_resend", args=[fact.id, saying.id, item.invoice_id]),
            "attach_url": None
            if item.document_id
            else reverse("desk:invoice_attach", args=[item.invoice_id]),
        }
        for item in _meant(desk, fact)
    ]


def _fixes(desk: Desk, fact: MailFact, saying: SayingFact, here: str) -> list[dict[str, Any]]:
    """Small wrongs of an invoice put right the same day, a click each (R085): its order number, the address."""
    if saying.kind is not SayingKind.CORRECTION or fact.customer_id is None:
        return []
    found = [
        {
            "url": with_query(
                reverse("desk:invoice_order_number", args=[item.invoice_id]), dit=saying.id, next=here
            ),
            "label": Reason(N_("N° de commande sur {number}, puis renvoyer"), number=item.number),
        }
        for item in _meant(desk, fact)
    ]
    if desk.may(Permission.RECORD):
        url = with_query(reverse("desk:customer_edit", args=[fact.customer_id]), next=here)
        found.append({"url": url, "label": Reason(N_("Corriger le nom ou l'adresse"))})
        if fact.contact_id is not None:
            contact = with_query(reverse("desk:contact", args=[fact.contact_id]), next=here)
            found.append({"url": contact, "label": Reason(N_("Corriger le contact"))})
    return found


def _meant(desk: Desk, fact: MailFact) -> list[OpenItem]:
    """The open invoices that a mail is about: those it names, else the late ones, else all."""
    assert fact.customer_id is not None
    items = receivables_queries.open_items_of([fact.customer_id]).get(fact.customer_id, [])
    named = [item for item in items if item.number in f"{fact.subject} {fact.text}"]
    late = [item for item in items if item.due_on <= desk.act.today]
    return (named or late or items)[:_MOST_COPIES]


def _absence(fact: MailFact, here: str) -> dict[str, Any] | None:
    if fact.kind is not MailKind.ABSENCE:
        return None
    url = with_query(reverse("desk:hold_new", args=[fact.customer_id]), absence=fact.id, next=here)
    return {
        "back_on": fact.back_on,
        "instead": fact.instead,
        "hold_url": url if fact.back_on else None,
        "contact_url": with_query(
            reverse("desk:contact_new", args=[fact.customer_id]), email=fact.instead, next=here
        )
        if fact.instead
        else None,
    }


def _returned(desk: Desk, fact: MailFact, here: str) -> dict[str, Any] | None:
    if fact.kind is not MailKind.BOUNCE:
        return None
    change = None
    if fact.contact_id is not None and desk.may(Permission.RECORD):
        change = with_query(reverse("desk:contact", args=[fact.contact_id]), next=here)
    return {
        "email": fact.bounced_email,
        "is_final": fact.is_bounce_final,
        "contact_url": change,
        "new_url": with_query(reverse("desk:contact_new", args=[fact.customer_id]), next=here),
    }


def _doings(desk: Desk, fact: MailFact) -> dict[str, Any]:
    """What may be done with the mail itself."""
    is_filed = fact.customer_id is not None
    owner = candidates(desk, [fact]).get(fact.id)
    address = {
        name: reverse(f"desk:inbox_{name}", args=[fact.id])
        for name in ("read", "file", "take_off", "confirm", "aside", "back", "reply")
    }
    return {
        "read_url": address["read"] if is_filed and fact.pile is Pile.TO_READ else None,
        "file_url": address["file"],
        "owner": {"id": owner[0], "label": say(Reason(N_("Classer chez {name}"), name=owner[1]))}
        if owner
        else None,
        "take_off_url": address["take_off"] if is_filed else None,
        "confirm_url": address["confirm"] if is_filed and fact.filing is Filing.SUGGESTED else None,
        "aside_url": address["aside"] if not is_filed and fact.pile is Pile.TO_FILE else None,
        "back_url": address["back"] if not is_filed and fact.pile is Pile.ASIDE else None,
        "reply_url": address["reply"] if is_filed and fact.kind is MailKind.REPLY else None,
    }


def until_back(fact: MailFact) -> dict[str, Any]:
    """A pause until the day before somebody is back."""
    assert fact.back_on is not None
    who = fact.from_name or fact.from_email
    text = Reason(N_("Absence de {who}, de retour le {on}"), who=who, on=fact.back_on)
    return {"kind": "manual", "reason": say(text)[:240], "until_on": fact.back_on - timedelta(days=1)}


def fact_of(desk: Desk, mail_id: int) -> MailFact | None:
    """A mail of this entity, or None."""
    whole = inbox_queries.whole_mail(desk.entity.id, mail_id)
    return whole.fact if whole else None
