"""Which ways to a title are open for a case, what each costs, and what it lacks before its file can be made."""

from dataclasses import dataclass

from django.conf import settings
from stdnum.eu.vat import MEMBER_STATES

from encours.flows.formal.acts import Standing
from encours.flows.formal.conditions import UNVERIFIED
from encours.flows.legal.in_force import law_in_force
from encours.ground.kernel.reason import N_, Reason
from encours.ground.law.formal_regimes import ProcedureRegime
from encours.ground.law.pack import Library, Pack
from encours.ground.law.rules.claim import Claim
from encours.ground.law.rules.claim_cautions import of_facts
from encours.ground.law.rules.procedures import Fee, fees, ways
from encours.ground.law.unknown import Caution, LawUnknown
from encours.method.strategy.rules.formal_acts import GONE, FormalKind

_NOT_IN_THE_ORDER = "dk"
"""The European order for payment does not reach Denmark. Source: EU-PROC-01."""


@dataclass(frozen=True, slots=True)
class Way:
    """One way: its costs as far as they are known, what it lacks; `is_note`: only a note for a lawyer can be made."""

    procedure: ProcedureRegime
    pack: Pack
    fees: tuple[Fee, ...]
    missing: tuple[Reason, ...]
    cautions: tuple[Caution, ...]
    is_open: bool
    is_note: bool


def ways_of(found: Standing) -> tuple[list[Way], Reason | None]:
    """The ways of a case, and why there is none; each with what is missing before its file."""
    claim = found.statement.outcome
    law = law_in_force(found.known.house.entity.id)
    if not isinstance(claim, Claim):
        return [], claim.reason if isinstance(claim, LawUnknown) else Reason(N_("Rien n'est échu."))
    ours, theirs = found.proof.entity.country, found.proof.customer.country
    found_ways = ways(
        jurisdiction=found.statement.jurisdiction,
        debtor=found.statement.debtor,
        owed=claim.principal_open,
        law=law,
        is_cross_border=_is_european(ours, theirs),
    )
    if isinstance(found_ways, LawUnknown):
        return [], found_ways.reason
    common = _missing(found)
    return [_way(x, found, law, claim=claim, common=common) for x in found_ways], None


def _is_european(ours: str, theirs: str) -> bool:
    sides = {ours.lower(), theirs.lower()}
    return len(sides) == 2 and sides <= set(MEMBER_STATES) and _NOT_IN_THE_ORDER not in sides


def _way(
    procedure: ProcedureRegime, found: Standing, law: Library, *, claim: Claim, common: list[Reason]
) -> Way:
    today = found.statement.until
    pack = next(p for p in law.packs.values() if procedure in p.procedures)
    told = fees(procedure, claim.principal_open, on=today, law=law)
    cautions = tuple(of_facts(procedure.facts, today, law))
    is_open = not procedure.is_flagged or procedure.id in settings.ENCOURS_OPEN_PROCEDURES
    return Way(
        procedure=procedure,
        pack=pack,
        fees=() if isinstance(told, LawUnknown) else told,
        missing=tuple(common),
        cautions=cautions,
        is_open=is_open,
        is_note=any(caution.code == UNVERIFIED for caution in cautions),
    )


def _missing(found: Standing) -> list[Reason]:
    """Before any court: a formal notice that was sent and whose delay is over, no dispute, a case that is proved."""
    reasons: list[Reason] = []
    notices = [x for x in found.acts if x.kind is FormalKind.FORMAL_NOTICE and x.state in GONE]
    if not notices:
        reasons.append(Reason(N_("La mise en demeure n'est pas envoyée avec sa preuve.")))
    elif notices[0].deadline_on and notices[0].deadline_on >= found.statement.until:
        text = N_("La mise en demeure laisse jusqu'au {on}.")
        reasons.append(Reason(text, on=notices[0].deadline_on))
    if found.assessment.balance.disputed:
        reasons.append(Reason(N_("Un litige est ouvert : une voie rapide n'est pas faite pour lui.")))
    if any(caution.code == UNVERIFIED for caution in getattr(found.statement.outcome, "cautions", ())):
        reasons.append(Reason(N_("Le décompte repose sur un droit non vérifié : faites-le valider.")))
    return reasons
