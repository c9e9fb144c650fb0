"""People are greeted as one speaks to them; nobody's civility is guessed."""

import pytest

from encours.ground.wording.civility import greeted


@pytest.mark.parametrize(
    ("name", "french", "english"),
    [
        ("M. Régis Hamon", "Monsieur Hamon", "Mr Hamon"),
        ("Mme Chantal Van Damme", "Madame Van Damme", "Ms Van Damme"),
        ("M. Gwendal Le Bihan", "Monsieur Le Bihan", "Mr Le Bihan"),
        ("M. Hamon", "Monsieur Hamon", "Mr Hamon"),
        ("Mme DUPONT Jeanne", "Madame DUPONT", "Ms DUPONT"),
        ("Ms Fiona Lyle", "Madame Lyle", "Ms Lyle"),
        ("Mr James Harcourt", "Monsieur Harcourt", "Mr Harcourt"),
        ("Madame Jean-Marie Faucher", "Madame Faucher", "Ms Faucher"),
    ],
)
def test_a_known_civility_is_said_with_the_surname(name: str, french: str, english: str) -> None:
    assert (greeted(name, "fr"), greeted(name, "en")) == (french, english)


@pytest.mark.parametrize("name", ["Claire Morel", "Morel", "Mme", "", "Léa"])
def test_without_a_known_civility_the_name_stays_as_it_is_written(name: str) -> None:
    assert greeted(name, "fr") == name
