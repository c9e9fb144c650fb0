"""One open case per customer, entity and currency; holds; the facts of each contact; papers and files of proof."""

from django.db import models

from encours.ground.plumbing.fields import CurrencyField, EnumField, MinorField, choices
from encours.method.cases.rules.contact import CHANNEL_LABELS
from encours.method.cases.rules.legal_events import LEGAL_EVENT_LABELS
from encours.method.cases.rules.papers import PAPER_KIND_LABELS, PROOF_STATE_LABELS, ProofState
from encours.method.cases.rules.words import (
    CASE_REASON_LABELS,
    DIRECTION_LABELS,
    HOLD_KIND_LABELS,
    OCCASION_LABELS,
    OUTCOME_LABELS,
    CaseReason,
)


class Case(models.Model):
    """What is being followed with a customer, from the first late day until nothing is left."""

    entity = models.ForeignKey(
        "creditor.CreditorEntity",
        on_delete=models.PROTECT,
        related_name="+",
        verbose_name="entité",
        db_index=False,
    )
    customer = models.ForeignKey(
        "receivables.Customer", on_delete=models.PROTECT, related_name="+", verbose_name="client"
    )
    currency = CurrencyField()
    opened_on = models.DateField("ouvert le")
    closed_on = models.DateField("clos le", null=True, blank=True)
    reason = EnumField(
        "raison du retard", choices=choices(CASE_REASON_LABELS), default=CaseReason.UNKNOWN.value
    )
    reason_channel = EnumField("raison apprise par", choices=choices(CHANNEL_LABELS), blank=True)
    reason_on = models.DateField("raison apprise le", null=True, blank=True)
    broken_agreements = models.PositiveSmallIntegerField("accords rompus", default=0)

    class Meta:
        verbose_name = "dossier"
        constraints = [
            models.UniqueConstraint(
                fields=["customer", "currency"],
                condition=models.Q(closed_on__isnull=True),
                name="cases_case_one_open",
            ),
            models.CheckConstraint(
                condition=models.Q(reason=CaseReason.UNKNOWN.value)
                | (~models.Q(reason_channel="") & models.Q(reason_on__isnull=False)),
                name="cases_case_reason_has_source",
                violation_error_message="Une raison s'enregistre avec sa source : par quel canal et quel jour.",
            ),
        ]
        indexes = [models.Index(fields=["entity", "closed_on"], name="cases_case_open")]

    def __str__(self) -> str:
        return f"{self.customer_id} {self.currency}"


class Alert(models.Model):
    """Conditions that a person keeps under a name, for themselves or for everybody; all of them must hold."""

    entity = models.ForeignKey("creditor.CreditorEntity", on_delete=models.PROTECT, related_name="+")
    actor = models.CharField("de", max_length=40)
    is_shared = models.BooleanField("pour toute l'équipe", default=False)
    name = models.CharField("nom", max_length=80)
    late_days = models.PositiveSmallIntegerField("jours de retard", null=True, blank=True)
    over_minor = MinorField("montant échu", null=True, blank=True)
    currency = CurrencyField()
    untouched_days = models.PositiveSmallIntegerField("jours sans contact", null=True, blank=True)

    class Meta:
        verbose_name = "alerte"
        constraints = [
            models.CheckConstraint(
                condition=models.Q(late_days__isnull=False)
                | models.Q(over_minor__isnull=False)
                | models.Q(untouched_days__isnull=False),
                name="cases_alert_asks_something",
                violation_error_message="Une alerte a au moins une condition.",
            )
        ]
        indexes = [models.Index(fields=["entity"], name="cases_alert_entity")]

    def __str__(self) -> str:
        return self.name


class Hold(models.Model):
    """Why and until when a customer is not contacted; `until_on` is the last day held."""

    customer = models.ForeignKey(
        "receivables.Customer", on_delete=models.PROTECT, related_name="+", verbose_name="client"
    )
    kind = EnumField("nature", choices=choices(HOLD_KIND_LABELS))
    reason = models.CharField("motif", max_length=240)
    from_on = models.DateField("depuis le")
    until_on = models.DateField("jusqu'au", null=True, blank=True)
    placed_by = models.CharField("par", max_length=40)
    placed_at = models.DateTimeField("posée le")
    released_at = models.DateTimeField("levée le", null=True, blank=True)
    released_by = models.CharField("levée par", max_length=40, blank=True)

    class Meta:
        verbose_name = "mise en attente"
        constraints = [
            models.CheckConstraint(
                condition=models.Q(until_on__isnull=True) | models.Q(until_on__gte=models.F("from_on")),
                name="cases_hold_in_order",
                violation_error_message="La fin ne peut pas précéder le début.",
            )
        ]
        indexes = [
            models.Index(
                fields=["customer"], condition=models.Q(released_at__isnull=True), name="cases_hold_standing"
            )
        ]

    def __str__(self) -> str:
        return self.reason


class ContactFact(models.Model):
    """One contact that took place, by whatever room made it; `source` says which row of which room."""

    entity = models.ForeignKey("creditor.CreditorEntity", on_delete=models.PROTECT, related_name="+")
    customer = models.ForeignKey(
        "receivables.Customer",
        on_delete=models.PROTECT,
        related_name="+",
        verbose_name="client",
        db_index=False,
    )
    case = models.ForeignKey(
        Case, on_delete=models.PROTECT, null=True, blank=True, related_name="contact_facts"
    )
    contact = models.ForeignKey(
        "receivables.Contact",
        on_delete=models.PROTECT,
        null=True,
        blank=True,
        related_name="+",
        verbose_name="interlocuteur",
    )
    at = models.DateTimeField("le")
    direction = EnumField("sens", choices=choices(DIRECTION_LABELS))
    channel = EnumField("canal", choices=choices(CHANNEL_LABELS))
    occasion = EnumField("occasion", choices=choices(OCCASION_LABELS))
    step = models.CharField("étape", max_length=80, blank=True)
    stage = models.CharField("stade", max_length=30, blank=True)
    outcome = EnumField("issue", choices=choices(OUTCOME_LABELS), blank=True)
    answered_at = models.DateTimeField("réponse le", null=True, blank=True)
    deadline_named_on = models.DateField("date annoncée", null=True, blank=True)
    source = models.CharField("origine", max_length=40, unique=True)

    class Meta:
        verbose_name = "contact"
        indexes = [models.Index(fields=["customer", "-at"], name="cases_contact_recent")]

    def __str__(self) -> str:
        return self.source


class CasePaper(models.Model):
    """A paper that proves the debt and came from outside. Withdrawn, it is in no further file of proof."""

    entity = models.ForeignKey("creditor.CreditorEntity", on_delete=models.PROTECT, related_name="+")
    customer = models.ForeignKey(
        "receivables.Customer", on_delete=models.PROTECT, related_name="+", verbose_name="client"
    )
    invoice = models.ForeignKey(
        "receivables.Invoice", on_delete=models.PROTECT, null=True, blank=True, related_name="+",
        verbose_name="facture",
    )  # fmt: skip
    kind = EnumField("nature", choices=choices(PAPER_KIND_LABELS))
    title = models.CharField("titre", max_length=160)
    dated_on = models.DateField("datée du", null=True, blank=True)
    document = models.ForeignKey(
        "documents.Document", on_delete=models.PROTECT, null=True, blank=True, related_name="+"
    )
    added_by = models.CharField("ajoutée par", max_length=40)
    added_at = models.DateTimeField("ajoutée le")
    withdrawn_at = models.DateTimeField("retirée le", null=True, blank=True)

    class Meta:
        verbose_name = "pièce du dossier"

    def __str__(self) -> str:
        return self.title


class ProofFile(models.Model):
    """A file of proof of a case: asked for, written by a worker, kept with its seal."""

    entity = models.ForeignKey("creditor.CreditorEntity", on_delete=models.PROTECT, related_name="+")
    case = models.ForeignKey(Case, on_delete=models.PROTECT, related_name="+", verbose_name="dossier")
    asked_by = models.CharField("demandé par", max_length=40)
    asked_at = models.DateTimeField("demandé le")
    state = EnumField("état", choices=choices(PROOF_STATE_LABELS), default=ProofState.WAITING.value)
    attempt = models.CharField("tentative", max_length=32, blank=True)
    alive_at = models.DateTimeField("signe de vie", null=True, blank=True)
    percent = models.PositiveSmallIntegerField("fait, en %", default=0)
    document = models.ForeignKey(
        "documents.Document", on_delete=models.PROTECT, null=True, blank=True, related_name="+"
    )
    seal = models.CharField("sceau", max_length=64, blank=True)
    exhibits = models.PositiveIntegerField("pièces", default=0)
    problem = models.CharField("problème", max_length=240, blank=True)

    class Meta:
        verbose_name = "dossier de preuve"
        indexes = [models.Index(fields=["state"], name="cases_prooffile_state")]

    def __str__(self) -> str:
        return f"{self.case_id} {self.state}"


class LegalEvent(models.Model):
    """Something that may move the limitation of what a customer owes: of one invoice, or of all that is open.

    `until` is the day on which it ended, for what suspends; a row is withdrawn, never taken out.
    """

    entity = models.ForeignKey("creditor.CreditorEntity", on_delete=models.PROTECT, related_name="+")
    customer = models.ForeignKey(
        "receivables.Customer", on_delete=models.PROTECT, related_name="+", verbose_name="client"
    )
    invoice = models.ForeignKey(
        "receivables.Invoice", on_delete=models.PROTECT, related_name="+", null=True, verbose_name="facture"
    )
    kind = EnumField("nature", choices=choices(LEGAL_EVENT_LABELS))
    on = models.DateField("le")
    until = models.DateField("jusqu'au", null=True)
    proof = models.CharField("preuve gardée", max_length=240, blank=True)
    noted_at = models.DateTimeField("noté le")
    noted_by = models.CharField("noté par", max_length=40)
    withdrawn_at = models.DateTimeField("retiré le", null=True)

    class Meta:
        verbose_name = "événement de prescription"
        indexes = [
            models.Index(
                fields=["customer"], condition=models.Q(withdrawn_at__isnull=True), name="cases_legalevent_of"
            )
        ]

    def __str__(self) -> str:
        return f"{self.kind} {self.on}"
