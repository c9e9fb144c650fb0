"""The demonstration's post: mails are written into a folder, none leaves the machine."""

from pathlib import Path

from encours.method.outreach.adapters.envelope import Envelope, Outcome, Receipt, cannot_be_written
from encours.method.outreach.rules.receipts import Trouble, written


def write(folder: Path, envelope: Envelope) -> Receipt:
    """Keeps the mail as a file that any mail program opens."""
    try:
        content = envelope.as_mail().as_bytes()
    except (ValueError, UnicodeError) as problem:
        return cannot_be_written(problem)
    folder.mkdir(parents=True, exist_ok=True)
    name = envelope.message_id.strip("<>").partition("@")[0]
    (folder / f"{name}.eml").write_bytes(content)
    return Receipt(Outcome.ACCEPTED, written(Trouble.DEMONSTRATION))
