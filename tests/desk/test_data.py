"""What is kept and how long, somebody erased for good, and everything taken away by who may."""

import io
import os
import zipfile
from collections.abc import Callable
from datetime import date, timedelta
from pathlib import Path
from typing import Any

import pytest
from django.test import Client
from django.urls import reverse

from encours.books.creditor.models import DataExport
from encours.books.creditor.rules.roles import Role
from encours.books.receivables import queries as receivables_queries
from encours.books.receivables.models import Contact, InvoiceDue, RetentionPeriod
from encours.flows.exporting import asked
from encours.ground.evidence.models import JournalEntry, JournalText
from encours.ground.kernel.clock import technical_now
from encours.ground.plumbing.clock import installation_clock
from tests import factories
from tests.desk.conftest import House, words

PAGE = "/reglages/data"


@pytest.fixture(autouse=True)
def home(settings: Any, tmp_path: Path) -> Path:
    """Files of exports lie in a home of the test's own."""
    settings.ENCOURS_HOME = tmp_path
    return tmp_path


def _settled_long_ago(house: House) -> None:
    house.invoice.issued_on = date(2014, 3, 1)
    house.invoice.save()
    InvoiceDue.objects.filter(invoice=house.invoice).update(open_minor=0, closed_on=date(2014, 4, 1))


def test_the_page_says_what_is_kept_how_long_and_where_that_comes_from(owner: Client, house: House) -> None:
    shown = words(owner.get(PAGE))
    assert "10 ans après le dernier mouvement" in shown
    assert "L123-22, tel que connu au" in shown
    assert "365 jours" in shown
    assert "Personne : aucun client" in shown


def test_whoever_is_over_the_period_is_offered_and_nobody_else(owner: Client, house: House) -> None:
    _settled_long_ago(house)
    recent = factories.a_customer(house.entity, "Reste Ici")
    factories.an_invoice(recent, issued_on=date(2017, 1, 1))
    shown = words(owner.get(PAGE))
    assert reverse("desk:customer_forget", args=[house.customer.pk]) in shown
    assert "Reste Ici" not in shown
    owner.post(PAGE, {"years": "20"})
    assert RetentionPeriod.objects.get().years == 20
    assert reverse("desk:customer_forget", args=[house.customer.pk]) not in words(owner.get(PAGE))


def test_the_rough_question_finds_whom_the_exact_rule_would(house: House) -> None:
    _settled_long_ago(house)
    assert receivables_queries.quiet_since(house.entity.pk, date(2014, 3, 2), most=9) == [house.customer.pk]
    assert receivables_queries.quiet_since(house.entity.pk, date(2014, 3, 1), most=9) == []


def test_a_customer_is_anonymised_only_by_typing_the_name(owner: Client, house: House) -> None:
    _settled_long_ago(house)
    address = reverse("desk:customer_forget", args=[house.customer.pk])
    given = {"why": "demande du 3 mars", "name": "Un autre"}
    assert "Rien n'est effacé" in words(owner.post(address, given))
    assert owner.post(address, {**given, "name": house.customer.name.upper()}).status_code == 302
    house.customer.refresh_from_db()
    assert house.customer.anonymised_at is not None


def test_a_person_is_erased_from_books_and_journal_and_no_undo_brings_them_back(
    owner: Client, house: House
) -> None:
    row = Contact.objects.get(customer=house.customer)
    owner.post(
        reverse("desk:contact", args=[row.pk]),
        {"name": "Paule Quintard", "role": "accounting", "language": "fr"},
    )
    row.refresh_from_db()
    assert row.name == "Paule Quintard"
    undo = words(owner.get("/clients")).partition('action="/annuler/')[2].partition('"')[0]
    done = owner.post(
        reverse("desk:contact_forget", args=[row.pk]), {"why": "demande du 3 mars", "name": "paule quintard"}
    )
    assert done.status_code == 302, words(done)
    if undo:
        owner.post(f"/annuler/{undo}")
    row.refresh_from_db()
    assert (row.name, row.email, row.phone) == ("", "", "")
    assert row.removed_at is not None
    assert not JournalText.objects.filter(summary__contains="Quintard").exists()
    assert JournalEntry.objects.filter(kind="receivables.contact_erased").count() == 1
    assert owner.get(reverse("desk:contact_forget", args=[row.pk])).status_code == 404


@pytest.mark.django_db(transaction=True)
def test_an_export_is_asked_for_written_by_the_worker_and_taken_once_noted(
    owner: Client, house: House
) -> None:
    owner.post("/reglages/donnees/export")
    owner.post("/reglages/donnees/export")  # one at a time
    assert DataExport.objects.count() == 1
    assert "à faire" in words(owner.get(PAGE))
    assert asked.run(installation_clock()) == 1
    row = DataExport.objects.get()
    assert row.state == "ready", row.problem
    assert reverse("desk:export_take", args=[row.pk]) in words(owner.get(PAGE))
    answer = owner.get(reverse("desk:export_take", args=[row.pk]))
    held = zipfile.ZipFile(io.BytesIO(b"".join(answer.streaming_content)))  # type: ignore[attr-defined]
    assert f"encours-{row.pk}/SHA256SUMS" in held.namelist()
    assert house.customer.name in held.read(f"encours-{row.pk}/tables/receivables_customer.csv").decode()
    told = JournalEntry.objects.filter(kind__startswith="creditor.export").order_by("sequence")
    kinds = list(told.values_list("kind", flat=True))
    assert kinds == ["creditor.export_asked", "creditor.export_made", "creditor.export_taken"]


@pytest.mark.django_db(transaction=True)
def test_nobody_else_takes_it(
    owner: Client, house: House, stranger: House, sign_in: Callable[[House, Role], Client]
) -> None:
    owner.post("/reglages/donnees/export")
    asked.run(installation_clock())
    address = reverse("desk:export_take", args=[DataExport.objects.get().pk])
    assert sign_in(house, Role.MANAGER).get(address).status_code == 403
    assert sign_in(stranger, Role.OWNER).get(address).status_code == 404


@pytest.mark.django_db(transaction=True)
def test_an_export_whose_worker_died_is_taken_up_again_and_one_that_lives_is_not(
    owner: Client, home: Path
) -> None:
    owner.post("/reglages/donnees/export")
    long_ago = technical_now() - timedelta(hours=1)
    DataExport.objects.update(state="writing", attempt="dead", begun_at=long_ago)
    progress = home / "exports" / f"{DataExport.objects.get().pk}.progress"
    progress.parent.mkdir()
    progress.write_text("42")
    assert asked.run(installation_clock()) == 0
    assert "en cours, 42 %" in words(owner.get(PAGE))
    os.utime(progress, (long_ago.timestamp(),) * 2)
    assert asked.run(installation_clock()) == 1
    assert DataExport.objects.get().state == "ready"


@pytest.mark.django_db(transaction=True)
def test_a_disk_that_takes_nothing_is_told_and_an_old_export_is_let_go(owner: Client, home: Path) -> None:
    owner.post("/reglages/donnees/export")
    (home / "exports").write_text("in the way")
    assert asked.run(installation_clock()) == 1
    (home / "exports").unlink()
    assert "pas abouti" in words(owner.get(PAGE))
    owner.post("/reglages/donnees/export")
    asked.run(installation_clock())
    assert len(list((home / "exports").iterdir())) == 1
    DataExport.objects.update(ended_at=technical_now() - timedelta(days=8))
    asked.tidy()
    assert "effacé" in words(owner.get(PAGE))
    assert list((home / "exports").iterdir()) == []
