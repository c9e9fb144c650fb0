"""Calls: who opened the brief and when, and what was noted of each call."""

from django.db import models

from encours.ground.plumbing.fields import EnumField, choices
from encours.method.calls.rules.words import CLOSED, MOOD_LABELS, Mood
from encours.method.cases.rules.words import CASE_REASON_LABELS, OUTCOME_LABELS


class BriefOpening(models.Model):
    """A person opened the brief of a customer: only then does the call link work (R045)."""

    customer = models.ForeignKey("receivables.Customer", on_delete=models.PROTECT, related_name="+")
    opened_by = models.CharField("par", max_length=40)
    opened_at = models.DateTimeField("le")

    class Meta:
        verbose_name = "fiche ouverte"
        indexes = [models.Index(fields=["customer", "opened_by", "-opened_at"], name="calls_brief_recent")]

    def __str__(self) -> str:
        return f"{self.customer_id} {self.opened_by}"


class CallNote(models.Model):
    """What a call was: facts, reason in the debtor's words, outcome, and the next step (R050)."""

    entity = models.ForeignKey("creditor.CreditorEntity", on_delete=models.PROTECT, related_name="+")
    customer = models.ForeignKey(
        "receivables.Customer", on_delete=models.PROTECT, related_name="+", verbose_name="client"
    )
    case = models.ForeignKey("cases.Case", on_delete=models.PROTECT, null=True, blank=True, related_name="+")
    contact = models.ForeignKey(
        "receivables.Contact",
        on_delete=models.PROTECT,
        null=True,
        blank=True,
        related_name="+",
        verbose_name="interlocuteur",
    )
    caller = models.CharField("appelant", max_length=40)
    called_at = models.DateTimeField("appel du")
    noted_at = models.DateTimeField("noté le")
    outcome = EnumField("issue", choices=choices(OUTCOME_LABELS))
    note = models.TextField("note")
    reason = EnumField("raison donnée", choices=choices(CASE_REASON_LABELS), blank=True)
    reason_words = models.CharField("dans ses mots", max_length=400, blank=True)
    mood = EnumField("humeur de l'appelant", choices=choices(MOOD_LABELS), default=Mood.CALM.value)
    next_step = models.CharField("suite prévue", max_length=160)
    next_on = models.DateField("le", null=True, blank=True)

    class Meta:
        verbose_name = "compte rendu d'appel"
        constraints = [
            models.CheckConstraint(
                condition=models.Q(next_step=CLOSED)
                | (~models.Q(next_step="") & models.Q(next_on__isnull=False)),
                name="calls_note_has_next_step",
                violation_error_message="Un appel se note avec une suite prévue et sa date, ou «clos».",
            ),
        ]
        indexes = [
            models.Index(fields=["customer", "-called_at"], name="calls_note_recent"),
            models.Index(fields=["caller", "-noted_at"], name="calls_note_of_caller"),
        ]

    def __str__(self) -> str:
        return f"{self.customer_id} {self.called_at}"
