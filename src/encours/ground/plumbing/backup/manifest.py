"""What a backup says of itself: which program and database wrote it, and each part with its SHA-256."""

import json
import re
from collections.abc import Mapping
from dataclasses import asdict, dataclass, field

from encours.ground.kernel.reason import N_, Reason

FORMAT = 1
NAME = "manifest.json"
README = "README.txt"
_PART = re.compile(
    r"(?:database\.sqlite3|tables/[a-z0-9_]+\.copy|home/[a-z.-]+|documents/[0-9a-f]{2}/[0-9a-f]{64})"
)


class Unusable(ValueError):
    """A file that cannot be restored here; the reason says why."""

    def __init__(self, reason: Reason) -> None:
        super().__init__(str(reason))
        self.reason = reason


@dataclass(frozen=True, slots=True)
class Part:
    """One file inside the backup."""

    size: int
    sha256: str


@dataclass(frozen=True, slots=True)
class Manifest:
    """The last page of a backup. `journal`: the last number and hash of each chain."""

    program: str
    engine: str
    engine_version: str
    taken_at: str
    migrations: tuple[tuple[str, str], ...]
    journal: Mapping[str, tuple[int, str]]
    rows: Mapping[str, int]
    columns: Mapping[str, tuple[str, ...]] = field(default_factory=dict)
    sequences: Mapping[str, int] = field(default_factory=dict)
    parts: Mapping[str, Part] = field(default_factory=dict)
    format: int = FORMAT

    def written(self) -> str:
        """The manifest as JSON."""
        return json.dumps(asdict(self), ensure_ascii=False, indent=1, sort_keys=True)


def read(text: str) -> Manifest:
    """The manifest of a backup. Raises Unusable when it is of another program, newer, or not one at all."""
    try:
        told = json.loads(text)
        if told["format"] > FORMAT:
            raise Unusable(Reason(N_("Cette sauvegarde vient d'une version plus récente d'Encours.")))
        return Manifest(
            program=str(told["program"]),
            engine=str(told["engine"]),
            engine_version=str(told["engine_version"]),
            taken_at=str(told["taken_at"]),
            migrations=tuple((str(app), str(name)) for app, name in told["migrations"]),
            journal={str(c): (int(number), str(last)) for c, (number, last) in told["journal"].items()},
            rows={str(table): int(count) for table, count in told["rows"].items()},
            columns={str(table): tuple(map(str, names)) for table, names in told["columns"].items()},
            sequences={str(name): int(value) for name, value in told["sequences"].items()},
            parts={_safe(name): Part(int(p["size"]), str(p["sha256"])) for name, p in told["parts"].items()},
        )
    except (KeyError, TypeError, AttributeError) as problem:
        raise _NOT_ONE from problem
    except ValueError as problem:
        raise problem if isinstance(problem, Unusable) else _NOT_ONE from problem


def _safe(name: str) -> str:
    if not _PART.fullmatch(name):
        raise _NOT_ONE
    return name


_NOT_ONE = Unusable(Reason(N_("Ce fichier n'est pas une sauvegarde d'Encours, ou il est abîmé.")))
