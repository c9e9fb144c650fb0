"""Our measure at the desk: a limit passed over once by the owner, complaints, the owner's month, one's own week."""

from collections.abc import Callable
from datetime import date, timedelta

import pytest
from django.test import Client
from django.urls import reverse

from encours.books.creditor.rules.roles import Role
from encours.books.receivables.models import CashConfirmation
from encours.ground.evidence.models import JournalEntry
from encours.method.agreements.models import OwnPromise
from encours.method.calls.models import CallNote
from encours.method.cases.models import Case, ContactFact
from encours.method.outreach.models import Complaint, GuardOverride, Message
from encours.method.strategy.models import NightRun, StepSkip
from tests import factories
from tests.desk.conftest import House, words

pytestmark = pytest.mark.either

TODAY = date(2026, 11, 23)
WHY = "Il m'a demandé lui-même de le relancer lundi."


@pytest.fixture
def page(house: House) -> str:
    return f"/clients/{house.customer.pk}"


@pytest.fixture
def case(house: House) -> Case:
    """A case whose customer was written to three days ago: a new mail would be too soon (K1)."""
    case = factories.a_case(house.customer)
    CashConfirmation.objects.create(
        entity=house.entity,
        known_to=TODAY,
        source="person",
        confirmed_by="user:1",
        confirmed_at=factories.NOW,
    )
    ContactFact.objects.create(
        entity=house.entity,
        customer=house.customer,
        case=case,
        at=factories.NOW - timedelta(days=3),
        direction="outbound",
        channel="email",
        occasion="ladder",
        step="before",
        stage="courtesy",
        source="test:1",
    )
    return case


def test_the_owner_passes_over_a_limit_once_and_with_a_reason(owner: Client, case: Case, page: str) -> None:
    assert "jours pleins entre deux contacts" in words(owner.get(page))
    asked = words(owner.get(f"{page}/outre"))
    assert "trop tôt après le dernier contact" in asked
    assert owner.post(f"{page}/outre", {"why": "vite"}).status_code == 422
    assert not GuardOverride.objects.exists()
    answer = owner.post(f"{page}/outre", {"why": WHY}, follow=True)
    assert "Rien n'empêche un contact aujourd'hui" in words(answer)
    assert GuardOverride.objects.get().rules == ["K1"]
    assert "outreach.limits_passed_over" in factories.kinds_about(case.customer)
    assert Message.objects.get().customer == case.customer, "its step is prepared at once"
    assert "Trop insistant" in words(owner.get(page))


def test_once_the_contact_is_made_the_limits_stand_again(owner: Client, case: Case, page: str) -> None:
    owner.post(f"{page}/outre", {"why": WHY})
    Message.objects.update(state="cancelled")
    ContactFact.objects.filter(case=case).update(at=factories.NOW + timedelta(hours=2))
    assert "jours pleins entre deux contacts" in words(owner.get(page))


def test_what_nobody_may_pass_over_stays(owner: Client, house: House, case: Case, page: str) -> None:
    factories.a_hold(house.customer)
    answer = owner.post(f"{page}/outre", {"why": WHY})
    assert answer.status_code == 422
    assert not GuardOverride.objects.exists()


@pytest.mark.parametrize("role", [Role.MANAGER, Role.AR, Role.READ_ONLY])
def test_nobody_but_the_owner_may(
    house: House, case: Case, page: str, sign_in: Callable[[House, Role], Client], role: Role
) -> None:
    client = sign_in(house, role)
    assert client.post(f"{page}/outre", {"why": WHY}).status_code == 403
    assert "Passer outre" not in words(client.get(page))
    assert client.get("/bilan/mesure").status_code == 403


def test_a_complaint_is_kept_and_an_answer_is_owed(owner: Client, house: House, page: str) -> None:
    given = {"about": "tone", "received_on": "2026-11-23", "words": "Votre collègue m'a coupé la parole."}
    answer = owner.post(f"{page}/reclamation", given, follow=True)
    assert "personne n'est relancé" in words(answer)
    assert Complaint.objects.get().about == "tone"
    assert OwnPromise.objects.get().due_on == date(2026, 11, 25)
    assert owner.post(f"{page}/reclamation", given | {"received_on": "2026-11-24"}).status_code == 422
    assert "Votre collègue m'a coupé la parole" in words(owner.get("/bilan/mesure"))


def test_the_month_adds_up_what_the_nights_refused(
    owner: Client, house: House, stranger: House, page: str
) -> None:
    for day, entity in ((3, house), (4, house), (4, stranger)):
        NightRun.objects.create(
            entity=entity.entity,
            as_of=date(2026, 11, day),
            started_at=factories.NOW,
            counts={"refusals": {"K1": 2, "K8": 1}},
        )
    shown = words(owner.get("/bilan/mesure"))
    assert "novembre 2026" in shown
    assert "Trop tôt après le dernier contact" in shown
    assert '<td class="number strong">4</td>' in shown
    assert "Aucun contact n'a été refusé" in words(owner.get("/bilan/mesure?mois=2026-10"))
    for unreadable in ("2030-01", "novembre", "2026-13", "1999-01"):
        assert "novembre 2026" in words(owner.get("/bilan/mesure", {"mois": unreadable}))


def test_a_skipped_step_appears_with_the_cost_of_waiting(owner: Client, case: Case) -> None:
    StepSkip.objects.create(
        case=case, level="courtesy", reason="il est en congé", skipped_by="user:1", skipped_on=TODAY
    )
    shown = words(owner.get("/moi/semaine"))
    assert "il est en congé" in shown
    assert "par semaine d'attente (estimation)" in shown


def test_moods_are_told_to_oneself_alone(
    owner: Client, house: House, sign_in: Callable[[House, Role], Client]
) -> None:
    mine = f"user:{house.members[Role.OWNER].user_id}"
    for place in range(12):
        CallNote.objects.create(
            entity=house.entity,
            customer=house.customer,
            caller=mine,
            called_at=factories.NOW,
            noted_at=factories.NOW,
            outcome="oral_promise" if place < 9 else "refused",
            mood="calm",
            next_step="clos",
            friendly=4,
            firm=2 + place % 2,
        )
    shown = words(owner.get("/moi/semaine"))
    assert "9 · 75 %" in shown
    assert "12 appels jugés en trois mois" in shown
    assert "2,5" in shown
    other = sign_in(house, Role.MANAGER)
    assert "Pas encore d'échange noté" in words(other.get("/moi/semaine"))


def test_what_some_words_rest_on_is_noted_by_the_owner_with_its_source(
    house: House, owner: Client, sign_in: Callable[[House, Role], Client]
) -> None:
    page = reverse("desk:grounds", args=[house.customer.pk])
    assert owner.post(page, {"court_title": "oui"}).status_code == 422
    owner.post(page, {"court_title": "Injonction du 3 mars 2026, signifiée le 9"})
    assert "Injonction du 3 mars 2026" in words(owner.get(page))
    clauses = reverse("desk:settings_section", args=["clauses"])
    owner.post(clauses, {"fees_clause": "CGV de 2024, article 9"})
    assert "article 9" in words(owner.get(clauses))
    assert JournalEntry.objects.filter(kind="outreach.grounds_noted").count() == 2
    assert sign_in(house, Role.MANAGER).get(page).status_code == 403
