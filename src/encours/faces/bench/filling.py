"""Fills an empty installation with the benchmark's books, in bulk: what the method's rooms hold of them follows."""

import json
from datetime import date, timedelta
from secrets import token_urlsafe

from django.conf import settings
from django.db import transaction

from encours.books.creditor import actions as creditor_actions
from encours.books.creditor import queries as creditor_queries
from encours.books.receivables import actions as receivables_actions
from encours.faces.bench.books import (
    NOW,
    TODAY,
    Bill,
    Size,
    bills,
    drawn,
    has_case,
    has_promised,
    has_step_due,
    is_contesting,
    is_first_word,
    pays_well,
)
from encours.faces.bench.bulk import Row, settle, write
from encours.flows.review.portfolio import count_figures
from encours.ground.evidence.acts import SYSTEM
from encours.ground.kernel.clock import FixedClock, InstallationClock
from encours.ground.kernel.reason import N_, Reason, Refused
from encours.ground.kernel.text import company_key, search_key
from encours.ground.plumbing.reason_json import to_json

_WRITTEN_ON = date(2026, 3, 3)
_CALLED_ON = date(2026, 3, 10)
_LINES_FROM = TODAY - timedelta(days=1)


def fill(size: Size) -> int:
    """Makes the entity and its books; the clock of the installation stops on their day. Returns the entity."""
    clock = FixedClock(NOW)
    InstallationClock(settings.ENCOURS_CLOCK_FILE).fix(NOW)
    with transaction.atomic():
        entity_id = _entity(clock)
        _books(entity_id, size)
        _method(entity_id, size)
        _figures(entity_id)
    settle()
    return entity_id


def _entity(clock: FixedClock) -> int:
    word = token_urlsafe()
    user = creditor_actions.create_user(clock, email="bench@encours.example", name="Bench", password=word)
    assert not isinstance(user, Refused)
    fields = {"name": "Bench Ltd", "email": "compta@encours.example"}
    entity_id = creditor_actions.create_entity(clock, owner_id=user.pk, fields=fields)
    act = creditor_queries.act(entity_id, f"user:{user.pk}", clock)
    creditor_actions.add_account(
        act, label="Bank", iban="FR7699999001490001234567820", bic="", currency="EUR"
    )
    receivables_actions.confirm_bank(act)
    return entity_id


def _books(entity_id: int, size: Size) -> None:
    everybody, stamp = range(1, size.customers + 1), _stamp(TODAY)
    write(
        "receivables.Customer",
        ["id", "entity_id", "code", "name", "search_key", "company_key", "since_on", "created_at"],
        ((c, entity_id, f"C{c:06d}", name := f"Client {_word(c)} {c:06d} SARL", search_key(name),
          company_key(name), "2024-09-02", stamp) for c in everybody),
    )  # fmt: skip
    write(
        "receivables.Contact",
        ["id", "customer_id", "name", "email", "phone", "is_main"],
        ((c, c, "Accounts", f"c{c}@client.example", "+33 1 99 00 12 34", True) for c in everybody),
    )
    write(
        "receivables.Invoice",
        ["id", "entity_id", "customer_id", "number", "issued_on", "currency", "total_minor", "created_at"],
        ((b.id, entity_id, b.customer, _number(b), _iso(b.issued_on), "EUR", b.minor, _stamp(b.issued_on))
         for b in bills(size)),
    )  # fmt: skip
    write(
        "receivables.InvoiceDue",
        ["id", "invoice_id", "entity_id", "customer_id", "currency", "due_on", "amount_minor", "open_minor",
         "closed_on"],
        ((b.id, b.id, entity_id, b.customer, "EUR", _iso(b.due_on), b.minor, 0 if b.paid_on else b.minor,
          _iso(b.paid_on)) for b in bills(size)),
    )  # fmt: skip
    write(
        "receivables.Payment",
        ["id", "entity_id", "customer_id", "received_on", "currency", "amount_minor", "unallocated_minor",
         "created_at"],
        ((b.id, entity_id, b.customer, _iso(b.paid_on), "EUR", b.minor, 0, _stamp(b.paid_on))
         for b in bills(size) if b.paid_on),
    )  # fmt: skip
    write(
        "receivables.Allocation",
        ["id", "due_id", "payment_id", "amount_minor", "allocated_on"],
        ((b.id, b.id, b.id, b.minor, _iso(b.paid_on)) for b in bills(size) if b.paid_on),
    )


def _method(entity_id: int, size: Size) -> None:
    """What earlier nights and a person left: cases and how far they came, what was said, the day's list."""
    late = [c for c in range(1, size.customers + 1) if has_case(c)]
    opened = {c: _opened_on(c) for c in late}
    write(
        "cases.Case",
        ["id", "entity_id", "customer_id", "currency", "opened_on"],
        ((c, entity_id, c, "EUR", _iso(opened[c])) for c in late),
    )
    write(
        "strategy.CaseProgress",
        ["case_id", "procedure", "level", "level_day", "level_tone", "level_done_on", "review_on"],
        (_progress(c) for c in late),
    )
    _contacts(entity_id, size, [c for c in late if not _is_untouched(c)])
    _agreed(size)
    write(
        "insight.DebtorOpinion",
        ["customer_id", "debtor_type", "confidence_percent", "kinds", "is_past_counted", "computed_on",
         "last_evidence_on"],
        ((c, "RELIABLE" if pays_well(c) else "UNKNOWN", 50, 0, True, _iso(_read_on(c)), "2026-02-28")
         for c in range(1, size.customers + 1)),
    )  # fmt: skip
    write(
        "strategy.WorkItem",
        ["entity_id", "customer_id", "case_id", "currency", "section", "priority_tenths", "order_key", "action",
         "channel", "sender", "level", "amount_minor", "oldest_due_on", "planned_minutes", "next_on", "why",
         "computed_on"],
        (_line(entity_id, c) for c in late),
    )  # fmt: skip


def _figures(entity_id: int) -> None:
    """What the night before counted and kept."""
    act = creditor_queries.act(entity_id, SYSTEM, FixedClock(NOW - timedelta(days=1)))
    count_figures(act, creditor_queries.entity(entity_id))


def _contacts(entity_id: int, size: Size, customers: list[int]) -> None:
    """One message and one call each."""
    first_open = {b.customer: b for b in bills(size) if not b.paid_on and b.due_on < TODAY and _is_oldest(b)}
    write(
        "outreach.Message",
        ["id", "entity_id", "customer_id", "case_id", "contact_id", "step_key", "level", "occasion", "channel",
         "stage", "template", "template_version", "language", "state", "from_name", "to_email", "subject",
         "text", "currency", "total_minor", "invoice_count", "send_from", "decided_on", "message_id",
         "created_at", "sent_at"],
        ((c, entity_id, c, c, c, f"bench/{c}", "courtesy", "ladder", "email", "courtesy", "T05", "1", "fr",
          "accepted", "Bench Ltd", f"c{c}@client.example", "invoice",
          "An invoice is overdue.", "EUR",
          first_open[c].minor, 1, _stamp(_WRITTEN_ON), _iso(_WRITTEN_ON), f"<bench{c}@encours.example>",
          _stamp(_WRITTEN_ON), _stamp(_WRITTEN_ON)) for c in customers),
    )  # fmt: skip
    write(
        "outreach.MessageLine",
        ["message_id", "due_id", "number", "issued_on", "due_on", "open_minor"],
        ((c, b.id, _number(b), _iso(b.issued_on), _iso(b.due_on), b.minor)
         for c in customers for b in (first_open[c],)),
    )  # fmt: skip
    columns = ["entity_id", "customer_id", "case_id", "contact_id", "at", "direction", "channel", "occasion",
               "stage", "step", "outcome", "source"]  # fmt: skip
    write(
        "cases.ContactFact",
        columns,
        ((entity_id, c, c, c, _stamp(_WRITTEN_ON), "outbound", "email", "ladder", "courtesy",
          "courtesy/2026-03-03", "", f"message:{c}") for c in customers),
    )  # fmt: skip
    write(
        "cases.ContactFact",
        columns,
        ((entity_id, c, c, c, _stamp(_CALLED_ON), "outbound", "phone", "ladder", "call", "call_1/2026-03-10",
          "voicemail_left", f"call:{c}") for c in customers),
    )  # fmt: skip


def _agreed(size: Size) -> None:
    everybody = range(1, size.customers + 1)
    oldest = {b.customer: b for b in bills(size) if not b.paid_on and b.due_on < TODAY and _is_oldest(b)}
    write(
        "agreements.Agreement",
        ["case_id", "customer_id", "amount_minor", "currency", "promised_for", "source", "state", "proposed_on",
         "accepted_on", "acceptance", "created_at"],
        ((c, c, oldest[c].minor, "EUR", _iso(TODAY + timedelta(days=3 + c % 9)), "email", "accepted",
          _iso(_CALLED_ON), _iso(_CALLED_ON), "mail", _stamp(_CALLED_ON))
         for c in everybody if has_promised(c)),
    )  # fmt: skip
    write(
        "disputes.Dispute",
        ["customer_id", "invoice_id", "disputed_minor", "currency", "subject", "reported_on", "answer_due_on"],
        ((c, oldest[c].id, oldest[c].minor, "EUR", "quantity", _iso(_CALLED_ON), "2026-03-27")
         for c in everybody if is_contesting(c)),
    )  # fmt: skip


def _progress(customer: int) -> Row:
    review_on = TODAY if has_step_due(customer) else TODAY + timedelta(days=1 + drawn(customer, 12))
    if _is_untouched(customer):
        return (customer, "reliable", "", 0, 0, _iso(_opened_on(customer)), _iso(review_on))
    return (customer, "reliable", "call_1", 9, 2, _iso(_CALLED_ON), _iso(review_on))


def _line(entity_id: int, customer: int) -> Row:
    amount = 5_000 + drawn(customer + 99, 495_000)
    section = "do_not_contact" if customer % 3 else "this_week"
    priority = drawn(customer + 3, 80)
    why = Reason(N_("Facture {number} à échéance le {due_on}"), number="F", due_on=date(2026, 1, 31))
    return (
        entity_id, customer, customer, "EUR", section, priority,
        f"0{int(section == 'do_not_contact')}{1000 - priority:04d}{100000 - amount // 10:06d}9900",
        "wait", "none", "ar", "call_1", amount, "2026-01-31", 0, _iso(TODAY + timedelta(days=2)),
        json.dumps([to_json(why)]), _iso(_LINES_FROM),
    )  # fmt: skip


def _is_oldest(bill: Bill) -> bool:
    return bill.due_on != date(2026, 2, 28) or has_step_due(bill.customer)


def _is_untouched(customer: int) -> bool:
    return has_step_due(customer) and is_first_word(customer)


def _opened_on(customer: int) -> date:
    if _is_untouched(customer):
        return date(2026, 3, 16)
    return date(2026, 3, 3) if has_step_due(customer) else date(2026, 2, 3)


def _read_on(customer: int) -> date:
    """Everybody was read in the last thirty days, a thirtieth a night."""
    return TODAY - timedelta(days=1 + customer % 30)


def _number(bill: Bill) -> str:
    return f"F{bill.id:08d}"


def _word(customer: int) -> str:
    words = (
        "Atelier",
        "Boulanger",
        "Cordier",
        "Duval",
        "Etienne",
        "Ferrand",
        "Garnier",
        "Hubert",
        "Imbert",
        "Joly",
    )
    return words[drawn(customer + 31, len(words))]


def _iso(day: date | None) -> str | None:
    return day.isoformat() if day else None


def _stamp(day: date | None) -> str:
    return f"{day} 09:00:00"
