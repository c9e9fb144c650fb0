"""Reading kept files back, checked against their hash."""

import hashlib

from encours.ground.documents.models import Document
from encours.ground.documents.places import path_of


class DocumentDamaged(RuntimeError):
    """A file on disk is missing or is no longer what was stored."""


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
