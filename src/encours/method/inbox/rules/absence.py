"""Until when somebody is away, and whom they name meanwhile: read from an absence note, decided by nobody."""

import re
from dataclasses import dataclass
from datetime import date

from encours.ground.wording.linter.folding import fold
from encours.method.inbox.rules.days import days_in

_BACK_ON = re.compile(
    r"(?:de retour|retour|back|return(?:ing)?(?: to the office)?|reviens|serai present|reprendrai|reprise)[^.\n]{0,40}$"
)
_AWAY_UNTIL = re.compile(
    r"(?:jusqu'au|jusqu'a|until|till|through|au|to|inclus)\s*(?:and including )?(?:le |the )?$"
)
_FROM = re.compile(r"(?:du|from|depuis le|a partir du|since|starting)\s*(?:the |le )?$")
_ADDRESS = re.compile(r"[a-z0-9._+-]+@[a-z0-9.-]+\.[a-z]{2,}")


@dataclass(frozen=True, slots=True)
class Absence:
    """`back_on`: the first day back, None when the note names none. `instead`: an address to write to meanwhile."""

    back_on: date | None
    instead: str = ""


def absence_in(text: str, language: str, *, today: date, sender: str = "") -> Absence:
    """What an absence note says: «de retour le 3», «absent jusqu'au 2 inclus», «back on Monday»."""
    folded = fold(text[:5_000]).text
    back: date | None = None
    last: date | None = None
    for day in days_in(folded, language, today=today):
        before = folded[max(0, day.start - 60) : day.start]
        own = folded[day.start : day.end]
        if _BACK_ON.search(before):
            back = back or day.on
        elif not _FROM.search(before) and (_AWAY_UNTIL.search(before) or own.startswith(("au ", "jusqu"))):
            last = last or day.on
    others = [a for a in _ADDRESS.findall(folded) if a != sender]
    if back is None and last is not None:
        back = date.fromordinal(last.toordinal() + 1)
    return Absence(back if back and back >= today else None, others[0] if others else "")
