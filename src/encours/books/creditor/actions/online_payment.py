"""On which page customers pay, under which secret it tells us so: set, changed, taken away."""

import secrets

from django.db import transaction

from encours.books.creditor.models import OnlinePayment
from encours.books.creditor.rules.online_payment import LEAST_SECRET, problem_of_pattern
from encours.ground.evidence import actions as evidence_actions
from encours.ground.evidence.acts import Act
from encours.ground.kernel.reason import N_, Reason, Refused
from encours.ground.plumbing.secrets import seal


@transaction.atomic
def set_online_payment(act: Act, *, label: str, link_pattern: str, secret: str) -> Refused | None:
    """Says where customers pay. `secret` empty keeps the one stored; the address that is told stays the same."""
    if refused := problem_of_pattern(link_pattern):
        return refused
    kept = OnlinePayment.objects.filter(entity_id=act.entity_id).first()
    if len(secret) < LEAST_SECRET and (secret or kept is None):
        text = N_("Un secret d'au moins {least} caractères est nécessaire.")
        return Refused(Reason(text, least=LEAST_SECRET), "secret")
    values = {"label": label, "link_pattern": link_pattern}
    values |= {"sealed_secret": seal(secret)} if secret else {}
    OnlinePayment.objects.update_or_create(
        entity_id=act.entity_id, defaults=values, create_defaults={**values, "hook": secrets.token_hex(16)}
    )
    reason = Reason(N_("Paiement en ligne\u00a0: {label}"), label=label)
    evidence_actions.append(act.entry("creditor.online_payment_set", f"entity:{act.entity_id}", reason))
    return None


@transaction.atomic
def remove_online_payment(act: Act) -> None:
    """No page any more; what comes from it is not believed any more either."""
    OnlinePayment.objects.filter(entity_id=act.entity_id).delete()
    reason = Reason(N_("Paiement en ligne retiré"))
    evidence_actions.append(act.entry("creditor.online_payment_removed", f"entity:{act.entity_id}", reason))
