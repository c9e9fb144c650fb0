"""`encours night`: reviews every case that is due, decides, queues; `--dry-run` says what it would do."""

import argparse

from django.utils.translation import gettext as _

from encours.faces.cli.entities import add_entity, chosen_entities, read_day
from encours.faces.cli.output import print_json, refuse
from encours.flows.night.report import NightReport
from encours.flows.night.run import run as run_night
from encours.ground.kernel.reason import N_, Reason
from encours.ground.plumbing.clock import installation_clock
from encours.ground.plumbing.say import say
from encours.method.strategy.rules.action_names import ACTION_LABELS

HELP = N_("Revoit chaque dossier, décide et prépare les messages de la journée.")


def arguments(verb: argparse.ArgumentParser) -> None:
    """Which day, and whether for good."""
    verb.add_argument(
        "--as-of", metavar="DATE", type=read_day, help=_("comme si l'on était ce jour-là (AAAA-MM-JJ)")
    )
    verb.add_argument("--dry-run", action="store_true", help=_("dit ce qui serait fait, ne change rien"))
    verb.add_argument("--json", action="store_true", help=_("une réponse en JSON"))
    add_entity(verb)


def run(options: argparse.Namespace) -> int:
    """Runs the night of the entity, or of each one."""
    entities = chosen_entities(options.entity)
    if isinstance(entities, str):
        return refuse(entities)
    clock = installation_clock()
    reports = [run_night(e.id, clock, as_of=options.as_of, dry_run=options.dry_run) for e in entities]
    if options.json:
        print_json(
            {
                "dry_run": options.dry_run,
                "entities": [_as_json(r, e.name) for r, e in zip(reports, entities, strict=True)],
                **_sum(reports),
            }
        )
        return 0
    for report, entity in zip(reports, entities, strict=True):
        _print(report, entity.name)
    return 0


def _sum(reports: list[NightReport]) -> dict[str, object]:
    decisions: dict[str, int] = {}
    refusals: dict[str, int] = {}
    for report in reports:
        for total, part in ((decisions, report.decisions), (refusals, report.refusals)):
            for name, count in part.items():
                total[name] = total.get(name, 0) + count
    return {
        "as_of": max((r.as_of for r in reports), default=None),
        "cases": sum(r.cases for r in reports),
        "queued": sum(r.queued for r in reports),
        "decisions": decisions,
        "refusals": refusals,
        "seconds": round(sum(r.seconds for r in reports), 3),
    }


def _as_json(report: NightReport, name: str) -> dict[str, object]:
    customers = [
        {
            "customer": p.customer,
            "decision": p.decision,
            "action": p.action,
            "amount": p.amount,
            "currency": p.amount.currency,
            "refused_by": p.refused_by or None,
            "until": p.until,
            "to": p.to or None,
            "subject": p.subject or None,
            "leaves_at": p.leaves_at,
            "why": list(p.reasons),
        }
        for p in report.planned
    ]
    return {
        "entity": name,
        "as_of": report.as_of,
        **report.counts(),
        "seconds": report.seconds,
        "customers": customers,
    }


def _print(report: NightReport, name: str) -> None:
    print(_("{name}, nuit du {on} : {cases} dossiers revus, {queued} messages préparés").format(
        name=name, on=say(Reason("{on}", on=report.as_of)), cases=report.cases, queued=report.queued))  # fmt: skip
    for planned in report.planned:
        reason = say(planned.reasons[0], today=report.as_of) if planned.reasons else ""
        rule = f" [{planned.refused_by}]" if planned.refused_by else ""
        action = say(Reason(ACTION_LABELS[planned.action])) if planned.action else ""
        amount = say(Reason("{amount}", amount=planned.amount))
        print(f"  {planned.customer} · {action} · {amount}{rule} · {reason}")
