"""A disk that is full: a clear sentence, nothing half, and all goes on once there is room."""

import os
import shutil
import subprocess
from collections.abc import Iterator
from contextlib import suppress
from email import policy
from email.parser import BytesParser
from pathlib import Path

import pytest

from tests.faults.forks import Nursery, nursery
from tests.installations import Installation
from tests.kill.world import times_taken
from tests.smtp import SmtpServer

MEGABYTES = 24
LOOK = "import json\nprint(json.dumps([looking.whole(), looking.rows()]))"


@pytest.fixture
def disk(tmp_path: Path) -> Iterator[Path]:
    """A file system of few megabytes; only root may make one."""
    folder = tmp_path / "disk"
    folder.mkdir()
    made = subprocess.run(
        ["mount", "-t", "tmpfs", "-o", f"size={MEGABYTES}m", "tmpfs", str(folder)], capture_output=True
    )
    if made.returncode:
        pytest.skip("a small disk can be made by root alone")
    yield folder
    subprocess.run(["umount", "--lazy", str(folder)], check=True)


@pytest.fixture
def small(installation: Installation, disk: Path) -> Installation:
    """An installation whose home lies on that disk."""
    installation.run("journal", "verify")
    home = disk / "home"
    shutil.copytree(installation.home, home)
    installation.environment["ENCOURS_HOME"] = str(home)
    installation.home = home
    return installation


@pytest.fixture
def forks(small: Installation, tmp_path: Path) -> Iterator[Nursery]:
    with nursery(small, tmp_path / "forks") as found:
        yield found


def fill(disk: Path) -> Path:
    """Takes all the room that is left; returns what takes it."""
    ballast = disk / "ballast"
    with ballast.open("wb", buffering=0) as stream, suppress(OSError):
        while True:
            stream.write(bytes(4096))
    return ballast


@pytest.mark.skipif(bool(os.environ.get("DATABASE_URL")), reason="the disk of PostgreSQL is not ours")
def test_a_full_disk_is_told_and_nothing_is_half_done(
    forks: Nursery, small: Installation, disk: Path, smtp_server: SmtpServer
) -> None:
    forks.run(f"subjects.seed(7, port={smtp_server.port}, is_sending=True)")
    before = forks.json(LOOK)
    ballast = fill(disk)
    for verb in (["night", "--as-of", "2026-11-23"], ["import", str(a_file(small))]):
        done = small.run(*verb, check=False)
        assert done.returncode == 1, verb
        assert "disque est plein" in done.stderr, done.stderr
        assert "Traceback" not in done.stderr
    forks.run("subjects.sending()")
    assert forks.json(LOOK) == before
    ballast.unlink()
    forks.run("subjects.night()")
    ballast = fill(disk)
    forks.run("subjects.sending()")
    assert smtp_server.seen == [], "no claim could be written: nothing was said to the server"
    ballast.unlink()
    forks.run("subjects.sending()\nsubjects.importing()")
    assert set(times_taken(smtp_server).values()) == {1}
    assert forks.json("print(subjects.waits_for_a_person())") == 0
    assert forks.json(LOOK)[0] == []


def test_a_mail_that_finds_no_room_in_its_folder_leaves_later_and_whole(
    installation: Installation, disk: Path, tmp_path: Path
) -> None:
    installation.run("journal", "verify")
    (installation.home / "outbox").symlink_to(disk)
    with nursery(installation, tmp_path / "forks") as forks:
        forks.run("subjects.seed(3, is_sending=True)\nsubjects.night()")
        ballast = fill(disk)
        forks.run("subjects.into_a_folder(0)")
        assert list(disk.iterdir()) == [ballast], "nothing half"
        ballast.unlink()
        forks.run("subjects.into_a_folder(5)")
        assert list(disk.iterdir()) == [], "put off, as with a server out of reach"
        forks.run("subjects.into_a_folder(30)")
        mails = [BytesParser(policy=policy.default).parsebytes(file.read_bytes()) for file in disk.iterdir()]
        assert len({mail["Message-ID"] for mail in mails}) == len(mails) == 3
        assert [len(list(mail.iter_attachments())) for mail in mails] == [1, 1, 1]
        assert forks.json(LOOK)[0] == []


def a_file(small: Installation) -> Path:
    """Customers and what they owe, beside the full disk."""
    file = small.home.parents[1] / "factures.csv"
    head = "N° de facture;Client;Date de facture;Échéance;Montant TTC\n"
    lines = [
        f"FB-{place:04};Client {place};01/09/2026;01/10/2026;{1200 + place},00\n" for place in range(3000)
    ]
    file.write_text(head + "".join(lines), encoding="utf-8")
    return file
