"""The forms of the five answers. Each asks for little, and says what is missing beside the field."""

import secrets
from collections.abc import Sequence
from datetime import date, timedelta
from typing import Any

from django import forms
from django.core.exceptions import ValidationError
from django.utils.translation import get_language, gettext
from django.utils.translation import gettext_lazy as _

from encours.flows.portal.answers import (
    MEANS_LABELS,
    Answer,
    Elsewhere,
    Means,
    Paid,
    PlanWished,
    Promised,
    Reported,
    Upload,
)
from encours.flows.portal.order_numbers import MOST_ORDER
from encours.flows.portal.standing import Line, Statement
from encours.ground.kernel.money import Money
from encours.ground.kernel.months import add_months
from encours.ground.plumbing import form_fields, formats
from encours.ground.plumbing.plain_form import PlainForm
from encours.method.agreements.rules.acceptance import text_digest
from encours.method.disputes.rules.reasons import labels

MOST_BYTES = 10 * 1024 * 1024
_LONGEST_WAIT = timedelta(days=366)
_SIGNS = (
    (b"%PDF-", "application/pdf"),
    (b"\x89PNG\r\n\x1a\n", "image/png"),
    (b"\xff\xd8\xff", "image/jpeg"),
)
_PIECES_HELP = _("PDF, JPEG ou PNG, 10 Mo au plus. Une photo suffit.")


class ProofField(forms.FileField):
    """One PDF or picture, known by its content and not by its name."""

    def clean(self, data: Any, initial: Any = None) -> Any:
        """Refuses what is too large, or something else than it seems."""
        file = super().clean(data, initial)
        if not file:
            return None
        if (file.size or 0) > MOST_BYTES:
            raise ValidationError(gettext("Ce fichier dépasse 10 Mo."))
        content = file.read()
        if content[4:12] in {b"ftypheic", b"ftypmif1", b"ftypheix"}:
            return Upload(_named(str(file.name)), "image/heic", content)
        kind = next((kind for sign, kind in _SIGNS if content.startswith(sign)), None)
        if kind is None:
            raise ValidationError(gettext("Ce fichier n'est ni un PDF ni une image."))
        return Upload(_named(str(file.name)), kind, content)


class AnswerForm(PlainForm):
    """What every answer asks: who says it, a word if they like, and the mark that makes it count once."""

    once = forms.CharField(max_length=40, required=False, widget=forms.HiddenInput())
    asks_words = True

    def __init__(self, *args: Any, statements: Sequence[Statement], today: date, **options: Any) -> None:
        super().__init__(*args, **options)
        self.statements, self.today = statements, today
        self.lines = {str(line.due_id): line for s in statements for line in s.lines}
        self.initial.setdefault("once", secrets.token_urlsafe(12))
        self.build()
        if self.asks_words:
            self.fields["words"] = form_fields.text(_("Un mot de plus"), most=2000, lines=3, required=False)
        self.fields["name"] = form_fields.text(
            _("Votre nom"), most=80, attrs={"autocomplete": "name"}, missing=_("Dites-nous qui répond.")
        )

    def build(self) -> None:
        """The fields of this answer."""

    def clean(self) -> dict[str, Any]:
        """Text that only holds spaces or marks no screen shows is empty."""
        found: dict[str, Any] = super().clean() or self.cleaned_data
        return found

    @property
    def mark(self) -> str:
        """What makes the form count once; one that was made without it counts each time."""
        return self.cleaned_data.get("once") or secrets.token_urlsafe(12)

    def about(self) -> list[Line]:
        """The due dates it is about."""
        return [self.lines[key] for key in self.cleaned_data.get("invoices") or () if key in self.lines]

    def answer(self, said: Any, *, files: Sequence[Upload | None] = ()) -> Answer:
        """What is said, with who says it."""
        about = self.about()
        return Answer(
            said=said,
            form=self.mark,
            name=self.cleaned_data["name"],
            words=self.cleaned_data.get("words") or "",
            dues=tuple(line.due_id for line in about),
            numbers=tuple(dict.fromkeys(line.number for line in about)),
            files=tuple(file for file in files if file is not None),
        )

    def take(self) -> Answer:
        """The answer of a valid form."""
        raise NotImplementedError


class PaidForm(AnswerForm):
    """It is paid already."""

    def build(self) -> None:
        """Which invoices, when, how."""
        if len(self.lines) > 1:
            self.fields["invoices"] = form_fields.picks(
                _("Quelles factures ?"),
                _offered(self.lines),
                initial=[key for key, line in self.lines.items() if line.days_late],
                missing=_("Cochez au moins une facture."),
            )
        self.fields["on"] = form_fields.day(_("Réglé le"), missing=_("À quelle date, même à peu près ?"))
        self.fields["means"] = _means()
        self.fields["reference"] = form_fields.text(_("Référence du virement"), most=80, required=False)
        self.fields["proof"] = _proof(_("Avis de virement ou preuve"))

    def clean_on(self) -> date:
        """Not in the future: that is another answer."""
        on: date = self.cleaned_data["on"]
        if on > self.today:
            raise ValidationError(
                gettext("Cette date est à venir : choisissez plutôt « Je règle à une date précise ».")
            )
        if on < self.today - _LONGEST_WAIT * 3:
            raise ValidationError(gettext("Cette date est trop ancienne : vérifiez l'année."))
        return on

    def take(self) -> Answer:
        """The answer of a valid form."""
        given = self.cleaned_data
        said = Paid(given["on"], None, given["means"], given["reference"])
        return self.answer(said, files=[given.get("proof")])


class PromiseForm(AnswerForm):
    """It will be paid, on a day."""

    def build(self) -> None:
        """How much, when, how."""
        _ask_currency(self)
        asked = self.statements[0].asked if self.statements else None
        currency = asked.currency if asked else "EUR"
        self.fields["amount"] = form_fields.amount(
            _("Montant"), currency=currency, initial=asked, missing=_("Quel montant ?")
        )
        self.fields["on"] = form_fields.day(_("Je règle le"), missing=_("Quelle date vous convient ?"))
        self.fields["means"] = _means()

    def clean_amount(self) -> Money:
        """In a currency of the page, above nought and not above what is open."""
        amount: Money = self.cleaned_data["amount"]
        return _within(amount, self.statements)

    def clean_on(self) -> date:
        """Today at the earliest, within a year."""
        return _to_come(self.cleaned_data["on"], self.today)

    def take(self) -> Answer:
        """The answer of a valid form."""
        given = self.cleaned_data
        return self.answer(Promised(given["amount"], given["on"], given["means"]))


class PlanForm(AnswerForm):
    """It is to be paid in parts."""

    def build(self) -> None:
        """In how many parts, from when."""
        _ask_currency(self)
        self.fields["count"] = form_fields.pick(
            _("En combien de fois ?"), [(str(n), str(n)) for n in range(2, 7)], initial="3"
        )
        self.fields["first_on"] = form_fields.day(
            _("Premier versement le"), missing=_("Quelle date vous convient ?")
        )
        self.fields["every"] = form_fields.pick(
            _("Puis"),
            [
                ("month", _("chaque mois")),
                ("fortnight", _("toutes les deux semaines")),
                ("week", _("chaque semaine")),
            ],
        )

    def clean_first_on(self) -> date:
        """Today at the earliest, within a year."""
        return _to_come(self.cleaned_data["first_on"], self.today)

    def take(self) -> Answer:
        """The answer of a valid form: equal parts, the rest of the division on the last."""
        given, count = self.cleaned_data, int(self.cleaned_data["count"])
        whole = self.statements[0].asked
        part = whole.minor // count
        amounts = [Money(part, whole.currency)] * (count - 1)
        amounts.append(Money(whole.minor - part * (count - 1), whole.currency))
        days = [_step(given["first_on"], given["every"], n) for n in range(count)]
        return self.answer(PlanWished(tuple(zip(days, amounts, strict=True))))


class ProblemForm(AnswerForm):
    """Something is wrong."""

    asks_words = False

    def build(self) -> None:
        """With which invoice, what, how much of it."""
        offered = _offered(self.lines)
        self.fields["invoice"] = form_fields.pick(
            _("Quelle facture ?"), offered, missing=_("Choisissez une facture.")
        )
        reasons = labels(get_language() or "fr", for_debtors=True)
        self.fields["problem"] = form_fields.pick(
            _("Qu'est-ce qui ne va pas ?"), reasons, missing=_("Choisissez ce qui convient le mieux.")
        )
        self.fields["amount"] = form_fields.amount(
            _("Montant concerné"),
            currency=self.statements[0].currency if self.statements else "EUR",
            required=False,
            help_text=_("Si une partie seulement est concernée. Le reste demeure à régler."),
        )
        self.fields["words"] = form_fields.text(
            _("En quelques mots"), most=2000, lines=4, missing=_("Dites-nous ce qui ne va pas.")
        )
        self.fields["proof"] = _proof(_("Une photo ou un document"))

    def clean(self) -> dict[str, Any]:
        """Not more than what is open on the invoice."""
        given = super().clean()
        line, amount = self.lines.get(given.get("invoice") or ""), given.get("amount")
        if (
            line
            and amount
            and (amount.currency != line.open.currency or not 0 < amount.minor <= line.open.minor)
        ):
            self.add_error("amount", gettext("Ce montant dépasse ce qui est ouvert sur cette facture."))
        return given

    def about(self) -> list[Line]:
        """The invoice that was chosen."""
        return [self.lines[self.cleaned_data["invoice"]]]

    def take(self) -> Answer:
        """The answer of a valid form."""
        given, line = self.cleaned_data, self.about()[0]
        said = Reported(line.invoice_id, line.number, given["problem"], given["amount"])
        return self.answer(said, files=[given.get("proof")])


class OtherForm(AnswerForm):
    """Somebody else is to be written to, or an order number is missing."""

    def build(self) -> None:
        """Who, or which number; one of them is enough."""
        self.fields["person"] = form_fields.text(_("La bonne personne"), most=80, required=False)
        self.fields["address"] = form_fields.email(_("Son adresse e-mail"), required=False)
        self.fields["order"] = form_fields.text(
            _("Le numéro de commande à reporter"), most=MOST_ORDER, required=False
        )
        if len(self.lines) > 1:
            self.fields["invoice"] = form_fields.pick(
                _("Sur quelle facture ?"), [("", "—"), *_offered(self.lines)], required=False
            )

    def clean(self) -> dict[str, Any]:
        """Something has to be said."""
        given = super().clean()
        if not self.errors and not any(given.get(n) for n in ("person", "address", "order", "words")):
            raise ValidationError(
                gettext("Remplissez au moins une ligne : une personne, un numéro ou un mot.")
            )
        return given

    def take(self) -> Answer:
        """The answer of a valid form."""
        given = self.cleaned_data
        about = self.about()
        invoice_id = about[0].invoice_id if given["order"] and about else 0
        return self.answer(Elsewhere(given["person"], given["address"], given["order"], invoice_id))

    def about(self) -> list[Line]:
        """The invoice that was chosen; the only one there is, where an order number is given."""
        wished, order = self.cleaned_data.get("invoice"), self.cleaned_data.get("order")
        only = list(self.lines.values()) if len({x.invoice_id for x in self.lines.values()}) == 1 else []
        return [self.lines[wished]] if wished in self.lines else only[:1] if order else []


class YesForm(PlainForm):
    """A yes to what was proposed: who says it."""

    once = forms.CharField(max_length=40, required=False, widget=forms.HiddenInput())
    name = form_fields.text(
        _("Votre nom"), most=80, attrs={"autocomplete": "name"}, missing=_("Dites-nous qui confirme.")
    )

    shown = forms.CharField(max_length=64, required=False, widget=forms.HiddenInput())

    def __init__(self, *args: Any, shown: str, **options: Any) -> None:
        super().__init__(*args, **options)
        self.digest = text_digest(shown)
        self.initial.update(once=secrets.token_urlsafe(12), shown=self.digest)

    @property
    def mark(self) -> str:
        """What makes the form count once."""
        return self.cleaned_data.get("once") or secrets.token_urlsafe(12)

    @property
    def is_as_shown(self) -> bool:
        """Whether what is accepted is, to the letter, what stood on the page that was sent."""
        return bool(self.cleaned_data.get("shown") == self.digest)


def _ask_currency(form: AnswerForm) -> None:
    """Which of several accounts it is about: the first one that has a say stands first."""
    wished = form.data.get("currency") or form.initial.get("currency") or ""
    form.statements = sorted(form.statements, key=lambda s: s.currency != wished)
    if len(form.statements) > 1:
        offered = [(s.currency, s.currency) for s in form.statements]
        form.fields["currency"] = form_fields.pick(_("Devise"), offered)


def _offered(lines: dict[str, Line]) -> list[tuple[str, str]]:
    return [(key, f"{line.number} · {_shown(line.open)}") for key, line in lines.items()]


def _shown(amount: Money) -> str:
    return formats.amount_text(amount, language=get_language() or "fr")


def _means() -> forms.TypedChoiceField:
    return form_fields.choice(_("Par"), MEANS_LABELS, initial=Means.TRANSFER.value)


def _proof(label: Any) -> ProofField:
    accept = "application/pdf,image/jpeg,image/png,image/heic"
    return ProofField(
        label=label, required=False, help_text=_PIECES_HELP, widget=forms.FileInput(attrs={"accept": accept})
    )


def _within(amount: Money, statements: Sequence[Statement]) -> Money:
    standing = next((s for s in statements if s.currency == amount.currency), None)
    if standing is None or not 0 < amount.minor <= standing.total.minor:
        raise ValidationError(gettext("Indiquez un montant entre zéro et ce qui est ouvert."))
    return amount


def _to_come(on: date, today: date) -> date:
    if on < today:
        raise ValidationError(gettext("Cette date est passée : choisissez un jour à venir."))
    if on > today + _LONGEST_WAIT:
        raise ValidationError(gettext("Cette date est trop lointaine : vérifiez l'année."))
    return on


def _step(first: date, every: str, number: int) -> date:
    if every == "month":
        return add_months(first, number)
    return first + timedelta(days=number * (7 if every == "week" else 14))


def _named(name: str) -> str:
    """A file's name without a folder and without marks that no screen shows."""
    bare = name.replace("\\", "/").rpartition("/")[2]
    return ("".join(c for c in bare if c.isprintable()).strip() or "document")[-120:]
