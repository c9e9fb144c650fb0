"""Handing a file to a partner: quote first, file complete, nothing in the way; and what follows."""

from encours.ground.kernel.money import Money
from encours.ground.kernel.reason import N_, Reason
from encours.method.cases.rules.contact import HoldKind
from encours.method.strategy.rules.advise.answer import ASKING, Advice
from encours.method.strategy.rules.advise.reading import Reading
from encours.method.strategy.rules.advise.situation import Event, EventKind
from encours.method.strategy.rules.advise.words import AdviceChannel, AdviceSender, Forbidden, NextAction

F, A, C, S = Forbidden, NextAction, AdviceChannel, AdviceSender
_HANDOFF = frozenset({F.HANDOFF_WITHOUT_QUOTE, F.HANDOFF_WITHOUT_FILE, F.AUTO_HANDOFF})


def has_quote(reading: Reading) -> bool:
    """Whether a partner's quote is recorded."""
    told = reading.situation.context.quote_recorded
    return told if told is not None else reading.last(EventKind.QUOTE_RECORDED) is not None


def place_with_agency(reading: Reading, event: Event) -> Advice | None:
    """A person wants to hand the file over: what stands in the way, else the hand-off itself.

    Source: method 2j; requirements R124, R125, R129.
    """
    if (
        (reading.dispute and reading.dispute.is_open)
        or reading.held(HoldKind.INSOLVENCY)
        or reading.is_time_barred
    ):
        return None  # the dispute, the proceedings or the limitation answer first
    if event.has_quote or has_quote(reading):
        return hand_off(reading)
    why = Reason(N_("Un devis du partenaire d'abord : combien cela coûte sur ce dossier"))
    return Advice(
        A.GET_QUOTE_FIRST, C.QUOTE, S.OWNER, tone=5, forbidden=_HANDOFF | {F.AGENCY_HANDOFF}, why=(why,)
    )


def hand_off(reading: Reading) -> Advice:
    """The hand-off, when amount and file allow it; else what is missing."""
    least = Money(reading.thresholds.closing.agency_least_minor, reading.situation.currency)
    if reading.open_total < least:
        why = Reason(
            N_("Somme trop faible pour une société de recouvrement : à garder sur le compte ou à étudier")
        )
        return Advice(
            A.WRITE_OFF_REVIEW, C.NONE, S.OWNER, forbidden=_HANDOFF | {F.AGENCY_HANDOFF}, why=(why,)
        )
    if reading.situation.context.file_complete is False:
        why = Reason(N_("Le dossier de transmission n'est pas complet : il est bloqué jusque-là"))
        return Advice(
            A.GET_QUOTE_FIRST,
            C.DASHBOARD,
            S.OWNER,
            tone=5,
            forbidden=_HANDOFF | {F.AGENCY_HANDOFF},
            why=(why,),
        )
    why = Reason(
        N_("Devis enregistré : le dossier complet part avec la lettre de mission et sa charte de conduite")
    )
    refused = frozenset({F.HANDOFF_WITHOUT_FILE, F.HANDOFF_WITHOUT_QUOTE, F.PARALLEL_DUNNING})
    return Advice(A.AGENCY_HANDOFF, C.AGENCY, S.OWNER, tone=5, forbidden=refused, why=(why,), due_today=True)


def placed(reading: Reading) -> Advice | None:
    """While a partner has the file, nobody else asks; money received directly is told to it the same day."""
    if reading.held(HoldKind.PLACED) is None:
        return None
    why = Reason(N_("Dossier transmis : suivre l'avancement, ne rien demander en parallèle"))
    refused = ASKING | {
        F.PARALLEL_DUNNING,
        F.DIRECT_SETTLEMENT_WITHOUT_AGENCY,
        F.SETTLEMENT_OFFER,
        F.CALL_TO_DEMAND,
        F.CALL,
    }
    return Advice(A.CHECK_AGENCY_STATUS, C.DASHBOARD, S.OWNER, tone=5, forbidden=refused, why=(why,))


def quoted(reading: Reading) -> Advice | None:
    """A recorded quote that nothing followed: the file may be handed over."""
    last = reading.last(EventKind.QUOTE_RECORDED)
    return hand_off(reading) if reading.is_latest(last) else None
