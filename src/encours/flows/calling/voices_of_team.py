"""Who speaks: the person at the desk, the intermediary of the house, another voice after a difficult exchange."""

from collections.abc import Sequence

from encours.books.creditor.queries import Member
from encours.books.creditor.rules.roles import Role
from encours.flows.customer_file import CustomerFile
from encours.flows.drafting import member_for
from encours.ground.evidence.acts import Act
from encours.ground.kernel.reason import N_, Reason
from encours.method.cases.rules.contact import CallOutcome
from encours.method.strategy.rules.decision import Call, Send

_SPEAK = (Role.INTERMEDIARY, Role.ACCOUNT_MANAGER, Role.AR, Role.MANAGER, Role.OWNER)


def another_voice(team: Sequence[Member], actor: str) -> Member | None:
    """Who calls next instead of somebody, an intermediary first; None where there is nobody else (ruling 12)."""
    others = [member for member in team if member.role in _SPEAK and f"user:{member.user_id}" != actor]
    return min(others, key=lambda member: _SPEAK.index(member.role), default=None)


def planned_voice(file: CustomerFile) -> Member | None:
    """Who makes the call that was decided; None when none was."""
    decision = file.assessments[0].decision
    if not isinstance(decision, Call | Send):
        return None
    return member_for(file.known, file.customer.pk, decision.level.sender)


def advice_on_voice(act: Act, file: CustomerFile, role: Role) -> Reason | None:
    """A word on who had better call; never a refusal. Source: R059, R060, R072; method K10."""
    another = another_voice(file.known.house.team, act.actor)
    contacts = file.known.contacts.get(file.customer.pk, [])
    if another is not None and any(c.outcome is CallOutcome.EMOTIONAL for c in contacts[-8:]):
        return Reason(N_("Après l'échange difficile, plutôt une autre voix : {name}."), name=another.name)
    has_spoken = any(c.outcome and c.outcome.had_conversation for c in contacts)
    if role is Role.OWNER and file.customer.to_be_kept and not has_spoken and another is not None:
        text = N_("Client à préserver : le premier appel revient plutôt à {name} qu'au dirigeant.")
        return Reason(text, name=another.name)
    planned = planned_voice(file)
    if planned is not None and planned.user_id is not None and f"user:{planned.user_id}" != act.actor:
        return Reason(N_("Cet appel est prévu pour {name}."), name=planned.name)
    if planned is not None and planned.user_id is None:
        text = N_("Cet appel est prévu pour {name}, qui n'a pas d'accès : notez-le pour cette personne.")
        return Reason(text, name=planned.name)
    return None
