"""What an event does to a limitation: starts it anew, suspends it, gives it a title's, or nothing at all."""

from dataclasses import dataclass, field
from datetime import date
from typing import assert_never

from encours.ground.kernel.reason import N_, Reason
from encours.ground.law.pack import Pack
from encours.ground.law.regimes import Effect, EventRegime
from encours.ground.law.spans import Span
from encours.ground.law.unknown import Caution


@dataclass(frozen=True, slots=True)
class LegalEvent:
    """Something that happened to a claim; `until` is the day it ended, if it lasted."""

    kind: str
    on: date
    until: date | None = None


@dataclass(frozen=True, slots=True)
class Noted:
    """An event, what it did to the limitation, and by which facts."""

    event: LegalEvent
    effect: Effect
    reason: Reason
    facts: tuple[str, ...] = ()


@dataclass(slots=True)
class Running:
    """A limitation on its way through the events of its claim."""

    base_on: date
    last_on: date
    period: Span
    interrupted_by: list[Noted] = field(default_factory=list)
    ignored: list[Noted] = field(default_factory=list)
    cautions: list[Caution] = field(default_factory=list)
    facts: list[str] = field(default_factory=list)

    def ignore(self, event: LegalEvent, text: str, facts: tuple[str, ...] = ()) -> None:
        """Writes down that an event changes nothing, and why."""
        self.ignored.append(Noted(event, Effect.NONE, Reason(text), facts))

    def move(self, event: LegalEvent, regime: EventRegime, text: str, last_on: date) -> None:
        """The event counts: the last day is the new one, never an earlier one."""
        self.last_on = max(self.last_on, last_on)
        self.interrupted_by.append(Noted(event, regime.effect, Reason(text), regime.facts))
        self.facts += regime.facts


def noted(event: LegalEvent, running: Running, pack: Pack, *, sector: str, as_of: date | None) -> None:
    """Lets one event count, or writes down why it does not. Events come in the order of their days."""
    if as_of is not None and event.on > as_of:
        return running.ignore(event, N_("Postérieur à la date demandée"))
    if event.on < running.base_on:
        return running.ignore(event, N_("Antérieur au point de départ"))
    if event.on > running.last_on:
        return running.ignore(event, N_("Postérieur à la prescription : elle était acquise"))
    regime = _regime_of(event.kind, sector, pack)
    if regime is None:
        text = N_("Effet inconnu ici : {kind}. L'événement n'est pas compté")
        running.cautions.append(Caution("event_unknown", Reason(text, kind=event.kind)))
        return running.ignore(event, N_("Effet inconnu : n'est pas compté"))
    return _apply(event, regime, running)


def _regime_of(kind: str, sector: str, pack: Pack) -> EventRegime | None:
    """The rule of the sector first, then the general one."""
    found = [regime for regime in pack.events if kind in regime.kinds]
    own = [regime for regime in found if sector and sector in regime.sectors]
    return next(iter(own or [regime for regime in found if not regime.sectors]), None)


def _apply(event: LegalEvent, regime: EventRegime, running: Running) -> None:
    match regime.effect:
        case Effect.NONE:
            running.ignore(event, N_("N'interrompt pas la prescription"), regime.facts)
        case Effect.RESTART:
            period = regime.period or running.period
            running.move(event, regime, N_("Fait repartir le délai entier"), period.after(event.on))
            _ask_evidence(regime, running)
        case Effect.TITLE:
            running.period = regime.period or running.period
            running.move(event, regime, N_("Délai d'un titre exécutoire"), running.period.after(event.on))
        case Effect.ONCE:
            _once(event, regime, running)
        case Effect.SUSPEND:
            _suspend(event, regime, running)
        case _:
            assert_never(regime.effect)


def _once(event: LegalEvent, regime: EventRegime, running: Running) -> None:
    if any(before.effect is Effect.ONCE for before in running.interrupted_by):
        return running.ignore(event, N_("N'interrompt qu'une seule fois"), regime.facts)
    period = regime.period or running.period
    return running.move(event, regime, N_("Interrompt une seule fois"), period.after(event.on))


def _suspend(event: LegalEvent, regime: EventRegime, running: Running) -> None:
    """The days that it lasted are added; some laws leave a least time afterwards."""
    if event.until is None or event.until < event.on:
        text = N_("Suspension sans date de fin : elle n'est pas comptée ({kind})")
        running.cautions.append(
            Caution("suspension_end_unknown", Reason(text, kind=event.kind), regime.facts)
        )
        return running.ignore(event, N_("Suspension sans date de fin"), regime.facts)
    last_on = running.last_on + (event.until - event.on)
    if regime.at_least:
        last_on = max(last_on, regime.at_least.after(event.until))
    return running.move(event, regime, N_("Suspend le délai"), last_on)


def _ask_evidence(regime: EventRegime, running: Running) -> None:
    if not regime.is_on_evidence:
        return
    text = N_("Nouveau point de départ proposé, à confirmer : gardez-en la preuve écrite")
    caution = Caution("evidence_needed", Reason(text), regime.facts)
    if caution not in running.cautions:
        running.cautions.append(caution)
