"""What is read back is what was stored: the same content once, damage seen, never handed out."""

import hashlib
import io
from pathlib import Path

import pytest
from pytest_django.fixtures import Settings

from encours.ground.documents import actions, queries
from encours.ground.documents.models import Document
from encours.ground.documents.places import path_of
from encours.ground.documents.queries import DocumentDamaged
from tests.factories import NOW

pytestmark = pytest.mark.django_db

PDF = b"%PDF-1.7 facture F-00042"


def store(content: bytes = PDF, *, owner: str = "entity:1", name: str = "F-00042.pdf") -> int:
    return actions.store(owner=owner, name=name, content=content, media_type="application/pdf", at=NOW)


def files(settings: Settings) -> list[Path]:
    return [found for found in Path(settings.ENCOURS_DOCUMENTS).rglob("*") if found.is_file()]


def test_what_is_read_back_is_what_was_stored() -> None:
    document = store()
    assert queries.content(document) == PDF
    kept = Document.objects.get(pk=document)
    assert (kept.owner, kept.name, kept.size_bytes, kept.media_type) == (
        "entity:1",
        "F-00042.pdf",
        len(PDF),
        "application/pdf",
    )
    assert kept.sha256 == hashlib.sha256(PDF).hexdigest()


def test_the_same_file_twice_is_one_row_and_one_file(settings: Settings) -> None:
    assert store() == store()
    assert (Document.objects.count(), len(files(settings))) == (1, 1)


def test_two_owners_have_a_row_each_and_share_the_content(settings: Settings) -> None:
    mine, theirs, renamed = store(), store(owner="entity:2"), store(name="copie.pdf")
    assert len({mine, theirs, renamed}) == 3
    assert len(files(settings)) == 1
    found = Document.objects.in_bulk([mine, theirs])
    assert [found[pk].owner for pk in (mine, theirs)] == ["entity:1", "entity:2"]


def test_other_content_under_the_same_name_is_another_document(settings: Settings) -> None:
    first, second = store(), store(b"%PDF-1.7 autre")
    assert first != second
    assert queries.content(first) == PDF
    assert len(files(settings)) == 2


def test_a_missing_file_is_told_not_replaced_by_nothing() -> None:
    document = store()
    path_of(Document.objects.get(pk=document).sha256).unlink()
    with pytest.raises(DocumentDamaged, match="missing"):
        queries.content(document)


@pytest.mark.parametrize("content", [b"", PDF[:-1], PDF + b" ", b"%PDF-1.7 facture F-00043"])
def test_a_changed_file_is_never_handed_out(content: bytes) -> None:
    document = store()
    path_of(Document.objects.get(pk=document).sha256).write_bytes(content)
    with pytest.raises(DocumentDamaged, match="changed"):
        queries.content(document)


@pytest.mark.parametrize("content", [None, b"other"])
def test_a_damaged_file_heals_when_its_content_is_stored_again(content: bytes | None) -> None:
    document = store()
    path = path_of(Document.objects.get(pk=document).sha256)
    path.unlink()
    if content is not None:
        path.write_bytes(content)
    assert store() == document
    assert queries.content(document) == PDF


def test_no_draft_is_left_beside_the_file(settings: Settings) -> None:
    store()
    (found,) = files(settings)
    assert found == path_of(hashlib.sha256(PDF).hexdigest())


@pytest.mark.parametrize("name", ["../../etc/passwd", "/etc/passwd", "a" * 300, "é€ — facture.pdf"])
def test_a_name_never_becomes_a_path(name: str, settings: Settings) -> None:
    document = store(name=name)
    (found,) = files(settings)
    assert found.is_relative_to(settings.ENCOURS_DOCUMENTS)
    assert Document.objects.get(pk=document).name == name[:255]


def test_an_unknown_document_is_no_document() -> None:
    with pytest.raises(Document.DoesNotExist):
        queries.content(404)


def test_a_stream_is_kept_and_opened_as_the_same_content_would_be(settings: Settings) -> None:
    document = store()
    streamed = {"owner": "entity:1", "name": "F-00042.pdf", "media_type": "application/pdf", "at": NOW}
    assert actions.store_stream(stream=io.BytesIO(PDF), **streamed) == document  # type: ignore[arg-type]
    other = actions.store_stream(stream=io.BytesIO(b"x" * 3_000_000), **streamed)  # type: ignore[arg-type]
    with queries.opened(other) as stream:
        assert stream.read() == b"x" * 3_000_000
    assert Document.objects.get(pk=other).size_bytes == 3_000_000
    path_of(hashlib.sha256(PDF).hexdigest()).write_bytes(b"changed")
    with pytest.raises(DocumentDamaged):
        queries.opened(document)
    assert actions.store_stream(stream=io.BytesIO(PDF), **streamed) == document  # type: ignore[arg-type]
    assert queries.content(document) == PDF
    assert len(files(settings)) == 2
