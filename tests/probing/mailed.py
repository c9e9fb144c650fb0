"""Mails of a company that holds something in every table."""

from collections.abc import Iterator

from encours.books.receivables.models import Customer
from encours.ground.documents import actions as documents_actions
from encours.ground.evidence.acts import Act
from encours.method.inbox.models import InboundMail, MailPiece, MailSaying
from tests.factories import NOW, TODAY
from tests.probing.files import a_pdf


def mailed(act: Act, customer: Customer, word: Iterator[str]) -> None:
    """A mail on the case with a file and a proposal, one that nobody has filed, one put aside."""
    for whose, pile in ((customer, "to_read"), (None, "to_file"), (None, "aside")):
        name = next(word)
        mail = InboundMail.objects.create(
            entity_id=act.entity_id,
            customer=whose,
            kind="reply",
            filing="thread" if whose else "none",
            origin="unproved",
            pile=pile,
            fingerprint=name,
            message_id=f"<{name}@client.test>",
            from_name=f"{name}nom",
            from_email=f"{name}@client.test",
            recipients=f"{name}@maison.test",
            subject=f"{name}objet",
            text=f"{name}texte",
            quoted=f"{name}cite",
            html=f"<p>{name}html</p>",
            language="fr",
            received_at=NOW,
            taken_at=NOW,
        )
        copy = documents_actions.store(
            owner=act.chain, name=f"{name}.pdf", content=a_pdf(name), media_type="application/pdf", at=NOW
        )
        MailPiece.objects.create(
            mail=mail, document_id=copy, name=f"{name}.pdf", media_type="application/pdf", size_bytes=9
        )
        MailSaying.objects.create(mail=mail, kind="paid", sentence=f"{name}phrase", named_on=TODAY)
