"""One process of a crew, started by `starting` alone.

It only reads the database, each question in one snapshot, holds what it asks of no other process, and ends
with whoever started it: the end of its input is its own.
"""

import os
import pickle
import signal
import threading
from collections.abc import Callable
from contextlib import suppress
from importlib import import_module
from io import FileIO, RawIOBase
from queue import SimpleQueue
from typing import Any

import django
from django.conf import settings
from django.db import connections
from django.utils import timezone, translation

from encours.ground.plumbing.crew import frames
from encours.ground.plumbing.memory import rare_collections
from encours.ground.plumbing.running import BeingReplaced, running
from encours.ground.plumbing.snapshot import one_snapshot, only_reading

Task = Callable[[Any, Any], object]


def main() -> None:
    """What a new interpreter does: questions come by its input, answers go by its output."""
    answers = FileIO(os.dup(1), "w")
    os.dup2(2, 1)  # what a library prints is no answer
    live(FileIO(0, closefd=False), answers)


def live(questions: RawIOBase, answers: RawIOBase) -> None:
    """Answers until nobody asks any more."""
    with suppress(BeingReplaced, BrokenPipeError):
        _live(questions, answers)


def _live(questions: RawIOBase, answers: RawIOBase) -> None:
    # A stop of the service is for whoever asks to follow: it lets go of us when it ends.
    for sign in (signal.SIGINT, signal.SIGTERM):
        signal.signal(sign, signal.SIG_IGN)
    heard: SimpleQueue[bytes] = SimpleQueue()
    threading.Thread(target=_listen, args=(questions, heard), daemon=True).start()
    django.setup()
    hello: frames.Hello = pickle.loads(heard.get())  # noqa: S301 - our own parent speaks, through a pipe
    settings.DATABASES["default"] = connections.settings["default"] = only_reading(hello.database)
    # Loading the program has made one already, with the settings of whoever writes.
    connections["default"] = connections.create_connection("default")
    module, _, name = hello.task.partition(":")
    task: Task = getattr(import_module(module), name)
    with running(), rare_collections(), timezone.override(hello.time_zone), _speaking(hello.language):
        _answer(task, heard, answers)


def _answer(task: Task, heard: "SimpleQueue[bytes]", answers: RawIOBase) -> None:
    known_bytes, known = b"", None
    while True:
        told, question = heard.get(), heard.get()
        if told != known_bytes:
            known_bytes, known = told, pickle.loads(told)  # noqa: S301 - our own parent speaks
        frames.put(answers, _answer_to(task, known, question))


def _answer_to(task: Task, known: object, question: bytes) -> bytes:
    try:
        with one_snapshot():
            answer = task(known, pickle.loads(question))  # noqa: S301 - our own parent speaks
        return pickle.dumps((answer, ""), pickle.HIGHEST_PROTOCOL)
    except Exception as problem:  # noqa: BLE001 - whoever asked does it itself, and meets the same
        connections["default"].close()
        return pickle.dumps((None, type(problem).__name__))


def _listen(questions: RawIOBase, heard: "SimpleQueue[bytes]") -> None:
    while (told := frames.take(questions)) is not None:
        heard.put(told)
    os._exit(0)


def _speaking(language: str | None) -> Any:
    return translation.override(language) if language else translation.override(None, deactivate=True)
