"""A form of the desk: some fields at the front, the others folded, refusals beside their field."""

from collections.abc import Sequence
from typing import Any, ClassVar

from django import forms
from django.forms import BoundField
from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _

from encours.ground.kernel.reason import Refused
from encours.ground.plumbing.say import say


class PlainForm(forms.Form):
    """Fields named in `folded` wait behind one line until somebody opens it or one of them is wrong."""

    folded: ClassVar[Sequence[str]] = ()
    fold_label: ClassVar[str | Promise] = _("Plus de détails")
    use_required_attribute = False  # our own sentences stand beside the field, not the browser's

    def front(self) -> list[BoundField]:
        """The fields that are always seen."""
        return [field for field in self if field.name not in self.folded]

    def behind(self) -> list[BoundField]:
        """The folded fields."""
        return [field for field in self if field.name in self.folded]

    @property
    def is_unfolded(self) -> bool:
        """Whether a folded field is wrong or holds something already."""
        return any(field.errors or self._holds(field) for field in self.behind())

    def refuse(self, refused: Refused) -> None:
        """Puts a refusal of the rules beside its field, or above the form."""
        self.add_error(refused.field if refused.field in self.fields else None, say(refused.reason))

    def full_clean(self) -> None:
        """What is wrong is where the cursor goes."""
        super().full_clean()
        if wrong := next((name for name in self.fields if name in self.errors), None):
            for name, field in self.fields.items():
                field.widget.attrs.pop("autofocus", None)
                if name == wrong:
                    field.widget.attrs["autofocus"] = True

    def _holds(self, field: BoundField) -> bool:
        is_choice = isinstance(field.field, forms.ChoiceField | forms.BooleanField)
        value: Any = field.value()
        return not is_choice and value not in field.field.empty_values and self.is_bound
