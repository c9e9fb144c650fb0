"""A stored file: its content lies on disk under its hash, this row says whose it is and its name."""

from django.db import models


class Document(models.Model):
    """One file of one owner. The same content is kept once on disk."""

    owner = models.CharField("propriétaire", max_length=40)
    sha256 = models.CharField("empreinte", max_length=64)
    size_bytes = models.PositiveBigIntegerField("taille")
    media_type = models.CharField("type de contenu", max_length=100)
    name = models.CharField("nom du fichier", max_length=255)
    stored_at = models.DateTimeField("déposé le")

    class Meta:
        verbose_name = "document"
        constraints = [
            models.UniqueConstraint(fields=["owner", "sha256", "name"], name="documents_document_once"),
        ]

    def __str__(self) -> str:
        return self.name
