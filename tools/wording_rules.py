"""Writes the page of the wording rules into the documentation, from the rules themselves.

    .venv/bin/python tools/wording_rules.py    writes docs/reference/wording-rules.md and wording-rules.fr.md

A test holds the pages against the rules.
"""

import sys
from pathlib import Path

ROOT = Path(__file__).resolve().parents[1]
sys.path[:0] = [str(ROOT), str(ROOT / "src")]


from encours.ground.wording.linter.rulebook import GROUPS, Rule, rulebook  # noqa: E402
from tools import messages  # noqa: E402

PAGES = {"en": ROOT / "docs/reference/wording-rules.md", "fr": ROOT / "docs/reference/wording-rules.fr.md"}
_HEADS = {
    "fr": """# Règles d'écriture

Ce que `encours lint` trouve dans un texte. `block` ne part pas ; `error` demande l'accord du dirigeant ;
`warn` se corrige ou se garde en connaissance de cause ; `info` conseille.
Les mots de chaque règle, leurs exceptions et leurs exemples sont dans
`src/encours/ground/wording/data/rules/fr` ;
la notation est celle de [l'ADR 0024](../adr/0024-rules-of-wording-are-data.md).

Écrit par `tools/wording_rules.py` d'après les règles.

| Règle | Gravité | Quand | Pourquoi | À la place | Exemple refusé | Exemple accepté |
|---|---|---|---|---|---|---|
""",
    "en": """# Wording rules

What `encours lint` finds in a text. `block` is not sent; `error` wants the owner's leave;
`warn` is corrected or kept knowingly; `info` advises. The words of each rule, their exceptions and examples are in
`src/encours/ground/wording/data/rules/en`;
the notation is that of [ADR 0024](../adr/0024-rules-of-wording-are-data.md).

Written by `tools/wording_rules.py` from the rules.

| Rule | Severity | When | Why | Instead | Refused | Accepted |
|---|---|---|---|---|---|---|
""",
}


def page(language: str) -> str:
    """The whole page in a language."""
    words = (
        {} if language == "fr" else {m.id: str(m.string) for m in messages.english() if isinstance(m.id, str)}
    )
    return (
        _HEADS[language] + "\n".join(_row(rule, words) for rule in rulebook(language).rules.values()) + "\n"
    )


def _row(rule: Rule, words: dict[str, str]) -> str:
    bad = rule.phrases[0].bad[0] if rule.phrases else ""
    good = rule.phrases[0].good[0] if rule.phrases else ""
    cells = (rule.id, rule.severity.value, _when(rule), words.get(rule.why, rule.why))
    instead = rule.suggestions[0] if rule.suggestions else ""
    return f"| {' | '.join(cell.replace('|', '/') for cell in (*cells, instead, bad, good))} |"


def _when(rule: Rule) -> str:
    """The stages and facts, by the keys that `encours lint` takes."""
    parts = [_names(rule.stages)] if rule.stages is not None else []
    parts += [f"not {_names(rule.not_stages)}"] if rule.not_stages else []
    parts += [rule.needs] if rule.needs else []
    parts += [f"unless {', '.join(rule.unless)}"] if rule.unless else []
    parts += ["message"] if rule.for_messages else []
    return "; ".join(parts)


def _names(stages: frozenset[str]) -> str:
    named = [name for name, group in GROUPS.items() if group <= stages]
    rest = stages - frozenset().union(*(GROUPS[name] for name in named))
    return ", ".join([*named, *sorted(rest)])


def main() -> None:
    """Writes both pages."""
    for language, path in PAGES.items():
        path.write_text(page(language), encoding="utf-8")


if __name__ == "__main__":
    main()
