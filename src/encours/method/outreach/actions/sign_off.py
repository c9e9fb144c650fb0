"""What a person decides about a message: confirm, change, withhold, send by hand, clear up a doubt."""

from dataclasses import dataclass, replace
from datetime import datetime

from django.db import transaction

from encours.ground.evidence import actions as evidence_actions
from encours.ground.evidence.acts import Act
from encours.ground.kernel.reason import N_, Reason, Refused
from encours.ground.plumbing.reason_json import to_json
from encours.method.cases.rules.contact import Channel
from encours.method.outreach.models import Message, PrintedLetter
from encours.method.outreach.rules.as_html import html_of
from encours.method.outreach.rules.batches import LetterState
from encours.method.outreach.rules.outbox import may_move
from encours.method.outreach.rules.states import MESSAGE_STATE_LABELS, MessageState

MIN_REASON = 3
_S = MessageState


@dataclass(frozen=True, slots=True)
class _Move:
    """A move of a message by a person: from which states, where to, what the journal calls it, its sentence.

    A button pressed twice, or on a page of yesterday, moves nothing: the state it was shown for is gone.
    """

    only_from: frozenset[MessageState]
    to: MessageState
    kind: str
    text: str
    why: str = ""
    sent_at: datetime | None = None


_WAITS = frozenset({_S.TO_CONFIRM, _S.READY, _S.REFUSED})
# What was prepared for somebody's hand may leave by a server that came later.
_APPROVED = _Move(
    frozenset({_S.TO_CONFIRM, _S.BY_HAND}),
    _S.READY,
    "outreach.message_approved",
    N_("Message confirmé : {subject}"),
)
_BY_HAND = _Move(
    frozenset({_S.BY_HAND, _S.UNKNOWN}),
    _S.SENT_BY_HAND,
    "outreach.message_sent_by_hand",
    N_("Message envoyé à la main : {subject}"),
)
_TAKEN_BACK = _Move(
    frozenset({_S.SENT_BY_HAND}),
    _S.BY_HAND,
    "outreach.message_taken_back",
    N_("Noté envoyé par erreur, à envoyer à la main : {subject}"),
)
_TAKEN_OVER = _Move(
    _WAITS, _S.BY_HAND, "outreach.message_taken_over", N_("Message à envoyer à la main : {subject}")
)
_FOUND_SENT = _Move(
    frozenset({_S.UNKNOWN}),
    _S.ACCEPTED,
    "outreach.message_found_sent",
    N_("Vérifié : le message était parti : {subject}"),
)
_FOUND_UNSENT = _Move(
    frozenset({_S.UNKNOWN}),
    _S.READY,
    "outreach.message_found_unsent",
    N_("Vérifié : le message n'était pas parti : {subject}"),
)
_AGAIN = _Move(
    frozenset({_S.REFUSED}), _S.READY, "outreach.message_tried_again", N_("Nouvel essai : {subject}")
)


@transaction.atomic
def approve(act: Act, *, message_id: int) -> Refused | None:
    """A person lets a message leave by the server; a letter only leaves on paper."""
    if Message.objects.filter(pk=message_id, channel=Channel.LETTER.value).exists():
        return Refused(Reason(N_("C'est une lettre : elle s'imprime et se poste.")))
    if Message.objects.filter(pk=message_id, channel=Channel.SMS.value).exists():
        return Refused(Reason(N_("C'est un SMS : il part de votre téléphone.")))
    return _move(act, message_id, _APPROVED, approved_by=act.actor, approved_at=act.at)


@transaction.atomic
def put_off(act: Act, *, message_id: int, until: datetime) -> Refused | None:
    """A person lets a message leave later, by the server; the facts and its words are read again when it does."""
    row = _locked(act, message_id)
    if row.state not in {_S.TO_CONFIRM.value, _S.READY.value} or row.channel != Channel.EMAIL.value:
        return Refused(Reason(N_("Impossible : ce message est {state}."), state=_label(row)))
    fields = {"approved_by": act.actor, "approved_at": act.at, "refusal": {}, "refusal_rule": ""}
    Message.objects.filter(pk=row.pk).update(state=_S.READY.value, send_from=until, **fields)
    text = N_("Message remis au {until} : {subject}")
    evidence_actions.append(
        act.entry(
            "outreach.message_put_off",
            f"customer:{row.customer_id}",
            Reason(text, until=until, subject=row.subject),
            payload={"message": row.pk, "until": until.isoformat()},
        )
    )
    return None


@transaction.atomic
def cancel(act: Act, *, message_id: int, why: str) -> Refused | None:
    """A person withholds a message, with a reason (ruling 9)."""
    if len(why.strip()) < MIN_REASON:
        return Refused(Reason(N_("Dites pourquoi en quelques mots : le journal le garde.")), "why")
    reason = Reason(N_("retenu par une personne : {why}"), why=why.strip())
    text = N_("Message retenu « {subject} » : {why}")
    may_stay = _WAITS | {_S.BY_HAND, _S.UNKNOWN}
    withheld = _Move(may_stay, _S.CANCELLED, "outreach.message_cancelled", text, why.strip())
    return _move(act, message_id, withheld, refusal=to_json(reason), refusal_rule="")


@dataclass(frozen=True, slots=True)
class KeptWords:
    """Rules of wording that a person was told of and did not follow, and why where a reason was asked."""

    rules: tuple[str, ...]
    why: str = ""


@transaction.atomic
def change_text(
    act: Act, *, message_id: int, subject: str, text: str, kept: KeptWords | None = None
) -> Refused | None:
    """A person changes the words before the message leaves; the journal keeps the former ones."""
    row = _locked(act, message_id)
    if row.state not in {MessageState.TO_CONFIRM.value, MessageState.READY.value, MessageState.BY_HAND.value}:
        return Refused(Reason(N_("Ce message ne se modifie plus : il est {state}."), state=_label(row)))
    if PrintedLetter.objects.filter(message=row).exclude(state=LetterState.OUT.value).exists():
        return Refused(Reason(N_("Cette lettre est dans un lot : retirez-l'en avant de changer ses mots.")))
    before = {"subject": row.subject, "text": row.text}
    Message.objects.filter(pk=row.pk).update(
        subject=subject, text=text, html=html_of(text, language=row.language)
    )
    evidence_actions.append(
        act.entry(
            "outreach.message_changed",
            f"customer:{row.customer_id}",
            Reason(N_("Texte modifié : {subject}"), subject=subject),
            payload={"message": row.pk} | ({"kept": list(kept.rules)} if kept and kept.rules else {}),
            details={"before": before, "after": {"subject": subject, "text": text}}
            | ({"why": kept.why} if kept and kept.why else {}),
        )
    )
    return None


@transaction.atomic
def mark_sent_by_hand(act: Act, *, message_id: int, sent_at: datetime | None = None) -> Refused | None:
    """«Envoyé»: a person sent it from their own mail program, or posted it, now or at a given instant."""
    if sent_at is None or sent_at == act.at:
        return _move(act, message_id, _BY_HAND, sent_at=act.at)
    text = N_("Message envoyé à la main le {sent_at} : {subject}")
    return _move(act, message_id, replace(_BY_HAND, text=text, sent_at=sent_at), sent_at=sent_at)


@transaction.atomic
def take_back_sent(act: Act, *, message_id: int) -> Refused | None:
    """It was noted as sent by mistake: it waits for a person's hand again."""
    return _move(act, message_id, _TAKEN_BACK, sent_at=None)


@transaction.atomic
def send_by_hand_instead(act: Act, *, message_id: int) -> Refused | None:
    """Takes a message out of the automatic sending: a person will send it."""
    return _move(act, message_id, _TAKEN_OVER)


@transaction.atomic
def resolve_unknown(act: Act, *, message_id: int, was_sent: bool) -> Refused | None:
    """A person looked in the mailbox: the message left, or it did not (and may be tried again)."""
    if was_sent:
        return _move(act, message_id, _FOUND_SENT, sent_at=act.at)
    return _move(act, message_id, _FOUND_UNSENT)


@transaction.atomic
def try_again(act: Act, *, message_id: int) -> Refused | None:
    """Sends a refused message once more, once the reason is mended."""
    return _move(act, message_id, _AGAIN, send_from=act.at)


def _move(act: Act, message_id: int, move: _Move, **fields: object) -> Refused | None:
    row = _locked(act, message_id)
    before = MessageState(row.state)
    if before not in move.only_from or not may_move(before, move.to, is_person=True):
        return Refused(Reason(N_("Impossible : ce message est {state}."), state=_label(row)))
    Message.objects.filter(pk=row.pk).update(state=move.to.value, **fields)
    values = {name: said for name, said in (("why", move.why), ("sent_at", move.sent_at)) if said}
    evidence_actions.append(
        act.entry(
            move.kind,
            f"customer:{row.customer_id}",
            Reason(move.text, subject=row.subject, **values),
            payload={"message": row.pk, "from": row.state},
        )
    )
    return None


def _locked(act: Act, message_id: int) -> Message:
    return Message.objects.select_for_update(of=("self",)).get(entity_id=act.entity_id, pk=message_id)


def _label(row: Message) -> Reason:
    return Reason(MESSAGE_STATE_LABELS[MessageState(row.state)])
