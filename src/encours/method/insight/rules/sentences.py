"""Says each line of the classifier in one plain sentence: the fact alone, no judgement of the person."""

from collections.abc import Callable, Mapping
from decimal import ROUND_HALF_UP, Decimal

from encours.ground.kernel.reason import N_, Reason
from encours.method.cases.rules.contact import CHANNEL_LABELS
from encours.method.insight.rules.payer import (
    OBSERVED_LABELS,
    SIGNALS,
    Observed,
    PayerDetails,
    PayerFeatures,
)
from encours.method.insight.rules.points import DEFAULT_TYPE_THRESHOLDS, Rule, TypeThresholds

Sentence = Callable[[PayerFeatures, PayerDetails], Reason]


def sentence(
    rule: Rule,
    known: PayerFeatures,
    details: PayerDetails,
    limits: TypeThresholds = DEFAULT_TYPE_THRESHOLDS,
) -> Reason:
    """The fact behind a fired line, with the dates and sources that are known, and the threshold that it passed."""
    if measured := _MEASURED.get(rule):
        return measured(limits)
    if rule is Rule.SEEKS_A_WAY and not known.asked_plan:
        return _paid_a_part(limits)
    return _SENTENCES[rule](known, details)


def _whole(number: Decimal | None) -> int:
    return int((number or Decimal(0)).quantize(Decimal(1), rounding=ROUND_HALF_UP))


def _counted(one: str, many: str, count: int, **values: object) -> Reason:
    return Reason(one if count == 1 else many, count=count, **values)


def _share(counted: str, in_percent: str, share: Decimal | None, total: int | None) -> Reason:
    """A share as «6 sur 12», or in percent when nobody said of how many."""
    part = share or Decimal(0)
    if not total:
        return Reason(in_percent, percent=_whole(part * 100))
    return Reason(counted, count=_whole(part * total), total=total)


def _on_time(known: PayerFeatures, _details: PayerDetails) -> Reason:
    return _share(
        N_("Factures payées à temps : {count} sur {total}"),
        N_("Factures payées à temps : {percent} %"),
        known.otr,
        known.n,
    )


def _well_before(known: PayerFeatures, _details: PayerDetails) -> Reason:
    past = known.otr if known.otr_before is None else known.otr_before
    return Reason(
        N_("Factures payées à temps auparavant : {percent} %"), percent=_whole((past or Decimal(0)) * 100)
    )


def _several_at_once(known: PayerFeatures, _details: PayerDetails) -> Reason:
    return _share(
        N_("Paie plusieurs factures d'un coup : {count} sur {total}"),
        N_("Paie plusieurs factures d'un coup : {percent} %"),
        known.bulk,
        known.n,
    )


def _when_reminded(known: PayerFeatures, _details: PayerDetails) -> Reason:
    return _share(
        N_("Factures payées après une relance : {count} sur {total}"),
        N_("Factures payées après une relance : {percent} %"),
        known.rem,
        known.n,
    )


def _in_parts(known: PayerFeatures, _details: PayerDetails) -> Reason:
    return _share(
        N_("Factures payées en plusieurs fois : {count} sur {total}"),
        N_("Factures payées en plusieurs fois : {percent} %"),
        known.partial,
        known.n,
    )


def _observed(fact: Observed, plain: str, dated: str, sourced: str) -> Sentence:
    """The sentence of an observed fact: alone, with its date, or with its date and source."""

    def say(_known: PayerFeatures, details: PayerDetails) -> Reason:
        seen = details.of(fact)
        if seen is None:
            return Reason(plain)
        if not seen.source:
            return Reason(dated, on=seen.on)
        return Reason(sourced, on=seen.on, source=seen.source)

    return say


def _broken(known: PayerFeatures, details: PayerDetails) -> Reason:
    count = known.pb or 0
    if details.broken_on:
        return _counted(
            N_("1 accord écrit non suivi d'un paiement ({dates})"),
            N_("{count} accords écrits non suivis d'un paiement ({dates})"),
            count,
            dates=details.broken_on,
        )
    return _counted(
        N_("1 accord écrit non suivi d'un paiement"),
        N_("{count} accords écrits non suivis d'un paiement"),
        count,
    )


def _silent(known: PayerFeatures, details: PayerDetails) -> Reason:
    count = known.unanswered or 0
    if details.silent_since is None:
        return Reason(
            N_("{count} messages sans réponse en {days} jours"), count=count, days=known.silence_days or 0
        )
    channels = tuple(Reason(CHANNEL_LABELS[channel]) for channel in details.silent_channels)
    return Reason(
        N_("{count} messages sans réponse depuis le {since} : {channels}"),
        count=count,
        since=details.silent_since,
        channels=channels,
    )


def _slower(known: PayerFeatures, details: PayerDetails) -> Reason:
    if details.late_before_days is None or details.late_recently_days is None:
        return Reason(
            N_("Délai moyen allongé de {days} jours sur les 3 dernières factures"), days=_whole(known.trend)
        )
    return Reason(
        N_("Délai moyen passé de {before} à {recently} jours sur les 3 dernières factures"),
        before=details.late_before_days,
        recently=details.late_recently_days,
    )


def _signals(_known: PayerFeatures, details: PayerDetails) -> Reason:
    seen = [o for o in details.observations if o.fact in SIGNALS]
    if not seen:
        return Reason(N_("Signal extérieur d'une situation tendue"))
    latest = max(seen, key=lambda o: o.on)
    return Reason(
        N_("Signal extérieur du {on} : {signal}"), on=latest.on, signal=Reason(OBSERVED_LABELS[latest.fact])
    )


def _paid_a_part(limits: TypeThresholds) -> Reason:
    return Reason(N_("A payé une partie dans les {days} derniers jours"), days=limits.part_days)


_asked_plan = _observed(
    Observed.ASKED_PLAN,
    N_("A demandé un échéancier"),
    N_("A demandé un échéancier le {on}"),
    N_("A demandé un échéancier le {on} ({source})"),
)
_hardship = _observed(
    Observed.HARDSHIP,
    N_("A déclaré une difficulté"),
    N_("A déclaré une difficulté le {on}"),
    N_("A déclaré une difficulté le {on} ({source})"),
)
_SENTENCES: Mapping[Rule, Sentence] = {
    Rule.BROKEN_AGREEMENTS: _broken,
    Rule.SILENCE: _silent,
    Rule.LONG_SILENCE: _silent,
    Rule.NOTHING_PAID: lambda known, _: Reason(
        N_("Aucun paiement reçu à ce jour, la plus ancienne facture a {days} jours de retard"),
        days=known.dpd or 0,
    ),
    Rule.UNREACHABLE: _observed(
        Observed.UNREACHABLE,
        N_("Injoignable aux coordonnées connues"),
        N_("Injoignable aux coordonnées connues le {on}"),
        N_("Injoignable aux coordonnées connues le {on} ({source})"),
    ),
    Rule.PAYMENT_STOPPED: _observed(
        Observed.PAYMENT_STOPPED,
        N_("Un paiement a été arrêté avant de nous parvenir"),
        N_("Un paiement a été arrêté le {on}"),
        N_("Un paiement a été arrêté le {on} ({source})"),
    ),
    Rule.GROUNDLESS_DISPUTE: _observed(
        Observed.LATE_DISPUTE_REJECTED,
        N_("Litige ouvert après la deuxième relance, non fondé après examen"),
        N_("Litige ouvert après la deuxième relance, non fondé après examen le {on}"),
        N_("Litige ouvert après la deuxième relance, non fondé après examen le {on} ({source})"),
    ),
    Rule.CHANGING_REASONS: lambda known, _: Reason(
        N_("{count} raisons différentes données pour la même facture"), count=known.reasons_changed or 0
    ),
    Rule.REFUSES_WRITING: lambda known, _: _counted(
        N_("1 confirmation écrite déclinée"),
        N_("{count} confirmations écrites déclinées"),
        known.refused_writing or 0,
    ),
    Rule.ABLE_NOT_PAYING: _observed(
        Observed.ABLE_NOT_PAYING,
        N_("A dit pouvoir payer ; rien n'est arrivé"),
        N_("A dit le {on} pouvoir payer ; rien n'est arrivé"),
        N_("A dit le {on} pouvoir payer ({source}) ; rien n'est arrivé"),
    ),
    Rule.ANSWERED: lambda _, __: Reason(N_("A répondu à notre dernier message")),
    Rule.DISPUTE_UPHELD: _observed(
        Observed.DISPUTE_UPHELD,
        N_("Un litige était fondé"),
        N_("Un litige était fondé, reconnu le {on}"),
        N_("Un litige était fondé, reconnu le {on} ({source})"),
    ),
    Rule.KEPT_AGREEMENTS: lambda known, _: _counted(
        N_("1 accord tenu"), N_("{count} accords tenus"), known.pk or 0
    ),
    Rule.HARDSHIP: _hardship,
    Rule.GOOD_PAST: _on_time,
    Rule.SEVERAL_AT_ONCE: _several_at_once,
    Rule.UNEVEN_DELAYS: lambda known, _: Reason(
        N_("Le délai varie beaucoup d'une facture à l'autre : ± {days} jours"), days=_whole(known.sd)
    ),
    Rule.PAYS_WHEN_REMINDED: _when_reminded,
    Rule.SOMETIMES_ON_TIME: _on_time,
    Rule.PAYS_IN_PARTS: _in_parts,
    Rule.SKIPS_OLDER: lambda _, __: Reason(
        N_("Une facture plus récente a été payée avant une plus ancienne")
    ),
    Rule.ALL_FINALLY_PAID: lambda _, __: Reason(N_("Toutes les factures closes ont fini par être payées")),
    Rule.PAID_WELL_BEFORE: _well_before,
    Rule.HARDSHIP_DECLARED: _hardship,
    Rule.EXTERNAL_SIGNALS: _signals,
    Rule.SLOWING_DOWN: _slower,
    Rule.SEEKS_A_WAY: _asked_plan,
    Rule.INSOLVENCY_PUBLISHED: lambda _, __: Reason(N_("Procédure collective publiée")),
    Rule.DISPUTE_OPEN: lambda _, __: Reason(N_("Un litige est ouvert : il passe d'abord")),
    Rule.PAYS_ON_TIME: _on_time,
}
_MEASURED: Mapping[Rule, Callable[[TypeThresholds], Reason]] = {
    Rule.PAID_A_PART: _paid_a_part,
    Rule.ANSWERS_SOON: lambda limits: Reason(N_("Répond dans les {days} jours"), days=limits.answer_days),
    Rule.ORDERS_FALL: lambda limits: Reason(
        N_("Commandes en baisse de {percent} % ou plus"), percent=limits.orders_fall_percent
    ),
    Rule.TOO_EARLY: lambda limits: Reason(
        N_("Moins de {count} factures payées : trop tôt pour conclure"), count=limits.few_invoices
    ),
    Rule.LABEL_EXPIRED: lambda limits: Reason(
        N_("Aucun fait nouveau depuis {months} mois : l'avis précédent ne vaut plus"),
        months=limits.label_months,
    ),
}
"""Sentences that name a threshold of the entity."""
