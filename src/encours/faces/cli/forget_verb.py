"""`encours forget CUSTOMER`: a customer whose period is over loses its name, in every room and in the journal."""

import argparse
from collections.abc import Sequence

from django.utils.translation import gettext as _

from encours.books.creditor import queries as creditor_queries
from encours.books.creditor.queries import Entity
from encours.books.receivables import actions as receivables_actions
from encours.books.receivables import queries as receivables_queries
from encours.faces.cli.entities import add_entity, the_entity
from encours.faces.cli.output import print_json, refuse
from encours.flows.forgetting import Keeping, forget, may_be_forgotten
from encours.ground.evidence.acts import SYSTEM, Act
from encours.ground.kernel.reason import N_, Reason
from encours.ground.plumbing.clock import installation_clock
from encours.ground.plumbing.say import say

HELP = N_("Anonymise un client qui n'a plus rien d'ouvert ; sans client, liste ceux dont le délai est passé.")


def arguments(verb: argparse.ArgumentParser) -> None:
    """Whom, why, and the company's own period."""
    verb.add_argument("customer", nargs="?", metavar="CUSTOMER", help=_("le numéro ou le code du client"))
    verb.add_argument("--why", metavar="W", default="", help=_("pourquoi ; le journal le garde"))
    verb.add_argument(
        "--early",
        action="store_true",
        help=_("même avant la fin du délai de conservation, sous votre responsabilité"),
    )
    verb.add_argument(
        "--years",
        metavar="N",
        type=int,
        help=_("fixe le délai de conservation de la société en années ; 0 : celui du pays"),
    )
    verb.add_argument("--json", action="store_true", help=_("une réponse en JSON"))
    add_entity(verb)


def run(options: argparse.Namespace) -> int:
    """Lists, sets the period, or forgets one customer."""
    entity = the_entity(options.entity)
    if not isinstance(entity, Entity):
        return refuse(entity or _("Aucune société encore : ouvrez Encours dans le navigateur."))
    act = creditor_queries.act(entity.id, SYSTEM, installation_clock())
    if options.years is not None:
        refused = receivables_actions.set_retention(act, years=options.years or None)
        if refused:
            return refuse(say(refused.reason))
    if options.customer is None:
        return _list(may_be_forgotten(act), as_json=options.json)
    return _forget(act, options)


def _forget(act: Act, options: argparse.Namespace) -> int:
    customer_id = _found(act.entity_id, options.customer)
    if customer_id is None:
        return refuse(_("Aucun client ne porte ce numéro ou ce code : {name}").format(name=options.customer))
    refused = forget(act, customer_id=customer_id, why=options.why, early=options.early)
    if refused:
        return refuse(say(refused.reason))
    if options.json:
        print_json({"customer": customer_id, "anonymised": True})
    else:
        print(_("Client {number} anonymisé.").format(number=customer_id))
    return 0


def _found(entity_id: int, text: str) -> int | None:
    rows = receivables_queries.not_anonymised(entity_id)
    found = [row.pk for row in rows if row.code == text] or [row.pk for row in rows if str(row.pk) == text]
    return found[0] if found else None


def _list(over: Sequence[Keeping], *, as_json: bool) -> int:
    if as_json:
        print_json({"customers": [_as_json(keeping) for keeping in over]})
        return 0
    for keeping in over:
        until = say(Reason("{until}", until=keeping.until))
        kept = _("gardé jusqu'au {until}").format(until=until)
        print(f"{keeping.customer_id:>6}  {keeping.name} · {kept}")
    return 0


def _as_json(keeping: Keeping) -> dict[str, object]:
    return {"customer": keeping.customer_id, "name": keeping.name, "kept_until": keeping.until}
