"""The first-run guide: what is done, what comes next."""

from typing import Any

from django.urls import reverse
from django.utils.translation import gettext as _

from encours.books.creditor import queries as creditor_queries
from encours.books.creditor.rules.terms import TERM_RULE_LABELS
from encours.books.receivables import queries as receivables_queries
from encours.books.receivables.rules.shown import CustomersShown, InvoicesShown
from encours.faces.desk.addresses import with_query
from encours.faces.desk.pages.reviewed import is_reviewed
from encours.faces.desk.who import Desk
from encours.flows import standing_figures
from encours.ground.kernel.reason import N_, Reason
from encours.ground.plumbing.say import say
from encours.method.strategy.rules.next_action import cash_needed_to

_NAMED = 5


def welcome_page(desk: Desk) -> dict[str, Any]:
    """Five steps in order; the first that is not done is the one of now."""
    steps = [_company(desk), _books(desk), _bank(desk), _night(desk), _mail(desk)]
    now = next((step for step in steps if not step["is_done"]), None)
    for step in steps:
        step["is_now"] = step is now
    return {"steps": steps, "is_over": now is None}


def _company(desk: Desk) -> dict[str, Any]:
    entity = desk.entity
    rule = Reason(TERM_RULE_LABELS[entity.term_rule])
    summary = Reason(N_("{name}, {days} {rule}"), name=entity.name, days=entity.term_days, rule=rule)
    actions = (
        []
        if creditor_queries.accounts(entity.id)
        else [_action(reverse("desk:welcome_account"), _("Ajouter le compte où être payé"), is_main=False)]
    )
    return _step("entity", (_("Votre société"), "", ""), actions, summary)


def _books(desk: Desk) -> dict[str, Any]:
    back = reverse("desk:welcome")
    opens = standing_figures.invoices_counted(desk.entity.id, desk.act.today)[InvoicesShown.OPEN]
    customers = standing_figures.customers_counted(desk.entity.id, desk.act.today)[CustomersShown.ALL]
    counted = Reason(
        N_("Clients : {customers}. Échéances ouvertes : {opens}."), customers=str(customers), opens=str(opens)
    )
    first = with_query(reverse("desk:customer_new"), next=back)
    if customers:
        first = with_query(reverse("desk:invoice_new"), next=back)
    text = _(
        "Saisissez un client et une facture, remplissez le tableur prêt à l'emploi, "
        "ou déposez les fichiers de votre logiciel ou de votre comptable."
    )
    return _step(
        "books",
        (_("Vos clients et vos factures"), _("5 min"), text),
        [
            _action(first, _("Saisir une facture") if customers else _("Saisir un client et une facture")),
            _action(reverse("desk:ready_spreadsheet"), _("Télécharger le tableur"), is_main=False),
            _action(reverse("desk:files"), _("Déposer mes fichiers"), is_main=False),
        ],
        counted if opens else None,
    )


def _bank(desk: Desk) -> dict[str, Any]:
    known = receivables_queries.cash_known_to(desk.entity.id)
    needed = cash_needed_to(desk.act.today, desk.entity.country, desk.entity.region)
    is_fresh = known is not None and known >= needed
    url = with_query(reverse("desk:bank_checked"), next=reverse("desk:welcome"))
    text = _(
        "Notez ce qui a été payé, puis dites que vous avez vérifié : "
        "personne n'est relancé pour ce qui est déjà réglé."
    )
    return _step(
        "bank",
        (_("Votre banque"), _("1 min"), text),
        [
            _action(url, _("J'ai vérifié ma banque aujourd'hui"), is_post=True),
            _action(
                with_query(reverse("desk:payment_new"), next=reverse("desk:welcome")),
                _("Noter un règlement"),
                is_main=False,
            ),
        ],
        Reason(N_("Banque connue jusqu'au {day}."), day=known) if is_fresh else None,
    )


def _night(desk: Desk) -> dict[str, Any]:
    is_ready = receivables_queries.owes_anything(desk.entity.id) and is_reviewed(desk)
    text = _(
        "Encours passe les dossiers en revue et prépare la liste du jour. "
        "Rien ne part : le mode d'essai est actif."
    )
    actions = [_action(reverse("desk:night"), _("Préparer la liste"), is_post=True)]
    silent = list(receivables_queries.owing_without_address(desk.entity.id)[: _NAMED + 1])
    if silent:
        whom = ", ".join(
            [*(customer.name for customer in silent[:_NAMED]), *(["…"] if silent[_NAMED:] else [])]
        )
        text += " " + say(Reason(N_("Sans adresse où écrire : {names}."), names=whom))
        actions.append(_action(reverse("desk:gaps"), _("Compléter les adresses"), is_main=False))
    step = _step(
        "night",
        (_("La première nuit"), _("1 min"), text),
        actions,
        Reason(N_("La liste est prête.")) if is_ready else None,
    )
    if step["is_done"]:
        step["actions"] = [_action(reverse("desk:today"), _("Voir la liste du jour"), is_main=False)]
    return step


def _mail(desk: Desk) -> dict[str, Any]:
    server = creditor_queries.mail_server(desk.entity.id)
    text = _(
        "Vos messages partent de votre propre adresse. Sans serveur d'envoi, "
        "vous pouvez les copier, les imprimer ou les ouvrir dans votre messagerie."
    )
    settings = reverse("desk:settings_section", args=["mail"])
    return _step(
        "mail",
        (_("Votre messagerie"), _("3 min, quand vous voulez"), text),
        [_action(settings, _("Indiquer la messagerie"))],
        Reason(N_("Par {host}."), host=server.host) if server else None,
    )


def _step(
    code: str, texts: tuple[str, str, str], actions: list[dict[str, Any]], done: Reason | None
) -> dict[str, Any]:
    """`texts` are its title, how long it takes and what it is for; `done` says what was done, once it is."""
    title, time, text = texts
    shown = actions if done is None or code == "entity" else []
    return {
        "code": code,
        "title": title,
        "time": time,
        "text": text,
        "is_done": done is not None,
        "actions": shown,
        "summary": done,
    }


def _action(url: str, label: str, *, is_main: bool = True, is_post: bool = False) -> dict[str, Any]:
    return {"url": url, "label": label, "is_main": is_main, "is_post": is_post}
