"""Promises, plans and deferrals of a customer with their acceptance and plan B, and our own promises to one."""

from django.conf import settings
from django.db import models

from encours.ground.plumbing.fields import CurrencyField, EnumField, MinorField, choices
from encours.method.agreements.rules.acceptance import ACCEPTED_BY_LABELS
from encours.method.agreements.rules.plan_b import MEASURE_LABELS, WITHDRAWAL_LABELS
from encours.method.agreements.rules.plan_states import PLAN_STATE_LABELS, PLAN_WRITTEN
from encours.method.agreements.rules.settlement_states import (
    CHOICE_LABELS,
    SETTLEMENT_RUNNING,
    SETTLEMENT_STATE_LABELS,
    SettlementState,
)
from encours.method.agreements.rules.words import (
    AGREEMENT_KIND_LABELS,
    AGREEMENT_STATE_LABELS,
    OWN_PROMISE_LABELS,
    PROMISE_SOURCE_LABELS,
    WRITTEN,
    AgreementKind,
    AgreementState,
)

NEEDS_TRACE = sorted({state.value for state in WRITTEN} | {state.value for state in PLAN_WRITTEN})
STATES = dict(choices(PLAN_STATE_LABELS)) | dict(choices(AGREEMENT_STATE_LABELS))


class PlanB(models.Model):
    """What happens if an agreement is not kept: private until it is named, then a dated task."""

    case = models.ForeignKey("cases.Case", on_delete=models.PROTECT, related_name="+", verbose_name="dossier")
    customer = models.ForeignKey(
        "receivables.Customer", on_delete=models.PROTECT, related_name="+", verbose_name="client"
    )
    measure = EnumField("mesure", choices=choices(MEASURE_LABELS))
    after_days = models.PositiveSmallIntegerField("jours après la date convenue")
    owner = models.ForeignKey(
        settings.AUTH_USER_MODEL, on_delete=models.PROTECT, null=True, blank=True, related_name="+",
        verbose_name="qui l'exécute",
    )  # fmt: skip
    words = models.CharField("précisions", max_length=240, blank=True)
    account_open_on = models.DateField("partenaire prêt le", null=True, blank=True)
    quote_on = models.DateField("devis reçu le", null=True, blank=True)
    evidence_on = models.DateField("dossier de preuve complet le", null=True, blank=True)
    approved_on = models.DateField("accord du dirigeant le", null=True, blank=True)
    named_on = models.DateField("annoncé le", null=True, blank=True)
    due_on = models.DateField("à exécuter le", null=True, blank=True)
    executed_on = models.DateField("exécuté le", null=True, blank=True)
    withdrawn_on = models.DateField("retiré le", null=True, blank=True)
    withdrawal = EnumField("raison du retrait", choices=choices(WITHDRAWAL_LABELS), blank=True)
    created_at = models.DateTimeField("noté le")

    class Meta:
        verbose_name = "plan B"
        constraints = [
            models.CheckConstraint(
                condition=models.Q(named_on__isnull=True, due_on__isnull=True)
                | models.Q(named_on__isnull=False, due_on__isnull=False),
                name="agreements_planb_named_is_dated",
            ),
            models.CheckConstraint(
                condition=models.Q(withdrawn_on__isnull=True, withdrawal="")
                | models.Q(withdrawn_on__isnull=False) & ~models.Q(withdrawal=""),
                name="agreements_planb_withdrawn_says_why",
            ),
            models.UniqueConstraint(
                fields=["case"],
                condition=models.Q(
                    named_on__isnull=False, executed_on__isnull=True, withdrawn_on__isnull=True
                ),
                name="agreements_planb_one_announced",
            ),
        ]
        indexes = [
            models.Index(
                fields=["customer"],
                condition=models.Q(
                    named_on__isnull=False, executed_on__isnull=True, withdrawn_on__isnull=True
                ),
                name="agreements_planb_announced",
            )
        ]

    def __str__(self) -> str:
        return str(self.measure)


class Agreement(models.Model):
    """One amount promised for one calendar date, or a plan whose parts are; accepted only by a written trace.

    A part of a plan is a row of its own, judged as any promise; the plan's own row holds its sum and last date.
    """

    kind = EnumField("nature", choices=choices(AGREEMENT_KIND_LABELS), default=AgreementKind.PROMISE.value)
    plan = models.ForeignKey(
        "self",
        on_delete=models.CASCADE,
        null=True,
        blank=True,
        related_name="parts",
        verbose_name="échéancier",
    )
    place = models.PositiveSmallIntegerField("rang", default=0)
    case = models.ForeignKey("cases.Case", on_delete=models.PROTECT, related_name="+", verbose_name="dossier")
    customer = models.ForeignKey(
        "receivables.Customer", on_delete=models.PROTECT, related_name="+", verbose_name="client"
    )
    amount_minor = MinorField("montant promis")
    currency = CurrencyField()
    promised_for = models.DateField("pour le")
    means = models.CharField("moyen", max_length=40, blank=True)
    person = models.CharField("personne", max_length=120, blank=True)
    source = EnumField("origine", choices=choices(PROMISE_SOURCE_LABELS))
    state = EnumField("état", choices=list(STATES.items()), default=AgreementState.PROPOSED.value)
    proposed_on = models.DateField("proposé le")
    awaits_us = models.BooleanField("attend notre accord", default=False)
    waives_interest = models.BooleanField("intérêts abandonnés si tenu", default=False)
    answer_by = models.DateField("réponse attendue jusqu'au", null=True, blank=True)
    accepted_on = models.DateField("accepté le", null=True, blank=True)
    acceptance = models.TextField("trace écrite", blank=True)
    transit_shown_on = models.DateField("preuve d'envoi vue le", null=True, blank=True)
    plan_b = models.CharField("plan B", max_length=240, blank=True)
    fallback = models.ForeignKey(
        PlanB,
        on_delete=models.PROTECT,
        null=True,
        blank=True,
        related_name="agreements",
        verbose_name="plan B",
    )
    judged_on = models.DateField("jugé le", null=True, blank=True)
    received_minor = MinorField("reçu", default=0)
    moved_on = models.DateField("reporté le", null=True, blank=True)
    moved_count = models.PositiveSmallIntegerField("reports", default=0)
    created_at = models.DateTimeField("noté le")

    class Meta:
        verbose_name = "promesse de règlement"
        constraints = [
            models.CheckConstraint(
                condition=models.Q(kind=AgreementKind.INSTALMENT.value, plan__isnull=False)
                | ~models.Q(kind=AgreementKind.INSTALMENT.value) & models.Q(plan__isnull=True),
                name="agreements_instalment_has_plan",
            ),
            models.UniqueConstraint(
                fields=["plan", "place"], condition=models.Q(plan__isnull=False), name="agreements_place_once"
            ),
            models.CheckConstraint(
                condition=models.Q(amount_minor__gt=0), name="agreements_agreement_positive"
            ),
            models.CheckConstraint(
                condition=~models.Q(state__in=NEEDS_TRACE) | ~models.Q(acceptance=""),
                name="agreements_accepted_needs_trace",
                violation_error_message="Un accord n'est accepté qu'avec une trace écrite.",
            ),
        ]
        indexes = [models.Index(fields=["customer", "state"], name="agreements_agreement_state")]

    def __str__(self) -> str:
        return f"{self.amount_minor} {self.currency} {self.promised_for}"


class AgreementInvoice(models.Model):
    """An invoice that an agreement names: it covers nothing else. Without any, the oldest late items first."""

    agreement = models.ForeignKey(Agreement, on_delete=models.CASCADE, related_name="invoices")
    invoice = models.ForeignKey(
        "receivables.Invoice", on_delete=models.PROTECT, related_name="+", verbose_name="facture"
    )
    amount_minor = MinorField("montant compris")

    class Meta:
        verbose_name = "facture d'un accord"
        constraints = [
            models.UniqueConstraint(fields=["agreement", "invoice"], name="agreements_invoice_once"),
            models.CheckConstraint(
                condition=models.Q(amount_minor__gt=0), name="agreements_invoice_positive"
            ),
        ]

    def __str__(self) -> str:
        return str(self.invoice_id)


class Acceptance(models.Model):
    """A written yes: how, when, who, and the text that was accepted, word for word."""

    agreement = models.ForeignKey(Agreement, on_delete=models.CASCADE, related_name="acceptances")
    how = EnumField("comment", choices=choices(ACCEPTED_BY_LABELS))
    accepted_at = models.DateTimeField("accepté à")
    person = models.CharField("personne", max_length=120, blank=True)
    address = models.CharField("adresse ou lien", max_length=254, blank=True)
    text = models.TextField("texte accepté")
    words = models.TextField("mots du client", blank=True)
    digest = models.CharField("empreinte du texte", max_length=64)
    document = models.ForeignKey(
        "documents.Document", on_delete=models.PROTECT, null=True, blank=True, related_name="+"
    )

    class Meta:
        verbose_name = "acceptation écrite"

    def __str__(self) -> str:
        return str(self.how)


class Settlement(models.Model):
    """A smaller amount offered to close what a case owes: the owner approves it, the rest is waived once it is paid.

    The floor is the owner's: it stands here and nowhere else, no message and no entry of the journal holds it.
    """

    case = models.ForeignKey("cases.Case", on_delete=models.PROTECT, related_name="+", verbose_name="dossier")
    customer = models.ForeignKey(
        "receivables.Customer", on_delete=models.PROTECT, related_name="+", verbose_name="client"
    )
    place = models.PositiveSmallIntegerField("rang de l'offre", default=1)
    state = EnumField(
        "état", choices=choices(SETTLEMENT_STATE_LABELS), default=SettlementState.APPROVED.value
    )
    choice = EnumField("choix du client", choices=choices(CHOICE_LABELS), blank=True)
    currency = CurrencyField()
    balance_minor = MinorField("solde à l'offre")
    amount_minor = MinorField("montant pour solde")
    floor_minor = MinorField("plancher du dirigeant")
    ends_on = models.DateField("offre jusqu'au")
    pay_by = models.DateField("à payer pour le")
    parts = models.PositiveSmallIntegerField("versements de l'autre choix")
    parts_from_on = models.DateField("premier versement le")
    approved_on = models.DateField("décidée le")
    offered_on = models.DateField("partie le", null=True, blank=True)
    answered_on = models.DateField("réponse le", null=True, blank=True)
    judged_on = models.DateField("jugée le", null=True, blank=True)
    agreement = models.OneToOneField(
        Agreement, on_delete=models.PROTECT, null=True, blank=True, related_name="settlement_part"
    )
    plan = models.OneToOneField(
        Agreement, on_delete=models.PROTECT, null=True, blank=True, related_name="settlement_whole"
    )
    waiver = models.ForeignKey(
        "receivables.CreditNote", on_delete=models.PROTECT, null=True, blank=True, related_name="+",
        verbose_name="solde abandonné",
    )  # fmt: skip
    created_at = models.DateTimeField("noté le")

    class Meta:
        verbose_name = "règlement pour solde"
        constraints = [
            models.CheckConstraint(
                condition=models.Q(amount_minor__gt=0)
                & models.Q(amount_minor__lt=models.F("balance_minor"))
                & models.Q(amount_minor__gte=models.F("floor_minor")),
                name="agreements_settlement_in_bounds",
                violation_error_message="Une offre se tient entre le plancher et ce qui est dû.",
            ),
            models.UniqueConstraint(
                fields=["case"],
                condition=models.Q(state__in=sorted(state.value for state in SETTLEMENT_RUNNING)),
                name="agreements_settlement_one_running",
            ),
        ]
        indexes = [models.Index(fields=["customer"], name="agreements_settlement_whose")]

    def __str__(self) -> str:
        return f"{self.amount_minor} {self.currency} {self.pay_by}"


class SettlementInvoice(models.Model):
    """An invoice that an offer closes, with what was open of it when the offer was made."""

    settlement = models.ForeignKey(Settlement, on_delete=models.CASCADE, related_name="invoices")
    invoice = models.ForeignKey(
        "receivables.Invoice", on_delete=models.PROTECT, related_name="+", verbose_name="facture"
    )
    amount_minor = MinorField("montant compris")

    class Meta:
        verbose_name = "facture d'un règlement pour solde"
        constraints = [
            models.UniqueConstraint(fields=["settlement", "invoice"], name="agreements_settled_invoice_once"),
        ]

    def __str__(self) -> str:
        return str(self.invoice_id)


class OwnPromise(models.Model):
    """Something we owe a customer: an answer, a document, a repair. While open, nobody is reminded."""

    customer = models.ForeignKey(
        "receivables.Customer", on_delete=models.PROTECT, related_name="+", verbose_name="client"
    )
    kind = EnumField("nature", choices=choices(OWN_PROMISE_LABELS))
    what = models.CharField("quoi", max_length=240)
    due_on = models.DateField("pour le")
    promised_on = models.DateField("promis le")
    done_on = models.DateField("fait le", null=True, blank=True)
    outcome = models.CharField("suite donnée", max_length=240, blank=True)

    class Meta:
        verbose_name = "promesse de notre part"
        indexes = [
            models.Index(
                fields=["customer"], condition=models.Q(done_on__isnull=True), name="agreements_own_open"
            )
        ]

    def __str__(self) -> str:
        return self.what
