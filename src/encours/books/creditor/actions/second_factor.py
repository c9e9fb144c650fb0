"""A second factor: an authenticator application (TOTP, RFC 6238), and codes for the day a factor is lost."""

import base64
import hashlib
import secrets
from collections.abc import Mapping
from dataclasses import dataclass, field

from cryptography.hazmat.primitives.hashes import SHA1
from cryptography.hazmat.primitives.twofactor import InvalidToken
from cryptography.hazmat.primitives.twofactor.totp import TOTP
from django.db import transaction

from encours.books.creditor.door import has_second_factor, who_requires_a_factor
from encours.books.creditor.models import Passkey, RecoveryCode, SecondFactor, User
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


@dataclass(frozen=True, slots=True)
class Told:
    """What the journal is told of a person's factor; by that person unless somebody else is named."""

    kind: str
    text: Reason
    payload: Mapping[str, int] = field(default_factory=dict)
    actor: str = ""


def new_secret() -> str:
    """A secret as applications take it: 160 bits in base 32."""
    return base64.b32encode(secrets.token_bytes(20)).decode()


def address_for(secret: str, *, email: str) -> str:
    """What the picture for the application holds."""
    return _totp(secret).get_provisioning_uri(email, "Encours")


@transaction.atomic
def add_second_factor(clock: Clock, *, user_id: int, secret: str, code: str) -> list[str] | Refused:
    """Keeps an application that has shown a right code; returns recovery codes, in clear this once, if it is first."""
    step = _step_of(secret, code)
    if step is None:
        return _WRONG
    User.objects.select_for_update().get(pk=user_id)
    values = {"sealed_secret": seal(secret), "last_step": step, "added_at": technical_now()}
    SecondFactor.objects.update_or_create(user_id=user_id, defaults=values)
    tell_factor(clock, user_id, Told("creditor.second_factor_added", Reason(N_("Second facteur ajouté"))))
    return new_codes(user_id, only_first=True)


@transaction.atomic
def renew_recovery_codes(clock: Clock, *, user_id: int) -> list[str]:
    """New recovery codes; the old ones are worth nothing."""
    codes = new_codes(user_id)
    text = Reason(N_("Codes de secours renouvelés"))
    tell_factor(clock, user_id, Told("creditor.recovery_codes_renewed", text))
    return codes


@transaction.atomic
def remove_application(clock: Clock, *, user_id: int) -> Refused | None:
    """A person's application gives codes no more. Refused for the last factor where a company wants one."""
    User.objects.select_for_update().get(pk=user_id)
    if refused := may_lose_a_factor(user_id):
        return refused
    SecondFactor.objects.filter(user_id=user_id).delete()
    text = Reason(N_("Application de codes retirée"))
    tell_factor(clock, user_id, Told("creditor.second_factor_removed", text))
    drop_idle_codes(user_id)
    return None


@transaction.atomic
def remove_second_factor(clock: Clock, *, user_id: int, actor: str) -> None:
    """The password alone is enough again, whatever a company wants: for who lost everything."""
    SecondFactor.objects.filter(user_id=user_id).delete()
    Passkey.objects.filter(user_id=user_id).delete()
    RecoveryCode.objects.filter(user_id=user_id).delete()
    text = Reason(N_("Second facteur retiré"))
    tell_factor(clock, user_id, Told("creditor.second_factor_removed", text, actor=actor))


@transaction.atomic
def pass_second_factor(clock: Clock, *, user_id: int, code: str) -> bool:
    """Whether a code is the application's of this moment, or an unused recovery code; each is good once."""
    factor = SecondFactor.objects.select_for_update().filter(user_id=user_id).first()
    step = _step_of(unseal(factor.sealed_secret), code) if factor else None
    if factor and step is not None:
        return bool(SecondFactor.objects.filter(pk=factor.pk, last_step__lt=step).update(last_step=step))
    unused = RecoveryCode.objects.filter(user_id=user_id, hash=_hashed(user_id, code), used_at__isnull=True)
    if not unused.update(used_at=technical_now()):
        return False
    tell_factor(clock, user_id, Told("creditor.recovery_code_used", Reason(N_("Code de secours utilisé"))))
    return True


def may_lose_a_factor(user_id: int) -> Refused | None:
    """Why a person may not be left without a second factor, when one is going; None when they may."""
    left = (
        SecondFactor.objects.filter(user_id=user_id).count() + Passkey.objects.filter(user_id=user_id).count()
    )
    company = who_requires_a_factor(user_id) if left <= 1 else ""
    text = N_("{company} exige un second facteur : ajoutez-en un autre avant de retirer le dernier.")
    return Refused(Reason(text, company=company)) if company else None


def new_codes(user_id: int, *, only_first: bool = False) -> list[str]:
    """Recovery codes in clear, this once; none when there are some already and only the first are wanted."""
    if only_first and RecoveryCode.objects.filter(user_id=user_id).exists():
        return []
    RecoveryCode.objects.filter(user_id=user_id).delete()
    codes = [one_time_password() for _ in range(CODES)]
    RecoveryCode.objects.bulk_create(
        RecoveryCode(user_id=user_id, hash=_hashed(user_id, code)) for code in codes
    )
    return codes


def tell_factor(clock: Clock, user_id: int, told: Told) -> None:
    """Writes in the journal of the installation what became of a person's factor."""
    language = User.objects.values_list("language", flat=True).get(pk=user_id)
    evidence_actions.append(
        evidence_actions.NewEntry(
            "installation",
            told.kind,
            f"user:{user_id}",
            told.actor or f"user:{user_id}",
            clock.now(),
            say(told.text, language),
            payload=dict(told.payload),
        )
    )


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


def _hashed(user_id: int, code: str) -> str:
    # A plain hash is enough: a code holds 79 random bits.
    plain = "".join(code.lower().replace("-", " ").split())
    return hashlib.sha256(f"{user_id}:{plain}".encode()).hexdigest()


def drop_idle_codes(user_id: int) -> None:
    """Codes replace a factor: they go with the last one."""
    if not has_second_factor(user_id):
        RecoveryCode.objects.filter(user_id=user_id).delete()
