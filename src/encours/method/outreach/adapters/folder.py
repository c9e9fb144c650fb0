"""The demonstration's post: mails are written into a folder, none leaves the machine."""

import contextlib
from pathlib import Path

from encours.method.outreach.adapters.envelope import Envelope, Outcome, Receipt, cannot_be_written
from encours.method.outreach.rules.receipts import Trouble, written


def write(folder: Path, envelope: Envelope) -> Receipt:
    """Keeps the mail as a file that any mail program opens: whole or not at all."""
    try:
        content = envelope.as_mail().as_bytes()
    except (ValueError, UnicodeError) as problem:
        return cannot_be_written(problem)
    target = folder / f"{envelope.message_id.strip('<>').partition('@')[0]}.eml"
    draft = target.with_suffix(".part")
    try:
        folder.mkdir(parents=True, exist_ok=True)
        draft.write_bytes(content)
        draft.replace(target)
    except OSError as problem:
        with contextlib.suppress(OSError):
            draft.unlink(missing_ok=True)
        return Receipt(Outcome.NOT_REACHED, written(Trouble.NOT_WRITTEN, problem.strerror))
    return Receipt(Outcome.ACCEPTED, written(Trouble.DEMONSTRATION))
