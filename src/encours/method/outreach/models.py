"""The outbox: each message with the words that were decided, its state, and what happened to it."""

from django.db import models

from encours.ground.plumbing.fields import CurrencyField, EnumField, MinorField, choices
from encours.ground.wording.facts import REGISTER_LABELS
from encours.method.cases.rules.contact import CHANNEL_LABELS
from encours.method.cases.rules.words import OCCASION_LABELS
from encours.method.outreach.rules.batches import (
    BATCH_STATE_LABELS,
    LETTER_STATE_LABELS,
    POST_WAY_LABELS,
    BatchState,
    LetterState,
    PostWay,
)
from encours.method.outreach.rules.letter import COVER_LABELS, Cover
from encours.method.outreach.rules.restraint import COMPLAINT_LABELS
from encours.method.outreach.rules.states import MESSAGE_STATE_LABELS, MODE_LABELS, Mode
from encours.method.outreach.rules.text_service import DELIVERY_LABELS, Delivery


class Message(models.Model):
    """One message to one contact for one step. `step_key` makes it unique: never twice."""

    entity = models.ForeignKey(
        "creditor.CreditorEntity",
        on_delete=models.PROTECT,
        related_name="+",
        verbose_name="entité",
        db_index=False,
    )
    customer = models.ForeignKey(
        "receivables.Customer",
        on_delete=models.PROTECT,
        related_name="+",
        verbose_name="client",
        db_index=False,
    )
    case = models.ForeignKey(
        "cases.Case",
        on_delete=models.PROTECT,
        null=True,
        blank=True,
        related_name="+",
        verbose_name="dossier",
    )
    contact = models.ForeignKey(
        "receivables.Contact",
        on_delete=models.PROTECT,
        null=True,
        blank=True,
        related_name="+",
        verbose_name="interlocuteur",
    )
    step_key = models.CharField("clé d'étape", max_length=120, unique=True)
    level = models.CharField("étape", max_length=40, blank=True)
    occasion = EnumField("occasion", choices=choices(OCCASION_LABELS))
    channel = EnumField("canal", choices=choices(CHANNEL_LABELS))
    stage = models.CharField("stade", max_length=30)
    template = models.CharField("modèle", max_length=20)
    template_version = models.CharField("version du modèle", max_length=20)
    language = models.CharField("langue", max_length=5)
    mode = EnumField("mode", choices=choices(MODE_LABELS), default=Mode.AUTOMATIC.value)
    state = EnumField("état", choices=choices(MESSAGE_STATE_LABELS))
    from_name = models.CharField("expéditeur", max_length=160)
    from_email = models.EmailField("adresse d'envoi", blank=True)
    to_name = models.CharField("destinataire", max_length=160, blank=True)
    to_email = models.EmailField("adresse", blank=True)
    subject = models.CharField("objet", max_length=240)
    text = models.TextField("texte")
    html = models.TextField("texte mis en forme", blank=True)
    currency = CurrencyField()
    total_minor = MinorField("montant demandé", default=0)
    invoice_count = models.PositiveSmallIntegerField("nombre de factures", default=0)
    deadline_named_on = models.DateField("date annoncée", null=True, blank=True)
    has_policy = models.BooleanField("conditions jointes", default=False)
    reasons = models.JSONField("raisons", default=list)
    send_from = models.DateTimeField("à partir du")
    decided_on = models.DateField("décidé pour le")
    message_id = models.CharField("identifiant de message", max_length=200, unique=True)
    in_reply_to = models.CharField("réponse à", max_length=200, blank=True)
    created_at = models.DateTimeField("préparé le")
    approved_by = models.CharField("confirmé par", max_length=40, blank=True)
    approved_at = models.DateTimeField("confirmé le", null=True, blank=True)
    lease = models.CharField("réservé par", max_length=60, blank=True)
    leased_until = models.DateTimeField("réservé jusqu'au", null=True, blank=True)
    attempts = models.PositiveSmallIntegerField("essais", default=0)
    sent_at = models.DateTimeField("parti le", null=True, blank=True)
    receipt = models.CharField("réponse du serveur", max_length=400, blank=True)
    refusal_rule = models.CharField("règle", max_length=20, blank=True)
    references = models.TextField("fil", blank=True)
    refusal = models.JSONField("pourquoi pas", default=dict)

    class Meta:
        verbose_name = "message"
        indexes = [
            models.Index(fields=["state", "send_from"], name="outreach_message_queue"),
            models.Index(fields=["entity", "state", "-id"], name="outreach_message_list"),
            models.Index(fields=["customer", "-id"], name="outreach_message_customer"),
            # What waits, as every page counts it. Not partial: SQLite does not know a list of states again.
            models.Index(
                fields=["entity", "state", "stage", "currency", "total_minor", "send_from", "customer"],
                name="outreach_message_by_state",
            ),
            models.Index(
                fields=["entity", "sent_at", "customer"],
                condition=models.Q(sent_at__isnull=False),
                name="outreach_message_sent",
            ),
        ]

    def __str__(self) -> str:
        return self.subject


class MessageLine(models.Model):
    """One invoice named in a message, with the figures it names."""

    message = models.ForeignKey(Message, on_delete=models.CASCADE, related_name="lines")
    due = models.ForeignKey(
        "receivables.InvoiceDue", on_delete=models.PROTECT, related_name="+", db_index=False
    )
    number = models.CharField("numéro", max_length=60)
    issued_on = models.DateField("date de facture")
    due_on = models.DateField("échéance")
    open_minor = MinorField("reste dû")

    class Meta:
        verbose_name = "ligne de message"
        indexes = [models.Index(fields=["due"], name="outreach_line_due")]

    def __str__(self) -> str:
        return self.number


class Attachment(models.Model):
    """A copy sent with a message."""

    message = models.ForeignKey(Message, on_delete=models.CASCADE, related_name="attachments")
    document = models.ForeignKey("documents.Document", on_delete=models.PROTECT, related_name="+")

    class Meta:
        verbose_name = "pièce jointe"

    def __str__(self) -> str:
        return str(self.document_id)


class SendingStop(models.Model):
    """Nothing leaves while a stop stands: of one entity, or of all when `entity` is empty."""

    entity = models.ForeignKey(
        "creditor.CreditorEntity", on_delete=models.PROTECT, null=True, blank=True, related_name="+"
    )
    reason = models.CharField("motif", max_length=240)
    stopped_by = models.CharField("par", max_length=40)
    stopped_at = models.DateTimeField("depuis le")
    lifted_at = models.DateTimeField("levé le", null=True, blank=True)
    lifted_by = models.CharField("levé par", max_length=40, blank=True)

    class Meta:
        verbose_name = "arrêt des envois"

    def __str__(self) -> str:
        return self.reason


class GuardOverride(models.Model):
    """The owner passes over our own limits for one contact with a customer on one day (K15)."""

    entity = models.ForeignKey("creditor.CreditorEntity", on_delete=models.PROTECT, related_name="+")
    customer = models.ForeignKey("receivables.Customer", on_delete=models.PROTECT, related_name="+")
    valid_on = models.DateField("pour le")
    granted_at = models.DateTimeField("accordé le")
    granted_by = models.CharField("par", max_length=40)
    why = models.CharField("motif", max_length=400)
    rules = models.JSONField("limites", default=list)

    class Meta:
        verbose_name = "passage outre"
        indexes = [models.Index(fields=["entity", "-valid_on"], name="outreach_override_day")]

    def __str__(self) -> str:
        return f"{self.customer_id} {self.valid_on}"


class Complaint(models.Model):
    """A customer complained of how we contacted them (R111)."""

    entity = models.ForeignKey("creditor.CreditorEntity", on_delete=models.PROTECT, related_name="+")
    customer = models.ForeignKey("receivables.Customer", on_delete=models.PROTECT, related_name="+")
    received_on = models.DateField("reçue le")
    about = EnumField("à quel sujet", choices=choices(COMPLAINT_LABELS))
    words = models.CharField("dans ses mots", max_length=400)
    noted_by = models.CharField("notée par", max_length=40)
    noted_at = models.DateTimeField("notée le")

    class Meta:
        verbose_name = "réclamation"
        indexes = [
            models.Index(fields=["entity", "-received_on"], name="outreach_complaint_day"),
            models.Index(fields=["customer", "-received_on"], name="outreach_complaint_of"),
        ]

    def __str__(self) -> str:
        return f"{self.customer_id} {self.received_on}"


class PaperStyle(models.Model):
    """How an entity writes on paper: its envelopes, what travels with letters, its signature, its post."""

    entity = models.OneToOneField("creditor.CreditorEntity", on_delete=models.PROTECT, related_name="+")
    norm = models.CharField("enveloppe", max_length=20)
    cover = EnumField("enveloppes", choices=choices(COVER_LABELS), default=Cover.NONE.value)
    is_duplex = models.BooleanField("recto verso", default=False)
    has_payment_code = models.BooleanField("code de paiement", default=True)
    logo = models.ForeignKey("documents.Document", on_delete=models.PROTECT, null=True, related_name="+")
    signature = models.ForeignKey("documents.Document", on_delete=models.PROTECT, null=True, related_name="+")
    way = EnumField("remise à la poste", choices=choices(POST_WAY_LABELS), default=PostWay.BY_HAND.value)
    webhook_url = models.CharField("adresse du service", max_length=300, blank=True)
    sealed_secret = models.TextField("secret chiffré", blank=True)

    class Meta:
        verbose_name = "papier à lettres"

    def __str__(self) -> str:
        return self.norm


class PrintBatch(models.Model):
    """Letters printed together. It counts as sent only when a person, or the post, says so of each letter."""

    entity = models.ForeignKey(
        "creditor.CreditorEntity", on_delete=models.PROTECT, related_name="+", verbose_name="entité"
    )
    number = models.PositiveIntegerField("numéro")
    state = EnumField("état", choices=choices(BATCH_STATE_LABELS), default=BatchState.MADE.value)
    way = EnumField("remise à la poste", choices=choices(POST_WAY_LABELS))
    made_at = models.DateTimeField("préparé le")
    made_by = models.CharField("préparé par", max_length=40)
    printed_at = models.DateTimeField("imprimé le", null=True, blank=True)
    printed_by = models.CharField("imprimé par", max_length=40, blank=True)

    class Meta:
        verbose_name = "lot de courrier"
        constraints = [
            models.UniqueConstraint(fields=["entity", "number"], name="outreach_printbatch_numbered")
        ]
        indexes = [models.Index(fields=["entity", "state", "-number"], name="outreach_printbatch_list")]

    def __str__(self) -> str:
        return str(self.number)


class PrintedLetter(models.Model):
    """One message on paper, in one batch; the exact copy of what was printed, and when it was posted (R115)."""

    batch = models.ForeignKey(PrintBatch, on_delete=models.CASCADE, related_name="letters")
    message = models.ForeignKey(Message, on_delete=models.CASCADE, related_name="prints")
    place = models.PositiveSmallIntegerField("place dans le lot")
    state = EnumField("état", choices=choices(LETTER_STATE_LABELS), default=LetterState.IN_BATCH.value)
    document = models.ForeignKey("documents.Document", on_delete=models.PROTECT, null=True, related_name="+")
    pages = models.PositiveSmallIntegerField("pages")
    recipient = models.JSONField("adresse imprimée", default=list)
    reference = models.CharField("référence", max_length=30, blank=True)
    posted_on = models.DateField("posté le", null=True, blank=True)
    tracking = models.CharField("numéro de suivi", max_length=60, blank=True)
    answer = models.CharField("réponse du service", max_length=400, blank=True)
    why = models.CharField("motif", max_length=240, blank=True)
    lease = models.CharField("réservée par", max_length=60, blank=True)
    leased_until = models.DateTimeField("réservée jusqu'au", null=True, blank=True)

    class Meta:
        verbose_name = "lettre imprimée"
        constraints = [
            # Nothing is posted twice: a message stands in one batch at most, those it was taken out of aside.
            models.UniqueConstraint(
                fields=["message"],
                condition=~models.Q(state=LetterState.OUT.value),
                name="outreach_printedletter_once",
            )
        ]
        indexes = [models.Index(fields=["batch", "place"], name="outreach_printedletter_order")]

    def __str__(self) -> str:
        return f"{self.batch_id}/{self.place}"


class TextService(models.Model):
    """Through which service the texts (SMS) of an entity leave. Without one a person's own telephone sends them."""

    entity = models.OneToOneField("creditor.CreditorEntity", on_delete=models.PROTECT, related_name="+")
    is_on = models.BooleanField("SMS par un service", default=False)
    url = models.CharField("adresse du service", max_length=300, blank=True)
    sender = models.CharField("expéditeur affiché", max_length=16, blank=True)
    sealed_secret = models.TextField("secret chiffré", blank=True)

    class Meta:
        verbose_name = "service de SMS"

    def __str__(self) -> str:
        return self.url


class TextDelivery(models.Model):
    """What a service said of one text that it took: that it arrived, that it did not, or nothing yet."""

    message = models.OneToOneField(Message, on_delete=models.CASCADE, related_name="delivery")
    key = models.CharField("clé", max_length=80, unique=True)
    number = models.CharField("numéro", max_length=20)
    state = EnumField("arrivée", choices=choices(DELIVERY_LABELS), default=Delivery.TAKEN.value)
    words = models.CharField("dit par le service", max_length=400, blank=True)
    told_at = models.DateTimeField("appris le", null=True, blank=True)

    class Meta:
        verbose_name = "arrivée d'un SMS"

    def __str__(self) -> str:
        return self.key


class WordGround(models.Model):
    """On what a sentence rests that is otherwise refused, in the words of whoever noted it; empty: not known.

    Without a customer it is so for all of an entity: clauses that stand in every contract.
    """

    entity = models.ForeignKey("creditor.CreditorEntity", on_delete=models.PROTECT, related_name="+")
    customer = models.ForeignKey(
        "receivables.Customer", on_delete=models.PROTECT, null=True, blank=True, related_name="+"
    )
    fees_clause = models.CharField("clause sur les frais", max_length=240, blank=True)
    suspension_clause = models.CharField("clause de suspension", max_length=240, blank=True)
    court_title = models.CharField("titre exécutoire", max_length=240, blank=True)
    write_off = models.CharField("abandon décidé", max_length=240, blank=True)

    class Meta:
        verbose_name = "fondement"
        constraints = [
            models.UniqueConstraint(fields=["entity", "customer"], name="outreach_ground_once"),
            models.UniqueConstraint(
                fields=["entity"], condition=models.Q(customer__isnull=True), name="outreach_ground_of_all"
            ),
        ]

    def __str__(self) -> str:
        return str(self.customer_id or self.entity_id)


class TextVersion(models.Model):
    """One version of a text of an entity over the shipped file; never changed once it is in use.

    Without a number it is the draft, of which there is at most one. `body` is the file that is exported.
    """

    entity = models.ForeignKey("creditor.CreditorEntity", on_delete=models.PROTECT, related_name="+")
    template = models.CharField("texte", max_length=12)
    language = models.CharField("langue", max_length=5)
    register = EnumField("forme d'adresse", choices=choices(REGISTER_LABELS), max_length=5)
    version = models.PositiveSmallIntegerField("version", null=True, blank=True)
    body = models.TextField("contenu")
    reason = models.CharField("motif", max_length=240, blank=True)
    saved_at = models.DateTimeField("enregistré le")
    saved_by = models.CharField("par", max_length=40)
    published_at = models.DateTimeField("en service depuis le", null=True, blank=True)

    class Meta:
        verbose_name = "version de texte"
        constraints = [
            models.UniqueConstraint(
                fields=["entity", "template", "language", "register", "version"], name="outreach_text_once"
            ),
            models.UniqueConstraint(
                fields=["entity", "template", "language", "register"],
                condition=models.Q(version__isnull=True),
                name="outreach_text_one_draft",
            ),
            models.CheckConstraint(
                condition=models.Q(version__isnull=True, published_at__isnull=True)
                | models.Q(version__isnull=False, published_at__isnull=False),
                name="outreach_text_published",
                violation_error_message="Une version en service porte un numéro et une date.",
            ),
        ]

    def __str__(self) -> str:
        return f"{self.template} {self.language} {self.version or 'brouillon'}"
