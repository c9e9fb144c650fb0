"""Court files kept, the days of them noted, what they cost corrected; each in the journal."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import date

from django.db import transaction

from encours.ground.evidence import actions as evidence_actions
from encours.ground.evidence.acts import Act
from encours.ground.kernel.money import Money
from encours.ground.kernel.reason import N_, Reason, Refused
from encours.method.strategy.models import CourtFile
from encours.method.strategy.rules.court_files import (
    COURT_EVENT_LABELS,
    CourtDay,
    CourtEvent,
    problem_of_day,
)


@dataclass(frozen=True, slots=True, kw_only=True)
class CourtDraft:
    """A file as it was made. `fees`: minor units by act, as estimated; `is_note`: only a note for a lawyer."""

    case_id: int
    jurisdiction: str
    procedure: str
    is_note: bool
    total: Money
    fees: Mapping[str, int]
    document_id: int
    seal: str
    law_facts: tuple[str, ...] = field(default=())


@transaction.atomic
def keep_court_file(act: Act, draft: CourtDraft) -> int:
    """Keeps a file that was made; it goes to nobody by itself."""
    row = CourtFile.objects.create(
        entity_id=act.entity_id, case_id=draft.case_id, jurisdiction=draft.jurisdiction,
        procedure=draft.procedure, is_note=draft.is_note, currency=draft.total.currency,
        total_minor=draft.total.minor, fees=dict(draft.fees), law_facts=list(draft.law_facts),
        document_id=draft.document_id, seal=draft.seal, prepared_by=act.actor, prepared_at=act.at,
    )  # fmt: skip
    text = N_("Note pour un avocat préparée") if draft.is_note else N_("Dossier de justice préparé")
    _tell(act, row, "strategy.court_prepared", Reason(text))
    return row.pk


@transaction.atomic
def note_court_day(act: Act, *, court_id: int, noted: CourtDay) -> Refused | None:
    """Something happened to a file, on a day: the delays of the law run from it."""
    row = _locked(act, court_id)
    days = {CourtEvent(name): date.fromisoformat(on) for name, on in row.days.items()}
    if refused := problem_of_day(days, noted, today=act.today):
        return refused
    row.days = {**row.days, noted.event.value: noted.on.isoformat()}
    row.save(update_fields=["days"])
    what = Reason(COURT_EVENT_LABELS[noted.event])
    text = Reason(N_("Justice, le {on} : {what}"), on=noted.on, what=what)
    _tell(act, row, "strategy.court_day_noted", text, event=noted.event.value, on=noted.on.isoformat())
    return None


@transaction.atomic
def set_court_fees(act: Act, *, court_id: int, fees: Mapping[str, int]) -> None:
    """What each act really costs, in minor units."""
    row = _locked(act, court_id)
    row.fees = {**row.fees, **fees}
    row.save(update_fields=["fees"])
    _tell(act, row, "strategy.court_fees_set", Reason(N_("Frais de justice corrigés")), fees=dict(row.fees))


def _locked(act: Act, court_id: int) -> CourtFile:
    rows = CourtFile.objects.select_for_update(of=("self",)).select_related("case")
    return rows.get(entity_id=act.entity_id, pk=court_id)


def _tell(act: Act, row: CourtFile, kind: str, told: Reason, **figures: object) -> None:
    payload = {
        "court": row.pk,
        "case": row.case_id,
        "procedure": row.procedure,
        "total_minor": row.total_minor,
        "currency": row.currency,
        "document": row.document_id,
        "seal": row.seal,
        **figures,
    }
    evidence_actions.append(act.entry(kind, f"customer:{row.case.customer_id}", told, payload=payload))
