"""Reads one mail from its bytes, whatever state it is in: within limits, and never failing.

Source: RFC 5322, RFC 2045–2047, RFC 2231, RFC 3464; what is malformed is read as far as it goes.
"""

import hashlib
import re
from collections.abc import Iterator
from dataclasses import dataclass, field
from email.message import Message
from email.parser import BytesParser
from email.policy import compat32

from encours.method.inbox.rules import headers
from encours.method.inbox.rules.html_words import words_of
from encours.method.inbox.rules.mail import LIMITS, Fault, Limits, Mail, Piece, Report

_KEPT_HEADERS = (
    "auto-submitted", "precedence", "x-loop", "x-autoreply", "x-autorespond", "x-auto-response-suppress",
    "list-id", "list-unsubscribe", "authentication-results", "return-path", "delivered-to", "x-original-to",
    "x-failed-recipients", "in-reply-to", "references",
)  # fmt: skip
_MEDIA_TYPE = re.compile(r"[a-z0-9][a-z0-9!#$&^_.+-]{0,60}/[a-z0-9][a-z0-9!#$&^_.+-]{0,60}")
_ID_INSIDE = re.compile(r"^\s*message-id:\s*(<[^<>\s]+>)", re.IGNORECASE | re.MULTILINE)
Part = Message


@dataclass
class _Found:
    """What was gathered of the parts of a mail."""

    texts: list[str] = field(default_factory=list)
    pages: list[str] = field(default_factory=list)
    pieces: list[Piece] = field(default_factory=list)
    reports: list[Report] = field(default_factory=list)
    returned_id: str = ""
    faults: set[Fault] = field(default_factory=set)


def read(raw: bytes, limits: Limits = LIMITS, *, is_cut: bool = False) -> Mail:
    """A mail as far as it can be read. `is_cut`: only its beginning was taken, because it is too large."""
    try:
        message = BytesParser(policy=compat32).parsebytes(raw)
    except (RecursionError, ValueError, LookupError, AssertionError):
        message = BytesParser(policy=compat32).parsebytes(raw, headersonly=True)
        message.set_payload("")
        return _mail(raw, message, _Found(faults={Fault.UNREADABLE}), limits)
    found = _Found()
    if is_cut:
        found.faults.add(Fault.TOO_LARGE)
    try:
        for count, part in enumerate(_leaves(message, 0)):
            if count >= limits.parts:
                found.faults.add(Fault.TOO_MANY_PIECES)
                break
            _take(part, found, limits, is_cut=is_cut)
    except RecursionError:
        found.faults.add(Fault.UNREADABLE)
    return _mail(raw, message, found, limits)


def _mail(raw: bytes, message: Part, found: _Found, limits: Limits) -> Mail:
    senders = headers.people_in(_all(message, "from"))
    text = _text(found)
    if len(text) > limits.text_characters:
        found.faults.add(Fault.CUT)
    if len(senders) > 1:
        found.faults.add(Fault.SEVERAL_SENDERS)
    if not senders:
        found.faults.add(Fault.NO_SENDER)
    kept = {name: headers.one_line(headers.plain(_first(message, name)))[:4_000] for name in _KEPT_HEADERS}
    named = headers.identifiers(_first(message, "message-id"))
    return Mail(
        fingerprint=_fingerprint(raw, message, named),
        sender=senders[0] if senders else None,
        subject=headers.decoded(_first(message, "subject"))[:400],
        text=text[: limits.text_characters],
        message_id=named[0] if named else "",
        references=_thread(message),
        reply_to=headers.people_in(_all(message, "reply-to")),
        to=headers.people_in([*_all(message, "to"), *_all(message, "cc")]),
        sent_at=headers.moment(_first(message, "date")),
        html=headers.without_halves("\n".join(found.pages))[: limits.html_characters],
        pieces=tuple(found.pieces),
        headers={name: value for name, value in kept.items() if value},
        is_report=_type(message) == "multipart/report",
        reports=tuple(found.reports[:50]),
        returned_id=found.returned_id,
        faults=tuple(sorted(found.faults)),
    )


def _thread(message: Part) -> tuple[str, ...]:
    """What it answers first, then the conversation from its latest message back."""
    answered = headers.identifiers(_first(message, "in-reply-to"))
    before = headers.identifiers(_first(message, "references"))
    return tuple(dict.fromkeys([*answered, *reversed(before)]))


def _fingerprint(raw: bytes, message: Part, named: tuple[str, ...]) -> str:
    """The same for one mail that reached a mailbox twice; without an identifier, only for the same bytes."""
    if not named:
        return hashlib.sha256(raw).hexdigest()
    told = [named[0], *(" ".join(headers.plain(_first(message, name)).split()) for name in ("from", "date"))]
    return hashlib.sha256("\x1f".join(told).encode("utf-8", "replace")).hexdigest()


def _leaves(message: Part, depth: int) -> Iterator[Part]:
    """Parts without parts, and whole mails inside; a report's own parts are not opened further."""
    kind = _type(message)
    if kind in {"message/rfc822", "message/delivery-status", "message/global-delivery-status"}:
        yield message
        return
    payload = message.get_payload()
    if isinstance(payload, list) and depth < 30:
        for part in payload:
            if isinstance(part, Message):
                yield from _leaves(part, depth + 1)
    else:
        yield message


def _take(part: Part, found: _Found, limits: Limits, *, is_cut: bool) -> None:
    kind, name = _type(part), _name(part)
    if kind.endswith("delivery-status"):
        found.reports += _reports(part)
    elif kind in {"message/rfc822", "text/rfc822-headers"}:
        found.returned_id = found.returned_id or _id_inside(part)
        _keep(part, "message/rfc822", name or "message.eml", found, limits)
    elif kind == "text/plain" and not name and not _is_attached(part):
        found.texts.append(_words(part))
    elif kind == "text/html" and not name and not _is_attached(part):
        found.pages.append(_words(part))
    elif not is_cut:
        _keep(part, kind, name or "piece", found, limits)


def _keep(part: Part, kind: str, name: str, found: _Found, limits: Limits) -> None:
    if len(found.pieces) >= limits.pieces:
        found.faults.add(Fault.TOO_MANY_PIECES)
        return
    content = _bytes(part)
    if not content and name == "piece":
        return
    is_kept = len(content) <= limits.piece_bytes
    media_type = kind if _MEDIA_TYPE.fullmatch(kind) else "application/octet-stream"
    found.pieces.append(Piece(name, media_type, len(content), content if is_kept else None))


def _bytes(part: Part) -> bytes:
    payload = part.get_payload()
    try:
        if isinstance(payload, list):
            return b"\r\n".join(inner.as_bytes() for inner in payload if isinstance(inner, Message))
        content = part.get_payload(decode=True)
    except (ValueError, LookupError, AttributeError, RecursionError, AssertionError, TypeError):
        return b""
    return content if isinstance(content, bytes) else b""


def _words(part: Part) -> str:
    content = _bytes(part)
    try:
        named = part.get_content_charset() or "utf-8"
    except (ValueError, LookupError, TypeError):
        named = "utf-8"
    for charset in dict.fromkeys([named, "utf-8"]):
        try:
            text = content.decode("utf-8" if charset == "us-ascii" else charset)
            break
        except (LookupError, UnicodeError, ValueError):
            continue
    else:
        text = content.decode("cp1252", "replace")
    return headers.without_halves(text.replace("\r\n", "\n").replace("\r", "\n"))


def _text(found: _Found) -> str:
    written = "\n\n".join(text.strip() for text in found.texts if text.strip())
    return written or words_of("\n".join(found.pages))


def _reports(part: Part) -> list[Report]:
    """The blocks of a delivery report that name a recipient. Source: RFC 3464, 2.3."""
    payload = part.get_payload()
    blocks = [block for block in payload if isinstance(block, Message)] if isinstance(payload, list) else []
    return [
        Report(
            action=headers.one_line(_first(block, "action")).lower()[:40],
            recipient=_after_type(_first(block, "original-recipient"))
            or _after_type(_first(block, "final-recipient")),
            status=headers.one_line(_first(block, "status"))[:20],
            diagnostic=headers.decoded(_first(block, "diagnostic-code"))[:400],
        )
        for block in blocks
        if _first(block, "final-recipient") or _first(block, "original-recipient")
    ]


def _after_type(value: str) -> str:
    """«rfc822; anne@dupont.test» names anne@dupont.test."""
    people = headers.people_in([value.rpartition(";")[2]])
    return people[0].address if people else ""


def _id_inside(part: Part) -> str:
    match = _ID_INSIDE.search(_bytes(part)[:200_000].decode("latin-1"))
    return match[1] if match else ""


def _all(message: Part, name: str) -> list[str]:
    return [value for key, value in message.raw_items() if key.lower() == name and isinstance(value, str)]


def _first(message: Part, name: str) -> str:
    found = _all(message, name)
    return found[0] if found else ""


def _type(part: Part) -> str:
    try:
        return part.get_content_type()
    except (ValueError, LookupError, TypeError, IndexError):
        return "application/octet-stream"


def _is_attached(part: Part) -> bool:
    return _first(part, "content-disposition").strip().lower().startswith("attachment")


def _name(part: Part) -> str:
    """The name of a file, never a path, and never turned round."""
    try:
        given = part.get_filename() or ""
    except (ValueError, LookupError, TypeError, IndexError):
        given = ""
    name = headers.decoded(str(given)).replace("\\", "/").rpartition("/")[2].strip(". ")
    return name[-150:]
