"""The people of the demonstration are believable, valid, and cannot be reached by mistake."""

import re
from pathlib import Path

import phonenumbers
import pytest

from encours.books.receivables.rules.party import CustomerKind
from encours.faces.demo.characters import Character, characters
from encours.faces.demo.company import COMPANY, TODAY
from encours.ground.kernel import identifiers

DEMO = Path(__file__).parents[2] / "src/encours/faces/demo"
# Arcep, plan national de numérotation: ranges kept for works of fiction; Ofcom for the last one.
FICTION = re.compile(r"(\+33(19900|26191|35301|46571|53649|63998)\d{4}|\+44207946\d{4})")
EACH = pytest.mark.parametrize("character", characters(), ids=lambda character: character.code)


def test_there_are_about_forty_with_codes_and_names_of_their_own() -> None:
    assert 38 <= len(characters()) <= 45
    assert len({c.code for c in characters()}) == len(characters())
    assert len({c.name for c in characters()}) == len(characters())
    sirens = [c.siren for c in characters() if c.siren]
    assert len(set(sirens)) == len(sirens)
    assert COMPANY.siren not in sirens


@EACH
def test_identifiers_pass_their_check(character: Character) -> None:
    if character.siren:
        assert identifiers.siren(character.siren) == character.siren
    if character.vat_number:
        assert identifiers.vat_number(character.vat_number)


@EACH
def test_a_french_company_has_a_siren_and_a_private_person_has_none(character: Character) -> None:
    is_french_body = character.country == "FR" and character.kind is not CustomerKind.CONSUMER

    assert bool(character.siren) == is_french_body


@EACH
def test_nobody_real_can_be_written_to_or_called(character: Character) -> None:
    addresses = [character.email, *(person.email for person in character.people)]
    numbers = [character.phone, *(person.phone for person in character.people)]

    assert all(address.endswith(".example") for address in addresses if address)
    for number in filter(None, numbers):
        read = phonenumbers.parse(number, character.country)
        assert FICTION.fullmatch(phonenumbers.format_number(read, phonenumbers.PhoneNumberFormat.E164))


@EACH
def test_everybody_has_a_person_to_speak_to_and_a_manager_of_the_team(character: Character) -> None:
    assert character.people
    assert character.manager in {member.name for member in COMPANY.team}
    assert character.since_on < TODAY


def test_the_company_itself_is_valid_and_out_of_reach() -> None:
    assert identifiers.siren(COMPANY.siren)
    assert identifiers.siret(COMPANY.siret).startswith(COMPANY.siren)
    assert identifiers.vat_number(COMPANY.vat_number).endswith(COMPANY.siren)
    assert identifiers.iban(COMPANY.iban) == COMPANY.iban
    for member in COMPANY.team:
        assert member.email.endswith(".example")
        read = phonenumbers.parse(member.phone, "FR")
        assert FICTION.fullmatch(phonenumbers.format_number(read, phonenumbers.PhoneNumberFormat.E164))


def test_no_address_outside_example_domains_stands_anywhere_in_the_demonstration() -> None:
    for file in DEMO.iterdir():
        if file.suffix in {".py", ".toml"}:
            found = re.findall(r"[\w.-]+@[\w.-]+\.\w+", file.read_text(encoding="utf-8"))
            assert [address for address in found if not address.endswith(".example")] == []


def test_the_cases_that_the_product_must_show_are_all_there() -> None:
    assert {c.kind for c in characters()} == set(CustomerKind)
    assert {c.country for c in characters()} >= {"FR", "BE", "CH", "GB"}
    assert {c.language for c in characters()} == {"fr", "en"}
    assert {c.currency for c in characters()} == {"EUR", "CHF"}
    assert [c.code for c in characters() if not c.email] == ["TEISSIER"]
    assert any(c.is_to_be_kept for c in characters())
