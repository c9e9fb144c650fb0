"""The customer file: what is due and what comes next, the statement beside the exchanges, the people."""

from collections.abc import Sequence
from typing import Any

from django.urls import reverse

from encours.books.creditor.rules.roles import Permission
from encours.books.receivables.queries import people_of
from encours.books.receivables.queries.waivers import waived_of
from encours.books.receivables.rules.party import (
    CONTACT_ROLE_LABELS,
    CUSTOMER_KIND_LABELS,
    ContactRole,
    CreditKind,
    CustomerKind,
)
from encours.books.receivables.rules.waivers import Waived
from encours.faces.desk.pages.agreements import plan_b_shape
from encours.faces.desk.pages.banners import banners, given_up
from encours.faces.desk.pages.by_hand import done_action, is_open_today, task_of
from encours.faces.desk.pages.case import item_state, next_step, oldest_days, rhythm
from encours.faces.desk.pages.payer import payer
from encours.faces.desk.pages.proof import short
from encours.faces.desk.pages.rights import rights_panel
from encours.faces.desk.pages.timeline import timeline
from encours.faces.desk.pages.words import State, agreement_state
from encours.faces.desk.pages.written import phone_text, reachable, siren_text
from encours.faces.desk.who import Desk
from encours.flows.customer_file import CustomerFile, Exchanges
from encours.flows.formal.conditions import due_act
from encours.flows.letter_steps import wants_paper
from encours.flows.proof.gathered import gathered
from encours.flows.referral.helping import has_refused
from encours.flows.review.assess import Assessment, written_to_today
from encours.flows.review.facts_of import plan_b_of
from encours.flows.review.list_lines import why
from encours.ground.kernel.clock import days_between
from encours.ground.kernel.money import Money
from encours.ground.kernel.reason import N_, Reason
from encours.ground.plumbing.say import say
from encours.ground.wording.facts import Register
from encours.method.agreements.rules.promise import Promise
from encours.method.strategy.rules.case_state import STATE_LABELS, CaseState, state_of


def customer_page(desk: Desk, file: CustomerFile, passed: Exchanges) -> dict[str, Any]:
    """Everything on the page."""
    assessment, customer = file.assessments[0], file.customer
    may_contact = desk.may(Permission.CONTACT)
    has_step = bool(assessment.case or assessment.owed)
    step = next_step(desk, file, assessment) if has_step else None
    if step is not None:
        step["reasons"] = list(why(assessment))
    manager = next((m for m in file.known.house.team if m.id == customer.account_manager_id), None)
    statement, waived = _statement(file, passed), waived_of([customer.pk]).get(customer.pk, [])
    actions = [*_actions(desk, file), _to_their_page(file.customer.pk)]
    return {
        "customer": {
            "id": customer.pk,
            "name": customer.name,
            "kind": say(Reason(CUSTOMER_KIND_LABELS[CustomerKind(customer.kind)])),
            "identifiers": " · ".join(
                filter(
                    None,
                    (customer.siren and f"SIREN {siren_text(customer.siren)}", customer.city, customer.code),
                )
            ),
            "since": Reason(N_("client depuis le {on}"), on=customer.since_on) if customer.since_on else None,
            "account_manager": manager.name if manager else "",
            "to_be_kept": customer.to_be_kept,
            "spoken": _spoken(customer),
            "note": customer.note,
        },
        "due": list(file.due) or [Money.zero(desk.entity.currency)],
        "open": list(file.open) or [Money.zero(desk.entity.currency)],
        "oldest_days": oldest_days(file),
        "payer": payer(desk, file),
        "standings": [*(_standing(file, a, waived) for a in file.assessments if a.case), *_prepays(file)],
        "step": step,
        "banners": [*banners(file, may_contact=desk.may(Permission.CONTACT)), *given_up(desk, waived)],
        "statement": statement,
        "statement_total": _balances(statement),
        "timeline": timeline(file, passed, may_contact=may_contact),
        "timeline_next_url": None,
        "contacts": [_person(c) for c in people_of(customer) if c.removed_at is None],
        "agreements": [_agreement(p) for p in file.known.promises.get(customer.pk, [])],
        "plan_b": _plan_b(desk, file, assessment),
        "rights": rights_panel(desk, file),
        "rhythm": rhythm(file, assessment),
        "formal_url": next(
            (reverse("desk:formal", args=[a.case.id]) for a in file.assessments if a.case and due_act(a)),
            None,
        ),
        "proofs": [
            short(proof)
            for a in file.assessments
            if a.case and (proof := gathered(desk.act, a.case)) is not None
        ],
        "limits": _limits(file),
        "pass_over_url": reverse("desk:pass_over", args=[customer.pk]) if desk.is_owner else None,
        "actions": [action for action in actions if not action["is_rare"]],
        "rare_actions": [action for action in actions if action["is_rare"]],
        "may_record": desk.may(Permission.RECORD),
        "may_contact": desk.may(Permission.CONTACT),
    }


def _agreement(promise: Promise) -> dict[str, Any]:
    """One promise, or one instalment with the way to its plan."""
    text = N_("{amount} pour le {on}")
    plan = promise.plan_id
    if plan:
        text = N_("échéance {place} : {amount} pour le {on}")
    return {
        "what": Reason(text, place=promise.place, amount=promise.amount, on=promise.promised_for),
        "on": promise.proposed_on,
        "state": agreement_state(promise.state),
        "url": reverse("desk:plan", args=[promise.customer_id, plan]) if plan else None,
    }


def _plan_b(desk: Desk, file: CustomerFile, a: Assessment) -> dict[str, Any] | None:
    """Plan B of the case, for us alone, while something agreed is open or it was named."""
    plan_b = plan_b_of(file.known, file.customer.pk, a.currency)
    return plan_b_shape(desk, plan_b) if plan_b else None


def _standing(file: CustomerFile, a: Assessment, waived: Sequence[Waived]) -> Reason:
    """Since when there is a case, and where it stands: what was given up since is not paid."""
    assert a.case
    found, opened_on = state_of(a.facts, opened_on=a.case.opened_on), a.case.opened_on
    lost = [w for w in waived if w.kind is CreditKind.WRITE_OFF and w.amount.currency == a.currency]
    if found is CaseState.PAID and any(one.on >= opened_on for one in lost):
        found = CaseState.WRITTEN_OFF
    state = Reason(STATE_LABELS[found])
    if len(file.assessments) == 1:
        return Reason(N_("dossier ouvert le {on} : {state}"), on=a.case.opened_on, state=state)
    text = N_("dossier en {currency} ouvert le {on} : {state}")
    return Reason(text, currency=a.currency, on=a.case.opened_on, state=state)


def _limits(file: CustomerFile) -> list[Reason]:
    """What the guard says against a contact today, also where nothing is decided that it was asked about."""
    verdicts = [a.verdict or written_to_today(file.known, a.customer_id) for a in file.assessments]
    return list(dict.fromkeys(verdict.reason for verdict in verdicts if not verdict.is_allowed))


def _statement(file: CustomerFile, passed: Exchanges) -> list[dict[str, Any]]:
    """Open items and credits not yet allocated, oldest first."""
    today = file.known.house.today
    facts = {i.due_id: i for a in file.assessments for i in a.facts.items}
    lines = [
        {
            "kind": "invoice",
            "id": i.invoice_id,
            "url": reverse("desk:invoice", args=[i.invoice_id]),
            "number": i.number,
            "issued_on": i.issued_on,
            "due_on": i.due_on,
            "age_days": days_between(i.due_on, today) if i.due_on < today else None,
            "amount": Money(i.amount_minor, i.currency),
            "open": Money(i.open_minor, i.currency),
            "state": item_state(facts.get(i.due_id), is_late=i.due_on < today),
            "has_document": i.document_id is not None,
        }
        for i in file.known.items.get(file.customer.pk, [])
    ]
    free = State("kept", "coins", Reason(N_("à affecter")))
    lines += [
        {
            "kind": "payment",
            "id": p.pk,
            "url": reverse("desk:payment", args=[p.pk]),
            "number": p.reference or "—",
            "issued_on": p.received_on,
            "due_on": None,
            "age_days": None,
            "amount": -Money(p.amount_minor, p.currency),
            "open": -Money(p.unallocated_minor, p.currency),
            "state": free,
            "has_document": True,
        }
        for p in passed.payments
    ]
    lines += [
        {
            "kind": "credit",
            "id": c.pk,
            "url": reverse("desk:credit_note", args=[c.pk]),
            "number": c.number,
            "issued_on": c.issued_on,
            "due_on": None,
            "age_days": None,
            "amount": -Money(c.total_minor, c.currency),
            "open": -Money(c.unallocated_minor, c.currency),
            "state": free,
            "has_document": True,
        }
        for c in passed.credit_notes
    ]
    return lines


def _balances(lines: list[dict[str, Any]]) -> list[Money]:
    """What the lines add up to in each currency; below zero where it is we who owe."""
    sums: dict[str, Money] = {}
    for line in lines:
        amount: Money = line["open"]
        sums[amount.currency] = sums.get(amount.currency, Money.zero(amount.currency)) + amount
    return [sums[currency] for currency in sorted(sums)]


def _spoken(customer: Any) -> str:
    """How messages speak to a customer, where it is not as usual: «en anglais», «avec tu»."""
    if customer.language == "en":
        return say(Reason(N_("écrit en anglais")))
    return say(Reason(N_("tutoyé"))) if customer.register == Register.TU else ""


def _person(contact: Any) -> dict[str, Any]:
    state = (
        State("late", "mail-x", Reason(N_("adresse qui ne fonctionne plus"))) if contact.bounced_at else None
    )
    wishes = [
        Reason(N_("numéro privé")) if contact.phone and contact.is_phone_private else Reason(""),
        Reason(N_("pas d'e-mail")) if not contact.accepts_email else Reason(""),
        Reason(N_("pas d'appel")) if not contact.accepts_calls else Reason(""),
        reachable(contact),
    ]
    return {
        "id": contact.pk,
        "name": contact.name,
        "role": say(Reason(CONTACT_ROLE_LABELS[ContactRole(contact.role)])),
        "email": contact.email,
        "phone": phone_text(contact.phone),
        "language": contact.language,
        "preferences": ", ".join(say(wish) for wish in wishes if wish.text),
        "state": state,
        "is_main": contact.is_main,
    }


def _ways_to_act(pk: int) -> list[dict[str, Any]]:
    """What whoever contacts customers may note or prepare here."""
    return [
        _link(reverse("desk:brief", args=[pk]), N_("Préparer un appel"), "phone", is_dialog=False),
        _link(reverse("desk:promise_new", args=[pk]), N_("Noter une promesse"), "handshake"),
        _link(
            reverse("desk:plan_new", args=[pk]),
            N_("Proposer un échéancier"),
            "calendar-range",
            is_dialog=False,
        ),
        _link(reverse("desk:dispute_new", args=[pk]), N_("Noter un litige"), "message-circle-warning"),
        _link(reverse("desk:own_promise_new", args=[pk]), N_("Nous leur devons…"), "reply"),
        _link(reverse("desk:hold_new", args=[pk]), N_("Mettre en attente"), "pause"),
        _link(
            reverse("desk:deferral_new", args=[pk]),
            N_("Accorder un report"),
            "calendar-clock",
            is_rare=True,
        ),
        _link(reverse("desk:skip", args=[pk]), N_("Passer l'étape"), "skip-forward", is_rare=True),
        _link(
            reverse("desk:complaint_new", args=[pk]),
            N_("Noter une réclamation"),
            "megaphone",
            is_rare=True,
        ),
    ]


def _actions(desk: Desk, file: CustomerFile) -> list[dict[str, Any]]:
    pk = file.customer.pk
    found: list[dict[str, Any]] = []
    if desk.may(Permission.CONTACT):
        by_hand = task_of(file)
        if by_hand and not (by_hand[0] is file.assessments[0] and is_open_today(by_hand[0])):
            action = done_action(file, by_hand[1])  # what is due today has its button on the step itself
            found.append(
                {
                    "url": action.url,
                    "label": say(action.label),
                    "icon": action.icon,
                    "is_dialog": True,
                    "is_rare": False,
                }
            )
        if any(wants_paper(a.decision) for a in file.assessments):
            found.append(_link(reverse("desk:paper_prepare", args=[pk]), N_("Écrire la lettre"), "mailbox"))
        found += _ways_to_act(pk)
    if desk.may(Permission.DECIDE) and any(a.case for a in file.assessments):
        found.append(
            _link(reverse("desk:ladder_choice", args=[pk]), N_("Choisir le scénario"), "route", is_rare=True)
        )
    found += [*_to_helpers(desk, file), *_to_close(desk, file)]
    if desk.may(Permission.CONFIGURE):
        found.append(
            _link(reverse("desk:grounds", args=[pk]), N_("Titre, clauses, abandon"), "stamp", is_rare=True)
        )
    if desk.may(Permission.RECORD):
        found += [
            _link(
                f"{reverse('desk:invoice_new')}?customer={pk}",
                N_("Ajouter une facture"),
                "file-plus",
                is_rare=True,
            ),
            _link(
                f"{reverse('desk:payment_new')}?customer={pk}",
                N_("Noter un règlement"),
                "coins",
                is_rare=True,
            ),
            _link(reverse("desk:customer_edit", args=[pk]), N_("Modifier la fiche"), "pencil", is_rare=True),
        ]
    return found


def _prepays(file: CustomerFile) -> list[Reason]:
    since = file.customer.prepays_since
    return [Reason(N_("paie à la commande depuis le {on}"), on=since)] if since else []


def _to_helpers(desk: Desk, file: CustomerFile) -> list[dict[str, Any]]:
    """Outside help, from the first day late on (R132); in sight once the customer refuses (R124)."""
    if not desk.may(Permission.CONTACT) or not file.due:
        return []
    url = reverse("desk:help", args=[file.customer.pk])
    is_rare = not any(has_refused(a.facts.contacts) for a in file.assessments)
    return [_link(url, N_("Demander de l'aide"), "life-buoy", is_dialog=False, is_rare=is_rare)]


def _to_close(desk: Desk, file: CustomerFile) -> list[dict[str, Any]]:
    """The owner's ways to end a file."""
    if not desk.may(Permission.CLOSE) or not file.due:
        return []
    pk = file.customer.pk
    return [
        _link(
            reverse("desk:settle", args=[pk]), N_("Transiger\u00a0?"), "scale", is_dialog=False, is_rare=True
        ),
        _link(reverse("desk:write_off", args=[pk]), N_("Renoncer à la somme"), "circle-slash", is_rare=True),
    ]


def _to_their_page(customer_id: int) -> dict[str, Any]:
    url = reverse("desk:their_page", args=[customer_id])
    return _link(url, N_("Page du client"), "panel-top", is_dialog=False, is_rare=True)


def _link(
    url: str, label: str, icon: str, *, is_dialog: bool = True, is_rare: bool = False
) -> dict[str, Any]:
    said = say(Reason(label))
    return {"url": url, "label": said, "icon": icon, "is_dialog": is_dialog, "is_rare": is_rare}
