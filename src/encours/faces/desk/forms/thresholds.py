"""The form of one threshold: its value, typed in its unit."""

from datetime import time
from typing import Any

from django.utils.translation import gettext_lazy as _

from encours.books.creditor.rules.threshold import Threshold, Unit
from encours.ground.kernel.money import Money
from encours.ground.kernel.reason import N_, Reason
from encours.ground.plumbing import form_fields
from encours.ground.plumbing.plain_form import PlainForm
from encours.ground.plumbing.say import say

_MOST = 10**9
_MINUTES = 60
_UNITS = {
    Unit.DAYS: N_("en jours"),
    Unit.BUSINESS_DAYS: N_("en jours ouvrés"),
    Unit.MONTHS: N_("en mois"),
    Unit.HOURS: N_("en heures"),
    Unit.MINUTES: N_("en minutes"),
    Unit.PERCENT: N_("en %"),
    Unit.POINTS: N_("en points"),
}


class ThresholdForm(PlainForm):
    """One number; its bounds are the rules' to refuse, since they say why."""

    def __init__(self, *args: Any, threshold: Threshold, currency: str, now: int, **options: Any) -> None:
        super().__init__(*args, **options)
        self.threshold, self.currency = threshold, currency
        more = {"help_text": say(_bounds(threshold, currency)), "initial": self._shown(now)}
        match threshold.unit:
            case Unit.MONEY:
                self.fields["value"] = form_fields.threshold_amount(
                    _("Nouveau montant"), currency=currency, **more
                )
            case Unit.TIME:
                self.fields["value"] = form_fields.hour(_("Nouvelle heure"), **more)
            case _:
                self.fields["value"] = form_fields.count(_label(threshold), least=-_MOST, most=_MOST, **more)

    def value(self) -> int:
        """What was typed, as it is kept: minor units, minutes after midnight, a whole number."""
        given: Money | time | int = self.cleaned_data["value"]
        match given:
            case Money():
                return given.minor
            case time():
                return given.hour * _MINUTES + given.minute
        return given

    def clean_value(self) -> Any:
        """An amount is in the entity's own currency."""
        given = self.cleaned_data["value"]
        if isinstance(given, Money) and given.currency != self.currency:
            self.add_error("value", say(Reason(N_("Écrivez un montant en {own}."), own=self.currency)))
        return given

    def _shown(self, now: int) -> Money | time | int:
        match self.threshold.unit:
            case Unit.MONEY:
                return Money(now, self.currency)
            case Unit.TIME:
                return time(*divmod(now, _MINUTES))
            case _:
                return now


def _label(threshold: Threshold) -> str:
    if threshold.unit not in _UNITS:
        return say(Reason(N_("Nouvelle valeur")))
    return say(Reason(N_("Nouvelle valeur, {unit}"), unit=Reason(_UNITS[threshold.unit])))


def _bounds(threshold: Threshold, currency: str) -> Reason:
    within = threshold.range_in(currency)
    if threshold.held is None:
        return Reason(N_("De {within}."), within=within)
    return Reason(N_("De {within} : cette limite se resserre, elle ne se desserre pas."), within=within)
