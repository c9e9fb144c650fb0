"""Changing ladders and who follows which: a draft is published, cases go on by another version or ladder."""

from collections.abc import Sequence
from dataclasses import dataclass, replace

from django.db import transaction

from encours.flows.review.assess import Assessment, assess
from encours.flows.review.gathered import Gathered, gather, house_of
from encours.flows.review.refresh import refresh
from encours.ground.evidence.acts import Act
from encours.ground.kernel.clock import FixedClock
from encours.ground.kernel.reason import N_, Reason, Refused
from encours.method.cases.rules.contact import Occasion
from encours.method.insight.rules.debtor_type import DebtorType
from encours.method.outreach import actions as outreach_actions
from encours.method.outreach import queries as outreach_queries
from encours.method.outreach.actions import Withheld
from encours.method.outreach.rules.contact_facts import GuardRule
from encours.method.strategy import actions as strategy_actions
from encours.method.strategy import queries as strategy_queries
from encours.method.strategy.actions import Publication, Switch
from encours.method.strategy.procedures import procedure_text, shipped_procedures
from encours.method.strategy.queries import Progress
from encours.method.strategy.rules.by_hand import Standing
from encours.method.strategy.rules.ladder_edit import faults, numbered, same_ladder
from encours.method.strategy.rules.ladder_import import taken_in
from encours.method.strategy.rules.ladders import Ladders, Running, carried
from encours.method.strategy.rules.procedure_text import written
from encours.method.strategy.rules.step import Procedure

MIN_REASON = 3
MOST_CASES = 500
"""So many cases change their version in one go; a larger house asks again for the rest."""
WHY = Reason(N_("Dites pourquoi en quelques mots : le journal le garde."))
_NO_CASE = Reason(N_("Aucun dossier n'est ouvert pour ce client : il n'a rien en retard."))
_NOT_CONFIRMED = Reason(
    N_("Ce scénario demande un profil confirmé par le dirigeant : confirmez-le d'abord, sur des faits.")
)


@dataclass(frozen=True, slots=True)
class Chosen:
    """What a choice changed on one case, with what taking it back needs."""

    case_id: int
    customer_id: int
    running: Running
    chosen: str
    before: Standing


def publish(act: Act, *, key: str, why: str) -> int | Refused:
    """The draft of a ladder becomes its version in force; returns its number.

    Cases that run keep the version they run on. Refused while something in it breaks the method.
    """
    draft = strategy_queries.drafts_of(act.entity_id).get(key)
    if draft is None:
        return Refused(Reason(N_("Aucun brouillon n'est à publier.")))
    if len(why.strip()) < MIN_REASON:
        return Refused(WHY, "why")
    found = procedure_text(draft.body)
    if wrong := faults(found):
        return Refused(wrong[0].reason)
    ladders = strategy_queries.ladders_of(act.entity_id)
    if same_ladder(found, ladders.in_force[key]):
        return Refused(Reason(N_("Ce brouillon ne change rien au scénario en vigueur.")))
    version = next_version(ladders, key)
    publication = Publication(
        key, version, written(numbered(found, version)), Reason(found.label), why.strip()
    )
    refused = strategy_actions.publish(act, publication=publication, drafted=draft.body)
    return refused or version


def next_version(ladders: Ladders, key: str) -> int:
    """The number of the next version: one more than any that was ever used."""
    return max(version for kept, version in ladders.kept if kept == key) + 1


@transaction.atomic
def choose(act: Act, *, customer_id: int, key: str, why: str) -> list[Chosen] | Refused:
    """A person gives a customer a ladder (empty: by the rules again); its open cases go on by it at once.

    What the former ladder had prepared and not sent stays; each case stands at the same stage there,
    or at the next milder one (R037, R101).
    """
    if len(why.strip()) < MIN_REASON:
        return Refused(WHY, "why")
    known = gather(house_of(act.entity_id, act.today, FixedClock(act.at)), [customer_id])
    found = assess(_with_choice(known, key), sorted(known.cases))
    if not found:
        return Refused(_NO_CASE)
    if key == "avoids" and found[0].opinion.ladder_type is not DebtorType.AVOIDS:
        return Refused(_NOT_CONFIRMED, "key")
    progress = known.progress
    switches = [
        _switch(known, a, key=key, why=why.strip()) for a in found if a.case and a.case.id in progress
    ]
    strategy_actions.switch_cases(act, switches=switches)
    withhold(act, switches)
    refresh(act, [customer_id])
    return [_chosen(customer_id, progress[switch.case_id]) for switch in switches]


@transaction.atomic
def take_back(act: Act, *, chosen: Sequence[Chosen]) -> Refused | None:
    """A choice was a slip: each case follows what it followed, from where it stood."""
    progress = strategy_queries.progress_of([one.case_id for one in chosen])
    for one in chosen:
        now = progress.get(one.case_id)
        if now is None:
            continue
        said = Reason(N_("Choix du scénario repris : le dossier suit de nouveau le précédent"))
        switch = Switch(one.case_id, one.customer_id, now.running, one.running, said, chosen=one.chosen)
        strategy_actions.switch_back(act, switch=switch, before=one.before)
        withhold(act, [switch])
    refresh(act, sorted({one.customer_id for one in chosen}))
    return None


@transaction.atomic
def follow_latest(act: Act, *, key: str, why: str) -> int | Refused:
    """Cases that still run on an older version of a ladder go on by the one in force; returns how many."""
    if len(why.strip()) < MIN_REASON:
        return Refused(WHY, "why")
    ladders = strategy_queries.ladders_of(act.entity_id)
    latest = ladders.in_force[key]
    rows = strategy_queries.cases_behind(act.entity_id, key, latest.version, most=MOST_CASES)
    switches = [_to_version(ladders, customer, row, latest, why.strip()) for customer, row in rows]
    strategy_actions.switch_cases(act, switches=switches)
    withhold(act, switches)
    refresh(act, sorted({switch.customer_id for switch in switches}))
    return len(switches)


def restore(act: Act, *, key: str, version: int | None) -> Refused | None:
    """An older version, or the shipped ladder (None), becomes the draft: published, it is a version like any other."""
    found = shipped_procedures().get(key)
    if version is not None:
        found = strategy_queries.ladders_of(act.entity_id).kept.get((key, version))
    if found is None:
        return Refused(Reason(N_("Cette version n'est plus connue.")))
    strategy_actions.save_draft(act, key=key, body=written(found))
    return None


def take_in(act: Act, *, key: str, text: str) -> Refused | None:
    """A ladder from the text of a file becomes the draft; published, it is a version like any other."""
    found = taken_in(text, key)
    if isinstance(found, Refused):
        return found
    strategy_actions.save_draft(act, key=key, body=written(found))
    return None


def _with_choice(known: Gathered, key: str) -> Gathered:
    """The same facts, had a person chosen a ladder for these cases (empty: none)."""
    return replace(
        known, progress={pk: replace(row, chosen_procedure=key) for pk, row in known.progress.items()}
    )


def _switch(known: Gathered, a: Assessment, *, key: str, why: str) -> Switch:
    assert a.case is not None
    row, label = known.progress[a.case.id], Reason(a.procedure.label)
    text = N_("Scénario « {label} » choisi pour ce client. {why}")
    if not key:
        text = N_("Le scénario n'est plus choisi à la main : « {label} » s'applique. {why}")
    return Switch(
        case_id=a.case.id,
        customer_id=a.customer_id,
        old=row.running,
        new=(a.procedure.key, a.procedure.version),
        said=Reason(text, label=label, why=why),
        position=carried(row.position, known.house.ladders.of(row.running), a.procedure),
        chosen=key,
    )


def _to_version(ladders: Ladders, customer_id: int, row: Progress, latest: Procedure, why: str) -> Switch:
    text = N_("Le dossier suit désormais la version {version} de « {label} ». {why}")
    return Switch(
        case_id=row.case_id,
        customer_id=customer_id,
        old=row.running,
        new=(latest.key, latest.version),
        said=Reason(text, version=latest.version, label=Reason(latest.label), why=why),
        position=carried(row.position, ladders.of(row.running), latest),
    )


def _chosen(customer_id: int, row: Progress) -> Chosen:
    before = Standing(row.position, row.step_on, row.call_back_at, row.call_back_asked_on)
    return Chosen(row.case_id, customer_id, row.running, row.chosen_procedure, before)


def withhold(act: Act, switches: Sequence[Switch]) -> None:
    """What the former ladder prepared and has not sent does not leave any more."""
    moved = {switch.case_id: switch for switch in switches if switch.new != switch.old}
    waiting = outreach_queries.waiting_of(sorted({switch.customer_id for switch in moved.values()}))
    why = Reason(N_("Le scénario du client a changé depuis la préparation"))
    outreach_actions.withhold_waiting(
        act,
        withheld=[
            Withheld(message, GuardRule.FACTS.value, why)
            for message in waiting
            if message.case_id in moved and message.occasion == Occasion.LADDER.value
        ],
    )
