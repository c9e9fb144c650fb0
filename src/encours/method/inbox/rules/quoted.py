"""Tells what is new in a mail from what it quotes, and from its signature."""

import re
from dataclasses import dataclass

# «Le lun. 3 mars 2026 à 09:12, Atelier Morel <compta@morel.test> a écrit :», over one to four lines.
_WROTE = re.compile(
    r"^[ >]*(?:le\b[^\n]{5,200}(?:\n[^\n]{0,200}){0,3}?\ba [ée]crit\s*:"
    r"|on\b[^\n]{5,200}(?:\n[^\n]{0,200}){0,3}?\bwrote\s*:"
    r"|[^\n]{3,160}\b(?:a [ée]crit|wrote)\s*:)[ \t]*$",
    re.IGNORECASE | re.MULTILINE,
)
# What Outlook and the like put before everything that follows.
_BELOW = re.compile(
    r"^[ \t]*(?:-{2,} ?(?:message d'origine|message original|original message|forwarded message"
    r"|message transf[ée]r[ée])"
    r" ?-{2,}|_{20,}|d[eé]but du message (?:r[ée]exp[ée]di[ée]|transf[ée]r[ée])[^\n]*"
    r"|begin forwarded message[^\n]*)[ \t]*$"
    r"|^[ \t*]*(?:de|from)[ \u00a0]*:[^\n]{3,200}\n(?:[ \t*]*[^\n]{0,200}\n){0,3}?[ \t*]*(?:envoy[ée]|date|sent"
    r"|[àa]|to)[ \u00a0]*:",
    re.IGNORECASE | re.MULTILINE,
)
_SIGNATURE = re.compile(r"^-- ?$", re.MULTILINE)
_DEVICE = re.compile(
    r"^[ \t]*(?:envoy[ée] (?:de|depuis|[àa] partir de)|sent (?:from|via)|t[ée]l[ée]charg[ée]r? outlook"
    r"|get outlook)\b[^\n]{0,80}$",
    re.IGNORECASE | re.MULTILINE,
)


@dataclass(frozen=True, slots=True)
class Words:
    """The new words of a mail, its signature and what it quotes."""

    new: str
    signature: str = ""
    quoted: str = ""


def split(text: str) -> Words:
    """Cuts a mail into what is new, the signature, and the rest. Answers between quoted lines are new too."""
    plain = text.replace("’", "'")
    new, quoted = text, ""
    below, wrote = _BELOW.search(plain), _WROTE.search(plain)
    if below and (wrote is None or below.start() <= wrote.start()):
        new, quoted = text[: below.start()], text[below.start() :]
    elif wrote:
        after = text[wrote.end() :]
        answers = _between(after) if re.search(r"^[ \t]*>", after, re.MULTILINE) else ""
        new, quoted = f"{text[: wrote.start()]}\n{answers}", text[wrote.start() :]
    elif re.search(r"^[ \t]*>", text, re.MULTILINE):
        new, quoted = _between(text), text
    new, signature = _without_signature(new.strip())
    return Words(re.sub(r"\n{3,}", "\n\n", new.strip()), signature.strip(), quoted.strip())


def _between(text: str) -> str:
    """The lines that are not quoted."""
    return "\n".join(line for line in text.split("\n") if not line.lstrip().startswith(">")).strip()


def _without_signature(text: str) -> tuple[str, str]:
    cut = _SIGNATURE.search(text)
    new, signature = (text[: cut.start()], text[cut.end() :]) if cut else (text, "")
    return _DEVICE.sub("", new), signature
