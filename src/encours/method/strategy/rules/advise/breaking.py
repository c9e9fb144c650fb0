"""Agreements whose money did not come: one contact the same day, then plan B said, then plan B done."""

from collections.abc import Callable, Mapping
from datetime import date, timedelta

from encours.ground.kernel.business_days import next_business_day
from encours.ground.kernel.reason import N_, Reason
from encours.method.agreements.rules.plan_b import Measure, Naming, PlanB, Readiness, problem_of_naming
from encours.method.agreements.rules.words import AgreementState
from encours.method.strategy.rules.advise.agreed import agreed
from encours.method.strategy.rules.advise.answer import ASKING, CREDIT, HARSH, PENALTIES, WAITING, Advice
from encours.method.strategy.rules.advise.hand_over import has_quote
from encours.method.strategy.rules.advise.reading import Reading
from encours.method.strategy.rules.advise.settling import little_hope
from encours.method.strategy.rules.advise.words import AdviceChannel, AdviceSender, Forbidden, NextAction
from encours.method.strategy.rules.decision import Call, Send, Task, Wait

F, A, C, S = Forbidden, NextAction, AdviceChannel, AdviceSender
_COURTS = frozenset({"court", "lawyer", "tribunal", "avocat"})


def broken(reading: Reading) -> Advice | None:
    """An agreement without its money: same day, once; what may be offered depends on the count (2e)."""
    told = reading.promised
    if told.on_time or reading.is_paid:
        return None
    if (
        told.current is None
        and told.disclosed_for is None
        and (reading.hardship or _has_little_hope(reading))
    ):
        return None
    if told.disclosed_for is not None:
        return _disclosed(reading, told.disclosed_for)
    decision = agreed(reading)
    if isinstance(decision, Call) and decision.level.key == "partly_kept":
        return _partly(reading, decision.reasons)
    if isinstance(decision, Send | Call | Task) and decision.level.key in _BY_LEVEL:
        return _BY_LEVEL[decision.level.key](reading)
    if told.current is None or told.current.state is not AgreementState.BROKEN:
        return None
    return _counted(reading) or _plan_after_break(reading)


def _counted(reading: Reading) -> Advice | None:
    """What a break that had its contact still asks for: from the second on, plan B is to be named, then done."""
    if reading.broken >= 3:
        return _execute(reading)
    return _second(reading) if reading.broken == 2 else None


def _partly(reading: Reading, reasons: tuple[Reason, ...]) -> Advice:
    refused = HARSH | {F.COUNT_AS_BROKEN_PROMISE, F.DISCLOSE_PLAN_B, F.CLASSIFY_AVOIDS}
    return Advice(
        A.CALL,
        C.PHONE,
        S.AR,
        tone=2,
        earliest=_soon(reading),
        forbidden=refused,
        why=reasons,
        due_today=True,
    )


def _has_little_hope(reading: Reading) -> bool:
    return little_hope(reading) is not None


def _first(reading: Reading) -> Advice:
    why = Reason(
        N_("Premier accord non suivi d'un paiement : contact le jour même, question ouverte, sans reproche")
    )
    refused = (
        WAITING
        | HARSH
        | PENALTIES
        | {
            F.DISCLOSE_PLAN_B,
            F.NEW_PROMISE_WITHOUT_COUNTERPART,
            F.AGENCY_HANDOFF,
            F.AGENCY_HANDOFF_FIRST,
            F.SET_BAD_INTENT,
            F.CLASSIFY_AVOIDS,
            F.ARGUE,
        }
    )
    return Advice(
        A.BROKEN_PROMISE_CONTACT,
        C.PHONE_OR_EMAIL,
        S.AR,
        tone=2,
        earliest=_soon(reading),
        forbidden=refused,
        why=(why,),
        due_today=True,
    )


def _plan_after_break(reading: Reading) -> Advice | None:
    if (
        reading.position
        and reading.promised.answered_on
        and reading.today > reading.promised.answered_on + timedelta(days=reading.thresholds.closing.try_days)
    ):
        return None  # the ladder goes on when nothing came of it
    why = Reason(
        N_(
            "Après un accord non suivi d'un paiement : un échéancier court, premier versement sous "
            "sept jours, contrepartie"
        )
    )
    refused = HARSH | {
        F.NEW_PROMISE_WITHOUT_COUNTERPART,
        F.DISCLOSE_PLAN_B,
        F.WAIT_LONG,
        F.AGENCY_HANDOFF_FIRST,
    }
    return Advice(A.PROPOSE_PLAN, C.PHONE_OR_EMAIL, S.AR, tone=2, forbidden=refused, why=(why,))


def _second(reading: Reading) -> Advice:
    refused = WAITING | {
        F.ANOTHER_PROMISE,
        F.NEW_PROMISE_WITHOUT_COUNTERPART,
        F.PUBLIC_SHAMING,
        F.AUTO_HANDOFF,
        F.SET_BAD_INTENT_AUTOMATICALLY,
        F.ARGUE,
    }
    if not _may_be_named(reading):
        why = Reason(
            N_(
                "Deux accords non suivis d'un paiement, mais le plan B n'est pas prêt : le préparer "
                "avant de le nommer"
            )
        )
        refused |= {F.DISCLOSE_PLAN_B, F.THREATEN_LEGAL, F.AGENCY_HANDOFF}
        return Advice(
            A.BROKEN_PROMISE_CONTACT,
            C.PHONE_OR_EMAIL,
            S.MANAGER,
            tone=3,
            earliest=_soon(reading),
            forbidden=refused,
            why=(why,),
            due_today=True,
        )
    why = Reason(
        N_(
            "Deux accords non suivis d'un paiement : nommer le plan B et sa date, avec un appel du "
            "responsable"
        )
    )
    return Advice(
        A.DISCLOSE_PLAN_B,
        C.PHONE_OR_EMAIL,
        S.MANAGER,
        tone=3,
        earliest=_soon(reading),
        forbidden=refused,
        why=(why,),
        due_today=True,
    )


def _may_be_named(reading: Reading) -> bool:
    """Whether plan B may be named: the rule of agreements, with what is known of how ready it is (PLB01, R104)."""
    ready = frozenset(Readiness) if reading.situation.customer.plan_b_ready is not False else frozenset()
    plan_b = PlanB(0, 0, 0, Measure.AGENCY, 0, None, ready=ready)
    days = timedelta(days=reading.promised.disclosed_days)
    naming = Naming(reading.broken, reading.today + days)
    return problem_of_naming(plan_b, (), naming, today=reading.today) is None


def _disclosed(reading: Reading, ends: date) -> Advice | None:
    decision = agreed(reading)
    if isinstance(decision, Wait):
        refused = ASKING | {
            F.ANOTHER_LAST_NOTICE,
            F.AGENCY_HANDOFF,
            F.AUTO_HANDOFF,
            F.COURT_FILING,
            F.SETTLEMENT_OFFER,
        }
        return Advice(
            A.WAIT, C.NONE, S.SYSTEM, earliest=decision.until, forbidden=refused, why=decision.reasons
        )
    return _execute(reading) if isinstance(decision, Task) or reading.today > ends else None


def _execute(reading: Reading) -> Advice:
    refused = (
        WAITING
        | {
            F.ANOTHER_PROMISE,
            F.ANOTHER_LAST_NOTICE,
            F.PAYMENT_PLAN,
            F.NEW_PROMISE_WITHOUT_COUNTERPART,
            F.HANDOFF_WITHOUT_FILE,
            F.HANDOFF_WITHOUT_QUOTE,
            F.PUBLIC_SHAMING,
        }
        | CREDIT
    )
    if reading.situation.customer.plan_b_ready is False and not has_quote(reading):
        why = Reason(N_("Le plan B est dû et n'est pas prêt : le devis d'un partenaire d'abord, aujourd'hui"))
        return Advice(
            A.GET_QUOTE_FIRST,
            C.QUOTE,
            S.OWNER,
            tone=5,
            forbidden=refused | {F.AGENCY_HANDOFF},
            why=(why,),
            due_today=True,
        )
    if reading.promised.plan_b in _COURTS:
        why = Reason(N_("Le plan B annoncé est le tribunal : il s'exécute, par le dirigeant ou son avocat"))
        return Advice(
            A.EXECUTE_PLAN_B,
            C.REGISTERED_LETTER,
            S.OWNER_OR_LAWYER,
            tone=5,
            forbidden=refused,
            why=(why,),
            due_today=True,
        )
    why = Reason(N_("Le moment annoncé est passé : le plan B s'exécute, sinon il ne sera plus cru"))
    return Advice(
        A.EXECUTE_PLAN_B,
        C.AGENCY,
        S.OWNER,
        tone=5,
        earliest=reading.today,
        forbidden=refused,
        why=(why,),
        due_today=True,
    )


def _soon(reading: Reading) -> date:
    """Today, or the next business day."""
    customer = reading.situation.customer
    return next_business_day(reading.today, customer.country, customer.region)


_BY_LEVEL: Mapping[str, Callable[[Reading], Advice | None]] = {
    "broken_first": _first,
    "broken_second": _second,
    "broken_third": _execute,
}
"""The steps with which the night answers a break, as advice."""
