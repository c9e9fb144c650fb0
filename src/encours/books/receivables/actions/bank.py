"""Up to which day cash is known: told by a person or by a file."""

from datetime import date

from django.db import transaction

from encours.books.receivables.models import CashConfirmation
from encours.ground.evidence import actions as evidence_actions
from encours.ground.evidence.acts import Act
from encours.ground.kernel.reason import N_, Reason, Refused


@transaction.atomic
def confirm_bank(act: Act) -> int:
    """«J'ai vérifié ma banque aujourd'hui»: everything received up to today is in the books."""
    return _know(act, act.today, "person", Reason(N_("Banque vérifiée le {on}"), on=act.today))


@transaction.atomic
def note_cash_known(act: Act, *, known_to: date) -> int | Refused:
    """A file of payments told cash up to its latest accounting date (never beyond today); told once."""
    if known_to > act.today:
        return Refused(Reason(N_("Une date à venir n'est pas encore connue de la banque.")))
    told = CashConfirmation.objects.filter(
        entity_id=act.entity_id, source="file", known_to__gte=known_to, withdrawn_at__isnull=True
    ).first()
    if told is not None:
        return told.pk
    return _know(act, known_to, "file", Reason(N_("Encaissements connus jusqu'au {on}"), on=known_to))


@transaction.atomic
def withdraw_confirmation(act: Act, *, confirmation_id: int) -> None:
    """Takes a confirmation back: it was a slip. Taken back before, it stays so."""
    row = CashConfirmation.objects.select_for_update().get(entity_id=act.entity_id, pk=confirmation_id)
    if row.withdrawn_at is not None:
        return
    CashConfirmation.objects.filter(pk=row.pk).update(withdrawn_at=act.at)
    reason = Reason(N_("Vérification de la banque du {on} retirée"), on=row.known_to)
    evidence_actions.append(
        act.entry("receivables.bank_confirmation_withdrawn", f"entity:{act.entity_id}", reason)
    )


def _know(act: Act, known_to: date, source: str, reason: Reason) -> int:
    row = CashConfirmation.objects.create(
        entity_id=act.entity_id, known_to=known_to, source=source, confirmed_by=act.actor, confirmed_at=act.at
    )
    evidence_actions.append(
        act.entry(
            "receivables.bank_confirmed",
            f"entity:{act.entity_id}",
            reason,
            payload={"known_to": known_to.isoformat()},
        )
    )
    return row.pk
