"""What settings keep in lists: closures, bank accounts, exchange rates; added, taken away, brought back."""

from collections.abc import Mapping
from datetime import date
from decimal import Decimal
from typing import Any

from django.db import transaction
from django.http import HttpResponseBase
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST

from encours.books.creditor import actions as creditor_actions
from encours.books.creditor import queries as creditor_queries
from encours.books.creditor.rules.closures import UsualClosing
from encours.books.creditor.rules.roles import Permission
from encours.faces.desk.forms.creditor import AccountForm, ClosureForm, RateForm, UsualClosuresForm
from encours.faces.desk.pages import settings as page
from encours.faces.desk.undo import remember, undoes
from encours.faces.desk.views.back import back_to, is_done, said, show_form
from encours.faces.desk.views.refusing import refuse
from encours.faces.desk.who import Desk, DeskRequest, allowed, found
from encours.ground.kernel.reason import N_, Reason, Refused

_HOURS, _ACCOUNTS, _RATES = "hours", "accounts", "rates"


@allowed(Permission.CONFIGURE)
def closure_new(request: DeskRequest) -> HttpResponseBase:
    """Nobody is contacted from one day to another."""
    form, to = ClosureForm(request.POST or None), _section(request, _HOURS)
    if request.method == "POST" and form.is_valid():
        made = creditor_actions.close_between(request.desk.act, **form.cleaned_data)
        if not isinstance(made, Refused):
            remember(request, "closures_added", {"ids": [made]}, to)
            return said(request, _("Fermeture notée : personne n'est contacté ces jours-là."), to)
        refuse(request, form, made)
    return show_form(
        request,
        form,
        back_url=to,
        back_label=_("Heures et fermetures"),
        heading=_("Ajouter une fermeture"),
        verb=_("Ajouter la fermeture"),
    )


@allowed(Permission.CONFIGURE)
def closures_usual(request: DeskRequest) -> HttpResponseBase:
    """August and the end of the year, proposed in one key."""
    to, offered = _section(request, _HOURS), {c.key: c for c in page.offered_closings(request.desk)}
    words = [(key, page.closing_words(closing)) for key, closing in offered.items()]
    form = UsualClosuresForm(request.POST or None, initial={"kept": list(offered)}, offered=words)
    if request.method == "POST" and form.is_valid():
        with transaction.atomic():
            made = [_close(request.desk, offered[key]) for key in form.cleaned_data["kept"]]
        remember(request, "closures_added", {"ids": made}, to)
        return said(request, _("Fermetures notées : personne n'est contacté ces jours-là."), to)
    return show_form(
        request,
        form,
        back_url=to,
        back_label=_("Heures et fermetures"),
        heading=_("Août et fin d'année"),
        intro=_("Ce que ferment beaucoup d'entreprises. Gardez ce qui est vrai chez vous."),
        verb=_("Ajouter ces fermetures"),
    )


@require_POST
@allowed(Permission.CONFIGURE)
def closure_remove(request: DeskRequest, closing_id: int) -> HttpResponseBase:
    """Takes a closure back."""
    to = _section(request, _HOURS)
    row = found(
        next((c for c in creditor_queries.closings(request.desk.entity.id) if c.id == closing_id), None)
    )
    creditor_actions.open_again(request.desk.act, closing_id=closing_id)
    kept = {
        "first_on": row.period.first_on.isoformat(),
        "last_on": row.period.last_on.isoformat(),
        "label": row.label,
    }
    remember(request, "closure_removed", kept, to)
    return said(request, _("Fermeture retirée."), to)


@allowed(Permission.CONFIGURE)
def account_new(request: DeskRequest) -> HttpResponseBase:
    """A bank account on which to be paid."""
    to = _section(request, _ACCOUNTS)
    form = AccountForm(request.POST or None, initial={"currency": request.desk.entity.currency})
    if is_done(request, form, lambda given: creditor_actions.add_account(request.desk.act, **given)):
        return said(request, _("Compte bancaire ajouté : il paraît dans vos messages."), to)
    return show_form(
        request,
        form,
        back_url=to,
        back_label=_("Comptes bancaires"),
        heading=_("Ajouter un compte bancaire"),
        verb=_("Ajouter le compte"),
    )


@require_POST
@allowed(Permission.CONFIGURE)
def account_remove(request: DeskRequest, account_id: int) -> HttpResponseBase:
    """Takes an account away from future messages."""
    to = _section(request, _ACCOUNTS)
    row = found(
        next((a for a in creditor_queries.accounts(request.desk.entity.id) if a.id == account_id), None)
    )
    creditor_actions.remove_account(request.desk.act, account_id=account_id)
    kept = {"label": row.label, "iban": row.iban, "bic": row.bic, "currency": row.currency}
    remember(request, "account_removed", kept, to)
    return said(request, _("Compte bancaire retiré des prochains messages."), to)


@allowed(Permission.CONFIGURE)
def rate_new(request: DeskRequest) -> HttpResponseBase:
    """What a currency is worth from a day on."""
    to, desk = _section(request, _RATES), request.desk
    other = "USD" if desk.entity.currency == "EUR" else "EUR"
    start = {"from_on": desk.act.today, "currency": other}
    form = RateForm(request.POST or None, initial=start, own=desk.entity.currency)
    if is_done(request, form, lambda given: creditor_actions.set_rate(desk.act, **given)):
        return said(request, _("Cours retenu."), to)
    return show_form(
        request,
        form,
        back_url=to,
        back_label=_("Cours de change"),
        heading=_("Ajouter un cours"),
        verb=_("Ajouter le cours"),
    )


@require_POST
@allowed(Permission.CONFIGURE)
def rate_remove(request: DeskRequest) -> HttpResponseBase:
    """Takes a rate back; the one before it holds again."""
    to, asked = _section(request, _RATES), (request.POST.get("currency"), request.POST.get("from_on"))
    kept = creditor_queries.kept_rates(request.desk.entity.id)
    row = found(next((r for r in kept if (r.currency, r.from_on.isoformat()) == asked), None))
    creditor_actions.remove_rate(request.desk.act, currency=row.currency, from_on=row.from_on)
    values = {"currency": row.currency, "from_on": row.from_on.isoformat(), "rate": str(row.rate)}
    remember(request, "rate_removed", values, to)
    return said(request, Reason(N_("Cours de {currency} retiré."), currency=row.currency), to)


@undoes("closures_added", Permission.CONFIGURE)
def _undo_closures(desk: Desk, values: Mapping[str, Any]) -> Refused | None:
    standing = {closing.id for closing in creditor_queries.closings(desk.entity.id)}
    for closing_id in standing.intersection(values["ids"]):
        creditor_actions.open_again(desk.act, closing_id=closing_id)
    return None


@undoes("closure_removed", Permission.CONFIGURE)
def _undo_closure(desk: Desk, values: Mapping[str, Any]) -> Refused | None:
    first, last = date.fromisoformat(values["first_on"]), date.fromisoformat(values["last_on"])
    made = creditor_actions.close_between(desk.act, first_on=first, last_on=last, label=values["label"])
    return made if isinstance(made, Refused) else None


@undoes("account_removed", Permission.CONFIGURE)
def _undo_account(desk: Desk, values: Mapping[str, Any]) -> Refused | None:
    made = creditor_actions.add_account(desk.act, **values)
    return made if isinstance(made, Refused) else None


@undoes("rate_removed", Permission.CONFIGURE)
def _undo_rate(desk: Desk, values: Mapping[str, Any]) -> Refused | None:
    from_on, rate = date.fromisoformat(values["from_on"]), Decimal(values["rate"])
    return creditor_actions.set_rate(desk.act, currency=values["currency"], from_on=from_on, rate=rate)


def _close(desk: Desk, closing: UsualClosing) -> int:
    period = closing.period
    made = creditor_actions.close_between(
        desk.act, first_on=period.first_on, last_on=period.last_on, label=closing.label
    )
    assert not isinstance(made, Refused)
    return made


def _section(request: DeskRequest, name: str) -> str:
    return back_to(request, reverse("desk:settings_section", args=[name]))
