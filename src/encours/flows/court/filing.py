"""The file of a way is made and kept; the days of it are noted, and the delays of the law become tasks."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date
from zoneinfo import ZoneInfo

from django.db import transaction
from django.utils import timezone

from encours.flows.court.request import request_text
from encours.flows.court.sheet import sheet_facts
from encours.flows.court.ways import Way, ways_of
from encours.flows.formal.acts import Standing, standing
from encours.flows.legal.in_force import law_in_force
from encours.flows.proof.drawn import archived_pdf
from encours.flows.proof.making import Made, made
from encours.ground.documents import actions as documents_actions
from encours.ground.evidence.acts import Act
from encours.ground.evidence.dossier import bundle
from encours.ground.kernel.money import Money
from encours.ground.kernel.reason import N_, Reason, Refused
from encours.ground.law.formal_regimes import ProcedureRegime
from encours.ground.law.pack import Library
from encours.ground.law.rules.claim import Claim
from encours.ground.law.rules.procedures import Delay, delay
from encours.ground.law.unknown import LawUnknown
from encours.ground.plumbing.say import say
from encours.method.calls import actions as calls_actions
from encours.method.calls.rules.follow_up import FollowUpDraft, FollowUpKind
from encours.method.cases.queries import CaseFact
from encours.method.strategy.actions import court_files as court_actions
from encours.method.strategy.actions.court_files import CourtDraft
from encours.method.strategy.queries.court_files import CourtFact
from encours.method.strategy.rules.court_files import STARTS, CourtDay, CourtEvent

_GONE = Reason(N_("Cette voie n'est pas ouverte à ce dossier."))


@dataclass(frozen=True, slots=True)
class Running:
    """A delay that runs: what it is, from which day of the file, and its last day (or first, where it must pass)."""

    delay: Delay
    event: CourtEvent


@transaction.atomic
def prepare(act: Act, case: CaseFact, *, procedure: str, is_owner: bool) -> int | Refused:
    """Makes the file of a way; refused without the owner, or with the first of what is missing. Raises PdfError."""
    if not is_owner:
        return Refused(Reason(N_("Un dossier de justice se prépare avec le dirigeant, et lui seul.")))
    found = standing(act, case)
    if found is None:
        return Refused(_GONE)
    way = next((x for x in ways_of(found)[0] if x.procedure.id == procedure), None)
    if way is None or not way.is_open:
        return Refused(_GONE)
    if way.missing:
        return Refused(way.missing[0])
    whole = _made(found, way, language=act.language)
    name = f"{'note' if way.is_note else 'justice'}-{case.id}-{procedure}-{act.today.isoformat()}.zip"
    content = bundle.archive(whole.contents, top=f"justice-{case.id}", made_at=act.at)
    document = documents_actions.store(
        owner=act.chain, name=name, content=content, media_type="application/zip", at=act.at
    )
    return court_actions.keep_court_file(act, _draft(found, way, document, whole.seal))


def _made(found: Standing, way: Way, *, language: str) -> Made:
    """The file of proof, with the sheet and the request before it, under one seal."""

    def more(whole: Made) -> Mapping[str, bytes]:
        sheet = sheet_facts(found, way, whole.exhibits, language=language)
        pages = {"court/sheet.pdf": archived_pdf("encours.flows.court", "sheet.typ", sheet, found.proof)}
        if text := request_text(found, way, language=language):
            pages["court/request.txt"] = text.encode()
        return pages

    with timezone.override(ZoneInfo(found.proof.entity.time_zone)):
        return made(found.proof, language=language, more=more)


def _draft(found: Standing, way: Way, document: int, seal: str) -> CourtDraft:
    claim = found.statement.outcome
    assert isinstance(claim, Claim)
    return CourtDraft(
        case_id=found.proof.case.id,
        jurisdiction=way.pack.code,
        procedure=way.procedure.id,
        is_note=way.is_note,
        total=claim.owed,
        fees={fee.id: fee.highest.minor for fee in way.fees},
        document_id=document,
        seal=seal,
        law_facts=tuple(dict.fromkeys([*claim.facts, *way.procedure.facts])),
    )


@transaction.atomic
def note(act: Act, one: CourtFact, *, event: CourtEvent, on: date) -> Refused | None:
    """Something happened to a file: the delays that start are put into the tasks, each on its last day."""
    refused = court_actions.note_court_day(act, court_id=one.id, noted=CourtDay(event, on))
    if refused:
        return refused
    for row in delays_from(act, one, event=event, on=on):
        due_on = row.delay.deadline.extended_on
        if due_on < act.today:
            continue
        name = row.delay.names.get(act.language) or row.delay.names["fr"]
        what = say(Reason(N_("Justice : {name}"), name=name), act.language)
        draft = FollowUpDraft(
            customer_id=one.customer_id,
            case_id=one.case_id,
            kind=FollowUpKind.OTHER,
            what=what,
            due_on=due_on,
        )
        calls_actions.note_follow_up(act, draft=draft)
    return None


def delays_from(act: Act, one: CourtFact, *, event: CourtEvent, on: date) -> list[Running]:
    """The delays that run from a day of a file, as the law counts them; those it does not know are absent."""
    law = law_in_force(act.entity_id)
    found = []
    for way in procedures_of(law, one) if law.pack(one.jurisdiction).country else ():
        for name in dict.fromkeys(x.id for x in way.delays):
            told = delay(way, name, from_on=on, pack=law.pack(one.jurisdiction), law=law)
            if name in STARTS[event] and not isinstance(told, LawUnknown):
                found.append(Running(told, event))
    return found


def procedures_of(law: Library, one: CourtFact) -> list[ProcedureRegime]:
    """The way of a file, as the law has it today; none where it has it no more."""
    return [x for x in law.pack(one.jurisdiction).procedures if x.id == one.procedure]


def set_fees(act: Act, one: CourtFact, fees: Mapping[str, Money]) -> None:
    """What each act really cost."""
    court_actions.set_court_fees(
        act, court_id=one.id, fees={name: amount.minor for name, amount in fees.items()}
    )
