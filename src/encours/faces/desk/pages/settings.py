"""What settings show: the subjects, who may do what, closures, accounts, rates, people, what leaves."""

from collections.abc import Mapping
from typing import Any

from django.urls import reverse
from django.utils.translation import get_language
from django.utils.translation import gettext as _

from encours.books.creditor import queries as creditor_queries
from encours.books.creditor.queries import Member
from encours.books.creditor.rules.closures import UsualClosing, usual_closings
from encours.books.creditor.rules.roles import ROLE_LABELS, Permission, Role, may
from encours.faces.desk.pages.words import State
from encours.faces.desk.who import Desk
from encours.flows.drafting import WRITTEN_AT_NIGHT
from encours.ground.kernel.identifiers import iban_in_groups
from encours.ground.kernel.reason import N_, Reason
from encours.ground.plumbing.formats import decimal_text
from encours.ground.plumbing.say import say
from encours.method.outreach import queries as outreach_queries
from encours.method.outreach.rules.states import Mode
from encours.method.strategy.procedures import event_levels, shipped_procedures
from encours.method.strategy.rules.step import Stage, StepKind

SUBJECTS: Mapping[str, str] = {
    "entity": N_("Société"),
    "terms": N_("Conditions de règlement"),
    "hours": N_("Heures et fermetures"),
    "ladders": N_("Scénarios"),
    "texts": N_("Textes"),
    "clauses": N_("Clauses du contrat"),
    "thresholds": N_("Seuils"),
    "law": N_("Droit"),
    "sending": N_("Envois"),
    "calls": N_("Appels"),
    "mail": N_("Messagerie"),
    "mailbox": N_("Boîte aux lettres"),
    "sms": N_("SMS"),
    "paper": N_("Courrier papier"),
    "accounts": N_("Comptes bancaires"),
    "online": N_("Paiement en ligne"),
    "rates": N_("Cours de change"),
    "people": N_("Équipe"),
    "access": N_("Connexions"),
    "data": N_("Données"),
}
STAGES: Mapping[Stage, str] = {
    Stage.PRE_DUE: N_("Rappel avant échéance"),
    Stage.COURTESY: N_("Mot de courtoisie"),
    Stage.REMINDER2: N_("Deuxième rappel"),
    Stage.PROMISE_REMINDER: N_("Rappel d'une promesse"),
    Stage.BROKEN_PROMISE: N_("Accord non suivi d'un paiement"),
    Stage.CALL_SUMMARY: N_("Résumé d'un appel"),
    Stage.INVOICE: N_("Copie d'une facture"),
    Stage.THANKS: N_("Remerciement"),
}
_MAY: Mapping[Permission, str] = {
    Permission.READ: N_("lire"),
    Permission.CONTACT: N_("contacter"),
    Permission.RECORD: N_("saisir"),
    Permission.DECIDE: N_("décider"),
    Permission.CONFIGURE: N_("changer les réglages"),
}


def subjects(current: str) -> list[dict[str, Any]]:
    """The list beside the subject."""
    return [
        {
            "url": reverse("desk:settings_section", args=[name]),
            "label": say(Reason(label)),
            "is_current": name == current,
        }
        for name, label in SUBJECTS.items()
    ]


def closures(desk: Desk) -> list[dict[str, Any]]:
    """The closed periods that are not over, then the past ones of this year."""
    return [
        {
            "first_on": closing.period.first_on,
            "last_on": closing.period.last_on,
            "label": say(Reason(closing.label)),
            "remove_url": reverse("desk:closure_remove", args=[closing.id]),
        }
        for closing in creditor_queries.closings(desk.entity.id)
        if closing.period.last_on.year >= desk.act.today.year
    ]


def offered_closings(desk: Desk) -> tuple[UsualClosing, ...]:
    """The usual closures that are not kept yet."""
    return usual_closings(desk.act.today, kept=creditor_queries.closed_periods(desk.entity.id))


def closing_words(closing: UsualClosing) -> str:
    """A closure to propose, in words."""
    words = Reason(
        N_("{label} : du {first} au {last}"),
        label=Reason(closing.label),
        first=closing.period.first_on,
        last=closing.period.last_on,
    )
    return say(words)


def accounts(desk: Desk) -> list[dict[str, Any]]:
    """Where one is paid."""
    return [
        {
            "label": account.label,
            "iban": iban_in_groups(account.iban),
            "currency": account.currency,
            "is_default": account.is_default,
            "remove_url": reverse("desk:account_remove", args=[account.id]),
        }
        for account in creditor_queries.accounts(desk.entity.id)
    ]


def rates(desk: Desk) -> list[dict[str, Any]]:
    """What other currencies are worth."""
    language = get_language() or "fr"
    return [
        {
            "currency": kept.currency,
            "from_on": kept.from_on,
            "shown": decimal_text(kept.rate.normalize(), language=language),
        }
        for kept in creditor_queries.kept_rates(desk.entity.id)
    ]


def people(desk: Desk) -> list[dict[str, Any]]:
    """The team: who may do what."""
    return [_person(desk, member) for member in creditor_queries.team(desk.entity.id)]


def what_a_role_may(role: Role) -> str:
    """A role in one line."""
    if may(role, Permission.CONFIGURE):
        return _("tout")
    return say(
        Reason("{all}", all=[Reason(label) for permission, label in _MAY.items() if may(role, permission)])
    )


def stages() -> dict[Stage, list[Mode]]:
    """The stages whose messages Encours writes, with the ways they may leave."""
    levels = [
        level for procedure in (*shipped_procedures().values(), event_levels()) for level in procedure.levels
    ]
    written = {
        level.stage
        for level in levels
        if level.message and level.kind is not StepKind.TASK and level.message.template in WRITTEN_AT_NIGHT
    }
    return {stage: list(Mode) for stage in STAGES if stage in written}


def switch(desk: Desk) -> dict[str, Any]:
    """Test mode or not, and what must be done before it can be left."""
    return {
        "is_on": desk.entity.is_sending_on,
        "url": reverse("desk:sending_switch"),
        "missing": [] if desk.entity.is_sending_on else missing_for_sending(desk),
        "mends": "mail" if desk.entity.email else "entity",
    }


def missing_for_sending(desk: Desk) -> list[Reason]:
    """What stands between test mode and real messages; a demonstration needs no server."""
    found = []
    if not desk.entity.email:
        found.append(Reason(N_("Il manque l'adresse e-mail de la société.")))
    if desk.clock.fixed() is None and not creditor_queries.has_smtp(desk.entity.id):
        found.append(
            Reason(N_("Il manque le serveur d'envoi : sans lui, vous envoyez vous-même ce qui est préparé."))
        )
    return found


def stop(desk: Desk) -> dict[str, Any]:
    """Whether everything is stopped, since when, by whom and why."""
    standing = outreach_queries.standing_stop(desk.entity.id)
    names = {f"user:{m.user_id}": m.name for m in creditor_queries.team(desk.entity.id) if m.user_id}
    return {
        "is_on": standing is not None,
        "url": reverse("desk:sending_stop"),
        "since": standing.stopped_at if standing else None,
        "by": names.get(standing.stopped_by, _("une personne de l'équipe")) if standing else "",
        "reason": standing.reason if standing else "",
    }


def _person(desk: Desk, member: Member) -> dict[str, Any]:
    return {
        "id": member.id,
        "name": member.name,
        "email": member.email,
        "role": say(Reason(ROLE_LABELS[member.role])),
        "may": what_a_role_may(member.role),
        "state": None if member.user_id else State("rest", "user", Reason(N_("sans accès"))),
        "edit_url": reverse("desk:member", args=[member.id]) if desk.may(Permission.CONFIGURE) else None,
    }
