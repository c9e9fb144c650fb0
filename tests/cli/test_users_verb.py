"""`encours users`: accounts from the command line, each change in the journal, a password shown once."""

import json

import pytest
from django.contrib.auth import authenticate

from encours.books.creditor import queries as creditor_queries
from encours.books.creditor.models import User
from encours.books.creditor.rules.roles import Role
from encours.faces.cli.main import _parser
from encours.faces.cli.users_verb import run
from encours.ground.evidence import queries as evidence_queries
from tests.factories import a_member, a_user, an_entity

pytestmark = pytest.mark.django_db


def users(capsys: pytest.CaptureFixture[str], *arguments: str) -> tuple[int, dict[str, object], str]:
    code = run(_parser("users").parse_args(["users", *arguments, "--json"]))
    shown = capsys.readouterr()
    return code, json.loads(shown.out or "{}"), shown.err


@pytest.fixture
def owner() -> User:
    user = a_user(email="claire@exemple.fr")
    a_member(an_entity(name="Morel"), role=Role.OWNER, user=user)
    return user


def test_a_person_is_added_with_a_password_of_their_own_to_replace(
    owner: User, capsys: pytest.CaptureFixture[str]
) -> None:
    code, told, _ = users(capsys, "add", "Ana@Exemple.fr", "--name", "Ana", "--role", "ar")
    assert code == 0
    assert authenticate(username="ana@exemple.fr", password=told["password"]) is not None
    user = creditor_queries.user_named("ana@exemple.fr")
    assert user is not None
    assert creditor_queries.has_provisional_password(user.pk)
    _, listed, _ = users(capsys, "list")
    assert isinstance(listed["users"], list)
    assert [(u["email"], [r["role"] for r in u["roles"]]) for u in listed["users"]] == [
        ("ana@exemple.fr", ["ar"]),
        (owner.email, ["owner"]),
    ]
    assert "password" not in json.dumps(listed)


def test_a_role_is_given_changed_and_taken_in_one_company(
    owner: User, capsys: pytest.CaptureFixture[str]
) -> None:
    users(capsys, "add", "ana@exemple.fr", "--name", "Ana", "--role", "ar")
    an_entity(name="Autre")
    code, _, why = users(capsys, "role", "ana@exemple.fr", "--role", "manager")
    assert (code, "--entity" in why) == (1, True), "of several companies one has to be named"
    users(capsys, "role", "ana@exemple.fr", "--role", "manager", "--entity", "Autre")
    _, told, _ = users(capsys, "role", "ana@exemple.fr", "--role", "none", "--entity", "Morel")
    assert isinstance(told["roles"], list)
    assert [(place["entity"], place["role"]) for place in told["roles"]] == [("Autre", "manager")]


def test_a_locked_account_opens_nothing_until_it_is_unlocked(
    owner: User, capsys: pytest.CaptureFixture[str]
) -> None:
    _, told, _ = users(capsys, "add", "ana@exemple.fr", "--name", "Ana", "--role", "ar")
    ana = creditor_queries.user_named("ana@exemple.fr")
    assert ana is not None
    assert users(capsys, "lock", "ana@exemple.fr")[1]["active"] is False
    assert authenticate(username="ana@exemple.fr", password=told["password"]) is None
    assert creditor_queries.memberships(ana.pk) == []
    users(capsys, "unlock", "ana@exemple.fr")
    assert authenticate(username="ana@exemple.fr", password=told["password"]) is not None
    kinds = [line.kind for line in evidence_queries.lines_about("installation", [f"user:{ana.pk}"])]
    assert kinds[:2] == ["creditor.user_unlocked", "creditor.user_locked"]


def test_the_last_owner_stays_owner_and_is_not_locked(
    owner: User, capsys: pytest.CaptureFixture[str]
) -> None:
    assert users(capsys, "lock", owner.email)[0] == 1
    assert users(capsys, "role", owner.email, "--role", "ar")[0] == 1
    owner.refresh_from_db()
    assert owner.is_active


def test_a_new_password_ends_the_old_one(owner: User, capsys: pytest.CaptureFixture[str]) -> None:
    _, first, _ = users(capsys, "password", owner.email)
    _, second, _ = users(capsys, "password", owner.email)
    assert authenticate(username=owner.email, password=first["password"]) is None
    assert authenticate(username=owner.email, password=second["password"]) is not None


@pytest.mark.parametrize(
    "arguments",
    [
        ["add", "not an address", "--name", "A", "--role", "ar"],
        ["add", "ana@exemple.fr", "--role", "ar"],
        ["add", "ana@exemple.fr", "--name", "Ana"],
        ["password"],
        ["lock", "nobody@exemple.fr"],
    ],
)
def test_what_is_not_clear_is_refused_and_changes_nothing(
    owner: User, capsys: pytest.CaptureFixture[str], arguments: list[str]
) -> None:
    code, told, why = users(capsys, *arguments)
    assert (code, told, bool(why)) == (1, {}, True)
    assert User.objects.count() == 1
