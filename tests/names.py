"""A name server of our own on a loopback port: texts by name, and the ways in which name servers fail."""

import socketserver
import threading
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field

import dns.flags
import dns.message
import dns.rcode
import dns.rrset


@dataclass
class NameServer:
    """What it answers: `texts` by name; `silent` and `broken` names get no answer, or a failure."""

    address: str = ""
    texts: dict[str, list[str]] = field(default_factory=dict)
    silent: set[str] = field(default_factory=set)
    broken: set[str] = field(default_factory=set)
    asked: list[str] = field(default_factory=list)

    def answer(self, wire: bytes) -> bytes | None:
        query = dns.message.from_wire(wire)
        name = query.question[0].name.to_text(omit_final_dot=True).lower()
        self.asked.append(name)
        if name in self.silent or "*" in self.silent:
            return None
        answer = dns.message.make_response(query)
        answer.flags |= dns.flags.RA
        if name in self.broken:
            answer.set_rcode(dns.rcode.SERVFAIL)
        elif self.texts.get(name):
            words = [" ".join(_pieces(text)) for text in self.texts[name]]
            answer.answer.append(dns.rrset.from_text(query.question[0].name, 60, "IN", "TXT", *words))
        else:
            answer.set_rcode(dns.rcode.NXDOMAIN)
        return answer.to_wire()


def _pieces(text: str) -> list[str]:
    """A long text goes in pieces of 255 characters, as it does on the wire."""
    return [f'"{text[start : start + 255]}"' for start in range(0, len(text), 255)]


@contextmanager
def running_name_server() -> Iterator[NameServer]:
    """Answers until the block ends."""
    names = NameServer()

    class Handler(socketserver.BaseRequestHandler):
        def handle(self) -> None:
            wire, udp = self.request
            if (answer := names.answer(wire)) is not None:
                udp.sendto(answer, self.client_address)

    with socketserver.ThreadingUDPServer(("127.0.0.1", 0), Handler) as server:
        names.address = f"127.0.0.1:{server.server_address[1]}"
        thread = threading.Thread(target=server.serve_forever, args=(0.02,), daemon=True)
        thread.start()
        try:
            yield names
        finally:
            server.shutdown()
            thread.join()
