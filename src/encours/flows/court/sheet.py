"""The sheet of a way: its answers in the order of the official form, to be copied; never a facsimile of it."""

import tomllib
from collections.abc import Callable, Sequence
from functools import lru_cache
from importlib.resources import files

from encours.books.creditor import queries as creditor_queries
from encours.flows.court.ways import Way
from encours.flows.formal.acts import Standing
from encours.flows.proof.told import Teller
from encours.ground.evidence.dossier.exhibits import Listed
from encours.ground.kernel.identifiers import iban_in_groups
from encours.ground.kernel.reason import N_
from encours.ground.law.rules.claim import Claim

Rows = list[list[str]]
_TITLES = {
    "court": N_("Juridiction ou autorité"),
    "claimant": N_("Demandeur"),
    "debtor": N_("Défendeur"),
    "competence": N_("Compétence de la juridiction"),
    "cross_border": N_("Caractère transfrontalier"),
    "bank": N_("Coordonnées bancaires"),
    "sums": N_("Sommes demandées"),
    "penalties": N_("Pénalités contractuelles"),
    "costs": N_("Frais"),
    "grounds": N_("Fondement de la créance"),
    "invoices": N_("Factures"),
    "tried": N_("Ce qui a été fait à l'amiable"),
    "exhibits": N_("Pièces jointes"),
    "opposition": N_("En cas d'opposition"),
    "signature": N_("Date et signature"),
}
TO_FILL = N_("à remplir à la main")


def sheet_facts(found: Standing, way: Way, exhibits: Sequence[Listed], *, language: str) -> dict[str, object]:
    """What the sheet draws: a title, the form's name and address, then its parts in order."""
    teller = Teller(language)
    procedure = way.procedure
    name = procedure.names.get(language) or procedure.names["fr"]
    title = N_("Note pour l'avocat : {name}") if way.is_note else N_("Fiche pour : {name}")
    form = N_("Formulaire officiel : {form} – {href}")
    notes = [teller.word(_NOT_A_FORM)]
    if procedure.form or procedure.href:
        notes.insert(0, teller.word(form, form=procedure.form or "–", href=procedure.href or "–"))
    notes += [teller.word("{why}", why=caution.reason) for caution in way.cautions]
    return {
        "language": language,
        "creditor": found.proof.entity.name,
        "title": teller.word(title, name=name),
        "over": teller.word(N_("Dossier {case}"), case=str(found.proof.case.id)),
        "footer": teller.word(_FOOTER, on=found.statement.until),
        "notes": notes,
        "parts": [
            {"title": teller.word(_TITLES[key]), "rows": _PARTS[key](found, way, exhibits, teller)}
            for key in parts_of(procedure.id)
        ],
    }


_NOT_A_FORM = N_(
    "Cette fiche suit l'ordre du formulaire pour être recopiée ; elle n'est ni le formulaire, ni un acte de"
    " procédure, et ne vient d'aucun tribunal."
)
_FOOTER = N_("Fiche préparée par le créancier avec Encours le {on}. Aucun juriste ne l'a relue.")


@lru_cache(maxsize=1)
def _orders() -> dict[str, dict[str, list[str]]]:
    return tomllib.loads(files("encours.flows.court").joinpath("sheets.toml").read_text("utf-8"))


def parts_of(procedure: str) -> list[str]:
    """The parts of a way's sheet, in the order of its form."""
    return _orders().get(procedure, _orders()["default"])["parts"]


def _party(party: object, teller: Teller) -> Rows:
    town = f"{getattr(party, 'postcode', '')} {getattr(party, 'city', '')}".strip()
    rows = [
        [teller.word(N_("Dénomination")), str(getattr(party, "name", ""))],
        [teller.word(N_("Forme juridique, représentant légal")), teller.word(TO_FILL)],
        [teller.word(N_("Numéro d'entreprise")), str(getattr(party, "siren", "") or TO_FILL)],
        [teller.word(N_("Adresse")), str(getattr(party, "address", ""))],
        [teller.word(N_("Code postal et ville")), town],
        [teller.word(N_("Pays")), str(getattr(party, "country", ""))],
    ]
    return [row for row in rows if row[1]]


def _sums(found: Standing, way: Way, _exhibits: Sequence[Listed], teller: Teller) -> Rows:
    claim = found.statement.outcome
    assert isinstance(claim, Claim)
    rates = list(dict.fromkeys(part.percent.normalize() for _n, part in claim.segments))
    since = min((part.first_on for _n, part in claim.segments), default=None)
    said = ", ".join(teller.word(N_("{percent} %"), percent=rate) for rate in rates)
    return [
        [teller.word(N_("Principal")), teller.fact(claim.principal_open)],
        [
            teller.word(N_("Intérêts échus au {on}"), on=found.statement.until),
            teller.fact(claim.interest_open),
        ],
        [teller.word(N_("Taux, depuis le")), f"{said or '–'} – {teller.fact(since) if since else '–'}"],
        [teller.word(N_("Indemnité forfaitaire")), teller.fact(claim.compensation_open)],
        [teller.word(N_("Total")), teller.fact(claim.owed)],
        [teller.word(N_("Frais, estimés")), _costs_said(way, teller)],
    ]


def _costs_said(way: Way, teller: Teller) -> str:
    return " ; ".join(_fee(way, teller)) or teller.word(TO_FILL)


def _fee(way: Way, teller: Teller) -> list[str]:
    found = []
    for fee in way.fees:
        name = fee.names.get(teller.language) or fee.names["fr"]
        low, high = teller.fact(fee.lowest), teller.fact(fee.highest)
        found.append(f"{name} : {low}" if low == high else f"{name} : {low} – {high}")
    return found


def _grounds(found: Standing, _way: Way, exhibits: Sequence[Listed], teller: Teller) -> Rows:
    kinds = {"contract", "order", "terms", "delivery"}
    proofs = [f"n° {x.number} {x.title}" for x in exhibits if x.kind in kinds]
    numbers = [f"n° {x.number} {x.title}" for x in exhibits if x.kind == "invoice"]
    text = N_("Factures impayées à leur échéance, pour des prestations ou livraisons exécutées.")
    return [
        [teller.word(N_("Nature")), teller.word(text)],
        [teller.word(N_("Contrat, commande, livraison")), " ; ".join(proofs) or teller.word(TO_FILL)],
        [teller.word(N_("Factures")), " ; ".join(numbers) or "–"],
    ]


def _invoices(found: Standing, _way: Way, _exhibits: Sequence[Listed], teller: Teller) -> Rows:
    text = N_("du {issued}, échue le {due} : {principal}")
    return [
        [
            x.number,
            teller.word(text, issued=x.issued_on, due=x.due_on, principal=x.open_in_books - x.contested),
        ]
        for x in found.statement.lines
    ]


def _tried(found: Standing, _way: Way, exhibits: Sequence[Listed], teller: Teller) -> Rows:
    kinds = {"exchange", "notice", "receipt"}
    return [[f"n° {x.number}", x.title] for x in exhibits if x.kind in kinds]


def _bank(found: Standing, _way: Way, _exhibits: Sequence[Listed], teller: Teller) -> Rows:
    account = creditor_queries.account_for(found.known.house.accounts, found.statement.currency)
    return [[teller.word(N_("IBAN")), iban_in_groups(account.iban) if account else teller.word(TO_FILL)]]


def _court(_found: Standing, way: Way, _exhibits: Sequence[Listed], teller: Teller) -> Rows:
    court = way.procedure.courts.get(teller.language) or way.procedure.courts.get("fr", "–")
    return [[teller.word(N_("Compétente")), court], [teller.word(N_("Ville")), teller.word(TO_FILL)]]


def _cross(found: Standing, _way: Way, _exhibits: Sequence[Listed], teller: Teller) -> Rows:
    sides = f"{found.proof.entity.country} – {found.proof.customer.country}"
    return [[teller.word(N_("Pays du demandeur et du défendeur")), sides]]


def _by_hand(_found: Standing, _way: Way, _exhibits: Sequence[Listed], teller: Teller) -> Rows:
    return [["", teller.word(TO_FILL)]]


def _opposition(_found: Standing, way: Way, _exhibits: Sequence[Listed], teller: Teller) -> Rows:
    above = way.procedure.lawyer_above
    text = N_("Avocat obligatoire au-delà de {amount} si le débiteur fait opposition")
    rows = [[teller.word(N_("Juridiction à saisir")), teller.word(TO_FILL)]]
    return rows + ([["", teller.word(text, amount=str(above))]] if above else [])


_Part = Callable[[Standing, Way, Sequence[Listed], Teller], Rows]
_PARTS: dict[str, _Part] = {
    "court": _court,
    "claimant": lambda found, _way, _exhibits, teller: _party(found.proof.entity, teller),
    "debtor": lambda found, _way, _exhibits, teller: _party(found.proof.customer, teller),
    "competence": _by_hand,
    "cross_border": _cross,
    "bank": _bank,
    "sums": _sums,
    "penalties": _by_hand,
    "costs": lambda _found, way, _exhibits, teller: [["", _costs_said(way, teller)]],
    "grounds": _grounds,
    "invoices": _invoices,
    "tried": _tried,
    "exhibits": lambda _found, _way, exhibits, _teller: [[f"n° {x.number}", x.title] for x in exhibits],
    "opposition": _opposition,
    "signature": _by_hand,
}
