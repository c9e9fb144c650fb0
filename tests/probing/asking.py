"""One request, handed to the application as the server hands it over, and what came of it."""

import io
import re
import sys
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from http.cookies import CookieError, SimpleCookie
from typing import Any
from urllib.parse import unquote_to_bytes

from django.conf import settings
from django.core.handlers.wsgi import WSGIHandler
from django.core.signals import got_request_exception, request_finished, request_started
from django.db import close_old_connections, connection

from tests.probing.odd import Body

HOST = "127.0.0.1:8000"
KEY = "k" * 32
_WRITES = re.compile(
    r'\s*(?:INSERT(?: OR \w+)? INTO|UPDATE|DELETE FROM|REPLACE INTO|COPY|TRUNCATE(?: TABLE)?) "?(\w+)"?',
    re.IGNORECASE,
)


@dataclass(frozen=True)
class Request:
    """Everything that goes over the wire; `page`: the pattern that the address was drawn from."""

    method: str
    path: bytes
    page: str = ""
    query: str = ""
    body: Body | None = None
    headers: tuple[tuple[str, str], ...] = ()
    host: str = HOST
    has_key: bool = True
    session: str = ""

    def text(self) -> str:
        """Everything that it says, as it would be read."""
        body = self.body.content if self.body else b""
        told = b" ".join([self.path, self.query.encode("utf-8", "surrogatepass"), body])
        return unquote_to_bytes(told.replace(b"+", b" ")).decode("utf-8", "replace").lower()


@dataclass
class Answer:
    """Status, headers and content; which tables were written to, and what broke."""

    status: int = 0
    headers: dict[str, str] = field(default_factory=dict)
    cookies: list[str] = field(default_factory=list)
    content: bytes = b""
    wrote: set[str] = field(default_factory=set)
    broke: BaseException | None = None

    def session(self) -> str | None:
        """The session that the answer gives; empty when it takes it away, None when it says nothing."""
        for line in self.cookies:
            try:
                found = SimpleCookie(line).get(settings.SESSION_COOKIE_NAME)
            except CookieError:
                continue
            if found is not None:
                return found.value
        return None


class Application:
    """The whole application, middleware and all, without a server before it."""

    def __init__(self) -> None:
        self._handler = WSGIHandler()
        self._answer = Answer()
        got_request_exception.connect(self._broke)
        # Everything is one transaction that is undone: the connection outlives the request.
        for signal in (request_started, request_finished):
            signal.disconnect(close_old_connections)

    def close(self) -> None:
        got_request_exception.disconnect(self._broke)
        for signal in (request_started, request_finished):
            signal.connect(close_old_connections)

    def _broke(self, **_: Any) -> None:
        self._answer.broke = sys.exc_info()[1]

    def ask(self, request: Request) -> Answer:
        """Asks, and reads the answer to its end."""
        answer = self._answer = Answer()

        def start(status: str, headers: list[tuple[str, str]], _info: object = None) -> None:
            answer.status = int(status[:3])
            answer.cookies = [value for name, value in headers if name.lower() == "set-cookie"]
            answer.headers = dict(headers)

        with written_tables(answer.wrote):
            try:
                content = self._handler(_environ(request), start)
                answer.content = b"".join(content)
                content.close()
            except Exception as problem:  # noqa: BLE001 - what a server would have to answer for
                answer.broke = problem
        return answer


@contextmanager
def written_tables(found: set[str]) -> Iterator[None]:
    """Notes the tables that statements write to."""

    def noting(execute: Any, sql: str, *rest: Any) -> Any:
        if told := _WRITES.match(sql):
            found.add(told[1])
        return execute(sql, *rest)

    with connection.execute_wrapper(noting):
        yield


def _environ(request: Request) -> dict[str, Any]:
    body = request.body or Body("", b"")
    length = len(body.content) if body.length is None else body.length
    environ = {
        "REQUEST_METHOD": request.method,
        "SCRIPT_NAME": "",
        "PATH_INFO": _unquoted(request.path).decode("latin-1"),
        "QUERY_STRING": request.query.encode("utf-8", "surrogatepass").decode("latin-1"),
        "SERVER_NAME": "127.0.0.1",
        "SERVER_PORT": "8000",
        "SERVER_PROTOCOL": "HTTP/1.1",
        "REMOTE_ADDR": "192.0.2.7",
        "HTTP_HOST": request.host,
        "CONTENT_TYPE": body.type.encode().decode("latin-1"),
        "CONTENT_LENGTH": str(length) if request.body else "",
        "wsgi.version": (1, 0),
        "wsgi.url_scheme": "http",
        "wsgi.input": io.BytesIO(body.content),
        "wsgi.errors": io.StringIO(),
        "wsgi.multithread": True,
        "wsgi.multiprocess": False,
        "wsgi.run_once": False,
        "HTTP_COOKIE": _cookies(request),
    }
    told = {f"HTTP_{name.upper().replace('-', '_')}": value for name, value in request.headers}
    return environ | {
        name: value.encode("utf-8", "surrogatepass").decode("latin-1") for name, value in told.items()
    }


def _cookies(request: Request) -> str:
    kept = [f"{settings.CSRF_COOKIE_NAME}={KEY}"]
    if request.session:
        kept.append(f"{settings.SESSION_COOKIE_NAME}={request.session}")
    return "; ".join(kept).encode("utf-8", "surrogatepass").decode("latin-1")


def _unquoted(path: bytes) -> bytes:
    return unquote_to_bytes(path)
