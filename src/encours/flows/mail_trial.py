"""Does the mail server let us in, and does a message arrive? Asked before anything depends on it."""

from uuid import uuid4

from django.utils.translation import gettext as _

from encours.books.creditor import queries as creditor_queries
from encours.books.creditor.queries import Smtp
from encours.flows.dispatch import is_demonstration
from encours.ground.kernel.clock import Clock
from encours.ground.kernel.reason import N_, Reason, Refused
from encours.method.outreach.actions import post
from encours.method.outreach.actions.post import Envelope, Outcome
from encours.method.outreach.rules.receipts import told

_DEMONSTRATION = Refused(Reason(N_("Dans une démonstration, aucun serveur n'est jamais appelé.")))
_KNOWN_PROBLEMS = (
    (
        (
            "name or service not known",
            "nodename nor servname",
            "no address associated",
            "temporary failure in name",
        ),
        N_("ce nom de serveur n'existe pas"),
    ),
    (("connection refused",), N_("rien ne répond sur ce port")),
    (("timed out", "timeout"), N_("le serveur ne répond pas")),
    (("535", "534", "authentication"), N_("l'identifiant ou le mot de passe est refusé")),
    (
        ("starttls", "wrong version number", "unexpectedly closed", "please run connect"),
        N_("le serveur n'accepte pas cette sécurité sur ce port"),
    ),
    (("certificate",), N_("le certificat du serveur n'est pas valable")),
)


def check(clock: Clock, server: Smtp) -> Refused | None:
    """Tries to sign in to a mail server; refused with what is wrong in plain words."""
    if is_demonstration(clock):
        return _DEMONSTRATION
    problem = post.check(server)
    return (
        Refused(Reason(N_("Le serveur n'a pas accepté la connexion : {why}."), why=_plain(problem)))
        if problem
        else None
    )


def send_trial(clock: Clock, *, entity_id: int, to_name: str, to_email: str) -> Refused | None:
    """Sends a message to oneself through the entity's server, in the entity's name."""
    entity, server = creditor_queries.entity(entity_id), creditor_queries.smtp(entity_id)
    if is_demonstration(clock):
        return _DEMONSTRATION
    if server is None or not entity.email:
        return Refused(Reason(N_("Indiquez d'abord le serveur d'envoi et l'adresse de la société.")))
    domain = entity.email.rpartition("@")[2]
    envelope = Envelope(
        from_name=entity.name,
        from_email=entity.email,
        to_name=to_name,
        to_email=to_email,
        subject=_("Message d'essai d'Encours"),
        text=_("Ce message vous arrive par le serveur de {name}. L'envoi fonctionne.").format(
            name=entity.name
        ),
        html="",
        message_id=f"<{uuid4().hex}@{domain}>",
    )
    receipt = post.through(server, envelope)
    if receipt.outcome is Outcome.ACCEPTED:
        return None
    return Refused(Reason(N_("Le message n'est pas parti : {why}."), why=_plain(receipt.answer)))


def _plain(problem: str) -> Reason | str:
    """What commonly goes wrong, in words; anything else as the server said it."""
    said = problem.lower()
    for signs, words in _KNOWN_PROBLEMS:
        if any(sign in said for sign in signs):
            return Reason(words)
    return told(problem.rstrip("."))
