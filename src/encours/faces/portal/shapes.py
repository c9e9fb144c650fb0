"""What the templates of the debtor's page are handed: plain facts, already in the order of reading."""

import base64
from typing import Any

from django.conf import settings
from django.urls import reverse
from django.utils.translation import gettext as _

from encours.faces.portal.forms import AnswerForm, YesForm
from encours.faces.portal.opened import Visit
from encours.flows.commitments import ToRead
from encours.flows.portal.answering import Heard
from encours.flows.portal.answers import Answer, Kind, told
from encours.flows.portal.standing import Standing, Statement
from encours.ground.kernel.identifiers import iban_in_groups
from encours.ground.kernel.reason import N_
from encours.ground.plumbing.say import say
from encours.method.outreach.rules.payment_codes import PaymentCode, reference_shown

_TITLES = {
    Kind.PAID: N_("C'est déjà réglé"),
    Kind.PROMISE: N_("Je règle à une date précise"),
    Kind.PLAN: N_("Je souhaite régler en plusieurs fois"),
    Kind.PROBLEM: N_("Il y a un problème"),
    Kind.OTHER: N_("Mauvais interlocuteur, ou une référence manque"),
}
_LEADS = {
    Kind.PAID: N_("Nous regardons notre compte et vous confirmons."),
    Kind.PROMISE: N_("Une date claire suffit : nous la notons et vous la confirmons par écrit."),
    Kind.PLAN: N_("Proposez ce qui est possible : une personne lit votre proposition et vous répond."),
    Kind.PROBLEM: N_("Dites-le simplement : nous regardons, et la partie concernée attend."),
    Kind.OTHER: N_("Dites-nous à qui écrire, ou ce qui manque sur la facture."),
}
_SHORT = {
    Kind.PAID: N_("Pas encore enregistré chez nous ? Dites-le ici."),
    Kind.PROMISE: N_("Vous choisissez la date, nous la confirmons."),
    Kind.PLAN: N_("Vous proposez les dates et le nombre de versements."),
    Kind.PROBLEM: N_("Montant, livraison, mention à corriger…"),
    Kind.OTHER: N_("Autre personne, numéro de commande…"),
}
_ICONS = {
    Kind.PAID: "circle-check",
    Kind.PROMISE: "calendar-check",
    Kind.PLAN: "calendar-range",
    Kind.PROBLEM: "message-circle-warning",
    Kind.OTHER: "user-round-pen",
}
_ADDRESSES = {
    Kind.PAID: "deja-regle",
    Kind.PROMISE: "je-regle-le",
    Kind.PLAN: "en-plusieurs-fois",
    Kind.PROBLEM: "un-probleme",
    Kind.OTHER: "autre",
}


def frame(visit: Visit, found: Standing) -> dict[str, Any]:
    """What stands around every page: the creditor, the person who answers, the other language."""
    entity, opened = visit.opened.entity, visit.opened
    others = [(code, name) for code, name in settings.LANGUAGES if code != visit.language]
    return {
        "entity": entity,
        "town": " ".join(part for part in (entity.postcode, entity.city) if part),
        "logo": _as_data(found.logo) if found.logo else "",
        "person": found.person,
        "customer": opened.customer.name,
        "today": visit.act.today,
        "others": [{"code": c, "name": n, "url": f"{visit.request.path}?langue={c}"} for c, n in others],
        "is_preview": opened.is_preview,
        "page_url": _url(visit, "page"),
        "query": _query(visit),
    }


def page_of(visit: Visit, found: Standing) -> dict[str, Any]:
    """The whole page."""
    return {
        **frame(visit, found),
        "statements": [_statement(visit, s, several=len(found.statements) > 1) for s in found.statements],
        "waiting": [
            {**_deal(deal), "url": _url(visit, "agree", deal.offer.id)}
            for deal in found.deals
            if waits_for_a_yes(deal)
        ],
        "agreed": [_deal(deal) for deal in found.deals if not waits_for_a_yes(deal)],
        "newer_than": found.link_of if found.has_newer else None,
        "answers": [_choice(visit, kind) for kind in _TITLES if found.statements or kind is Kind.OTHER],
    }


def answer_page(visit: Visit, found: Standing, kind: Kind, form: AnswerForm) -> dict[str, Any]:
    """The form of one answer."""
    asked = found.statements[0].asked if found.statements else None
    return {
        **frame(visit, found),
        "title": _(_TITLES[kind]),
        "lead": _(_LEADS[kind]),
        "form": form,
        "asked": asked if kind is Kind.PLAN and form.statements else None,
        "action": visit.request.path + _query(visit),
        "verb": _("Envoyer"),
    }


def yes_page(visit: Visit, found: Standing, deal: ToRead, form: YesForm) -> dict[str, Any]:
    """What waits for a yes, in the very words that are accepted."""
    action = visit.request.path + _query(visit)
    return {**frame(visit, found), "deal": _deal(deal), "action": action, "form": form}


def heard_page(visit: Visit, found: Standing, said: Answer, heard: Heard) -> dict[str, Any]:
    """What was understood, and what happens now."""
    return {
        **frame(visit, found),
        "told": say(told(said, visit.language)),
        "waiting": [_url(visit, "agree", d.offer.id) for d in found.deals if waits_for_a_yes(d)][:1]
        if said.kind in {Kind.PROMISE, Kind.PLAN}
        else [],
        "words": said.words,
        "files": [file.name for file in said.files],
        "is_new": heard.is_new,
        "is_written": bool(heard.confirmed_to),
    }


def _choice(visit: Visit, kind: Kind) -> dict[str, str]:
    url = reverse("portal:answer", args=[visit.token, _ADDRESSES[kind]]) + _query(visit)
    return {"title": _(_TITLES[kind]), "lead": _(_SHORT[kind]), "icon": _ICONS[kind], "url": url}


def _statement(visit: Visit, statement: Statement, *, several: bool) -> dict[str, Any]:
    way = statement.way
    return {
        "currency": statement.currency if several else "",
        "total": statement.total,
        "asked": statement.asked,
        "late": statement.late if statement.late.minor else None,
        "is_all_late": statement.late == statement.total,
        "free": statement.free if statement.free.minor else None,
        "lines": [
            {
                "line": line,
                "url": _url(visit, "invoice", line.due_id) if line.document_id else "",
                "rest": line.open - line.contested if line.contested else None,
            }
            for line in statement.lines
        ],
        "online": statement.online,
        "way": way
        and {
            "holder": way.holder,
            "iban": iban_in_groups(way.to.iban),
            "bic": way.to.bic,
            "amount": way.to.amount if way.to.amount.minor else None,
            "reference": reference_shown(way.to.reference),
            "picture": _as_data(way.picture) if way.picture else "",
            "is_swiss": way.to.code is PaymentCode.QR_BILL,
            "id": statement.currency.lower(),
        },
    }


def waits_for_a_yes(deal: ToRead) -> bool:
    """Whether a deal waits for the customer's written yes, and for nothing of ours."""
    return deal.offer.may_accept and not deal.offer.awaits_us


def _deal(deal: ToRead) -> dict[str, Any]:
    """What is agreed, or waits for us: its first line, and its parts."""
    heading, *rest = deal.text.split("\n")
    return {"heading": heading, "rest": rest, "is_ours": deal.offer.awaits_us}


def _url(visit: Visit, name: str, *arguments: object) -> str:
    return reverse(f"portal:{name}", args=[visit.token, *arguments]) + _query(visit)


def _query(visit: Visit) -> str:
    """The language that was chosen goes along; nothing else does."""
    return f"?langue={visit.language}" if visit.request.GET.get("langue") else ""


def _as_data(svg: str) -> str:
    return "data:image/svg+xml;base64," + base64.b64encode(svg.encode()).decode()
