"""Which picture a letter may carry: a PNG or a JPEG of a modest size, known by its content and not by its name."""

import base64
import struct
from dataclasses import dataclass

from encours.ground.kernel.reason import N_, Reason, Refused

MOST_BYTES = 512 * 1024
MOST_PIXELS = 3000
"""On each side: a signature at 600 dots per inch is a fifth of that."""
_PNG = b"\x89PNG\r\n\x1a\n"
_FRAMES = frozenset({*range(0xC0, 0xC4), *range(0xC5, 0xC8), *range(0xC9, 0xCC), *range(0xCD, 0xD0)})
"""Segments of a JPEG that tell its size. Source: ITU-T T.81, table B.1."""


@dataclass(frozen=True, slots=True)
class Picture:
    """What a picture is, and how large, in pixels."""

    media_type: str
    width: int
    height: int


def picture_of(content: bytes) -> Picture | Refused:
    """What a picture is. Refused when it is too large, or no PNG and no JPEG, whatever its name."""
    if len(content) > MOST_BYTES:
        return Refused(Reason(N_("Cette image dépasse 500 ko.")))
    found = _png(content) or _jpeg(content)
    if found is None:
        return Refused(Reason(N_("Cette image n'est ni un PNG ni un JPEG.")))
    if not (0 < found.width <= MOST_PIXELS and 0 < found.height <= MOST_PIXELS):
        return Refused(Reason(N_("Cette image est trop grande : 3 000 points de côté au plus.")))
    return found


def as_svg(content: bytes) -> str:
    """A picture wrapped so that a template takes it as data; empty for what is no picture."""
    found = picture_of(content)
    if isinstance(found, Refused):
        return ""
    data = base64.b64encode(content).decode("ascii")
    size = f'width="{found.width}" height="{found.height}"'
    return (
        f'<svg xmlns="http://www.w3.org/2000/svg" {size} viewBox="0 0 {found.width} {found.height}">'
        f'<image {size} href="data:{found.media_type};base64,{data}"/></svg>'
    )


def _png(content: bytes) -> Picture | None:
    if not content.startswith(_PNG) or content[12:16] != b"IHDR" or len(content) < 33:
        return None
    width, height = struct.unpack(">II", content[16:24])
    return Picture("image/png", width, height)


def _jpeg(content: bytes) -> Picture | None:
    if not content.startswith(b"\xff\xd8\xff"):
        return None
    place = 2
    while place + 9 <= len(content) and content[place] == 0xFF:
        kind = content[place + 1]
        if kind in _FRAMES:
            height, width = struct.unpack(">HH", content[place + 5 : place + 9])
            return Picture("image/jpeg", width, height)
        length = struct.unpack(">H", content[place + 2 : place + 4])[0]
        place += 2 + max(2, length)
    return None
