"""The locks pin everything by hash and name no address; they say what pyproject.toml says."""

import re
import tomllib

import pytest

from tests.house.plan import ROOT

LOCKS = ("requirements.lock", "requirements-dev.lock")
PIN = re.compile(r"^([a-z0-9][a-z0-9._-]*)==(\S+)(?: ;[^\\]*)? \\$")
HASH = re.compile(r"^    --hash=sha256:[0-9a-f]{64}(?: \\)?$")
DEPENDENCY = re.compile(r"^([A-Za-z0-9._-]+)(?:\[[^\]]*\])?==(\S+)$")


def _canonical(name: str) -> str:
    return re.sub(r"[-_.]+", "-", name).lower()


def _pins(lock: str) -> dict[str, str]:
    lines = (ROOT / lock).read_text(encoding="ascii").splitlines()
    return {_canonical(found[1]): found[2] for line in lines if (found := PIN.match(line))}


@pytest.mark.parametrize("lock", LOCKS)
def test_a_lock_holds_pins_and_hashes_and_no_address(lock: str) -> None:
    lines = (ROOT / lock).read_text(encoding="ascii").splitlines()
    assert [line for line in lines if not PIN.match(line) and not HASH.match(line)] == []


@pytest.mark.parametrize("lock", LOCKS)
def test_every_pin_has_a_hash(lock: str) -> None:
    lines = (ROOT / lock).read_text(encoding="ascii").splitlines()
    bare = [a for a, b in zip(lines, [*lines[1:], ""], strict=True) if PIN.match(a) and not HASH.match(b)]
    assert bare == []


def test_the_locks_are_of_todays_dependencies() -> None:
    """When this fails: tools/lock."""
    project = tomllib.loads((ROOT / "pyproject.toml").read_text(encoding="utf-8"))["project"]
    wanted = {"requirements.lock": project["dependencies"]}
    wanted["requirements-dev.lock"] = project["dependencies"] + project["optional-dependencies"]["dev"]
    for lock, dependencies in wanted.items():
        pins = _pins(lock)
        for dependency in dependencies:
            found = DEPENDENCY.match(dependency)
            assert found, f"{dependency} is not pinned"
            assert pins.get(_canonical(found[1])) == found[2], f"{dependency} differs in {lock}"


def test_every_dependency_says_why_it_is_there() -> None:
    lines = (ROOT / "pyproject.toml").read_text(encoding="utf-8").splitlines()
    silent = [line for line in lines if re.match(r'\s+"[^"]+==[^"]+",', line) and "#" not in line]
    assert silent == []


def test_the_program_needs_nothing_that_only_tests_have() -> None:
    assert _pins("requirements.lock").items() <= _pins("requirements-dev.lock").items()
