"""Reads `formal.toml`, the formal half: notices, procedures, insolvency, VAT relief."""

from collections.abc import Mapping
from decimal import Decimal
from typing import TypedDict

from encours.ground.law.entries import Entry
from encours.ground.law.facts import Debtor
from encours.ground.law.formal_regimes import (
    ONCE,
    DelayRegime,
    FeeRegime,
    FeeStep,
    InsolvencyRegime,
    Means,
    NoticeKind,
    NoticeRegime,
    ProcedureRegime,
    VatGround,
    VatReliefRegime,
)
from encours.ground.law.regimes import CountsFrom
from encours.ground.law.spans import Span

LANGUAGES = ("fr", "en")


class FormalRegimes(TypedDict):
    """The formal regimes of one pack."""

    notices: tuple[NoticeRegime, ...]
    procedures: tuple[ProcedureRegime, ...]
    insolvency: InsolvencyRegime | None
    vat_relief: tuple[VatReliefRegime, ...]


def read_formal(told: Entry) -> FormalRegimes:
    """Notices, procedures, insolvency and VAT relief. Raises PackError."""
    insolvency = told.inner("insolvency")
    return FormalRegimes(
        notices=tuple(map(_notice, told.rows("notice"))),
        procedures=tuple(map(_procedure, told.rows("procedure"))),
        insolvency=_insolvency(insolvency) if insolvency else None,
        vat_relief=tuple(map(_vat_relief, told.rows("vat_relief"))),
    )


def names_in(told: Entry, key: str) -> Mapping[str, str]:
    """A name in each language; empty when the key is absent."""
    found = told.inner(key)
    return {language: found.text(language) for language in LANGUAGES} if found else {}


def needed_facts(told: Entry) -> tuple[str, ...]:
    """The facts an entry rests on: at least one."""
    if not (found := told.texts("facts")):
        raise told.fail("facts must name at least one fact")
    return found


def _notice(told: Entry) -> NoticeRegime:
    return NoticeRegime(
        kind=told.one_of("kind", NoticeKind),
        debtors=frozenset(told.many_of("debtors", Debtor)),
        facts=needed_facts(told),
        mentions=told.texts("mentions"),
        means=tuple(Means(word) for word in told.texts("means")),
        consent_for=tuple(Means(word) for word in told.texts("consent_for")),
        least=told.span("least"),
        usual=tuple(_span(told, text) for text in told.texts("usual")),
        counts_from_receipt=told.flag("from_receipt", default=True),
        texts=told.text("texts", ""),
    )


def _span(told: Entry, text: str) -> Span:
    try:
        return Span.of(text)
    except ValueError as error:
        raise told.fail(str(error)) from None


def _procedure(told: Entry) -> ProcedureRegime:
    return ProcedureRegime(
        id=told.text("id"),
        names=names_in(told, "name"),
        debtors=frozenset(told.many_of("debtors", Debtor)),
        facts=needed_facts(told),
        courts=names_in(told, "court"),
        form=told.text("form", ""),
        href=told.text("href", ""),
        at_most=told.maybe_number("at_most"),
        counts_interest=told.flag("counts_interest", default=False),
        lawyer_above=told.maybe_number("lawyer_above"),
        costs_on=told.text("costs_on", ""),
        is_cross_border=told.flag("cross_border", default=False),
        is_flagged=told.flag("flagged", default=False),
        delays=tuple(map(_delay, told.rows("delays"))),
        fees=tuple(map(_fee, told.rows("fees"))),
    )


def _delay(told: Entry) -> DelayRegime:
    within = told.span("within")
    if within is None:
        raise told.fail("within is missing")
    return DelayRegime(
        id=told.text("id"),
        names=names_in(told, "name"),
        within=within,
        facts=needed_facts(told),
        since=told.maybe_day("since"),
        until=told.maybe_day("until"),
        is_at_least=told.flag("at_least", default=False),
    )


def _fee(told: Entry) -> FeeRegime:
    lowest, steps = told.maybe_number("lowest"), tuple(map(_step, told.rows("steps")))
    if (lowest is None) == (not steps):
        raise told.fail("a fee has either lowest (and highest) or steps")
    return FeeRegime(
        id=told.text("id"),
        names=names_in(told, "name"),
        facts=needed_facts(told),
        lowest=lowest,
        highest=told.maybe_number("highest"),
        steps=steps,
        times=told.maybe_number("times") or ONCE,
        at_least=told.maybe_number("at_least") or Decimal(),
        excludes_vat=told.flag("excludes_vat", default=False),
    )


def _step(told: Entry) -> FeeStep:
    amount, percent = told.maybe_number("amount"), told.maybe_number("percent")
    return FeeStep(told.maybe_number("up_to"), amount or Decimal(), percent or Decimal())


def _insolvency(told: Entry) -> InsolvencyRegime:
    return InsolvencyRegime(
        facts=needed_facts(told),
        to=names_in(told, "to"),
        counts_from_publication=told.flag("from_publication", default=True),
        within=told.span("within"),
        within_abroad=told.span("within_abroad"),
        is_set_by_court=told.flag("set_by_court", default=False),
        relief_within=told.span("relief_within"),
        goods_within=told.span("goods_within"),
        goods_facts=told.texts("goods_facts"),
        stops_interest=told.flag("stops_interest", default=False),
    )


def _vat_relief(told: Entry) -> VatReliefRegime:
    return VatReliefRegime(
        grounds=frozenset(told.many_of("grounds", VatGround)),
        facts=needed_facts(told),
        waits=told.span("waits"),
        within=told.span("within"),
        counts_from=told.one_of("counts_from", CountsFrom, CountsFrom.DAY),
        counts_from_due=told.flag("from_due", default=False),
        is_careful_reading=told.flag("careful_reading", default=False),
        mention=told.text("mention", ""),
        accounts=told.text("accounts", ""),
        documents=told.texts("documents"),
        repay_if_paid=told.flag("repay_if_paid", default=False),
    )
