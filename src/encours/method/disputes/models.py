"""What a customer contests on one invoice: the disputed part rests, the remainder stays due."""

from django.db import models

from encours.ground.plumbing.fields import CurrencyField, EnumField, MinorField, choices
from encours.method.disputes.rules.house_mail import (
    HOUSE_MAIL_LABELS,
    HOUSE_MAIL_STATE_LABELS,
    HouseMailKind,
    HouseMailState,
)
from encours.method.disputes.rules.reasons import OTHER
from encours.method.disputes.rules.words import (
    DISPUTE_OUTCOME_LABELS,
    DISPUTE_SOURCE_LABELS,
    DISPUTE_STATE_LABELS,
    UNANSWERED,
    DisputeOutcome,
    DisputeSource,
    DisputeState,
)

_UNANSWERED = sorted(state.value for state in UNANSWERED)


class Dispute(models.Model):
    """One contested amount of one invoice. `version` counts its changes: whoever acts says which one they saw."""

    customer = models.ForeignKey(
        "receivables.Customer", on_delete=models.PROTECT, related_name="+", verbose_name="client"
    )
    invoice = models.ForeignKey(
        "receivables.Invoice", on_delete=models.PROTECT, related_name="+", verbose_name="facture"
    )
    reason = models.CharField("motif", max_length=40, default=OTHER)
    source = EnumField("origine", choices=choices(DISPUTE_SOURCE_LABELS), default=DisputeSource.DESK.value)
    state = EnumField("état", choices=choices(DISPUTE_STATE_LABELS), default=DisputeState.REPORTED.value)
    disputed_minor = MinorField("montant contesté")
    credited_minor = MinorField("déjà corrigé", default=0)
    currency = CurrencyField()
    subject = models.CharField("objet", max_length=240)
    reported_on = models.DateField("signalé le")
    answer_due_on = models.DateField("réponse pour le")
    handled_by = models.ForeignKey(
        "creditor.TeamMember",
        on_delete=models.PROTECT,
        null=True,
        blank=True,
        related_name="+",
        verbose_name="suivi par",
    )
    acknowledged_on = models.DateField("accusé de réception le", null=True, blank=True)
    outcome = EnumField("issue", choices=choices(DISPUTE_OUTCOME_LABELS), default=DisputeOutcome.OPEN.value)
    answered_on = models.DateField("répondu le", null=True, blank=True)
    answer = models.TextField("réponse donnée", blank=True)
    granted_minor = MinorField("montant à corriger", default=0)
    new_due_on = models.DateField("nouvelle échéance", null=True, blank=True)
    told_on = models.DateField("réponse reçue le", null=True, blank=True)
    rests_until_on = models.DateField("au repos jusqu'au", null=True, blank=True)
    objection = models.TextField("objection", blank=True)
    credit_note = models.ForeignKey(
        "receivables.CreditNote",
        on_delete=models.PROTECT,
        null=True,
        blank=True,
        related_name="+",
        verbose_name="avoir",
    )
    corrected_by = models.ForeignKey(
        "receivables.Invoice",
        on_delete=models.PROTECT,
        null=True,
        blank=True,
        related_name="+",
        verbose_name="facture corrigée",
    )
    closed_on = models.DateField("clos le", null=True, blank=True)
    version = models.PositiveIntegerField("changements", default=0)

    class Meta:
        verbose_name = "litige"
        constraints = [
            models.CheckConstraint(
                condition=models.Q(outcome="open", answered_on__isnull=True)
                | (~models.Q(outcome="open") & models.Q(answered_on__isnull=False)),
                name="disputes_dispute_answered_with_outcome",
            ),
            models.CheckConstraint(
                condition=models.Q(state__in=_UNANSWERED, outcome="open")
                | (~models.Q(state__in=_UNANSWERED) & ~models.Q(outcome="open")),
                name="disputes_dispute_state_fits_outcome",
            ),
            models.CheckConstraint(
                condition=models.Q(state="closed", closed_on__isnull=False)
                | (~models.Q(state="closed") & models.Q(closed_on__isnull=True)),
                name="disputes_dispute_closed_on_a_day",
            ),
            models.CheckConstraint(
                condition=models.Q(disputed_minor__gt=0), name="disputes_dispute_positive"
            ),
            models.CheckConstraint(
                condition=models.Q(credited_minor__gte=0)
                & models.Q(credited_minor__lte=models.F("disputed_minor"))
                & models.Q(granted_minor__gte=0)
                & models.Q(granted_minor__lte=models.F("disputed_minor")),
                name="disputes_dispute_in_bounds",
            ),
        ]
        indexes = [
            models.Index(fields=["customer", "outcome"], name="disputes_dispute_open"),
            models.Index(fields=["state", "answer_due_on"], name="disputes_dispute_waiting"),
        ]

    def __str__(self) -> str:
        return self.subject


class DisputeLine(models.Model):
    """One contested line of the invoice, as it was named."""

    dispute = models.ForeignKey(Dispute, on_delete=models.CASCADE, related_name="lines")
    description = models.CharField("libellé", max_length=200)
    amount_minor = MinorField("montant")

    class Meta:
        verbose_name = "ligne contestée"
        constraints = [
            models.CheckConstraint(
                condition=models.Q(amount_minor__gt=0), name="disputes_disputeline_positive"
            ),
        ]

    def __str__(self) -> str:
        return self.description


class DisputeStep(models.Model):
    """One thing to do about a dispute, ticked off by a person."""

    dispute = models.ForeignKey(Dispute, on_delete=models.CASCADE, related_name="steps")
    key = models.CharField("étape", max_length=40)
    done_on = models.DateField("faite le", null=True, blank=True)
    done_by = models.CharField("par", max_length=40, blank=True)

    class Meta:
        verbose_name = "étape d'un litige"
        constraints = [
            models.UniqueConstraint(fields=["dispute", "key"], name="disputes_disputestep_once"),
        ]

    def __str__(self) -> str:
        return self.key


class DisputePaper(models.Model):
    """A file of a dispute: a photo, a delivery note; who brought it."""

    dispute = models.ForeignKey(Dispute, on_delete=models.CASCADE, related_name="papers")
    document = models.ForeignKey(
        "documents.Document", on_delete=models.PROTECT, related_name="+", verbose_name="fichier"
    )
    added_at = models.DateTimeField("ajouté le")
    added_by = models.CharField("par", max_length=160)

    class Meta:
        verbose_name = "pièce d'un litige"
        constraints = [
            models.UniqueConstraint(fields=["dispute", "document"], name="disputes_disputepaper_once"),
        ]

    def __str__(self) -> str:
        return f"{self.dispute_id} {self.document_id}"


class DisputeQuestion(models.Model):
    """A colleague without an account is asked something, and answers by a link."""

    dispute = models.ForeignKey(Dispute, on_delete=models.CASCADE, related_name="questions")
    name = models.CharField("à", max_length=120)
    email = models.EmailField("e-mail", blank=True)
    question = models.TextField("question")
    asked_at = models.DateTimeField("demandé le")
    asked_by = models.CharField("par", max_length=40)
    answered_at = models.DateTimeField("répondu le", null=True, blank=True)
    answered_by = models.CharField("réponse de", max_length=120, blank=True)
    answer = models.TextField("réponse", blank=True)
    withdrawn_at = models.DateTimeField("retirée le", null=True, blank=True)

    class Meta:
        verbose_name = "question à un collègue"
        constraints = [
            models.CheckConstraint(
                condition=models.Q(answered_at__isnull=True, answer="")
                | (models.Q(answered_at__isnull=False) & ~models.Q(answered_by="")),
                name="disputes_question_answered_by_somebody",
            ),
        ]

    def __str__(self) -> str:
        return self.name


class HouseMail(models.Model):
    """A mail to somebody of our own house about a dispute: a question with its link, or that our answer is late."""

    dispute = models.ForeignKey(Dispute, on_delete=models.CASCADE, related_name="mails")
    question = models.ForeignKey(
        DisputeQuestion, on_delete=models.CASCADE, null=True, blank=True, related_name="mails"
    )
    kind = EnumField("sorte", choices=choices(HOUSE_MAIL_LABELS))
    to_name = models.CharField("à", max_length=120)
    to_email = models.EmailField("e-mail")
    site = models.CharField("site", max_length=200, blank=True)
    state = EnumField("état", choices=choices(HOUSE_MAIL_STATE_LABELS), default=HouseMailState.WAITING.value)
    tries = models.PositiveSmallIntegerField("essais", default=0)
    asked_at = models.DateTimeField("demandé le")
    not_before = models.DateTimeField("pas avant")
    sent_at = models.DateTimeField("envoyé le", null=True, blank=True)
    trouble = models.CharField("ce qui a manqué", max_length=200, blank=True)

    class Meta:
        verbose_name = "e-mail à un collègue"
        constraints = [
            models.CheckConstraint(
                condition=models.Q(kind=HouseMailKind.QUESTION.value, question__isnull=False)
                | models.Q(kind=HouseMailKind.LATE.value, question__isnull=True),
                name="disputes_housemail_of_its_question",
            ),
            models.UniqueConstraint(
                fields=["dispute"],
                condition=models.Q(kind=HouseMailKind.LATE.value),
                name="disputes_housemail_late_once",
            ),
        ]
        indexes = [models.Index(fields=["state", "not_before"], name="disputes_housemail_waiting")]

    def __str__(self) -> str:
        return f"{self.kind} {self.state}"
