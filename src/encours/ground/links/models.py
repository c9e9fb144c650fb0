"""What signed links leave behind: those that were revoked, and what was done through one, once each."""

from django.db import models

from encours.ground.links.rules.link import PURPOSE_LABELS
from encours.ground.plumbing.fields import EnumField, choices


class LinkEnding(models.Model):
    """Links that open no more: one, or all of a subject made up to an instant. No link has a row of its own."""

    entity_id = models.PositiveBigIntegerField("entité")
    purpose = EnumField("usage", choices=choices(PURPOSE_LABELS))
    subject_id = models.PositiveBigIntegerField("numéro")
    fingerprint = models.CharField("empreinte", max_length=64, blank=True)
    made_until = models.DateTimeField("faits jusqu'au", null=True, blank=True)
    ended_at = models.DateTimeField("révoqués le")
    ended_by = models.CharField("révoqués par", max_length=40)

    class Meta:
        verbose_name = "lien révoqué"
        constraints = [
            models.CheckConstraint(
                condition=models.Q(fingerprint="", made_until__isnull=False)
                | (~models.Q(fingerprint="") & models.Q(made_until__isnull=True)),
                name="links_ending_one_or_all",
                violation_error_message="On révoque un lien, ou tous ceux faits jusqu'à un moment.",
            )
        ]
        indexes = [models.Index(fields=["entity_id", "purpose", "subject_id"], name="links_ending_subject")]

    def __str__(self) -> str:
        return f"{self.purpose} {self.subject_id}"


class LinkUse(models.Model):
    """Something that was said through a link: the same form sent twice is one use."""

    entity_id = models.PositiveBigIntegerField("entité")
    purpose = EnumField("usage", choices=choices(PURPOSE_LABELS))
    subject_id = models.PositiveBigIntegerField("numéro")
    contact_id = models.PositiveBigIntegerField("interlocuteur", default=0)
    fingerprint = models.CharField("empreinte du lien", max_length=64)
    key = models.CharField("clé", max_length=64)
    what = models.CharField("quoi", max_length=40)
    outcome = models.CharField("suite", max_length=80, blank=True)
    used_at = models.DateTimeField("le")

    class Meta:
        verbose_name = "usage d'un lien"
        constraints = [models.UniqueConstraint(fields=["key"], name="links_use_once")]
        indexes = [
            models.Index(fields=["entity_id", "purpose", "subject_id", "-used_at"], name="links_use_subject")
        ]

    def __str__(self) -> str:
        return f"{self.what} {self.used_at}"
