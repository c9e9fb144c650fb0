"""Forms of texts: their sections one by one, a file."""

from collections.abc import Collection
from typing import Any

from django.utils.translation import gettext_lazy as _

from encours.flows.texts import MOST_CHARACTERS
from encours.ground.plumbing import form_fields
from encours.ground.plumbing.plain_form import PlainForm
from encours.ground.plumbing.say import say
from encours.ground.wording.edit import MOST_CHARACTERS as MOST_OF_A_SECTION
from encours.ground.wording.edit import Unfit
from encours.ground.wording.templates import Template
from encours.ground.wording.words import conditions, section_name

_WIDE = 74


class TextForm(PlainForm):
    """The sections of a text; one that is left empty is not said any more."""

    def __init__(self, *args: Any, template: Template, **options: Any) -> None:
        super().__init__(*args, **options)
        self.template = template
        for place, section in enumerate(template.sections):
            lines = sum(1 + len(line) // _WIDE for line in section.text.split("\n"))
            self.fields[_name(place)] = form_fields.text(
                say(section_name(section, template_id=template.id)),
                most=MOST_OF_A_SECTION,
                lines=max(2, lines) if section.name != "subject" else 1,
                required=section.name == "subject",
                initial=section.text,
            )

    def rows(self, said: Collection[int] | None) -> tuple[list[dict[str, object]], list[dict[str, object]]]:
        """The sections said in the message that is seen, then the others, each with when it is said."""
        rows = [
            {"field": self[_name(place)], "when": " · ".join(say(one) for one in conditions(section))}
            for place, section in enumerate(self.template.sections)
        ]
        if said is None:
            return rows, []
        return [r for i, r in enumerate(rows) if i in said], [r for i, r in enumerate(rows) if i not in said]

    def texts(self) -> list[str]:
        """What stands in the sections, in their order; also before it is checked."""
        return [str(self[name].value() or "") for name in self.fields]

    def refuse_section(self, unfit: Unfit) -> None:
        """Puts what is wrong beside its section, with the line."""
        words = _("Ligne %(line)d : %(why)s") % {"line": unfit.line, "why": say(unfit.why)}
        self.add_error(_name(unfit.place), words)


class TextFileForm(PlainForm):
    """A text as its file writes it."""

    text = form_fields.text(_("Contenu du fichier"), most=MOST_CHARACTERS, lines=16, strip=False)


def _name(place: int) -> str:
    return f"s{place}"
