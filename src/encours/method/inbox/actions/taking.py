"""A mail is kept, once, with its files and with what it seems to say."""

from django.db import transaction

from encours.ground.evidence import actions as evidence_actions
from encours.ground.evidence.acts import Act
from encours.ground.kernel.reason import N_, Reason
from encours.method.inbox.models import InboundMail, MailPiece, MailSaying
from encours.method.inbox.rules.filing import FILING_LABELS
from encours.method.inbox.rules.kept import MailDraft
from encours.method.inbox.rules.mail import Person, Piece
from encours.method.inbox.rules.piles import pile_of

_MOST_QUOTED = 20_000


@transaction.atomic
def keep_mail(act: Act, *, draft: MailDraft, documents: dict[int, int]) -> int | None:
    """Keeps a mail; None when it is known by its fingerprint. `documents`: the kept file of each piece, by place."""
    mail, bounce, absence = draft.mail, draft.bounce, draft.absence
    sender, filed = mail.sender or Person("", ""), draft.filed
    row, is_new = InboundMail.objects.get_or_create(
        entity_id=act.entity_id,
        fingerprint=mail.fingerprint,
        defaults={
            "customer_id": filed.customer_id,
            "contact_id": filed.contact_id,
            "kind": draft.kind.value,
            "filing": filed.filing.value,
            "origin": draft.origin.value,
            "pile": pile_of(draft.kind, customer_id=filed.customer_id).value,
            "uid_validity": draft.place.uid_validity,
            "uid": draft.place.uid,
            "message_id": mail.message_id[:255],
            "answers": draft.answers[:255],
            "thread": " ".join(mail.references)[:8_000],
            "from_name": sender.name,
            "from_email": sender.address[:340],
            "reply_to": mail.reply_to[0].address[:340] if mail.reply_to else "",
            "recipients": ", ".join(person.address for person in mail.to)[:4_000],
            "subject": mail.subject,
            "text": draft.words.new,
            "quoted": draft.words.quoted[:_MOST_QUOTED],
            "html": mail.html,
            "language": draft.language,
            "faults": [fault.value for fault in mail.faults],
            "sent_at": mail.sent_at,
            "received_at": draft.place.arrived_at,
            "taken_at": act.at,
            "bounced_email": bounce.recipient[:340] if bounce else "",
            "bounce_cause": bounce.cause.value if bounce else "",
            "is_bounce_final": bounce.is_final if bounce else False,
            "back_on": absence.back_on if absence else None,
            "instead": absence.instead[:340] if absence else "",
        },
    )
    if not is_new:
        return None
    MailPiece.objects.bulk_create(
        _piece(row.pk, piece, documents.get(place)) for place, piece in enumerate(mail.pieces)
    )
    MailSaying.objects.bulk_create(
        MailSaying(
            mail_id=row.pk,
            kind=saying.kind.value,
            sentence=saying.sentence,
            named_on=saying.on,
            amount_minor=saying.amount.minor if saying.amount else None,
            currency=saying.amount.currency if saying.amount else "",
        )
        for saying in draft.sayings
    )
    _tell(act, row)
    return row.pk


def _piece(mail_id: int, piece: Piece, document_id: int | None) -> MailPiece:
    return MailPiece(
        mail_id=mail_id,
        document_id=document_id,
        name=piece.name[:160],
        media_type=piece.media_type[:130],
        size_bytes=piece.size_bytes,
    )


def _tell(act: Act, row: InboundMail) -> None:
    about = f"customer:{row.customer_id}" if row.customer_id else f"entity:{act.entity_id}"
    text = N_("Courrier reçu « {subject} » : {how}")
    entry = act.entry(
        "inbox.mail_received",
        about,
        Reason(text, subject=row.subject, how=Reason(_how(row.filing))),
        payload={
            "mail": row.pk, "kind": row.kind, "filing": row.filing, "origin": row.origin,
            "uid": row.uid, "uid_validity": row.uid_validity, "fingerprint": row.fingerprint,
        },
        details={"from": row.from_email, "subject": row.subject},
    )  # fmt: skip
    evidence_actions.append(entry)


def _how(filing: str) -> str:
    return next(label for kind, label in FILING_LABELS.items() if kind.value == filing)
