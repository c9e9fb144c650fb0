"""Keeping a file: its content once under its hash, a row for whose it is."""

import hashlib
import os
import tempfile
from collections.abc import Iterable
from datetime import datetime
from functools import partial
from pathlib import Path
from typing import BinaryIO

from django.db import transaction
from django.db.models import ProtectedError

from encours.ground.documents.models import Document
from encours.ground.documents.places import path_of
from encours.ground.documents.queries import digest_of, is_intact

_BLOCK_BYTES = 1 << 20


def store(*, owner: str, name: str, content: bytes, media_type: str, at: datetime) -> int:
    """Keeps a file for an owner (`entity:<id>`) and returns its id; the same file twice is one row.

    The content reaches the disk before the row does: a row never points at nothing. A file that was
    damaged on disk heals when its content is stored again.
    """
    digest = hashlib.sha256(content).hexdigest()
    path = path_of(digest)
    if not path.exists() or path.read_bytes() != content:
        _write(path, [content])
    kept = {"size_bytes": len(content), "media_type": media_type, "stored_at": at}
    row, _new = Document.objects.get_or_create(owner=owner, sha256=digest, name=name[:255], defaults=kept)
    return row.pk


def store_stream(*, owner: str, name: str, stream: BinaryIO, media_type: str, at: datetime) -> int:
    """The same for a file that may be larger than what memory should hold: it is read block by block."""
    digest = digest_of(stream)
    size = stream.seek(0, os.SEEK_END)
    if not is_intact(digest):
        stream.seek(0)
        _write(path_of(digest), iter(lambda: stream.read(_BLOCK_BYTES), b""))
    kept = {"size_bytes": size, "media_type": media_type, "stored_at": at}
    row, _new = Document.objects.get_or_create(owner=owner, sha256=digest, name=name[:255], defaults=kept)
    return row.pk


def let_go(document_ids: Iterable[int]) -> int:
    """Files that nothing points at any more are erased, their content too once it is nobody's; returns how many.

    The content goes after the transaction: taken back, it is still there.
    """
    gone = 0
    for row in Document.objects.filter(pk__in=list(document_ids)):
        try:
            with transaction.atomic():
                row.delete()
        except ProtectedError:
            continue
        gone += 1
        transaction.on_commit(partial(_let_go, row.sha256))
    return gone


def put_back(digest: str, blocks: Iterable[bytes]) -> None:
    """Lays a content where its hash says, from a backup that checks it; what is there already is replaced."""
    _write(path_of(digest), blocks)


def remove(*, owner: str, document_ids: Iterable[int]) -> None:
    """Lets files of an owner go for good; a content that another row points at stays on the disk.

    The content goes once the row is gone for good: until then a row never points at nothing.
    """
    rows = list(Document.objects.filter(owner=owner, pk__in=list(document_ids)))
    Document.objects.filter(pk__in=[row.pk for row in rows]).delete()
    for digest in {row.sha256 for row in rows}:
        transaction.on_commit(partial(_let_go, digest))


def _let_go(digest: str) -> None:
    if not Document.objects.filter(sha256=digest).exists():
        path_of(digest).unlink(missing_ok=True)


def _write(path: Path, blocks: Iterable[bytes]) -> None:
    path.parent.mkdir(parents=True, exist_ok=True, mode=0o700)
    descriptor, draft = tempfile.mkstemp(dir=path.parent)
    try:
        with os.fdopen(descriptor, "wb") as stream:
            for block in blocks:
                stream.write(block)
            stream.flush()
            os.fsync(stream.fileno())
        Path(draft).replace(path)
    except BaseException:
        Path(draft).unlink(missing_ok=True)
        raise
