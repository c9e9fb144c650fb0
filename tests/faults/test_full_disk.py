"""A disk that is full: a clear sentence, nothing half, and all goes on once there is room."""

import os
import subprocess
import threading
from collections.abc import Iterator
from contextlib import suppress
from email import policy
from email.parser import BytesParser
from pathlib import Path

import pytest

from tests.faults.forks import Nursery, nursery
from tests.installations import Installation, new_installation
from tests.kill.world import times_taken, wait_for
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
def small(with_tables: Installation, disk: Path) -> Iterator[Installation]:
    """An installation whose home lies on that disk."""
    with new_installation(disk / "home", like=with_tables) as installation:
        yield installation


@pytest.fixture
def crowded(small: Installation, tmp_path: Path) -> Iterator[Nursery]:
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
    crowded: Nursery, small: Installation, disk: Path, smtp_server: SmtpServer
) -> None:
    crowded.run(f"subjects.seed(3, port={smtp_server.port}, is_sending=True)")
    before = crowded.json(LOOK)
    ballast = fill(disk)
    done = small.run("import", str(a_file(small)), check=False)
    assert done.returncode == 1
    assert "disque est plein" in done.stderr, done.stderr
    assert "Traceback" not in done.stderr
    crowded.run("subjects.sending()")
    assert crowded.json(LOOK) == before
    ballast.unlink()
    crowded.run("subjects.night()")
    ballast = fill(disk)
    crowded.run("subjects.sending()")
    assert smtp_server.seen == [], "no claim could be written: nothing was said to the server"
    ballast.unlink()
    crowded.run("subjects.sending()\nsubjects.importing()")
    assert set(times_taken(smtp_server).values()) == {1}
    assert crowded.json("print(subjects.waits_for_a_person())") == 0
    assert crowded.json(LOOK)[0] == []


def test_a_mail_that_finds_no_room_in_its_folder_leaves_later_and_whole(forks: Nursery, disk: Path) -> None:
    outbox = forks.installation.home / "outbox"
    outbox.symlink_to(disk)
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
    outbox.unlink()


@pytest.mark.long
@pytest.mark.skipif(bool(os.environ.get("DATABASE_URL")), reason="the disk of PostgreSQL is not ours")
def test_a_disk_that_fills_up_while_a_server_answers_leaves_a_doubt(
    crowded: Nursery, disk: Path, smtp_server: SmtpServer
) -> None:
    """What the server took cannot be written down: a person is asked, and nothing leaves a second time."""
    crowded.run(f"subjects.seed(1, port={smtp_server.port}, is_sending=True)\nsubjects.night()")
    smtp_server.gate = threading.Event()
    sending = crowded.start("subjects.sending()")
    wait_for(lambda: smtp_server.seen, what="a message at the server")
    ballast = fill(disk)
    smtp_server.gate.set()
    sending.wait()
    ballast.unlink()
    assert crowded.json("subjects.sending()\nprint(subjects.waits_for_a_person())") == 1
    assert len(smtp_server.seen) == 1


def a_file(small: Installation) -> Path:
    """Customers and what they owe, beside the full disk."""
    file = small.home.parents[1] / "factures.csv"
    head = "N° de facture;Client;Date de facture;Échéance;Montant TTC\n"
    lines = [
        f"FB-{place:04};Client {place};01/09/2026;01/10/2026;{1200 + place},00\n" for place in range(1000)
    ]
    file.write_text(head + "".join(lines), encoding="utf-8")
    return file
