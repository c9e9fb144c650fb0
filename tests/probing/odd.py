"""What nobody types into a field, and what programs send instead of a form."""

import random
from dataclasses import dataclass
from urllib.parse import quote_from_bytes, quote_plus

from tests.probing.files import a_pdf, a_zip

MARK = "<i data-probe>"
NUMBERS = ("0", "-1", "1", "2147483648", "9223372036854775807", "9223372036854775808", "9" * 25, "9" * 4400)
WORDS = (
    "",
    " ",
    "\u00a0",
    "x",
    "a\x00b",
    "\x00",
    "\u202egnp.exe",
    "\u2066x\u2069",
    "\ufeff",
    "é" * 90,
    "😀" * 60,
    f'"><script>alert(1)</script>{MARK}',
    f"'{MARK}",
    "{{ 7*7 }}",
    "{% debug %}",
    "%s%n%x",
    "' OR 1=1 --",
    "\r\nSet-Cookie: a=b",
    "../../../../etc/passwd",
    "..\\..\\x",
    "C:\\x",
    "x" * 161,
    "x" * 5000,
    "NaN",
    "Infinity",
    "-Infinity",
    "1e309",
    "1e-400",
    "0x10",
    "1_000",
    "²",
    "٣",
    "½",
    "1,5",
    "1.5.5",
    "-0",
    "+1",
    "12,345,67",
    "120,50",
    "99999999999999999999,99",
    "true",
    "on",
    "None",
    "null",
    "[]",
    "{}",
    '{"a": "\\ud800"}',
    "[" * 2000,
    '{"id":' * 300,
    "2026-02-30",
    "0001-01-01",
    "9999-12-31",
    "0000-00-00",
    "2026-11-23",
    "2026-12-01",
    "31/12/2026",
    "1/1/1",
    "24:00",
    "09:30",
    "23:59:59",
    "25:61",
    "a@b",
    "a@b.test",
    '"a b"@x.test',
    "a@" + "b" * 260 + ".test",
    "a\n@b.test",
    "=cmd|'/c calc'!A1",
    "DE89370400440532013000x",
    "EUR",
    "XXX",
    "zz",
    "ⅷ",
    "ﬀ",
    "İ",
    "ß",
    "a\u0301\u0301\u0301",
    "\u200b",
    "\x1b[31m",
    "\x7f",
    "\x0b",
    "\x85",
    "\u2028",
)
# As they come over the wire: no UTF-8, lone surrogates, what is cut short.
BYTES = (b"\xff\xfe", b"\xed\xa0\x80", b"\xc3", b"\xf4\x90\x80\x80", b"%", b"%zz", b"+", b"%00", b"%ED%A0%80")
PLACES = (
    "//evil.test/",
    "https://evil.test/",
    "/\\evil.test",
    "\\\\evil.test",
    "/%5Cevil.test",
    "javascript:alert(1)",
    "/\t/evil.test",
    "///evil.test",
    "http:evil.test",
    "/clients",
    "/clients?x=\r\nA: b",
    "//",
    "/" + "a" * 3000,
    "\x00/",
    "/\u202e",
)
_UNKNOWN_PATHS = (
    "/static/",
    "/static/../../../etc/passwd",
    "/static/%2e%2e/%2e%2e/settings.py",
    "/static/desk/css/base.css",
    "/static/desk",
    "/static/desk/js/main.js/",
    "/favicon.ico",
    "/robots.txt",
    "/.git/config",
    "/admin/",
    "/media/x",
    "/clients/",
    "//clients",
    "/clients/-1",
    "/clients/1e3",
    "/clients/%00",
    "/clients/1%2F2",
    "/clients/%ED%A0%80",
    "/%ff",
    "/\u202e",
    "/factures/１２",
    "/reglages/",
    "/reglages/%0d%0aX:y",
    "/static/desk/css/base.css%00",
    "/index.php?x",
    "/health",
    "/" + "a" * 4000,
    "*",
    "",
)
TYPES = (
    "text/plain",
    "application/json",
    "",
    "application/x-www-form-urlencoded; charset=utf-7",
    "application/x-www-form-urlencoded; charset=bogus",
    "multipart/form-data",
    "multipart/form-data; boundary=",
    "multipart/form-data; boundary=" + "b" * 300,
    "multipart/mixed; boundary=x",
    "application/xml",
    "é/x",
    "a" * 500,
    "multipart/form-data; boundary=\u00e9",
)
FILES = (
    ("x.csv", b"Client;Facture;Date;Montant\nDupont;F-1;01/09/2026;12,50\n"),
    ("x.csv", b"\xff\xfe\x00" * 40),
    ("", b""),
    ("x.csv", b""),
    ("x.xlsx", b"PK\x03\x04broken"),
    ("x.xlsx", a_zip(["[Content_Types].xml", "xl/workbook.xml"], b"<x")),
    ("x.zip", a_zip(["../../x.pdf", "/abs.pdf"], a_pdf("x"))),
    ("x.zip", a_zip(["a.pdf"] * 1, a_pdf("x"))),
    ("x.zip", a_zip(["big.pdf"], b"%PDF-" + bytes(400_000))),
    ("../../x.pdf", a_pdf("x")),
    ("a\x00b.pdf", a_pdf("x")),
    ("\u202efdp.exe", b"MZ"),
    ("x" * 400 + ".pdf", a_pdf("x")),
    ("x.txt", b"JournalCode\tJournalLib\tEcritureNum\n"),
    ("x.ods", a_zip(["content.xml"], b'<!DOCTYPE a [<!ENTITY b "c">]><a>&b;</a>')),
    ("x.toml", b"key = 'new'\n[["),
    ("x.toml", b"\xff"),
    ("x.csv", b'"' * 2000),
    ("x.csv", b";" * 3000 + b"\n" * 300),
    ("x.html", b"<script>alert(1)</script>"),
)


def word(chance: random.Random) -> str:
    return chance.choice(NUMBERS) if chance.random() < 0.25 else chance.choice(WORDS)


def path(chance: random.Random) -> bytes:
    return chance.choice(_UNKNOWN_PATHS).encode()


@dataclass(frozen=True)
class Body:
    """What is sent, and what it is said to be."""

    type: str
    content: bytes
    length: int | None = None


Fields = list[tuple[str, str]]
Handed = list[tuple[str, str, bytes]]


def written(chance: random.Random, fields: Fields, files: Handed) -> Body:
    """A form as a browser sends it, or not quite."""
    if files or chance.random() < 0.12:
        body = _in_parts(chance, fields, files)
    else:
        body = Body("application/x-www-form-urlencoded", _urlencoded(chance, fields))
    dice = chance.random()
    if dice < 0.04:
        return Body(chance.choice(TYPES), body.content)
    if dice < 0.07:  # cut short, or said to be longer than it is
        return Body(body.type, body.content[: chance.randrange(len(body.content) + 1)])
    if dice < 0.09:
        return Body(body.type, body.content, len(body.content) + chance.choice((1, 500, -5, 10**7)))
    return body


def _urlencoded(chance: random.Random, fields: Fields) -> bytes:
    parts = [f"{quote_plus(name)}={_quoted(value)}".encode() for name, value in fields]
    if parts and chance.random() < 0.05:
        place = chance.randrange(len(parts))
        parts[place] = parts[place].partition(b"=")[0] + b"=" + chance.choice(BYTES)
    if chance.random() < 0.002:
        parts += [b"x=1"] * 5001
    return b"&".join(parts)


def _quoted(value: str) -> str:
    return quote_from_bytes(value.encode("utf-8", "surrogatepass"), safe="")


def _in_parts(chance: random.Random, fields: Fields, files: Handed) -> Body:
    border = b"----probe"
    lines: list[bytes] = []
    for name, value in fields:
        lines += [b"--" + border, _disposition(name), b"", value.encode("utf-8", "surrogatepass")]
    for name, file_name, content in files:
        kind = chance.choice(
            (b"application/pdf", b"text/csv", b"application/octet-stream", b"text/html", b"\xff")
        )
        lines += [b"--" + border, _disposition(name, file_name), b"Content-Type: " + kind]
        if chance.random() < 0.05:
            lines.append(
                b"Content-Transfer-Encoding: " + chance.choice((b"base64", b"quoted-printable", b"x"))
            )
        lines += [b"", content]
    ends = b"" if chance.random() < 0.05 else b"--" + border + b"--\r\n"
    return Body(f"multipart/form-data; boundary={border.decode()}", b"\r\n".join([*lines, ends]))


def _disposition(name: str, file_name: str | None = None) -> bytes:
    line = f'Content-Disposition: form-data; name="{name}"'
    return (line if file_name is None else f'{line}; filename="{file_name}"').encode("utf-8", "surrogatepass")
