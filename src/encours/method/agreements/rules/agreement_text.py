"""The text that a customer accepts: what is paid and when, what we do, what follows. Plan B is never in it."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date

from encours.ground.kernel.money import Money
from encours.ground.kernel.reason import N_, Reason
from encours.method.agreements.rules.words import AgreementKind


@dataclass(frozen=True, slots=True)
class Offered:
    """What is offered for acceptance. `parts`: each day with its amount, one for a promise."""

    kind: AgreementKind
    creditor: str
    customer: str
    parts: Sequence[tuple[date, Money]]
    means: str
    invoices: Sequence[str] = ()
    waives_interest: bool = False
    balance: Money | None = None
    answer_by: date | None = None


def text_of(offered: Offered) -> tuple[Reason, ...]:
    """The lines of the text, to be said in the customer's language. Source: method T10, T15; R096, R104."""
    lines = [_heading(offered), *_about(offered)]
    if offered.kind is AgreementKind.PLAN:
        text = N_("Échéance {place} : {amount} le {day}, par {means}")
        for place, (day, amount) in enumerate(offered.parts, start=1):
            lines.append(Reason(text, place=place, amount=amount, day=day, means=offered.means))
        lines += _clauses(offered)
    elif offered.kind is AgreementKind.SETTLEMENT:
        lines += _closing(offered)
    else:
        day, amount = offered.parts[0]
        text = N_("{amount} payés le {day}, par {means}")
        lines.append(Reason(text, amount=amount, day=day, means=offered.means))
        lines.append(Reason(N_("Jusqu'à cette date, ce montant ne fait l'objet d'aucune relance.")))
    if offered.answer_by is not None:
        lines.append(Reason(N_("Cette proposition tient jusqu'au {on}."), on=offered.answer_by))
    return tuple(lines)


def clauses_of(offered: Offered) -> tuple[Reason, ...]:
    """What a plan says besides its dates: the invoices, the means, what follows when a date is kept or not."""
    means = Reason(N_("Moyen de paiement : {means}"), means=offered.means)
    return (*_about(offered), means, *_clauses(offered))


def _closing(offered: Offered) -> list[Reason]:
    """What is paid and by when, what is then given up, and that nothing is given up otherwise."""
    day, amount = offered.parts[0]
    text = N_("{amount} payés au plus tard le {day}, par {means}, pour solde de tout compte")
    lines = [Reason(text, amount=amount, day=day, means=offered.means)]
    if offered.balance is not None and offered.balance > amount:
        text = N_("À réception, le reste ({rest}) n'est plus dû et un avoir est adressé.")
        lines.append(Reason(text, rest=offered.balance - amount))
    lines.append(
        Reason(N_("Sans réception à cette date, l'accord prend fin et le solde entier redevient exigible."))
    )
    return lines


def _about(offered: Offered) -> list[Reason]:
    if not offered.invoices:
        return []
    return [Reason(N_("Factures concernées : {numbers}"), numbers=list(offered.invoices))]


def _clauses(offered: Offered) -> list[Reason]:
    waived = Reason(N_("Si toutes les échéances sont respectées, aucun intérêt n'est demandé."))
    return [*(Reason(text) for text in _OF_PLANS), *([waived] if offered.waives_interest else [])]


_OF_PLANS = (
    N_("Tant que les dates sont respectées, aucune relance ni supplément."),
    N_(
        "Si une échéance manque et n'est pas réglée sous trois jours ouvrés, le solde entier redevient exigible."
    ),
    N_("Pendant ce temps, les nouvelles commandes se règlent à la commande."),
)


_HEADINGS = {
    AgreementKind.PLAN: N_("Échéancier entre {customer} et {creditor} : {total}"),
    AgreementKind.INSTALMENT: N_("Échéancier entre {customer} et {creditor} : {total}"),
    AgreementKind.DEFERRAL: N_("Report d'échéance entre {customer} et {creditor} : {total}"),
    AgreementKind.SETTLEMENT: N_(
        "Règlement pour solde de tout compte entre {customer} et {creditor} : {total}"
    ),
    AgreementKind.PROMISE: N_("Accord de règlement entre {customer} et {creditor} : {total}"),
}


def _heading(offered: Offered) -> Reason:
    total = Money(sum(amount.minor for _day, amount in offered.parts), offered.parts[0][1].currency)
    return Reason(_HEADINGS[offered.kind], customer=offered.customer, creditor=offered.creditor, total=total)
