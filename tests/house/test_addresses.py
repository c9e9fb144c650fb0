"""Templates and code name addresses of their own face only: `{% url 'desk:…' %}` is an arrow too."""

import re
from pathlib import Path

from tests.house.plan import ROOT, SOURCE, rooms

FACES = sorted(place.room for place in rooms().values() if place.wing == "faces")
IN_TEMPLATE = re.compile(r"""\{%\s*url\s+['"](\w+):""")
EXTENDED = re.compile(r"""\{%\s*(?:extends|include)\s+['"](\w+)/""")
IN_CODE = re.compile(rf"""['"]({"|".join(FACES)}):\w+['"]""")
CONFIG = SOURCE / "config"


def _owner(file: Path) -> str:
    """The room or face that a file belongs to."""
    return file.relative_to(SOURCE).parts[1] if len(file.relative_to(SOURCE).parts) > 1 else ""


def test_a_template_links_to_its_own_face() -> None:
    wrong = [
        f"{file.relative_to(ROOT)}: {face}"
        for file in SOURCE.rglob("*.html")
        for face in IN_TEMPLATE.findall(file.read_text(encoding="utf-8"))
        if face != _owner(file)
    ]
    assert wrong == []


def test_a_template_is_made_of_its_own_room_or_of_plumbing() -> None:
    wrong = [
        f"{file.relative_to(ROOT)}: {room}"
        for file in SOURCE.rglob("*.html")
        for room in EXTENDED.findall(file.read_text(encoding="utf-8"))
        if room not in {_owner(file), "plumbing"}
    ]
    assert wrong == []


def test_templates_lie_in_a_folder_named_after_their_room() -> None:
    wrong = [
        str(file.relative_to(ROOT))
        for file in SOURCE.rglob("*.html")
        if "templates" in file.parts
        and file.parts[file.parts.index("templates") + 1] not in {_owner(file), "django", "registration"}
    ]
    assert wrong == []


def test_below_the_faces_no_code_knows_an_address() -> None:
    wrong = [
        f"{file.relative_to(ROOT)}: {face}"
        for file in SOURCE.rglob("*.py")
        if CONFIG not in file.parents
        for face in IN_CODE.findall(file.read_text(encoding="utf-8"))
        if face != _owner(file)
    ]
    assert wrong == []
