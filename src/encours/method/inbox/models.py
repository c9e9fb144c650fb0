"""What came in from a customer, noted by hand or read from the mailbox; it stops the ladder until it is read."""

from django.db import models

from encours.ground.plumbing.fields import CurrencyField, EnumField, MinorField, choices
from encours.method.cases.rules.contact import CHANNEL_LABELS
from encours.method.inbox.rules.filing import FILING_LABELS
from encours.method.inbox.rules.kind import MAIL_KIND_LABELS
from encours.method.inbox.rules.piles import PILE_LABELS, SAYING_STATE_LABELS, SayingState
from encours.method.inbox.rules.sayings import SAYING_LABELS
from encours.method.inbox.rules.trust import ORIGIN_LABELS


class ReceivedFile(models.Model):
    """A file that came with something received; without a document it is not kept here."""

    document = models.ForeignKey(
        "documents.Document", on_delete=models.PROTECT, null=True, blank=True, related_name="+"
    )
    name = models.CharField("nom", max_length=160)
    media_type = models.CharField("type de contenu", max_length=130)
    size_bytes = models.PositiveBigIntegerField("taille")

    class Meta:
        abstract = True

    def __str__(self) -> str:
        return self.name


class InboundItem(models.Model):
    """A mail, letter, call or visit from a customer."""

    entity = models.ForeignKey("creditor.CreditorEntity", on_delete=models.PROTECT, related_name="+")
    customer = models.ForeignKey(
        "receivables.Customer", on_delete=models.PROTECT, related_name="+", verbose_name="client"
    )
    contact = models.ForeignKey(
        "receivables.Contact",
        on_delete=models.PROTECT,
        null=True,
        blank=True,
        related_name="+",
        verbose_name="interlocuteur",
    )
    channel = EnumField("canal", choices=choices(CHANNEL_LABELS))
    received_at = models.DateTimeField("reçu le")
    text = models.TextField("contenu")
    noted_by = models.CharField("noté par", max_length=40)
    read_at = models.DateTimeField("lu le", null=True, blank=True)
    read_by = models.CharField("lu par", max_length=40, blank=True)

    class Meta:
        verbose_name = "message reçu"
        indexes = [
            models.Index(
                fields=["customer"], condition=models.Q(read_at__isnull=True), name="inbox_item_unread"
            )
        ]

    def __str__(self) -> str:
        return f"{self.channel} {self.received_at}"


class InboundPiece(ReceivedFile):
    """A file that came with what was received, other than by mail; without a document it was erased."""

    item = models.ForeignKey(InboundItem, on_delete=models.CASCADE, related_name="pieces")

    class Meta:
        verbose_name = "fichier reçu"


class Mailbox(models.Model):
    """The mailbox of an entity, and how far it has been read. Nothing in it is ever changed."""

    entity = models.OneToOneField("creditor.CreditorEntity", on_delete=models.PROTECT, related_name="+")
    host = models.CharField("serveur IMAP", max_length=200)
    port = models.PositiveIntegerField("port", default=993)
    security = models.CharField("sécurité", max_length=10, default="tls")
    username = models.CharField("identifiant", max_length=200, blank=True)
    sealed_password = models.TextField("mot de passe chiffré", blank=True)
    folder = models.CharField("dossier", max_length=200, default="INBOX")
    address = models.EmailField("adresse de la boîte", blank=True)
    trusted_server = models.CharField("serveur dont l'avis compte", max_length=200, blank=True)
    has_signed_addresses = models.BooleanField("adresses de réponse signées", default=False)
    sealed_reply_key = models.TextField("clé des adresses signées", blank=True)
    since_on = models.DateField("depuis le")
    uid_validity = models.BigIntegerField("génération de la boîte", null=True, blank=True)
    last_uid = models.BigIntegerField("lu jusqu'au numéro", default=0)
    waiting = models.PositiveIntegerField("encore à prendre", default=0)
    checked_at = models.DateTimeField("relevée le", null=True, blank=True)
    failing_since = models.DateTimeField("en échec depuis", null=True, blank=True)
    failures = models.PositiveIntegerField("échecs de suite", default=0)
    trouble = models.CharField("ce qui ne va pas", max_length=40, blank=True)
    trouble_words = models.CharField("réponse du serveur", max_length=400, blank=True)
    next_at = models.DateTimeField("prochaine relève", null=True, blank=True)
    lease = models.CharField("réservée par", max_length=60, blank=True)
    leased_until = models.DateTimeField("réservée jusqu'au", null=True, blank=True)

    class Meta:
        verbose_name = "boîte aux lettres"

    def __str__(self) -> str:
        return self.host


class InboundMail(models.Model):
    """One mail as it was read. Its fingerprint makes it unique: read again, it is not filed again."""

    entity = models.ForeignKey("creditor.CreditorEntity", on_delete=models.PROTECT, related_name="+")
    customer = models.ForeignKey(
        "receivables.Customer",
        on_delete=models.PROTECT,
        null=True,
        blank=True,
        related_name="+",
        verbose_name="client",
    )
    contact = models.ForeignKey(
        "receivables.Contact",
        on_delete=models.PROTECT,
        null=True,
        blank=True,
        related_name="+",
        verbose_name="interlocuteur",
    )
    item = models.OneToOneField(
        InboundItem, on_delete=models.SET_NULL, null=True, blank=True, related_name="mail"
    )
    kind = EnumField("sorte", choices=choices(MAIL_KIND_LABELS))
    filing = EnumField("classement", choices=choices(FILING_LABELS))
    origin = EnumField("expéditeur", choices=choices(ORIGIN_LABELS))
    pile = EnumField("pile", choices=choices(PILE_LABELS))
    fingerprint = models.CharField("empreinte", max_length=64)
    uid_validity = models.BigIntegerField("génération de la boîte", default=0)
    uid = models.BigIntegerField("numéro dans la boîte", default=0)
    message_id = models.CharField("identifiant de message", max_length=255, blank=True)
    answers = models.CharField("répond à", max_length=255, blank=True)
    thread = models.TextField("fil", blank=True)
    from_name = models.CharField("expéditeur", max_length=160, blank=True)
    from_email = models.CharField("adresse", max_length=340, blank=True)
    reply_to = models.CharField("répondre à", max_length=340, blank=True)
    recipients = models.TextField("destinataires", blank=True)
    subject = models.CharField("objet", max_length=400, blank=True)
    text = models.TextField("mots nouveaux", blank=True)
    quoted = models.TextField("texte cité", blank=True)
    html = models.TextField("mise en forme reçue", blank=True)
    language = models.CharField("langue", max_length=5)
    faults = models.JSONField("particularités", default=list)
    sent_at = models.DateTimeField("écrit le", null=True, blank=True)
    received_at = models.DateTimeField("arrivé le")
    taken_at = models.DateTimeField("relevé le")
    settled_at = models.DateTimeField("traité le", null=True, blank=True)
    settled_by = models.CharField("traité par", max_length=40, blank=True)
    bounced_email = models.CharField("adresse en échec", max_length=340, blank=True)
    bounce_cause = models.CharField("cause du retour", max_length=20, blank=True)
    is_bounce_final = models.BooleanField("retour définitif", default=False)
    back_on = models.DateField("de retour le", null=True, blank=True)
    instead = models.CharField("à sa place", max_length=340, blank=True)

    class Meta:
        verbose_name = "courrier reçu"
        constraints = [
            models.UniqueConstraint(fields=["entity", "fingerprint"], name="inbox_mail_once"),
        ]
        indexes = [
            models.Index(fields=["entity", "pile", "-received_at", "-id"], name="inbox_mail_pile"),
            models.Index(fields=["customer", "-id"], name="inbox_mail_customer"),
        ]

    def __str__(self) -> str:
        return self.subject


class MailPiece(ReceivedFile):
    """A file that came with a mail; without a document it stayed in the mailbox."""

    mail = models.ForeignKey(InboundMail, on_delete=models.CASCADE, related_name="pieces")

    class Meta:
        verbose_name = "pièce jointe reçue"


class MailSaying(models.Model):
    """What a mail seems to say, and what a person made of it."""

    mail = models.ForeignKey(InboundMail, on_delete=models.CASCADE, related_name="sayings")
    kind = EnumField("semble dire", choices=choices(SAYING_LABELS))
    sentence = models.CharField("phrase", max_length=600)
    named_on = models.DateField("pour le", null=True, blank=True)
    amount_minor = MinorField("montant", null=True, blank=True)
    currency = CurrencyField(blank=True)
    state = EnumField("état", choices=choices(SAYING_STATE_LABELS), default=SayingState.PROPOSED.value)
    said_kind = models.CharField("dit en fait", max_length=32, blank=True)
    decided_at = models.DateTimeField("décidé le", null=True, blank=True)
    decided_by = models.CharField("décidé par", max_length=40, blank=True)

    class Meta:
        verbose_name = "proposition"

    def __str__(self) -> str:
        return str(self.kind)
