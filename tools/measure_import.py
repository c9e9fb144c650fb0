"""Measures taking a FEC into the books, by the command line: `python tools/measure_import.py [--postgresql]`.

Each taking is a process of its own in an installation of its own: first an empty one, then the same
file again. Says seconds of processor of that process and its peak of memory; a database server of
its own (Debian's PostgreSQL) is not counted.
"""

import argparse
import os
import platform
import sys
import tempfile
from pathlib import Path

sys.path[:0] = [str(Path(__file__).parent), str(Path(__file__).parents[1])]

from measure_fec import DENSE, REFERENCE, SELLING, write  # noqa: E402

from tests.postgres import PrivatePostgres  # noqa: E402

FILES = {
    "reference-100000": (100_000, REFERENCE),
    "reference-1000000": (1_000_000, REFERENCE),
    "selling-1000000": (1_000_000, SELLING),
    "dense-1000000": (1_000_000, DENSE),
}
CUSTOMERS = 2_000


def main() -> None:
    """Takes each file in twice, prints a line for each."""
    asked = argparse.ArgumentParser(description=__doc__)
    asked.add_argument("--postgresql", action="store_true")
    asked.add_argument("--folder", type=Path, default=Path(tempfile.gettempdir()))
    asked.add_argument("--files", nargs="*", default=["reference-1000000", "dense-1000000"], choices=FILES)
    options = asked.parse_args()
    print(f"{platform.python_version()} · {platform.machine()}")
    for name in options.files:
        path = options.folder / f"{name}.txt"
        if not path.exists():
            write(path, *FILES[name], CUSTOMERS)
        if options.postgresql:
            server = PrivatePostgres()
            try:
                _twice(name, path, {"DATABASE_URL": server.url("postgres")})
            finally:
                server.stop()
        else:
            _twice(name, path, {})


def _twice(name: str, path: Path, database: dict[str, str]) -> None:
    with tempfile.TemporaryDirectory() as home:
        environment = {**os.environ, **database, "ENCOURS_HOME": home, "ENCOURS_LANG": "fr"}
        _run(environment, "import", os.devnull)
        for what in ("first", "again"):
            code, seconds, peak = _run(environment, "import", str(path), "--terms", "30")
            print(f"{name:18} {what:6} exit {code}  {seconds:7.2f} s  {peak:6.0f} MB", flush=True)


def _run(environment: dict[str, str], *words: str) -> tuple[int, float, float]:
    """Exit code, seconds of processor and peak of memory in MB of one `encours` process."""
    process = os.posix_spawn(sys.executable, [sys.executable, "-m", "encours", *words], environment)
    _pid, status, used = os.wait4(process, 0)
    return os.waitstatus_to_exitcode(status), used.ru_utime + used.ru_stime, used.ru_maxrss / 1024


if __name__ == "__main__":
    main()
