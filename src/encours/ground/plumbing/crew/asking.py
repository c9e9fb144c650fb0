"""Starts processes that read and compute beside this one, asks them, and does without those that are gone."""

import logging
import os
import pickle
import threading
from collections import deque
from collections.abc import Iterable, Iterator
from contextlib import suppress
from dataclasses import dataclass, field
from io import RawIOBase
from itertools import islice
from queue import Empty, SimpleQueue
from types import TracebackType
from typing import Any, TypeVar

from django.db import connection
from django.utils import timezone, translation

from encours.ground.plumbing.crew import frames
from encours.ground.plumbing.crew.starting import Started, start

log = logging.getLogger(__name__)
_FAREWELL_SECONDS = 2.0
Question = TypeVar("Question")


def available_processors() -> int:
    """How many processors this process may use."""
    return len(os.sched_getaffinity(0)) if hasattr(os, "sched_getaffinity") else os.cpu_count() or 1


@dataclass(slots=True)
class _Asked:
    """A question on its way; `answer` stays None when whoever was at it is gone."""

    known: bytes
    question: bytes
    done: threading.Event = field(default_factory=threading.Event)
    member: "_Member | None" = None
    answer: bytes | None = None


class _Member:
    """One process that answers."""

    def __init__(self, process: Started, hello: bytes) -> None:
        self._process = process
        for stream in self.streams:
            frames.widen(stream)
        with suppress(OSError):
            frames.put(process.mouth, hello)

    @property
    def pid(self) -> int:
        return self._process.pid

    @property
    def streams(self) -> tuple[RawIOBase, RawIOBase]:
        return self._process.mouth, self._process.ear

    def ask(self, asked: _Asked) -> bytes | None:
        """Its answer; None when it is gone."""
        try:
            frames.put(self._process.mouth, asked.known, asked.question)
            return frames.take(self._process.ear)
        except OSError:
            return None

    def let_go(self) -> None:
        """It ends by itself: nobody will ask it any more."""
        with suppress(OSError):
            self._process.mouth.close()

    def kill(self) -> None:
        """It is stopped at once; it holds nothing that could be lost."""
        self._process.kill()

    def bury(self) -> int:
        """Waits for its end; answers how it ended."""
        code = self._process.wait(_FAREWELL_SECONDS)
        self._process.ear.close()
        return code


def _started(hello: bytes, size: int) -> Iterator[_Member]:
    """As many processes as the machine still allows."""
    streams: list[RawIOBase] = []
    try:
        for _ in range(size):
            member = _Member(start(streams), hello)
            streams += member.streams
            yield member
    except OSError as problem:
        log.warning("no further process can be started (%s)", problem.strerror)


class Crew:
    """Some processes that answer questions; they live until the block ends."""

    def __init__(self, size: int, *, task: str, patience_seconds: float) -> None:
        """task: `module:function`, called there with what is known and a question."""
        self._patience = patience_seconds
        self._line: SimpleQueue[_Asked | None] = SimpleQueue()
        self._lock = threading.Lock()
        hello = pickle.dumps(
            frames.Hello(
                task,
                {name: value for name, value in connection.settings_dict.items() if name != "TEST"},
                translation.get_language(),
                timezone.get_current_timezone_name(),
            )
        )
        self._members = list(_started(hello, size))
        self._left, self._is_over = len(self._members), False
        self._threads = [threading.Thread(target=self._serve, args=(m,), daemon=True) for m in self._members]
        for thread in self._threads:
            thread.start()

    def __enter__(self) -> "Crew":
        return self

    def __exit__(
        self, kind: type[BaseException] | None, problem: BaseException | None, trace: TracebackType | None
    ) -> None:
        self._is_over = True
        self._empty_line()
        for member in self._members:
            if problem is not None:
                member.kill()
            self._line.put(None)
        for thread, member in zip(self._threads, self._members, strict=True):
            thread.join(_FAREWELL_SECONDS)
            member.bury()
            thread.join()

    @property
    def pids(self) -> list[int]:
        """The processes that were started."""
        return [member.pid for member in self._members]

    def answers(
        self, known: object, questions: Iterable[Question], *, ahead: int = 2
    ) -> Iterator[tuple[Question, Any]]:
        """Each question, in order, with its answer, or None where nobody could answer it.

        A few questions for each process are asked at once, ahead of the one whose answer is taken: a question
        is made when it is asked. Who has asked may ask others meanwhile: they come after these.
        known: what all of them are asked about; each process is told once. ahead: so many for each process,
        which bounds the memory of this one.
        """
        told, rest = pickle.dumps(known, pickle.HIGHEST_PROTOCOL), iter(questions)
        most = max(1, ahead * len(self._members))
        return self._taken(told, deque((q, self._ask(told, q)) for q in islice(rest, most)), rest)

    def _taken(
        self, told: bytes, waiting: deque[tuple[Question, _Asked]], rest: Iterator[Question]
    ) -> Iterator[tuple[Question, Any]]:
        while waiting:
            question, asked = waiting.popleft()
            answer = self._answer_to(asked)
            waiting.extend((q, self._ask(told, q)) for q in islice(rest, 1))
            yield question, answer

    def _ask(self, known: bytes, question: object) -> _Asked:
        asked = _Asked(known, pickle.dumps(question, pickle.HIGHEST_PROTOCOL))
        with self._lock:
            if self._left:
                self._line.put(asked)
            else:
                asked.done.set()
        return asked

    def _answer_to(self, asked: _Asked) -> Any:
        if not asked.done.wait(self._patience):
            log.warning("a process of ours does not answer: this one does its part")
            for member in [asked.member] if asked.member else self._members:
                member.kill()
            asked.done.wait()
        if asked.answer is None:
            return None
        answer, problem = pickle.loads(asked.answer)  # noqa: S301 - a process of our own, through a pipe
        if problem:
            log.warning("a process of ours met %s: this one does its part", problem)
        return answer

    def _serve(self, member: _Member) -> None:
        """Hands one process the questions one by one, in a thread of its own."""
        while (asked := self._line.get()) is not None:
            asked.member = member
            asked.answer = member.ask(asked)
            asked.done.set()
            if asked.answer is None:
                code = member.bury()
                if not self._is_over:
                    log.warning("a process of ours is gone (%s): this one does its part", code)
                break
        member.let_go()
        with self._lock:
            self._left -= 1
            if not self._left:
                self._empty_line()

    def _empty_line(self) -> None:
        """Nobody will answer what still waits."""
        with suppress(Empty):
            while True:
                if (left := self._line.get_nowait()) is not None:
                    left.done.set()
