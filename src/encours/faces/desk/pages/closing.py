"""«Transiger ?», giving up, and what was given up: for the owner's eyes."""

from collections.abc import Sequence
from datetime import date
from decimal import ROUND_HALF_UP, Decimal
from typing import Any

from django.urls import reverse
from django.utils.translation import get_language

from encours.books.receivables.rules.party import CREDIT_KIND_LABELS, CreditKind
from encours.books.receivables.rules.waiver_entries import ENTRY_ROLE_LABELS
from encours.books.receivables.rules.waivers import Waived
from encours.faces.desk.pages.words import State
from encours.faces.desk.who import Desk
from encours.flows.closing.accounts import Booking
from encours.flows.closing.advising import Closing
from encours.ground.kernel.money import Money, exponent_of
from encours.ground.kernel.reason import N_, Reason
from encours.ground.law.rules.vat_relief import VatRelief
from encours.ground.law.unknown import LawUnknown
from encours.ground.plumbing.formats import decimal_text
from encours.method.agreements.rules.settlement import Settlement
from encours.method.agreements.rules.settlement_states import (
    CHOICE_LABELS,
    SETTLEMENT_STATE_LABELS,
    SettlementState,
)
from encours.method.strategy.rules.settlement.advisor import Advised, SettlementAdvice
from encours.method.strategy.rules.settlement.outcomes import WAY_LABELS, Way
from encours.method.strategy.rules.settlement.telling import how_long, why

_ADVICE = {
    SettlementAdvice.OFFER: ("kept", "handshake", N_("Une offre vaut mieux que d'attendre")),
    SettlementAdvice.KEEP: ("today", "arrow-right", N_("Mieux vaut continuer, ou un échéancier")),
    SettlementAdvice.NOT_ALLOWED: ("late", "ban", N_("Pas d'offre pour l'instant")),
}
_S = SettlementState
_STATES = {
    _S.APPROVED: ("today", "stamp"),
    _S.OFFERED: ("today", "mail"),
    _S.ACCEPTED: ("today", "handshake"),
    _S.PAID: ("kept", "check"),
    _S.CLOSED: ("kept", "check"),
    _S.DEFAULTED: ("late", "ban"),
}
_PAPER_LABELS = {
    "duplicate_invoice": N_("un double de la facture, avec la mention demandée"),
    "proof_of_loss": N_("la preuve que la créance est perdue"),
}


def settle_page(desk: Desk, found: Closing) -> dict[str, Any]:
    """The ways compared, the advice, the offers made; the floor stands here and nowhere else."""
    pk = found.file.customer.pk
    running = found.running
    advised = found.advised
    return {
        "customer": {"name": found.file.customer.name, "url": reverse("desk:customer", args=[pk])},
        "balance": found.balance,
        "days_late": found.asked.days_past_due if found.asked else None,
        "advice": _advice(advised) if advised else None,
        "reasons": [{"label": reason} for reason in advised.reasons] if advised else [],
        "figures": _figures(advised) if advised else [],
        "ways": _ways(found) if advised else [],
        "offers": [_offer(one, desk.act.today) for one in found.offers],
        "running": _offer(running, desk.act.today) if running else None,
        "ending_url": f"{reverse('desk:settle', args=[pk])}?fin=1" if _may_end(found) else None,
        "offer_url": reverse("desk:settle_offer", args=[pk]) + ("?fin=1" if _ends(found) else "")
        if advised and advised.advice is SettlementAdvice.OFFER and running is None
        else None,
        "give_up_url": reverse("desk:write_off", args=[pk]) if found.items and running is None else None,
    }


def _ends(found: Closing) -> bool:
    return found.asked is not None and found.asked.is_ending


def _may_end(found: Closing) -> bool:
    """Whether an ending relationship would change what is allowed."""
    is_kept_back = found.advised is not None and found.advised.advice is SettlementAdvice.NOT_ALLOWED
    return is_kept_back and not _ends(found)


def _advice(advised: Advised) -> State:
    tone, icon, text = _ADVICE[advised.advice]
    return State(tone, icon, Reason(text))


def _figures(advised: Advised) -> list[dict[str, Any]]:
    if advised.advice is not SettlementAdvice.OFFER:
        return []
    rows = (
        (N_("Ouvrir à"), advised.opening, advised.opening_percent, True),
        (N_("Viser"), advised.target, advised.target_percent, False),
        (N_("Plancher, pour vous seul"), advised.floor, advised.floor_percent, False),
    )
    return [
        {"label": Reason(label), "amount": amount, "percent": percent, "is_first": first}
        for label, amount, percent, first in rows
    ]


def _ways(found: Closing) -> list[dict[str, Any]]:
    assert found.advised is not None
    assert found.asked is not None
    terms = found.file.known.house.thresholds.settlement
    currency = found.balance.currency
    return [
        {
            "label": Reason(WAY_LABELS[way]),
            "value": _money(found.advised.value_of(way), currency),
            "when": how_long(way),
            "why": why(way, found.advised, found.asked, terms),
            "is_best": way is found.advised.best,
            "is_closed": way is Way.SETTLEMENT and found.advised.advice is SettlementAdvice.NOT_ALLOWED,
        }
        for way in sorted(Way, key=found.advised.value_of, reverse=True)
    ]


def _offer(one: Settlement, today: date) -> dict[str, Any]:
    tone, icon = _STATES.get(one.state, ("soft", "circle-dashed"))
    ids = [one.customer_id, one.id]
    is_ready = one.state is SettlementState.APPROVED
    return {
        "amount": one.amount,
        "balance": one.balance,
        "state": State(tone, icon, Reason(SETTLEMENT_STATE_LABELS[one.state])),
        "choice": Reason(CHOICE_LABELS[one.choice]) if one.choice else None,
        "ends_on": one.ends_on,
        "pay_by": one.pay_by,
        "approved_on": one.approved_on,
        "parts": one.parts,
        "parts_from_on": one.parts_from_on,
        "left_url": reverse("desk:settle_left", args=ids) if is_ready else None,
        "withdraw_url": reverse("desk:settle_withdraw", args=ids) if is_ready else None,
        "accept_url": reverse("desk:settle_answer", args=ids) if one.state is _S.OFFERED else None,
        "waiver_url": reverse("desk:waiver", args=[one.waiver_id]) if one.waiver_id else None,
    }


def waivers_page(found: Sequence[tuple[Waived, str]], *, year: int) -> dict[str, Any]:
    """What was given up in a year; each with its customer."""
    return {
        "year": year,
        "before_url": f"{reverse('desk:waivers')}?annee={year - 1}",
        "after_url": f"{reverse('desk:waivers')}?annee={year + 1}",
        "csv_url": f"{reverse('desk:waivers_file')}?annee={year}",
        "lines": [
            {
                "url": reverse("desk:waiver", args=[one.id]),
                "number": one.number,
                "customer": name,
                "on": one.on,
                "kind": Reason(CREDIT_KIND_LABELS[one.kind]),
                "amount": one.amount,
                "is_cancelled": one.is_cancelled,
            }
            for one, name in found
        ],
    }


def waiver_page(desk: Desk, booking: Booking, relief: VatRelief | LawUnknown | None) -> dict[str, Any]:
    """One thing given up: its entry, the tax in it, and how to ask for it again."""
    one = booking.waived
    is_lost = one.kind is CreditKind.WRITE_OFF
    return {
        "one": {
            "number": one.number,
            "on": one.on,
            "amount": one.amount,
            "vat": Money(one.vat_minor, one.amount.currency) if one.vat_minor else None,
            "reason": one.reason,
            "kind": Reason(CREDIT_KIND_LABELS[one.kind]),
            "cancelled_on": one.cancelled_on,
            "invoices": booking.invoices,
        },
        "customer": {
            "name": booking.customer,
            "url": reverse("desk:customer", args=[one.customer_id]),
            "prepays_since": booking.prepays_since,
        },
        "lines": [
            {
                "on": line.on,
                "account": line.account,
                "label": Reason(ENTRY_ROLE_LABELS[line.role]),
                "debit": line.debit if line.debit.minor else None,
                "credit": line.credit if line.credit.minor else None,
            }
            for line in booking.lines
        ],
        "relief": _relief(relief, one),
        "again_url": reverse("desk:waiver_again", args=[one.id])
        if desk.is_owner and is_lost and not one.is_cancelled
        else None,
        "terms_url": reverse("desk:usual_terms", args=[one.customer_id])
        if desk.is_owner and booking.prepays_since
        else None,
    }


def _relief(relief: VatRelief | LawUnknown | None, one: Waived) -> dict[str, Any] | None:
    if relief is None:
        return None
    if isinstance(relief, LawUnknown):
        return {"unknown": relief.reason}
    return {
        "unknown": None,
        "from_on": relief.from_on,
        "last_on": relief.last_on,
        "mention": _mention(relief.mention, one),
        "documents": [Reason(_PAPER_LABELS.get(name, name)) for name in relief.documents],
        "must_repay": relief.must_repay_if_paid,
        "cautions": [caution.reason for caution in relief.cautions],
        "facts": ", ".join(relief.facts),
    }


def _mention(text: str, one: Waived) -> str:
    """The sentence that the law asks for, with its two amounts where the tax is known."""
    vat, language = one.vat_minor, get_language() or "fr"
    if vat is None:
        return text.replace("{ht}", "…").replace("{tva}", "…")
    net, tax = one.amount - Money(vat, one.amount.currency), Money(vat, one.amount.currency)
    told = {
        "{ht}": decimal_text(net.decimal, language=language),
        "{tva}": decimal_text(tax.decimal, language=language),
    }
    for mark, amount in told.items():
        text = text.replace(mark, amount)
    return text


def _money(value: Decimal, currency: str) -> Money:
    places = Decimal(1).scaleb(-exponent_of(currency))
    return Money.from_decimal(value.quantize(places, rounding=ROUND_HALF_UP), currency)
