"""What an entity keeps: bank accounts, closed periods, exchange rates."""

from datetime import date
from decimal import Decimal

from django.db import transaction

from encours.books.creditor.models import (
    BankAccount,
    ClosedPeriod,
    ExchangeRate,
)
from encours.ground.evidence import actions as evidence_actions
from encours.ground.evidence.acts import Act
from encours.ground.kernel.reason import N_, Reason, Refused


@transaction.atomic
def add_account(act: Act, *, label: str, iban: str, bic: str, currency: str) -> int | Refused:
    """A bank account on which to be paid; `iban` already checked by the form."""
    accounts = BankAccount.objects.filter(entity_id=act.entity_id)
    if accounts.filter(iban=iban).exists():
        return Refused(Reason(N_("Ce compte est déjà enregistré.")))
    is_first = not accounts.filter(currency=currency).exists()
    row = BankAccount.objects.create(
        entity_id=act.entity_id, label=label, iban=iban, bic=bic, currency=currency, is_default=is_first
    )
    reason = Reason(N_("Compte bancaire ajouté, se terminant par {end}"), end=iban[-4:])
    evidence_actions.append(act.entry("creditor.account_added", f"entity:{act.entity_id}", reason))
    return row.pk


@transaction.atomic
def remove_account(act: Act, *, account_id: int) -> None:
    """Takes a bank account away from future messages; the next of its currency becomes the main one."""
    accounts = BankAccount.objects.filter(entity_id=act.entity_id)
    row = accounts.get(pk=account_id)
    reason = Reason(N_("Compte bancaire retiré, se terminant par {end}"), end=row.iban[-4:])
    row.delete()
    heir = accounts.filter(currency=row.currency).order_by("id").first()
    if row.is_default and heir:
        accounts.filter(pk=heir.pk).update(is_default=True)
    evidence_actions.append(act.entry("creditor.account_removed", f"entity:{act.entity_id}", reason))


@transaction.atomic
def close_between(act: Act, *, first_on: date, last_on: date, label: str) -> int | Refused:
    """Nobody is contacted from one day to another, both included."""
    if last_on < first_on:
        return Refused(Reason(N_("La fin ne peut pas précéder le début.")), "last_on")
    row = ClosedPeriod.objects.create(
        entity_id=act.entity_id, first_on=first_on, last_on=last_on, label=label
    )
    reason = Reason(N_("Fermeture du {first_on} au {last_on}"), first_on=first_on, last_on=last_on)
    evidence_actions.append(act.entry("creditor.closing_added", f"entity:{act.entity_id}", reason))
    return row.pk


@transaction.atomic
def open_again(act: Act, *, closing_id: int) -> None:
    """Takes a closed period back."""
    row = ClosedPeriod.objects.get(entity_id=act.entity_id, pk=closing_id)
    reason = Reason(
        N_("Fermeture retirée : du {first_on} au {last_on}"), first_on=row.first_on, last_on=row.last_on
    )
    row.delete()
    evidence_actions.append(act.entry("creditor.closing_removed", f"entity:{act.entity_id}", reason))


_HIGHEST_RATE = 1_000_000
"""Of one unit of a currency in another; no two currencies in use are further apart."""


@transaction.atomic
def set_rate(act: Act, *, currency: str, from_on: date, rate: Decimal) -> Refused | None:
    """What one unit of a currency is worth in the entity's own, from a day on; kept to the millionth."""
    millionths = int(rate.scaleb(6).to_integral_value())
    if millionths <= 0:
        return Refused(Reason(N_("Un cours est positif.")), "rate")
    if rate > _HIGHEST_RATE:
        return Refused(Reason(N_("Un cours ne dépasse pas {most}."), most=_HIGHEST_RATE), "rate")
    ExchangeRate.objects.update_or_create(
        entity_id=act.entity_id,
        currency=currency,
        from_on=from_on,
        defaults={"millionths": millionths},
    )
    reason = Reason(N_("Cours retenu : 1 {currency} = {rate}"), currency=currency, rate=rate)
    evidence_actions.append(act.entry("creditor.rate_set", f"entity:{act.entity_id}", reason))
    return None


@transaction.atomic
def remove_rate(act: Act, *, currency: str, from_on: date) -> None:
    """Takes a rate back; the one before it holds again."""
    ExchangeRate.objects.filter(entity_id=act.entity_id, currency=currency, from_on=from_on).delete()
    reason = Reason(N_("Cours retiré : {currency} à partir du {from_on}"), currency=currency, from_on=from_on)
    evidence_actions.append(act.entry("creditor.rate_removed", f"entity:{act.entity_id}", reason))
