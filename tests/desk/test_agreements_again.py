"""An agreement names its invoices, is deferred, renegotiated, expected by date; who comes late is told what changed."""

from datetime import date

import pytest
from django.test import Client

from encours.ground.kernel.money import Money
from encours.method.agreements.models import Agreement, AgreementInvoice, OwnPromise
from encours.method.agreements.queries.listing import Ours, OwnLine, Place, Wanted, lines_in
from encours.method.agreements.rules.words import AgreementState
from encours.method.cases.models import Case
from encours.method.outreach.models import Message
from tests import factories
from tests.desk.conftest import House, words
from tests.desk.test_agreements import asked

pytestmark = pytest.mark.either

DAY = date(2026, 11, 27)


@pytest.fixture
def case(house: House) -> Case:
    return factories.a_case(house.customer)


@pytest.fixture
def page(owner: Client, house: House, case: Case) -> str:
    here = f"/clients/{house.customer.pk}/echeancier"
    assert owner.post(here, asked(house)).status_code == 302
    return f"{here}/{Agreement.objects.get(kind='plan').pk}"


def told(house: House, **more: object) -> dict[str, object]:
    return {
        "amount": "50,00", "promised_for": "2026-11-27", "means": "virement", "person": "Anne Petit", "source": "call",
        "invoices": [str(house.invoice.dues.get().pk)], "measure": "short_plan", "after_days": "1", **more,
    }  # fmt: skip


def test_a_promise_names_its_invoices_and_no_other_is_paused(owner: Client, house: House, case: Case) -> None:
    other = factories.an_invoice(
        house.customer, Money(70_00, "EUR"), number="F-OTHER", due_on=date(2026, 11, 2)
    )
    here = f"/clients/{house.customer.pk}/promesse"
    shown = owner.get(here).content.decode()
    assert shown.count('name="invoices"') == 2 and shown.count("checked") >= 2
    assert owner.post(here, told(house, amount="5 000,00")).status_code == 422
    assert owner.post(here, told(house)).status_code == 302
    (named,) = AgreementInvoice.objects.all()
    assert (named.invoice_id, named.agreement.amount_minor) == (house.invoice.pk, 50_00)
    assert other.pk != named.invoice_id
    assert Message.objects.get(template="T10").state in {"to_confirm", "by_hand"}


def test_a_deferral_is_for_whole_invoices(owner: Client, house: House, case: Case) -> None:
    here = f"/clients/{house.customer.pk}/report"
    assert 'name="amount"' not in owner.get(here).content.decode()
    assert owner.post(here, told(house, invoices=[])).status_code == 422
    assert owner.post(here, told(house)).status_code == 302
    made = Agreement.objects.get(kind="deferral")
    assert made.amount_minor == house.invoice.dues.get().open_minor
    assert "report" in words(owner.get("/accords"))


def test_a_plan_gives_way_to_another_one_once(owner: Client, house: House, page: str) -> None:
    owner.post(f"{page}/accepter", {"how": "reply", "words": "accepté, Anne Petit"})
    assert "Renégocier" in words(owner.get(page))
    assert owner.get(f"{page}/renegocier").status_code == 200
    assert owner.post(f"{page}/renegocier", asked(house, why="")).status_code == 422
    answer = owner.post(f"{page}/renegocier", asked(house, why="paie décalée", instalments="4"))
    assert answer.status_code == 302, words(answer)
    old, new = Agreement.objects.filter(kind="plan").order_by("pk")
    assert (old.state, new.state, new.parts.count()) == ("renegotiated", "proposed", 4)
    assert owner.post(f"{page}/renegocier", asked(house, why="encore")).status_code == 422
    assert Message.objects.filter(template="T14").count() == 2


def test_what_is_expected_stands_week_by_week(owner: Client, house: House, page: str) -> None:
    before = words(owner.get("/accords?onglet=attendus"))
    assert before.count("Semaine du") == 3 and "à confirmer" in before
    owner.post(f"{page}/accepter", {"how": "reply", "words": "accepté"})
    after = words(owner.get("/accords?onglet=attendus"))
    assert after.count("Semaine du") == 3 and "à confirmer :" not in after
    assert "la suivante de" in words(owner.get("/accords"))


def test_our_own_promises_are_lines_of_the_same_list_kept_or_not(owner: Client, house: House) -> None:
    fields = {
        "kind": "repair",
        "due_on": "2026-11-20",
        "promised_on": "2026-11-16",
        "customer": house.customer,
    }
    OwnPromise.objects.create(what="colis rendu", done_on="2026-11-19", **fields)
    OwnPromise.objects.create(what="pièce oubliée", **fields)
    kept, broken = words(owner.get("/accords?onglet=tenus")), words(owner.get("/accords?onglet=non-tenus"))
    assert "colis rendu" in kept and "pièce oubliée" not in kept
    assert "pièce oubliée" in broken and "colis rendu" not in broken
    both = words(owner.get("/accords?onglet=tous"))
    assert "colis rendu" in both and "pièce oubliée" in both


def test_theirs_and_ours_follow_one_another_from_page_to_page(house: House, case: Case) -> None:
    for place in range(4):
        factories.an_agreement(case, person=f"qui{place}", proposed_on=date(2026, 11, 10 + 2 * place))
        OwnPromise.objects.create(
            customer=house.customer, kind="repair", what=f"quoi{place}", due_on=DAY,
            promised_on=date(2026, 11, 11 + 2 * place),
        )  # fmt: skip
    found: list[str] = []
    place_of: Place | None = Place()
    while place_of is not None:
        lines, place_of = lines_in(house.entity.pk, Wanted(None, Ours.ALL), after=place_of, today=DAY, most=3)
        assert len(lines) <= 3
        found += [line.what if isinstance(line, OwnLine) else line.person for line in lines]
    assert found == ["quoi3", "qui3", "quoi2", "qui2", "quoi1", "qui1", "quoi0", "qui0"]


def test_whoever_opened_the_form_before_the_date_moved_is_told_the_new_one(
    owner: Client,
    house: House,
    case: Case,
) -> None:
    made = factories.an_agreement(case, state=AgreementState.PROPOSED, promised_for=DAY)
    here = f"/clients/{house.customer.pk}/promesse/{made.pk}"
    seen = owner.get(here).content.decode().partition('name="seen" value="')[2].partition('"')[0]
    assert len(seen) == 64
    Agreement.objects.filter(pk=made.pk).update(promised_for=date(2026, 12, 1))
    late = owner.post(here, {"trace": "d'accord", "seen": seen})
    assert late.status_code == 422 and "1 décembre 2026" in words(late).replace("1er", "1")
    assert owner.post(here, {"trace": "d'accord"}).status_code == 302
    again = owner.post(f"{here}/retirer", {"why": "erreur"})
    assert again.status_code == 302
