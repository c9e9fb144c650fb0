"""The form of a rule that gives a ladder: one condition, its value, the ladder."""

from collections.abc import Sequence
from decimal import Decimal
from typing import Any, assert_never

from django import forms
from django.utils.translation import gettext_lazy as _

from encours.books.creditor import queries as creditor_queries
from encours.books.creditor.queries import Entity
from encours.books.receivables.rules.party import CUSTOMER_KIND_LABELS
from encours.ground.kernel.money import Money
from encours.ground.kernel.reason import Refused
from encours.ground.plumbing import form_fields
from encours.ground.plumbing.plain_form import PlainForm
from encours.method.insight.rules.payer import TYPE_LABELS
from encours.method.strategy.rules.assignment import AssignmentRule, Condition, RulesError, checked

MOST_DAYS = 36500


class RuleForm(PlainForm):
    """One rule; its value is typed as its condition asks for."""

    def __init__(
        self,
        *args: Any,
        condition: Condition,
        desk_entity: Entity,
        ladders: Sequence[tuple[str, str]],
        **options: Any,
    ) -> None:
        super().__init__(*args, **options)
        self.condition = condition
        self.fields["value"] = _value_field(condition, desk_entity)
        self.fields["procedure"] = form_fields.pick(_("Scénario donné"), ladders)

    def clean(self) -> dict[str, Any]:
        """A rule that the method allows."""
        given: dict[str, Any] = self.cleaned_data
        if {"value", "procedure"} <= given.keys():
            try:
                checked(self.rule())
            except RulesError as error:
                self.refuse(Refused(error.reason, "value"))
        return given

    def rule(self) -> AssignmentRule:
        """What was typed."""
        value = self.cleaned_data["value"]
        text = _plain(value.decimal) if isinstance(value, Money) else str(getattr(value, "value", value))
        return AssignmentRule(self.condition, text, self.cleaned_data["procedure"])


def _plain(amount: Decimal) -> str:
    return format(amount, "f")


def _value_field(condition: Condition, entity: Entity) -> forms.Field:
    match condition:
        case Condition.KIND:
            return form_fields.choice(_("Le client est"), CUSTOMER_KIND_LABELS)
        case Condition.COUNTRY:
            return form_fields.country(_("Pays"), initial=entity.country)
        case Condition.OVERDUE_FROM:
            return form_fields.threshold_amount(_("Échu à partir de"), currency=entity.currency)
        case Condition.OVERDUE_BELOW:
            return form_fields.threshold_amount(_("Échu sous"), currency=entity.currency)
        case Condition.ACCOUNT_MANAGER:
            team = [(str(m.id), m.name) for m in creditor_queries.team(entity.id)]
            return form_fields.pick(_("Chargé de clientèle"), team)
        case Condition.CUSTOMER_SINCE:
            return form_fields.count(_("Client depuis au moins (jours)"), least=1, most=MOST_DAYS)
        case Condition.CUSTOMER_LESS_THAN:
            return form_fields.count(_("Client depuis moins de (jours)"), least=1, most=MOST_DAYS)
        case Condition.PAYER_TYPE:
            return form_fields.choice(_("Profil de paiement"), TYPE_LABELS)
    assert_never(condition)
