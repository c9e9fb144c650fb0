"""The journal's rows: a chain of hashes without names, and beside it the texts, which alone may be blanked."""

from django.db import models


class ChainHead(models.Model):
    """The last link of one chain; its row is locked while a link is added."""

    chain = models.CharField("chaîne", max_length=40, primary_key=True)
    sequence = models.PositiveBigIntegerField("dernier numéro", default=0)
    hash = models.CharField("dernière empreinte", max_length=64, default="")

    def __str__(self) -> str:
        return self.chain


class JournalEntry(models.Model):
    """One link: identifiers, kind and a salted hash of its text. Never changed, never deleted."""

    chain = models.CharField("chaîne", max_length=40)
    sequence = models.PositiveBigIntegerField("numéro")
    kind = models.CharField("nature", max_length=60)
    subject = models.CharField("sujet", max_length=60)
    actor = models.CharField("auteur", max_length=40)
    recorded_at = models.DateTimeField("horodatage")
    payload = models.JSONField("identifiants", default=dict)
    text_hash = models.CharField("empreinte du texte", max_length=64)
    previous_hash = models.CharField("empreinte précédente", max_length=64, blank=True)
    hash = models.CharField("empreinte", max_length=64)

    class Meta:
        verbose_name = "écriture du journal"
        constraints = [
            models.UniqueConstraint(fields=["chain", "sequence"], name="evidence_entry_sequence_once"),
            models.UniqueConstraint(fields=["chain", "previous_hash"], name="evidence_entry_never_forks"),
        ]
        indexes = [models.Index(fields=["chain", "subject", "-sequence"], name="evidence_entry_subject")]

    def __str__(self) -> str:
        return f"{self.chain} {self.sequence} {self.kind}"


class JournalText(models.Model):
    """What the entry says in words, frozen when it happened; an erasure may blank it, journalled."""

    entry = models.OneToOneField(
        JournalEntry, on_delete=models.PROTECT, primary_key=True, related_name="words"
    )
    salt = models.CharField("sel", max_length=32)
    summary = models.TextField("phrase")
    details = models.JSONField("détails", default=dict)
    erased_by = models.ForeignKey(
        JournalEntry,
        on_delete=models.PROTECT,
        null=True,
        blank=True,
        related_name="+",
        verbose_name="effacé par",
        db_index=False,
    )

    class Meta:
        indexes = [
            models.Index(
                fields=["erased_by"],
                condition=models.Q(erased_by__isnull=False),
                name="evidence_text_erased",
            )
        ]

    def __str__(self) -> str:
        return self.summary
