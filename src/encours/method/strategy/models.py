"""How far a case is on its ladder, what the day's list says of it, and what people changed."""

from django.db import models

from encours.ground.plumbing.fields import CurrencyField, EnumField, MinorField, choices
from encours.method.outreach.rules.states import MODE_LABELS
from encours.method.strategy.rules.formal_acts import (
    FORMAL_KIND_LABELS,
    FORMAL_MEANS_LABELS,
    FORMAL_STATE_LABELS,
    FormalState,
)


class CaseProgress(models.Model):
    """How far a case has come on its ladder; looked at again on `review_on`, or when a fact arrives."""

    case = models.OneToOneField(
        "cases.Case", on_delete=models.PROTECT, related_name="+", verbose_name="dossier"
    )
    procedure = models.CharField("scénario", max_length=40)
    procedure_version = models.PositiveSmallIntegerField("version", default=1)
    chosen_procedure = models.CharField("scénario choisi", max_length=40, blank=True)
    entry_asked_on = models.DateField("étape d'entrée demandée le", null=True, blank=True)
    entry_level = models.CharField("étape d'entrée confirmée", max_length=40, blank=True)
    level = models.CharField("dernière étape faite", max_length=40, blank=True)
    level_day = models.SmallIntegerField("jour de l'étape", default=0)
    level_tone = models.PositiveSmallIntegerField("ton de l'étape", default=0)
    level_done_on = models.DateField("faite le", null=True, blank=True)
    is_skipped = models.BooleanField("passée", default=False)
    is_bounced = models.BooleanField("revenue", default=False)
    pending_call = models.CharField("appel à faire", max_length=40, blank=True)
    attempts = models.PositiveSmallIntegerField("essais d'appel", default=0)
    first_attempt_on = models.DateField("premier essai le", null=True, blank=True)
    step_on = models.DateField("prochaine étape fixée au", null=True, blank=True)
    call_back_at = models.DateTimeField("rappel demandé pour le", null=True, blank=True)
    call_back_asked_on = models.DateField("rappel demandé le", null=True, blank=True)
    review_on = models.DateField("à revoir le", null=True, blank=True)

    class Meta:
        verbose_name = "avancement"
        indexes = [
            models.Index(fields=["review_on"], name="strategy_progress_review"),
            models.Index(
                fields=["case"],
                condition=models.Q(entry_asked_on__isnull=False, entry_level=""),
                name="strategy_progress_entry",
            ),
        ]

    def __str__(self) -> str:
        return f"{self.case_id} {self.level}"


class WorkItem(models.Model):
    """One line of the day's list: a customer, one reason, one figure, one action. Made anew at each review."""

    entity = models.ForeignKey(
        "creditor.CreditorEntity", on_delete=models.PROTECT, related_name="+", db_index=False
    )
    customer = models.ForeignKey(
        "receivables.Customer",
        on_delete=models.PROTECT,
        related_name="+",
        verbose_name="client",
        db_index=False,
    )
    currency = CurrencyField()
    case = models.ForeignKey("cases.Case", on_delete=models.PROTECT, null=True, blank=True, related_name="+")
    section = models.CharField("rubrique", max_length=20)
    priority_tenths = models.SmallIntegerField("priorité (dixièmes)", default=0)
    order_key = models.CharField("clé d'ordre", max_length=40, default="")
    action = models.CharField("action", max_length=40)
    channel = models.CharField("canal", max_length=30)
    sender = models.CharField("par qui", max_length=30)
    amount_minor = MinorField("montant", default=0)
    oldest_due_on = models.DateField("plus ancienne échéance", null=True, blank=True)
    planned_minutes = models.PositiveSmallIntegerField("minutes prévues", default=0)
    next_on = models.DateField("prochaine étape le", null=True, blank=True)
    level = models.CharField("étape", max_length=40, blank=True)
    waiting_minor = models.BigIntegerField("coût d'une semaine d'attente", default=0)
    why = models.JSONField("raisons", default=list)
    parts = models.JSONField("calcul", default=dict)
    computed_on = models.DateField("calculé pour le")
    done_at = models.DateTimeField("traité le", null=True, blank=True)
    snoozed_until = models.DateField("reporté au", null=True, blank=True)

    class Meta:
        verbose_name = "ligne du jour"
        constraints = [models.UniqueConstraint(fields=["customer", "currency"], name="strategy_workitem_one")]
        indexes = [
            # Each section in its order, and what is counted of it.
            models.Index(
                fields=[
                    "entity",
                    "section",
                    "order_key",
                    "customer",
                    "action",
                    "planned_minutes",
                    "snoozed_until",
                ],
                name="strategy_workitem_section",
            )
        ]

    def __str__(self) -> str:
        return f"{self.customer_id} {self.section}"


class StepSkip(models.Model):
    """A person skipped or softened a step, and why (R101)."""

    case = models.ForeignKey("cases.Case", on_delete=models.PROTECT, related_name="+")
    level = models.CharField("étape", max_length=40)
    reason = models.CharField("motif", max_length=240)
    skipped_by = models.CharField("par", max_length=40)
    skipped_on = models.DateField("le")

    class Meta:
        verbose_name = "étape passée"

    def __str__(self) -> str:
        return self.reason


class StepMode(models.Model):
    """How an entity wants one step to leave, where it differs from the ladder's default."""

    entity = models.ForeignKey("creditor.CreditorEntity", on_delete=models.PROTECT, related_name="+")
    stage = models.CharField("stade", max_length=30)
    mode = EnumField("mode", choices=choices(MODE_LABELS))

    class Meta:
        verbose_name = "mode d'étape"
        constraints = [models.UniqueConstraint(fields=["entity", "stage"], name="strategy_stepmode_once")]

    def __str__(self) -> str:
        return f"{self.stage} {self.mode}"


class NightRun(models.Model):
    """One night: what it looked at, decided and refused, and the versions it used.

    `lease` says which process is at it, `leased_until` when that process counts as gone (real time).
    """

    entity = models.ForeignKey("creditor.CreditorEntity", on_delete=models.PROTECT, related_name="+")
    as_of = models.DateField("pour le")
    started_at = models.DateTimeField("commencée le")
    finished_at = models.DateTimeField("finie le", null=True, blank=True)
    counts = models.JSONField("résultat", default=dict)
    versions = models.JSONField("versions", default=dict)
    lease = models.CharField("en cours par", max_length=60, blank=True)
    leased_until = models.DateTimeField("en cours jusqu'au", null=True, blank=True)

    class Meta:
        verbose_name = "nuit"
        constraints = [models.UniqueConstraint(fields=["entity", "as_of"], name="strategy_night_once")]

    def __str__(self) -> str:
        return f"{self.entity_id} {self.as_of}"


class ProcedureVersion(models.Model):
    """One version of a ladder, or of the rules that give ladders, of an entity; never changed once published.

    Without a number it is the draft, of which there is at most one. `body` is the TOML that is exported.
    """

    entity = models.ForeignKey("creditor.CreditorEntity", on_delete=models.PROTECT, related_name="+")
    key = models.CharField("scénario", max_length=40)
    version = models.PositiveSmallIntegerField("version", null=True, blank=True)
    body = models.TextField("contenu")
    reason = models.CharField("motif", max_length=240, blank=True)
    saved_at = models.DateTimeField("enregistré le")
    saved_by = models.CharField("par", max_length=40)
    published_at = models.DateTimeField("publié le", null=True, blank=True)

    class Meta:
        verbose_name = "version de scénario"
        constraints = [
            models.UniqueConstraint(fields=["entity", "key", "version"], name="strategy_version_once"),
            models.UniqueConstraint(
                fields=["entity", "key"],
                condition=models.Q(version__isnull=True),
                name="strategy_version_one_draft",
            ),
            models.CheckConstraint(
                condition=models.Q(version__isnull=True, published_at__isnull=True)
                | models.Q(version__isnull=False, published_at__isnull=False),
                name="strategy_version_published",
                violation_error_message="Une version publiée porte un numéro et une date.",
            ),
        ]

    def __str__(self) -> str:
        return f"{self.key} {self.version or 'brouillon'}"


class FormalAct(models.Model):
    """A formal notice or last notice: its words and sums as they were approved, its posting and its receipt, proved."""

    entity = models.ForeignKey("creditor.CreditorEntity", on_delete=models.PROTECT, related_name="+")
    case = models.ForeignKey("cases.Case", on_delete=models.PROTECT, related_name="+", verbose_name="dossier")
    kind = EnumField("nature", choices=choices(FORMAL_KIND_LABELS))
    state = EnumField("état", choices=choices(FORMAL_STATE_LABELS), default=FormalState.TO_APPROVE.value)
    means = EnumField("voie", choices=choices(FORMAL_MEANS_LABELS))
    level = models.CharField("étape", max_length=40)
    language = models.CharField("langue", max_length=5)
    subject = models.CharField("objet", max_length=240)
    text = models.TextField("texte")
    currency = CurrencyField()
    total_minor = MinorField("somme réclamée")
    law_facts = models.JSONField("faits de droit", default=list)
    statement = models.ForeignKey(
        "documents.Document", on_delete=models.PROTECT, null=True, related_name="+", verbose_name="décompte"
    )
    deadline_on = models.DateField("délai laissé jusqu'au", null=True, blank=True)
    prepared_by = models.CharField("préparé par", max_length=40)
    prepared_at = models.DateTimeField("préparé le")
    approved_by = models.CharField("accord de", max_length=40, blank=True)
    approved_on = models.DateField("accord du", null=True, blank=True)
    note = models.CharField("mot du dirigeant", max_length=400, blank=True)
    message = models.ForeignKey(
        "outreach.Message", on_delete=models.PROTECT, null=True, blank=True, related_name="+"
    )
    posted_on = models.DateField("posté le", null=True, blank=True)
    tracking = models.CharField("numéro de suivi", max_length=60, blank=True)
    posting_proof = models.ForeignKey(
        "documents.Document", on_delete=models.PROTECT, null=True, blank=True, related_name="+",
        verbose_name="preuve de dépôt",
    )  # fmt: skip
    concluded_on = models.DateField("reçu ou revenu le", null=True, blank=True)
    receipt = models.ForeignKey(
        "documents.Document", on_delete=models.PROTECT, null=True, blank=True, related_name="+",
        verbose_name="avis de réception",
    )  # fmt: skip
    why = models.CharField("motif du retrait", max_length=240, blank=True)

    class Meta:
        verbose_name = "acte formel"
        constraints = [
            models.UniqueConstraint(
                fields=["case", "kind"],
                condition=models.Q(state__in=[FormalState.TO_APPROVE.value, FormalState.APPROVED.value]),
                name="strategy_formalact_one_open",
            ),
            models.CheckConstraint(
                condition=~models.Q(state__in=["sent", "delivered", "not_delivered"])
                | (~models.Q(tracking="") & models.Q(posted_on__isnull=False)),
                name="strategy_formalact_sent_is_proved",
                violation_error_message="Un acte formel n'est envoyé qu'avec son numéro et sa preuve de dépôt.",
            ),
        ]

    def __str__(self) -> str:
        return f"{self.kind} {self.state}"


class CourtFile(models.Model):
    """What is put before a court, or given to a lawyer: which way, what it costs, its file, and the days of it."""

    entity = models.ForeignKey("creditor.CreditorEntity", on_delete=models.PROTECT, related_name="+")
    case = models.ForeignKey("cases.Case", on_delete=models.PROTECT, related_name="+", verbose_name="dossier")
    jurisdiction = models.CharField("droit", max_length=8)
    procedure = models.CharField("voie", max_length=60)
    is_note = models.BooleanField("note pour un avocat", default=False)
    currency = CurrencyField()
    total_minor = MinorField("somme demandée")
    fees = models.JSONField("frais", default=dict)
    law_facts = models.JSONField("faits de droit", default=list)
    document = models.ForeignKey(
        "documents.Document", on_delete=models.PROTECT, null=True, related_name="+", verbose_name="dossier"
    )
    seal = models.CharField("sceau", max_length=64)
    days = models.JSONField("jours", default=dict)
    prepared_by = models.CharField("préparé par", max_length=40)
    prepared_at = models.DateTimeField("préparé le")

    class Meta:
        verbose_name = "dossier de justice"

    def __str__(self) -> str:
        return f"{self.case_id} {self.procedure}"
