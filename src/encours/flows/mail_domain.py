"""Does the domain that a company writes from say that its mail is genuine?"""

from django.conf import settings

from encours.books.creditor import queries as creditor_queries
from encours.flows.dispatch import is_demonstration
from encours.ground.kernel.clock import Clock
from encours.ground.kernel.reason import N_, Reason, Refused
from encours.method.outreach.actions.domain import look
from encours.method.outreach.rules.sending_domain import Finding, judge


def check(clock: Clock, *, entity_id: int, selector: str = "") -> tuple[str, tuple[Finding, ...]] | Refused:
    """The domain and its three findings; refused where there is no address, and in a demonstration."""
    if is_demonstration(clock):
        return Refused(Reason(N_("Dans une démonstration, aucun serveur n'est jamais appelé.")))
    domain = creditor_queries.entity(entity_id).email.rpartition("@")[2].strip().lower()
    if not domain:
        return Refused(Reason(N_("Il manque l'adresse e-mail de la société.")))
    coded = domain.encode("idna").decode("ascii") if not domain.isascii() else domain
    return domain, judge(look(coded, selector=selector, server=settings.ENCOURS_DNS))
