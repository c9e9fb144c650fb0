"""`encours worklist`: the day's list, in order, with its reasons."""

import argparse
from datetime import date

from django.utils.translation import gettext as _

from encours.books.creditor import queries as creditor_queries
from encours.faces.cli.entities import add_entity, chosen_entities, read_day
from encours.faces.cli.output import print_json, refuse
from encours.flows.worklist import Line, worklist
from encours.ground.kernel.reason import N_, Reason
from encours.ground.plumbing.clock import installation_clock
from encours.ground.plumbing.say import say
from encours.method.insight.rules.priority_facts import SECTION_LABELS
from encours.method.strategy.rules.action_names import ACTION_LABELS

HELP = N_("La liste du jour : qui contacter, pourquoi, comment, dans l'ordre.")


def arguments(verb: argparse.ArgumentParser) -> None:
    """Which day, whose list."""
    verb.add_argument("--as-of", metavar="DATE", type=read_day, help=_("la liste de ce jour (AAAA-MM-JJ)"))
    verb.add_argument(
        "--user", metavar="U", help=_("l'adresse e-mail d'une personne : seulement ses clients")
    )
    verb.add_argument("--json", action="store_true", help=_("une réponse en JSON"))
    add_entity(verb)


def run(options: argparse.Namespace) -> int:
    """Prints the list."""
    entities = chosen_entities(options.entity)
    if isinstance(entities, str):
        return refuse(entities)
    user_id = None
    if options.user:
        user = creditor_queries.user_named(options.user)
        if user is None:
            return refuse(_("Personne ne se connecte avec {email}.").format(email=options.user))
        user_id = user.pk
    clock = installation_clock()
    lines = [line for e in entities for line in worklist(e.id, clock, on=options.as_of, user_id=user_id)]
    if options.json:
        print_json([_as_json(line) for line in lines])
        return 0
    for line in lines:
        _print(line, today=options.as_of)
    return 0


def _print(line: Line, *, today: date | None) -> None:
    section, action = (
        say(Reason(text)) for text in (SECTION_LABELS[line.section], ACTION_LABELS[line.action])
    )
    place = f"{line.rank:>4}" if line.is_ranked else "   –"
    priority = say(Reason("{points}", points=line.priority.value))
    amount = say(Reason("{amount}", amount=line.amount))
    print(f"{place}  {priority:>5}  {section:<18} {line.customer} · {amount} · {action}")
    for reason in line.why[:3]:
        print(f"{'':13}{say(reason, today=today)}")


def _as_json(line: Line) -> dict[str, object]:
    return {
        "rank": line.rank if line.is_ranked else None,
        "customer": line.customer,
        "priority": float(line.priority.value),
        "action": line.action,
        "channel": line.channel,
        "sender": line.sender,
        "amount": line.amount,
        "currency": line.amount.currency,
        "oldest_due": line.oldest_due,
        "why": list(line.why),
        "section": line.section.value,
    }
