"""Who writes or calls at a step, given how well the customer is known and who there is in the house."""

from encours.books.creditor.rules.roles import Role
from encours.ground.kernel.facts import quick_dataclass
from encours.method.insight.rules.thresholds import DEFAULT_THRESHOLDS
from encours.method.strategy.rules.step import Level

_MOVABLE = frozenset({Role.AR, Role.ACCOUNT_MANAGER})


@quick_dataclass(frozen=True, slots=True)
class Relation:
    """What the house is to the customer. `keep`: the owner wants to keep it. None is unknown.

    From `long_term_months` on it is spoken to by somebody it knows. Source: requirement R041, method 2b (S).
    """

    since_months: int | None = None
    is_key: bool = False
    keep: bool = False
    has_collection_team: bool = True
    long_term_months: int = DEFAULT_THRESHOLDS.long_term_months

    @property
    def is_close(self) -> bool:
        """A customer of long standing, or one that counts for much."""
        return self.is_key or (self.since_months or 0) >= self.long_term_months


def depends_on_the_customer(level: Level) -> bool:
    """Whether it makes a difference at a level how close the customer is: at calls that no manager makes."""
    return level.has_call and level.sender in _MOVABLE


def who_acts(level: Level, relation: Relation) -> Role:
    """The role that acts at a level.

    A call by the collector goes to the account manager for a close customer, to an intermediary for
    one to be kept or where nobody collects; the owner is never the first caller. What a manager or
    the owner signs stays theirs. Source: 001, 003; requirements R041, R059, R060; method 2c.
    """
    if not depends_on_the_customer(level):
        return level.sender
    if not relation.has_collection_team or (relation.keep and level.sender is Role.AR):
        return Role.INTERMEDIARY
    return Role.ACCOUNT_MANAGER if relation.is_close else level.sender
