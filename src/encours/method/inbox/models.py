"""What came in from a customer, noted by hand; it stops the ladder until somebody has read it."""

from django.db import models

from encours.ground.plumbing.fields import EnumField, choices
from encours.method.cases.rules.contact import CHANNEL_LABELS


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
