"""Reading kept files back, checked against their hash."""

import hashlib
from collections.abc import Collection
from dataclasses import dataclass
from pathlib import Path
from typing import BinaryIO

from encours.ground.documents.models import Document
from encours.ground.documents.places import path_of
from encours.ground.plumbing.among import Among

BLOCK_BYTES = 1 << 20


@dataclass(frozen=True, slots=True)
class File:
    """What one says of a file: its name, and its size in bytes."""

    name: str
    size: int


class DocumentDamaged(RuntimeError):
    """A file on disk is missing or is no longer what was stored."""


def files_of(document_ids: Collection[int]) -> dict[int, File]:
    """The name and the size of some files; no statement for none."""
    if not document_ids:
        return {}
    rows = Document.objects.filter(Among("pk", list(document_ids)))
    return {pk: File(name, size) for pk, name, size in rows.values_list("pk", "name", "size_bytes")}


def content(document_id: int) -> bytes:
    """The bytes of a file. Raises DocumentDamaged when they are gone or changed."""
    row = Document.objects.get(pk=document_id)
    try:
        found = path_of(row.sha256).read_bytes()
    except FileNotFoundError:
        raise DocumentDamaged(f"file {row.pk} is missing on the disk") from None
    if hashlib.sha256(found).hexdigest() != row.sha256:
        raise DocumentDamaged(f"file {row.pk} has changed on the disk")
    return found


def opened(document_id: int) -> BinaryIO:
    """The same to be read block by block, and closed by whoever asked. Raises DocumentDamaged."""
    row = Document.objects.get(pk=document_id)
    if not is_intact(row.sha256):
        raise DocumentDamaged(f"file {row.pk} is missing on the disk or has changed there")
    return path_of(row.sha256).open("rb")


def digest_of(stream: BinaryIO) -> str:
    """The hash under which a content is kept."""
    found = hashlib.sha256()
    stream.seek(0)
    while block := stream.read(BLOCK_BYTES):
        found.update(block)
    return found.hexdigest()


def hashes() -> list[str]:
    """The hash of every content that some row points at, in order."""
    return list(Document.objects.order_by("sha256").values_list("sha256", flat=True).distinct())


def is_intact(digest: str) -> bool:
    """Whether a content lies on the disk as it was stored."""
    try:
        with path_of(digest).open("rb") as stream:
            return hashlib.file_digest(stream, "sha256").hexdigest() == digest
    except FileNotFoundError:
        return False


def place_of(digest: str) -> Path:
    """Where a content lies, for whoever copies it elsewhere."""
    return path_of(digest)


@dataclass(frozen=True, slots=True)
class Kept:
    """A file as it was stored, without its content."""

    id: int
    owner: str
    name: str
    media_type: str
    sha256: str


def kept_by(owner: str | None) -> list[Kept]:
    """The files of an owner, or of all, in the order in which they came."""
    rows = Document.objects.order_by("pk")
    rows = rows if owner is None else rows.filter(owner=owner)
    return [Kept(r.pk, r.owner, r.name, r.media_type, r.sha256) for r in rows]


def kept(document_ids: Collection[int]) -> dict[int, Kept]:
    """Some files by their id, without their content; no statement for none."""
    rows = Document.objects.filter(Among("pk", list(document_ids))) if document_ids else ()
    return {r.pk: Kept(r.pk, r.owner, r.name, r.media_type, r.sha256) for r in rows}
