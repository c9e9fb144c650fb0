"""Partners with their proofs and fees, the files they were asked about or have, and all that was told of them."""

from django.db import models

from encours.ground.plumbing.fields import CurrencyField, EnumField, MinorField, choices
from encours.method.referral.rules.states import ENDED
from encours.method.referral.rules.words import (
    NEWS_KIND_LABELS,
    NEWS_SOURCE_LABELS,
    PARTNER_KIND_LABELS,
    PLACEMENT_STATE_LABELS,
    PlacementState,
)

_ENDED = sorted(state.value for state in ENDED)


class Partner(models.Model):
    """Somebody outside who helps. `hook` names it in the address that its service calls."""

    entity = models.ForeignKey("creditor.CreditorEntity", on_delete=models.PROTECT, related_name="+")
    kind = EnumField("genre", choices=choices(PARTNER_KIND_LABELS))
    name = models.CharField("nom", max_length=160)
    registration = models.CharField("numéro d'inscription", max_length=80, blank=True)
    registered_until_on = models.DateField("inscription valable jusqu'au", null=True, blank=True)
    insurance = models.CharField("assurance", max_length=160, blank=True)
    insured_until_on = models.DateField("assuré jusqu'au", null=True, blank=True)
    has_segregated_account = models.BooleanField("compte séparé", default=False)
    account_checked_on = models.DateField("compte vérifié le", null=True, blank=True)
    languages = models.CharField("langues", max_length=80, blank=True)
    countries = models.CharField("pays", max_length=160, blank=True)
    contact_name = models.CharField("interlocuteur", max_length=120, blank=True)
    email = models.CharField("courriel", max_length=254, blank=True)
    phone = models.CharField("téléphone", max_length=40, blank=True)
    reports_credit = models.BooleanField("signale aux fichiers de crédit", default=False)
    notes = models.TextField("remarques", blank=True)
    hook = models.CharField("adresse de son service", max_length=32, unique=True)
    sealed_secret = models.TextField("secret", blank=True)
    stopped_on = models.DateField("plus utilisé depuis le", null=True, blank=True)

    class Meta:
        verbose_name = "partenaire"
        indexes = [models.Index(fields=["entity", "kind"], name="referral_partner_kind")]

    def __str__(self) -> str:
        return self.name


class PartnerFee(models.Model):
    """What a partner takes from a day on."""

    partner = models.ForeignKey(Partner, on_delete=models.CASCADE, related_name="fees")
    from_on = models.DateField("à partir du")
    success_percent = models.DecimalField("part des encaissements", max_digits=5, decimal_places=2)
    fixed_minor = MinorField("montant fixe", default=0)
    currency = CurrencyField()

    class Meta:
        verbose_name = "honoraires d'un partenaire"
        constraints = [
            models.UniqueConstraint(fields=["partner", "from_on"], name="referral_partnerfee_once"),
            models.CheckConstraint(
                condition=models.Q(success_percent__gte=0, fixed_minor__gte=0),
                name="referral_partnerfee_positive",
            ),
        ]

    def __str__(self) -> str:
        return f"{self.success_percent} %"


class Placement(models.Model):
    """One case that a partner was asked about; one at a time for each case."""

    entity = models.ForeignKey("creditor.CreditorEntity", on_delete=models.PROTECT, related_name="+")
    customer = models.ForeignKey("receivables.Customer", on_delete=models.PROTECT, related_name="+")
    case = models.ForeignKey("cases.Case", on_delete=models.PROTECT, related_name="+")
    partner = models.ForeignKey(Partner, on_delete=models.PROTECT, related_name="placements")
    state = EnumField(
        "état", choices=choices(PLACEMENT_STATE_LABELS), default=PlacementState.QUOTE_REQUESTED.value
    )
    before_pause = EnumField("état avant suspension", choices=choices(PLACEMENT_STATE_LABELS), blank=True)
    currency = CurrencyField()
    asked_at = models.DateTimeField("demandé le")
    asked_by = models.CharField("demandé par", max_length=40)
    success_percent = models.DecimalField(
        "part des encaissements", max_digits=5, decimal_places=2, null=True, blank=True
    )
    fixed_minor = MinorField("montant fixe", default=0)
    valid_until_on = models.DateField("devis valable jusqu'au", null=True, blank=True)
    quoted_on = models.DateField("devis du", null=True, blank=True)
    accepted_at = models.DateTimeField("accepté le", null=True, blank=True)
    accepted_by = models.CharField("accepté par", max_length=40, blank=True)
    placed_minor = MinorField("montant confié", default=0)
    proof = models.ForeignKey(
        "cases.ProofFile", on_delete=models.PROTECT, null=True, blank=True, related_name="+"
    )
    handed_over_at = models.DateTimeField("transmis le", null=True, blank=True)
    hold = models.ForeignKey("cases.Hold", on_delete=models.PROTECT, null=True, blank=True, related_name="+")
    collected_minor = MinorField("encaissé par le partenaire", default=0)
    remitted_minor = MinorField("reversé", default=0)
    fee_minor = MinorField("honoraires", default=0)
    last_news_on = models.DateField("dernières nouvelles", null=True, blank=True)
    ended_on = models.DateField("terminé le", null=True, blank=True)
    why = models.TextField("pourquoi", blank=True)

    class Meta:
        verbose_name = "dossier confié"
        constraints = [
            models.UniqueConstraint(
                fields=["case"], condition=~models.Q(state__in=_ENDED), name="referral_placement_one_of_case"
            ),
            models.CheckConstraint(
                condition=models.Q(state__in=["quote_requested", "cancelled"])
                | models.Q(success_percent__isnull=False),
                name="referral_placement_quoted_first",
            ),
            models.CheckConstraint(
                condition=models.Q(state__in=_ENDED, ended_on__isnull=False)
                | (~models.Q(state__in=_ENDED) & models.Q(ended_on__isnull=True)),
                name="referral_placement_ended_on_a_day",
            ),
            models.CheckConstraint(
                condition=models.Q(
                    placed_minor__gte=0, collected_minor__gte=0, remitted_minor__gte=0, fee_minor__gte=0
                ),
                name="referral_placement_sums",
            ),
        ]
        indexes = [models.Index(fields=["entity", "state"], name="referral_placement_state")]

    def __str__(self) -> str:
        return f"P{self.pk}"


class PlacementNews(models.Model):
    """One thing told of a placement; the same key again is the same thing."""

    placement = models.ForeignKey(Placement, on_delete=models.CASCADE, related_name="news")
    key = models.CharField("clé", max_length=80)
    kind = EnumField("genre", choices=choices(NEWS_KIND_LABELS))
    source = EnumField("par", choices=choices(NEWS_SOURCE_LABELS))
    state = models.CharField("état dit", max_length=32, blank=True)
    happened_on = models.DateField("du")
    heard_at = models.DateTimeField("entendu le")
    by = models.CharField("dit par", max_length=120, blank=True)
    amount_minor = MinorField("montant", null=True, blank=True)
    fee_minor = MinorField("honoraires", null=True, blank=True)
    currency = CurrencyField()
    words = models.TextField("mots", blank=True)
    document = models.ForeignKey(
        "documents.Document", on_delete=models.PROTECT, null=True, blank=True, related_name="+"
    )

    class Meta:
        verbose_name = "nouvelle d'un dossier confié"
        constraints = [
            models.UniqueConstraint(fields=["placement", "key"], name="referral_placementnews_once"),
        ]
        indexes = [models.Index(fields=["kind", "happened_on"], name="referral_placementnews_fees")]

    def __str__(self) -> str:
        return self.key
