"""The backup file: a ZIP, written beside its place and put there whole, each part checked when it is read."""

import hashlib
import os
import zipfile
import zlib
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import replace
from pathlib import Path
from typing import IO

from encours.ground.kernel.reason import N_, Reason
from encours.ground.plumbing.backup import manifest
from encours.ground.plumbing.backup.finishing import sync_folder
from encours.ground.plumbing.backup.manifest import Manifest, Part, Unusable

CHUNK = 1 << 20
_README = Path(__file__).with_name("inside.txt")


class Archive:
    """A backup that is being written; its parts are counted and hashed on their way."""

    def __init__(self, zipped: zipfile.ZipFile) -> None:
        self._zip = zipped
        self.parts: dict[str, Part] = {}

    def add(self, name: str, source: Path) -> str:
        """Copies a file in; returns its SHA-256."""
        with source.open("rb") as stream, self.part(name) as write:
            while block := stream.read(CHUNK):
                write(block)
        return self.parts[name].sha256

    @contextmanager
    def part(self, name: str) -> Iterator[Callable[[bytes], None]]:
        """A part written piece by piece."""
        digest, size = hashlib.sha256(), 0
        info = zipfile.ZipInfo(name)
        # Copies of invoices are compressed already.
        info.compress_type = zipfile.ZIP_STORED if name.startswith("documents/") else zipfile.ZIP_DEFLATED
        info.external_attr = 0o600 << 16
        with self._zip.open(info, "w", force_zip64=True) as stream:

            def write(block: bytes) -> None:
                nonlocal size
                stream.write(block)
                digest.update(block)
                size += len(block)

            yield write
        self.parts[name] = Part(size, digest.hexdigest())

    def close_with(self, told: Manifest) -> Manifest:
        """Writes the manifest, last of all; returns it with the parts."""
        whole = replace(told, parts=self.parts)
        self._zip.writestr(manifest.README, _README.read_text(encoding="utf-8"))
        self._zip.writestr(manifest.NAME, whole.written())
        return whole


@contextmanager
def writing(target: Path) -> Iterator[Archive]:
    """A backup at `target`, readable by its owner alone; it stands there whole or not at all.

    A process that dies leaves `.NAME.part` beside it, which the next backup of that name takes over.
    Raises FileExistsError: a former backup is never written over.
    """
    if target.exists():
        raise FileExistsError(target)
    draft = target.with_name(f".{target.name}.part")
    descriptor = os.open(draft, os.O_WRONLY | os.O_CREAT | os.O_TRUNC, 0o600)
    try:
        with os.fdopen(descriptor, "wb") as stream:
            with zipfile.ZipFile(stream, "w") as zipped:
                yield Archive(zipped)
            stream.flush()
            os.fsync(stream.fileno())
        draft.replace(target)
        sync_folder(target.parent)
    except BaseException:
        draft.unlink(missing_ok=True)
        raise


@contextmanager
def reading(file: Path) -> Iterator[tuple[zipfile.ZipFile, Manifest]]:
    """A backup with its manifest. Raises Unusable, OSError."""
    try:
        with zipfile.ZipFile(file) as zipped:
            told = manifest.read(zipped.read(manifest.NAME).decode("utf-8"))
            yield zipped, told
    except (zipfile.BadZipFile, zlib.error, KeyError, UnicodeDecodeError, EOFError) as problem:
        raise Unusable(
            Reason(N_("Ce fichier n'est pas une sauvegarde d'Encours, ou il est abîmé."))
        ) from problem


def verify(zipped: zipfile.ZipFile, told: Manifest) -> None:
    """Reads every part to its end. Raises Unusable at the first that is missing, added or changed."""
    names = set(zipped.namelist()) - {manifest.NAME, manifest.README}
    if wrong := sorted(names ^ set(told.parts)):
        raise _damaged(wrong[0])
    try:
        zipped.read(manifest.README)
    except (zipfile.BadZipFile, zlib.error, KeyError, EOFError) as problem:
        raise _damaged(manifest.README) from problem
    for name in told.parts:
        for _block in blocks(zipped, told, name):
            pass


def blocks(zipped: zipfile.ZipFile, told: Manifest, name: str) -> Iterator[bytes]:
    """The content of a part, checked once its end is reached. Raises Unusable."""
    expected, digest, size = told.parts[name], hashlib.sha256(), 0
    try:
        with zipped.open(name) as stream:
            while block := stream.read(CHUNK):
                digest.update(block)
                size += len(block)
                if size > expected.size:
                    raise _damaged(name)
                yield block
    except (zipfile.BadZipFile, zlib.error, KeyError, EOFError, NotImplementedError) as problem:
        raise _damaged(name) from problem
    if (size, digest.hexdigest()) != (expected.size, expected.sha256):
        raise _damaged(name)


def unpack(source: Iterator[bytes], target: Path) -> None:
    """Writes a part to the disk, readable by its owner alone, safe from a power cut."""
    target.parent.mkdir(parents=True, exist_ok=True, mode=0o700)
    with os.fdopen(os.open(target, os.O_WRONLY | os.O_CREAT | os.O_TRUNC, 0o600), "wb") as stream:
        _pour(source, stream)
        stream.flush()
        os.fsync(stream.fileno())


def _pour(source: Iterator[bytes], stream: IO[bytes]) -> None:
    for block in source:
        stream.write(block)


def _damaged(name: str) -> Unusable:
    return Unusable(Reason(N_("La sauvegarde est abîmée : {part}."), part=name))
