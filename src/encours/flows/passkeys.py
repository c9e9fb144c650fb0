"""A passkey at the door, alone or after the password: each try counted, the outcome told."""

from encours.books.creditor import actions as creditor_actions
from encours.books.creditor import door as creditor_door
from encours.books.creditor.actions import Answer, Shown, Visitor
from encours.books.creditor.door import Account
from encours.books.creditor.rules.door import CODE, SIGN_IN_PLACE, DoorEvent
from encours.books.creditor.rules.passkeys import Place
from encours.ground.kernel.clock import Clock
from encours.ground.kernel.reason import N_, Reason, Refused

_UNKNOWN = Refused(
    Reason(N_("Cette clé d'accès n'ouvre aucun compte ici. Essayez-en une autre, ou votre mot de passe."))
)
_COPIED = Refused(
    Reason(
        N_(
            "Cette clé d'accès a été refusée : son compteur recule, comme si elle avait été copiée. "
            "Entrez autrement, puis retirez-la de votre compte."
        )
    )
)


def known_by_passkey(
    clock: Clock, place: Place, answer: Answer, *, user: Account | None, visitor: Visitor
) -> Account | Refused:
    """Whose passkey an answer is; of `user`, where the password has said who it is.

    Each try is counted before it is looked at.
    """
    limit, key = (CODE, str(user.pk)) if user else (SIGN_IN_PLACE, visitor.address)
    known_id = user.pk if user else None
    if refused := creditor_actions.count_try(limit, key=key):
        _tell(DoorEvent.HELD_BACK, known_id, visitor)
        return refused
    shown, user_id = creditor_actions.show_passkey(clock, place, answer, user_id=known_id)
    found = creditor_door.account(user_id) if user_id and shown is Shown.KNOWN else None
    if found is not None:
        if user:
            creditor_actions.forget_tries(CODE, key=key)
        return found
    is_copied = shown is Shown.COPIED
    _tell(DoorEvent.PASSKEY_COPIED if is_copied else DoorEvent.PASSKEY_REFUSED, user_id or known_id, visitor)
    return _COPIED if is_copied else _UNKNOWN


def _tell(event: DoorEvent, user_id: int | None, visitor: Visitor) -> None:
    creditor_actions.tell_door(event, user_id=user_id, visitor=visitor, actor="unknown")
