"""What a customer contests on one invoice: the disputed part rests, the remainder stays due."""

from django.db import models

from encours.ground.plumbing.fields import CurrencyField, EnumField, MinorField, choices
from encours.method.disputes.rules.words import DISPUTE_OUTCOME_LABELS, DisputeOutcome


class Dispute(models.Model):
    """One contested amount of one invoice."""

    customer = models.ForeignKey(
        "receivables.Customer", on_delete=models.PROTECT, related_name="+", verbose_name="client"
    )
    invoice = models.ForeignKey(
        "receivables.Invoice", on_delete=models.PROTECT, related_name="+", verbose_name="facture"
    )
    disputed_minor = MinorField("montant contesté")
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
    outcome = EnumField("issue", choices=choices(DISPUTE_OUTCOME_LABELS), default=DisputeOutcome.OPEN.value)
    closed_on = models.DateField("clos le", null=True, blank=True)
    answer = models.TextField("réponse donnée", blank=True)
    rests_until_on = models.DateField("au repos jusqu'au", null=True, blank=True)

    class Meta:
        verbose_name = "litige"
        constraints = [
            models.CheckConstraint(
                condition=models.Q(outcome="open", closed_on__isnull=True)
                | (~models.Q(outcome="open") & models.Q(closed_on__isnull=False)),
                name="disputes_dispute_closed_with_outcome",
            ),
            models.CheckConstraint(
                condition=models.Q(disputed_minor__gt=0), name="disputes_dispute_positive"
            ),
        ]
        indexes = [models.Index(fields=["customer", "outcome"], name="disputes_dispute_open")]

    def __str__(self) -> str:
        return self.subject
