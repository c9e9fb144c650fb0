"""The key of stored secrets is changed: cut short anywhere, everything stays readable, and the next try ends it."""

import json
from pathlib import Path

import pytest

from tests.installations import Installation

FILL = """
from encours.books.creditor.models import CreditorEntity, MailServer, SecondFactor, User
from encours.ground.kernel.clock import technical_now
from encours.ground.plumbing.secrets import seal
now = technical_now()
for number in range(4):
    entity = CreditorEntity.objects.create(name=f"E{number}", created_at=now)
    MailServer.objects.create(entity=entity, host="x", sealed_password=seal(f"password-{number}"))
user = User.objects.create(email="a@b.test", name="A", joined_at=now)
SecondFactor.objects.create(user=user, sealed_secret=seal("factor"), added_at=now)
"""
READ = """
import json
from encours.books.creditor.models import MailServer, SecondFactor
from encours.ground.plumbing.secrets import unseal
sealed = [row.sealed_password for row in MailServer.objects.order_by("pk")] + [SecondFactor.objects.get().sealed_secret]
print(json.dumps([unseal(text) for text in sealed]))
"""
# Dies at the nth place where something is about to be written: a key file, a row, the journal.
DIES = """
import os, sys
from django.db import connection
from encours.flows import new_key
from encours.ground.kernel.clock import SystemClock
from encours.ground.plumbing import secrets
left = {step}
def count():
    global left
    left -= 1
    if left < 0:
        os._exit(9)
real = os.fsync
def fsync(descriptor):
    count()
    real(descriptor)
os.fsync = fsync
def watched(execute, sql, params, many, context):
    if sql.split()[0] in ("UPDATE", "INSERT", "COMMIT"):
        count()
    return execute(sql, params, many, context)
with connection.execute_wrapper(watched):
    new_key.rotate(SystemClock())
"""
CLEAR = ["password-0", "password-1", "password-2", "password-3", "factor"]


def keys(home: Path) -> list[str]:
    return (home / "secret.key").read_text(encoding="ascii").split()


def readable(installation: Installation) -> list[str]:
    return json.loads(installation.python(READ).stdout)  # type: ignore[no-any-return]


@pytest.fixture
def filled(installation: Installation) -> Installation:
    installation.run("users")
    installation.python(FILL)
    return installation


def test_a_new_key_opens_everything_and_the_old_one_nothing(filled: Installation) -> None:
    old = keys(filled.home)
    done = filled.run("secrets", "rotate")
    new = keys(filled.home)
    assert len(new) == 1
    assert new != old
    assert not any(word in done.stdout + done.stderr for word in (*old, *new, *CLEAR))
    assert readable(filled) == CLEAR
    (filled.home / "secret.key").write_text(old[0], encoding="ascii")
    assert "SecretUnreadable" in filled.python(READ, check=False).stderr
    (filled.home / "secret.key").write_text(new[0], encoding="ascii")
    assert (filled.home / "secret.key").stat().st_mode & 0o077 == 0
    filled.run("journal", "verify")


def test_cut_short_anywhere_nothing_is_lost_and_the_next_try_ends_it(filled: Installation) -> None:
    old, cut = keys(filled.home), 0
    for step in range(0, 40, 2):
        ended = filled.python(DIES.format(step=step), check=False)
        assert readable(filled) == CLEAR, step
        if ended.returncode == 0:
            break
        assert ended.returncode == 9, ended.stderr
        cut += 1
    assert cut >= 4
    filled.run("secrets", "rotate")
    assert len(keys(filled.home)) == 1
    assert keys(filled.home) != old
    assert readable(filled) == CLEAR
    filled.run("journal", "verify")


def test_the_key_is_not_changed_beneath_a_running_program(filled: Installation) -> None:
    before = keys(filled.home)
    worker = filled.start("work")
    while not (filled.home / "working.lock").exists():
        assert worker.poll() is None
    refused = filled.run("secrets", "rotate", check=False)
    assert refused.returncode != 0
    assert keys(filled.home) == before
