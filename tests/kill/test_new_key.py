"""The key of stored secrets is changed: cut short anywhere, everything stays readable, and the next try ends it."""

import json
from pathlib import Path

import pytest

from tests.installations import Installation
from tests.kill.world import wait_for

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
# Reads all, then dies at the nth place where something is about to be written: a key file, a row, the journal.
DIES = (
    READ
    + """
import os, sys
from django.db import connection
from encours.flows import new_key
from encours.ground.kernel.clock import SystemClock
from encours.ground.plumbing import secrets
sys.stdout.flush()
left = LEFT
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
)
CLEAR = ["password-0", "password-1", "password-2", "password-3", "factor"]


def keys(home: Path) -> list[str]:
    return (home / "secret.key").read_text(encoding="ascii").split()


def readable(installation: Installation) -> list[str]:
    return json.loads(installation.python(READ).stdout)  # type: ignore[no-any-return]


@pytest.fixture
def keyed(ready: Installation) -> Installation:
    ready.python(FILL)
    return ready


def test_a_new_key_opens_everything_and_the_old_one_nothing(keyed: Installation) -> None:
    old = keys(keyed.home)
    done = keyed.run("secrets", "rotate")
    new = keys(keyed.home)
    assert len(new) == 1
    assert new != old
    assert not any(word in done.stdout + done.stderr for word in (*old, *new, *CLEAR))
    assert readable(keyed) == CLEAR
    (keyed.home / "secret.key").write_text(old[0], encoding="ascii")
    assert "SecretUnreadable" in keyed.python(READ, check=False).stderr
    (keyed.home / "secret.key").write_text(new[0], encoding="ascii")
    assert (keyed.home / "secret.key").stat().st_mode & 0o077 == 0
    keyed.run("journal", "verify")


def test_cut_short_anywhere_nothing_is_lost_and_the_next_try_ends_it(keyed: Installation) -> None:
    old, cut = keys(keyed.home), 0
    for step in range(0, 40, 2):
        ended = keyed.python(DIES.replace("LEFT", str(step)), check=False)
        assert json.loads(ended.stdout.splitlines()[0]) == CLEAR, f"before step {step}: {ended.stderr}"
        if ended.returncode == 0:
            break
        assert ended.returncode == 9, ended.stderr
        cut += 1
    assert cut >= 4
    keyed.run("secrets", "rotate")
    assert len(keys(keyed.home)) == 1
    assert keys(keyed.home) != old
    assert readable(keyed) == CLEAR
    keyed.run("journal", "verify")


def test_the_key_is_not_changed_beneath_a_running_program(keyed: Installation) -> None:
    before = keys(keyed.home)
    keyed.start("work")
    wait_for((keyed.home / "working.lock").exists, what="a worker at work")
    refused = keyed.run("secrets", "rotate", check=False)
    assert refused.returncode != 0
    assert keys(keyed.home) == before
