"""Passkeys (WebAuthn): asked of a device, kept by their public half, known again, taken away."""

import base64
import json
import secrets
import struct
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from enum import StrEnum
from typing import Any

from cryptography.exceptions import UnsupportedAlgorithm
from django.db import transaction
from fido2.cose import CoseKey
from fido2.server import Fido2Server
from fido2.webauthn import (
    AttestedCredentialData,
    AuthenticationResponse,
    AuthenticatorTransport,
    PublicKeyCredentialDescriptor,
    PublicKeyCredentialRpEntity,
    PublicKeyCredentialType,
    PublicKeyCredentialUserEntity,
    ResidentKeyRequirement,
    UserVerificationRequirement,
)

from encours.books.creditor.actions.second_factor import (
    Told,
    drop_idle_codes,
    may_lose_a_factor,
    new_codes,
    tell_factor,
)
from encours.books.creditor.models import Passkey, User
from encours.books.creditor.rules.passkeys import LASTS_SECONDS, Place, is_copied
from encours.ground.kernel.clock import Clock, technical_now
from encours.ground.kernel.reason import N_, Reason, Refused

LONGEST_ANSWER = 20_000
MOST_PASSKEYS = 20
# What a made-up answer makes the readers of its parts say; none of it is ours to tell apart.
_MALFORMED = (
    ValueError, TypeError, LookupError, AttributeError, ArithmeticError, AssertionError, RecursionError,
    struct.error, UnsupportedAlgorithm,
)  # fmt: skip
_NOT_TAKEN = Refused(Reason(N_("Cette clé d'accès n'a pas pu être vérifiée. Recommencez.")))


@dataclass(frozen=True, slots=True)
class Asked:
    """What the page hands to the device, and what the session keeps to hold the answer against."""

    options: str
    state: dict[str, str]


@dataclass(frozen=True, slots=True)
class Answer:
    """What a device answered, as the page sent it, to what the session kept."""

    state: Mapping[str, str]
    text: str


class Shown(StrEnum):
    """What became of a passkey that was shown at the door."""

    KNOWN = "known"
    UNKNOWN = "unknown"
    COPIED = "copied"


def ask_new_passkey(place: Place, *, user_id: int) -> Asked:
    """A device is asked to make a passkey; those it holds already are named, so that none is made twice."""
    user = User.objects.get(pk=user_id)
    rows = list(Passkey.objects.filter(user_id=user_id, host=place.host))
    # The device's word for the person is random: it tells nothing, and two installations never share it.
    handle = rows[0].handle if rows else _text(secrets.token_bytes(32))
    options, state = _server(place).register_begin(
        PublicKeyCredentialUserEntity(id=_bytes(handle), name=user.email, display_name=user.name),
        _descriptors(rows),
        ResidentKeyRequirement.PREFERRED,
        UserVerificationRequirement.PREFERRED,
    )
    return Asked(_json(options), {**_plain(state), "handle": handle})


@transaction.atomic
def add_passkey(
    clock: Clock, place: Place, answer: Answer, *, user_id: int, name: str
) -> list[str] | Refused:
    """Keeps a passkey that a device has made; returns new recovery codes when it is the first factor.

    Refused when the answer is not of the device that was asked, or there are too many.
    """
    try:
        told = _read(answer.text)
        made = _server(place).register_complete(dict(answer.state), told)
        credential = made.credential_data
        assert credential is not None
        assert credential.public_key.get(3) in CoseKey.supported_algorithms()
        transports = _transports(told)
    except _MALFORMED:
        return _NOT_TAKEN
    User.objects.select_for_update().get(pk=user_id)
    number = _text(credential.credential_id)
    if Passkey.objects.filter(credential_id=number).exists():
        return Refused(Reason(N_("Cette clé d'accès est déjà enregistrée.")))
    if Passkey.objects.filter(user_id=user_id).count() >= MOST_PASSKEYS:
        return Refused(Reason(N_("Vous en avez déjà {count} : retirez-en une d'abord."), count=MOST_PASSKEYS))
    row = Passkey.objects.create(
        user_id=user_id,
        name=name,
        host=place.host,
        handle=answer.state["handle"],
        credential_id=number,
        credential=_text(credential),
        transports=transports,
        uses=made.counter,
        added_at=technical_now(),
    )
    text = Reason(N_("Clé d'accès ajoutée : {name}"), name=name)
    tell_factor(clock, user_id, Told("creditor.passkey_added", text, {"passkey": row.pk}))
    return new_codes(user_id, only_first=True)


def ask_passkey(place: Place, *, user_id: int | None) -> Asked:
    """A device is asked for a passkey: for one of a known person's, or for any it holds for this name.

    After the password, its presence is enough. Alone, it also has to make sure of the person.
    """
    rows = list(Passkey.objects.filter(user_id=user_id, host=place.host)) if user_id else []
    need = UserVerificationRequirement.PREFERRED if user_id else UserVerificationRequirement.REQUIRED
    options, state = _server(place).authenticate_begin(_descriptors(rows) or None, need)
    return Asked(_json(options), _plain(state))


@transaction.atomic
def show_passkey(
    clock: Clock, place: Place, answer: Answer, *, user_id: int | None
) -> tuple[Shown, int | None]:
    """Whether an answer is of a passkey that is kept, of `user_id` where that is known; and whose it is.

    A counter that goes back is told in the journal and refused: somebody else may hold the same key.
    """
    row = None
    try:
        told = AuthenticationResponse.from_dict(_read(answer.text))
        row = _kept(place, told, user_id)
        if row is None:
            return Shown.UNKNOWN, None
        _server(place).authenticate_complete(
            dict(answer.state), [AttestedCredentialData(_bytes(row.credential))], told
        )
        counted: int = told.response.authenticator_data.counter
    except _MALFORMED:
        return Shown.UNKNOWN, row.user_id if row else None
    if is_copied(kept=row.uses, told=counted):
        text = Reason(N_("Clé d'accès refusée, son compteur recule : {name}"), name=row.name)
        payload = {"passkey": row.pk, "kept": row.uses, "told": counted}
        tell_factor(clock, row.user_id, Told("creditor.passkey_refused", text, payload, "unknown"))
        return Shown.COPIED, row.user_id
    Passkey.objects.filter(pk=row.pk).update(uses=counted, used_at=technical_now())
    return Shown.KNOWN, row.user_id


@transaction.atomic
def remove_passkey(clock: Clock, *, user_id: int, passkey_id: int) -> Refused | None:
    """Takes one passkey away. Refused for the last factor of who works for a company that wants one."""
    User.objects.select_for_update().get(pk=user_id)
    row = Passkey.objects.get(user_id=user_id, pk=passkey_id)
    if refused := may_lose_a_factor(user_id):
        return refused
    row.delete()
    text = Reason(N_("Clé d'accès retirée : {name}"), name=row.name)
    tell_factor(clock, user_id, Told("creditor.passkey_removed", text, {"passkey": passkey_id}))
    drop_idle_codes(user_id)
    return None


def _kept(place: Place, told: AuthenticationResponse, user_id: int | None) -> Passkey | None:
    rows = Passkey.objects.select_for_update(of=("self",)).filter(
        credential_id=_text(told.raw_id), host=place.host, user__is_active=True
    )
    if user_id is not None:
        return rows.filter(user_id=user_id).first()
    # Alone, the passkey also says whose it is.
    return rows.filter(handle=_text(told.response.user_handle or b"")).first()


def _server(place: Place) -> Fido2Server:
    server = Fido2Server(
        PublicKeyCredentialRpEntity(id=place.host, name="Encours"), verify_origin=place.takes
    )
    server.timeout = LASTS_SECONDS * 1000  # type: ignore[assignment]  # its default is None
    return server


def _descriptors(rows: Sequence[Passkey]) -> list[PublicKeyCredentialDescriptor]:
    return [
        PublicKeyCredentialDescriptor(
            type=PublicKeyCredentialType.PUBLIC_KEY,
            id=_bytes(row.credential_id),
            transports=[AuthenticatorTransport(word) for word in row.transports.split()] or None,
        )
        for row in rows
    ]


def _transports(told: Mapping[str, Any]) -> str:
    """How a device is reached, as far as the words are known."""
    known = {word.value for word in AuthenticatorTransport}
    return " ".join(word for word in told["response"].get("transports", ())[:9] if word in known)


def _read(answer: str) -> Mapping[str, Any]:
    if len(answer) > LONGEST_ANSWER:
        raise ValueError("an answer longer than any device gives")
    told = json.loads(answer)
    if not isinstance(told, dict):
        raise TypeError("not an answer of a device")
    return told


def _json(options: Mapping[str, Any]) -> str:
    return json.dumps(dict(options["publicKey"]), default=dict)


def _plain(state: Mapping[str, Any]) -> dict[str, str]:
    return {key: str(value) for key, value in state.items()}


def _text(value: bytes) -> str:
    return base64.urlsafe_b64encode(value).decode().rstrip("=")


def _bytes(text: str) -> bytes:
    return base64.urlsafe_b64decode(text + "=" * (-len(text) % 4))
