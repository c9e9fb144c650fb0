"""Writes docs/reference/placement-states.md and its French twin: states and moves of a placed file.

Usage: python tools/placement_states.py
"""

import sys
from pathlib import Path
from textwrap import fill

ROOT = Path(__file__).resolve().parents[1]
sys.path[:0] = [str(ROOT), str(ROOT / "src")]

from encours.method.referral.rules.states import (  # noqa: E402
    BLOCKS_US,
    EVENT_LABELS,
    MOVES,
    OWNER_ONLY,
    PlacementEvent,
)
from encours.method.referral.rules.words import PLACEMENT_STATE_LABELS  # noqa: E402
from tools import messages  # noqa: E402

DOCS = ROOT / "docs" / "reference"
PAGES = {"fr": DOCS / "placement-states.fr.md", "en": DOCS / "placement-states.md"}
_WORDS = {
    "fr": {
        "title": "États d'un dossier confié",
        "intro": "Ces tableaux sont écrits d'après le code (`tools/placement_states.py`) ; tout autre "
        "passage est refusé, et chaque passage laisse une ligne au journal. `resumed` revient à l'état d'avant "
        "la suspension. Tout reversé, le dossier se termine de lui-même. Ce qu'un partenaire dit en retard est "
        "gardé et ne fait rien reculer.",
        "states": "États",
        "moves": "Passages",
        "state_head": ("État", "Ce qui se lit", "Nos relances"),
        "stopped": "arrêtées",
        "allowed": "selon le scénario",
        "move_head": ("De", "Par", "Ce qui se lit", "À", "Le dirigeant"),
        "owner": "oui",
        "before": "l'état d'avant",
    },
    "en": {
        "title": "States of a placed file",
        "intro": "These tables are written from the code (`tools/placement_states.py`); any other move is "
        "refused, and every move leaves a line in the journal. `resumed` goes back to the state before the "
        "pause. All passed on, the file closes by itself. What a partner tells late is kept and moves nothing back.",
        "states": "States",
        "moves": "Moves",
        "state_head": ("State", "As it reads", "Our reminders"),
        "stopped": "stopped",
        "allowed": "by the ladder",
        "move_head": ("From", "By", "As it reads", "To", "The owner"),
        "owner": "yes",
        "before": "the state before",
    },
}


def page(language: str) -> str:
    """The page in one language."""
    words = _WORDS[language]
    told: dict[str, str] = {}
    if language == "en":
        told = {m.id: str(m.string) for m in messages.english() if isinstance(m.id, str)}
    lines = [f"# {words['title']}", "", fill(str(words["intro"]), 118), "", f"## {words['states']}", ""]
    lines += ["| " + " | ".join(words["state_head"]) + " |", "|---|---|---|"]
    for state, label in PLACEMENT_STATE_LABELS.items():
        ours = words["stopped"] if state in BLOCKS_US else words["allowed"]
        lines.append(f"| `{state.value}` | {told.get(label, label)} | {ours} |")
    lines += ["", f"## {words['moves']}", ""]
    lines += ["| " + " | ".join(words["move_head"]) + " |", "|---|---|---|---|---|"]
    for (state, event), to in MOVES.items():
        lines.append(_move(state.value, event, f"`{to.value}`", words, told))
    lines.append(_move("paused", PlacementEvent.RESUMED, str(words["before"]), words, told))
    return "\n".join(lines) + "\n"


def _move(start: str, event: PlacementEvent, to: str, words: dict[str, object], told: dict[str, str]) -> str:
    label = EVENT_LABELS[event]
    owner = words["owner"] if event in OWNER_ONLY else ""
    return f"| `{start}` | `{event.value}` | {told.get(label, label)} | {to} | {owner} |"


if __name__ == "__main__":
    for name, path in PAGES.items():
        path.write_text(page(name), encoding="utf-8")
