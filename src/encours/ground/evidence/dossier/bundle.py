"""Writes a file of proof as a folder: files, manifest with hashes, seal; and the same folder as one archive."""

import hashlib
import io
import json
from collections.abc import Mapping, Sequence
from datetime import datetime
from importlib.resources import files
from pathlib import Path
from zipfile import ZIP_DEFLATED, ZipFile, ZipInfo

MANIFEST, SEAL = "manifest.json", "seal.txt"
CHECKER = "check_dossier.py"
EXHIBITS = "exhibits"
FORMAT = "encours-dossier/1"


def as_json(value: object) -> bytes:
    """JSON that a person can read too, the same for the same facts."""
    return (json.dumps(value, ensure_ascii=False, indent=1, sort_keys=True) + "\n").encode()


def as_lines(rows: Sequence[Mapping[str, object]]) -> bytes:
    """One JSON object a line."""
    return "".join(json.dumps(row, ensure_ascii=False, sort_keys=True) + "\n" for row in rows).encode()


def digest(content: bytes) -> str:
    """SHA-256, as everywhere in a file of proof."""
    return hashlib.sha256(content).hexdigest()


def checker() -> bytes:
    """The script that a third party runs: the one that our tests run."""
    return files("encours.ground.evidence.dossier").joinpath(CHECKER).read_bytes()


def sealed(contents: Mapping[str, bytes], *, about: Mapping[str, object]) -> tuple[dict[str, bytes], str]:
    """The contents with their manifest and seal, and the seal: the hash of the manifest, which holds all others."""
    listed = [
        {"path": name, "bytes": len(content), "sha256": digest(content)}
        for name, content in sorted(contents.items())
    ]
    manifest = as_json({"format": FORMAT, **about, "files": listed})
    seal = digest(manifest)
    return {**contents, MANIFEST: manifest, SEAL: f"{seal}\n".encode()}, seal


def write_folder(folder: Path, contents: Mapping[str, bytes]) -> None:
    """Writes every file below a folder."""
    for name, content in contents.items():
        target = folder / name
        target.parent.mkdir(parents=True, exist_ok=True, mode=0o700)
        target.write_bytes(content)


def archive(contents: Mapping[str, bytes], *, top: str, made_at: datetime) -> bytes:
    """One ZIP, everything in a folder of that name; the same contents and time give the same bytes."""
    out, moment = io.BytesIO(), made_at.timetuple()[:6]
    with ZipFile(out, "w", ZIP_DEFLATED) as packed:
        for name in sorted(contents):
            entry = ZipInfo(f"{top}/{name}", moment)
            entry.compress_type, entry.external_attr = ZIP_DEFLATED, 0o600 << 16
            packed.writestr(entry, contents[name])
    return out.getvalue()
