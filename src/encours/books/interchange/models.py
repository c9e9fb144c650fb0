"""What was taken in from files, and the column mappings people chose."""

from django.db import models

from encours.books.interchange.rules.runs import RUN_STATE_LABELS
from encours.ground.plumbing.fields import EnumField, choices


class ImportRun(models.Model):
    """One file taken in, or refused, with its result."""

    entity = models.ForeignKey(
        "creditor.CreditorEntity", on_delete=models.PROTECT, related_name="+", verbose_name="entité"
    )
    file_name = models.CharField("fichier", max_length=255)
    sha256 = models.CharField("empreinte", max_length=64)
    kind = models.CharField("nature", max_length=20)
    encoding = models.CharField("encodage", max_length=20, blank=True)
    state = EnumField("état", choices=choices(RUN_STATE_LABELS))
    result = models.JSONField("résultat", default=dict)
    options = models.JSONField("options", default=dict)
    document = models.ForeignKey(
        "documents.Document", on_delete=models.PROTECT, null=True, blank=True, related_name="+"
    )
    by = models.CharField("par", max_length=40)
    started_at = models.DateTimeField("le")

    class Meta:
        verbose_name = "import"
        indexes = [models.Index(fields=["entity", "-started_at"], name="interchange_import_recent")]

    def __str__(self) -> str:
        return self.file_name


class ColumnMapping(models.Model):
    """Which column means what, remembered for files with the same headers."""

    entity = models.ForeignKey(
        "creditor.CreditorEntity", on_delete=models.PROTECT, related_name="+", verbose_name="entité"
    )
    headers_key = models.CharField("empreinte des en-têtes", max_length=64)
    kind = models.CharField("nature", max_length=20)
    columns = models.JSONField("colonnes", default=dict)
    changed_at = models.DateTimeField("modifiée le")

    class Meta:
        verbose_name = "correspondance de colonnes"
        constraints = [
            models.UniqueConstraint(fields=["entity", "headers_key"], name="interchange_mapping_once")
        ]

    def __str__(self) -> str:
        return self.headers_key
