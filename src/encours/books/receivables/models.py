"""Who owes what: customers and their contacts, debits, credits, and which credit pays which debit.

Overdue is never stored. `open_minor` and `unallocated_minor` are kept in step by the actions of
this room inside one transaction, and are bounded by the database; balances at a date are computed
from the facts.
"""

from django.db import models

from encours.books.receivables.indexes import OF_DUES, OF_INVOICES
from encours.books.receivables.rules.party import (
    CONTACT_ROLE_LABELS,
    CREDIT_KIND_LABELS,
    CUSTOMER_KIND_LABELS,
    ITEM_KIND_LABELS,
    PAYMENT_METHOD_LABELS,
    ContactRole,
    CreditKind,
    CustomerKind,
    ItemKind,
    PaymentMethod,
)
from encours.ground.plumbing.fields import CurrencyField, EnumField, MinorField, choices
from encours.ground.wording.facts import REGISTER_LABELS, Register

LANGUAGES = [("fr", "français"), ("en", "English")]


class Customer(models.Model):
    """A company, person or public body that buys from one entity."""

    entity = models.ForeignKey(
        "creditor.CreditorEntity",
        on_delete=models.PROTECT,
        related_name="+",
        verbose_name="entité",
        db_index=False,
    )
    code = models.CharField("code client", max_length=40, blank=True)
    name = models.CharField("nom", max_length=160)
    search_key = models.CharField("nom normalisé", max_length=200)
    company_key = models.CharField("nom sans forme juridique", max_length=200)
    kind = EnumField("nature", choices=choices(CUSTOMER_KIND_LABELS), default=CustomerKind.BUSINESS.value)
    siren = models.CharField("SIREN", max_length=9, blank=True)
    siret = models.CharField("SIRET", max_length=14, blank=True)
    vat_number = models.CharField("n° de TVA", max_length=20, blank=True)
    address = models.CharField("adresse", max_length=240, blank=True)
    postcode = models.CharField("code postal", max_length=12, blank=True)
    city = models.CharField("ville", max_length=80, blank=True)
    country = models.CharField("pays", max_length=2, default="FR")
    region = models.CharField("région", max_length=12, blank=True)
    time_zone = models.CharField("fuseau horaire", max_length=40, default="Europe/Paris")
    jurisdiction = models.CharField("droit applicable", max_length=8, default="FR")
    language = models.CharField("langue", max_length=5, choices=LANGUAGES, default="fr")
    register = EnumField(
        "forme d'adresse", choices=choices(REGISTER_LABELS), default=Register.VOUS.value, max_length=5
    )
    account_manager = models.ForeignKey(
        "creditor.TeamMember",
        on_delete=models.PROTECT,
        null=True,
        blank=True,
        related_name="+",
        verbose_name="chargé de clientèle",
    )
    since_on = models.DateField("client depuis", null=True, blank=True)
    to_be_kept = models.BooleanField("client à préserver", default=False)
    term_days = models.PositiveSmallIntegerField("délai de paiement (jours)", null=True, blank=True)
    prepays_since = models.DateField("paie à la commande depuis", null=True, blank=True)
    note = models.TextField("note", blank=True)
    created_at = models.DateTimeField("créé le")
    archived_at = models.DateTimeField("archivé le", null=True, blank=True)
    anonymised_at = models.DateTimeField("anonymisé le", null=True, blank=True)

    class Meta:
        verbose_name = "client"
        constraints = [
            models.UniqueConstraint(
                fields=["entity", "code"], condition=~models.Q(code=""), name="receivables_customer_code_once"
            ),
        ]
        indexes = [
            models.Index(
                fields=["entity", "search_key", "id", "code", "city", "siren"],
                condition=models.Q(archived_at__isnull=True),
                name="receivables_customer_in_use",
            ),
            models.Index(
                fields=["entity", "search_key", "id"],
                condition=models.Q(archived_at__isnull=False),
                name="receivables_customer_archived",
            ),
            models.Index(fields=["entity", "company_key"], name="receivables_customer_company"),
        ]

    def __str__(self) -> str:
        return self.name


class Contact(models.Model):
    """A person at the customer's, with what may be used to reach them."""

    customer = models.ForeignKey(Customer, on_delete=models.CASCADE, related_name="contacts", db_index=False)
    name = models.CharField("nom", max_length=120, blank=True)
    role = EnumField("rôle", choices=choices(CONTACT_ROLE_LABELS), default=ContactRole.ACCOUNTING.value)
    email = models.EmailField("e-mail", blank=True)
    phone = models.CharField("téléphone", max_length=40, blank=True)
    is_phone_private = models.BooleanField("numéro privé", default=False)
    language = models.CharField("langue", max_length=5, choices=LANGUAGES, blank=True)
    is_main = models.BooleanField("interlocuteur principal", default=False)
    accepts_email = models.BooleanField("accepte les e-mails", default=True)
    accepts_calls = models.BooleanField("accepte les appels", default=True)
    reachable_from = models.TimeField("joignable à partir de", null=True, blank=True)
    reachable_until = models.TimeField("joignable jusqu'à", null=True, blank=True)
    bounced_at = models.DateTimeField("adresse en échec depuis", null=True, blank=True)
    removed_at = models.DateTimeField("retiré le", null=True, blank=True)

    class Meta:
        verbose_name = "interlocuteur"
        indexes = [
            models.Index(fields=["customer", "is_main"], name="receivables_contact_main"),
            models.Index(
                fields=["customer"],
                condition=models.Q(removed_at__isnull=True, bounced_at__isnull=True, accepts_email=True)
                & ~models.Q(email=""),
                name="receivables_contact_written_to",
            ),
        ]

    def __str__(self) -> str:
        return self.name or self.email

    @property
    def is_erased(self) -> bool:
        """Whether nothing is left that says who it was."""
        return self.removed_at is not None and not (self.name or self.email or self.phone)


class Invoice(models.Model):
    """A debit in a customer's account: an invoice, an item brought forward, another debit."""

    entity = models.ForeignKey(
        "creditor.CreditorEntity", on_delete=models.PROTECT, related_name="+", verbose_name="entité"
    )
    customer = models.ForeignKey(Customer, on_delete=models.PROTECT, related_name="invoices", db_index=False)
    kind = EnumField("nature", choices=choices(ITEM_KIND_LABELS), default=ItemKind.INVOICE.value)
    number = models.CharField("numéro", max_length=60)
    issued_on = models.DateField("date de facture")
    currency = CurrencyField()
    total_minor = MinorField("montant TTC")
    po_number = models.CharField("bon de commande", max_length=60, blank=True)
    is_due_assumed = models.BooleanField("échéance supposée", default=False)
    document = models.ForeignKey(
        "documents.Document",
        on_delete=models.PROTECT,
        null=True,
        blank=True,
        related_name="+",
        verbose_name="copie",
    )
    cancelled_at = models.DateTimeField("annulée le", null=True, blank=True)
    created_at = models.DateTimeField("saisie le")

    class Meta:
        verbose_name = "facture"
        constraints = [
            # A cancelled one frees its number: what was mistyped can be typed again.
            models.UniqueConstraint(
                fields=["entity", "number"],
                condition=models.Q(cancelled_at__isnull=True),
                name="receivables_invoice_number_once",
            ),
            models.CheckConstraint(
                condition=models.Q(total_minor__gt=0),
                name="receivables_invoice_positive",
                violation_error_message="Une facture a un montant positif ; en négatif, c'est un avoir.",
            ),
        ]
        indexes = OF_INVOICES

    def __str__(self) -> str:
        return self.number


class InvoiceDue(models.Model):
    """One due date of an invoice with its amount; most invoices have one. The unit that is paid."""

    invoice = models.ForeignKey(Invoice, on_delete=models.CASCADE, related_name="dues")
    entity = models.ForeignKey("creditor.CreditorEntity", on_delete=models.PROTECT, related_name="+")
    customer = models.ForeignKey(Customer, on_delete=models.PROTECT, related_name="dues")
    currency = CurrencyField()
    due_on = models.DateField("échéance")
    amount_minor = MinorField("montant")
    open_minor = MinorField("reste dû")
    closed_on = models.DateField("soldée le", null=True, blank=True)

    class Meta:
        verbose_name = "échéance"
        constraints = [
            models.CheckConstraint(
                condition=models.Q(open_minor__gte=0) & models.Q(open_minor__lte=models.F("amount_minor")),
                name="receivables_due_open_in_bounds",
                violation_error_message="Le reste dû ne peut ni être négatif ni dépasser le montant.",
            ),
            models.CheckConstraint(
                condition=(models.Q(open_minor=0) & models.Q(closed_on__isnull=False))
                | (models.Q(open_minor__gt=0) & models.Q(closed_on__isnull=True)),
                name="receivables_due_closed_when_paid",
            ),
        ]
        indexes = OF_DUES

    def __str__(self) -> str:
        return f"{self.invoice_id} {self.due_on}"


class CreditNote(models.Model):
    """A credit we granted: a credit note, the rest of a settlement, or a debt given up."""

    kind = EnumField("nature", choices=choices(CREDIT_KIND_LABELS), default=CreditKind.CREDIT_NOTE.value)
    entity = models.ForeignKey(
        "creditor.CreditorEntity", on_delete=models.PROTECT, related_name="+", verbose_name="entité"
    )
    customer = models.ForeignKey(Customer, on_delete=models.PROTECT, related_name="credit_notes")
    number = models.CharField("numéro", max_length=60)
    issued_on = models.DateField("date")
    currency = CurrencyField()
    total_minor = MinorField("montant TTC")
    unallocated_minor = MinorField("reste à affecter")
    vat_minor = MinorField("dont TVA", null=True, blank=True)
    ground = models.CharField("nature du motif", max_length=32, blank=True)
    reason = models.CharField("motif", max_length=200, blank=True)
    document = models.ForeignKey(
        "documents.Document",
        on_delete=models.PROTECT,
        null=True,
        blank=True,
        related_name="+",
        verbose_name="copie",
    )
    cancelled_at = models.DateTimeField("annulé le", null=True, blank=True)
    created_at = models.DateTimeField("saisi le")

    class Meta:
        verbose_name = "avoir"
        constraints = [
            models.UniqueConstraint(
                fields=["entity", "number"],
                condition=models.Q(cancelled_at__isnull=True),
                name="receivables_creditnote_number_once",
            ),
            models.CheckConstraint(
                condition=models.Q(total_minor__gt=0)
                & models.Q(unallocated_minor__gte=0)
                & models.Q(unallocated_minor__lte=models.F("total_minor")),
                name="receivables_creditnote_in_bounds",
                violation_error_message="Un avoir a un montant positif et ne s'affecte pas au-delà.",
            ),
        ]
        indexes = [
            models.Index(
                fields=["entity", "customer", "currency", "unallocated_minor"],
                condition=models.Q(unallocated_minor__gt=0),
                name="receivables_creditnote_free",
            ),
            models.Index(
                fields=["entity", "issued_on"],
                condition=~models.Q(kind=CreditKind.CREDIT_NOTE.value),
                name="receivables_creditnote_waived",
            ),
        ]

    def __str__(self) -> str:
        return self.number


class Payment(models.Model):
    """Money received from a customer, allocated or not; «écriture diverse» is another credit."""

    entity = models.ForeignKey(
        "creditor.CreditorEntity",
        on_delete=models.PROTECT,
        related_name="+",
        verbose_name="entité",
        db_index=False,
    )
    customer = models.ForeignKey(Customer, on_delete=models.PROTECT, related_name="payments", db_index=False)
    received_on = models.DateField("reçu le")
    currency = CurrencyField()
    amount_minor = MinorField("montant")
    unallocated_minor = MinorField("non affecté")
    method = EnumField("moyen", choices=choices(PAYMENT_METHOD_LABELS), default=PaymentMethod.UNKNOWN.value)
    reference = models.CharField("référence", max_length=140, blank=True)
    source_key = models.CharField("clé d'origine", max_length=160, blank=True)
    cancelled_at = models.DateTimeField("annulé le", null=True, blank=True)
    created_at = models.DateTimeField("saisi le")

    class Meta:
        verbose_name = "règlement"
        constraints = [
            models.UniqueConstraint(
                fields=["entity", "source_key"],
                condition=~models.Q(source_key=""),
                name="receivables_payment_once",
            ),
            models.CheckConstraint(
                condition=models.Q(amount_minor__gt=0)
                & models.Q(unallocated_minor__gte=0)
                & models.Q(unallocated_minor__lte=models.F("amount_minor")),
                name="receivables_payment_in_bounds",
                violation_error_message="Un règlement a un montant positif et ne s'affecte pas au-delà.",
            ),
        ]
        indexes = [
            models.Index(
                fields=["entity", "customer", "currency", "unallocated_minor"],
                condition=models.Q(unallocated_minor__gt=0),
                name="receivables_payment_free",
            ),
            models.Index(fields=["customer", "received_on"], name="receivables_payment_history"),
            models.Index(fields=["entity", "received_on"], name="receivables_payment_when"),
        ]

    def __str__(self) -> str:
        return f"{self.received_on} {self.amount_minor} {self.currency}"


class Allocation(models.Model):
    """Part of one credit that pays one due date, from a day on; ended when it was wrong."""

    due = models.ForeignKey(InvoiceDue, on_delete=models.PROTECT, related_name="allocations", db_index=False)
    payment = models.ForeignKey(
        Payment, on_delete=models.PROTECT, null=True, blank=True, related_name="allocations"
    )
    credit_note = models.ForeignKey(
        CreditNote, on_delete=models.PROTECT, null=True, blank=True, related_name="allocations"
    )
    amount_minor = MinorField("montant affecté")
    allocated_on = models.DateField("affecté le")
    ended_on = models.DateField("retirée le", null=True, blank=True)

    class Meta:
        verbose_name = "affectation"
        constraints = [
            models.CheckConstraint(
                condition=models.Q(amount_minor__gt=0), name="receivables_allocation_positive"
            ),
            models.CheckConstraint(
                condition=models.Q(payment__isnull=False, credit_note__isnull=True)
                | models.Q(payment__isnull=True, credit_note__isnull=False),
                name="receivables_allocation_of_one_credit",
            ),
        ]
        indexes = [models.Index(fields=["due", "allocated_on"], name="receivables_allocation_due")]

    def __str__(self) -> str:
        return f"{self.amount_minor} → {self.due_id}"


class CashConfirmation(models.Model):
    """«J'ai vérifié ma banque aujourd'hui»: cash is known up to this day."""

    entity = models.ForeignKey("creditor.CreditorEntity", on_delete=models.PROTECT, related_name="+")
    known_to = models.DateField("encaissements connus jusqu'au")
    source = models.CharField(
        "origine", max_length=20, choices=[("person", "déclaration"), ("file", "fichier")]
    )
    confirmed_by = models.CharField("par", max_length=40)
    confirmed_at = models.DateTimeField("le")
    withdrawn_at = models.DateTimeField("retirée le", null=True, blank=True)

    class Meta:
        verbose_name = "contrôle de la banque"
        indexes = [models.Index(fields=["entity", "-known_to"], name="receivables_cash_known")]

    def __str__(self) -> str:
        return f"{self.entity_id} {self.known_to}"


class RetentionPeriod(models.Model):
    """How many years after the last movement a company keeps a customer, where it differs from its country's."""

    entity = models.OneToOneField(
        "creditor.CreditorEntity", on_delete=models.PROTECT, related_name="+", verbose_name="entité"
    )
    years = models.PositiveSmallIntegerField("conservation (années)")

    class Meta:
        verbose_name = "délai de conservation"

    def __str__(self) -> str:
        return f"{self.entity_id} {self.years}"
