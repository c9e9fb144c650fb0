"""What a partner tells of a file, read from JSON or CSV; said twice or late, it changes nothing."""

import csv
import json
import re
from dataclasses import dataclass
from datetime import date, datetime, timedelta
from io import StringIO

from encours.ground.kernel.money import Money, MoneyError
from encours.ground.kernel.reason import N_, Reason, Refused
from encours.method.referral.rules.states import TOLD_STATES, PlacementEvent, after
from encours.method.referral.rules.words import NewsKind, PlacementState

FORMAT = "encours-placement/1"
LONGEST_CALL_BYTES = 64 * 1024
LONGEST_FILE_BYTES = 2 * 1024 * 1024
MOST_LINES = 5000
FRESH_FOR = timedelta(minutes=5)
STALE_DAYS, REMIT_DAYS = 14, 15
"""Silence after which we ask; days in which money collected is to be passed on. Source: method 2j."""
COLUMNS = ("placement", "key", "kind", "state", "on", "amount", "fee", "currency", "note")
_KEY = re.compile(r"[A-Za-z0-9._:-]{1,80}")
_REFERENCE = re.compile(r"P?(\d{1,18})", re.IGNORECASE)
_MONEY = frozenset({NewsKind.COLLECTED, NewsKind.REMITTED, NewsKind.FEE})
_SAID_BY_PARTNER = frozenset({NewsKind.STATUS, NewsKind.NOTE, *_MONEY})
MOST_WORDS = 2000


@dataclass(frozen=True, slots=True, kw_only=True)
class NewsDraft:
    """One thing told of a placement. `key` is the teller's own name of it: the same again changes nothing."""

    placement_id: int
    key: str
    kind: NewsKind
    happened_on: date
    state: str = ""
    amount: Money | None = None
    fee: Money | None = None
    words: str = ""


@dataclass(frozen=True, slots=True)
class Unread:
    """What could not be read; `line` of a file, from 1 for its first line of data."""

    reason: Reason
    line: int = 0


def reference(placement_id: int) -> str:
    """Under which name the partner knows a file."""
    return f"P{placement_id}"


def is_fresh(stamp: str, now: datetime) -> bool:
    """Whether a call was signed a moment ago. `stamp`: seconds since 1970, in digits."""
    if not (stamp.isascii() and stamp.isdigit() and len(stamp) <= 12):
        return False
    return abs(now.timestamp() - int(stamp)) <= FRESH_FOR.total_seconds()


def read_call(body: bytes, *, today: date) -> NewsDraft | Unread:
    """What a partner's service tells in one call."""
    try:
        told = json.loads(body[:LONGEST_CALL_BYTES])
        if not isinstance(told, dict) or told.get("format", FORMAT) != FORMAT:
            return Unread(Reason(N_("Ce message n'a pas la forme attendue.")))
        values = {name: _text(told.get(name)) for name in COLUMNS}
    except (ValueError, RecursionError):
        return Unread(Reason(N_("Ce message n'a pas la forme attendue.")))
    return _draft(values, today=today)


def read_file(content: bytes, *, today: date) -> list[NewsDraft | Unread]:
    """A CSV of news, a line each; columns by name, commas or semicolons."""
    try:
        text = content[:LONGEST_FILE_BYTES].decode("utf-8-sig")
    except UnicodeDecodeError:
        return [Unread(Reason(N_("Ce fichier n'est pas en UTF-8.")))]
    first = text.split("\n", 1)[0]
    try:
        rows = list(csv.reader(StringIO(text), delimiter=";" if ";" in first else ",", strict=True))
    except csv.Error:
        return [Unread(Reason(N_("Ce fichier n'est pas un CSV lisible.")))]
    names = [name.strip().lower() for name in rows[0]] if rows else []
    if missing := [name for name in ("placement", "key", "kind") if name not in names]:
        return [Unread(Reason(N_("Il manque la colonne {name}."), name=missing[0]))]
    if len(rows) > MOST_LINES + 1:
        return [Unread(Reason(N_("Au plus {most} lignes par fichier."), most=MOST_LINES))]
    found: list[NewsDraft | Unread] = []
    for place, row in enumerate(rows[1:], 1):
        if any(cell.strip() for cell in row):
            read = _draft(dict(zip(names, (cell.strip() for cell in row), strict=False)), today=today)
            found.append(Unread(read.reason, place) if isinstance(read, Unread) else read)
    return found


def problem_of_news(news: NewsDraft, *, currency: str, today: date) -> Refused | None:
    """What news may not say: nothing, the future, another currency, sums that cannot be."""
    if not _KEY.fullmatch(news.key):
        return Refused(Reason(N_("La clé compte 1 à 80 lettres, chiffres ou . _\u00a0: -")), "key")
    if news.happened_on > today:
        return Refused(Reason(N_("Cette date est dans l'avenir.")), "happened_on")
    if any(money is not None and money.currency != currency for money in (news.amount, news.fee)):
        return Refused(Reason(N_("Indiquez ce montant en {currency}."), currency=currency), "amount")
    if news.kind is NewsKind.STATUS and news.state not in TOLD_STATES:
        return Refused(Reason(N_("Cet état n'est pas connu.")), "state")
    if news.kind is NewsKind.NOTE and not news.words.strip():
        return Refused(Reason(N_("Écrivez la remarque.")), "words")
    return _problem_of_money(news) if news.kind in _MONEY else None


def _problem_of_money(news: NewsDraft) -> Refused | None:
    amount, fee = news.amount, news.fee
    if news.kind is NewsKind.FEE:
        return (
            None
            if fee is not None and fee.minor > 0
            else Refused(Reason(N_("Indiquez les honoraires.")), "fee")
        )
    if amount is None or amount.minor <= 0:
        return Refused(Reason(N_("Indiquez un montant.")), "amount")
    if fee is not None and not 0 <= fee.minor <= amount.minor:
        text = N_("Les honoraires retenus sont compris entre zéro et la somme encaissée.")
        return Refused(Reason(text), "fee")
    return None


def event_of(
    news: NewsDraft, *, placed_minor: int, collected_minor: int, remitted_minor: int
) -> PlacementEvent | None:
    """What a piece of news does to the state; the sums are those with it. None: it moves nothing."""
    match news.kind:
        case NewsKind.STATUS:
            return TOLD_STATES.get(news.state)
        case NewsKind.COLLECTED:
            is_all = collected_minor >= placed_minor
            return PlacementEvent.COLLECTED_ALL if is_all else PlacementEvent.COLLECTED_PART
        case NewsKind.REMITTED:
            is_all = remitted_minor >= placed_minor
            return PlacementEvent.REMITTED_ALL if is_all else PlacementEvent.REMITTED_PART
        case _:
            return None


def moved(
    state: PlacementState, event: PlacementEvent | None, *, before_pause: PlacementState | None
) -> PlacementState:
    """The state after a piece of news. What comes late, or goes backwards, is kept and moves nothing."""
    if event is None or event is PlacementEvent.RESUMED:
        return state
    return after(state, event, before_pause=before_pause) or state


def is_stale(last_news_on: date | None, *, today: date) -> bool:
    """Whether nothing was heard for too long of a file that a partner has."""
    return last_news_on is not None and (today - last_news_on).days > STALE_DAYS


def _draft(values: dict[str, str], *, today: date) -> NewsDraft | Unread:
    found = _REFERENCE.fullmatch(values.get("placement", ""))
    if found is None:
        return Unread(Reason(N_("La référence du dossier manque (P suivi de son numéro).")))
    try:
        kind = NewsKind(values.get("kind", ""))
    except ValueError:
        kind = NewsKind.TOLD_DIRECT
    if kind not in _SAID_BY_PARTNER:
        return Unread(Reason(N_("Ce genre de nouvelle n'est pas connu.")))
    currency = values.get("currency", "") or "EUR"
    try:
        on = date.fromisoformat(values["on"]) if values.get("on") else today
        amount = Money.from_text(values["amount"], currency) if values.get("amount") else None
        fee = Money.from_text(values["fee"], currency) if values.get("fee") else None
    except MoneyError:
        return Unread(Reason(N_("Ce montant n'est pas lisible.")))
    except ValueError:
        return Unread(Reason(N_("Cette date n'est pas lisible (AAAA-MM-JJ).")))
    return NewsDraft(
        placement_id=int(found[1]),
        key=values.get("key", ""),
        kind=kind,
        happened_on=on,
        state=values.get("state", ""),
        amount=amount,
        fee=fee,
        words=values.get("note", "")[:MOST_WORDS],
    )


def _text(value: object) -> str:
    """A word or a whole number as text; a number with decimals is no amount."""
    if value is None:
        return ""
    if isinstance(value, str) or (isinstance(value, int) and not isinstance(value, bool)):
        return str(value).strip()
    raise ValueError("neither text nor a whole number")
