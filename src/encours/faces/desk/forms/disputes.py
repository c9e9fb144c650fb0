"""What people say of a contested point: what, why, our answer, an objection, who follows it, whom we ask."""

from collections.abc import Sequence
from typing import Any

from django.utils.translation import get_language
from django.utils.translation import gettext_lazy as _

from encours.ground.kernel.money import Money
from encours.ground.kernel.reason import N_, Reason
from encours.ground.plumbing import form_fields
from encours.ground.plumbing.plain_form import PlainForm
from encours.ground.plumbing.say import say
from encours.ground.plumbing.typed import Unreadable, read_amount
from encours.method.disputes.rules.contest import MOST_SUBJECT, ContestedLine
from encours.method.disputes.rules.reasons import OTHER, labels
from encours.method.disputes.rules.states import DisputeEvent
from encours.method.disputes.rules.words import (
    ANSWERS,
    DISPUTE_OUTCOME_LABELS,
    DISPUTE_SOURCE_LABELS,
    DisputeSource,
)

Options = Sequence[tuple[str, str]]
_ANSWERS = {outcome: DISPUTE_OUTCOME_LABELS[outcome] for outcome in ANSWERS}
_WAYS = {way: label for way, label in DISPUTE_SOURCE_LABELS.items() if way is not DisputeSource.PORTAL}
_OUT = {
    DisputeEvent.MEDIATION_AGREED: N_("à un médiateur, d'accord avec le client"),
    DisputeEvent.TO_LAWYER: N_("à un avocat"),
}


class DisputeForm(PlainForm):
    """What a customer contests on one invoice."""

    folded = ("source", "lines", "handled_by", "answer_due_on", "papers")
    fold_label = _("Lignes, pièces, qui répond et pour quand")

    def __init__(self, *args: Any, currency: str, invoices: Options, people: Options, **options: Any) -> None:
        super().__init__(*args, **options)
        self.currency = currency
        self.fields |= {
            "invoice": form_fields.pick(_("Facture"), invoices),
            "reason": form_fields.pick(_("Motif"), labels(get_language() or "fr"), initial=OTHER),
            "amount": form_fields.amount(
                _("Montant contesté"),
                currency=currency,
                help_text=_(
                    "Il n'est plus demandé tant que le litige est ouvert ; le reste de la facture l'est."
                ),
            ),
            "subject": form_fields.text(
                _("Ce qui est contesté"), most=MOST_SUBJECT, help_text=_("Dans les mots du client.")
            ),
            "source": form_fields.choice(
                _("Dit par"), _WAYS, required=False, empty=_("Je ne sais plus")
            ),
            "lines": form_fields.text(
                _("Lignes contestées"), most=2000, lines=3, required=False,
                help_text=_("Une par ligne : libellé ; montant. Elles font le montant contesté."),
            ),
            "handled_by": form_fields.pick(
                _("Suivi par"), [("", _("Selon le motif")), *people], required=False
            ),
            "answer_due_on": form_fields.day(
                _("Réponse pour le"), required=False, help_text=_("Selon le motif ; dix jours ouvrés au plus.")
            ),
            "papers": form_fields.files(_("Photos ou PDF"), required=False),
        }  # fmt: skip

    def clean_lines(self) -> tuple[ContestedLine, ...]:
        """Each line as a description and an amount."""
        typed = str(self.cleaned_data["lines"]).splitlines()
        return tuple(self._line(text) for text in typed if text.strip())

    def _line(self, text: str) -> ContestedLine:
        words, _sign, amount = text.rpartition(";")
        try:
            return ContestedLine(words.strip()[:200], read_amount(amount.strip(), self.currency))
        except Unreadable:
            wrong = Reason(
                N_("«\u00a0{line}\u00a0»\u00a0: écrivez le libellé, un point-virgule, le montant."), line=text
            )
            self.add_error("lines", say(wrong))
            return ContestedLine(words, Money.zero(self.currency))


class SeenForm(PlainForm):
    """A decision about a dispute as somebody saw it: `version` says what they saw."""

    version = form_fields.hidden()

    @property
    def seen(self) -> int | None:
        """The version that the page showed; None where it said none."""
        typed = str(self.cleaned_data.get("version", ""))
        return int(typed) if typed.isascii() and typed.isdigit() and len(typed) < 10 else None


_NEW_DUE = _("Vide : huit jours de plus si le client a raison, même en partie.")


class DisputeAnswerForm(SeenForm):
    """What we answered to a contested point, and what that changes."""

    folded = ("credit_number", "credit_on", "new_due_on", "told_how")
    fold_label = _("Avoir, nouvelle échéance, réponse donnée autrement")

    def __init__(self, *args: Any, currency: str, **options: Any) -> None:
        super().__init__(*args, **options)
        self.fields |= {
            "outcome": form_fields.choice(_("Ce litige est"), _ANSWERS),
            "granted": form_fields.amount(
                _("Part que nous corrigeons"), currency=currency, in_another=False, required=False,
                help_text=_("Seulement s'il est fondé en partie."),
            ),
            "answer": form_fields.text(
                _("Ce que nous avons trouvé"), most=1000, lines=4,
                help_text=_("Ces mots partent dans notre réponse. S'il a raison, même en partie, un avoir lui est dû."),
            ),
            "credit_number": form_fields.text(
                _("Numéro de l'avoir"), most=60, required=False,
                help_text=_("S'il est déjà fait ; sinon il vous sera rappelé.")
            ),
            "credit_on": form_fields.day(_("Date de l'avoir"), required=False),
            "new_due_on": form_fields.day(
                _("Nouvelle échéance du reste"), required=False,
                help_text=_("Vide : la part non contestée reste due à sa date."),
            ),
            "told_how": form_fields.text(
                _("Réponse déjà donnée autrement"), most=120, required=False,
                help_text=_("Par téléphone, par courrier : alors aucun e-mail ne part."),
            ),
        }  # fmt: skip


class SettledForm(SeenForm):
    """What both sides agreed to after an objection."""

    def __init__(self, *args: Any, currency: str, **options: Any) -> None:
        super().__init__(*args, **options)
        self.fields |= {
            "outcome": form_fields.choice(_("Ce litige est"), _ANSWERS),
            "granted": form_fields.amount(
                _("Part que nous corrigeons"), currency=currency, in_another=False, required=False,
                help_text=_("Seulement s'il est fondé en partie."),
            ),
            "words": form_fields.text(
                _("Ce qui est convenu"), most=1000, lines=3,
                help_text=_("Ces mots partent au client, avec ce qui reste à payer et pour quand."),
            ),
            "new_due_on": form_fields.day(
                _("Nouvelle échéance du reste"), required=False, help_text=_NEW_DUE,
            ),
            "trace": form_fields.text(_("Comment le client a dit oui"), most=400),
        }  # fmt: skip


class WordsForm(SeenForm):
    """A few words that the journal keeps: why, how we know, the facts put forward."""

    def __init__(self, *args: Any, name: str, label: Any, **options: Any) -> None:
        super().__init__(*args, **options)
        self.fields[name] = form_fields.text(label, most=1000, lines=3)


class CreditForm(SeenForm):
    """The credit note that puts an upheld point right."""

    credit_number = form_fields.text(_("Numéro de l'avoir"), most=60)
    credit_on = form_fields.day(_("Date de l'avoir"))


class ReplacedForm(SeenForm):
    """Which invoice stands in place of the contested one."""

    def __init__(self, *args: Any, invoices: Options, **options: Any) -> None:
        super().__init__(*args, **options)
        self.fields["invoice"] = form_fields.pick(_("Facture corrigée"), invoices)


class HandOverForm(PlainForm):
    """Who follows a dispute from now on."""

    def __init__(self, *args: Any, people: Options, **options: Any) -> None:
        super().__init__(*args, **options)
        self.fields |= {
            "member": form_fields.pick(_("Suivi par"), people),
            "answer_due_on": form_fields.day(_("Réponse pour le"), required=False),
        }


class EscalateForm(SeenForm):
    """Where a contested answer goes, and why."""

    event = form_fields.choice(_("Confier"), _OUT)
    why = form_fields.text(_("Pourquoi"), most=400, lines=2)


class PapersForm(PlainForm):
    """Files for a dispute."""

    papers = form_fields.files(_("Photos ou PDF"))


class AskForm(PlainForm):
    """Which colleague is asked what."""

    name = form_fields.text(_("À qui"), most=120)
    email = form_fields.email(
        _("Son e-mail"),
        required=False,
        help_text=_("La question part avec son lien. Vide : vous le lui donnez vous-même."),
    )
    question = form_fields.text(_("La question"), most=1000, lines=3)


class ColleagueForm(PlainForm):
    """What a colleague answers, by their link."""

    mark = form_fields.hidden()
    answer = form_fields.text(_("Votre réponse"), most=4000, lines=6)
    name = form_fields.text(_("Votre nom"), most=120)
    papers = form_fields.files(_("Photos ou PDF"), required=False)

    def clean_mark(self) -> str:
        """The name of this form; what somebody typed over it is cut."""
        return str(self.cleaned_data["mark"])[:64]
