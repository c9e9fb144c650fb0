"""The statement of a claim in words and figures, ready to be drawn: every cent with where it comes from."""

from collections.abc import Iterable
from decimal import Decimal

from encours.flows.proof.statement import ClaimedLine, Statement
from encours.ground.kernel.money import Money
from encours.ground.kernel.reason import N_, Reason
from encours.ground.law.facts import Standing
from encours.ground.law.pack import Library
from encours.ground.law.rules.allocation import Settled
from encours.ground.law.rules.claim import Claim
from encours.ground.law.rules.late_interest import Segment
from encours.ground.law.rules.rounding import rounded
from encours.ground.law.unknown import LawUnknown
from encours.ground.plumbing.say import say


class Teller:
    """Says the parts of a statement in one language."""

    def __init__(self, language: str) -> None:
        self.language = language

    def word(self, text: str, **values: object) -> str:
        """A sentence."""
        return say(Reason(text, **values), self.language)

    def fact(self, value: object) -> str:
        """A date or an amount; nothing where it is zero."""
        if isinstance(value, Money) and not value:
            return "–"
        return say(Reason("{value}", value=value), self.language)


_BY_BOOKS = N_(
    "Les règlements reçus sont imputés d'abord sur le principal, comme dans nos livres : c'est plus favorable au"
    " débiteur que l'ordre de la loi."
)


def told(statement: Statement, law: Library, *, language: str) -> dict[str, object]:
    """What the paper shows of a statement; `law`: the one it was reckoned with, with what a lawyer marked."""
    teller = Teller(language)
    claim = statement.outcome if isinstance(statement.outcome, Claim) else None
    return {
        "title": teller.word(N_("Décompte de la créance au {on}"), on=statement.until),
        "nothing": teller.word(N_("Aucune somme n'est échue.")),
        "columns": [teller.word(text) for text in _COLUMNS],
        "lines": [_line(teller, line) for line in statement.lines],
        "total": _totals(teller, statement),
        "segment_columns": [teller.word(text) for text in _SEGMENT_COLUMNS],
        "segments": [_segment(teller, number, part) for number, part in (claim.segments if claim else ())],
        "payment_columns": [teller.word(text) for text in _PAYMENT_COLUMNS],
        "payments": [_settled(teller, part) for part in (claim.settled if claim else ())],
        **_owed(teller, statement, claim),
        "notes": _notes(teller, statement, claim),
        "law": [law_line(teller, fact, law) for fact in (claim.facts if claim else ())],
    }


_COLUMNS = (
    N_("Facture"),
    N_("Émise le"),
    N_("Échéance"),
    N_("Montant TTC"),
    N_("Avoirs"),
    N_("Contesté"),
    N_("Principal"),
)
_SEGMENT_COLUMNS = (
    N_("Facture"),
    N_("Du"),
    N_("Au"),
    N_("Jours"),
    N_("Taux annuel"),
    N_("Sur"),
    N_("Intérêts"),
)
_PAYMENT_COLUMNS = (
    N_("Reçu le"),
    N_("Facture"),
    N_("Intérêts"),
    N_("Indemnité"),
    N_("Principal"),
    N_("En tout"),
)


def _line(teller: Teller, line: ClaimedLine) -> list[str]:
    figures = (line.amount, line.credited, line.contested, line.principal)
    return [line.number, *(teller.fact(x) for x in (line.issued_on, line.due_on, *figures))]


def _totals(teller: Teller, statement: Statement) -> list[str]:
    rows = [(x.amount, x.credited, x.contested, x.principal) for x in statement.lines]
    sums = [
        _sum((row[place] for row in rows), statement.currency) for place in range(len(rows[0]) if rows else 0)
    ]
    return [teller.word(N_("Total")), "", "", *(teller.fact(x) for x in sums)]


def _segment(teller: Teller, number: str, part: Segment) -> list[str]:
    interest = rounded(part.interest, part.principal.currency)
    rate = teller.word(N_("{percent} %"), percent=_plain(part.percent))
    days = teller.fact(part.days)
    return [
        number,
        teller.fact(part.first_on),
        teller.fact(part.last_on),
        days,
        rate,
        teller.fact(part.principal),
        teller.fact(interest),
    ]


def _settled(teller: Teller, part: Settled) -> list[str]:
    figures = (part.interest, part.compensation, part.principal)
    whole = _sum(figures, part.principal.currency)
    return [teller.fact(part.on), part.number, *(teller.fact(x) for x in (*figures, whole))]


def _owed(teller: Teller, statement: Statement, claim: Claim | None) -> dict[str, object]:
    if claim is None:
        return {
            "owed": [
                [teller.word(N_("Principal, d'après nos livres")), teller.fact(statement.open_in_books)]
            ],
            "sum": [teller.word(N_("Total dû")), teller.fact(statement.open_in_books)],
        }
    return {
        "owed": [
            [teller.word(N_("Principal restant dû")), teller.fact(claim.principal_open)],
            [teller.word(N_("Intérêts de retard restant dus")), teller.fact(claim.interest_open)],
            [teller.word(N_("Indemnité forfaitaire restant due")), teller.fact(claim.compensation_open)],
        ],
        "sum": [teller.word(N_("Total dû")), teller.fact(claim.owed)],
    }


def _notes(teller: Teller, statement: Statement, claim: Claim | None) -> list[str]:
    found: list[str] = []
    if isinstance(statement.outcome, LawUnknown):
        text = N_("Les intérêts et indemnités ne sont pas calculés : {why}.")
        found.append(teller.word(text, why=statement.outcome.reason))
    if claim:
        found += [say(caution.reason, teller.language) for caution in claim.cautions]
        if claim.settled:
            found.append(teller.word(_BY_BOOKS))
        if claim.overpaid:
            text = N_("Trop reçu, à rendre ou à imputer : {amount}.")
            found.append(teller.word(text, amount=claim.overpaid))
    return found


def law_line(teller: Teller, fact: str, law: Library) -> str:
    """One fact of law by its number, what it says, and how well it is known."""
    standing = law.standing(fact)
    statement = _statement_of(fact, law, teller)
    text = N_("{fact} : {statement} ({sourced} ; {validated} ; connu jusqu'au {through})")
    return teller.word(
        text,
        fact=fact,
        statement=statement,
        sourced=_sourced(teller, standing),
        validated=_validated(teller, standing),
        through=standing.known_through,
    )


def _sourced(teller: Teller, standing: Standing) -> str:
    return teller.word(N_("source lue") if standing.is_sourced else N_("source non lue"))


def _validated(teller: Teller, standing: Standing) -> str:
    text = N_("validé par un juriste") if standing.is_lawyer_validated else N_("non validé par un juriste")
    return teller.word(text)


def _statement_of(fact: str, law: Library, teller: Teller) -> str:
    """What a fact says, in English as the packs have it; elsewhere where it was read."""
    pack = next((p for p in law.packs.values() if fact in p.facts), None)
    if pack and teller.language == "en":
        return pack.facts[fact].statement
    standing = law.standing(fact)
    titles = [p.sources[x].title for p in law.packs.values() for x in standing.sources if x in p.sources]
    return ", ".join(dict.fromkeys(titles)) or teller.word(N_("taux de la période"))


def _sum(amounts: Iterable[Money], currency: str) -> Money:
    return Money(sum(amount.minor for amount in amounts), currency)


def _plain(percent: Decimal) -> Decimal:
    return percent.normalize() if percent else percent
