"""Signals that end a command: each is raised as one exception, so that nothing is left half done."""

from __future__ import annotations

import signal
import sys
from collections.abc import Iterator
from contextlib import contextmanager
from types import FrameType
from typing import Any, Final

_ENDING: Final = tuple(
    getattr(signal, name) for name in ("SIGINT", "SIGTERM", "SIGHUP", "SIGBREAK") if hasattr(signal, name)
)
_SOON: Final = 0.005
"""Seconds until a signal is raised again that came where Python drops exceptions."""


class Interrupted(BaseException):
    """Signal that ends the command."""

    def __init__(self, number: int) -> None:
        self.number = number

    @property
    def exit_code(self) -> int:
        """Exit code as a shell reports it."""
        return 128 + self.number


def listen() -> None:
    """Raise `Interrupted` at the first signal that ends the command; further ones are left out."""
    for number in _ENDING:
        if signal.getsignal(number) is not signal.SIG_IGN:  # as nohup leaves it
            signal.signal(number, _end)
    sys.unraisablehook = _again


def leave_out() -> None:
    """Let no further signal break off what is being told."""
    for number in _ENDING:
        if signal.getsignal(number) is _end:
            signal.signal(number, signal.SIG_IGN)


def _end(number: int, _frame: FrameType | None) -> None:
    leave_out()
    raise Interrupted(number)


def _again(dropped: Any) -> None:
    """Raise a signal once more that came within a callback of the interpreter, where exceptions are dropped."""
    if not isinstance(dropped.exc_value, Interrupted):
        sys.__unraisablehook__(dropped)
    elif hasattr(signal, "setitimer"):
        number = dropped.exc_value.number
        signal.signal(signal.SIGALRM, lambda _, frame: _end(number, frame))
        signal.setitimer(signal.ITIMER_REAL, _SOON)


@contextmanager
def left_to_child() -> Iterator[None]:
    """Leave the keyboard's interrupt to the program that has the terminal, such as an editor."""
    before = signal.signal(signal.SIGINT, lambda *_: None)  # not ignored, which the child would inherit
    try:
        yield
    finally:
        signal.signal(signal.SIGINT, before)
