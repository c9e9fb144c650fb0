"""A page that is only shown asks the same question once: the answer stands until the page is made."""

from collections.abc import Callable, Iterator
from contextlib import contextmanager
from contextvars import ContextVar
from functools import wraps
from typing import ParamSpec, TypeVar, cast

P = ParamSpec("P")
Answer = TypeVar("Answer")
_answers: ContextVar[dict[object, object] | None] = ContextVar("answers", default=None)


@contextmanager
def asking_once(*, is_reading: bool = True) -> Iterator[None]:
    """Inside, each question marked `asked_once` is asked once; not where something is being changed.

    is_reading False: every question is asked anew, also inside a page that is shown.
    """
    before = _answers.set({} if is_reading else None)
    try:
        yield
    finally:
        _answers.reset(before)


def asked_once(question: Callable[P, Answer]) -> Callable[P, Answer]:
    """Marks a query, of plain arguments, whose answer may stand while one page is shown."""

    @wraps(question)
    def asked(*args: P.args, **kwargs: P.kwargs) -> Answer:
        answers = _answers.get()
        if answers is None:
            return question(*args, **kwargs)
        key = (question, args, *sorted(kwargs.items()))
        if key not in answers:
            answers[key] = question(*args, **kwargs)
        return cast(Answer, answers[key])

    return asked
