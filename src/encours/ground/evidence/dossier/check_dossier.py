"""Checks a file of proof without Encours: python3 check_dossier.py [FOLDER or ZIP] [--seal SEAL] [--lang en].

It needs Python 3.9 or later and nothing else, reads and never writes, and asks no network. It ends 0 when
everything is as it was sealed, 1 when something was changed, removed or added. What it looks at:

1. the seal: the SHA-256 of manifest.json is that of seal.txt, and that of --seal where one is given;
2. each file that the manifest names: there, of that size, of that hash; no file that it does not name;
3. the exhibits: numbered from 1 without a gap, each with the hash that the list of exhibits gives;
4. the chronology: each entry of the journal gives its hash again, in order, and neighbours are chained.

Whoever changes a file can write a new manifest and a new seal: then only the seal that the creditor gave you
by another way (a letter, an e-mail, their journal) tells. Ask for it and give it with --seal.
"""

import argparse
import hashlib
import json
import sys
import zipfile
from pathlib import Path
from typing import Any

MANIFEST, SEAL = "manifest.json", "seal.txt"
WORDS = {
    "fr": {
        "unreadable": "illisible : {0}",
        "seal": "le manifeste ne correspond pas au sceau",
        "other_seal": "ce n'est pas le dossier de ce sceau",
        "gone": "manque : {0}",
        "changed": "modifié : {0}",
        "added": "ajouté, absent du manifeste : {0}",
        "number": "numérotation des pièces : {0} attendue, {1} trouvée",
        "exhibit": "la pièce {0} n'est pas celle du bordereau",
        "order": "chronologie : l'écriture {0} n'est pas à sa place",
        "link": "chronologie : l'écriture {0} ne correspond pas à son empreinte",
        "text": "chronologie : le texte de l'écriture {0} ne correspond pas à son empreinte",
        "chain": "chronologie : l'écriture {0} ne suit pas la précédente",
        "head": "chronologie : la fin de la chaîne ne correspond pas",
        "count": "chronologie : {0} écritures annoncées, {1} trouvées",
        "whole": "INTACT : {0} fichiers, {1} pièces, {2} écritures du journal.",
        "ask": "Sceau : {0}\nComparez-le à celui que le créancier vous a donné par une autre voie.",
        "same": "Sceau : {0}\nC'est celui que vous avez donné.",
        "broken": "PAS INTACT : {0} différences.",
    },
    "en": {
        "unreadable": "unreadable: {0}",
        "seal": "the manifest does not match the seal",
        "other_seal": "this is not the file of that seal",
        "gone": "missing: {0}",
        "changed": "changed: {0}",
        "added": "added, not in the manifest: {0}",
        "number": "numbers of the exhibits: {0} expected, {1} found",
        "exhibit": "exhibit {0} is not the one on the list",
        "order": "chronology: entry {0} is out of place",
        "link": "chronology: entry {0} does not match its hash",
        "text": "chronology: the text of entry {0} does not match its hash",
        "chain": "chronology: entry {0} does not follow the one before",
        "head": "chronology: the end of the chain does not match",
        "count": "chronology: {0} entries announced, {1} found",
        "whole": "WHOLE: {0} files, {1} exhibits, {2} journal entries.",
        "ask": "Seal: {0}\nCompare it with the one that the creditor gave you by another way.",
        "same": "Seal: {0}\nIt is the one you gave.",
        "broken": "NOT WHOLE: {0} differences.",
    },
}


def main(arguments: "list[str] | None" = None) -> int:
    """Checks, says what it found, ends 0 or 1."""
    parser = argparse.ArgumentParser(description=(__doc__ or "").split("\n", 1)[0])
    parser.add_argument("where", nargs="?", default=str(Path(__file__).resolve().parent))
    parser.add_argument("--seal", default="")
    parser.add_argument("--lang", choices=sorted(WORDS), default="fr")
    asked = parser.parse_args(arguments)
    words = WORDS[asked.lang]
    contents = read(Path(asked.where))
    problems, counts = check(contents, seal=asked.seal.strip().lower())
    for code, *values in problems:
        tell("- " + words[code].format(*values))
    if problems:
        tell(words["broken"].format(len(problems)))
        return 1
    tell(words["whole"].format(*counts))
    tell(words["same" if asked.seal else "ask"].format(digest(contents[MANIFEST])))
    return 0


def tell(line: str) -> None:
    """One line to whoever asked."""
    sys.stdout.write(line + "\n")


def read(where: Path) -> "dict[str, bytes]":
    """Every file of a folder, or of an archive whose top folder is left away."""
    if where.is_dir():
        kept = (p for p in sorted(where.rglob("*")) if p.is_file() and "__pycache__" not in p.parts)
        return {p.relative_to(where).as_posix(): p.read_bytes() for p in kept}
    with zipfile.ZipFile(where) as packed:
        names = [name for name in packed.namelist() if not name.endswith("/")]
        return {name.split("/", 1)[-1]: packed.read(name) for name in names}


def check(
    contents: "dict[str, bytes]", seal: str = ""
) -> "tuple[list[tuple[Any, ...]], tuple[int, int, int]]":
    """What is wrong, each a code with its values; and how many files, exhibits and entries there are."""
    found: list[tuple[Any, ...]] = []
    manifest = loaded(contents, MANIFEST, found)
    if manifest is None:
        return found, (0, 0, 0)
    own = digest(contents[MANIFEST])
    if contents.get(SEAL, b"").decode("ascii", "replace").strip() != own:
        found.append(("seal",))
    if seal and seal != own:
        found.append(("other_seal",))
    listed = {row["path"]: row for row in manifest["files"]}
    for name, row in listed.items():
        if name not in contents:
            found.append(("gone", name))
        elif len(contents[name]) != row["bytes"] or digest(contents[name]) != row["sha256"]:
            found.append(("changed", name))
    found += [("added", name) for name in contents if name not in listed and name not in (MANIFEST, SEAL)]
    exhibits = check_exhibits(contents, found)
    entries = check_chronology(contents, manifest, found)
    return found, (len(listed), exhibits, entries)


def check_exhibits(contents: "dict[str, bytes]", found: "list[tuple[Any, ...]]") -> int:
    """The list of exhibits against the files."""
    index = loaded(contents, "index.json", found)
    if index is None:
        return 0
    for place, row in enumerate(index["exhibits"], start=1):
        if row["number"] != place:
            found.append(("number", place, row["number"]))
        content = contents.get(row["path"])
        if content is None or digest(content) != row["sha256"]:
            found.append(("exhibit", row["number"]))
    return len(index["exhibits"])


def check_chronology(
    contents: "dict[str, bytes]", manifest: "dict[str, Any]", found: "list[tuple[Any, ...]]"
) -> int:
    """Each entry of the journal against its own hash, and against its neighbour where both are here."""
    try:
        entries = [json.loads(line) for line in contents["chronology.jsonl"].decode().splitlines()]
    except (KeyError, ValueError):
        found.append(("unreadable", "chronology.jsonl"))
        return 0
    before: dict[str, Any] | None = None
    for entry in entries:
        number = entry["sequence"]
        if before is not None and number <= before["sequence"]:
            found.append(("order", number))
        if before is not None and follows(before, entry) and entry["previous_hash"] != before["hash"]:
            found.append(("chain", number))
        if link_hash(entry) != entry["hash"]:
            found.append(("link", number))
        if "details" in entry and text_hash(entry) != entry["text_hash"]:
            found.append(("text", number))
        before = entry
    told = manifest["journal"]
    if told["entries"] != len(entries):
        found.append(("count", told["entries"], len(entries)))
    if before is not None and before["sequence"] == told["length"] and before["hash"] != told["hash"]:
        found.append(("head",))
    return len(entries)


def follows(before: "dict[str, Any]", entry: "dict[str, Any]") -> bool:
    """Whether an entry is the very next of the journal."""
    return bool(entry["sequence"] == before["sequence"] + 1)


def link_hash(entry: "dict[str, Any]") -> str:
    """What the journal hashes of an entry: its place, kind, subject, author, instant, figures, text and predecessor."""
    before, after = (
        ("chain", "sequence", "kind", "subject", "actor", "recorded_at"),
        ("text_hash", "previous_hash"),
    )
    fields = [entry[name] for name in before] + [canonical(entry["payload"])]
    return digest(canonical(fields + [entry[name] for name in after]).encode())


def text_hash(entry: "dict[str, Any]") -> str:
    """What the journal hashes of the words of an entry: a salt, the sentence, the details."""
    return digest(canonical([entry["salt"], entry["summary"], entry["details"]]).encode())


def loaded(contents: "dict[str, bytes]", name: str, found: "list[tuple[Any, ...]]") -> Any:
    """A JSON file, or None with a word on why."""
    if name not in contents:
        found.append(("gone", name))
        return None
    try:
        return json.loads(contents[name].decode())
    except ValueError:
        found.append(("unreadable", name))
        return None


def canonical(value: object) -> str:
    """JSON in one fixed form: sorted keys, no spaces."""
    return json.dumps(value, sort_keys=True, separators=(",", ":"), ensure_ascii=False)


def digest(content: bytes) -> str:
    """SHA-256 as text."""
    return hashlib.sha256(content).hexdigest()


if __name__ == "__main__":
    sys.exit(main())
