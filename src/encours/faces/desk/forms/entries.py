"""The form of old debts: a tick and a step for each."""

from collections.abc import Sequence
from typing import Any

from django.utils.translation import gettext as _

from encours.flows.entries import OldDebt
from encours.ground.kernel.reason import N_, Reason
from encours.ground.plumbing import form_fields
from encours.ground.plumbing.plain_form import PlainForm
from encours.ground.plumbing.say import say


class EntriesForm(PlainForm):
    """Which old debts enter now, and at which step each."""

    def __init__(self, *args: Any, debts: Sequence[OldDebt], **options: Any) -> None:
        super().__init__(*args, **options)
        self.case_ids = [debt.case_id for debt in debts]
        for debt in debts:
            steps = [(level.key, say(Reason(level.label))) for level in debt.choice.offered]
            tick = _("Confirmer pour {name}").format(name=debt.customer)
            step = say(Reason(N_("Étape d'entrée de {name}"), name=debt.customer))
            self.fields[f"tick_{debt.case_id}"] = form_fields.flag(tick, initial=True)
            self.fields[f"step_{debt.case_id}"] = form_fields.pick(
                step, steps, initial=debt.choice.proposed.key
            )

    def chosen(self) -> dict[int, str]:
        """The step of each old debt that is ticked, by case."""
        given = self.cleaned_data
        return {pk: given[f"step_{pk}"] for pk in self.case_ids if given[f"tick_{pk}"]}
