"""How complete the proof of a case is, and what is missing, told early: a case is won by papers asked for in time."""

from collections.abc import Iterable
from dataclasses import dataclass
from enum import StrEnum

from encours.ground.kernel.reason import N_, Reason


class Need(StrEnum):
    """What a file of proof should hold."""

    IDENTITY = "identity"
    AGREEMENT = "agreement"
    TERMS = "terms"
    INVOICES = "invoices"
    DELIVERY = "delivery"
    REMINDERS = "reminders"
    REASON = "reason"
    NOTICE = "notice"
    RECEIPT = "receipt"


WEIGHTS = {
    Need.IDENTITY: 10,
    Need.AGREEMENT: 20,
    Need.TERMS: 5,
    Need.INVOICES: 20,
    Need.DELIVERY: 20,
    Need.REMINDERS: 10,
    Need.REASON: 5,
    Need.NOTICE: 5,
    Need.RECEIPT: 5,
}
"""How much of a hundred each is worth. What proves the debt weighs most: contract, delivery, invoices."""
NEED_LABELS = {
    Need.IDENTITY: N_("identité et adresse du débiteur"),
    Need.AGREEMENT: N_("contrat, commande ou devis accepté"),
    Need.TERMS: N_("conditions générales acceptées"),
    Need.INVOICES: N_("copie de chaque facture"),
    Need.DELIVERY: N_("preuve de livraison ou d'exécution"),
    Need.REMINDERS: N_("relances avec leur preuve d'envoi"),
    Need.REASON: N_("raison du retard, demandée"),
    Need.NOTICE: N_("mise en demeure"),
    Need.RECEIPT: N_("preuve de réception de la mise en demeure"),
}
ONLY_LATER = frozenset({Need.NOTICE, Need.RECEIPT})
"""Nobody misses these before a formal notice is due: they count, and are not asked for."""


@dataclass(frozen=True, slots=True)
class Found:
    """What there is of one need: `have` of `of`. `what` names what is missing, number by number."""

    need: Need
    have: int
    of: int
    what: tuple[str, ...] = ()

    @property
    def is_met(self) -> bool:
        """Whether nothing is missing."""
        return self.have >= self.of > 0


@dataclass(frozen=True, slots=True)
class Completeness:
    """The score in percent and what is missing; `later`: what comes with the formal notice."""

    percent: int
    missing: tuple[Found, ...]
    later: tuple[Found, ...]
    met: tuple[Found, ...]

    @property
    def is_complete(self) -> bool:
        """Whether a court or a partner can be given the file as it is."""
        return not self.missing


def completeness(found: Iterable[Found]) -> Completeness:
    """The score: each need counts by its weight, in part where a part of it is there."""
    rows = list(found)
    whole = sum(WEIGHTS[row.need] for row in rows)
    points = sum(WEIGHTS[row.need] * min(row.have, row.of) / row.of for row in rows if row.of)
    return Completeness(
        percent=int(100 * points / whole) if whole else 0,
        missing=tuple(row for row in rows if not row.is_met and row.need not in ONLY_LATER),
        later=tuple(row for row in rows if not row.is_met and row.need in ONLY_LATER),
        met=tuple(row for row in rows if row.is_met),
    )


def said(row: Found) -> Reason:
    """One line of what there is: «copie de chaque facture : 2 sur 3 (manque F-7)»."""
    label = Reason(NEED_LABELS[row.need])
    if row.is_met or row.of == 1:
        return label
    if row.what:
        text = N_("{label} : {have} sur {of} (manque : {what})")
        return Reason(text, label=label, have=row.have, of=row.of, what=", ".join(row.what))
    return Reason(N_("{label} : {have} sur {of}"), label=label, have=row.have, of=row.of)
