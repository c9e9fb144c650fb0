"""Which files may belong to a dispute: pictures and PDFs of an ordinary size, told by what they are."""

from collections.abc import Sequence
from dataclasses import dataclass

from encours.ground.kernel.reason import N_, Reason, Refused

MOST_FILES = 5
MOST_BYTES = 10 * 1024 * 1024
_SIGNS = (
    (b"%PDF-", "application/pdf"),
    (b"\x89PNG\r\n\x1a\n", "image/png"),
    (b"\xff\xd8\xff", "image/jpeg"),
)


@dataclass(frozen=True, slots=True)
class SentFile:
    """A file as somebody sent it; what it is, its content says."""

    name: str
    content: bytes

    @property
    def media_type(self) -> str:
        """What it is; empty for what is not taken."""
        for sign, media_type in _SIGNS:
            if self.content.startswith(sign):
                return media_type
        if self.content[:4] == b"RIFF" and self.content[8:12] == b"WEBP":
            return "image/webp"
        if self.content[4:12] in {b"ftypheic", b"ftypheix", b"ftypmif1"}:
            return "image/heic"
        return ""


def problem_of_files(files: Sequence[SentFile]) -> Refused | None:
    """Why some files cannot be taken, if so."""
    if len(files) > MOST_FILES:
        return Refused(Reason(N_("{most} fichiers au plus."), most=MOST_FILES), "files")
    for file in files:
        if len(file.content) > MOST_BYTES:
            text = N_("{name}\u00a0: 10 Mo au plus par fichier.")
            return Refused(Reason(text, name=file.name[:80]), "files")
        if not file.media_type:
            text = N_("{name}\u00a0: envoyez un PDF ou une photo (JPEG, PNG, WebP, HEIC).")
            return Refused(Reason(text, name=file.name[:80]), "files")
    return None
