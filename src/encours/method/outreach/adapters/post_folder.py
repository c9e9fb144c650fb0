"""Letters left in a folder for whoever takes them there; answers are read from a folder beside it."""

import contextlib
import json
from pathlib import Path

from encours.method.outreach.adapters.letter_post import (
    LONGEST_ANSWER,
    Handed,
    Parcel,
    PostAnswer,
    read_answer,
)

OUT, ANSWERS, READ = "letters", "answers", "read"
_MOST = 1000


def hand_over(folder: Path, parcel: Parcel) -> PostAnswer:
    """Leaves the PDF, then its manifest: who sees the manifest finds the letter whole. Twice is once."""
    out = folder / OUT
    try:
        for place in (out, folder / ANSWERS):
            place.mkdir(parents=True, exist_ok=True, mode=0o700)
        _write(out / f"{parcel.key}.pdf", parcel.content)
        manifest = parcel.told() | {"file": f"{parcel.key}.pdf"}
        _write(out / f"{parcel.key}.json", json.dumps(manifest, ensure_ascii=False, indent=1).encode())
    except OSError as problem:
        return PostAnswer(Handed.NOT_REACHED, str(problem.strerror))
    return PostAnswer(Handed.TAKEN)


def answers(folder: Path) -> list[tuple[Path, PostAnswer]]:
    """The answers that wait, oldest name first, each with its file; what cannot be read stays where it is."""
    found = []
    with contextlib.suppress(OSError):
        for file in sorted((folder / ANSWERS).glob("*.json"))[:_MOST]:
            if file.is_symlink() or not file.is_file() or file.stat().st_size > LONGEST_ANSWER:
                continue
            answer = read_answer(file.read_bytes())
            if answer is not None:
                found.append((file, answer))
    return found


def put_aside(file: Path) -> None:
    """An answer that was taken in lies among those that are read."""
    with contextlib.suppress(OSError):
        (file.parent / READ).mkdir(exist_ok=True, mode=0o700)
        file.replace(file.parent / READ / file.name)


def _write(target: Path, content: bytes) -> None:
    draft = target.with_suffix(f"{target.suffix}.part")
    try:
        draft.write_bytes(content)
        draft.replace(target)
    except OSError:
        draft.unlink(missing_ok=True)
        raise
