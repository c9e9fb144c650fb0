"""Forms of what people say of a payer: a fact with its source, the grounds of a confirmed type."""

from typing import Any

from django.utils.translation import gettext_lazy as _

from encours.ground.plumbing import form_fields
from encours.ground.plumbing.plain_form import PlainForm
from encours.method.insight.rules.payer import OBSERVED_LABELS, SOURCE_LENGTH


class FactForm(PlainForm):
    """What was said or observed, when, and who or what says so (R032, R087)."""

    def __init__(self, *args: Any, **options: Any) -> None:
        super().__init__(*args, **options)
        self.fields |= {
            "fact": form_fields.choice(_("Fait observé"), OBSERVED_LABELS),
            "on": form_fields.day(_("Le")),
            "source": form_fields.text(
                _("D'où vous le tenez"),
                most=SOURCE_LENGTH,
                help_text=_("Un appel, un message, un document, et de qui."),
            ),
        }


class GroundsForm(PlainForm):
    """On which facts the owner confirms a type (R032)."""

    grounds = form_fields.text(_("Les faits qui le montrent"), most=1000, lines=4)
