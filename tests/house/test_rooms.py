"""A room has the drawers of the plan and one word for everything that belongs to it."""

import pytest
from django.apps import apps

from tests.house.plan import SOURCE, built_rooms, rooms

DRAWERS = {"actions", "queries", "adapters", "models", "rules"}
BESIDE = {"__init__", "apps", "migrations", "templatetags", "management", "data"}
# What a room has besides, named in its README.
EXTRA = {
    "creditor": {"door", "exports", "law", "online_payment", "thresholds"},
    "cases": {"legal_events"},
    "interchange": {"formats"},
    "receivables": {"indexes"},
    "evidence": {"acts", "dossier", "triggers"},
    "documents": {"places"},
    "strategy": {"procedures", "kit", "thresholds"},
}
# No drawers: one subject a module.
FREE = {"kernel", "plumbing", "law", "wording"}


@pytest.mark.parametrize("room", sorted(set(built_rooms()) - FREE))
def test_a_room_has_only_drawers_of_the_plan(room: str) -> None:
    children = built_rooms()[room].iterdir()
    modules = {child.stem for child in children if child.suffix == ".py" or (child / "__init__.py").exists()}
    assert modules - DRAWERS - BESIDE - EXTRA.get(room, set()) == set()


def test_every_room_with_tables_is_installed_under_its_own_name() -> None:
    for room, folder in built_rooms().items():
        if (folder / "models.py").exists() or (folder / "models").exists():
            config = apps.get_app_config(room)
            assert config.name == f"encours.{folder.parent.name}.{room}"


def test_what_is_built_stands_without_parentheses_on_the_plan() -> None:
    """Parentheses let a room of the plan be missing; a built one must not be able to vanish."""
    wrong = [
        place.room
        for place in rooms().values()
        if place.is_built != (SOURCE / place.wing / place.room / "__init__.py").exists()
    ]
    assert wrong == []


def test_no_drawer_is_empty() -> None:
    wrong = [
        drawer
        for folder in built_rooms().values()
        for drawer in folder.iterdir()
        if (drawer / "__init__.py").exists()
        and drawer.name in DRAWERS
        and not (drawer / "__init__.py").read_text(encoding="utf-8").strip()
        and len(list(drawer.glob("*.py"))) < 2
    ]
    assert wrong == []
