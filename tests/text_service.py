"""A service of texts on a loopback port that speaks our protocol, and fails in every way a service can."""

import contextlib
import hashlib
import hmac
import json
import threading
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from typing import Any

SECRET = "un-secret-de-seize-caracteres"


def signed(stamp: int, body: bytes, secret: str = SECRET) -> dict[str, str]:
    """The headers of a call, as whoever knows the secret signs it."""
    mac = hmac.new(secret.encode(), str(stamp).encode() + b"." + body, hashlib.sha256).hexdigest()
    return {"Encours-Timestamp": str(stamp), "Encours-Signature": f"sha256={mac}"}


@dataclass
class TextService:
    """What it answers next, and what it was given. A key it has taken it does not take again."""

    url: str = ""
    plan: list[Any] = field(default_factory=list)
    given: list[dict[str, Any]] = field(default_factory=list)
    taken: dict[str, str] = field(default_factory=dict)


class _Server(ThreadingHTTPServer):
    service: TextService


class _Handler(BaseHTTPRequestHandler):
    server: _Server

    def do_POST(self) -> None:
        service = self.server.service
        body = self.rfile.read(int(self.headers.get("Content-Length", 0)))
        stamp = int(self.headers["Encours-Timestamp"])
        if self.headers["Encours-Signature"] != signed(stamp, body)["Encours-Signature"]:
            self._say(401, {"state": "refused", "reason": "signature"})
            return
        told = json.loads(body)
        service.given.append(told)
        step = service.plan.pop(0) if service.plan else (202, {"state": "taken"})
        if step in ("cut", "slow"):
            service.taken[told["key"]] = told["text"]
            threading.Event().wait(1.5 if step == "slow" else 0)
            self.connection.close()
            return
        status, answer = (202, {"state": "taken"}) if step == "twice" else step
        if told["key"] in service.taken:
            status, answer = 409, {"state": "taken"}
        elif status == 202:
            service.taken[told["key"]] = told["text"]
        self._say(status, answer)
        if step == "twice":
            self._say(500, {"state": "refused"})

    def _say(self, status: int, answer: Any) -> None:
        self.send_response(status)
        self.end_headers()
        self.wfile.write(answer if isinstance(answer, bytes) else json.dumps(answer).encode())

    def log_message(self, *_words: object) -> None:
        pass

    def handle(self) -> None:
        with contextlib.suppress(OSError, ValueError):
            super().handle()


@contextmanager
def text_service() -> Iterator[TextService]:
    """Runs until the block ends. A plan of `(status, body)`, «cut» (after reading), «slow» or «twice»."""
    server = _Server(("127.0.0.1", 0), _Handler)
    server.service = TextService(f"http://127.0.0.1:{server.server_port}/sms")
    threading.Thread(target=server.serve_forever, kwargs={"poll_interval": 0.05}, daemon=True).start()
    try:
        yield server.service
    finally:
        server.shutdown()
        server.server_close()
