"""Finds the days that a text names, also by words («vendredi», «fin du mois»), from the day it was written."""

import re
from calendar import monthrange
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from datetime import date, timedelta
from enum import Enum


class Looking(Enum):
    """Where a day without a year lies: ahead for what is promised, back for what was done."""

    AHEAD = 1
    BACK = -1


@dataclass(frozen=True, slots=True)
class NamedDay:
    """A day that a text names, and where its words stand."""

    on: date
    start: int
    end: int


_MONTHS_OF_A_YEAR = 12
_NEAR_DAYS = 120
_Resolve = Callable[[re.Match[str], date, Looking], date | None]
_NUMBERS = {
    "fr": [
        "un",
        "une",
        "deux",
        "trois",
        "quatre",
        "cinq",
        "six",
        "sept",
        "huit",
        "neuf",
        "dix",
        "onze",
        "douze",
        "treize",
        "quatorze",
        "quinze",
    ],
    "en": [
        "a",
        "one",
        "two",
        "three",
        "four",
        "five",
        "six",
        "seven",
        "eight",
        "nine",
        "ten",
        "eleven",
        "twelve",
        "thirteen",
        "fourteen",
        "fifteen",
    ],
}
_VALUES = {word: max(1, place) for words in _NUMBERS.values() for place, word in enumerate(words)}
_VALUES |= {
    "an": 1,
    "vingt": 20,
    "twenty": 20,
    "trente": 30,
    "thirty": 30,
    "quinzaine": 15,
    "huitaine": 8,
    "dizaine": 10,
}
_MONTHS = {
    "fr": ["janv(?:ier)?", "fevr?(?:ier)?", "mars", "avr(?:il)?", "mai", "juin", "juil(?:let)?", "aout",
           "sept(?:embre)?",            "oct(?:obre)?", "nov(?:embre)?", "dec(?:embre)?"],
    "en": ["jan(?:uary)?", "feb(?:ruary)?", "mar(?:ch)?", "apr(?:il)?", "may", "june?", "july?", "aug(?:ust)?",
           "sept?(?:ember)?", "oct(?:ober)?", "nov(?:ember)?", "dec(?:ember)?"],
}  # fmt: skip
_WEEKDAYS = {
    "fr": ["lundi", "mardi", "mercredi", "jeudi", "vendredi", "samedi", "dimanche"],
    "en": [
        "mon(?:day)?",
        "tue(?:s|sday)?",
        "wed(?:nesday)?",
        "thu(?:rs|rsday)?",
        "fri(?:day)?",
        "sat(?:urday)?",
        "sun(?:day)?",
    ],
}
_NUMBER = {language: rf"(?P<n>\d{{1,3}}|{'|'.join(sorted(words, key=len, reverse=True))}|vingt|trente|twenty"
rf"|thirty|an)"
           for language, words in _NUMBERS.items()}  # fmt: skip


def days_in(
    text: str, language: str, *, today: date, looking: Looking = Looking.AHEAD
) -> tuple[NamedDay, ...]:
    """Every day that a folded text names, in order; where two readings overlap, the longer one counts."""
    found: list[NamedDay] = []
    for pattern, resolve in _ways(language):
        for match in pattern.finditer(text):
            if any(match.start() < other.end and other.start < match.end() for other in found):
                continue
            try:
                on = resolve(match, today, looking)
            except (ValueError, OverflowError):
                on = None
            if on is not None and abs((on - today).days) <= 800:
                found.append(NamedDay(on, match.start(), match.end()))
    return tuple(sorted(found, key=lambda day: day.start))


_UNSURE_BEFORE = re.compile(
    r"(?:\b(?:vers|environ|autour d[eu]|(?:aux )?alentours d[eu]|a peu pres|ou|tout de suite.{0,20}|maintenant.{0,20}"
    r"|around|about|roughly|approximately|some ?time|circa|or|now.{0,20}) ?)(?:le |la |the |on |in |en )?$"
)
_UNSURE_AFTER = re.compile(
    r"^ ?(?:environ\b|ou (?!avant)|or (?!before|earlier|sooner)|-ish\b|or so\b|a peu pres)"
)


def sure_days_in(
    text: str, language: str, *, today: date, looking: Looking = Looking.AHEAD
) -> tuple[NamedDay, ...]:
    """The days that a text names for certain: neither «vers le 20» nor «vendredi ou lundi» nor one of two halves."""
    return tuple(
        day
        for day in days_in(text, language, today=today, looking=looking)
        if not (_UNSURE_BEFORE.search(text[: day.start]) or _UNSURE_AFTER.search(text[day.end :]))
    )


def _ways(language: str) -> Sequence[tuple[re.Pattern[str], _Resolve]]:
    return _FRENCH if language == "fr" else _ENGLISH


def _near(year: str, month: int, day: int, today: date, looking: Looking) -> date:
    """A day with its year, or the nearest one in the direction one looks."""
    if year:
        return date(int(year) + (2000 if len(year) == 2 else 0), month, day)
    found = date(today.year, month, day)
    if looking is Looking.AHEAD and found < today:
        return date(today.year + 1, month, day)
    if looking is Looking.BACK and found > today:
        return date(today.year - 1, month, day)
    return found


def _numeric(match: re.Match[str], today: date, looking: Looking) -> date | None:
    day, month = int(match["d"]), int(match["m"])
    if month > 12 >= day:
        day, month = month, day
    return _near(match["y"] or "", month, day, today, looking)


def _numeric_in_english(match: re.Match[str], today: date, looking: Looking) -> date | None:
    """«06/07» is July in London and June in New York: the one that is near, and none when both are."""
    day, month = int(match["d"]), int(match["m"])
    if max(day, month) > _MONTHS_OF_A_YEAR or day == month:
        return _numeric(match, today, looking)
    readings = [_near(match["y"] or "", m, d, today, looking) for d, m in ((day, month), (month, day))]
    near = [on for on in readings if abs((on - today).days) <= _NEAR_DAYS]
    return near[0] if len(near) == 1 else None


def _iso(match: re.Match[str], _today: date, _looking: Looking) -> date:
    return date(int(match["y"]), int(match["m"]), int(match["d"]))


def _month_of(match: re.Match[str], language: str) -> int:
    word = match["month"]
    return next(
        n for n, pattern in enumerate(_MONTHS[language], start=1) if re.fullmatch(pattern, word.rstrip("."))
    )


def _written(language: str) -> _Resolve:
    def resolve(match: re.Match[str], today: date, looking: Looking) -> date:
        return _near(match["y"] or "", _month_of(match, language), int(match["d"]), today, looking)

    return resolve


def _part_of_month(language: str) -> _Resolve:
    """«Fin juin» is its last day, «mi-juin» the 15th, «début juin» the 5th."""

    def resolve(match: re.Match[str], today: date, looking: Looking) -> date | None:
        if looking is Looking.BACK:
            return None  # «soldé fin mai» names no day on which it was
        month = _month_of(match, language)
        year = today.year + (month < today.month if looking is Looking.AHEAD else -(month > today.month))
        return date(year, month, _day_of_part(match["part"], year, month))

    return resolve


def _day_of_part(part: str, year: int, month: int) -> int:
    if part.startswith(("mi", "mid", "milieu")):
        return 15
    return 5 if part.startswith(("debut", "early", "begin", "start")) else monthrange(year, month)[1]


def _of_this_month(match: re.Match[str], today: date, _looking: Looking) -> date:
    """«Fin du mois», «début du mois prochain», «end of next month»."""
    groups = match.groupdict()
    is_next = bool(groups.get("next"))
    year, month = (
        (today.year + today.month // 12, today.month % 12 + 1) if is_next else (today.year, today.month)
    )
    found = date(year, month, _day_of_part(groups.get("part") or "end", year, month))
    return found if found >= today else _of_following(found)


def _of_following(found: date) -> date:
    year, month = found.year + found.month // 12, found.month % 12 + 1
    return date(year, month, min(found.day, monthrange(year, month)[1]))


def _weekday(language: str) -> _Resolve:
    def resolve(match: re.Match[str], today: date, looking: Looking) -> date | None:
        wanted = next(n for n, p in enumerate(_WEEKDAYS[language]) if re.fullmatch(p, match["weekday"]))
        if looking is Looking.BACK:
            return today - timedelta(days=(today.weekday() - wanted) % 7)
        ahead = (wanted - today.weekday() - 1) % 7 + 1
        groups = match.groupdict()
        if groups.get("next") and today.weekday() < wanted:
            return None  # «next Friday», said on a Wednesday: this week's or the next one's
        if later := groups.get("eight"):
            ahead += 14 if later.endswith("quinze") else 7
        return today + timedelta(days=ahead)

    return resolve


def _last_weekday(language: str) -> _Resolve:
    """«Vendredi dernier»: the last one before today."""

    def resolve(match: re.Match[str], today: date, _looking: Looking) -> date:
        wanted = next(n for n, p in enumerate(_WEEKDAYS[language]) if re.fullmatch(p, match["weekday"]))
        return today - timedelta(days=(today.weekday() - wanted - 1) % 7 + 1)

    return resolve


def _within(match: re.Match[str], today: date, looking: Looking) -> date:
    count = int(match["n"]) if match["n"].isdigit() else _VALUES[match["n"]]
    unit = match.groupdict().get("unit") or "jours"
    if unit.startswith(("h",)):
        count = max(1, count // 24)
    elif unit.startswith(("sem", "week")):
        count *= 7
    elif unit.startswith(("mois", "month")):
        count *= 30
    return today + timedelta(days=count * looking.value)


def _in_days(count: int) -> _Resolve:
    return lambda _match, today, _looking: today + timedelta(days=count)


def _friday(weeks: int) -> _Resolve:
    """The Friday of this week or of a later one; once it has passed, the next."""

    def resolve(_match: re.Match[str], today: date, _looking: Looking) -> date:
        friday = today + timedelta(days=4 - today.weekday() + 7 * weeks)
        return friday if friday >= today else friday + timedelta(days=7)

    return resolve


def _monday(_match: re.Match[str], today: date, _looking: Looking) -> date:
    return today + timedelta(days=7 - today.weekday())


def _ordinal(match: re.Match[str], today: date, looking: Looking) -> date:
    """«Le 15», «the 15th»: of this month, or of the next once it has passed; «du mois prochain» says which."""
    day = int(match["d"])
    found = today.replace(day=day)
    if match.groupdict().get("next"):
        return _of_following(found)
    if looking is Looking.BACK:
        return found if found <= today else (found.replace(day=1) - timedelta(days=1)).replace(day=day)
    return found if found >= today else _of_following(found)


def _made(language: str, rows: list[tuple[str, _Resolve]]) -> list[tuple[re.Pattern[str], _Resolve]]:
    named = {
        "MONTH": rf"(?P<month>{'|'.join(_MONTHS[language])})\.?",
        "WEEKDAY": rf"(?P<weekday>{'|'.join(_WEEKDAYS[language])})",
        "NUMBER": _NUMBER[language],
    }
    made = []
    for pattern, resolve in rows:
        for name, words in named.items():
            pattern = pattern.replace(f"<{name}>", words)  # noqa: PLW2901 - built up word by word
        made.append((re.compile(rf"(?<!\w)(?:{pattern})(?!\w)"), resolve))
    return made


_FIGURES: list[tuple[str, _Resolve]] = [
    (r"(?P<y>20\d\d)-(?P<m>\d\d)-(?P<d>\d\d)", _iso),
    (r"(?<![\d/.,])(?P<d>\d{1,2})[/.-](?P<m>\d{1,2})[/.-](?P<y>20\d\d|\d\d)(?![/.]?\d)", _numeric),
    (r"(?<![\d/.,])(?P<d>\d{1,2})/(?P<m>\d{1,2})(?P<y>)(?![/.,]?\d)", _numeric),
]
_FRENCH = _made("fr", [
    *_FIGURES,
    (r"(?P<d>\d{1,2})(?:er)? <MONTH>(?: (?P<y>20\d\d))?", _written("fr")),
    (r"(?:lundi|mardi|mercredi|jeudi|vendredi|samedi|dimanche) (?P<d>\d{1,2})(?:er)?(?! ?(?:h|:|/|\d))", _ordinal),
    (r"(?P<part>fin|mi|milieu|debut)(?: de| du mois de| d')?[ -]?<MONTH>", _part_of_month("fr")),
    (r"(?P<part>fin|milieu|mi|debut)(?: de| du)?[ -](?:ce )?mois(?P<next> prochain)?", _of_this_month),
    (r"(?:le|au cours du|courant du|dans le) mois(?P<next> prochain)", _of_this_month),
    (r"dans le courant du mois|courant du mois|ce mois-ci", _of_this_month),
    (r"<WEEKDAY> (?:dernier|passe)", _last_weekday("fr")),
    (r"<WEEKDAY>(?P<next> prochain)?(?: (?:qui vient|matin|midi|soir"
     r"|apres-midi))?(?P<eight> en (?:huit|quinze))?(?! dernier)(?! \d{1,2}(?:er)?(?! ?h|:|\d))", _weekday("fr")),
    (r"apres-demain", _in_days(2)),
    (r"demain(?: matin| soir| midi)?", _in_days(1)),
    (r"aujourd'hui|ce jour|ce soir|cet apres-midi|ce matin|a l'instant", _in_days(0)),
    (r"avant-hier", _in_days(-2)), (r"hier", _in_days(-1)),
    (r"dans la journee|tout a l'heure", _in_days(0)),
    (r"(?:au |en )?debut de (?:la )?semaine prochaine", _monday),
    (r"(?:fin de (?:la )?|d'ici la fin de la |en fin de )semaine(?: prochaine)", _friday(1)),
    (r"(?:la |une )?semaine prochaine", _friday(1)),
    (r"(?:fin de (?:la |cette )?|d'ici la fin de (?:la |cette )|en fin de )semaine|cette semaine"
     r"|dans la semaine", _friday(0)),
    (r"(?:sous|dans|d'ici|avant|dans un delai de|dans les)(?: les| environ"
     r"| une?)? (?:prochaine?s? )?<NUMBER>(?: ou \w+)?"
     r"(?: prochaine?s?)? ?(?P<unit>jours?|j|semaines?|mois|heures?|h)(?: ouvres?| ouvrables?"
     r"| calendaires?)?", _within),
    (r"(?:sous|dans|d'ici) (?:une? )?(?P<n>huitaine|quinzaine|dizaine)(?: de jours)?", _within),
    (r"(?:(?:il )?y ?'?a|depuis) <NUMBER> ?(?P<unit>jours?|semaines?|mois)",
     lambda match, today, _looking: _within(match, today, Looking.BACK)),
    (r"(?:le|au|du|pour le|avant le|jusqu'au) (?P<d>[12]?\d|3[01])(?:er)?(?: (?:du mois(?P<next> prochain)?"
     r"|courant))?"
     r"(?! ?(?:%|€|eur|[/.,:h]\d|\d|\w+ (?:jours|mois|factures)))", _ordinal),
])  # fmt: skip
_ENGLISH = _made("en", [
    *((pattern, _numeric_in_english if resolve is _numeric else resolve) for pattern, resolve in _FIGURES),
    (r"(?P<d>\d{1,2})(?:st|nd|rd|th)?(?: of)? <MONTH>(?:,? (?P<y>20\d\d))?", _written("en")),
    (r"<MONTH> (?P<d>\d{1,2})(?:st|nd|rd|th)?(?:,? (?P<y>20\d\d))?(?!\d)", _written("en")),
    (r"(?:the )?(?P<part>end|middle|mid|beginning|start|early)(?: of| in)?[ -]<MONTH>", _part_of_month("en")),
    (r"(?:the )?(?P<part>end|middle|mid|beginning|start|early)(?: of)?[ -](?:the |this )?(?P<next>next "
     r"|following )?month",
     _of_this_month),
    (r"month[ -]end|later this month|this month|(?P<next>next month)", _of_this_month),
    (r"(?P<eight>a week on |a week from )<WEEKDAY>", _weekday("en")),
    (r"<WEEKDAY>(?P<eight> week)", _weekday("en")),
    (r"(?:the same day|this very day)", _in_days(0)),
    (r"last <WEEKDAY>", _last_weekday("en")),
    (r"<WEEKDAY>,? (?:the )?(?P<d>\d{1,2})(?:st|nd|rd|th)?(?! ?(?:am|pm|:|/|\d|h))(?! <MONTH>)", _ordinal),
    (r"(?P<next>next )?(?:this |coming |on |by )?<WEEKDAY>(?: (?:week|morning"
     r"|afternoon))?(?! last)(?!,? (?:the )?\d)", _weekday("en")),
    (r"the day after tomorrow", _in_days(2)),
    (r"tomorrow", _in_days(1)),
    (r"today|tonight|this (?:morning|afternoon|evening)|just now", _in_days(0)),
    (r"yesterday", _in_days(-1)),
    (r"(?:early|beginning of|start of) next week", _monday),
    (r"(?:the )?end of next week|next week|late next week", _friday(1)),
    (r"(?:the )?end of (?:the|this) week|this week|(?:later|within) (?:the|this) week", _friday(0)),
    (r"(?:within|under|in|over|inside|in the next|within the next|in about"
     r"|no later than)(?: the)?(?: next)? <NUMBER>(?: or \w+)?"
     r"(?: more| working| business| calendar)? ?(?P<unit>days?|weeks?|months?|hours?)(?:' time|s' time)?", _within),
    (r"(?:within|in) (?:a|one) (?P<n>)fortnight", _in_days(14)),
    (r"<NUMBER> (?P<unit>days?|weeks?"
     r"|months?) ago", lambda match, today, _looking: _within(match, today, Looking.BACK)),
    (r"(?:the|by|on) (?:the )?(?P<d>[12]?\d|3[01])(?:st|nd|rd|th)(?: of (?:the"
     r"|this) month)?(?P<next> of next month)?", _ordinal),
])  # fmt: skip
