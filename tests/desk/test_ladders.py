"""Ladders at the desk: seen by everybody, changed by who decides, published with a reason, taken back."""

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
from encours.method.strategy.models import CaseProgress, ProcedureVersion
from encours.method.strategy.procedures import RULES, shipped_procedures
from encours.method.strategy.rules.ladder_edit import way_of_level
from tests import factories
from tests.desk.conftest import House, words

pytestmark = pytest.mark.either

LADDER = reverse("desk:ladder", args=["unknown"])
STEP = reverse("desk:ladder_step", args=["unknown", "second_reminder"])
LEVEL = shipped_procedures()["unknown"].level("second_reminder")
CARD = {
    "day": LEVEL.day,
    "label": LEVEL.label,
    "way": way_of_level(LEVEL).code,
    "sender": LEVEL.sender.value,
    "mode": LEVEL.mode.value,
    "gap_days": LEVEL.gap_days,
}


@pytest.fixture
def late(house: House) -> House:
    """The customer of the house has a running case."""
    CashConfirmation.objects.create(
        entity=house.entity, known_to=factories.TODAY, source="person", confirmed_by="user:1",
        confirmed_at=factories.NOW,
    )  # fmt: skip
    factories.a_contact(house.customer, phone="+33144556677")
    factories.an_invoice(house.customer, due_on=factories.TODAY - timedelta(days=3))
    run_night(house.entity.pk, installation_clock())
    return house


def test_everybody_sees_the_ladders_and_who_follows_them(
    late: House, sign_in: Callable[[House, Role], Client]
) -> None:
    client = sign_in(late, Role.READ_ONLY)
    page = words(client.get(reverse("desk:settings_section", args=["ladders"])))
    assert "Client encore mal connu" in page
    assert "d'origine" in page
    assert "Un dirigeant ou un responsable peut changer les scénarios" in page
    ladder = words(client.get(LADDER))
    assert "Jour où la facture est à payer" in ladder
    assert "Modifier" not in ladder


def test_a_manager_changes_a_card_publishes_it_and_the_history_says_why(
    house: House, sign_in: Callable[[House, Role], Client]
) -> None:
    client = sign_in(house, Role.MANAGER)
    answer = client.post(STEP, CARD | {"day": 16, "mode": "to_confirm"})
    assert answer.headers["Location"] == f"{LADDER}#second_reminder"
    page = words(client.get(LADDER))
    assert "Rien ne change avant la publication" in page
    assert "« Rappel écrit avec les possibilités » : jour 17 → 16 et envoi à confirmer" in page
    client.post(reverse("desk:ladder_publish", args=["unknown"]), {"why": "mieux lu"})
    page = words(client.get(LADDER))
    assert "Version 2" in page
    assert "mieux lu" in page
    assert "Rien ne change avant la publication" not in page
    assert JournalEntry.objects.filter(kind="strategy.ladder_published").count() == 1


def test_a_fault_stands_at_its_card_and_keeps_the_draft_from_being_published(owner: Client) -> None:
    owner.post(STEP, CARD | {"day": 14})
    assert "moins de 7 jours après « Appel : comprendre la raison »" in words(owner.get(LADDER))
    publish = reverse("desk:ladder_publish", args=["unknown"])
    assert "ne peut pas encore être publié" in words(owner.get(publish))
    owner.post(publish, {"why": "quand même"})
    assert not ProcedureVersion.objects.filter(version__isnull=False).exists()


def test_cards_are_added_moved_removed_and_the_draft_given_up(owner: Client) -> None:
    model = f"{LEVEL.stage.value}|{way_of_level(LEVEL).code}"
    answer = owner.post(reverse("desk:ladder_add", args=["unknown"]), {"model": model, "day": 31})
    assert answer.status_code == 302
    key = answer.headers["Location"].partition("#")[2]
    owner.post(reverse("desk:ladder_move", args=["unknown", key]), {"to": "earlier"})
    owner.post(reverse("desk:ladder_remove", args=["unknown", "call_2"]))
    body = ProcedureVersion.objects.get(version=None).body
    assert f'key = "{key}"' in body
    assert 'key = "call_2"' not in body
    owner.post(reverse("desk:ladder_drop", args=["unknown"]))
    assert not ProcedureVersion.objects.exists()


@pytest.mark.parametrize(
    ("given", "said"),
    [
        ({"day": "demain"}, "nombre entier"),
        ({"day": 0}, "supérieure ou égale à 1"),
        ({"label": "{x}"}, "accolade"),
        ({"way": "task/letter:T22:/"}, "Sélectionnez un choix valide"),
        ({"sender": "read_only"}, "Sélectionnez un choix valide"),
    ],
)
def test_what_a_card_does_not_take_is_said_beside_the_field(
    owner: Client, given: dict[str, object], said: str
) -> None:
    answer = owner.post(STEP, CARD | given)
    assert answer.status_code == 422
    assert said in words(answer)
    assert not ProcedureVersion.objects.exists()


def test_an_older_version_becomes_the_draft_again(owner: Client) -> None:
    owner.post(STEP, CARD | {"day": 16})
    owner.post(reverse("desk:ladder_publish", args=["unknown"]), {"why": "mieux lu"})
    owner.post(reverse("desk:ladder_restore", args=["unknown"]), {"version": ""})
    assert "jour 16 → 17" in words(owner.get(LADDER))


def test_the_ladder_in_force_is_taken_out_as_its_file(owner: Client) -> None:
    answer = owner.get(reverse("desk:ladder_export", args=["unknown"]))
    assert answer.headers["Content-Disposition"] == 'attachment; filename="unknown-v1.toml"'
    assert b'key = "formal_notice"' in answer.content


def test_a_ladder_is_taken_in_from_a_file_as_a_draft(owner: Client) -> None:
    address = reverse("desk:ladder_import", args=["unknown"])
    text = owner.get(reverse("desk:ladder_export", args=["unknown"])).content.decode()
    assert owner.post(address, {"text": text.replace("day = 17", "day = 16")}).status_code == 302
    assert "jour 17 → 16" in words(owner.get(LADDER))
    for wrong, said in (
        ("= =", "Fichier illisible"),
        (text.replace('key = "unknown"', 'key = "reliable"'), "un autre scénario"),
        (text.replace('"Mise en demeure"', '"{x}"'), "accolade"),
        (text.replace("la lettre recommandée", "{x}"), "accolade"),
        (text.replace('stage = "firm"', 'stage = "war"'), "valeur refusée"),
    ):
        answer = owner.post(address, {"text": wrong})
        assert answer.status_code == 422
        assert said in words(answer), wrong[:60]


def test_a_file_without_a_condition_of_a_formal_step_is_not_published(owner: Client) -> None:
    text = owner.get(reverse("desk:ladder_export", args=["unknown"])).content.decode()
    bare = text.replace('"owner_approval", ', "")
    assert owner.post(reverse("desk:ladder_import", args=["unknown"]), {"text": bare}).status_code == 302
    assert "il manque la condition « accord du dirigeant »" in words(owner.get(LADDER))
    owner.post(reverse("desk:ladder_publish", args=["unknown"]), {"why": "plus court"})
    assert not ProcedureVersion.objects.filter(version__isnull=False).exists()


def test_a_ladder_is_tried_on_a_customer_and_nothing_is_written(owner: Client, late: House) -> None:
    before = JournalEntry.objects.count(), list(CaseProgress.objects.values())
    address = reverse("desk:ladder_trial", args=["unknown"])
    page = words(owner.get(address, {"customer": late.customer.name, "start": "today"}))
    assert "On suppose que rien n'est payé" in page
    assert "Mise en demeure" in page
    assert "accord du dirigeant" in page
    assert (JournalEntry.objects.count(), list(CaseProgress.objects.values())) == before
    assert "Aucun client ne porte ce nom" in words(owner.get(address, {"customer": "Zzz", "start": "today"}))


def test_a_ladder_is_chosen_for_a_customer_with_a_reason_and_taken_back(owner: Client, late: House) -> None:
    address = reverse("desk:ladder_choice", args=[late.customer.pk])
    assert address in owner.get(reverse("desk:customer", args=[late.customer.pk])).content.decode()
    before = CaseProgress.objects.get()
    assert owner.post(address, {"key": "strained", "why": ""}).status_code == 422
    owner.post(address, {"key": "strained", "why": "difficulté dite au téléphone"})
    assert CaseProgress.objects.get().procedure == "strained"
    key = owner.session["undo"][-1]["key"]
    owner.post(reverse("desk:undo", args=[key]))
    row = CaseProgress.objects.get()
    assert (row.procedure, row.chosen_procedure) == (before.procedure, "")
    kinds = [k for k in factories.kinds_about(late.customer) if k == "strategy.ladder_switched"]
    assert len(kinds) == 2


def test_a_rule_is_written_looked_at_and_published(owner: Client, late: House) -> None:
    owner.post(reverse("desk:ladder_rule_new", args=["country"]), {"value": "FR", "procedure": "sporadic"})
    assert "le pays est FR" in words(owner.get(reverse("desk:ladder_rules")))
    address = reverse("desk:ladder_rules_publish")
    page = words(owner.get(address))
    assert "1 dossier change de scénario" in page
    assert late.customer.name in page
    owner.post(address, {"why": "nos usages"})
    assert CaseProgress.objects.get().procedure == "sporadic"
    assert ProcedureVersion.objects.get().version == 1


@pytest.mark.parametrize(
    ("condition", "value"),
    [
        ("kind", "business"),
        ("overdue_from", "1 500,00"),
        ("overdue_below", "200"),
        ("customer_since", "365"),
        ("customer_less_than", "90"),
        ("payer_type", "RELIABLE"),
    ],
)
def test_each_condition_has_its_own_field(owner: Client, house: House, condition: str, value: str) -> None:
    address = reverse("desk:ladder_rule_new", args=[condition])
    assert owner.post(address, {"value": value, "procedure": "avoids"}).status_code == 422
    assert owner.post(address, {"value": value, "procedure": "new"}).status_code == 302
    assert owner.get(reverse("desk:ladder_rules")).status_code == 200
    assert owner.post(reverse("desk:ladder_rule_change", args=[0]), {"to": "away"}).status_code == 302
    assert owner.get(reverse("desk:ladder_rule_new", args=["weather"])).status_code == 404
    assert ProcedureVersion.objects.get(key=RULES).body == ""
