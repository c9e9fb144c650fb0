"""Forms of court files: what happened on which day, what each act really cost."""

from typing import Any

from django.utils.translation import gettext_lazy as _

from encours.ground.plumbing import form_fields
from encours.ground.plumbing.plain_form import PlainForm
from encours.method.strategy.rules.court_files import COURT_EVENT_LABELS


class CourtDayForm(PlainForm):
    """One thing that happened."""

    event = form_fields.choice(_("Ce qui s'est passé"), COURT_EVENT_LABELS)
    on = form_fields.day(_("Le"))


class FeesForm(PlainForm):
    """What each act cost; an estimate until somebody says better."""

    def __init__(self, *args: Any, names: dict[str, str], currency: str, **options: Any) -> None:
        super().__init__(*args, **options)
        self.fields |= {key: form_fields.amount(label, currency=currency) for key, label in names.items()}
