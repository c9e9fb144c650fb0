"""The post office of the room: a flow hands it an envelope; only here are the adapters reached."""

from pathlib import Path

from encours.books.creditor.queries import Smtp
from encours.method.outreach.adapters import folder as _folder
from encours.method.outreach.adapters import smtp as _smtp
from encours.method.outreach.adapters.envelope import Envelope, Outcome, Piece, Receipt

__all__ = ["Envelope", "Outcome", "Piece", "Receipt", "check", "into_folder", "through"]


def through(server: Smtp, envelope: Envelope) -> Receipt:
    """Sends one mail through an entity's server."""
    return _smtp.send(_server(server), envelope)


def check(server: Smtp) -> str:
    """Empty when the server lets us in, else what is wrong."""
    return _smtp.check(_server(server))


def into_folder(folder: Path, envelope: Envelope) -> Receipt:
    """The demonstration's post: a file each, nothing leaves."""
    return _folder.write(folder, envelope)


def _server(server: Smtp) -> _smtp.Server:
    return _smtp.Server(server.host, server.port, server.security, server.username, server.password)
