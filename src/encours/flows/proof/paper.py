"""What the paper of a file of proof says: parties, list of exhibits, statement, chronology, hashes."""

from collections.abc import Mapping, Sequence
from datetime import datetime

from encours.flows.legal.in_force import law_in_force
from encours.flows.proof.gathered import CaseProof
from encours.flows.proof.statement import Statement
from encours.flows.proof.told import Teller, told
from encours.ground.evidence.dossier.exhibits import Listed
from encours.ground.kernel.reason import N_

_WORDS = {
    "creditor": N_("Créancier"),
    "debtor": N_("Débiteur"),
    "list": N_("Bordereau de pièces"),
    "number": N_("Pièce n°"),
    "what": N_("Désignation"),
    "dated": N_("Date"),
    "pages": N_("Pages"),
    "list_note": N_("Chaque pièce est jointe sous son numéro dans le répertoire « exhibits »."),
    "principal": N_("Principal"),
    "interest": N_("Intérêts de retard, période par période"),
    "interest_note": N_(
        "Chaque ligne est arrondie pour être lue ; le total est calculé exactement, puis arrondi une fois."
    ),
    "payments": N_("Règlements reçus et ce qu'ils ont éteint"),
    "owed": N_("Reste dû"),
    "law": N_("Ce que dit la loi, et comment nous le savons"),
    "chronology": N_("Chronologie"),
    "chronology_note": N_(
        "Tirée du seul journal, où rien ne se modifie ni ne se retire ; chaque écriture y porte son numéro."
    ),
    "entry": N_("Écriture"),
    "at": N_("Le"),
    "happened": N_("Fait"),
    "hashes": N_("Empreintes des pièces (SHA-256)"),
    "hashes_note": N_(
        "Le fichier check_dossier.py, joint, recalcule ces empreintes sur n'importe quel ordinateur et dit si une"
        " pièce a été changée, retirée ou ajoutée."
    ),
}


_PREFACE = N_(
    "Ce dossier réunit ce qui prouve la créance et ce qui a été fait pour en obtenir le règlement à"
    " l'amiable. Il ne remplace aucun acte de procédure. Les règles de droit citées sont de la"
    " documentation, qu'aucun juriste n'a validée sauf mention."
)


def dossier_facts(
    proof: CaseProof,
    statement: Statement,
    entries: Sequence[Mapping[str, object]],
    rows: Sequence[Listed],
    *,
    language: str,
) -> dict[str, object]:
    """Everything that the template draws, in a language."""
    teller = Teller(language)
    return {
        "language": language,
        **_titles(teller, proof),
        "creditor": _party(teller, proof.entity),
        "debtor": _party(teller, proof.customer),
        "summary": _summary(teller, proof, statement, len(rows), len(entries)),
        "exhibits": [_exhibit(teller, row) for row in rows],
        "statement": told(statement, law_in_force(proof.entity.id), language=language),
        "chronology": [_entry(teller, entry) for entry in entries],
        "hashes": [[f"{row.number} · {row.path}", row.sha256] for row in rows],
    }


def statement_facts(proof: CaseProof, statement: Statement, *, language: str) -> dict[str, object]:
    """What the paper of a claim alone draws: it travels with a formal notice and with a request to a court."""
    teller = Teller(language)
    titles = _titles(teller, proof)
    return {
        "language": language,
        "footer": titles["footer"],
        "words": titles["words"],
        "creditor": _party(teller, proof.entity),
        "debtor": _party(teller, proof.customer),
        "statement": told(statement, law_in_force(proof.entity.id), language=language),
    }


def _titles(teller: Teller, proof: CaseProof) -> dict[str, object]:
    number, on = str(proof.case.id), proof.act.today
    footer = N_("{creditor} contre {debtor} · dossier {case} · {on}")
    sides = {"creditor": proof.entity.name, "debtor": proof.customer.name}
    return {
        "title": teller.word(N_("Dossier de preuve")),
        "over": teller.word(N_("Dossier {case} · établi le {on}"), case=number, on=on),
        "footer": teller.word(footer, **sides, case=number, on=on),
        "words": {name: teller.word(text) for name, text in _WORDS.items()},
        "preface": [teller.word(_PREFACE)],
    }


def _party(teller: Teller, party: object) -> list[str]:
    """Name, address and numbers of a company, line by line; what is not known is left away."""
    get = {name: str(getattr(party, name, "") or "") for name in _OF_A_PARTY}
    town = f"{get['postcode']} {get['city']}".strip()
    country = get["country"]
    lines = [get["name"], get["address"], f"{town} ({country})" if town else country]
    lines.append(teller.word(N_("SIREN {number}"), number=get["siren"]) if get["siren"] else "")
    lines.append(teller.word(N_("TVA {number}"), number=get["vat_number"]) if get["vat_number"] else "")
    return [line for line in lines if line]


_OF_A_PARTY = ("name", "address", "postcode", "city", "country", "siren", "vat_number")


def _summary(
    teller: Teller, proof: CaseProof, statement: Statement, exhibits: int, entries: int
) -> list[list[str]]:
    owed = getattr(statement.outcome, "owed", statement.open_in_books)
    return [
        [teller.word(N_("Dossier ouvert le")), teller.fact(proof.case.opened_on)],
        [teller.word(N_("Factures échues")), ", ".join(line.number for line in statement.lines) or "–"],
        [teller.word(N_("Reste dû en principal d'après nos livres")), teller.fact(statement.open_in_books)],
        [teller.word(N_("Total dû au {on}"), on=statement.until), teller.fact(owed)],
        [teller.word(N_("Pièces")), teller.fact(exhibits)],
        [teller.word(N_("Écritures du journal")), teller.fact(entries)],
    ]


def _exhibit(teller: Teller, row: Listed) -> list[str]:
    on = row.exhibit.dated_on
    return [
        str(row.number),
        row.title,
        teller.fact(on) if on else "–",
        teller.fact(row.pages) if row.pages else "–",
    ]


def _entry(teller: Teller, entry: Mapping[str, object]) -> list[str]:
    at = datetime.fromisoformat(str(entry["recorded_at"]))
    words = str(entry["summary"]) or teller.word(N_("texte effacé"))
    return [str(entry["sequence"]), teller.fact(at), words]
