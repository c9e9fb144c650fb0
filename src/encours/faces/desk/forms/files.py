"""Forms of files: what is uploaded, what a file does not say, which column means what."""

from collections.abc import Sequence
from typing import Any

from django import forms
from django.core.exceptions import ValidationError
from django.core.files.uploadedfile import UploadedFile
from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _

from encours.books.interchange.formats.encoding import CODE_PAGES
from encours.books.interchange.formats.headers import fields_of
from encours.books.interchange.formats.issues import Code
from encours.books.interchange.formats.labels import FIELD_LABELS, KIND_LABELS
from encours.books.interchange.formats.mapping import DateOrder, Field, Mapping
from encours.books.interchange.formats.reader import Preview
from encours.books.interchange.formats.records import Kind
from encours.flows.importing import FileAnswer, ImportOptions
from encours.ground.plumbing import form_fields
from encours.ground.plumbing.plain_form import PlainForm

MOST_FILES = 20
MOST_BYTES = 300_000_000
LONGEST_TERMS = 365
TABLES = (Kind.CUSTOMERS, Kind.CONTACTS, Kind.INVOICES, Kind.PAYMENTS)
_ORDERS = {DateOrder.DAY_FIRST: _("jour, mois, année"), DateOrder.MONTH_FIRST: _("mois, jour, année")}
ENCODINGS = {
    "utf-8": "UTF-8",
    "cp1252": "Windows (CP1252)",
    "iso8859-15": "ISO 8859-15",
    "cp850": "DOS (CP850)",
}
_ASKS_FOR_TERMS = {
    Code.DUE_DATE_MISSING,
    Code.DUE_DATES_MISSING,
    Code.OPENING_DATES_MISSING,
    Code.TERMS_ASSUMED,
}


class ManyFiles(forms.FileInput):
    """The browser's own picker, for several files at once."""

    allow_multiple_selected = True


class FilesField(forms.FileField):
    """Some files, each within a cap; gives the uploaded files."""

    def clean(self, data: Any, initial: Any = None) -> "list[UploadedFile[Any]]":
        """Refuses too many files and files that are too large."""
        given = data if isinstance(data, list | tuple) else [data] if data else []
        if not given:
            raise ValidationError(gettext("Choisissez un fichier."))
        if len(given) > MOST_FILES:
            raise ValidationError(gettext("Au plus {most} fichiers à la fois.").format(most=MOST_FILES))
        for file in given:
            super().clean(file, initial)
            if (file.size or 0) > MOST_BYTES:
                raise ValidationError(
                    gettext("{name} dépasse {most} Mo.").format(name=file.name, most=MOST_BYTES // 1_000_000)
                )
        return list(given)


class UploadForm(PlainForm):
    """Files of any kind, several at once."""

    files = FilesField(  # type: ignore[assignment]  # a field of that name, as the pages post it
        label=_("Fichiers"),
        widget=ManyFiles(attrs={"accept": ".csv,.txt,.tsv,.xlsx,.xlsm,.ods,.pdf,.zip"}),
        error_messages={"required": _("Choisissez un fichier."), "empty": _("Ce fichier est vide.")},
    )


class AnswersForm(PlainForm):
    """What a file does not say: only what this very file leaves open is asked."""

    def __init__(
        self,
        *args: Any,
        answer: FileAnswer,
        looked: Preview,
        options: ImportOptions,
        usual_days: int,
        **more: Any,
    ) -> None:
        super().__init__(*args, **more)
        told = {found.code for found in (*answer.rejected, *answer.warnings)}
        told |= {question.code for question in answer.questions}
        if options.terms_days is not None or told & _ASKS_FOR_TERMS:
            days = usual_days if options.terms_days is None else options.terms_days
            self._ask("terms_days", days, form_fields.count(
                _("Votre délai de paiement, en jours"), most=LONGEST_TERMS, required=False,
                help_text=_("Pour ce qui n'a pas d'échéance : elle est calculée, et marquée comme supposée."),
            ))  # fmt: skip
        if options.date_order is not None or Code.DATE_ORDER_ASSUMED in told:
            order = options.date_order or DateOrder.DAY_FIRST
            offered = [(o.value, label) for o, label in _ORDERS.items()]
            self._ask("date_order", order.value, form_fields.pick(_("Les dates sont écrites"), offered))
        if answer.kind == Kind.FEC:
            return
        kinds = [(k.value, _(KIND_LABELS[k])) for k in TABLES]
        guessed = options.kind or (answer.kind if answer.kind in TABLES else "")
        known_kinds = kinds if guessed else [("", _("à choisir")), *kinds]
        self._ask("kind", guessed, form_fields.pick(_("Nature du fichier"), known_kinds))
        if options.encoding or not looked.proven or Code.WRONG_ENCODING in told:
            assert set(CODE_PAGES) <= set(ENCODINGS)
            field = form_fields.pick(
                _("Codage des caractères"),
                [("", _("à deviner")), *ENCODINGS.items()],
                required=False,
                help_text=_("Si les accents sont illisibles."),
            )
            self._ask("encoding", options.encoding or "", field)

    def _ask(self, name: str, initial: Any, field: forms.Field) -> None:
        field.initial = initial
        self.fields[name] = field

    def said(self, before: ImportOptions) -> dict[str, Any]:
        """The answers, as options; columns chosen for another kind of file are forgotten."""
        given = self.cleaned_data
        kind = Kind(given["kind"]) if given.get("kind") else None
        order = given.get("date_order")
        return {
            "terms_days": given.get("terms_days", before.terms_days),
            "date_order": DateOrder(order) if order else before.date_order,
            "encoding": given.get("encoding") or None,
            "kind": kind,
            "mapping": before.mapping if before.mapping and kind in (None, before.mapping.kind) else None,
        }


class ColumnsForm(PlainForm):
    """Which column means what; a meaning has one column."""

    def __init__(self, *args: Any, titles: Sequence[str], mapping: Mapping, **more: Any) -> None:
        super().__init__(*args, **more)
        self.titles = tuple(titles)
        self.mapping = mapping
        offered = [
            ("", _("laissée de côté")),
            *((f.value, _(FIELD_LABELS[f])) for f in fields_of(Kind(mapping.kind))),
        ]
        for place, title in enumerate(self.titles):
            if title:
                found = mapping.field_of(title)
                field = form_fields.pick(title, offered, required=False, initial=found or "")
                self.fields[f"column_{place}"] = field

    def clean(self) -> dict[str, Any]:
        """Refuses two columns with one meaning."""
        meanings = [value for value in self.cleaned_data.values() if value]
        twice = {value for value in meanings if meanings.count(value) > 1}
        for name, value in list(self.cleaned_data.items()):
            if value in twice:
                self.add_error(name, gettext("Deux colonnes veulent dire la même chose."))
        if not meanings:
            raise ValidationError(gettext("Dites ce que contient au moins une colonne."))
        return self.cleaned_data

    def chosen(self) -> Mapping:
        """The mapping as it was chosen."""
        columns = [
            (title, Field(self.cleaned_data[f"column_{place}"]))
            for place, title in enumerate(self.titles)
            if self.cleaned_data.get(f"column_{place}")
        ]
        kept = self.mapping
        return Mapping(
            kind=kept.kind,
            columns=tuple(columns),
            date_order=kept.date_order,
            shape=kept.shape,
            layout=kept.layout,
        )
