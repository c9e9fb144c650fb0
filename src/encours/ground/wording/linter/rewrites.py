"""Writes the words that may stand in the place of a finding, where that is mechanical; a person decides."""

import re
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from datetime import date, timedelta
from types import MappingProxyType

from encours.ground.wording import formats
from encours.ground.wording.linter.context import Context
from encours.ground.wording.linter.reading import Found

_NOTICE_DAYS = 8
"""Eight days leave five business days whatever day it is, but for two holidays in one week."""


@dataclass(frozen=True, slots=True)
class Rewrite:
    """Words for a span of the folded text: that of the finding, or of its whole sentence."""

    words: str
    start: int
    end: int


def rewrite(rule: str, found: Found, *, language: str, context: Context) -> Rewrite | None:
    """What may replace the words a rule found; None where that takes a person."""
    maker = _MAKERS.get(rule)
    return maker(found, language, context) if maker else None


def _here(found: Found, words: str) -> Rewrite:
    if found.begins:
        words = words[:1].upper() + words[1:]
    return Rewrite(words, found.start, found.end)


def _whole(found: Found, words: str) -> Rewrite:
    end = found.sentence.end
    return Rewrite(words, found.sentence.start, end)


_THING = re.compile(
    r"^[ ,]*(?:(?:de |for |of |the |on )?(?:la |les |cette |the |this |these |our )?(?:factures?|invoices?)\b)"
)
_STOP = re.compile(r"^\s*[?.!;]*$")


def _when(found: Found, language: str, context: Context) -> Rewrite | None:
    french = language == "fr"
    if _STOP.match(found.rest):
        return _here(
            found, "quand pouvons-nous espérer un paiement" if french else "when can we expect a payment"
        )
    if _THING.match(found.rest):
        words = "quand pouvons-nous espérer le paiement de" if french else "when can we expect payment of"
        return _here(found, words)
    return None


def _plan(found: Found, language: str, context: Context) -> Rewrite | None:
    if not found.begins:
        return None
    french = "Serait-il utile de mettre en place un plan de paiement\u00a0?"
    return _whole(found, french if language == "fr" else "Would a payment plan be helpful?")


def _late(found: Found, language: str, context: Context) -> Rewrite | None:
    due = context.invoices[0].due_on if len(context.invoices) == 1 else None
    if due is None or not found.begins:
        return None
    day = formats.long_date(due, language)
    if language == "fr":
        return _whole(found, f"Le paiement était dû le {day} et nous ne l'avons pas encore reçu.")
    return _whole(found, f"Payment was due on {day} and we have not received it yet.")


def _not_paid(found: Found, language: str, context: Context) -> Rewrite | None:
    french = language == "fr"
    if re.search(r"repon|\breply|respond|answer|replied", found.words):
        words = "nous n'avons pas encore reçu de réponse" if french else "we have not received an answer yet"
        return _here(found, words) if _STOP.match(found.rest) else None
    if not re.search(r"pay|regl|\bvers|settle", found.words):
        return None
    if _STOP.match(found.rest):
        return _here(
            found, "le règlement ne nous est pas parvenu" if french else "payment has not reached us yet"
        )
    if _THING.match(found.rest):
        words = (
            "nous n'avons pas encore reçu le règlement de"
            if french
            else "we have not yet received payment of"
        )
        return _here(found, words)
    return None


def _owned(found: Found, language: str, context: Context) -> Rewrite | None:
    words = found.words
    if language == "fr":
        if re.match(r"votre (paiement|reglement) (est|reste)", words):
            return (
                _here(found, "le paiement ne nous est pas encore parvenu")
                if _STOP.match(found.rest)
                else None
            )
        if re.match(r"votre (dette|impaye|arriere)$", words):
            return _here(found, "le solde ouvert")
        return (
            _here(found, "les factures ouvertes")
            if re.match(r"vos (dettes|impayes|arrieres)$", words)
            else None
        )
    if re.match(r"your (?:outstanding )?(?:debts?|arrears)$", words):
        return _here(found, "the open balance")
    if re.match(r"your (overdue|unpaid) invoices?$", words):
        return _here(found, "the open invoices" if words.endswith("s") else "the open invoice")
    return None


def _sorry(found: Found, language: str, context: Context) -> Rewrite | None:
    """Only words that stand apart from the rest of their sentence can simply go."""
    return Rewrite("", found.start, found.end) if _STOP.match(found.rest) else None


def _by_date(found: Found, language: str, context: Context) -> Rewrite | None:
    if context.today is None or not re.match(
        r"(immediate|sous \d|sans del|within \d|right now|right away|at once|dans les \d)", found.words
    ):
        return None
    day = formats.long_date(_weekday(context.today + timedelta(days=_NOTICE_DAYS)), language)
    return _here(found, f"d'ici le {day}" if language == "fr" else f"by {day}")


def _weekday(day: date) -> date:
    return day + timedelta(days=max(0, 7 - day.weekday())) if day.weekday() >= 5 else day


_MAKERS: Mapping[str, Callable[[Found, str, Context], Rewrite | None]] = MappingProxyType(
    {
        "PER01": _when,
        "PER02": _plan,
        "ACC01": _late,
        "ACC04": _not_paid,
        "PER04": _owned,
        "TON02": _sorry,
        "THR09": _by_date,
    }
)
