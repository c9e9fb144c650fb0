"""A device that makes and shows passkeys, in software; and the pages of a browser that has it."""

import hashlib
import html
import json
import re
import secrets
from typing import Any

from cryptography.hazmat.primitives.asymmetric import ec
from cryptography.hazmat.primitives.hashes import SHA256
from django.http import HttpResponse
from fido2.cose import ES256
from fido2.utils import websafe_decode, websafe_encode
from fido2.webauthn import (
    AttestationObject,
    AttestedCredentialData,
    AuthenticatorData,
    CollectedClientData,
)

ORIGIN = "http://localhost"
_PRESENT, _VERIFIED, _ATTESTED = 0x01, 0x04, 0x40


class Device:
    """Holds one passkey; `origin` is where its browser believes to be."""

    def __init__(self, *, origin: str = ORIGIN, verifies: bool = True, counts: bool = True) -> None:
        self.origin, self.counts = origin, counts
        self.flags = _PRESENT | (_VERIFIED if verifies else 0)
        self.key = ec.generate_private_key(ec.SECP256R1())
        self.number, self.handle, self.uses = secrets.token_bytes(32), b"", 0

    def create(self, page: HttpResponse) -> str:
        """The answer to the page that asks for a new passkey."""
        options = asked(page)
        self.handle = websafe_decode(options["user"]["id"])
        data = AttestedCredentialData.create(
            b"\0" * 16, self.number, ES256.from_cryptography_key(self.key.public_key())
        )
        made = AuthenticatorData.create(
            self._host(options["rp"]["id"]), self.flags | _ATTESTED, self._count(), data
        )
        told = {
            "clientDataJSON": self._client(CollectedClientData.TYPE.CREATE, options),
            "attestationObject": websafe_encode(AttestationObject.create("none", made, {})),
            "transports": ["internal", "something-new"],
        }
        return self._answer(told)

    def show(self, page: HttpResponse) -> str:
        """The answer to the page at the door."""
        options = asked(page)
        made = AuthenticatorData.create(self._host(options["rpId"]), self.flags, self._count())
        client = websafe_decode(self._client(CollectedClientData.TYPE.GET, options))
        signed = self.key.sign(made + hashlib.sha256(client).digest(), ec.ECDSA(SHA256()))
        told = {
            "clientDataJSON": websafe_encode(client),
            "authenticatorData": websafe_encode(made),
            "signature": websafe_encode(signed),
            "userHandle": websafe_encode(self.handle),
        }
        return self._answer(told)

    def _answer(self, response: dict[str, Any]) -> str:
        number = websafe_encode(self.number)
        return json.dumps({"id": number, "rawId": number, "type": "public-key", "response": response})

    def _client(self, kind: CollectedClientData.TYPE, options: dict[str, Any]) -> str:
        return websafe_encode(
            CollectedClientData.create(kind, websafe_decode(options["challenge"]), self.origin)
        )

    def _host(self, name: str) -> bytes:
        return hashlib.sha256(name.encode()).digest()

    def _count(self) -> int:
        self.uses += 1
        return self.uses if self.counts else 0


def asked(page: HttpResponse) -> dict[str, Any]:
    """What a page hands to the device."""
    found = re.search(r'data-options="([^"]+)"', page.content.decode())
    assert found, page.content.decode()
    told: dict[str, Any] = json.loads(html.unescape(found[1]))
    return told
