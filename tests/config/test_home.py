"""Where the installation keeps its state: one secret, whole from the first instant on."""

from concurrent.futures import ThreadPoolExecutor
from pathlib import Path
from threading import Barrier

from encours.config.home import secret_key

TOGETHER = 8


def test_the_secret_is_made_once_and_stays(tmp_path: Path) -> None:
    made = secret_key(tmp_path)
    assert len(made) >= 50
    assert secret_key(tmp_path) == made


def test_only_its_owner_reads_the_secret(tmp_path: Path) -> None:
    secret_key(tmp_path)
    (file,) = tmp_path.iterdir()
    assert file.stat().st_mode & 0o777 == 0o600


def test_those_who_start_together_read_the_same_whole_secret(tmp_path: Path) -> None:
    """Server and worker start at once: neither may read a file that the other has only just opened."""
    for attempt in range(50):
        home = tmp_path / str(attempt)
        home.mkdir()
        barrier = Barrier(TOGETHER)

        def start(home: Path = home, barrier: Barrier = barrier) -> str:
            barrier.wait()
            return secret_key(home)

        with ThreadPoolExecutor(TOGETHER) as pool:
            read = {started.result() for started in [pool.submit(start) for _ in range(TOGETHER)]}
        assert read == {(home / "secret.key").read_text(encoding="ascii")}
        assert [file.name for file in home.iterdir()] == ["secret.key"]
