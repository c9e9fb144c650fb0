"""Whose invoice, whose payment: a name typed, found, and asked about when it is not sure."""

from typing import Any

from django.http import QueryDict
from django.urls import reverse
from django.utils.translation import gettext, ngettext
from django.utils.translation import gettext_lazy as _

from encours.books.receivables import queries as receivables_queries
from encours.ground.plumbing import form_fields
from encours.ground.plumbing.plain_form import PlainForm

NEW = "new"


class WhoseForm(PlainForm):
    """A form with a customer's name. A name that is no one's, or several's, becomes a question, never a guess.

    `cleaned_data` then holds `customer_id`, or None and `new_name` for a customer to be made.
    """

    may_be_new = False

    def __init__(self, *args: Any, entity_id: int, **options: Any) -> None:
        super().__init__(*args, **options)
        self.entity_id = entity_id
        source = f"{reverse('desk:search')}?kind=customer"
        self.fields["customer"] = form_fields.name_of(
            _("Client"), source=source, missing=_("Indiquez le client.")
        )
        self.typed = str(self.data.get("customer", "")).strip()
        self.named = receivables_queries.customers_named(entity_id, self.typed) if self.typed else []
        if self.typed and len(self.named) != 1:
            self._ask_which()

    def clean(self) -> dict[str, Any]:
        """The one customer that is meant."""
        given = self.cleaned_data
        which = given.get("which")
        if len(self.named) == 1:
            given["customer_id"] = self.named[0].pk
        elif which == NEW:
            given |= {"customer_id": None, "new_name": self.typed}
        elif which:
            given["customer_id"] = int(which)
        elif self.typed and "which" not in self.fields:
            self.add_error("customer", gettext("Aucun client ne porte ce nom."))
        return given

    def _ask_which(self) -> None:
        found = self.named or receivables_queries.customers_nearly_named(self.entity_id, self.typed)
        offered = [(str(row.pk), " · ".join(filter(None, (row.name, row.city, row.code)))) for row in found]
        if self.may_be_new and not self.named:
            offered.append((NEW, gettext("Nouveau client : {name}").format(name=self.typed)))
        if not offered:
            return
        self.fields["which"] = form_fields.pick(
            _("Lequel ?"), offered, is_open=True, missing=self._question()
        )
        if self.may_be_new and not self.named:
            self.fields["new_email"] = form_fields.email(_("E-mail du nouveau client"), required=False)
        self._forget_an_older_answer()

    def _forget_an_older_answer(self) -> None:
        """An answer holds for the name it was given about, not for another one typed since."""
        self.fields["which_for"] = form_fields.hidden()
        given = self.data.copy() if isinstance(self.data, QueryDict) else dict(self.data)
        if given.get("which_for") != self.typed:
            given.pop("which", None)
        given["which_for"] = self.typed
        self.data = given

    def _question(self) -> str:
        if self.named:
            count = len(self.named)
            words = ngettext(
                "{count} client porte ce nom : dites lequel.",
                "{count} clients portent ce nom : dites lequel.",
                count,
            )
            return words.format(count=count)
        return gettext("Aucun client ne porte exactement ce nom. Choisissez.")
