"""`encours users`: who can sign in, in which company and role; for whoever holds the terminal."""

import argparse
from collections.abc import Callable

from django.db import transaction
from django.utils.translation import get_language
from django.utils.translation import gettext as _

from encours.books.creditor import actions as creditor_actions
from encours.books.creditor import queries as creditor_queries
from encours.books.creditor.queries import Entity, Person
from encours.books.creditor.rules.roles import ROLE_LABELS, MemberDraft, Role
from encours.faces.cli.entities import add_entity, the_entity
from encours.faces.cli.output import note, print_json, refuse
from encours.ground.evidence.acts import SYSTEM
from encours.ground.kernel.reason import N_, Reason, Refused
from encours.ground.plumbing import checks
from encours.ground.plumbing.clock import installation_clock
from encours.ground.plumbing.say import say
from encours.ground.plumbing.secrets import one_time_password
from encours.ground.plumbing.typed import Unreadable

HELP = N_("Les comptes : qui peut se connecter, dans quelle société, avec quel rôle.")
NONE = "none"


def arguments(verb: argparse.ArgumentParser) -> None:
    """What to do, for whom."""
    verb.add_argument(
        "action",
        nargs="?",
        default="list",
        choices=["list", "add", "role", "password", "factor-off", "lock", "unlock"],
        help=_("ce qu'il faut faire ; la liste si rien n'est dit"),
    )
    verb.add_argument("email", nargs="?", metavar="EMAIL", help=_("l'adresse du compte"))
    verb.add_argument("--name", metavar="N", help=_("le nom de la personne"))
    verb.add_argument(
        "--role",
        metavar="R",
        choices=[*(role.value for role in Role), NONE],
        help=_("le rôle dans la société : {roles}, ou none pour l'en retirer").format(
            roles=", ".join(role.value for role in Role)
        ),
    )
    verb.add_argument("--json", action="store_true", help=_("une réponse en JSON"))
    add_entity(verb)


def run(options: argparse.Namespace) -> int:
    """Shows or changes accounts. A password that is given is shown once, and is to be replaced."""
    if options.action == "list":
        return _list(options)
    if not options.email:
        return refuse(_("Dites de quel compte il s'agit : son adresse e-mail."))
    with transaction.atomic():
        done = _ACTIONS[options.action](options)
        if isinstance(done, str):
            transaction.set_rollback(True)
            return refuse(done)
    person = _person(options.email)
    assert person is not None
    if options.json:
        print_json(_as_json(person) | done)
        return 0
    print(_line(person))
    if "password" in done:
        print(done["password"])
        note(_("Ce mot de passe ne sera plus montré ; il se remplace à la première connexion."))
    return 0


Done = dict[str, object] | str
"""What the answer adds, or why nothing was done."""


def _add(options: argparse.Namespace) -> Done:
    role, entity = options.role, the_entity(options.entity)
    if role in (None, NONE):
        return _("Dites avec quel rôle : --role.")
    if not isinstance(entity, Entity):
        return entity or _("Aucune société encore : ouvrez Encours dans le navigateur.")
    try:
        address = checks.email(options.email).lower()
    except Unreadable as problem:
        return say(problem.reason)
    given: dict[str, object] = {}
    if creditor_queries.user_named(address) is None:
        if not (options.name or "").strip():
            return _("Dites le nom de la personne : --name.")
        given = {"password": _new_account(address, options.name)}
    user = creditor_queries.user_named(address)
    assert user is not None
    draft = MemberDraft(user.name, Role(role), user.email, "", user.pk)
    made = creditor_actions.add_member(
        creditor_queries.act(entity.id, SYSTEM, installation_clock()), draft=draft
    )
    return say(made.reason) if isinstance(made, Refused) else given


def _new_account(address: str, name: str) -> str:
    password, clock, language = one_time_password(), installation_clock(), (get_language() or "fr")[:2]
    user = creditor_actions.create_user(clock, email=address, name=name, password=password, language=language)
    assert not isinstance(user, Refused)
    # Told once more, by whom: a password that somebody else gave is one to replace.
    creditor_actions.set_password(clock, user_id=user.pk, password=password, actor=SYSTEM)
    return password


def _role(options: argparse.Namespace) -> Done:
    user, entity = creditor_queries.user_named(options.email), the_entity(options.entity)
    if user is None:
        return _unknown(options)
    if options.role is None:
        return _("Dites avec quel rôle : --role.")
    if not isinstance(entity, Entity):
        return entity or _("Aucune société encore : ouvrez Encours dans le navigateur.")
    act = creditor_queries.act(entity.id, SYSTEM, installation_clock())
    member = next((m for m in creditor_queries.team(entity.id) if m.user_id == user.pk), None)
    done: object
    if member is None:
        if options.role == NONE:
            return {}
        draft = MemberDraft(user.name, Role(options.role), user.email, "", user.pk)
        done = creditor_actions.add_member(act, draft=draft)
    elif options.role == NONE:
        done = creditor_actions.remove_member(act, member_id=member.id)
    else:
        done = creditor_actions.change_member(act, member_id=member.id, fields={"role": options.role})
    return say(done.reason) if isinstance(done, Refused) else {}


def _password(options: argparse.Namespace) -> Done:
    user = creditor_queries.user_named(options.email)
    if user is None:
        return _unknown(options)
    password = one_time_password()
    creditor_actions.set_password(installation_clock(), user_id=user.pk, password=password, actor=SYSTEM)
    return {"password": password}


def _factor_off(options: argparse.Namespace) -> Done:
    """For an only owner who lost telephone and recovery codes."""
    user = creditor_queries.user_named(options.email)
    if user is None:
        return _unknown(options)
    creditor_actions.remove_second_factor(installation_clock(), user_id=user.pk, actor=SYSTEM)
    return {}


def _lock(options: argparse.Namespace) -> Done:
    user = creditor_queries.user_named(options.email)
    if user is None:
        return _unknown(options)
    to = options.action == "lock"
    done = creditor_actions.lock_user(installation_clock(), user_id=user.pk, to=to, actor=SYSTEM)
    return say(done.reason) if done else {}


_ACTIONS: dict[str, Callable[[argparse.Namespace], Done]] = {
    "add": _add,
    "role": _role,
    "password": _password,
    "factor-off": _factor_off,
    "lock": _lock,
    "unlock": _lock,
}


def _list(options: argparse.Namespace) -> int:
    found = creditor_queries.people()
    if options.entity is not None:
        entity = the_entity(options.entity)
        if not isinstance(entity, Entity):
            return refuse(entity or _("Aucune société encore : ouvrez Encours dans le navigateur."))
        found = [p for p in found if any(place[0] == entity.id for place in p.places)]
    if options.json:
        print_json({"users": [_as_json(person) for person in found]})
        return 0
    for person in found:
        print(_line(person))
    return 0


def _person(email: str) -> Person | None:
    return next((p for p in creditor_queries.people() if p.email == email.strip().lower()), None)


def _unknown(options: argparse.Namespace) -> str:
    return _("Personne ne se connecte avec {email}.").format(email=options.email)


def _line(person: Person) -> str:
    places = ", ".join(f"{name} ({say(Reason(ROLE_LABELS[role]))})" for _id, name, role in person.places)
    state = "" if person.is_active else " · " + _("verrouillé")
    return f"{person.email} · {person.name} · {places or '–'}{state}"


def _as_json(person: Person) -> dict[str, object]:
    return {
        "email": person.email,
        "name": person.name,
        "language": person.language,
        "active": person.is_active,
        "last_login": person.last_login,
        "roles": [{"entity": name, "entity_id": pk, "role": role.value} for pk, name, role in person.places],
    }
