"""Settings: read by all, written by who may; the server is tried, the stop is at hand, what is removed comes back."""

import re
from collections.abc import Callable
from datetime import date

import pytest
from django.test import Client

from encours.books.creditor import actions as creditor_actions
from encours.books.creditor.models import (
    BankAccount,
    ClosedPeriod,
    CreditorEntity,
    ExchangeRate,
    MailServer,
    TeamMember,
)
from encours.books.creditor.rules.closures import usual_closings
from encours.books.creditor.rules.roles import Role
from encours.ground.kernel.business_days import Period
from encours.method.outreach import queries as outreach_queries
from encours.method.strategy import queries as strategy_queries
from tests import factories
from tests.desk.conftest import House, a_house, words
from tests.desk.test_by_hand import undo
from tests.smtp import SmtpServer

pytestmark = pytest.mark.either

SECTIONS = ["entity", "terms", "hours", "sending", "mail", "mailbox", "accounts", "rates", "people"]
ENTITY = {
    "name": "Atelier Morel",
    "siren": "552100554",
    "address": "12 quai de la Fosse",
    "postcode": "44000",
    "city": "Nantes",
    "country": "FR",
    "email": "contact@atelier.test",
    "phone": "02 40 12 34 56",
    "language": "fr",
    "time_zone": "Europe/Paris",
}


@pytest.mark.parametrize("name", SECTIONS)
@pytest.mark.parametrize("role", [Role.OWNER, Role.READ_ONLY])
def test_each_subject_opens(
    house: House, sign_in: Callable[[House, Role], Client], name: str, role: Role
) -> None:
    answer = sign_in(house, role).get(f"/reglages/{name}")
    assert answer.status_code == 200
    is_open = '<button type="submit" class="button main">' in words(answer)
    assert not (role is Role.READ_ONLY and is_open)


@pytest.mark.parametrize("name", SECTIONS)
def test_who_may_not_configure_writes_nothing(
    house: House, sign_in: Callable[[House, Role], Client], name: str
) -> None:
    assert sign_in(house, Role.MANAGER).post(f"/reglages/{name}", {"name": "Pris"}).status_code == 403


def test_an_unknown_subject_does_not_exist(owner: Client) -> None:
    assert owner.get("/reglages/rien").status_code == 404


def test_the_company_changes_and_the_currency_stands_once_books_have_begun(
    owner: Client, house: House
) -> None:
    owner.post("/reglages/entity", ENTITY | {"currency": "USD"})
    entity = CreditorEntity.objects.get(pk=house.entity.pk)
    assert (entity.siren, entity.city, entity.currency) == ("552100554", "Nantes", "EUR")
    wrong = owner.post("/reglages/entity", ENTITY | {"siren": "1", "city": "Brest"})
    assert wrong.status_code == 422
    assert 'value="Brest"' in words(wrong)


def test_terms_and_hours(owner: Client, house: House) -> None:
    owner.post("/reglages/terms", {"term_days": "45", "term_rule": "end_of_month_then_days"})
    owner.post("/reglages/hours", {"send_from": "08:30", "send_until": "17:00", "capacity_minutes": "90"})
    wrong = owner.post(
        "/reglages/hours", {"send_from": "18:00", "send_until": "17:00", "capacity_minutes": "90"}
    )
    assert "La fin vient après le début" in words(wrong)
    entity = CreditorEntity.objects.get(pk=house.entity.pk)
    assert (entity.term_days, entity.term_rule, f"{entity.send_from:%H:%M}") == (
        45,
        "end_of_month_then_days",
        "08:30",
    )


def test_usual_closures_are_august_and_the_end_of_the_year() -> None:
    august, year_end = usual_closings(date(2026, 11, 23), kept=())
    assert august.period == Period(date(2027, 8, 2), date(2027, 8, 22))
    assert year_end.period == Period(date(2026, 12, 24), date(2027, 1, 1))
    kept = (Period(date(2026, 8, 10), date(2026, 8, 14)), year_end.period)
    assert usual_closings(date(2026, 7, 1), kept=kept) == ()


def test_closures_are_kept_in_one_key_removed_and_brought_back(owner: Client, house: House) -> None:
    owner.post("/reglages/fermetures/habituelles", {"kept": ["august", "year_end"]})
    assert ClosedPeriod.objects.count() == 2
    undo(owner, "/reglages/hours")
    assert ClosedPeriod.objects.count() == 0
    owner.post(
        "/reglages/fermetures/nouvelle",
        {"first_on": "2026-12-21", "last_on": "2026-12-31", "label": "inventaire"},
    )
    row = ClosedPeriod.objects.get()
    owner.post(f"/reglages/fermetures/{row.pk}/retirer")
    undo(owner, "/reglages/hours")
    assert ClosedPeriod.objects.get().label == "inventaire"
    assert "ne peut pas précéder" in words(
        owner.post("/reglages/fermetures/nouvelle", {"first_on": "2026-12-21", "last_on": "2026-12-01"})
    )


def test_accounts_and_rates_are_kept_removed_and_brought_back(owner: Client, house: House) -> None:
    wrong = owner.post(
        "/reglages/comptes/nouveau", {"iban": "FR76 3000", "label": "Banque", "currency": "EUR"}
    )
    assert "Cet IBAN n'est pas valable" in words(wrong)
    owner.post(
        "/reglages/comptes/nouveau",
        {"iban": "FR76 3000 6000 0112 3456 7890 189", "label": "Banque", "currency": "EUR"},
    )
    owner.post(f"/reglages/comptes/{BankAccount.objects.get().pk}/retirer")
    undo(owner, "/reglages/accounts")
    assert BankAccount.objects.get().iban == "FR7630006000011234567890189"
    far = {"currency": "USD", "rate": "9" * 25, "from_on": "2026-11-01"}
    assert "Un cours ne dépasse pas" in words(owner.post("/reglages/cours/nouveau", far))
    owner.post("/reglages/cours/nouveau", {"currency": "CHF", "rate": "1,06", "from_on": "2026-11-01"})
    assert ExchangeRate.objects.get().millionths == 1_060_000
    owner.post("/reglages/cours/retirer", {"currency": "CHF", "from_on": "2026-11-01"})
    undo(owner, "/reglages/rates")
    assert ExchangeRate.objects.get().millionths == 1_060_000
    assert "votre propre devise" in words(
        owner.post("/reglages/cours/nouveau", {"currency": "EUR", "rate": "1", "from_on": "2026-11-01"})
    )


def test_sending_is_switched_on_by_who_decides_and_only_when_it_can_work(
    house: House, sign_in: Callable[[House, Role], Client]
) -> None:
    CreditorEntity.objects.filter(pk=house.entity.pk).update(email="")
    manager = sign_in(house, Role.MANAGER)
    refused = manager.post("/reglages/envois/essai", {"on": "yes"}, follow=True)
    assert "Il manque l'adresse" in words(refused)
    CreditorEntity.objects.filter(pk=house.entity.pk).update(email="contact@atelier.test")
    manager.post("/reglages/envois/essai", {"on": "yes"})
    assert CreditorEntity.objects.get(pk=house.entity.pk).is_sending_on
    undo(manager, "/reglages/sending")
    assert not CreditorEntity.objects.get(pk=house.entity.pk).is_sending_on


def test_whoever_writes_may_stop_and_who_decides_may_resume(
    house: House, sign_in: Callable[[House, Role], Client]
) -> None:
    account_manager = sign_in(house, Role.ACCOUNT_MANAGER)
    assert account_manager.post("/reglages/envois/arret", {"why": ""}).status_code == 422
    account_manager.post("/reglages/envois/arret", {"why": "erreur de prix"})
    assert outreach_queries.standing_stop(house.entity.pk) is not None
    assert "Tous les envois sont arrêtés : erreur de prix" in words(account_manager.get("/clients"))
    assert account_manager.post("/reglages/envois/arret", {"stop": "no"}).status_code == 403
    sign_in(house, Role.OWNER).post("/reglages/envois/arret", {"stop": "no"})
    assert outreach_queries.standing_stop(house.entity.pk) is None


def test_the_ceiling_and_the_modes_of_steps(owner: Client, house: House) -> None:
    owner.post("/reglages/sending", {"ceiling": "5 000,00", "courtesy": "manual", "reminder2": "to_confirm"})
    assert CreditorEntity.objects.get(pk=house.entity.pk).ceiling_minor == 500_000
    assert {stage: mode.value for stage, mode in strategy_queries.step_modes(house.entity.pk).items()} == {
        "courtesy": "manual", "reminder2": "to_confirm",
    }  # fmt: skip
    refused = owner.post("/reglages/sending", {"ceiling": "100 CHF", "courtesy": "manual"})
    assert "Indiquez ce montant en EUR." in words(refused)
    assert CreditorEntity.objects.get(pk=house.entity.pk).ceiling_minor == 500_000
    owner.post("/reglages/sending", {"ceiling": "", "courtesy": "", "reminder2": "to_confirm"})
    assert CreditorEntity.objects.get(pk=house.entity.pk).ceiling_minor is None
    assert list(strategy_queries.step_modes(house.entity.pk)) == ["reminder2"]


@pytest.fixture
def real_owner(db: None, client: Client) -> tuple[House, Client]:
    """An owner in a real installation, whose clock is not fixed."""
    house = a_house("Atelier Morel")
    user = house.members[Role.OWNER].user
    assert user
    client.force_login(user)
    return house, client


def mail_fields(server: SmtpServer, **more: object) -> dict[str, object]:
    return {"host": "127.0.0.1", "port": str(server.port), "security": "none", "daily_cap": "500", **more}


def test_a_mail_server_is_tried_before_it_is_kept_and_a_trial_arrives(
    real_owner: tuple[House, Client], smtp_server: SmtpServer
) -> None:
    _house, client = real_owner
    nobody = client.post("/reglages/mail", mail_fields(smtp_server, port="1"))
    assert nobody.status_code == 422
    assert "rien ne répond sur ce port" in words(nobody)
    assert not MailServer.objects.exists()
    assert client.post("/reglages/mail", mail_fields(smtp_server, password="secret")).status_code == 302
    row = MailServer.objects.get()
    assert "secret" not in row.sealed_password
    client.post("/reglages/mail", mail_fields(smtp_server, daily_cap="20"))
    assert MailServer.objects.get().sealed_password == row.sealed_password
    page = client.post("/reglages/messagerie/essai", follow=True)
    assert "Message d'essai parti" in words(page)
    assert "secret" not in words(client.get("/reglages/mail"))
    client.post("/reglages/messagerie/retirer")
    assert not MailServer.objects.exists()


def test_a_demonstration_calls_no_server(owner: Client, house: House, smtp_server: SmtpServer) -> None:
    answer = owner.post("/reglages/mail", mail_fields(smtp_server))
    assert "aucun serveur n'est jamais appelé" in words(answer)


def test_a_member_changes_leaves_and_comes_back(owner: Client, house: House) -> None:
    member = house.members[Role.AR]
    owner.post(
        f"/reglages/equipe/{member.pk}",
        {"name": "Yann", "role": "manager", "email": "yann@atelier.test", "phone": ""},
    )
    assert TeamMember.objects.get(pk=member.pk).role == "manager"
    undo(owner, "/reglages/people")
    assert TeamMember.objects.get(pk=member.pk).role == "ar"
    owner.post(f"/reglages/equipe/{member.pk}/retirer")
    assert TeamMember.objects.get(pk=member.pk).left_on is not None
    undo(owner, "/reglages/people")
    assert TeamMember.objects.get(pk=member.pk).left_on is None


def test_a_second_company_is_made_and_entered(owner: Client, house: House) -> None:
    fields = {
        "name": "Morel Négoce",
        "email": "n@morel.test",
        "country": "BE",
        "currency": "EUR",
        "term_days": "30",
        "term_rule": "net",
    }
    owner.post("/societe/nouvelle", fields)
    page = words(owner.get("/bienvenue/"))
    assert "Morel Négoce" in page
    assert CreditorEntity.objects.get(name="Morel Négoce").time_zone == "Europe/Brussels"


def test_the_frame_says_what_holds_everything_back(owner: Client, house: House) -> None:
    page = words(owner.get("/clients"))
    assert "Mode d'essai : tout se prépare, rien ne part." in page
    assert "Banque pas encore vérifiée" in page
    owner.post("/banque")
    assert "Banque pas encore vérifiée" not in words(owner.get("/clients"))
    creditor_actions.turn_sending(factories.an_act(house.entity), to=True)
    assert "Mode d'essai" not in re.sub(r"<title>.*?</title>", "", words(owner.get("/clients")))
