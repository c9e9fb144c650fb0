"""A partner is written down, changed, given its fee and its secret, or no longer used."""

import secrets
from dataclasses import asdict

from django.db import transaction

from encours.ground.evidence import actions as evidence_actions
from encours.ground.evidence.acts import Act
from encours.ground.kernel.reason import N_, Reason, Refused
from encours.ground.plumbing.resealing import seal_column_anew
from encours.ground.plumbing.secrets import seal
from encours.method.referral.models import Partner, PartnerFee, Placement
from encours.method.referral.rules.partner import (
    FeeTerms,
    PartnerDraft,
    codes,
    problem_of_fee,
    problem_of_partner,
)
from encours.method.referral.rules.states import RUNNING
from encours.method.referral.rules.words import PARTNER_KIND_LABELS

LEAST_SECRET = 16
_GONE = Refused(Reason(N_("Ce partenaire n'existe pas.")))


@transaction.atomic
def save_partner(act: Act, *, draft: PartnerDraft, partner_id: int | None = None) -> int | Refused:
    """Writes a partner down, or what changed of it; returns its id."""
    if refused := problem_of_partner(draft):
        return refused
    values = asdict(draft) | {"kind": draft.kind.value, "name": draft.name.strip()}
    values |= {name: ",".join(codes(values[name])) for name in ("languages", "countries")}
    if partner_id is None:
        row = Partner(entity_id=act.entity_id, hook=secrets.token_hex(16), **values)
        kind, text = "referral.partner_added", N_("Partenaire ajouté\u00a0: {kind}")
    else:
        found = _partner(act, partner_id)
        if found is None:
            return _GONE
        row, kind, text = found, "referral.partner_changed", N_("Partenaire modifié\u00a0: {kind}")
        for name, value in values.items():
            setattr(row, name, value)
    row.save()
    _tell(act, row, kind, text, {name: str(value or "") for name, value in values.items()})
    return row.pk


@transaction.atomic
def save_fee(act: Act, *, partner_id: int, fee: FeeTerms) -> Refused | None:
    """What a partner takes from a day on; the same day again is corrected."""
    if refused := problem_of_fee(fee):
        return refused
    row = _partner(act, partner_id)
    if row is None:
        return _GONE
    values = {
        "success_percent": fee.success_percent,
        "fixed_minor": fee.fixed.minor,
        "currency": fee.fixed.currency,
    }
    PartnerFee.objects.update_or_create(partner=row, from_on=fee.from_on, defaults=values)
    told = {name: str(value) for name, value in values.items()} | {"from_on": fee.from_on.isoformat()}
    _tell(act, row, "referral.fee_set", N_("Honoraires du partenaire notés\u00a0: {kind}"), told)
    return None


@transaction.atomic
def set_secret(act: Act, *, partner_id: int, secret: str) -> Refused | None:
    """The secret that signs what a partner's service tells; empty: its service is not heard any more."""
    if secret and len(secret) < LEAST_SECRET:
        text = N_("Un secret d'au moins {least} caractères est nécessaire.")
        return Refused(Reason(text, least=LEAST_SECRET), "secret")
    row = _partner(act, partner_id)
    if row is None:
        return _GONE
    row.sealed_secret = seal(secret)
    row.save(update_fields=["sealed_secret"])
    _tell(act, row, "referral.secret_set", N_("Secret du service du partenaire changé\u00a0: {kind}"), {})
    return None


@transaction.atomic
def stop_partner(act: Act, *, partner_id: int) -> Refused | None:
    """No further file goes to a partner; refused while it has one."""
    row = _partner(act, partner_id)
    if row is None:
        return _GONE
    if Placement.objects.filter(partner=row, state__in=[state.value for state in RUNNING]).exists():
        return Refused(Reason(N_("Ce partenaire a encore un dossier en cours.")))
    row.stopped_on = act.today
    row.save(update_fields=["stopped_on"])
    _tell(act, row, "referral.partner_stopped", N_("Partenaire plus utilisé\u00a0: {kind}"), {})
    return None


def seal_partners_anew() -> tuple[int, int]:
    """Seals each kept secret with the present key; returns how many it did and how many no key opens."""
    return seal_column_anew(Partner, "sealed_secret")


def _partner(act: Act, partner_id: int) -> Partner | None:
    return (
        Partner.objects.select_for_update(of=("self",)).filter(entity_id=act.entity_id, pk=partner_id).first()
    )


def _tell(act: Act, row: Partner, kind: str, text: str, details: dict[str, str]) -> None:
    reason = Reason(text, kind=Reason(PARTNER_KIND_LABELS[row.kind]))
    evidence_actions.append(
        act.entry(kind, f"entity:{act.entity_id}", reason, payload={"partner": row.pk}, details=details)
    )
