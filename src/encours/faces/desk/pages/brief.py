"""The call brief: the facts, the words, whom to call; the payer's type is not on it, on purpose (R068)."""

from datetime import timedelta
from typing import Any

from django.urls import reverse

from encours.books.receivables.rules.party import CONTACT_ROLE_LABELS, ContactRole
from encours.faces.desk.addresses import with_query
from encours.faces.desk.pages.agreements import plan_b_told
from encours.faces.desk.pages.case import contact_line, oldest_days, open_lines
from encours.faces.desk.pages.past_late import past_late
from encours.faces.desk.pages.rights import rights_panel
from encours.faces.desk.pages.same_day import same_day
from encours.faces.desk.pages.script import owed_first, script
from encours.faces.desk.pages.words import State, agreement_state
from encours.faces.desk.pages.written import phone_text, reachable
from encours.faces.desk.who import Desk
from encours.flows import next_contact
from encours.flows.brief import Brief
from encours.flows.calling.voices_of_team import advice_on_voice
from encours.flows.review.facts_of import plan_b_of
from encours.ground.kernel.business_days import next_business_day
from encours.ground.kernel.money import Money
from encours.ground.kernel.reason import N_, Reason
from encours.ground.plumbing.say import say
from encours.method.calls.queries import under_way
from encours.method.cases.rules.contact import CallOutcome

_PARTS_FROM_MINOR = 20_000


def brief_page(desk: Desk, brief: Brief, *, back_url: str) -> dict[str, Any]:
    """Everything on the page but the form."""
    file, customer = brief.file, brief.file.customer
    due = list(file.due) or [Money.zero(desk.entity.currency)]
    return {
        "customer": {
            "id": customer.pk,
            "name": customer.name,
            "since": Reason(N_("client depuis le {on}"), on=customer.since_on) if customer.since_on else None,
        },
        "due": due,
        "oldest_days": oldest_days(file),
        "goal": goal(brief),
        "same_day": None if brief.bar else same_day(file, file.assessments[0]),
        "business": {
            "revenue": brief.revenue,
            "share": brief.share,
            "ordered": None,
            "agreement": _terms(desk, brief),
        },
        "invoices": _invoices(brief),
        "past_late": past_late(brief),
        "trend": _trend(brief),
        "agreements": [
            {
                "on": p.promised_for,
                "what": Reason(N_("{amount} pour le {on}"), amount=p.amount, on=p.promised_for),
                "state": agreement_state(p.state),
            }
            for p in file.known.promises.get(customer.pk, [])[:5]
        ],
        "reasons_given": [_given(g) for g in brief.reasons_given],
        "contacts": [contact_line(c) for c in brief.last_contacts[:5]],
        "attempts": _attempts(brief),
        "plan_b": _plan_b(brief),
        "rights": rights_panel(desk, file),
        "is_first_time": brief.is_first_time,
        "script": script(desk, brief),
        "options": options(desk, due[0]),
        "numbers": [number_of(p) for p in brief.people if p.phone],
        "barred": barred_reason(brief),
        "voice": advice_on_voice(desk.act, file, desk.member.role),
        "start": _start(desk, brief),
        "visit_url": reverse("desk:visit_new", args=[customer.pk]),
        "back_url": back_url,
    }


def _plan_b(brief: Brief) -> Reason | None:
    """The private plan B of the case (R105): what we fall back on, for the caller alone."""
    file = brief.file
    found = plan_b_of(file.known, file.customer.pk, file.assessments[0].currency)
    return plan_b_told(found) if found else None


def _start(desk: Desk, brief: Brief) -> dict[str, str | None]:
    """Where the call is opened, gone on with, or a limit of ours passed over by the owner."""
    pk = brief.file.customer.pk
    sheet = under_way.sheet_of(desk.entity.id, desk.actor)
    is_open = sheet is not None and sheet.customer_id == pk
    passes = desk.is_owner and brief.bar is not None and brief.bar.may_be_passed_over
    here = reverse("desk:brief", args=[pk])
    return {
        "url": reverse("desk:call_begin", args=[pk]),
        "open_url": reverse("desk:call", args=[pk]) if is_open else None,
        "pass_over_url": with_query(reverse("desk:pass_over", args=[pk]), next=here) if passes else None,
    }


def barred_reason(brief: Brief) -> Reason | None:
    """Why nobody dials now: the method, the guard, or the caller's own break."""
    if brief.bar is not None:
        return brief.bar.reason
    return brief.dialling.reason if not brief.dialling.is_allowed else None


def possible_from(brief: Brief) -> str:
    """From which day a contact of ours is possible after this call, said before somebody chooses a day."""
    known, customer = brief.file.known, brief.file.customer.pk
    spoken = next_contact.first_day(known, customer, outcome=CallOutcome.ANSWERED_NO_PROMISE)
    silent = next_contact.first_day(known, customer, outcome=CallOutcome.NO_ANSWER)
    if spoken is None or silent is None:
        return ""
    text = N_(
        "Après un échange, nous pouvons recontacter ce client à partir du {spoken} ; "
        "sans réponse, à partir du {silent}. Plus tôt, seulement s'il le demande."
    )
    if spoken == silent:
        text = N_(
            "Nous pouvons recontacter ce client à partir du {spoken}. Plus tôt, seulement s'il le demande."
        )
    return say(Reason(text, spoken=spoken, silent=silent), today=known.house.today)


def options(desk: Desk, due: Money) -> list[dict[str, Reason]]:
    """Two or three ways out, sized to the case (R048)."""
    soon = next_business_day(desk.act.today + timedelta(days=7), desk.entity.country, desk.entity.region)
    found = [(N_("En une fois"), Reason(N_("{amount} d'ici le {on}"), amount=due, on=soon))]
    if due.minor >= _PARTS_FROM_MINOR:
        first, second = due.split(2)
        later = next_business_day(
            desk.act.today + timedelta(days=30), desk.entity.country, desk.entity.region
        )
        found.append(
            (
                N_("En deux fois"),
                Reason(
                    N_("{first} d'ici le {on}, {second} d'ici le {later}"),
                    first=first,
                    on=soon,
                    second=second,
                    later=later,
                ),
            )
        )
        part = due.split(4)
        found.append(
            (
                N_("Un échéancier"),
                Reason(
                    N_("un premier versement de {amount} sous 7 jours, puis des dates égales"), amount=part[0]
                ),
            )
        )
    else:
        found.append((N_("Une date sûre"), Reason(N_("une date de calendrier, confirmée par écrit"))))
    return [{"title": Reason(title), "detail": detail} for title, detail in found]


def goal(brief: Brief) -> Reason:
    """What a good call brings; where we owe something, that comes before any payment (O4, OWN01)."""
    owed = owed_first(brief)
    if owed is not None:
        return Reason(N_("D'abord tenir parole, le paiement ensuite. {owed}"), owed=owed)
    if brief.bar is not None:
        return Reason(N_("Aucun appel à ce client aujourd'hui : la raison est dite sous « Qui appeler »."))
    return Reason(N_("À obtenir : la raison, puis une date et un montant, confirmés par écrit le jour même."))


def _attempts(brief: Brief) -> Reason:
    if not brief.attempts_30:
        return Reason(N_("aucun essai en 30 jours"))
    return Reason(
        N_("essais : {week} en 7 jours, {month} en 30 jours"), week=brief.attempts_7, month=brief.attempts_30
    )


def _terms(desk: Desk, brief: Brief) -> Reason:
    days = brief.file.customer.term_days or desk.entity.term_days
    return Reason(N_("{days} jours ; aucun accord signé dans la fiche"), days=days)


def _invoices(brief: Brief) -> list[dict[str, Any]]:
    documents = {i.invoice_id: i.document_id for i in brief.file.known.items.get(brief.file.customer.pk, [])}
    found = []
    for line in open_lines(brief.file):
        has_copy = documents.get(line["id"]) is not None
        found.append(
            {
                **line,
                "note": line["state"].label if line["state"].tone != "late" else None,
                "document_url": reverse("desk:invoice_copy", args=[line["id"]]) if has_copy else None,
                "resend_url": reverse("desk:invoice_resend", args=[line["id"]]) if has_copy else None,
                "resent_on": brief.resent_on.get(line["id"]),
            }
        )
    return found


def _trend(brief: Brief) -> State | None:
    trend = brief.file.assessments[0].opinion.features.trend
    if trend is None or abs(trend) < 3:
        return None
    if trend > 0:
        return State("late", "trending-up", Reason(N_("{days} jours de plus qu'avant"), days=round(trend)))
    return State("kept", "trending-down", Reason(N_("{days} jours de moins qu'avant"), days=round(-trend)))


def _given(given: Any) -> dict[str, Any]:
    advice = (
        Reason(N_("Déjà dite : réglez le point pendant l'appel, par exemple en renvoyant la pièce."))
        if given.is_repeated
        else None
    )
    return {
        "on": max(given.given_at),
        "words": given.words,
        "is_repeated": given.is_repeated,
        "advice": advice,
    }


def number_of(person: Any) -> dict[str, Any]:
    """A person with a number, and why it is not dialled if so."""
    barred = None
    if not person.accepts_calls:
        barred = Reason(N_("préfère ne pas être appelé"))
    elif person.is_phone_private:
        barred = Reason(N_("numéro privé : jamais pour une facture"))
    return {
        "name": person.name or person.email,
        "role": say(Reason(CONTACT_ROLE_LABELS[ContactRole(person.role)])),
        "phone": phone_text(person.phone),
        "tel": "".join(c for c in person.phone if c in "+0123456789"),
        "best": reachable(person),
        "barred": barred,
    }
