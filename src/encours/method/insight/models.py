"""Opinions on a customer: the type with its evidence, a person's confirmation of it, what was observed."""

from django.db import models

from encours.ground.plumbing.fields import CurrencyField, EnumField, MinorField, choices
from encours.method.insight.rules.payer import OBSERVED_LABELS, SOURCE_LENGTH, TYPE_LABELS
from encours.method.insight.rules.yearly_review import DECISION_LABELS


class PortfolioFigures(models.Model):
    """What the night counted over all the invoices of an entity, kept for the pages and workers of the day."""

    entity = models.OneToOneField(
        "creditor.CreditorEntity", on_delete=models.PROTECT, related_name="+", verbose_name="entité"
    )
    counted_on = models.DateField("compté le")
    invoice_count = models.PositiveIntegerField("factures comptées")
    last_invoice = models.PositiveBigIntegerField("dernière facture comptée")
    revenue_12m_minor = MinorField("ventes de douze mois")
    key_from_minor = MinorField("seuil des plus gros clients")
    knows_key_accounts = models.BooleanField("assez de clients pour comparer")
    median_invoice_minor = MinorField("facture médiane", null=True, blank=True)

    class Meta:
        verbose_name = "chiffres du portefeuille"

    def __str__(self) -> str:
        return f"{self.entity_id} {self.counted_on}"


class QuarterCount(models.Model):
    """How many customers were of a type at the end of a quarter; of the running quarter, after the last night."""

    entity = models.ForeignKey(
        "creditor.CreditorEntity", on_delete=models.PROTECT, related_name="+", verbose_name="entité"
    )
    quarter_on = models.DateField("trimestre du")
    debtor_type = EnumField("profil", choices=choices(TYPE_LABELS), max_length=20)
    customers = models.PositiveIntegerField("clients")

    class Meta:
        verbose_name = "profils d'un trimestre"
        constraints = [
            models.UniqueConstraint(
                fields=["entity", "quarter_on", "debtor_type"], name="insight_quarter_type_once"
            )
        ]

    def __str__(self) -> str:
        return f"{self.entity_id} {self.quarter_on} {self.debtor_type}"


class DebtorOpinion(models.Model):
    """The last computed type of a customer. Internal: never shown to a debtor, hidden during calls."""

    customer = models.OneToOneField(
        "receivables.Customer", on_delete=models.PROTECT, related_name="+", verbose_name="client"
    )
    debtor_type = EnumField("profil", choices=choices(TYPE_LABELS), max_length=20)
    is_avoids_candidate = models.BooleanField("à confirmer par le dirigeant", default=False)
    confidence_percent = models.PositiveSmallIntegerField("confiance (%)")
    kinds = models.PositiveSmallIntegerField("sortes d'indices", default=0)
    trend_days = models.IntegerField("retard moyen, récent moins ancien (jours)", null=True, blank=True)
    scores = models.JSONField("points", default=dict)
    evidence = models.JSONField("indices", default=list)
    is_past_counted = models.BooleanField("compté dans les trimestres passés", default=False)
    computed_on = models.DateField("calculé le")
    last_evidence_on = models.DateField("dernier indice le", null=True, blank=True)

    class Meta:
        verbose_name = "profil de payeur"
        indexes = [models.Index(fields=["debtor_type"], name="insight_opinion_type")]

    def __str__(self) -> str:
        return f"{self.customer_id} {self.debtor_type}"


class TypeConfirmation(models.Model):
    """The owner confirmed that a customer avoids paying, on evidence; it can be withdrawn."""

    customer = models.ForeignKey(
        "receivables.Customer", on_delete=models.PROTECT, related_name="+", verbose_name="client"
    )
    confirmed_by = models.CharField("par", max_length=40)
    confirmed_on = models.DateField("le")
    grounds = models.TextField("motifs")
    withdrawn_on = models.DateField("retirée le", null=True, blank=True)

    class Meta:
        verbose_name = "confirmation de profil"
        constraints = [
            models.UniqueConstraint(
                fields=["customer"],
                condition=models.Q(withdrawn_on__isnull=True),
                name="insight_confirmation_one",
            )
        ]

    def __str__(self) -> str:
        return f"{self.customer_id} {self.confirmed_on}"


class ObservedFact(models.Model):
    """Something said or observed that weighs on the type (hardship told, refuses writing…), with its source (R087)."""

    customer = models.ForeignKey(
        "receivables.Customer", on_delete=models.PROTECT, related_name="+", verbose_name="client"
    )
    fact = EnumField("fait", choices=choices(OBSERVED_LABELS), max_length=30)
    observed_on = models.DateField("le")
    source = models.CharField("origine", max_length=SOURCE_LENGTH)
    noted_by = models.CharField("noté par", max_length=40)
    withdrawn_on = models.DateField("retiré le", null=True, blank=True)

    class Meta:
        verbose_name = "fait observé"
        constraints = [
            models.CheckConstraint(
                condition=~models.Q(source=""),
                name="insight_fact_has_source",
                violation_error_message="Un fait s'enregistre avec son origine.",
            ),
            models.UniqueConstraint(
                fields=["customer", "fact", "observed_on"],
                condition=models.Q(withdrawn_on__isnull=True),
                name="insight_fact_once_a_day",
            ),
        ]
        indexes = [
            models.Index(
                fields=["customer"],
                condition=models.Q(withdrawn_on__isnull=True),
                name="insight_fact_standing",
            )
        ]

    def __str__(self) -> str:
        return str(self.fact)


class YearlyReview(models.Model):
    """The yearly look at every customer of an entity: opened, voted on, held."""

    entity = models.ForeignKey(
        "creditor.CreditorEntity", on_delete=models.PROTECT, related_name="+", verbose_name="entité"
    )
    year = models.PositiveSmallIntegerField("année")
    opened_on = models.DateField("ouverte le")
    held_on = models.DateField("tenue le", null=True, blank=True)

    class Meta:
        verbose_name = "revue annuelle"
        constraints = [models.UniqueConstraint(fields=["entity", "year"], name="insight_review_once_a_year")]

    def __str__(self) -> str:
        return str(self.year)


class ReviewLine(models.Model):
    """One customer in a review: what it brings, what it costs, what was decided."""

    review = models.ForeignKey(YearlyReview, on_delete=models.CASCADE, related_name="lines")
    customer = models.ForeignKey(
        "receivables.Customer", on_delete=models.PROTECT, related_name="+", verbose_name="client"
    )
    currency = CurrencyField()
    margin_minor = MinorField("marge brute de douze mois")
    cost_minor = MinorField("coût de service de douze mois")
    parts = models.JSONField("détail du coût", default=dict)
    months = models.PositiveSmallIntegerField("mois de relation", null=True, blank=True)
    disputes = models.PositiveSmallIntegerField("litiges", default=0)
    upheld = models.PositiveSmallIntegerField("litiges fondés", default=0)
    is_bound = models.BooleanField("un contrat nous engage", default=False)
    decision = EnumField("décision", choices=choices(DECISION_LABELS), blank=True)
    decided_on = models.DateField("décidée le", null=True, blank=True)
    ends_on = models.DateField("fin du préavis", null=True, blank=True)

    class Meta:
        verbose_name = "client dans une revue"
        constraints = [
            models.UniqueConstraint(fields=["review", "customer"], name="insight_review_customer_once"),
        ]

    def __str__(self) -> str:
        return str(self.customer_id)


class StressVote(models.Model):
    """How much a customer weighs on one person of the team, from 0 to 3."""

    line = models.ForeignKey(ReviewLine, on_delete=models.CASCADE, related_name="votes")
    actor = models.CharField("de", max_length=40)
    stress = models.PositiveSmallIntegerField("poids")
    voted_at = models.DateTimeField("le")

    class Meta:
        verbose_name = "vote d'une revue"
        constraints = [
            models.UniqueConstraint(fields=["line", "actor"], name="insight_vote_once"),
            models.CheckConstraint(condition=models.Q(stress__lte=3), name="insight_vote_in_bounds"),
        ]

    def __str__(self) -> str:
        return str(self.stress)
