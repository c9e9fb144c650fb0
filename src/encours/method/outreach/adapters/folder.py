"""The demonstration's post: mails are written into a folder, none leaves the machine."""

from pathlib import Path

from encours.method.outreach.adapters.envelope import Envelope, Outcome, Receipt


def write(folder: Path, envelope: Envelope) -> Receipt:
    """Keeps the mail as a file that any mail program opens."""
    folder.mkdir(parents=True, exist_ok=True)
    name = envelope.message_id.strip("<>").partition("@")[0]
    (folder / f"{name}.eml").write_bytes(envelope.as_mail().as_bytes())
    return Receipt(Outcome.ACCEPTED, "démonstration : écrit dans un dossier, rien n'est parti")
