"""The page Today: whom to contact, why, how, in order; what leaves by itself; what is done."""

from collections import defaultdict
from datetime import date, timedelta
from typing import Any

from django.urls import reverse

from encours.books.receivables import queries as receivables_queries
from encours.faces.desk.pages.words import Action, action_for
from encours.faces.desk.who import Desk
from encours.ground.evidence import queries as evidence_queries
from encours.ground.kernel.clock import days_between, local_date
from encours.ground.kernel.money import Money
from encours.ground.kernel.reason import N_, Reason
from encours.ground.plumbing.say import say
from encours.method.cases import queries as cases_queries
from encours.method.insight.rules.priority import SECTION_LABELS, Section
from encours.method.outreach import queries as outreach_queries
from encours.method.outreach.rules.states import MessageState
from encours.method.strategy import queries as strategy_queries
from encours.method.strategy.queries import ListLine
from encours.method.strategy.rules.next_action import cash_needed_to

PAGE = 50
_FOLDED = frozenset({Section.THIS_WEEK, Section.WRITTEN_ONLY, Section.DO_NOT_CONTACT})
_BY_PERSON = frozenset(
    {MessageState.TO_CONFIRM, MessageState.BY_HAND, MessageState.REFUSED, MessageState.UNKNOWN}
)
_TONES = {
    Section.WE_OWE: ("press", "reply"),
    Section.FIRST: ("late", "circle-alert"),
    Section.TODAY: ("today", "sun"),
    Section.THIS_WEEK: ("rest", "calendar"),
    Section.WRITTEN_ONLY: ("rest", "mail"),
    Section.DO_NOT_CONTACT: ("rest", "hand"),
}
_DONE = frozenset(
    {
        "calls.call_noted",
        "outreach.message_approved",
        "outreach.message_sent_by_hand",
        "inbox.item_read",
        "strategy.step_skipped",
    }
)


def today_page(desk: Desk, *, section: str = "", after: int = 0) -> dict[str, Any]:
    """Everything on the page but the case beside it; `section` and `after` ask for the rows that follow."""
    lines = [x for x in strategy_queries.work_items(desk.entity.id) if not _is_snoozed(x, desk.act.today)]
    messages = _messages_by_customer(desk)
    sections = _sections(desk, lines, messages, wanted=section, after=after)
    return {
        "figures": _figures(desk),
        "bank": _bank(desk),
        "capacity": _capacity(desk, lines),
        "sections": sections,
        "departure": departure(desk),
        "done": _done(desk),
        "empty": _empty(desk, lines, messages),
    }


def departure(desk: Desk) -> dict[str, Any] | None:
    """What leaves by itself next, or None."""
    ready = list(outreach_queries.messages_in(desk.entity.id, [MessageState.READY]))
    if not ready:
        return None
    amounts: dict[str, int] = defaultdict(int)
    for message in ready:
        amounts[message.currency] += message.total_minor
    return {
        "at": min(message.send_from for message in ready),
        "count": len(ready),
        "amounts": [Money(minor, currency) for currency, minor in sorted(amounts.items()) if minor],
        "is_test": not desk.entity.is_sending_on,
        "withhold_url": reverse("desk:messages_tomorrow"),
    }


def _sections(
    desk: Desk,
    lines: list[ListLine],
    messages: dict[int, tuple[int, MessageState]],
    *,
    wanted: str,
    after: int,
) -> list[dict[str, Any]]:
    by_section: dict[Section, list[ListLine]] = defaultdict(list)
    for line in lines:
        if not _leaves_by_itself(line, messages):
            by_section[Section(line.section)].append(line)
    shown = []
    order = [
        Section.WE_OWE,
        Section.FIRST,
        Section.TODAY,
        Section.THIS_WEEK,
        Section.WRITTEN_ONLY,
        Section.DO_NOT_CONTACT,
    ]
    for code in order:
        rows = by_section[code]
        if not rows or (wanted and code != wanted):
            continue
        rest = [line for line in rows if line.rank > after] if wanted else rows
        shown.append(_section(desk, code, rows, rest[:PAGE], messages, has_more=len(rest) > PAGE))
    _place_departure(shown)
    return shown


def _section(
    desk: Desk, code: Section, rows: list[ListLine], page: list[ListLine],
    messages: dict[int, tuple[int, MessageState]], *, has_more: bool,
) -> dict[str, Any]:  # fmt: skip
    return {
        "code": code.value,
        "title": say(Reason(SECTION_LABELS[code])),
        "count": len(rows),
        "note": _note(code, rows),
        "is_folded": code in _FOLDED,
        "rows": [row(desk, line, messages) for line in page],
        "next_url": f"{reverse('desk:today')}?section={code.value}&after={page[-1].rank}"
        if has_more
        else None,
        "has_capacity": code is Section.TODAY,
        "is_after_departure": False,
    }


def _place_departure(shown: list[dict[str, Any]]) -> None:
    """«Partira tout seul» stands after what a person does today."""
    for section in shown:
        if section["is_folded"]:
            section["is_after_departure"] = True
            return


def row(desk: Desk, line: ListLine, messages: dict[int, tuple[int, MessageState]]) -> dict[str, Any]:
    """One customer of the list."""
    tone, icon = _TONES[Section(line.section)]
    return {
        "customer_id": line.customer_id,
        "name": line.customer_name,
        "detail": "",
        "tone": tone,
        "icon": icon,
        "why": line.why[0] if line.why else Reason(""),
        "age_days": days_between(line.oldest_due_on, desk.act.today) if line.oldest_due_on else None,
        "amount": Money(line.amount_minor, line.currency),
        "action": line_action(line, messages),
        "later_url": reverse("desk:later", args=[line.id]) if line.section in _LATER else None,
        "open_url": f"{reverse('desk:today')}?client={line.customer_id}",
        "is_open": False,
    }


_LATER = frozenset({Section.FIRST.value, Section.TODAY.value, Section.THIS_WEEK.value})


def line_action(line: ListLine, messages: dict[int, tuple[int, MessageState]]) -> Action | None:
    """What a person does about a line: a message that waits for them, else the action itself."""
    if line.section == Section.DO_NOT_CONTACT.value:
        return None
    message_id, state = messages.get(line.customer_id, (None, None))
    if state in _BY_PERSON and line.action not in {"call", "call_by_account_manager", "call_by_intermediary"}:
        return action_for(line.action, line.customer_id, message_id=message_id)
    return action_for(line.action, line.customer_id)


def _messages_by_customer(desk: Desk) -> dict[int, tuple[int, MessageState]]:
    waiting = outreach_queries.messages_in(desk.entity.id, outreach_queries.WAITING)
    return {m.customer_id: (m.pk, MessageState(m.state)) for m in waiting if m.stage != "thanks"}


def _leaves_by_itself(line: ListLine, messages: dict[int, tuple[int, MessageState]]) -> bool:
    """A line that only stands for a message about to leave needs nobody."""
    _, state = messages.get(line.customer_id, (None, None))
    by_person = action_for(line.action, line.customer_id) is not None
    return (
        state in {MessageState.READY, MessageState.SENDING} and not by_person and line.section not in _STAYS
    )


_STAYS = frozenset({Section.WRITTEN_ONLY.value, Section.DO_NOT_CONTACT.value})


def _is_snoozed(line: ListLine, today: date) -> bool:
    return line.snoozed_until is not None and line.snoozed_until > today


def _note(code: Section, rows: list[ListLine]) -> Reason | None:
    if code is Section.WRITTEN_ONLY:
        return Reason(N_("un message suffit, aucun appel"))
    return None


def _figures(desk: Desk) -> dict[str, Any]:
    today = desk.act.today
    received = receivables_queries.received_in_total(desk.entity.id, today.replace(day=1), today)
    kept, of = kept_customers(desk)
    return {
        "collected": Money(received.get(desk.entity.currency, 0), desk.entity.currency),
        "collected_url": reverse("desk:payments"),
        "kept": kept,
        "kept_of": of,
        "kept_url": reverse("desk:customers"),
    }


def kept_customers(desk: Desk) -> tuple[int, int]:
    """Of the customers whose case was closed in the last year, how many have ordered since (R002).

    A case closed less than 60 days ago still counts as kept: there was no time to order.
    """
    today = desk.act.today
    closed = cases_queries.closed_since(desk.entity.id, today - timedelta(days=365))
    latest = receivables_queries.last_invoiced_on(closed)
    grace = today - timedelta(days=60)
    kept = sum(1 for customer, on in closed.items() if on >= grace or latest.get(customer, date.min) > on)
    return kept, len(closed)


def _bank(desk: Desk) -> dict[str, Any]:
    known = receivables_queries.cash_known_to(desk.entity.id)
    needed = cash_needed_to(desk.act.today, desk.entity.country, desk.entity.region)
    return {"known_to": known, "is_fresh": known is not None and known >= needed}


def _capacity(desk: Desk, lines: list[ListLine]) -> dict[str, int]:
    ours = {Section.WE_OWE.value, Section.FIRST.value, Section.TODAY.value}
    planned = sum(line.planned_minutes for line in lines if line.section in ours)
    available = desk.member.capacity_minutes or desk.entity.capacity_minutes
    return {
        "planned_minutes": planned,
        "available_minutes": available,
        "share": min(100, planned * 100 // available) if available else 0,
    }


def _done(desk: Desk) -> list[dict[str, Any]]:
    zone, found = desk.entity.time_zone, []
    lines = [
        x for x in evidence_queries.latest(desk.act.chain, limit=150)
        if x.kind in _DONE and local_date(x.recorded_at, zone) == desk.act.today and x.subject.startswith("customer:")
    ]  # fmt: skip
    ids = {int(line.subject.partition(":")[2]) for line in lines}
    names = {pk: row.name for pk, row in receivables_queries.customers_by_id(ids).items()}
    for line in lines:
        pk = int(line.subject.partition(":")[2])
        found.append(
            {
                "customer_id": pk,
                "name": names.get(pk, ""),
                "what": line.summary,
                "amount": None,
                "recall_url": None,
            }
        )
    return found


def _empty(
    desk: Desk, lines: list[ListLine], messages: dict[int, tuple[int, MessageState]]
) -> dict[str, Any] | None:
    ours = {Section.WE_OWE.value, Section.FIRST.value, Section.TODAY.value}
    waits = any(state in _BY_PERSON for _, state in messages.values())
    if waits or any(x.section in ours and not _leaves_by_itself(x, messages) for x in lines):
        return None
    if not receivables_queries.has_books(desk.entity.id):
        return {
            "title": Reason(N_("Commençons par un client et sa facture")),
            "text": Reason(N_("Saisissez un client et une facture échue, ou déposez vos fichiers : Encours dira qui contacter, pourquoi et avec quels mots.")),
            "icon": "sprout", "verb": Reason(N_("Ajouter un client")), "url": reverse("desk:customer_new"),
            "second_verb": Reason(N_("Déposer un fichier")), "second_url": reverse("desk:files"),
        }  # fmt: skip
    if not strategy_queries.last_night(desk.entity.id):
        return {
            "title": Reason(N_("Vos livres sont prêts")),
            "text": Reason(N_("La première revue se fait chaque nuit ; lancez-la maintenant pour voir qui contacter.")),
            "icon": "moon", "verb": Reason(N_("Revoir les dossiers maintenant")), "url": reverse("desk:night"),
            "second_verb": None, "second_url": None,
        }  # fmt: skip
    return {"title": Reason(N_("C'est fait pour aujourd'hui")), "text": _rest(desk), "icon": "coffee",
            "verb": Reason(N_("Relire ce qui partira")), "url": reverse("desk:messages_tomorrow"),
            "second_verb": None, "second_url": None}  # fmt: skip


def _rest(desk: Desk) -> Reason:
    leaving = departure(desk)
    if leaving:
        return Reason(
            N_(
                "Rien d'autre à faire à la main : {count} messages sont prêts à partir. Vous pouvez vous arrêter là."
            ),
            count=leaving["count"],
        )
    return Reason(N_("Personne n'est à contacter aujourd'hui. Vous pouvez vous arrêter là."))
