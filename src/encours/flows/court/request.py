"""The text of a request for an order to pay: facts and sums, in words that a person reads again and signs."""

from encours.flows.court.sheet import TO_FILL
from encours.flows.court.ways import Way
from encours.flows.formal.acts import Standing
from encours.flows.proof.told import Teller
from encours.ground.kernel.reason import N_
from encours.ground.law.rules.claim import Claim

WITH_TEXT = frozenset({"order_for_payment_commercial", "order_for_payment_civil"})
"""The ways of which a public text says what a request holds: sum, breakdown, basis, papers (FR-PROC-01)."""
_LINES = (
    N_("{creditor} demande qu'il soit enjoint à {debtor} de lui payer {total}, se décomposant ainsi :"),
    N_("– principal : {principal}, selon les factures {numbers} ;"),
    N_("– intérêts de retard échus au {on} : {interest}, puis jusqu'au paiement ;"),
    N_("– indemnité forfaitaire pour frais de recouvrement : {compensation}."),
    N_("Ces factures, échues, sont restées impayées malgré les relances et la mise en demeure du {notice}."),
    N_("La créance est certaine, liquide et exigible ; elle n'est pas contestée à ce jour."),
    N_("Le décompte et les pièces justificatives sont joints selon le bordereau."),
    N_("Lieu, date et signature : {place}."),
)


def request_text(found: Standing, way: Way, *, language: str) -> str:
    """The request; empty for a way of which nothing says what it holds. It claims nothing that is nothing."""
    claim = found.statement.outcome
    if way.procedure.id not in WITH_TEXT or way.is_note or not isinstance(claim, Claim):
        return ""
    teller = Teller(language)
    notice = next((x.posted_on for x in found.acts if x.posted_on), None)
    values = {
        "creditor": found.proof.entity.name,
        "debtor": found.proof.customer.name,
        "total": claim.owed,
        "principal": claim.principal_open,
        "numbers": ", ".join(line.number for line in found.statement.lines),
        "interest": claim.interest_open,
        "compensation": claim.compensation_open,
        "on": found.statement.until,
        "notice": notice,
        "place": teller.word(TO_FILL),
    }
    left_out = {_LINES[2]: not claim.interest_open, _LINES[3]: not claim.compensation_open}
    return "\n\n".join(teller.word(line, **values) for line in _LINES if not left_out.get(line)) + "\n"
