"""Promises of payment by a customer, and our own promises to one."""

from django.db import models

from encours.ground.plumbing.fields import CurrencyField, EnumField, MinorField, choices
from encours.method.agreements.rules.words import (
    AGREEMENT_STATE_LABELS,
    OWN_PROMISE_LABELS,
    PROMISE_SOURCE_LABELS,
    WRITTEN,
    AgreementState,
)

NEEDS_TRACE = sorted(state.value for state in WRITTEN)


class Agreement(models.Model):
    """One amount promised for one calendar date; accepted only by a written trace."""

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
    state = EnumField("état", choices=choices(AGREEMENT_STATE_LABELS), default=AgreementState.PROPOSED.value)
    proposed_on = models.DateField("proposé le")
    accepted_on = models.DateField("accepté le", null=True, blank=True)
    acceptance = models.TextField("trace écrite", blank=True)
    transit_shown_on = models.DateField("preuve d'envoi vue le", null=True, blank=True)
    plan_b = models.CharField("plan B", max_length=240, blank=True)
    judged_on = models.DateField("jugé le", null=True, blank=True)
    received_minor = MinorField("reçu", default=0)
    moved_on = models.DateField("reporté le", null=True, blank=True)
    moved_count = models.PositiveSmallIntegerField("reports", default=0)
    created_at = models.DateTimeField("noté le")

    class Meta:
        verbose_name = "promesse de règlement"
        constraints = [
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
