"""Forms of plans and of plan B: what is proposed, how it is accepted, what is ready, why it is withdrawn."""

from collections.abc import Sequence
from typing import Any

from django.utils.translation import gettext_lazy as _

from encours.ground.plumbing import form_fields
from encours.ground.plumbing.plain_form import PlainForm
from encours.method.agreements.rules.acceptance import ACCEPTED_BY_LABELS, AcceptedBy
from encours.method.agreements.rules.plan import RHYTHM_LABELS, Rhythm
from encours.method.agreements.rules.plan_b import (
    MEASURE_LABELS,
    MOST_DAYS,
    READINESS_LABELS,
    WITHDRAWAL_LABELS,
    Measure,
)
from encours.method.agreements.rules.words import PROMISE_SOURCE_LABELS, PromiseSource

Options = Sequence[tuple[str, str]]
_WAYS = {way: label for way, label in ACCEPTED_BY_LABELS.items() if way is not AcceptedBy.LINK}
_SOURCES = {way: label for way, label in PROMISE_SOURCE_LABELS.items() if way is not PromiseSource.PAGE}


def plan_b_fields(people: Options) -> dict[str, Any]:
    """What every agreement says of plan B: the measure, when, who is ready to do it (R102)."""
    return {
        "measure": form_fields.choice(
            _("Si ce n'est pas tenu"),
            MEASURE_LABELS,
            help_text=_("Plan B, pour nous seuls : le client ne le voit pas."),
        ),
        "after_days": form_fields.count(_("Jours après la date"), least=0, most=MOST_DAYS),
        "owner": form_fields.pick(_("Qui l'exécute"), [("", _("moi")), *people], required=False),
    }


class PlanForm(PlainForm):
    """A payment plan: how many parts, from when, how far apart, for which invoices."""

    folded = ("first", "waives_interest", "is_strained")
    fold_label = _("Première échéance, intérêts, difficultés…")

    def __init__(self, *args: Any, currency: str, invoices: Options, people: Options, **options: Any) -> None:
        super().__init__(*args, **options)
        self.fields |= {
            "invoices": form_fields.picks(_("Factures"), invoices),
            "instalments": form_fields.count(_("Nombre d'échéances"), least=2, most=24),
            "first_on": form_fields.day(_("Première échéance")),
            "rhythm": form_fields.choice(_("Puis"), RHYTHM_LABELS),
            "first": form_fields.amount(
                _("Première échéance de"),
                currency=currency,
                required=False,
                help_text=_("Vide : toutes les échéances sont égales."),
            ),
            "waives_interest": form_fields.flag(_("Aucun intérêt si toutes les échéances sont tenues")),
            "is_strained": form_fields.flag(
                _("Le client est en difficulté : une première échéance plus petite suffit")
            ),
            "means": form_fields.text(_("Payé par"), most=40),
            "person": form_fields.text(_("Convenu avec"), most=120),
            "source": form_fields.choice(_("Dit par"), _SOURCES),
            **plan_b_fields(people),
        }
        defaults = {
            "instalments": 3, "rhythm": Rhythm.MONTHLY.value, "means": _("virement"), "after_days": 10,
            "measure": Measure.AGENCY.value, "waives_interest": True,
        }  # fmt: skip
        for name, value in defaults.items():
            self.initial.setdefault(name, value)


class RenegotiationForm(PlanForm):
    """Another plan in place of one that runs, and why."""

    def __init__(self, *args: Any, **options: Any) -> None:
        super().__init__(*args, **options)
        why = form_fields.text(_("Pourquoi"), most=240, help_text=_("Quelques mots : le journal les garde."))
        self.fields = {"why": why, **self.fields}


class PlanAcceptForm(PlainForm):
    """How the customer said yes in writing."""

    def __init__(self, *args: Any, **options: Any) -> None:
        super().__init__(*args, **options)
        self.fields |= {
            "seen": form_fields.hidden(),
            "how": form_fields.choice(_("Comment"), _WAYS),
            "words": form_fields.text(
                _("Sa réponse écrite"), most=1000, lines=4, required=False,
                help_text=_("Le texte reçu, avec sa date."),
            ),
            "document": form_fields.pdf(_("Document signé"), required=False),
        }  # fmt: skip


class PlanBReadyForm(PlainForm):
    """The four facts that make plan B ready."""

    def __init__(self, *args: Any, needed: Sequence[str], may_approve: bool, **options: Any) -> None:
        super().__init__(*args, **options)
        for fact, label in READINESS_LABELS.items():
            if fact.value in needed:
                self.fields[fact.value] = form_fields.flag(_(label))
                self.fields[fact.value].disabled = fact.value == "approval" and not may_approve


class PlanBWithdrawForm(PlainForm):
    """For which fact a plan B that was named does not take place."""

    because = form_fields.choice(_("Pour quel fait"), WITHDRAWAL_LABELS)
    note = form_fields.text(_("Précisions"), most=240, required=False)


class PlanBDoneForm(PlainForm):
    """What was done."""

    note = form_fields.text(_("Ce qui a été fait"), most=240)
