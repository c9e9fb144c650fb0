"""One message leaves: claimed by exactly one worker, its result written down, a lost one shown to a person.

`ready → sending → accepted | refused | unknown`. The lease only says who is at it: a message whose
lease ran out was perhaps sent, so it becomes `unknown` and is never sent again by itself.
"""

from collections.abc import Sequence, Set
from dataclasses import dataclass
from datetime import datetime

from django.db import connection, transaction

from encours.ground.evidence import actions as evidence_actions
from encours.ground.evidence.acts import Act
from encours.ground.kernel.reason import N_, Reason
from encours.ground.plumbing.leases import is_over, lease_end
from encours.ground.plumbing.reason_json import as_text, to_json
from encours.method.cases.rules.contact import Channel
from encours.method.outreach.models import Message
from encours.method.outreach.rules.outbox import MOST_PREPARATIONS, retry_after
from encours.method.outreach.rules.states import MessageState


@dataclass(frozen=True, slots=True)
class Claim:
    """A message that one worker holds for sending."""

    message: Message
    lease: str


@dataclass(frozen=True, slots=True)
class Retry:
    """When a message is tried again; `rule` is SERVER where the mail server itself was not reached."""

    at: datetime
    rule: str = ""


BY_MAIL = frozenset({Channel.EMAIL})
"""What a mail server takes; a letter is never claimed, a text only where a service sends texts."""


def claim_next(
    entity_id: int,
    *,
    lease: str,
    now: datetime,
    technical_now: datetime,
    channels: Set[Channel] = BY_MAIL,
) -> Claim | None:
    """Takes the next message that may leave by some channels, inside the caller's transaction.

    now: the business time that opens it; technical_now: the real time of the lease. The row is
    locked until the transaction ends; whoever comes second skips it.
    """
    _make_lasting()
    rows = Message.objects.filter(entity_id=entity_id, state=MessageState.READY.value, send_from__lte=now)
    rows = rows.filter(channel__in=sorted(channel.value for channel in channels))
    if connection.features.has_select_for_update_skip_locked:
        rows = rows.select_for_update(skip_locked=True, of=("self",))
    row = rows.select_related("customer", "contact").order_by("send_from", "id").first()
    if row is None:
        return None
    claimed = Message.objects.filter(pk=row.pk, state=MessageState.READY.value).update(
        state=MessageState.SENDING.value,
        lease=lease,
        leased_until=lease_end(technical_now),
        attempts=row.attempts + 1,
    )
    return Claim(row, lease) if claimed == 1 else None


def _make_lasting() -> None:
    """A claim is on the disk before the server is spoken to, whatever a PostgreSQL is set to: else a crash
    would forget it, and the message would leave again. SQLite is always set so.
    """
    if connection.vendor == "postgresql":
        with connection.cursor() as cursor:
            cursor.execute("SET LOCAL synchronous_commit TO on")


@transaction.atomic
def mark_result(
    act: Act, *, claim: Claim, state: MessageState, receipt: str, retry: Retry | None = None
) -> bool:
    """Writes down what the server answered; False when somebody else has decided meanwhile.

    retry: for READY, when the next try is due.
    """
    fields: dict[str, object] = {
        "state": state.value,
        "receipt": receipt[:400],
        "lease": "",
        "leased_until": None,
        "refusal_rule": retry.rule if retry else "",
    }
    if retry is not None:
        fields["send_from"] = retry.at
    if state is MessageState.ACCEPTED:
        fields["sent_at"] = act.at
    held = Message.objects.filter(pk=claim.message.pk, state=MessageState.SENDING.value, lease=claim.lease)
    if held.update(**fields) != 1:
        return False
    kind, text = _RESULTS[state]
    evidence_actions.append(
        act.entry(
            kind,
            f"customer:{claim.message.customer_id}",
            Reason(text, subject=claim.message.subject),
            payload={"message": claim.message.pk, "message_id": claim.message.message_id},
            details={"receipt": receipt[:400], "to": claim.message.to_email},
        )
    )
    return True


def withhold(act: Act, *, claim: Claim, rule: str, reason: Reason) -> None:
    """What was prepared may not leave any more: the facts changed. It will not leave by itself."""
    Message.objects.filter(pk=claim.message.pk).update(
        state=MessageState.CANCELLED.value,
        lease="",
        leased_until=None,
        refusal_rule=rule,
        refusal=to_json(reason),
    )
    evidence_actions.append(_withheld(act, Withheld(claim.message, rule, reason)))


@dataclass(frozen=True, slots=True)
class Withheld:
    """A message that waits and may not leave any more, with the rule and the reason."""

    message: Message
    rule: str
    reason: Reason


@transaction.atomic
def withhold_waiting(act: Act, *, withheld: Sequence[Withheld]) -> list[int]:
    """Takes messages that wait out of the outbox; one that a worker is at is left to it. Returns ids."""
    by_id = {w.message.pk: w for w in withheld}
    rows = Message.objects.filter(pk__in=list(by_id), state__in=_WAITING)
    if connection.features.has_select_for_update_skip_locked:
        rows = rows.select_for_update(skip_locked=True, of=("self",))
    taken = list(rows.order_by("pk").values_list("pk", flat=True))
    alike: dict[tuple[str, str], list[int]] = {}
    for pk in taken:
        alike.setdefault((by_id[pk].rule, as_text(by_id[pk].reason)), []).append(pk)
    for (rule, _words), pks in alike.items():
        reason = to_json(by_id[pks[0]].reason)
        Message.objects.filter(pk__in=pks).update(
            state=MessageState.CANCELLED.value, refusal_rule=rule, refusal=reason
        )
    evidence_actions.append_many([_withheld(act, by_id[pk]) for pk in taken])
    return taken


def postpone(act: Act, *, claim: Claim, until: datetime, rule: str, reason: Reason) -> None:
    """The message may leave later the same day: it is ready again from then on."""
    Message.objects.filter(pk=claim.message.pk).update(
        state=MessageState.READY.value,
        lease="",
        leased_until=None,
        send_from=until,
        refusal_rule=rule,
        refusal=to_json(reason),
    )
    evidence_actions.append(
        act.entry(
            "outreach.message_postponed",
            f"customer:{claim.message.customer_id}",
            Reason(N_("Message « {subject} » reporté : {why}"), subject=claim.message.subject, why=reason),
            payload={"message": claim.message.pk, "rule": rule},
        )
    )


def leave_to_a_person(act: Act, *, claim: Claim, state: MessageState, reason: Reason) -> None:
    """The house has become more careful since it was prepared: a person confirms or sends it."""
    Message.objects.filter(pk=claim.message.pk).update(
        state=state.value, lease="", leased_until=None, refusal=to_json(reason)
    )
    evidence_actions.append(
        act.entry(
            "outreach.message_postponed",
            f"customer:{claim.message.customer_id}",
            Reason(N_("Message « {subject} » reporté : {why}"), subject=claim.message.subject, why=reason),
            payload={"message": claim.message.pk, "rule": ""},
        )
    )


@transaction.atomic
def set_back(act: Act, *, message_id: int, problem: str) -> None:
    """The message could not be put together: tried again later, shown to a person after five times."""
    rows = Message.objects.select_for_update(of=("self",)).filter(pk=message_id)
    row = rows.filter(state=MessageState.READY.value).first()
    if row is None:
        return
    attempts = row.attempts + 1
    state = MessageState.READY if attempts < MOST_PREPARATIONS else MessageState.REFUSED
    Message.objects.filter(pk=row.pk).update(
        state=state.value, attempts=attempts, receipt=problem[:400], send_from=act.at + retry_after(attempts)
    )
    evidence_actions.append(
        act.entry(
            "outreach.message_set_back",
            f"customer:{row.customer_id}",
            Reason(N_("Message impossible à préparer : {subject}"), subject=row.subject),
            payload={"message": row.pk, "attempts": attempts},
            details={"problem": problem[:400]},
        )
    )


@transaction.atomic
def mark_lost(act: Act, *, technical_now: datetime) -> list[int]:
    """Messages whose worker vanished while sending: nobody knows whether they left. Returns their ids."""
    lost = Message.objects.filter(
        is_over(technical_now), entity_id=act.entity_id, state=MessageState.SENDING.value
    )
    rows = list(lost.select_for_update(of=("self",)))
    Message.objects.filter(pk__in=[row.pk for row in rows]).update(
        state=MessageState.UNKNOWN.value, lease="", leased_until=None
    )
    evidence_actions.append_many(
        [
            act.entry(
                "outreach.message_unknown",
                f"customer:{row.customer_id}",
                Reason(
                    N_("Envoi incertain « {subject} » : l'envoi s'est interrompu, à vérifier"),
                    subject=row.subject,
                ),
                payload={"message": row.pk},
            )
            for row in rows
        ]
    )
    return [row.pk for row in rows]


def _withheld(act: Act, found: Withheld) -> evidence_actions.NewEntry:
    text = N_("Message non envoyé « {subject} » : {why}")
    return act.entry(
        "outreach.message_withheld",
        f"customer:{found.message.customer_id}",
        Reason(text, subject=found.message.subject, why=found.reason),
        payload={"message": found.message.pk, "rule": found.rule},
    )


_WAITING = [
    state.value
    for state in (MessageState.TO_CONFIRM, MessageState.READY, MessageState.BY_HAND, MessageState.REFUSED)
]
_RESULTS = {
    MessageState.ACCEPTED: ("outreach.message_sent", N_("Message parti : {subject}")),
    MessageState.REFUSED: ("outreach.message_refused", N_("Message refusé par le serveur : {subject}")),
    MessageState.UNKNOWN: ("outreach.message_unknown", N_("Envoi incertain « {subject} » : à vérifier")),
    MessageState.READY: (
        "outreach.message_delayed",
        N_("Serveur d'envoi injoignable, nouvel essai plus tard : {subject}"),
    ),
}
