"""Reading kept files back, checked against their hash."""

import hashlib
from collections.abc import Iterable
from dataclasses import dataclass

from encours.ground.documents.models import Document
from encours.ground.documents.places import path_of


class DocumentDamaged(RuntimeError):
    """A file on disk is missing or is no longer what was stored."""


@dataclass(frozen=True, slots=True)
class Kept:
    """A file as it is shown: name, size and type, without its content."""

    id: int
    owner: str
    name: str
    size_bytes: int
    media_type: str
    sha256: str


def kept(document_ids: Iterable[int]) -> dict[int, Kept]:
    """Some files by id."""
    rows = Document.objects.filter(pk__in=list(document_ids))
    return {r.pk: Kept(r.pk, r.owner, r.name, r.size_bytes, r.media_type, r.sha256) for r in rows}


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
