"""What is given up of a customer's account: how much of which due date, why, and what forbids it."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date

from encours.books.receivables.rules.party import WAIVED, CreditKind
from encours.ground.kernel.money import Money
from encours.ground.kernel.reason import N_, Reason, Refused


@dataclass(frozen=True, slots=True)
class WaiverDraft:
    """A part of some due dates that is not asked for any more. `dues`: due date id to minor units.

    `vat_minor`: the tax in it, where somebody said it. `reason`: the owner's words, `ground` its code.
    """

    customer_id: int
    kind: CreditKind
    currency: str
    dues: tuple[tuple[int, int], ...]
    reason: str
    vat_minor: int | None = None
    ground: str = ""

    @property
    def total(self) -> Money:
        """All that is given up."""
        return Money(sum(minor for _due, minor in self.dues), self.currency)


@dataclass(frozen=True, slots=True)
class Waived:
    """Something given up, as it stands; `cancelled_on`: the day it was taken back, by money or by a person."""

    id: int
    customer_id: int
    kind: CreditKind
    number: str
    on: date
    amount: Money
    vat_minor: int | None
    reason: str
    cancelled_on: date | None = None
    ground: str = ""
    dues: tuple[tuple[int, int], ...] = ()

    @property
    def is_cancelled(self) -> bool:
        """Whether it was taken back."""
        return self.cancelled_on is not None


def problem_of_waiver(draft: WaiverDraft, open_minor: Mapping[int, int]) -> Refused | None:
    """What forbids giving up: nothing named, more than is open, no reason, more tax than amount."""
    if draft.kind not in WAIVED:
        return Refused(Reason(N_("Un avoir se saisit comme un avoir.")))
    if not draft.dues:
        return Refused(Reason(N_("Choisissez au moins une facture.")), "invoices")
    if any(minor <= 0 or minor > open_minor.get(due, 0) for due, minor in draft.dues):
        return Refused(Reason(N_("Le montant dépasse ce qui est encore dû.")), "amount")
    if not draft.reason.strip():
        return Refused(Reason(N_("Indiquez pourquoi.")), "why")
    if draft.vat_minor is not None and not 0 <= draft.vat_minor < draft.total.minor:
        return Refused(Reason(N_("La TVA est plus petite que le montant.")), "vat")
    return None
