"""Keeps what we promised a customer, until it is done: while one is open nobody is reminded."""

from django.db import transaction

from encours.ground.evidence import actions as evidence_actions
from encours.ground.evidence.acts import Act
from encours.ground.kernel.reason import N_, Reason, Refused
from encours.method.agreements.models import OwnPromise
from encours.method.agreements.rules.drafts import OwnPromiseDraft, own_due_on
from encours.method.agreements.rules.terms import DEFAULT_TERMS, PromiseTerms
from encours.method.agreements.rules.words import OWN_PROMISE_LABELS, OwnPromiseKind
from encours.method.cases.rules.calendar import Calendar


@transaction.atomic
def note_own_promise(
    act: Act, *, draft: OwnPromiseDraft, calendar: Calendar, terms: PromiseTerms = DEFAULT_TERMS
) -> int | Refused:
    """Writes down what we owe a customer; an answer is due within two business days. Source: R069, R090."""
    due_on = own_due_on(draft, today=act.today, calendar=calendar, terms=terms)
    if isinstance(due_on, Refused):
        return due_on
    row = OwnPromise.objects.create(
        customer_id=draft.customer_id,
        kind=draft.kind.value,
        what=draft.what.strip(),
        due_on=due_on,
        promised_on=act.today,
    )
    _journal(act, row, "agreements.own_promise_noted", N_("Nous devons : {kind}, pour le {day}"))
    return row.pk


@transaction.atomic
def fulfil_own_promise(act: Act, *, own_promise_id: int, outcome: str) -> Refused | None:
    """We did what we owed; `outcome` says what was done."""
    rows = OwnPromise.objects.select_for_update(of=("self",)).filter(customer__entity_id=act.entity_id)
    row = rows.get(pk=own_promise_id)
    if row.done_on:
        return Refused(Reason(N_("C'est déjà fait.")))
    if not outcome.strip():
        return Refused(Reason(N_("Indiquez la suite donnée.")), "outcome")
    row.done_on, row.outcome = act.today, outcome.strip()
    row.save(update_fields=["done_on", "outcome"])
    _journal(
        act, row, "agreements.own_promise_fulfilled", N_("Tenu de notre part : {kind}, prévu pour le {day}")
    )
    return None


def _journal(act: Act, row: OwnPromise, kind: str, text: str) -> None:
    label = Reason(OWN_PROMISE_LABELS[OwnPromiseKind(row.kind)])
    details = {"what": row.what, "outcome": row.outcome} if row.outcome else {"what": row.what}
    evidence_actions.append(
        act.entry(
            kind,
            f"customer:{row.customer_id}",
            Reason(text, kind=label, day=row.due_on),
            payload={"own_promise": row.pk, "kind": row.kind, "due_on": str(row.due_on)},
            details=details,
        )
    )
