"""Finds the rows of the room under lock, keeps the invoices they name, and tells the journal of them."""

from collections.abc import Iterable, Mapping

from django.db.models import QuerySet

from encours.ground.evidence import actions as evidence_actions
from encours.ground.evidence.actions import NewEntry
from encours.ground.evidence.acts import Act
from encours.ground.kernel.money import Money
from encours.ground.kernel.reason import Reason
from encours.method.agreements.models import Agreement, AgreementInvoice
from encours.method.agreements.rules.words import AgreementKind


def locked(act: Act) -> QuerySet[Agreement]:
    """The promises, deferrals and instalments of the entity, under lock."""
    return any_locked(act).exclude(kind=AgreementKind.PLAN.value)


def any_locked(act: Act) -> QuerySet[Agreement]:
    """All agreements of the entity, plans included, under lock."""
    return Agreement.objects.select_for_update(of=("self",)).filter(customer__entity_id=act.entity_id)


def lock(act: Act, *, agreement_id: int) -> None:
    """Nobody else changes an agreement from here to the end of the transaction; what is read next is what it is."""
    any_locked(act).filter(pk=agreement_id).first()


def one(act: Act, agreement_id: int) -> Agreement:
    """One promise, deferral or instalment under lock. Raises Agreement.DoesNotExist."""
    return locked(act).get(pk=agreement_id)


def one_plan(act: Act, plan_id: int) -> Agreement:
    """One plan under lock. Raises Agreement.DoesNotExist."""
    return any_locked(act).get(pk=plan_id, kind=AgreementKind.PLAN.value)


def parts_of(act: Act, plan_ids: Iterable[int]) -> list[Agreement]:
    """The parts of some plans under lock, in order of place."""
    rows = locked(act).filter(plan_id__in=list(plan_ids))
    return sorted(rows.order_by("pk"), key=lambda part: (part.plan_id or 0, part.place))


def keep_invoices(row: Agreement, invoices: Iterable[tuple[int, int]]) -> None:
    """The invoices that an agreement names, with how much of each in minor units."""
    AgreementInvoice.objects.bulk_create(
        AgreementInvoice(agreement=row, invoice_id=invoice, amount_minor=minor) for invoice, minor in invoices
    )


def entry_about(
    act: Act,
    row: Agreement,
    kind: str,
    reason: Reason,
    details: Mapping[str, object] | None = None,
    **figures: object,
) -> NewEntry:
    """A journal entry about an agreement; `figures` stand in its payload beside amount and date."""
    return act.entry(
        kind,
        f"customer:{row.customer_id}",
        reason,
        payload={
            "agreement": row.pk,
            "amount_minor": row.amount_minor,
            "currency": row.currency,
            "promised_for": str(row.promised_for),
            **figures,
        },
        details=details or {},
    )


def journal(
    act: Act,
    row: Agreement,
    kind: str,
    text: str,
    details: Mapping[str, object] | None = None,
    **figures: object,
) -> None:
    """Tells the journal of an agreement in a sentence with its amount and its date."""
    reason = Reason(text, amount=Money(row.amount_minor, row.currency), day=row.promised_for)
    evidence_actions.append(entry_about(act, row, kind, reason, details, **figures))
