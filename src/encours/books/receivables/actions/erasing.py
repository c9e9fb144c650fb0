"""A customer who is forgotten: what was booked stays, without a name on it."""

from django.db import transaction

from encours.books.receivables.models import (
    Contact,
    CreditNote,
    Customer,
    InvoiceDue,
    Payment,
    RetentionPeriod,
)
from encours.ground.evidence import actions as evidence_actions
from encours.ground.evidence.acts import Act
from encours.ground.kernel.reason import N_, Reason, Refused
from encours.ground.kernel.text import company_key, search_key
from encours.ground.plumbing.say import say

MOST_YEARS = 100
_BLANK = ("code", "siren", "siret", "vat_number", "address", "postcode", "city", "region", "note")


@transaction.atomic
def anonymise_customer(act: Act, *, customer_id: int, why: str) -> Refused | None:
    """Takes everything off a customer that says who it is; invoices, payments and their sums stay.

    Refused while something is open on either side. It cannot be undone.
    """
    row = Customer.objects.select_for_update().get(entity_id=act.entity_id, pk=customer_id)
    if row.anonymised_at is not None:
        return Refused(Reason(N_("Ce client est déjà anonymisé.")))
    if _has_something_open(row.pk):
        return Refused(
            Reason(N_("Ce client a encore quelque chose d'ouvert : une facture, un règlement ou un avoir."))
        )
    name = say(Reason(N_("Client anonymisé {number}"), number=str(row.pk)), act.language)
    Customer.objects.filter(pk=row.pk).update(
        **dict.fromkeys(_BLANK, ""),
        name=name,
        search_key=search_key(name),
        company_key=company_key(name),
        account_manager=None,
        since_on=None,
        archived_at=row.archived_at or act.at,
        anonymised_at=act.at,
    )
    Contact.objects.filter(customer_id=row.pk).update(name="", email="", phone="", removed_at=act.at)
    Payment.objects.filter(customer_id=row.pk).update(reference="")
    CreditNote.objects.filter(customer_id=row.pk).update(reason="")
    evidence_actions.append(
        act.entry(
            "receivables.customer_anonymised",
            f"customer:{row.pk}",
            Reason(N_("Client anonymisé")),
            payload={"customer": row.pk},
            details={"why": why},
        )
    )
    return None


@transaction.atomic
def erase_contact(act: Act, *, contact_id: int, why: str) -> Refused | None:
    """Takes a person's name, address and number off for good; nobody is written to there any more."""
    row = Contact.objects.select_for_update().get(customer__entity_id=act.entity_id, pk=contact_id)
    if row.is_erased:
        return Refused(Reason(N_("Les données de cette personne sont déjà effacées.")))
    Contact.objects.filter(pk=row.pk).update(name="", email="", phone="", removed_at=row.removed_at or act.at)
    evidence_actions.append(
        act.entry(
            "receivables.contact_erased",
            f"customer:{row.customer_id}",
            Reason(N_("Interlocuteur effacé")),
            payload={"contact": row.pk},
            details={"why": why},
        )
    )
    return None


@transaction.atomic
def set_retention(act: Act, *, years: int | None) -> Refused | None:
    """The company's own period after which a customer may be forgotten; None: the one of its country."""
    if years is not None and not 0 < years <= MOST_YEARS:
        return Refused(
            Reason(N_("Un délai de conservation est un nombre d'années, de 1 à {most}."), most=MOST_YEARS)
        )
    if years is None:
        RetentionPeriod.objects.filter(entity_id=act.entity_id).delete()
    else:
        RetentionPeriod.objects.update_or_create(entity_id=act.entity_id, defaults={"years": years})
    text = (
        N_("Conservation des clients : {years} ans")
        if years
        else N_("Conservation des clients : celle du pays")
    )
    reason = Reason(text, years=years) if years else Reason(text)
    evidence_actions.append(
        act.entry("receivables.retention_set", f"entity:{act.entity_id}", reason, payload={"years": years})
    )
    return None


def _has_something_open(customer_id: int) -> bool:
    return (
        InvoiceDue.objects.filter(customer_id=customer_id, open_minor__gt=0).exists()
        or Payment.objects.filter(customer_id=customer_id, unallocated_minor__gt=0).exists()
        or CreditNote.objects.filter(customer_id=customer_id, unallocated_minor__gt=0).exists()
    )
