"""The script of a call and the shared pieces of messages, worded by the house like any other text."""

from collections.abc import Callable

import pytest
from django.test import Client
from django.urls import reverse

from encours.books.creditor.rules.roles import Role
from encours.ground.wording.facts import LANGUAGES, Fact, Register
from encours.ground.wording.library import Library
from encours.ground.wording.script import GAP, SCRIPT, Step, script
from encours.ground.wording.sections import TemplateError
from encours.ground.wording.templates import parse, shipped, shipped_ids, shipped_text
from encours.method.cases.models import Case
from encours.method.outreach.models import TextVersion
from encours.method.strategy.models import CaseProgress
from tests import factories
from tests.desk.conftest import House, words

pytestmark = pytest.mark.either
ARGS = [SCRIPT, "fr", "vous"]
TEXT, PREVIEW = reverse("desk:text", args=ARGS), reverse("desk:text_preview", args=ARGS)
PUBLISH, RESTORE = reverse("desk:text_publish", args=ARGS), reverse("desk:text_restore", args=ARGS)
TEMPLATE = shipped(SCRIPT, "fr")
PLACE = next(i for i, s in enumerate(TEMPLATE.sections) if s.name == "unknown")
OWN = "Je vérifie posément et vous rappelle le {callback_date}."


def lines(*, says: str = OWN) -> dict[str, str]:
    given = {f"s{place}": section.text for place, section in enumerate(TEMPLATE.sections)}
    return {**given, f"s{PLACE}": says}


@pytest.fixture
def manager(house: House, sign_in: Callable[[House, Role], Client]) -> Client:
    factories.a_contact(house.customer, phone="01 44 00 00 00")
    factories.an_invoice(house.customer)
    CaseProgress.objects.create(case=factories.a_case(house.customer), review_on=factories.TODAY)
    return sign_in(house, Role.MANAGER)


def test_the_call_is_spoken_in_the_house_s_own_words_and_the_original_comes_back(
    house: House, manager: Client
) -> None:
    page = words(manager.get(TEXT))
    assert "Le ton monte" in page and "Ce qui sera dit" in page
    seen = words(manager.post(PREVIEW, {**lines(), "client": str(house.customer.pk)}))
    assert "Je vérifie posément" in seen and "Rien à revoir" in seen
    assert GAP in seen, "what only the call tells stays open"
    manager.post(TEXT, lines())
    call = f"/clients/{house.customer.pk}/appel"
    manager.get(call)
    manager.post(f"{call}/commencer")
    assert "Je vérifie posément" not in words(manager.get(f"{call}/en-cours"))
    manager.post(PUBLISH, {"why": "Plus proche de nous"})
    assert "Je vérifie posément" in words(manager.get(f"{call}/en-cours"))
    manager.post(RESTORE, {"version": ""})
    manager.post(PUBLISH, {"why": "Retour à l'origine"})
    assert "Je vérifie posément" not in words(manager.get(f"{call}/en-cours"))
    assert TextVersion.objects.filter(version__isnull=False).count() == 2
    assert Case.objects.exists()


def test_what_a_call_must_not_say_is_not_put_to_use(manager: Client) -> None:
    rude = "Si vous criez, nous porterons plainte à la police."
    assert "THR01" in words(manager.post(PREVIEW, lines(says=rude)))
    manager.post(TEXT, lines(says=rude))
    manager.post(PUBLISH, {"why": "Essai"})
    assert not TextVersion.objects.filter(version__isnull=False).exists()


def test_a_step_that_a_call_needs_keeps_its_words(manager: Client) -> None:
    answer = manager.post(TEXT, lines(says=""))
    assert answer.status_code == 422
    assert "unknown" in words(answer)
    assert not TextVersion.objects.exists()


def test_a_script_of_the_house_without_words_for_a_case_says_the_shipped_ones() -> None:
    kept = tuple(s for s in TEMPLATE.sections if s.name != "facts" or Fact.SEVERAL in s.without_facts)
    own = parse((shipped_text(SCRIPT, "fr") or "").split("## preparation")[0] + _body(kept))
    library = Library({(SCRIPT, "fr", Register.VOUS): own})
    said = {line.step: line for line in library.script("fr").lines({Fact.SEVERAL, Fact.CONTACT})}
    assert "invoice_count" in said[Step.FACTS].names
    assert library.script("en").sections == script("en").sections
    with pytest.raises(TemplateError):
        parse((shipped_text(SCRIPT, "fr") or "") + "\n## chorus\nLa la la.\n")


def _body(sections: tuple[object, ...]) -> str:
    from encours.ground.wording.edit import heading

    return "\n".join(f"{heading(s)}\n{s.text}\n" for s in sections)  # type: ignore[arg-type, attr-defined]


def test_every_text_and_piece_has_its_page_and_its_preview(manager: Client) -> None:
    """In every language and form: nothing that a customer reads or hears can be changed by file only."""
    for language in LANGUAGES:
        for template_id in (*shipped_ids(language), SCRIPT):
            page = manager.get(reverse("desk:text", args=[template_id, language, "vous"]))
            assert page.status_code == 200, template_id
            told = words(page)
            assert "Ce que disent" in told, template_id
            for several in ("one", "several"):
                preview = reverse("desk:text_preview", args=[template_id, language, "vous"])
                original = shipped(template_id, language)
                given = {f"s{i}": s.text for i, s in enumerate(original.sections)}
                seen = words(manager.post(preview, {**given, "forme": several}))
                assert "Rien à revoir" in seen or "conseil" in seen or "à revoir" in seen, (template_id, seen)
