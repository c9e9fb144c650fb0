"""Forms of what people note about a customer: calls, what came in, pauses, promises, what we owe."""

from collections.abc import Sequence
from typing import Any

from django.utils.translation import gettext_lazy as _

from encours.faces.desk.forms.agreements import plan_b_fields
from encours.faces.desk.forms.whose import WhoseForm
from encours.flows.next_contact import NEXT_WAY_LABELS, NextWay
from encours.ground.plumbing import form_fields
from encours.ground.plumbing.plain_form import PlainForm
from encours.method.agreements.rules.plan_b import Measure
from encours.method.agreements.rules.words import OWN_PROMISE_LABELS, PROMISE_SOURCE_LABELS, PromiseSource
from encours.method.calls.rules.words import MOOD_LABELS
from encours.method.cases.rules.contact import CHANNEL_LABELS, Channel, HoldKind
from encours.method.cases.rules.words import CASE_REASON_LABELS, HOLD_KIND_LABELS, OUTCOME_LABELS, CaseReason
from encours.method.outreach.rules.restraint import COMPLAINT_LABELS

_REASONS = {
    reason: label
    for reason, label in CASE_REASON_LABELS.items()
    if reason not in {CaseReason.BAD_INTENT, CaseReason.UNKNOWN}
}
_HOLDS = {kind: label for kind, label in HOLD_KIND_LABELS.items() if kind is not HoldKind.UNREAD_REPLY}
_OTHER_WAYS = {way: label for way, label in NEXT_WAY_LABELS.items() if way is not NextWay.OURS}
_SOURCES = {way: label for way, label in PROMISE_SOURCE_LABELS.items() if way is not PromiseSource.PAGE}
Options = Sequence[tuple[str, str]]

_HEARD_BY = {channel: label for channel, label in CHANNEL_LABELS.items() if channel is not Channel.PAGE}


class CallForm(PlainForm):
    """The note of a call; a next step and its date are required (R050)."""

    folded = ("owed", "mood", "contact")
    fold_label = _("Réponse due, humeur, personne…")

    def __init__(
        self, *args: Any, currency: str, people: Options, possible_from: str = "", **options: Any
    ) -> None:
        super().__init__(*args, **options)
        self.fields |= {
            "outcome": form_fields.choice(_("Issue"), OUTCOME_LABELS),
            "reason": form_fields.choice(
                _("Raison du retard"), _REASONS, required=False, empty=_("pas encore connue")
            ),
            "reason_words": form_fields.text(
                _("Dans ses mots"),
                most=400,
                required=False,
                help_text=_("Tel que le client l'a dit, sans commentaire."),
            ),
            "note": form_fields.text(_("Faits et remarques"), most=4000, lines=4, required=False),
            "promised_amount": form_fields.amount(_("Montant annoncé"), currency=currency, required=False),
            "promised_on": form_fields.day(_("Pour le"), required=False),
            "next_step": form_fields.text(
                _("Suite prévue"),
                help_text=_(
                    "Par exemple : envoyer le résumé, rappeler. « clos » s'il n'y a plus rien à faire."
                ),
            ),
            "next_on": form_fields.day(_("Le"), required=False, help_text=possible_from),
            "next_way": form_fields.choice(
                _("Ce jour-là"), _OTHER_WAYS, required=False, empty=_(NEXT_WAY_LABELS[NextWay.OURS])
            ),
            "call_back_hour": form_fields.hour(_("Heure du rappel demandé"), required=False),
            "contact": form_fields.pick(_("Personne"), people, required=False),
            "owed": form_fields.text(
                _("Question à laquelle nous devons une réponse"), most=240, required=False
            ),
            "mood": form_fields.choice(_("Comment êtes-vous après cet appel ?"), MOOD_LABELS),
        }
        self.initial.setdefault("mood", "calm")


def _received() -> dict[str, Any]:
    return {
        "channel": form_fields.choice(_("Reçu par"), _HEARD_BY),
        "text": form_fields.text(_("Ce qui est dit"), most=4000, lines=5),
        "received_on": form_fields.day(
            _("Reçu le"), required=False, help_text=_("Aujourd'hui si vous laissez vide.")
        ),
    }


class IncomingForm(PlainForm):
    """Something came in from a customer."""

    def __init__(self, *args: Any, **options: Any) -> None:
        super().__init__(*args, **options)
        self.fields |= _received()


class IncomingOfForm(WhoseForm):
    """Something came in from a customer who is named here."""

    def __init__(self, *args: Any, **options: Any) -> None:
        super().__init__(*args, **options)
        self.fields |= _received()


class FileMailForm(WhoseForm):
    """Whose a mail is."""


class HoldForm(PlainForm):
    """Nobody contacts the customer for a while, and why."""

    def __init__(self, *args: Any, **options: Any) -> None:
        super().__init__(*args, **options)
        self.fields |= {
            "kind": form_fields.choice(_("Pourquoi"), _HOLDS),
            "reason": form_fields.text(_("En quelques mots"), most=240),
            "until_on": form_fields.day(
                _("Jusqu'au"),
                required=False,
                help_text=_(
                    "Dernier jour de la mise en attente. Vide : deuil 30 jours, événement grave 14 jours."
                ),
            ),
        }


class HoldsForm(PlainForm):
    """Several customers are contacted by nobody until a day, and why."""

    reason = form_fields.text(
        _("Pourquoi"), most=240, help_text=_("Le même motif pour tous ; le journal le garde.")
    )
    until_on = form_fields.day(_("Jusqu'au"), help_text=_("Dernier jour de la mise en attente."))


class HoldEndForm(PlainForm):
    """Another last day for a pause, and why."""

    def __init__(self, *args: Any, may_be_open: bool, **options: Any) -> None:
        super().__init__(*args, **options)
        open_ended = _("Vide : jusqu'à ce que vous la leviez.")
        self.fields |= {
            "until_on": form_fields.day(
                _("Jusqu'au"), required=not may_be_open, help_text=open_ended if may_be_open else ""
            ),
            "why": form_fields.text(
                _("Pourquoi"), most=240, help_text=_("Quelques mots : le journal les garde.")
            ),
        }


class PromiseForm(PlainForm):
    """An amount for a day, from somebody, by some means (R074), with our private plan B (R102)."""

    folded = ("ours", "ours_on", "measure", "after_days", "owner")
    fold_label = _("Ce que nous faisons, plan B")

    def __init__(
        self, *args: Any, currency: str, people: Options, invoices: Options = (), **options: Any
    ) -> None:
        super().__init__(*args, **options)
        self.fields |= {
            "amount": form_fields.amount(_("Montant promis"), currency=currency),
            "invoices": form_fields.picks(
                _("Pour quelles factures"),
                invoices,
                required=False,
                help_text=_("La pause vaut pour ce montant, sur ces factures et aucune autre."),
            ),
            "promised_for": form_fields.day(_("Pour le")),
            "means": form_fields.text(_("Payé par"), most=40),
            "person": form_fields.text(_("Promis par"), most=120),
            "source": form_fields.choice(_("Dit par"), _SOURCES),
            "trace": form_fields.text(
                _("Accord écrit du client"),
                most=1000,
                lines=3,
                required=False,
                help_text=_(
                    "Collez sa réponse : sans trace écrite, la promesse reste à confirmer "
                    "et les relances continuent."
                ),
            ),
        }
        self.fields |= {
            "ours": form_fields.text(_("Ce que nous faisons de notre côté"), most=240, required=False),
            "ours_on": form_fields.day(_("Nous le faisons le"), required=False),
            **plan_b_fields(people),
        }
        self.initial.setdefault("means", _("virement"))
        self.initial.setdefault("after_days", 1)
        self.initial.setdefault("measure", Measure.SHORT_PLAN.value)


class DeferralForm(PromiseForm):
    """A later date for whole invoices: their amount is what is deferred."""

    def __init__(self, *args: Any, **options: Any) -> None:
        super().__init__(*args, **options)
        del self.fields["amount"]
        self.fields["invoices"].label = _("Factures reportées")
        self.fields["invoices"].required = True
        self.fields["invoices"].help_text = _(
            "Leur montant entier est reporté ; la pause vaut pour ces factures et aucune autre."
        )
        self.fields["promised_for"].label = _("Reportées au")
        self.fields["person"].label = _("Convenu avec")


class AcceptForm(PlainForm):
    """The written trace by which a customer accepted; `seen`: the text that was on the screen."""

    seen = form_fields.hidden()
    trace = form_fields.text(
        _("Sa réponse écrite"), most=1000, lines=4, help_text=_("Le texte reçu, avec sa date.")
    )


class TransferForm(PlainForm):
    """What shows that the promised money has left."""

    proof = form_fields.text(
        _("Ce qui montre que le virement est parti"),
        most=400,
        help_text=_("Avis d'opération, capture de la banque, référence du virement."),
    )


class MoveForm(PlainForm):
    """Another date for a promise, and why."""

    to = form_fields.day(_("Nouvelle date"), help_text=_("Une seule fois, et avant la date promise."))
    why = form_fields.text(_("Pourquoi"), most=240, help_text=_("Quelques mots : le journal les garde."))


class WhyForm(PlainForm):
    """A reason, which the journal keeps."""

    why = form_fields.text(_("Pourquoi"), most=240, help_text=_("Quelques mots : le journal les garde."))


class PassOverForm(PlainForm):
    """Why the owner passes over a limit of ours, once."""

    def __init__(self, *args: Any, least: int, **options: Any) -> None:
        super().__init__(*args, **options)
        why = _("Au moins %(least)d caractères ; le bilan du mois les montre.") % {"least": least}
        self.fields["why"] = form_fields.text(_("Pourquoi"), most=400, lines=3, help_text=why)


class ComplaintForm(PlainForm):
    """What a customer reproaches us with about how we contacted them."""

    about = form_fields.choice(_("À quel sujet"), COMPLAINT_LABELS)
    received_on = form_fields.day(_("Reçue le"))
    words = form_fields.text(
        _("Dans ses mots"), most=400, lines=3, help_text=_("Tel que le client l'a dit, sans commentaire.")
    )


class OwnPromiseForm(PlainForm):
    """What we owe a customer."""

    kind = form_fields.choice(_("De quoi s'agit-il"), OWN_PROMISE_LABELS)
    what = form_fields.text(_("Quoi"), most=240)
    due_on = form_fields.day(_("Pour le"), required=False, help_text=_("Vide : dans deux jours ouvrés."))


class DoneForm(PlainForm):
    """What was done about it."""

    outcome = form_fields.text(_("Ce qui a été fait"), most=240)


class LaterForm(PlainForm):
    """Until when a line rests, and why."""

    until = form_fields.day(_("Revenir le"))
    why = form_fields.text(_("Pourquoi"), most=240)


MOST_WORDS = 8000
"""Characters of a message."""


class WordsForm(PlainForm):
    """The words of a message before it leaves; an owner may keep what the rules call an error, with a reason."""

    subject = form_fields.text(_("Objet"), most=240)
    text = form_fields.text(_("Texte"), most=MOST_WORDS, lines=18)
    override = form_fields.text(
        _("Pourquoi garder une tournure refusée"),
        most=240,
        required=False,
        help_text=_("Seul le dirigeant le peut ; la raison est inscrite au journal."),
    )

    def __init__(self, *args: Any, may_override: bool = False, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        if not (may_override and self.is_bound):
            del self.fields["override"]


class UntickForm(PlainForm):
    """Why some planned messages stay."""

    reason = form_fields.text(_("Pourquoi les retenir"), most=240)


class SentForm(PlainForm):
    """The day on which a person sent a message by their own hand."""

    sent_on = form_fields.day(_("Parti le"), required=False)
