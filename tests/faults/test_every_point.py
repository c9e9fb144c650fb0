"""A process dies before each thing it does that lasts: the next one finishes, and all is as if it had not died.

By default at a few points spread over each subject; `--long` tries every one.
"""

from collections import Counter
from collections.abc import Callable, Iterator
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

import pytest

from tests.faults.forks import KILLED, Nursery, Still
from tests.kill.world import times_taken
from tests.smtp import SmtpServer, running_smtp_server

FEW = 2
_JOURNAL = {"evidence_journalentry", "evidence_journaltext", "evidence_chainhead"}
_LOOK = "import json\nprint(json.dumps([looking.whole(), looking.rows(without=frozenset({without!r}))]))"


@dataclass
class Stage:
    """An installation that is put back as it was before each death."""

    forks: Nursery
    folder: Path
    stills: list[Still] = field(default_factory=list)
    before: Callable[[], object] = field(default=lambda: None)
    count: int = 0

    def prepare(self, *codes: str) -> None:
        """From now on it is put back to what pieces of code make of an empty one."""
        self.before = lambda: None
        for still in self.stills[:1]:
            still.put_back()
        for code in codes:
            self.forks.run(code)
        self.stills.append(Still(self.forks.installation, self.folder / f"still-{len(self.stills)}"))

    def again(self) -> None:
        self.stills[-1].put_back()
        self.before()

    def look(self, without: set[str] | None = None) -> dict[str, dict[str, int]]:
        """What is there; what is broken fails the test at once."""
        broken, rows = self.forks.json(_LOOK.format(without=sorted(without or set())))
        assert broken == []
        return rows  # type: ignore[no-any-return]

    def quiet(self, code: str) -> None:
        """Runs to its end, undisturbed, and counts where it could have died."""
        self.again()
        self.count = int(self.forks.run(f"dying.before()\n{code}\nprint(dying.told())").splitlines()[-1])

    def points(self, code: str, *, every: bool) -> Iterator[int]:
        """Dies at each point, or at a few of them, and says where; whoever asks finishes and looks."""
        count = self.count
        assert count > FEW
        # Never the first one alone: what dies before anything was done proves little.
        chosen = range(count) if every else {round((count - 1) * part / FEW) for part in range(1, FEW + 1)}
        for point in sorted(chosen):
            self.again()
            fork = self.forks.start(f"dying.before({point})\n{code}")
            assert fork.wait() == KILLED, fork.said()
            yield point


@pytest.fixture
def stage(forks: Nursery, tmp_path: Path) -> Iterator[Stage]:
    """An empty installation, ready to be prepared."""
    found = Stage(forks, tmp_path)
    found.prepare()
    yield found
    for still in found.stills:
        still.forget()


def same(found: dict[str, Any], expected: dict[str, Any], *, after: str) -> None:
    """Fails with the first rows that differ, and where."""
    for table, rows in expected.items():
        missing, added = Counter(rows) - Counter(found[table]), Counter(found[table]) - Counter(rows)
        told = f"{after}: {table}\n- {[*missing][:2]}\n+ {[*added][:2]}"
        assert not missing and not added, told


def night_is_finished(stage: Stage, *, every: bool) -> None:
    """The same cases, decisions, messages and journal as a quiet night; a third night adds nothing."""
    stage.quiet("subjects.night()")
    quiet = stage.look()
    for point in stage.points("subjects.night()", every=every):
        stage.forks.run("subjects.night()")
        same(stage.look(), quiet, after=f"died at {point}")


def sending_is_finished(stage: Stage, server: SmtpServer, *, every: bool) -> None:
    """Each message is taken once or shown; what a person clears up ends as if nothing had happened."""
    # What a person says of a doubt makes the lines of the day anew at once; the machine leaves them to the night.
    told = _JOURNAL | {"outreach_message.attempts", "outreach_message.receipt", "strategy_workitem"}
    stage.before = server.messages.clear
    stage.quiet("subjects.sending()")
    quiet, sent = stage.look(told), set(times_taken(server))
    assert len(sent) == 3
    for point in stage.points("subjects.sending()", every=every):
        doubtful = stage.forks.json("subjects.sending()\nprint(subjects.waits_for_a_person())")
        taken = times_taken(server)
        assert doubtful <= 1
        assert set(taken.values()) == {1}, point
        assert len(sent - set(taken)) <= doubtful, f"died at {point}: lost without a word"
        clear = (
            f"subjects.clear_up({sorted(taken)!r})\nsubjects.sending()\nprint(subjects.waits_for_a_person())"
        )
        assert stage.forks.json(clear) == 0
        assert times_taken(server) == dict.fromkeys(sent, 1), point
        same(stage.look(told), quiet, after=f"died at {point}")


def import_is_finished(stage: Stage, *, every: bool) -> None:
    """The same files again: the same books, the same copies, nothing counted twice."""
    runs = _JOURNAL | {"interchange_importrun"}
    stage.quiet("subjects.importing()")
    quiet = stage.look(runs)
    for point in stage.points("subjects.importing()", every=every):
        stage.forks.run("subjects.importing()")
        same(stage.look(runs), quiet, after=f"died at {point}")


def backup_is_finished(stage: Stage, target: Path, *, every: bool) -> None:
    """A backup stands whole under its name or not at all, and the next one leaves nothing beside it."""
    held = "print(__import__('json').dumps(subjects.held_by({target!r})))"
    make = f"subjects.backing_up({str(target)!r})"
    stage.before = lambda: [file.unlink() for file in target.parent.iterdir()]
    stage.quiet(make)
    quiet = stage.forks.json(held.format(target=str(target)))
    for point in stage.points(make, every=every):
        if not target.exists():
            stage.forks.run(make)
        assert stage.forks.json(held.format(target=str(target))) == quiet, point
        assert list(target.parent.iterdir()) == [target], f"died at {point}: left behind"
        stage.look()


def kill_all(stage: Stage, *, every: bool) -> None:
    """Every subject, one after the other."""
    stage.prepare("subjects.seed(14)")
    night_is_finished(stage, every=every)
    with running_smtp_server() as server:
        stage.prepare(f"subjects.seed(3, port={server.port}, is_sending=True)", "subjects.night()")
        sending_is_finished(stage, server, every=every)
    stage.prepare("subjects.seed(1)")
    import_is_finished(stage, every=every)
    (stage.folder / "kept").mkdir()
    backup_is_finished(stage, stage.folder / "kept" / "monday.encours", every=every)


def test_what_dies_anywhere_is_finished_by_the_next(stage: Stage) -> None:
    kill_all(stage, every=False)


@pytest.mark.long
def test_what_dies_before_any_write_at_all_is_finished_by_the_next(stage: Stage) -> None:
    kill_all(stage, every=True)
