"""How somebody is greeted: by civility and surname where the civility is known, else by the name as written."""

from types import MappingProxyType

from encours.ground.wording.facts import Register

_CIVILITIES = MappingProxyType(
    {
        "m": ("Monsieur", "Mr"),
        "mr": ("Monsieur", "Mr"),
        "monsieur": ("Monsieur", "Mr"),
        "mme": ("Madame", "Ms"),
        "mrs": ("Madame", "Mrs"),
        "ms": ("Madame", "Ms"),
        "mlle": ("Madame", "Ms"),
        "madame": ("Madame", "Ms"),
    }
)
_PARTICLES = frozenset(
    {
        "al", "ben", "da", "de", "del", "della", "des", "di", "dos", "du", "el", "la", "las", "le", "les", "los",
        "mac", "saint", "sainte", "ten", "ter", "van", "vom", "von",
    }
)  # fmt: skip


def greeted(name: str, language: str, register: Register = Register.VOUS) -> str:
    """«M. Régis Hamon» as one says it: «Monsieur Hamon», «Mr Hamon»; «Régis» to whom one says «tu».

    Nobody's civility is guessed: a name without one stays as it is written.
    """
    words = name.split()
    known = _CIVILITIES.get(words[0].rstrip(".").casefold()) if len(words) > 1 else None
    if register is Register.TU and words:
        return _first_name(words[1:] if known else words)
    if known is None:
        return " ".join(words)
    return f"{known[0] if language == 'fr' else known[1]} {_surname(words[1:])}"


def _first_name(words: list[str]) -> str:
    """What comes before the surname; the whole name where there is nothing else."""
    first = words[0]
    return first if len(words) > 1 and not first.isupper() else " ".join(words)


def _surname(words: list[str]) -> str:
    """The surname among the names of a person: what is in capitals, else what follows the first names."""
    capitals = [word for word in words if word.isupper() and len(word) > 1]
    if capitals and len(capitals) < len(words):
        return " ".join(capitals)
    for place, word in enumerate(words[1:], start=1):
        if word.casefold() in _PARTICLES:
            return " ".join(words[place:])
    return words[-1]
