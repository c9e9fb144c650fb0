"""The journal: whole when nobody touched it, and the database itself refuses that anybody does."""

import threading
from dataclasses import replace
from datetime import UTC, date, datetime

import pytest
from django.db import DatabaseError, connection, transaction

from encours.ground.evidence import actions, queries
from encours.ground.evidence.actions import NewEntry
from encours.ground.evidence.acts import Act
from encours.ground.evidence.models import ChainHead, JournalEntry, JournalText
from encours.ground.kernel.reason import Reason
from encours.ground.plumbing.say import say

NOON = datetime(2026, 3, 17, 12, tzinfo=UTC)


def entry(number: int = 1, chain: str = "entity:1") -> NewEntry:
    return NewEntry(
        chain=chain,
        kind="receivables.payment_recorded",
        subject="customer:7",
        actor="user:1",
        at=NOON,
        summary=f"Règlement n° {number} reçu de Dupont",
        payload={"payment": number},
        details={"name": "Dupont"},
    )


@pytest.mark.django_db
def test_entries_follow_each_other_and_the_chain_is_whole() -> None:
    assert actions.append_many([entry(1), entry(2), entry(1, "entity:2"), entry(3)]) == [1, 2, 3, 1]
    states = queries.verify()
    assert [(s.chain, s.length, s.broken_at) for s in states] == [
        ("entity:1", 3, None),
        ("entity:2", 1, None),
    ]


@pytest.mark.django_db
@pytest.mark.parametrize("fields", [{"kind": "other"}, {"payload": {"payment": 99}}, {"hash": "0" * 64}])
def test_the_database_refuses_to_change_an_entry(fields: dict[str, object]) -> None:
    actions.append(entry())
    with pytest.raises(DatabaseError), transaction.atomic():
        JournalEntry.objects.update(**fields)


@pytest.mark.django_db
def test_the_database_refuses_to_delete_an_entry_or_its_words() -> None:
    actions.append(entry())
    with pytest.raises(DatabaseError), transaction.atomic(), connection.cursor() as cursor:
        cursor.execute("DELETE FROM evidence_journaltext")
    with pytest.raises(DatabaseError), transaction.atomic(), connection.cursor() as cursor:
        cursor.execute("DELETE FROM evidence_journalentry")
    assert JournalEntry.objects.count() == 1


@pytest.mark.django_db
@pytest.mark.parametrize("table", ["evidence_journalentry", "evidence_journaltext", "evidence_chainhead"])
def test_the_database_refuses_to_empty_a_table_of_the_journal(table: str) -> None:
    """SQLite has no such statement; PostgreSQL has one that passes by the triggers of rows."""
    actions.append(entry())
    connection.check_constraints()
    refusal = "ne se modifie pas" if connection.vendor == "postgresql" else "syntax error"
    with (
        pytest.raises(DatabaseError, match=refusal),
        transaction.atomic(),
        connection.cursor() as cursor,
    ):
        cursor.execute(f"TRUNCATE {table} CASCADE")
    (state,) = queries.verify()
    assert (state.length, state.broken_at) == (1, None)


@pytest.mark.django_db
def test_the_database_refuses_to_rewrite_the_words() -> None:
    actions.append(entry())
    with pytest.raises(DatabaseError), transaction.atomic():
        JournalText.objects.update(summary="Rien ne s'est passé")


@pytest.mark.django_db
def test_the_head_of_a_chain_cannot_go_back() -> None:
    actions.append_many([entry(1), entry(2)])
    with pytest.raises(DatabaseError), transaction.atomic(), connection.cursor() as cursor:
        cursor.execute("UPDATE evidence_chainhead SET sequence = 1")


@pytest.mark.django_db
@pytest.mark.parametrize(
    ("statement", "problem"),
    [
        ("UPDATE evidence_journalentry SET kind = 'x' WHERE sequence = 2", "contenu"),
        (
            "UPDATE evidence_journaltext SET summary = 'x'"
            " WHERE entry_id = (SELECT id FROM evidence_journalentry WHERE sequence = 2)",
            "texte",
        ),
        ("UPDATE evidence_journalentry SET previous_hash = 'x' WHERE sequence = 2", "suit"),
    ],
)
def test_whoever_gets_around_the_database_is_found_out(statement: str, problem: str) -> None:
    """Somebody with the file in hands can lift the triggers; the hashes still tell."""
    actions.append_many([entry(1), entry(2), entry(3)])
    _lift_the_triggers()
    with connection.cursor() as cursor:
        cursor.execute(statement)
    (state,) = queries.verify()
    assert state.broken_at == 2
    assert problem in state.problem


@pytest.mark.django_db
def test_a_missing_end_is_found_out() -> None:
    actions.append_many([entry(1), entry(2), entry(3)])
    _lift_the_triggers()
    JournalText.objects.filter(entry__sequence=3).delete()
    JournalEntry.objects.filter(sequence=3).delete()
    (state,) = queries.verify()
    assert (state.broken_at, state.problem) == (3, "la fin de la chaîne manque")


@pytest.mark.django_db
def test_two_entries_that_change_places_are_found_out() -> None:
    actions.append_many([entry(number) for number in range(1, 5)])
    _lift_the_triggers()
    for before, after in ((2, 99), (3, 2), (99, 3)):
        JournalEntry.objects.filter(sequence=before).update(sequence=after)
    (state,) = queries.verify()
    assert state.broken_at == 2


@pytest.mark.django_db
def test_entries_of_another_day_of_the_chain_are_found_out() -> None:
    """A backup put back over part of the journal: its end is older, or newer, than the head says."""
    actions.append_many([entry(1), entry(2)])
    older = ChainHead.objects.values().get()
    actions.append(entry(3))
    _lift_the_triggers()
    ChainHead.objects.update(sequence=older["sequence"], hash=older["hash"])
    (state,) = queries.verify()
    assert (state.broken_at, state.problem) == (4, "des écritures dépassent la fin connue de la chaîne")


@pytest.mark.django_db
def test_a_chain_that_goes_on_after_an_older_backup_no_longer_holds_the_hash_that_was_kept() -> None:
    """From inside a whole older copy nothing is missing: the hash told at each verification tells."""
    actions.append_many([entry(1), entry(2)])
    (kept,) = queries.verify()
    _lift_the_triggers()
    JournalText.objects.filter(entry__sequence=2).delete()
    JournalEntry.objects.filter(sequence=2).delete()
    first = JournalEntry.objects.get()
    ChainHead.objects.update(sequence=1, hash=first.hash)
    actions.append(entry(2))
    (state,) = queries.verify()
    assert (state.length, state.broken_at) == (kept.length, None)
    assert state.hash != kept.hash


@pytest.mark.django_db
def test_a_chain_without_its_head_is_not_forgotten() -> None:
    actions.append_many([entry(1), entry(1, "entity:2")])
    _lift_the_triggers()
    ChainHead.objects.filter(chain="entity:1").delete()
    assert [(s.chain, s.broken_at) for s in queries.verify()] == [("entity:1", 2), ("entity:2", None)]


@pytest.mark.django_db
@pytest.mark.skipif("connection.vendor != 'sqlite'", reason="only SQLite has this statement")
@pytest.mark.parametrize("table", ["evidence_journalentry", "evidence_journaltext", "evidence_chainhead"])
def test_the_database_refuses_to_put_a_row_in_the_place_of_another(table: str) -> None:
    """22 November 2026: REPLACE deletes without asking the triggers of deletion."""
    actions.append_many([entry(1), entry(2)])
    with (
        pytest.raises(DatabaseError, match="ne se modifie pas"),
        transaction.atomic(),
        connection.cursor() as cursor,
    ):
        cursor.execute(f"INSERT OR REPLACE INTO {table} SELECT * FROM {table} LIMIT 1")
    (state,) = queries.verify()
    assert (state.length, state.broken_at) == (2, None)


@pytest.mark.django_db
def test_a_journalled_erasure_says_erased_not_broken() -> None:
    actions.append_many([entry(1), entry(2), entry(1, "entity:2")])
    assert actions.erase(entry(3), numbers=[1]) == 3
    assert [(s.chain, s.broken_at, s.erased) for s in queries.verify()] == [
        ("entity:1", None, 1),
        ("entity:2", None, 0),
    ]
    texts = JournalText.objects.order_by("entry_id").values_list("summary", "details", "salt")
    assert (texts[0], texts[1][1], texts[2][1]) == (("", {}, ""), {"name": "Dupont"}, {"name": "Dupont"})
    assert actions.erase(entry(4), numbers=[1, 2]) == 4
    assert [s.broken_at for s in queries.verify()] == [None, None]


@pytest.mark.django_db
def test_a_text_blanked_under_the_name_of_any_entry_is_found_out() -> None:
    actions.append_many([entry(1), entry(2)])
    other = JournalEntry.objects.get(sequence=2)
    JournalText.objects.filter(entry__sequence=1).update(summary="", details={}, salt="", erased_by=other)
    (state,) = queries.verify()
    assert (state.broken_at, state.problem) == (1, "le texte est effacé sans que le journal le dise")


@pytest.mark.django_db
def test_what_is_hashed_is_what_is_read_back() -> None:
    """JSON turns keys into texts, and sorts them as texts."""
    odd = replace(entry(), payload={"counts": {2: 1, 10: 5}}, details={"days": {9: "a", 11: "b"}})
    actions.append(odd)
    (state,) = queries.verify()
    assert (state.broken_at, state.problem) == (None, "")


@pytest.mark.django_db(transaction=True)
def test_writers_at_the_same_time_never_fork_the_chain() -> None:
    failures: list[BaseException] = []

    def write(number: int) -> None:
        try:
            for part in range(5):
                actions.append(entry(number * 10 + part))
        except BaseException as problem:  # noqa: BLE001 told to the test
            failures.append(problem)
        finally:
            connection.close()

    threads = [threading.Thread(target=write, args=(n,)) for n in range(4)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert not failures
    (state,) = queries.verify()
    assert (state.length, state.broken_at) == (20, None)


def _lift_the_triggers() -> None:
    connection.check_constraints()  # PostgreSQL alters no table that still has keys to check
    with connection.cursor() as cursor:
        if connection.vendor == "sqlite":
            cursor.execute("SELECT name FROM sqlite_master WHERE type = 'trigger' AND name LIKE 'evidence_%'")
            for (name,) in cursor.fetchall():
                cursor.execute(f"DROP TRIGGER {name}")
        else:
            for table in ("evidence_journalentry", "evidence_journaltext", "evidence_chainhead"):
                cursor.execute(f"ALTER TABLE {table} DISABLE TRIGGER USER")


@pytest.mark.django_db
def test_a_reader_of_another_language_has_the_sentence_in_theirs() -> None:
    act = Act(entity_id=1, actor="user:1", at=NOON, today=date(2026, 3, 17))
    reason = Reason("Règlement reçu le {on}", on=date(2026, 3, 16))
    actions.append(
        act.entry("receivables.payment_recorded", "customer:7", reason, details={"name": "Dupont"})
    )
    (line,) = queries.lines_about("entity:1", ["customer:7"])
    assert line.summary == "Règlement reçu le 16 mars 2026"
    assert say(line.said, "en", today=date(2026, 3, 17)) == "Payment received on 16 March"
    assert line.details == {"name": "Dupont"}
    assert queries.verify()[0].broken_at is None


@pytest.mark.django_db
def test_an_entry_of_before_is_read_as_it_was_frozen() -> None:
    actions.append(entry())
    (line,) = queries.lines_about("entity:1", ["customer:7"])
    assert say(line.said, "en") == "Règlement n° 1 reçu de Dupont"
