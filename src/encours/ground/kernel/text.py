"""Names brought to one form so that they can be searched and compared."""

import re
import unicodedata

_BETWEEN_WORDS = re.compile(r"[^\w]+")
_LEGAL_FORMS = re.compile(
    r"\b(sarl|sas|sasu|eurl|sa|snc|sci|scop|selarl|ei|eirl|earl|srl|sprl|bv|nv|gmbh|ag|ltd|inc)\b"
)


def search_key(name: str) -> str:
    """A name in lower case, without accents or punctuation, spaces made single."""
    if name.isascii():
        return " ".join(_BETWEEN_WORDS.sub(" ", name.casefold()).split())
    folded = unicodedata.normalize("NFKD", name.replace("œ", "oe").replace("Œ", "oe").replace("æ", "ae"))
    plain = "".join(c for c in folded if not unicodedata.combining(c)).casefold()
    return " ".join(_BETWEEN_WORDS.sub(" ", plain).split())


def company_key(name: str) -> str:
    """Like `search_key`, without the legal form: «Dupont SARL» and «SARL DUPONT» are one."""
    key = search_key(name)
    return " ".join(_LEGAL_FORMS.sub(" ", key).split()) or key


def number_key(number: str) -> str:
    """An invoice number without case, spaces or punctuation, leading zeros kept."""
    return re.sub(r"[^0-9a-z]", "", search_key(number))
