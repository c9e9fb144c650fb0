"""A second factor: an authenticator application (TOTP, RFC 6238) and codes for the day it is lost."""

import base64
import hashlib
import secrets

from cryptography.hazmat.primitives.hashes import SHA1
from cryptography.hazmat.primitives.twofactor import InvalidToken
from cryptography.hazmat.primitives.twofactor.totp import TOTP
from django.db import transaction

from encours.books.creditor.models import RecoveryCode, SecondFactor, User
from encours.ground.evidence import actions as evidence_actions
from encours.ground.kernel.clock import Clock, technical_now
from encours.ground.kernel.reason import N_, Reason, Refused
from encours.ground.plumbing.say import say
from encours.ground.plumbing.secrets import one_time_password, seal, unseal

STEP_SECONDS, DIGITS, CODES = 30, 6, 10
_WRONG = Refused(
    Reason(N_("Ce code ne convient pas. Il change toutes les 30 secondes : vérifiez l'heure du téléphone.")),
    "code",
)


def new_secret() -> str:
    """A secret as applications take it: 160 bits in base 32."""
    return base64.b32encode(secrets.token_bytes(20)).decode()


def address_for(secret: str, *, email: str) -> str:
    """What the picture for the application holds."""
    return _totp(secret).get_provisioning_uri(email, "Encours")


@transaction.atomic
def add_second_factor(clock: Clock, *, user_id: int, secret: str, code: str) -> list[str] | Refused:
    """Keeps an application that has shown a right code; returns new recovery codes, in clear this once."""
    step = _step_of(secret, code)
    if step is None:
        return _WRONG
    values = {"sealed_secret": seal(secret), "last_step": step, "added_at": technical_now()}
    SecondFactor.objects.update_or_create(user_id=user_id, defaults=values)
    codes = _new_codes(user_id)
    _tell(
        clock, user_id, "creditor.second_factor_added", N_("Second facteur ajouté"), actor=f"user:{user_id}"
    )
    return codes


@transaction.atomic
def renew_recovery_codes(clock: Clock, *, user_id: int) -> list[str]:
    """New recovery codes; the old ones are worth nothing."""
    codes = _new_codes(user_id)
    kind, text = "creditor.recovery_codes_renewed", N_("Codes de secours renouvelés")
    _tell(clock, user_id, kind, text, actor=f"user:{user_id}")
    return codes


@transaction.atomic
def remove_second_factor(clock: Clock, *, user_id: int, actor: str) -> None:
    """The password alone is enough again."""
    SecondFactor.objects.filter(user_id=user_id).delete()
    RecoveryCode.objects.filter(user_id=user_id).delete()
    _tell(clock, user_id, "creditor.second_factor_removed", N_("Second facteur retiré"), actor=actor)


@transaction.atomic
def pass_second_factor(clock: Clock, *, user_id: int, code: str) -> bool:
    """Whether a code is the application's of this moment, or an unused recovery code; each is good once."""
    factor = SecondFactor.objects.select_for_update().filter(user_id=user_id).first()
    if factor is None:
        return False
    step = _step_of(unseal(factor.sealed_secret), code)
    if step is not None:
        return bool(SecondFactor.objects.filter(pk=factor.pk, last_step__lt=step).update(last_step=step))
    unused = RecoveryCode.objects.filter(user_id=user_id, hash=_hashed(user_id, code), used_at__isnull=True)
    if not unused.update(used_at=technical_now()):
        return False
    kind, text = "creditor.recovery_code_used", N_("Code de secours utilisé")
    _tell(clock, user_id, kind, text, actor=f"user:{user_id}")
    return True


def _step_of(secret: str, code: str) -> int | None:
    """The moment that a code belongs to, one step of drift on either side."""
    digits = "".join(code.split())
    if len(digits) != DIGITS or not digits.isascii() or not digits.isdigit():
        return None
    now = int(technical_now().timestamp()) // STEP_SECONDS
    for step in (now, now - 1, now + 1):
        try:
            _totp(secret).verify(digits.encode(), step * STEP_SECONDS)
        except InvalidToken:
            continue
        return step
    return None


def _totp(secret: str) -> TOTP:
    # SHA-1 and six digits: what every application takes (RFC 6238, 1.2); the secret is ours and random.
    return TOTP(base64.b32decode(secret), DIGITS, SHA1(), STEP_SECONDS)  # noqa: S303


def _new_codes(user_id: int) -> list[str]:
    RecoveryCode.objects.filter(user_id=user_id).delete()
    codes = [one_time_password() for _ in range(CODES)]
    RecoveryCode.objects.bulk_create(
        RecoveryCode(user_id=user_id, hash=_hashed(user_id, code)) for code in codes
    )
    return codes


def _hashed(user_id: int, code: str) -> str:
    # A plain hash is enough: a code holds 79 random bits.
    plain = "".join(code.lower().replace("-", " ").split())
    return hashlib.sha256(f"{user_id}:{plain}".encode()).hexdigest()


def _tell(clock: Clock, user_id: int, kind: str, text: str, *, actor: str) -> None:
    language = User.objects.values_list("language", flat=True).get(pk=user_id)
    evidence_actions.append(
        evidence_actions.NewEntry(
            "installation", kind, f"user:{user_id}", actor, clock.now(), say(Reason(text), language)
        )
    )
