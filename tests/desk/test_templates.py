"""Each page of the desk compiles, and keeps to the strict content-security policy."""

import re
from pathlib import Path

import pytest
from django.template.loader import get_template
from lucide.templatetags.lucide import lucide

DESK = Path(__file__).parents[2] / "src" / "encours" / "faces" / "desk"
TEMPLATES = sorted((DESK / "templates").rglob("*.html"))
STATIC = DESK / "static"
NAMES = [path.relative_to(DESK / "templates").as_posix() for path in TEMPLATES]


@pytest.mark.parametrize("name", NAMES)
def test_each_template_compiles(name: str) -> None:
    get_template(name)


@pytest.mark.parametrize("name", NAMES)
def test_no_template_holds_style_script_or_handler_of_its_own(name: str) -> None:
    text = (DESK / "templates" / name).read_text(encoding="utf-8")
    assert not re.search(r"<style|\sstyle=|\son[a-z]+=|javascript:|hx-on", text)
    assert not re.search(r"<script(?![^>]*\ssrc=)", text)
    assert "|safe" not in text


@pytest.mark.parametrize("name", NAMES)
def test_each_template_says_what_it_needs(name: str) -> None:
    assert "{% comment %}" in (DESK / "templates" / name).read_text(encoding="utf-8")


@pytest.mark.parametrize("name", NAMES)
def test_amounts_and_dates_go_through_the_two_filters(name: str) -> None:
    text = (DESK / "templates" / name).read_text(encoding="utf-8")
    assert not re.search(r"\|(date|time|floatformat|intcomma)\b", text)


@pytest.mark.parametrize("name", NAMES)
def test_each_icon_and_each_static_file_exists(name: str) -> None:
    text = (DESK / "templates" / name).read_text(encoding="utf-8")
    for icon in re.findall(r"""(?:{% icon |icon_name=)["']([^"']+)["']""", text):
        assert lucide(icon)
    for file in re.findall(r"{% static '(desk/[^']+)' %}", text):
        assert (STATIC / file).is_file(), file


def test_the_stylesheet_names_each_component_once() -> None:
    folder = STATIC / "desk" / "css"
    imported = re.findall(r'@import url\("([^"]+)"\)', (folder / "desk.css").read_text(encoding="utf-8"))
    assert sorted(imported) == sorted(path.name for path in folder.glob("*.css") if path.name != "desk.css")


def test_each_module_imports_only_modules_that_exist() -> None:
    folder = STATIC / "desk" / "js"
    for module in folder.glob("*.js"):
        for name in re.findall(r'from "\./([^"]+)"', module.read_text(encoding="utf-8")):
            assert (folder / name).is_file(), name
