"""Letters on paper: those to print, the batches to print and to post, and one batch with its letters."""

from typing import Any

from django.urls import reverse

from encours.books.creditor import queries as creditor_queries
from encours.books.creditor.rules.roles import Permission
from encours.faces.desk.pages.words import State
from encours.faces.desk.who import Desk
from encours.flows.letters import to_add_by_hand, waiting_letters
from encours.flows.print_batches import objections
from encours.ground.kernel.money import Money
from encours.ground.kernel.reason import N_, Reason
from encours.ground.plumbing.say import say
from encours.ground.wording.stages import Stage
from encours.method.outreach import queries as outreach_queries
from encours.method.outreach.rules.batches import (
    BATCH_STATE_LABELS,
    LETTER_STATE_LABELS,
    MOST_LETTERS,
    BatchState,
    LetterState,
    PostWay,
)

PAGE = 50
TABS: dict[str, str] = {
    "a-imprimer": N_("À imprimer"),
    "a-poster": N_("À poster"),
    "postes": N_("Postés"),
}
_STATES: dict[str, tuple[BatchState, ...]] = {
    "a-imprimer": (BatchState.MADE,),
    "a-poster": (BatchState.PRINTED,),
    "postes": (BatchState.POSTED,),
}
_REGISTERED = frozenset({Stage.FORMAL_NOTICE.value, Stage.LAST_NOTICE.value, Stage.DISMISSAL.value})
"""Letters for which the number of a registered one is asked. Source: R115."""
_EMPTY = {
    "a-imprimer": N_(
        "Aucune lettre n'attend. Depuis un message à envoyer vous-même, « L'envoyer par courrier » le met ici ; "
        "les étapes qui veulent du papier se préparent depuis la fiche du client."
    ),
    "a-poster": N_("Aucun lot imprimé n'attend d'être posté."),
    "postes": N_("Aucun lot n'est encore posté."),
}
_BATCH_STATES = {
    BatchState.MADE: State("today", "printer", Reason(BATCH_STATE_LABELS[BatchState.MADE])),
    BatchState.PRINTED: State("today", "mailbox", Reason(BATCH_STATE_LABELS[BatchState.PRINTED])),
    BatchState.POSTED: State("kept", "check", Reason(BATCH_STATE_LABELS[BatchState.POSTED])),
}
_LETTER_TONES = {
    LetterState.IN_BATCH: ("today", "mail"),
    LetterState.HANDED_OVER: ("press", "clock"),
    LetterState.SENDING: ("press", "send"),
    LetterState.REFUSED: ("late", "mail-x"),
    LetterState.UNKNOWN: ("late", "circle-question-mark"),
    LetterState.POSTED: ("kept", "check"),
    LetterState.OUT: ("rest", "ban"),
}


def paper_page(desk: Desk, tab: str, *, before: int | None = None) -> dict[str, Any]:
    """One tab: letters that wait for a batch stand above the batches to print."""
    batches = outreach_queries.batches_in(desk.entity.id, _STATES[tab])
    found = list((batches.filter(number__lt=before) if before else batches)[: PAGE + 1])
    waiting = waiting_letters(desk.act) if tab == "a-imprimer" else []
    next_url = None
    if len(found) > PAGE:
        next_url = f"{reverse('desk:paper')}?onglet={tab}&avant={found[PAGE - 1].number}"
    return {
        "tabs": _tabs(desk, tab),
        "waiting": [_waiting(one) for one in waiting],
        "ready": sum(one.why_not is None for one in waiting),
        "most": MOST_LETTERS,
        "batches": [_batch_line(row) for row in found[:PAGE]],
        "next_url": next_url,
        "empty": {"title": say(Reason(TABS[tab])), "text": say(Reason(_EMPTY[tab]))},
        "may_contact": desk.may(Permission.CONTACT),
        "has_service": outreach_queries.style_of(desk.entity.id).way is not PostWay.BY_HAND,
        "settings_url": reverse("desk:settings_section", args=["paper"]),
    }


def _tabs(desk: Desk, current: str) -> list[dict[str, Any]]:
    counts = outreach_queries.paper_counts(desk.entity.id)
    numbers = {
        "a-imprimer": counts["to_print"],
        "a-poster": counts["to_post"],
        "postes": None,
    }
    return [
        {
            "url": f"{reverse('desk:paper')}?onglet={code}",
            "label": say(Reason(label)),
            "count": numbers[code],
            "is_current": code == current,
        }
        for code, label in TABS.items()
    ]


def _waiting(one: Any) -> dict[str, Any]:
    m = one.message
    return {
        "id": m.pk,
        "url": reverse("desk:message", args=[m.pk]),
        "preview_url": reverse("desk:paper_preview", args=[m.pk]),
        "customer": m.customer.name,
        "town": f"{m.customer.postcode} {m.customer.city}".strip(),
        "subject": m.subject,
        "amount": Money(m.total_minor, m.currency) if m.total_minor else None,
        "why_not": one.why_not,
    }


def _batch_line(row: Any) -> dict[str, Any]:
    return {
        "number": row.number,
        "url": reverse("desk:paper_batch", args=[row.pk]),
        "count": row.count,
        "posted": row.posted,
        "made_at": row.made_at,
        "state": _BATCH_STATES[BatchState(row.state)],
    }


def batch_page(desk: Desk, batch: Any) -> dict[str, Any]:
    """One batch: its letters in order, what may no longer be posted, and what comes next."""
    state, may = BatchState(batch.state), desk.may(Permission.CONTACT)
    letters = outreach_queries.letters_of(batch.pk)
    against = objections(desk.act, letters) if state is not BatchState.POSTED else {}
    names = {f"user:{m.user_id}": m.name for m in creditor_queries.team(desk.entity.id) if m.user_id}
    lines = [_letter(desk, x, against.get(x.pk)) for x in letters]
    is_ours = batch.way == PostWay.BY_HAND.value
    return {
        "batch": {
            "id": batch.pk,
            "number": batch.number,
            "state": _BATCH_STATES[state],
            "made_at": batch.made_at,
            "made_by": names.get(batch.made_by, ""),
            "printed_at": batch.printed_at,
            "printed_by": names.get(batch.printed_by, ""),
            "is_ours": is_ours,
        },
        "letters": lines,
        "left": sum(line["is_open"] for line in lines),
        "against": sum(bool(line["against"]) for line in lines),
        "pdf_url": reverse("desk:paper_batch_pdf", args=[batch.pk]),
        "printed_url": reverse("desk:paper_batch_printed", args=[batch.pk])
        if may and state is BatchState.MADE and is_ours
        else None,
        "posted_url": reverse("desk:paper_batch_posted", args=[batch.pk])
        if may and state is BatchState.PRINTED
        else None,
        "hand_over_url": reverse("desk:paper_batch_hand_over", args=[batch.pk])
        if may and not is_ours and any(line["is_open"] for line in lines)
        else None,
    }


def _letter(desk: Desk, x: Any, against: Reason | None) -> dict[str, Any]:
    state, may = LetterState(x.state), desk.may(Permission.CONTACT)
    tone, icon = _LETTER_TONES[state]
    is_open = state is LetterState.IN_BATCH
    is_doubtful = state in {LetterState.UNKNOWN, LetterState.REFUSED}
    return {
        "id": x.pk,
        "place": x.place,
        "customer": x.message.customer.name,
        "customer_url": reverse("desk:customer", args=[x.message.customer_id]),
        "town": x.recipient[-1] if x.recipient else "",
        "subject": x.message.subject,
        "message_url": reverse("desk:message", args=[x.message_id]),
        "pages": x.pages,
        "state": State(tone, icon, Reason(LETTER_STATE_LABELS[state])),
        "posted_on": x.posted_on,
        "tracking": x.tracking,
        "answer": x.answer,
        "why": x.why,
        "against": against,
        "missing": to_add_by_hand(x.message) if is_open else [],
        "is_open": is_open,
        "is_registered": x.message.stage in _REGISTERED,
        "pdf_url": reverse("desk:paper_letter_pdf", args=[x.pk]) if x.document_id else None,
        "out_url": reverse("desk:paper_letter_out", args=[x.pk])
        if may and (is_open or is_doubtful)
        else None,
        "again_url": reverse("desk:paper_letter_again", args=[x.pk]) if may and is_doubtful else None,
        "was_posted_url": reverse("desk:paper_letter_was_posted", args=[x.pk])
        if may and (is_doubtful or state is LetterState.HANDED_OVER)
        else None,
    }


def on_paper_of(desk: Desk, message: Any, *, is_by_hand: bool) -> dict[str, Any] | None:
    """What one may do about a message on paper, on its own page; None where it is no letter and cannot be one."""
    is_letter = message.channel == "letter"
    found = outreach_queries.print_of(message.pk) if is_letter else None
    may = desk.may(Permission.CONTACT) and is_by_hand
    if not is_letter and not may:
        return None
    return {
        "is_letter": is_letter,
        "preview_url": reverse("desk:paper_preview", args=[message.pk]),
        "batch": {"number": found.batch.number, "url": reverse("desk:paper_batch", args=[found.batch_id])}
        if found
        else None,
        "letters_url": reverse("desk:paper"),
        "on_url": reverse("desk:paper_on", args=[message.pk]) if may and not is_letter else None,
        "off_url": reverse("desk:paper_off", args=[message.pk])
        if may and is_letter and not found and message.to_email
        else None,
    }
