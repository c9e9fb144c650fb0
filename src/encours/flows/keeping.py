"""What is kept, how long and why; and whom a company could forget today."""

from dataclasses import dataclass
from datetime import date

from encours.books.creditor import queries as creditor_queries
from encours.books.creditor.rules.door import KEPT_DAYS as DOOR_DAYS
from encours.books.creditor.rules.exports import KEPT_DAYS as EXPORT_DAYS
from encours.books.receivables import queries as receivables_queries
from encours.books.receivables.rules.retention import Retention, retention_of
from encours.flows.forgetting import Keeping, keeping_of
from encours.ground.evidence.acts import Act
from encours.ground.kernel.reason import N_, Reason
from encours.method.calls.queries import under_way

MOST_SHOWN = 50
_LOOKED_AT = 200


@dataclass(frozen=True, slots=True)
class Kept:
    """One kind of thing: what it is, how long it is kept, why, and where the period comes from (None: ours)."""

    what: Reason
    how_long: Reason
    why: Reason
    source: Reason | None = None


def what_is_kept(act: Act) -> list[Kept]:
    """Everything that names somebody, with its period; the books first."""
    retention = retention_of_entity(act)
    year, days = Reason(N_("{days} jours"), days=DOOR_DAYS), Reason(N_("{days} jours"), days=EXPORT_DAYS)
    return [
        Kept(
            Reason(N_("Clients, interlocuteurs, factures, avoirs, règlements")),
            _period(retention),
            Reason(N_("pièces comptables")),
            _source(retention),
        ),
        Kept(
            Reason(N_("Messages, appels, notes, promesses, litiges")),
            Reason(N_("aussi longtemps que le client")),
            Reason(N_("montrer ce qui a été dit et promis ; ils partent avec lui")),
        ),
        Kept(
            Reason(N_("Copies de factures et fichiers importés")),
            Reason(N_("toujours")),
            Reason(N_("pièces comptables ; Encours ne les efface pas")),
        ),
        Kept(
            Reason(N_("Journal de preuve")),
            Reason(N_("toujours, sans les noms d'un client anonymisé")),
            Reason(N_("sa chaîne tient par des numéros, pas par des noms")),
        ),
        Kept(
            Reason(N_("Voix enregistrées avec accord")),
            Reason(N_("{days} jours"), days=under_way.terms_of(act.entity_id).days),
            Reason(N_("retrouver les mots exacts d'un accord ; chiffrées, effacées à leur date")),
        ),
        Kept(
            Reason(N_("Connexions et essais de l'équipe")),
            year,
            Reason(N_("voir une intrusion")),
            Reason(N_("CNIL, délibération 2021-122")),
        ),
        Kept(Reason(N_("Exports demandés ici")), days, Reason(N_("le temps de les emporter"))),
    ]


def retention_of_entity(act: Act) -> Retention | None:
    """The period in force for a company: its own, else its country's; None where somebody has to set one."""
    entity = creditor_queries.entity(act.entity_id)
    return retention_of(entity.country, own_years=receivables_queries.own_retention(act.entity_id))


def to_forget_today(act: Act) -> list[Keeping]:
    """Some of the customers whose period is over and with whom nothing is open, in the order of their numbers."""
    retention = retention_of_entity(act)
    if retention is None:
        return []
    ids = receivables_queries.quiet_since(act.entity_id, _cut(act.today, retention.years), most=_LOOKED_AT)
    owing = receivables_queries.open_items_of(ids)
    over = [keeping for keeping in keeping_of(act, ids) if keeping.is_over(act.today)]
    return [keeping for keeping in over if not owing.get(keeping.customer_id)][:MOST_SHOWN]


def _cut(today: date, years: int) -> date:
    """Whoever had something on this day or later is still kept; the exact rule looks again at who had not."""
    try:
        return today.replace(year=today.year - years)
    except ValueError:  # 29 February
        return date(today.year - years, 3, 1)


def _period(retention: Retention | None) -> Reason:
    if retention is None:
        return Reason(N_("toujours : aucun délai n'est fixé"))
    return Reason(N_("{years} ans après le dernier mouvement"), years=retention.years)


def _source(retention: Retention | None) -> Reason | None:
    if retention is None:
        return None
    if retention.known_through is None:
        return Reason(N_("votre réglage"))
    text = N_("{source}, tel que connu au {known_through}")
    return Reason(text, source=retention.source, known_through=retention.known_through)
