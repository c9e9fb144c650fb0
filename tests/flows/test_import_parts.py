"""A long book of entries is taken in part by part, in one transaction: as in one piece, whole or not at all."""

import gc
from collections.abc import Iterator

import pytest

from encours.books.creditor.models import CreditorEntity
from encours.books.interchange.formats import fec_sort, limits
from encours.books.interchange.formats.issues import Issue
from encours.books.interchange.formats.records import InvoiceRecord, PaymentRecord
from encours.books.interchange.models import ImportRun
from encours.books.receivables.models import Allocation, CreditNote, Customer, Invoice, InvoiceDue, Payment
from encours.books.receivables.rules.drafts import InvoiceDraft, PaymentDraft
from encours.flows.importing import FileAnswer, ImportOptions, import_files
from encours.ground.documents import queries as documents_queries
from tests.factories import an_act, an_entity
from tests.flows.importing import refusals, take
from tests.interchange.fec_made import Line, entry, written, year

pytestmark = pytest.mark.django_db

ROOMS = (Customer, Invoice, InvoiceDue, CreditNote, Payment, Allocation)


def busy(entries: int, *, customers: int) -> Iterator[Line]:
    """Sales and their payments, each of another customer than the one before."""
    for rank in range(entries):
        who, letter = f"B{rank % customers}", f"L{rank}"
        yield from entry(
            "VE", f"V{rank}", "20250401", ("411000", 1000 + rank, who, letter), ("706000", -1000 - rank, "", ""),
            piece=f"N{rank}",
        )  # fmt: skip
        yield from entry(
            "BQ", f"B{rank}", "20250501", ("512000", 1000 + rank, "", ""), ("411000", -1000 - rank, who, letter),
            piece=f"VIR {rank}",
        )  # fmt: skip


def mixed() -> list[Line]:
    """All that a year may hold, and numbers that customers of different parts would share."""
    lines = [*year(), *busy(12, customers=5)]
    for rank in range(4):
        who = f"B{rank}"
        lines += entry("AN", "1", "20250101", ("411000", 700, who, ""), ("101000", -700, "", ""), piece="A-1")
        lines += entry(
            "AN",
            "1",
            "20250101",
            ("411000", 80 + rank, who, ""),
            ("101000", -80 - rank, "", ""),
            piece=f"A-2{rank}",
        )
        lines += entry(
            "BQ", f"R{rank}", "20250601", ("411000", 300, who, ""), ("512000", -300, "", ""), piece="REJET"
        )
    return [
        *lines,
        *entry("AN", "1", "20250101", ("411000", 90, "B4", ""), ("101000", -90, "", ""), piece="N3"),
    ]


def counted() -> list[int]:
    return [model.objects.count() for model in ROOMS]


def books(entity: CreditorEntity) -> list[object]:
    """All that the books of an entity hold, whatever the order in which it came."""
    names = Customer.objects.filter(entity=entity).values_list("name", flat=True)
    dues = InvoiceDue.objects.filter(entity=entity).values_list(
        "customer__name", "invoice__kind", "invoice__issued_on", "due_on", "amount_minor", "open_minor"
    )
    numbers = Invoice.objects.filter(entity=entity).values_list("number", flat=True)
    payments = Payment.objects.filter(entity=entity).values_list(
        "customer__name", "received_on", "amount_minor", "unallocated_minor", "source_key", "method"
    )
    paid = Allocation.objects.filter(due__customer__entity=entity).values_list(
        "due__customer__name", "amount_minor", "allocated_on"
    )
    return [sorted(names), sorted(dues), sorted(numbers), sorted(payments), sorted(paid)]


def said(answer: FileAnswer) -> list[object]:
    remarks = [str(w.message) for w in answer.warnings]
    return [answer.accepted, answer.already_known, answer.totals, refusals(answer), remarks, answer.questions]


def test_parts_write_what_the_whole_writes_and_again_nothing(monkeypatch: pytest.MonkeyPatch) -> None:
    at_once, in_parts = an_entity(), an_entity()
    content = written(mixed())
    whole = take(at_once, content, "fec.txt", terms_days=30)
    assert whole.is_taken, refusals(whole)
    monkeypatch.setattr(fec_sort, "MOVES_OF_A_PART", 4)
    steps: list[tuple[int, int]] = []
    (answer,) = import_files(
        an_act(in_parts),
        [("fec.txt", content)],
        ImportOptions(terms_days=30),
        progress=lambda _name, done, of: None if of is None else steps.append((done, of)),
    ).files
    assert said(answer) == said(whole)
    assert books(in_parts) == books(at_once)
    assert steps == [(rank, steps[-1][1]) for rank in range(1, steps[-1][1] + 1)]
    assert len(steps) > 3
    before = counted()
    again = take(in_parts, content, "fec.txt", terms_days=30)
    assert (again.is_taken, again.accepted, again.already_known) == (True, {}, answer.accepted)
    assert counted() == before


def test_a_line_refused_in_one_part_takes_back_all_the_others(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(fec_sort, "MOVES_OF_A_PART", 4)
    entity = an_entity()
    take(
        entity,
        "N° de facture;Client;Date de facture;Échéance;Montant TTC\nN5;Autre;01/09/2026;01/10/2026;7\n",
    )
    before, content = counted(), written(mixed())
    answer = take(entity, content, "fec.txt", terms_days=30)
    assert (answer.is_taken, [code for _line, code in refusals(answer)]) == (False, ["number_taken"])
    assert counted() == before
    rest = take(entity, content, "fec.txt", terms_days=30, skip_rejected=True)
    assert (rest.is_taken, rest.accepted) == (True, answer.accepted)
    assert Invoice.objects.get(entity=entity, number="N5").total_minor == 700


def test_a_dry_run_in_parts_says_the_same_and_leaves_nothing(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(fec_sort, "MOVES_OF_A_PART", 4)
    entity, content = an_entity(), written(mixed())
    dry = take(entity, content, "fec.txt", terms_days=30, dry_run=True)
    assert counted() == [0] * len(ROOMS)
    assert said(dry) == said(take(entity, content, "fec.txt", terms_days=30))


def test_beyond_a_number_of_refused_lines_the_first_are_named_and_the_others_counted(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    """Whoever forgets the payment terms has as many refused lines as invoices."""
    monkeypatch.setattr(fec_sort, "MOVES_OF_A_PART", 4)
    monkeypatch.setattr(limits, "ERRORS", 5)
    entity = an_entity()
    answer = take(entity, written(list(busy(20, customers=7))), "fec.txt")
    assert [line for line, _code in refusals(answer)] == [2, 6, 10, 14, 18]
    assert (answer.refused_lines, answer.unnamed, answer.waits_for_terms) == (20, 15, True)
    assert [w.code.value for w in answer.warnings] == ["more_refused"]
    run = ImportRun.objects.get()
    assert run.result["refused"] == 20
    table = documents_queries.content(run.result["refused_document"]).decode("utf-8-sig").splitlines()
    assert len(table) == 6


def test_what_one_part_says_is_forgotten_before_the_next_ones(monkeypatch: pytest.MonkeyPatch) -> None:
    """Memory does not follow the lines: counted as records and drafts that are still held."""
    monkeypatch.setattr(fec_sort, "MOVES_OF_A_PART", 4)
    held: list[int] = []

    def count(_name: str, _done: int, of: int | None) -> None:
        if of is not None:
            made = (InvoiceRecord, PaymentRecord, InvoiceDraft, PaymentDraft, Issue)
            held.append(sum(type(found) in made for found in gc.get_objects()))

    content = written(list(busy(60, customers=30)))
    options = ImportOptions(terms_days=30)
    (answer,) = import_files(an_act(an_entity()), [("fec.txt", content)], options, progress=count).files
    assert answer.accepted["invoices"] == 60
    assert len(held) > 10
    assert max(held) < 60
