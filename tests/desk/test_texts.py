"""Texts at the desk: seen by everybody, written by who decides, put to use with a reason, restored."""

from collections.abc import Callable
from datetime import timedelta

import pytest
from django.test import Client
from django.urls import reverse

from encours.books.creditor.rules.roles import Role
from encours.books.receivables.models import CashConfirmation
from encours.flows.night.run import run as run_night
from encours.ground.evidence.models import JournalEntry
from encours.ground.plumbing.clock import installation_clock
from encours.ground.wording.edit import written
from encours.ground.wording.templates import shipped
from encours.method.outreach.models import Message, TextVersion
from encours.method.strategy.models import NightRun
from tests import factories
from tests.desk.conftest import House, words

pytestmark = pytest.mark.either

ARGS = ["T05", "fr", "vous"]
TEXT, PREVIEW = reverse("desk:text", args=ARGS), reverse("desk:text_preview", args=ARGS)
PUBLISH, RESTORE = reverse("desk:text_publish", args=ARGS), reverse("desk:text_restore", args=ARGS)
TEMPLATE = shipped("T05", "fr")
ALWAYS = next(i for i, s in enumerate(TEMPLATE.sections) if s.name == "crossing")
OWN = "Un mot de notre atelier : si le virement vient de partir, tout va bien."


def sections(*, says: str = OWN) -> dict[str, str]:
    given = {f"s{place}": section.text for place, section in enumerate(TEMPLATE.sections)}
    return {**given, f"s{ALWAYS}": says}


@pytest.fixture
def manager(house: House, sign_in: Callable[[House, Role], Client]) -> Client:
    return sign_in(house, Role.MANAGER)


def test_everybody_sees_the_texts_and_where_each_is_used(
    house: House, sign_in: Callable[[House, Role], Client]
) -> None:
    client = sign_in(house, Role.READ_ONLY)
    listed = words(client.get(reverse("desk:settings_section", args=["texts"])))
    assert "Mot de courtoisie" in listed and "Condoléances" in listed
    assert "Un dirigeant ou un responsable peut changer les textes" in listed
    page = words(client.get(TEXT))
    assert "Ce que le débiteur verra" in page and "Rien à revoir" in page
    assert "Enregistrer le brouillon" not in page
    assert client.post(PUBLISH, {"why": "non"}).status_code == 403
    assert client.post(TEXT, sections()).status_code == 200
    assert not TextVersion.objects.exists()


def test_a_draft_is_put_to_use_from_the_next_message_on_and_the_original_comes_back(
    house: House, manager: Client
) -> None:
    CashConfirmation.objects.create(
        entity=house.entity, known_to=factories.TODAY, source="person", confirmed_by="user:1",
        confirmed_at=factories.NOW,
    )  # fmt: skip
    factories.a_contact(house.customer)
    factories.an_invoice(house.customer, due_on=factories.TODAY - timedelta(days=3))
    manager.post(TEXT, sections())
    assert "Brouillon" in words(manager.get(TEXT))
    assert not TextVersion.objects.filter(version__isnull=False).exists()
    manager.post(PUBLISH, {"why": "Plus proche de notre ton"})
    version = TextVersion.objects.get(version__isnull=False)
    assert version.version == TEMPLATE.version + 1
    entry = JournalEntry.objects.get(kind="outreach.text_published")
    assert entry.payload["template"] == "T05" and entry.payload["version"] == version.version

    run_night(house.entity.pk, installation_clock())
    message = Message.objects.get(template="T05")
    assert "Un mot de notre atelier" in message.text and message.template_version == str(version.version)

    assert NightRun.objects.get().versions["text:T05/fr/vous"] == version.version

    manager.post(RESTORE, {"version": ""})
    manager.post(PUBLISH, {"why": "Retour à l'origine"})
    message.refresh_from_db()
    assert "Un mot de notre atelier" in message.text
    assert TextVersion.objects.filter(version__isnull=False).count() == 2
    assert "merci de ne pas tenir compte de ce mot" in TextVersion.objects.order_by("-version")[0].body
    assert "Plus proche de notre ton" in words(manager.get(TEXT))


def test_an_unknown_field_is_refused_with_its_line_and_word(manager: Client) -> None:
    answer = manager.post(TEXT, sections(says="Bonjour.\nLa facture {facture}."))
    assert answer.status_code == 422
    assert "Ligne 2" in words(answer) and "{facture}" in words(answer)
    live = words(manager.post(PREVIEW, sections(says="La facture {facture}.")))
    assert "{facture}" in live


def test_a_text_that_the_rules_stop_may_be_kept_but_not_put_to_use(manager: Client) -> None:
    rude = OWN + " Sans virement, nous porterons plainte à la police."
    live = words(manager.post(PREVIEW, sections(says=rude)))
    assert "THR01" in live and "empêche l'envoi" in live
    manager.post(TEXT, sections(says=rude))
    assert TextVersion.objects.filter(version__isnull=True).exists()
    page = words(manager.get(PUBLISH))
    assert "arrêtent ce texte" in page
    manager.post(PUBLISH, {"why": "Essai"})
    assert not TextVersion.objects.filter(version__isnull=False).exists()


def test_a_figure_of_ones_own_stops_a_text_too(manager: Client) -> None:
    manager.post(TEXT, sections(says=OWN + " Le solde est de 99,99 €."))
    manager.post(PUBLISH, {"why": "Essai"})
    assert not TextVersion.objects.filter(version__isnull=False).exists()


def test_a_text_is_seen_on_a_real_customer(house: House, manager: Client) -> None:
    factories.a_contact(house.customer, name="Mme Alice Vidal")
    factories.an_invoice(house.customer, number="F-7788", due_on=factories.TODAY - timedelta(days=3))
    live = words(manager.post(PREVIEW, sections() | {"client": str(house.customer.pk), "forme": ""}))
    assert "F-7788" in live
    several = words(
        manager.post(PREVIEW, sections() | {"client": str(house.customer.pk), "forme": "several"})
    )
    assert "F-7788" in several and "Total" in several


def test_a_file_goes_out_and_comes_in_and_a_wrong_one_says_where(manager: Client) -> None:
    answer = manager.get(reverse("desk:text_export", args=ARGS))
    assert answer.content.decode() == written(TEMPLATE)
    there = reverse("desk:text_import", args=ARGS)
    own = written(TEMPLATE).replace("En regardant nos comptes clients", "En relisant nos comptes")
    manager.post(there, {"text": own})
    assert "En relisant nos comptes" in TextVersion.objects.get(version__isnull=True).body
    refused = manager.post(there, {"text": own.replace("{invoice_no}", "{number}", 1)})
    assert "Ligne" in words(refused) and "{number}" in words(refused)
    other = manager.post(there, {"text": written(shipped("T06", "fr"))})
    assert "autre texte" in words(other)


def test_forms_that_do_not_exist_are_not_found(manager: Client) -> None:
    for args in (["line", "fr", "tu"], ["T22", "fr", "tu"], ["T05", "en", "tu"], ["T99", "fr", "vous"]):
        assert manager.get(reverse("desk:text", args=args)).status_code == 404


def test_a_customer_is_called_tu_once_somebody_says_so(house: House, manager: Client) -> None:
    row = house.customer
    given = {
        "name": row.name, "kind": row.kind, "country": row.country, "jurisdiction": row.jurisdiction,
        "language": "fr", "register": "tu",
    }  # fmt: skip
    assert row.register == "vous"
    manager.post(reverse("desk:customer_edit", args=[row.pk]), given)
    row.refresh_from_db()
    assert row.register == "tu"
    assert "tutoyé" in words(manager.get(reverse("desk:customer", args=[row.pk])))
