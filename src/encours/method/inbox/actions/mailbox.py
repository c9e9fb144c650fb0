"""The settings of the mailbox, whose turn it is to read it, and how far it was read."""

import secrets
from collections.abc import Iterator
from dataclasses import asdict
from datetime import date, datetime, timedelta

from django.db import transaction
from django.db.models import Q

from encours.ground.evidence import actions as evidence_actions
from encours.ground.evidence.acts import Act
from encours.ground.kernel.reason import N_, Reason, Refused
from encours.ground.plumbing.leases import is_over, lease_end
from encours.ground.plumbing.secrets import SecretUnreadable, is_sealed_anew, seal, unseal
from encours.method.inbox.models import Mailbox
from encours.method.inbox.rules.mailbox import (
    LOOKS_EVERY,
    TAKEN_BACK_DAYS,
    MailboxDraft,
    Unread,
    patience,
    problem_of_settings,
)

_ANOTHER_BOX = ("host", "username", "folder")


@transaction.atomic
def set_mailbox(
    act: Act, *, draft: MailboxDraft, password: str | None, since_on: date | None = None
) -> Refused | None:
    """Says which mailbox is read; `password` None keeps the one stored. Another mailbox is read from its beginning.

    `since_on`: mails from before that day are left alone; thirty days back without one.
    """
    if refused := problem_of_settings(draft):
        return refused
    before = Mailbox.objects.select_for_update().filter(entity_id=act.entity_id).first()
    values: dict[str, object] = {**asdict(draft), "failures": 0, "failing_since": None, "trouble": "",
                                 "trouble_words": "", "next_at": None}  # fmt: skip
    if password is not None:
        values["sealed_password"] = seal(password)
    if before is None or any(getattr(before, name) != values[name] for name in _ANOTHER_BOX):
        values |= {"uid_validity": None, "last_uid": 0, "waiting": 0, "checked_at": None}
    if before is None or since_on is not None:
        values["since_on"] = since_on or act.today - timedelta(days=TAKEN_BACK_DAYS)
    if before is None:
        values["sealed_reply_key"] = seal(secrets.token_urlsafe(32))
    Mailbox.objects.update_or_create(entity_id=act.entity_id, defaults=values)
    evidence_actions.append(
        act.entry(
            "inbox.mailbox_set",
            f"entity:{act.entity_id}",
            Reason(N_("Boîte aux lettres reliée : {host}"), host=draft.host),
        )
    )
    return None


@transaction.atomic
def remove_mailbox(act: Act) -> None:
    """It is read no more; what came stays."""
    Mailbox.objects.filter(entity_id=act.entity_id).delete()
    text = Reason(N_("Boîte aux lettres retirée : les réponses se notent à la main"))
    evidence_actions.append(act.entry("inbox.mailbox_removed", f"entity:{act.entity_id}", text))


@transaction.atomic
def claim_mailbox(entity_id: int, *, lease: str, technical_now: datetime) -> bool:
    """Takes a mailbox whose time has come, for one worker; False when another one has it."""
    is_free = Q(lease="") | is_over(technical_now)
    is_due = Q(next_at__isnull=True) | Q(next_at__lte=technical_now)
    rows = Mailbox.objects.filter(is_free, is_due, entity_id=entity_id)
    return rows.update(lease=lease, leased_until=lease_end(technical_now)) == 1


@transaction.atomic
def begin_generation(entity_id: int, *, lease: str, uid_validity: int) -> int | None:
    """After which number to read; from the beginning where the server numbers its mails anew.

    None when the mailbox is another worker's by now.
    """
    row = Mailbox.objects.select_for_update().filter(entity_id=entity_id, lease=lease).first()
    if row is None:
        return None
    if row.uid_validity != uid_validity:
        row.uid_validity, row.last_uid = uid_validity, 0
        row.save(update_fields=["uid_validity", "last_uid"])
    return row.last_uid


def pass_number(entity_id: int, *, lease: str, uid: int) -> bool:
    """Read up to here: in the transaction that keeps the mail. False when it is another worker's by now."""
    held = Mailbox.objects.filter(entity_id=entity_id, lease=lease, last_uid__lt=uid)
    return held.update(last_uid=uid) == 1


@transaction.atomic
def end_round(act: Act, *, lease: str, waiting: int, technical_now: datetime) -> None:
    """The mailbox was read as far as it was; with mails left the next round follows at once."""
    row = Mailbox.objects.select_for_update().filter(entity_id=act.entity_id, lease=lease).first()
    if row is None:
        return
    was_failing, row.failing_since = row.failing_since, None
    row.failures, row.trouble, row.trouble_words = 0, "", ""
    row.waiting, row.checked_at = waiting, act.at
    row.next_at = technical_now if waiting else technical_now + LOOKS_EVERY
    row.lease, row.leased_until = "", None
    row.save()
    if was_failing:
        text = Reason(N_("Boîte aux lettres de nouveau joignable : {host}"), host=row.host)
        evidence_actions.append(act.entry("inbox.mailbox_reached", f"entity:{act.entity_id}", text))


@transaction.atomic
def note_trouble(act: Act, *, lease: str, why: Unread, technical_now: datetime) -> None:
    """The mailbox could not be read: left alone a little longer each time; the journal tells the first time."""
    row = Mailbox.objects.select_for_update().filter(entity_id=act.entity_id, lease=lease).first()
    if row is None:
        return
    is_first = row.failing_since is None
    row.failures += 1
    row.failing_since = row.failing_since or act.at
    row.trouble, row.trouble_words = why.trouble.value, why.words[:400]
    row.next_at = technical_now + patience(row.failures)
    row.lease, row.leased_until = "", None
    row.save()
    if is_first:
        text = Reason(N_("Boîte aux lettres injoignable : {why}"), why=why.reason)
        payload = {"trouble": why.trouble.value}
        evidence_actions.append(
            act.entry("inbox.mailbox_failed", f"entity:{act.entity_id}", text, payload=payload)
        )


def seal_all_anew() -> tuple[int, int]:
    """Seals the secrets of mailboxes with the present key; returns how many it did and how many no key opens."""
    done, lost = 0, 0
    for pk, column, sealed in _stored():
        if is_sealed_anew(sealed):
            continue
        try:
            fresh = seal(unseal(sealed))
        except SecretUnreadable:
            lost += 1
            continue
        done += Mailbox.objects.filter(pk=pk, **{column: sealed}).update(**{column: fresh})
    return done, lost


def _stored() -> Iterator[tuple[int, str, str]]:
    for column in ("sealed_password", "sealed_reply_key"):
        for pk, sealed in Mailbox.objects.exclude(**{column: ""}).values_list("pk", column).order_by("pk"):
            yield pk, column, sealed
