"""Writes docs/reference/states.md and its French twin: the states of agreements and the moves between them.

Usage: python tools/states.py
"""

import sys
from pathlib import Path
from textwrap import fill

ROOT = Path(__file__).resolve().parents[1]
sys.path[:0] = [str(ROOT), str(ROOT / "src")]

from encours.method.agreements.rules.plan_states import PLAN_MOVES, PLAN_STATE_LABELS  # noqa: E402
from encours.method.agreements.rules.settlement_states import (  # noqa: E402
    SETTLEMENT_MOVES,
    SETTLEMENT_STATE_LABELS,
)
from encours.method.agreements.rules.words import AGREEMENT_STATE_LABELS, ALLOWED_MOVES  # noqa: E402
from tools import messages  # noqa: E402

DOCS = ROOT / "docs" / "reference"
PAGES = {"fr": DOCS / "states.fr.md", "en": DOCS / "states.md"}
_WORDS = {
    "fr": {
        "title": "États des accords",
        "intro": "Ces tableaux sont écrits d'après le code (`tools/states.py`) ; tout autre passage est "
        "refusé, "
        "et chaque passage "
        "laisse une ligne au journal. Rien n'est « accepté » sans trace écrite ; la base de données le "
        "refuse aussi.",
        "promise": "Promesse, report, échéance d'un plan",
        "promise_notes": "De `kept` à `broken` : seulement quand l'argent lui-même est revenu. De "
        "`partly_kept` à `broken_then_paid` : "
        "seulement pour une échéance, rattrapée. De `accepted` à `proposed` : un report, une fois, "
        "avant la date.",
        "plan": "Échéancier",
        "plan_notes": "Une échéance manquante se rattrape en trois jours ouvrés, sinon `broken`, puis "
        "aussitôt `accelerated` : le solde "
        "entier est dû. Un deuil suspend, une procédure collective annule.",
        "settlement": "Règlement pour solde",
        "settlement_notes": "`advised` est la réponse du conseil, dont rien n'est gardé. Une seconde offre, la "
        "dernière, est une ligne de plus, après la fin de la première. De `accepted` à `closed` : la totalité en "
        "plusieurs fois a été choisie. De `offered` à `paid` : la somme est venue sans un mot. De `paid` ou "
        "`closed` à `defaulted` : l'argent est revenu ; le solde abandonné est rétabli. `withdrawn` : retirée "
        "avant de partir, ou close par une procédure collective ou un deuil.",
        "head": ("État", "Ce qui se lit", "Peut devenir"),
        "end": "rien",
    },
    "en": {
        "title": "States of agreements",
        "intro": "These tables are written from the code (`tools/states.py`); any other move is "
        "refused, and every move leaves a line "
        "in the journal. Nothing is “accepted” without a written trace; the database refuses it too.",
        "promise": "Promise, deferral, instalment of a plan",
        "promise_notes": "From `kept` to `broken`: only where the money itself came back. From "
        "`partly_kept` to `broken_then_paid`: only an "
        "instalment that was repaired. From `accepted` to `proposed`: a date moved, once, before it.",
        "plan": "Payment plan",
        "plan_notes": "A missing instalment is repaired within three business days, otherwise `broken`, "
        "then at once `accelerated`: the whole "
        "balance is due. A bereavement pauses, insolvency cancels.",
        "settlement": "Settlement",
        "settlement_notes": "`advised` is the advisor's answer, of which nothing is kept. A second offer, the last, "
        "is a row of its own, after the end of the first. From `accepted` to `closed`: the whole in parts was chosen. "
        "From `offered` to `paid`: the sum came without a word. From `paid` or `closed` to `defaulted`: the money "
        "came back; what was given up stands again. `withdrawn`: taken back before it left, or ended by "
        "insolvency or bereavement.",
        "head": ("State", "As it reads", "May become"),
        "end": "nothing",
    },
}


def page(language: str) -> str:
    """The page in one language."""
    words = _WORDS[language]
    told = (
        {} if language == "fr" else {m.id: str(m.string) for m in messages.english() if isinstance(m.id, str)}
    )
    lines = [f"# {words['title']}", "", fill(str(words["intro"]), 118)]
    for key, moves, labels in (
        ("promise", ALLOWED_MOVES, AGREEMENT_STATE_LABELS),
        ("plan", PLAN_MOVES, PLAN_STATE_LABELS),
        ("settlement", SETTLEMENT_MOVES, SETTLEMENT_STATE_LABELS),
    ):
        lines += ["", f"## {words[key]}", fill(str(words[f"{key}_notes"]), 118), ""]
        lines += ["| " + " | ".join(words["head"]) + " |", "|---|---|---|"]
        for state in labels:  # type: ignore[attr-defined]
            after = ", ".join(f"`{one.value}`" for one in labels if one in moves[state])  # type: ignore[index]
            label = labels[state]  # type: ignore[index]
            lines.append(f"| `{state.value}` | {told.get(label, label)} | {after or words['end']} |")
    return "\n".join(lines) + "\n"


if __name__ == "__main__":
    for name, path in PAGES.items():
        path.write_text(page(name), encoding="utf-8")
