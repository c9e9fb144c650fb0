"""Who signs in: tries counted, the outcome told, the session opened; and who held back too many."""

from django.contrib.auth import authenticate
from django.http import HttpRequest

from encours.books.creditor import actions as creditor_actions
from encours.books.creditor import door as creditor_door
from encours.books.creditor import queries as creditor_queries
from encours.books.creditor.actions import Visitor
from encours.books.creditor.models import User
from encours.books.creditor.rules.door import CODE, SIGN_IN_ACCOUNT, SIGN_IN_HERE, SIGN_IN_PLACE, DoorEvent
from encours.flows.exporting import asked as exports
from encours.ground.kernel.clock import Clock, technical_now
from encours.ground.kernel.reason import N_, Reason, Refused

_UNKNOWN = Refused(
    Reason(
        N_("Adresse ou mot de passe inconnu. Vérifiez les deux, ou demandez à un dirigeant de la société.")
    )
)
_WRONG_CODE = Refused(
    Reason(
        N_("Ce code ne convient pas. Celui de l'application change toutes les 30 secondes et sert une fois.")
    ),
    "code",
)


def known_by_password(request: HttpRequest, *, email: str, password: str, visitor: Visitor) -> User | Refused:
    """Whose address and password these are; one sentence for every wrong answer.

    Each try is counted before the password is looked at, so that many at once get no further.
    """
    known = creditor_queries.user_named(email)
    user_id = int(known.pk) if known else None
    if refused := _too_many(email.strip().lower(), user_id, visitor):
        creditor_actions.tell_door(DoorEvent.HELD_BACK, user_id=user_id, visitor=visitor, actor="unknown")
        return refused
    user = authenticate(request, username=email.strip().lower(), password=password)
    if isinstance(user, User):
        creditor_actions.forget_tries(SIGN_IN_HERE, key=f"{user.email}|{visitor.address}")
        return user
    creditor_actions.tell_door(DoorEvent.REFUSED, user_id=user_id, visitor=visitor, actor="unknown")
    return _UNKNOWN


def known_by_code(clock: Clock, user: User, *, code: str, visitor: Visitor) -> Refused | None:
    """Whether a code is the person's; each try is counted before it is looked at."""
    if refused := creditor_actions.count_try(CODE, key=str(user.pk)):
        creditor_actions.tell_door(DoorEvent.HELD_BACK, user_id=user.pk, visitor=visitor, actor="unknown")
        return refused
    if creditor_actions.pass_second_factor(clock, user_id=user.pk, code=code):
        creditor_actions.forget_tries(CODE, key=str(user.pk))
        return None
    creditor_actions.tell_door(DoorEvent.CODE_REFUSED, user_id=user.pk, visitor=visitor, actor="unknown")
    return _WRONG_CODE


def tidy(_clock: Clock) -> int:
    """Lets go of what the door no longer needs."""
    creditor_actions.keep_door_short(technical_now())
    exports.tidy()
    return 0


def _too_many(address: str, user_id: int | None, visitor: Visitor) -> Refused | None:
    counted = [
        creditor_actions.count_try(SIGN_IN_PLACE, key=visitor.address),
        creditor_actions.count_try(SIGN_IN_HERE, key=f"{address}|{visitor.address}"),
    ]
    if user_id is None or not creditor_door.has_signed_in_from(user_id, visitor.place):
        counted.append(creditor_actions.count_try(SIGN_IN_ACCOUNT, key=address))
    return next((refused for refused in counted if refused), None)


def end_sessions(clock: Clock, *, user_id: int, actor: str, numbers: list[int], visitor: Visitor) -> int:
    """Ends sessions of a person, told in the journal and at the door; returns how many."""
    user = creditor_door.account(user_id)
    language = user.language if user else "fr"
    ended = creditor_actions.end_sessions(
        clock, user_id=user_id, actor=actor, numbers=numbers, language=language
    )
    if ended:
        creditor_actions.tell_door(DoorEvent.SESSION_ENDED, user_id=user_id, visitor=visitor, actor=actor)
    return ended
